// Files dropped onto the field are chosen in it; the button says that they are on their way.
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
