// Clicks, stars and keys on the cards reach the server as one event that says what was done to which movie.
const send = (kind, article, stars) => trigger("click", { kind, movie: Number(article.dataset.movie), stars });

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-kind]");
  if (button) send(button.dataset.kind, button.closest("article"));
});

element.addEventListener("change", (event) => {
  if (event.target.closest(".usher-half")) send("stars", event.target.closest("article"), Number(event.target.value));
});

// On a card that has the focus: l like, n not for me, s seen, w watchlist, h hide, u undo, 1-5 stars.
const KEYS = { l: "like", n: "pass", s: "seen", w: "save", h: "hide", u: "undo" };
element.addEventListener("keydown", (event) => {
  const article = event.target.closest("article");
  if (!article || event.target !== article || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in KEYS) send(KEYS[event.key], article);
  else if (/^[1-5]$/.test(event.key)) send("stars", article, Number(event.key));
  else return;
  event.preventDefault();
});

// When a film would end, by the visitor's own clock.
const ends = () => {
  for (const time of element.querySelectorAll("time[data-minutes]")) {
    const end = new Date(Date.now() + 60000 * Number(time.dataset.minutes));
    const text = end.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    if (time.textContent !== text) time.textContent = text;
  }
};
new MutationObserver(ends).observe(element, { childList: true, subtree: true });
setInterval(ends, 30000);
ends();
