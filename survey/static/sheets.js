// Files dropped onto the field are chosen in it; the button says that they are on their way. While a worker is at it,
// the bar is kept up to date, and the page is loaded anew only when it has something else to say.
"use strict";

for (const form of document.querySelectorAll("[data-upload]")) {
  const drop = form.querySelector("[data-drop]");
  const field = form.querySelector("input[type=file]");
  const button = form.querySelector("button[data-sending]");
  const carriesFiles = (event) => [...event.dataTransfer.types].includes("Files");

  form.querySelector("[data-drop-hint]").hidden = false;
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      drop.classList.add("drop--over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("drop--over"));
  drop.addEventListener("drop", (event) => {
    drop.classList.remove("drop--over");
    if (!carriesFiles(event)) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    field.focus();
  });
  form.addEventListener("submit", () => {
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.sending;
  });
}

const waits = document.querySelector("[data-waits]");
const SECONDS = 3;

async function look() {
  try {
    const response = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.querySelector("[data-waits]");
    if (!now || page.title !== document.title) return location.reload();
    waits.replaceChildren(...now.childNodes);
  } catch {
    // The network is away for a while: the next look may find it again.
  }
  return setTimeout(look, SECONDS * 1000);
}

if (waits) setTimeout(look, SECONDS * 1000);
