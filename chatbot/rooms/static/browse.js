// Suggestions below the box for titles and people: a combobox with a list (WAI-ARIA), which works as a plain form, too.
"use strict";

const box = document.querySelector("#q");
const list = document.querySelector("#suggested");
const PAUSE = 180; // milliseconds without a key before the server is asked
let waiting = null;
let asked = "";

box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
box.setAttribute("aria-expanded", "false");

function close() {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function choose(option) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
  if (option) {
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

function entry(found, kind, place) {
  const option = document.createElement("li");
  option.id = `suggested-${place}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.link = found.link;
  option.append(found.name);
  if (kind) {
    const told = document.createElement("small");
    told.textContent = kind;
    option.append(told);
  }
  return option;
}

async function suggest() {
  const text = box.value.trim();
  asked = text;
  if (!text) return close();
  const answer = await fetch(`/browse/suggest?q=${encodeURIComponent(text)}`);
  if (!answer.ok || asked !== text) return undefined; // a later key has asked again
  const { films, people } = await answer.json();
  const all = [...films.map((one) => [one, ""]), ...people.map((one) => [one, "person"])];
  list.replaceChildren(...all.map(([one, kind], place) => entry(one, kind, place)));
  list.hidden = all.length === 0 || document.activeElement !== box;
  box.setAttribute("aria-expanded", String(!list.hidden));
  box.removeAttribute("aria-activedescendant");
  return undefined;
}

box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => suggest().catch(close), PAUSE);
});

box.addEventListener("keydown", (event) => {
  const options = [...list.children];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? at + 1 : at - 1;
    choose(step < -1 ? options.at(-1) : options[step]);
  } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
    event.preventDefault();
    location.href = options[at].dataset.link;
  }
});

list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
list.addEventListener("click", (event) => {
  const option = event.target.closest("li");
  if (option) location.href = option.dataset.link;
});
box.addEventListener("blur", close);
