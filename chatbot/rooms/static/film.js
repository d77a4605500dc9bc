// When the film would end if it began now, by the clock of whoever looks.
"use strict";

function tellEnd() {
  for (const place of document.querySelectorAll(".ends")) {
    const end = new Date(Date.now() + Number(place.dataset.minutes) * 60_000);
    const clock = end.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    place.textContent = ` (would end at ${clock})`;
  }
}

tellEnd();
setInterval(tellEnd, 20_000);
