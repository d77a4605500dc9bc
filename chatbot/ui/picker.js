// The person picker: an ARIA combobox whose options the server sends as the visitor types.
const box = () => element.querySelector("input");
const options = () => [...element.querySelectorAll("[role=option]")];
let marked = -1;
let typing = null;

const mark = (index) => {
  marked = index;
  options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
  const option = options()[index];
  if (option) {
    box().setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    box().removeAttribute("aria-activedescendant");
  }
};

// Whether it is open stands on the outermost element, which new options leave alone.
const show = (open) => {
  element.classList.toggle("usher-open", open);
  box().setAttribute("aria-expanded", String(open));
  mark(-1);
};

const choose = (person) => {
  clearTimeout(typing);
  show(false);
  box().blur();
  trigger("select", { person });
};

element.addEventListener("focusin", () => {
  box().select();
  show(true);
});
element.addEventListener("focusout", () => {
  box().value = box().defaultValue; // who was chosen, whatever was typed since
  show(false);
});
element.addEventListener("input", () => {
  show(true);
  clearTimeout(typing);
  typing = setTimeout(() => trigger("input", { typed: box().value }), 150);
});
element.addEventListener("mousedown", (event) => {
  if (event.target !== box()) event.preventDefault(); // the focus stays in the box until the click
});
element.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) choose(option.dataset.person);
  else if (event.target === box()) show(true);
});
element.addEventListener("keydown", (event) => {
  const last = options().length - 1;
  if (event.key === "ArrowDown") mark(Math.min(marked + 1, last));
  else if (event.key === "ArrowUp") mark(Math.max(marked - 1, 0));
  else if (event.key === "Escape") show(false);
  else if (event.key === "Enter") {
    const typed = box().value.trim();
    if (options()[marked]) choose(options()[marked].dataset.person);
    else if (/^[0-9]+$/.test(typed)) choose(typed);
  } else return;
  if (event.key !== "Enter") element.classList.toggle("usher-open", event.key !== "Escape");
  event.preventDefault();
});
watch("value", () => show(element.classList.contains("usher-open")));
