// Copying and sharing a private link. Its buttons are hidden until this script knows that the browser can do it; the
// link itself and the mail button beside them need no script.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector("[data-said]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "";
    status.textContent = (await copied(field)) ? button.dataset.done : button.dataset.failed;
  });
}

for (const button of document.querySelectorAll("[data-share]")) {
  const { title, text, url } = button.dataset;
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ title, text, url }).catch(() => {}); // closed again without sharing
  });
}

async function copied(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // over plain HTTP there is no clipboard
  }
}
