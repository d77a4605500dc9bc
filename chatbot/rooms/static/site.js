// The controls of a film: half stars and lists. Each change is posted at once, said aloud, and can be undone.
"use strict";

const said = document.querySelector(".said");

async function post(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    keepalive: true, // whoever leaves the page at once is heard, too
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error?.message || told.error || "That did not work: try again in a moment.");
  return told;
}

function tell(text, undo) {
  said.replaceChildren(text);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Undo";
    button.addEventListener("click", () => attempt(undo));
    said.append(" ", button);
  }
}

async function attempt(action) {
  try {
    await action();
  } catch (error) {
    tell(error.message);
  }
}

function showStars(movie, stars) {
  for (const box of document.querySelectorAll(`.stars[data-movie="${movie}"]`)) {
    for (const input of box.querySelectorAll("input")) input.checked = Number(input.value) === stars;
    box.querySelector(".clear").hidden = stars === null;
  }
}

function showList(movie, list) {
  for (const button of document.querySelectorAll(`.marks[data-movie="${movie}"] button`)) {
    button.setAttribute("aria-pressed", String(button.dataset.list === list));
  }
}

const newest = new Map(); // of each film, its newest rating
let stored = Promise.resolve(); // once the ratings before are

function send(movie, rating) {
  rating.sent = true;
  return post("/actions/rate", { movie, stars: rating.stars });
}

// Arrow keys rate faster than answers come: one is stored after the other, and only the newest of a film is shown.
async function rate(movie, stars, undoing = false) {
  const rating = { stars, sent: false };
  newest.set(movie, rating);
  const answer = stored.then(() => newest.get(movie) === rating && send(movie, rating));
  stored = answer.catch(() => {}); // told by who waits for the answer
  const { before, stars: now } = await answer;
  if (newest.get(movie) !== rating) return;
  showStars(movie, now);
  const back = now === null ? "The rating is taken back." : `The user’s own ${now} of 5 stars stand.`;
  const words = stars === null ? back : `Rated ${stars} of 5 stars.`;
  tell(words, undoing ? null : () => rate(movie, before, true));
}

async function mark(movie, list, undoing = false) {
  const { before } = await post("/actions/mark", { movie, list });
  showList(movie, list);
  const words = { watchlist: "Saved to your watchlist.", seen: "Marked as seen.", hidden: "Hidden from now on." };
  tell(list === null ? "Taken off the list." : words[list], undoing ? null : () => mark(movie, before, true));
}

window.addEventListener("pagehide", () => {
  for (const [movie, rating] of newest) if (!rating.sent) send(movie, rating).catch(() => {});
});

document.addEventListener("change", (event) => {
  const box = event.target.closest(".stars");
  if (box) attempt(() => rate(Number(box.dataset.movie), Number(event.target.value)));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const stars = button?.closest(".stars");
  const marks = button?.closest(".marks");
  if (stars) attempt(() => rate(Number(stars.dataset.movie), null));
  if (marks) {
    const list = button.getAttribute("aria-pressed") === "true" ? null : button.dataset.list;
    attempt(() => mark(Number(marks.dataset.movie), list));
  }
});
