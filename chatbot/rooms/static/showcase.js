// A film that is pointed at or focused is marked in all lists.
function markSame(event, is) {
  const film = event.target.closest?.("[data-movie]");
  if (!film) return;
  for (const same of document.querySelectorAll(`[data-movie="${film.dataset.movie}"]`)) same.classList.toggle("same", is);
}

for (const [type, is] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(type, (event) => markSame(event, is));
}
