// The taste map: points on a canvas that is moved and zoomed by pointer, wheel and keys; a click opens a film.
const NEAR = 12; // films in the list
const REACH = 14; // pixels within which a pointer means a film
const LABEL_ROOM = 26000; // square pixels for each title that is shown
const CLOSEST = 60; // zoom, times the view of all
const FLIGHT = 450; // milliseconds
const SETTLED = 500; // milliseconds without a move until the list is told anew
const STEP = 60; // pixels of an arrow key

const atlas = document.querySelector(".atlas");
const canvas = atlas.querySelector("canvas");
const tip = atlas.querySelector(".tip");
const panel = atlas.querySelector(".film-panel");
const pen = canvas.getContext("2d");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const view = { x: 0.5, y: 0.5, scale: 1 }; // place in the middle, and pixels for one unit
const pointers = new Map();

let films = null; // x, y, genre, ids, titles, years; the best known first
let mine = {}; // stars by id
let wide = 0;
let high = 0;
let pointed = -1;
let opened = -1;
let moved = false;
let frame = 0;
let flight = 0;
let told = 0;
let colours = {};

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const named = (at) => films.titles[at] + (films.years[at] ? ` (${films.years[at]})` : "");
const starsOf = (at) => mine[films.ids[at]];
const toX = (x) => (x - view.x) * view.scale + wide / 2;
const toY = (y) => (y - view.y) * view.scale + high / 2;

function readColours() {
  const style = getComputedStyle(atlas);
  const read = (name) => style.getPropertyValue(name).trim();
  colours = { ink: read("--ink"), sheet: read("--sheet"), accent: read("--accent") };
  colours.genres = films.genres.map((_, at) => read(`--genre-${at}`) || read("--genre-9"));
  colours.genres[films.genres.length - 1] = read("--genre-9");
  for (const dot of atlas.querySelectorAll(".dot")) dot.style.background = colours.genres[dot.dataset.colour];
}

function isShown(at) {
  return shownGenres.has(films.genre[at]) && (!own.checked || starsOf(at) !== undefined);
}

// --- what is drawn

const all = () => 0.94 * Math.min(wide / Math.max(0.1, 2 * films.middle[0]), high / Math.max(0.1, 2 * films.middle[1]));

function draw() {
  frame = 0;
  const dots = devicePixelRatio || 1;
  pen.setTransform(dots, 0, 0, dots, 0, 0);
  pen.clearRect(0, 0, wide, high);
  const size = Math.min(6, 1.4 + 0.55 * Math.log2(1 + view.scale / all()));
  const seen = [];
  const paths = colours.genres.map(() => new Path2D());
  for (let at = films.ids.length - 1; at >= 0; at--) {
    const x = toX(films.x[at]);
    const y = toY(films.y[at]);
    if (x < -9 || y < -9 || x > wide + 9 || y > high + 9 || !isShown(at)) continue;
    seen.push(at);
    const radius = size * films.size[at];
    paths[films.genre[at]].moveTo(x + radius, y);
    paths[films.genre[at]].arc(x, y, radius, 0, 7);
  }
  pen.globalAlpha = 0.85;
  paths.forEach((path, at) => { pen.fillStyle = colours.genres[at]; pen.fill(path); });
  pen.globalAlpha = 1;
  for (const at of seen) if (starsOf(at) !== undefined) ring(at, size);
  labels(seen);
  if (pointed >= 0 || opened >= 0) mark(pointed >= 0 ? pointed : opened, size);
  if (document.activeElement === canvas) cross();
}

function ring(at, size) {
  const isHigh = starsOf(at) >= Number(atlas.dataset.high);
  pen.strokeStyle = colours.ink;
  pen.lineWidth = isHigh ? 2.2 : 1.2;
  pen.setLineDash(isHigh ? [] : [2, 2]);
  pen.beginPath();
  pen.arc(toX(films.x[at]), toY(films.y[at]), size * films.size[at] + 2.5, 0, 7);
  pen.stroke();
  pen.setLineDash([]);
}

function labels(seen) {
  pen.font = "13px system-ui, sans-serif";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3.5;
  pen.strokeStyle = colours.sheet;
  pen.fillStyle = colours.ink;
  const boxes = [];
  for (let place = seen.length - 1; place >= 0 && boxes.length < (wide * high) / LABEL_ROOM; place--) { // the best known first
    const at = seen[place];
    const title = films.titles[at].length > 32 ? `${films.titles[at].slice(0, 31)}…` : films.titles[at];
    const x = toX(films.x[at]) + 8;
    const y = toY(films.y[at]);
    const box = [x - 6, y - 12, x + pen.measureText(title).width + 6, y + 12];
    if (box[2] > wide || boxes.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
    boxes.push(box);
    pen.strokeText(title, x, y);
    pen.fillText(title, x, y);
  }
}

function mark(at, size) {
  pen.strokeStyle = colours.accent;
  pen.lineWidth = 3;
  pen.beginPath();
  pen.arc(toX(films.x[at]), toY(films.y[at]), size * films.size[at] + 5, 0, 7);
  pen.stroke();
}

function cross() {
  pen.strokeStyle = colours.ink;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const [dx, dy] of [[9, 0], [0, 9]]) {
    pen.moveTo(wide / 2 - dx, high / 2 - dy);
    pen.lineTo(wide / 2 + dx, high / 2 + dy);
  }
  pen.stroke();
}

function redraw() {
  if (!frame) frame = requestAnimationFrame(draw);
}

function changed() {
  redraw();
  clearTimeout(told);
  told = setTimeout(tellNear, SETTLED);
}

// --- where the view is

function keepInside() {
  view.scale = Math.min(Math.max(view.scale, all() * 0.6), all() * CLOSEST);
  view.x = Math.min(Math.max(view.x, 0), 1);
  view.y = Math.min(Math.max(view.y, 0), 1);
}

function zoom(factor, px = wide / 2, py = high / 2) {
  cancelAnimationFrame(flight);
  const x = view.x + (px - wide / 2) / view.scale;
  const y = view.y + (py - high / 2) / view.scale;
  view.scale *= factor;
  keepInside();
  view.x = x - (px - wide / 2) / view.scale;
  view.y = y - (py - high / 2) / view.scale;
  keepInside();
  changed();
}

function pan(dx, dy) {
  cancelAnimationFrame(flight);
  view.x -= dx / view.scale;
  view.y -= dy / view.scale;
  keepInside();
  changed();
}

function fly(x, y, scale) {
  cancelAnimationFrame(flight);
  const from = { ...view };
  const start = performance.now();
  const go = (now) => {
    const part = still.matches ? 1 : Math.min(1, Math.max(0, (now - start) / FLIGHT));
    const eased = part * part * (3 - 2 * part);
    view.x = from.x + (x - from.x) * eased;
    view.y = from.y + (y - from.y) * eased;
    view.scale = from.scale * (scale / from.scale) ** eased;
    changed();
    if (part < 1) flight = requestAnimationFrame(go);
  };
  go(start);
}

const flyToAll = () => fly(films.middle[0], films.middle[1], all());
const flyTo = (at) => fly(films.x[at], films.y[at], Math.max(view.scale, all() * 10));

function nearest(px, py, k, reach = Infinity) {
  const x = view.x + (px - wide / 2) / view.scale;
  const y = view.y + (py - high / 2) / view.scale;
  const found = [];
  for (let at = 0; at < films.ids.length; at++) {
    const apart = Math.hypot(films.x[at] - x, films.y[at] - y) * view.scale;
    if (apart <= reach && isShown(at)) found.push([apart, at]);
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, k).map((pair) => pair[1]);
}

// --- what is said

function tellNear() {
  const near = nearest(wide / 2, high / 2, NEAR);
  document.getElementById("near").replaceChildren(...near.map((at) => {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    link.href = `/film/${films.ids[at]}`;
    link.textContent = named(at);
    entry.append(link);
    return entry;
  }));
  const first = near.slice(0, 3).map(named).join(", ");
  document.getElementById("near-said").textContent = near.length ? `In the middle now: ${first}.` : "No film is shown: choose a genre.";
}

function point(at) {
  if (pointed === at) return;
  pointed = at;
  tip.hidden = at < 0;
  if (at >= 0) {
    const stars = starsOf(at);
    tip.textContent = `${named(at)} · ${films.genres[films.genre[at]]}${stars === undefined ? "" : ` · you gave ${stars} stars`}`;
    const x = toX(films.x[at]);
    const left = Math.min(Math.max(4, x + 12), Math.max(4, wide - tip.offsetWidth - 4));
    const y = toY(films.y[at]);
    tip.style.transform = `translate(${left}px, ${y > 50 ? y - tip.offsetHeight - 10 : y + 14}px)`;
  }
  redraw();
}

async function open(at) {
  opened = at;
  redraw();
  const answer = await fetch(`/map/films/${films.ids[at]}.json`);
  if (!answer.ok || opened !== at) return;
  const film = await answer.json();
  panel.querySelector("h2").textContent = film.title;
  for (const part of ["facts", "known", "yours"]) panel.querySelector(`.${part}`).textContent = film[part];
  panel.querySelector('[data-go="talk"]').href = `/?say=${encodeURIComponent(`something like ${film.title}`)}`;
  panel.querySelector('[data-go="film"]').href = `/film/${film.id}`;
  panel.hidden = false;
  panel.focus({ preventScroll: true });
}

function close() {
  opened = -1;
  if (!panel.hidden && panel.contains(document.activeElement)) canvas.focus({ preventScroll: true });
  panel.hidden = true;
  redraw();
}

// --- pointer, wheel and keys

const placeOf = (event) => {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
};

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, placeOf(event));
  if (pointers.size === 1) moved = false;
  canvas.classList.add("held");
});

canvas.addEventListener("pointermove", (event) => {
  const now = placeOf(event);
  const before = pointers.get(event.pointerId);
  if (!films) return;
  if (!before) {
    point(nearest(now[0], now[1], 1, REACH)[0] ?? -1);
    return;
  }
  if (pointers.size === 2) {
    const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    const apart = (place) => Math.max(1, Math.hypot(place[0] - other[0], place[1] - other[1]));
    zoom(apart(now) / apart(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    moved = true;
  } else if (moved || Math.hypot(now[0] - before[0], now[1] - before[1]) > 4) {
    moved = true;
    point(-1);
    pan(now[0] - before[0], now[1] - before[1]);
  } else {
    return;
  }
  pointers.set(event.pointerId, now);
});

function release(event) {
  const was = pointers.delete(event.pointerId);
  if (!pointers.size) canvas.classList.remove("held");
  if (!films || !was || moved || event.type !== "pointerup") return;
  const at = nearest(...placeOf(event), 1, REACH)[0];
  if (at === undefined) close();
  else open(at);
}

canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => point(-1));
canvas.addEventListener("wheel", (event) => {
  if (!films) return;
  event.preventDefault();
  point(-1);
  zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), ...placeOf(event));
}, { passive: false });

const KEYS = {
  ArrowLeft: () => pan(STEP, 0),
  ArrowRight: () => pan(-STEP, 0),
  ArrowUp: () => pan(0, STEP),
  ArrowDown: () => pan(0, -STEP),
  "+": () => zoom(1.5),
  "=": () => zoom(1.5),
  "-": () => zoom(1 / 1.5),
  0: flyToAll,
  Enter: () => { const [at] = nearest(wide / 2, high / 2, 1); if (at !== undefined) open(at); },
};

canvas.addEventListener("keydown", (event) => {
  if (!films || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  point(-1);
  KEYS[event.key]();
});
canvas.addEventListener("focus", redraw);
canvas.addEventListener("blur", redraw);
atlas.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
panel.querySelector("[data-close]").addEventListener("click", close);

for (const button of atlas.querySelectorAll("[data-zoom]")) {
  const does = { in: () => zoom(1.6), out: () => zoom(1 / 1.6), all: flyToAll }[button.dataset.zoom];
  button.addEventListener("click", () => films && does());
}

// --- legend and search

const own = document.getElementById("own");
const boxes = [...atlas.querySelectorAll(".legend input")];
const shownGenres = new Set(boxes.map((box) => Number(box.value)));

function filtered() {
  shownGenres.clear();
  for (const box of boxes) if (box.checked) shownGenres.add(Number(box.value));
  if (films) changed();
}

for (const box of [...boxes, own]) box.addEventListener("change", filtered);
for (const button of atlas.querySelectorAll("[data-all]")) {
  button.addEventListener("click", () => {
    for (const box of boxes) box.checked = button.dataset.all === "yes";
    filtered();
  });
}

const finder = atlas.querySelector(".find");
const box = document.getElementById("find");
const found = document.getElementById("found");

function search() {
  const wanted = plain(box.value.trim());
  const hits = [];
  for (let at = 0; wanted && films && at < films.ids.length && hits.length < 400; at++) {
    const where = films.plain[at].indexOf(wanted);
    if (where >= 0) hits.push([films.plain[at] === wanted ? 0 : where === 0 ? 1 : films.plain[at][where - 1] === " " ? 2 : 3, at]);
  }
  return hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 7).map((hit) => hit[1]);
}

function go(at) {
  found.replaceChildren();
  box.value = named(at);
  shownGenres.add(films.genre[at]);
  boxes[films.genre[at]].checked = true;
  if (starsOf(at) === undefined) own.checked = false;
  flyTo(at);
  open(at);
}

box.addEventListener("input", () => {
  found.replaceChildren(...search().map((at) => {
    const entry = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = named(at);
    button.addEventListener("click", () => go(at));
    entry.append(button);
    return entry;
  }));
});
finder.addEventListener("submit", (event) => {
  event.preventDefault();
  const [at] = search();
  if (at === undefined) tell(`No film on the map is called “${box.value.trim()}”.`);
  else go(at);
});
finder.addEventListener("keydown", (event) => { if (event.key === "Escape") found.replaceChildren(); });
document.addEventListener("click", (event) => { if (!finder.contains(event.target)) found.replaceChildren(); });

// --- begin

function fit() {
  const isFirst = !wide;
  const before = wide ? view.scale / all() : 1;
  wide = canvas.clientWidth;
  high = canvas.clientHeight;
  canvas.width = wide * (devicePixelRatio || 1);
  canvas.height = high * (devicePixelRatio || 1);
  view.scale = before * all();
  if (isFirst) [view.x, view.y] = films.middle;
  redraw();
}

async function begin() {
  const [told, ours] = await Promise.all(["/map/films.json", "/map/mine.json"].map((url) => fetch(url)));
  if (!told.ok || !ours.ok) throw new Error("The map did not load: load the page again in a moment.");
  const read = await told.json();
  mine = await ours.json();
  read.x = read.x.map((x) => x / read.scale);
  read.y = read.y.map((y) => y / read.scale);
  const most = Math.log2(2 + Math.max(0, ...read.ratings.slice(0, 1)));
  read.size = read.ratings.map((count) => 0.7 + 0.8 * (Math.log2(1 + count) / most));
  read.plain = read.titles.map(plain);
  const top = (values) => values.reduce((most, value) => Math.max(most, value), 0) / 2;
  read.middle = [top(read.x), top(read.y)];
  films = read;
  atlas.hidden = false;
  readColours();
  new ResizeObserver(fit).observe(canvas);
  fit();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); redraw(); });
  const at = films.ids.indexOf(Number(atlas.dataset.film));
  if (atlas.dataset.film && at >= 0) go(at);
  else tellNear();
}

attempt(begin);
