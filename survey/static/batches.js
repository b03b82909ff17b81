// While a batch is being made, the parts of its page are kept up to date. A part that somebody is in with the keyboard
// stays as it is until they have left it; what is read aloud comes twice a minute, and when something has ended.
"use strict";

const SECONDS = 3;
const SECONDS_BETWEEN_WORDS = 30;

const says = document.querySelector("[data-says]");
const parts = (root) => [...root.querySelectorAll("[data-part]")];
const status = (root) => root.querySelector("[data-status]").dataset.status;
let known = status(document);
let spoken = Date.now();

// Whether the part is as the page has it now.
function renew(part, now) {
  if (part.textContent === now.textContent) return true;
  const [ours, theirs] = [parts(part), parts(now)];
  if (ours.length && ours.map(({ id }) => id).join() === theirs.map(({ id }) => id).join()) {
    return ours.map((one, place) => renew(one, theirs[place])).every(Boolean);
  }
  if (part.contains(document.activeElement)) return false;
  part.replaceChildren(...now.childNodes);
  return true;
}

function say(page) {
  const ended = status(page) !== known;
  if (!ended && Date.now() - spoken < SECONDS_BETWEEN_WORDS * 1000) return;
  [known, spoken] = [status(page), Date.now()];
  says.textContent = page.querySelector("[data-status] .lead").textContent;
}

async function look() {
  if (document.hidden) return later();
  try {
    const response = await fetch(location.href, { credentials: "same-origin" });
    if (response.status >= 500) return later();
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    // Somebody removed the batch, or has to sign in again.
    if (!page.querySelector("[data-status]")) return location.reload();
    say(page);
    const whole = parts(document).filter((part) => !part.parentElement.closest("[data-part]"));
    const renewed = whole.map((part) => renew(part, page.getElementById(part.id))).every(Boolean);
    if (renewed && !page.querySelector("[data-looks]")) return undefined;
  } catch {
    // The network is away for a while: the next look may find it again.
  }
  return later();
}

const later = () => setTimeout(look, SECONDS * 1000);

later();
