// Opening, renaming and deleting conversations reach the server as one event. Deleting asks a second click.
const tell = (what, entry, title) =>
  trigger("click", { what, number: entry ? Number(entry.dataset.number) : null, title });

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-talk]");
  if (!button) return;
  const entry = button.closest("li");
  const what = button.dataset.talk;
  if (what === "rename") {
    const box = entry.querySelector("input");
    if (box.hidden) {
      box.hidden = false;
      entry.querySelector(".usher-open-talk").hidden = true;
      button.textContent = "Keep";
      box.select();
    } else tell("rename", entry, box.value);
  } else if (what === "delete" && button.textContent === "Delete") {
    button.textContent = "Really delete";
  } else tell(what, entry);
});

element.addEventListener("keydown", (event) => {
  const entry = event.target.closest("li");
  if (event.target.matches("input") && event.key === "Enter") tell("rename", entry, event.target.value);
});
