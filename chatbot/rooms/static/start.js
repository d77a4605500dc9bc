// A film that is not seen has no stars, and one with stars is seen.
"use strict";

document.addEventListener("change", (event) => {
  const item = event.target.closest(".five > li");
  if (!item) return;
  const unseen = item.querySelector("[name=unseen]");
  const clear = item.querySelector(".clear");
  if (event.target === unseen) {
    if (unseen.checked && !clear.hidden) clear.click();
  } else {
    unseen.checked = false;
  }
});
