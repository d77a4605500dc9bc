// The switch that lets the browser load posters from TMDB.
"use strict";

const pictures = document.querySelector("#pictures");

pictures?.addEventListener("click", () =>
  attempt(async () => {
    const allowed = pictures.getAttribute("aria-pressed") !== "true";
    await post("/actions/pictures", { allowed });
    pictures.setAttribute("aria-pressed", String(allowed));
    tell(allowed ? "Posters are loaded from TMDB from now on." : "Posters are drawn here from now on.");
  })
);
