// Follows the job that runs, and loads the page again when it has ended.
"use strict";

const panel = document.getElementById("job");
const EVERY = 1000; // milliseconds

function show(job) {
  const time = panel.querySelector("[data-job=time]");
  const bar = panel.querySelector("[data-job=share]");
  const lines = panel.querySelector("[data-job=lines]");
  time.textContent = job.time;
  if (job.share !== null) bar.value = job.share;
  const told = job.lines.join("\n");
  if (lines.textContent !== told) {
    lines.textContent = told;
    lines.scrollTop = lines.scrollHeight;
  }
}

async function follow() {
  try {
    const answer = await fetch("/lab/job");
    if (answer.status === 403) return; // logged out elsewhere
    const job = await answer.json();
    if (job.number !== Number(panel.dataset.number) || job.state !== "running") {
      location.reload();
      return;
    }
    show(job);
  } catch {
    // the server is away for a moment: look again
  }
  setTimeout(follow, EVERY);
}

if (panel?.dataset.state === "running") setTimeout(follow, EVERY);
