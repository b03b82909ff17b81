// Saves each question of a page as soon as it is answered. Without this script the buttons of the page save.
//
// A fieldset `question-<id>` has two parts that are posted by themselves: the answer (q_…, with its revision r_<id>)
// and the note (n_<id>, with rn_<id>). One request per question is under way at a time, so that they arrive in order.
// All words come from the page (`#saved`) or from the server.

"use strict";

(() => {
  const form = document.querySelector("form[data-save]");
  const line = document.getElementById("saved");
  if (!form || !line) return;

  const PAUSE = 1200; // ms without a key before what is being typed is saved
  const RETRY = { first: 2000, longest: 30000 };
  const PATIENCE = 4000; // ms that the button waits for requests under way
  const MOST_KEPT_ALIVE = 60000; // bytes; browsers refuse more once a page is being left

  const wasRefused = Boolean(document.getElementById("faults"));
  const questions = new Map(); // id → { id, fieldset, changed: parts to post, sending: promise or null, timer }
  let retryAfter = RETRY.first;
  let retryTimer = 0;
  let failing = false; // the last request did not reach the server
  let leaving = false; // the whole page is being posted

  // What was changed, and when it is sent -----------------------------------------------------------------------

  form.addEventListener("input", ({ target }) => {
    const question = questionOf(target);
    if (!question || !partOf(target)) return;
    question.changed.add(partOf(target));
    clearTimeout(question.timer);
    question.timer = setTimeout(() => send(question), isTyped(target) ? PAUSE : 0);
  });

  form.addEventListener("change", ({ target }) => {
    const question = questionOf(target);
    if (question) send(question);
  });

  function questionOf(control) {
    const fieldset = control.closest("fieldset.question");
    if (!fieldset) return null;
    const id = fieldset.id.slice("question-".length);
    if (!questions.has(id)) questions.set(id, { id, fieldset, changed: new Set(), sending: null, timer: 0 });
    return questions.get(id);
  }

  function partOf({ name }) {
    return name.startsWith("q_") ? "answer" : name.startsWith("n_") ? "note" : null;
  }

  function isTyped(control) {
    return control.matches("textarea, input[type=text]");
  }

  const unsent = () => [...questions.values()].filter((question) => question.changed.size);
  const underWay = () => [...questions.values()].filter((question) => question.sending).map((one) => one.sending);
  const sendAll = () => unsent().forEach(send);

  // Sending -----------------------------------------------------------------------------------------------------

  function send(question) {
    clearTimeout(question.timer);
    if (leaving || question.sending || !question.changed.size) return;
    question.sending = deliver(question).finally(() => { question.sending = null; });
  }

  async function deliver(question) {
    while (question.changed.size && !leaving) {
      const parts = [...question.changed];
      question.changed.clear();
      const reply = await post(question, parts);
      if (reply.unreached) {
        parts.forEach((part) => question.changed.add(part));
        retryLater();
        return;
      }
      reached();
      show(question, parts, reply);
    }
  }

  async function post(question, parts, again = true) {
    const body = bodyOf(question, parts);
    let response;
    try {
      response = await fetch(form.dataset.save.replace("QUESTION", encodeURIComponent(question.id)), {
        method: "POST", body, keepalive: body.toString().length < MOST_KEPT_ALIVE,
      });
    } catch {
      return { unreached: true };
    }
    if (response.status === 429 || response.status >= 500) return { unreached: true };
    if (!(response.headers.get("Content-Type") || "").startsWith("application/json")) return { status: response.status };
    const reply = await response.json().catch(() => ({}));
    if (reply.token && again) { // the page was open for so long that its token has expired
      document.querySelectorAll("input[name=csrf_token]").forEach((input) => { input.value = reply.token; });
      return post(question, parts, false);
    }
    return { status: response.status, ...reply };
  }

  function bodyOf({ fieldset }, parts) {
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    const prefixes = { answer: ["q_", "r_"], note: ["n_", "rn_"] };
    const wanted = parts.flatMap((part) => prefixes[part]);
    for (const control of fieldset.elements) {
      const isChosen = !["radio", "checkbox"].includes(control.type) || control.checked;
      if (isChosen && wanted.some((prefix) => control.name.startsWith(prefix))) body.append(control.name, control.value);
    }
    return body;
  }

  function retryLater() {
    failing = true;
    say("unsaved");
    clearTimeout(retryTimer);
    retryTimer = setTimeout(sendAll, retryAfter);
    retryAfter = Math.min(retryAfter * 2, RETRY.longest);
  }

  function reached() {
    clearTimeout(retryTimer);
    retryAfter = RETRY.first;
    if (failing) setTimeout(sendAll); // what waited for the connection
    failing = false;
  }

  // What the server said ----------------------------------------------------------------------------------------

  function show(question, parts, reply) {
    const { fieldset } = question;
    if (!reply.revisions && !reply.faults) return say(NO_ANSWER[reply.status] || "gone");
    parts.forEach((part) => clean(fieldset, part));
    (reply.faults || []).forEach((fault) => showFault(fieldset, fault));
    if (reply.faults) return reply.faults.some((fault) => fault.at) ? say("refused") : sayText(reply.faults[0].message);
    for (const [name, revision] of Object.entries(reply.revisions)) form.elements[name].value = revision;
    reply.conflicts.forEach((conflict) => showConflict(fieldset, conflict));
    reply.closed.forEach((id) => toggle(document.getElementById(`question-${id}`), false));
    reply.opened.forEach(open);
    renumber();
    showProgress(reply);
    if (reply.conflicts.length) return say("refused");
    if (parts.includes("answer")) remove(fieldset, fieldset.querySelector(".question__said--unconfirmed"));
    mended(fieldset);
    say("saved");
  }

  const NO_ANSWER = { 409: "submitted", 413: "large" };

  function say(key) {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    sayText(line.dataset[key].replace("{time}", time));
    line.classList.toggle("saved--not", key !== "saved");
  }

  function sayText(text) {
    line.textContent = text;
    line.classList.add("saved--not");
  }

  /* The place of a fault or conflict is the control group it is about: a row of a grid, a note, or the question. */
  const groupOf = (control) => control.closest(".grid__row, .note") || control.closest(".question");

  function clean(fieldset, part) {
    const isOfNote = (element) => Boolean(element.closest(".note"));
    for (const element of fieldset.querySelectorAll(".fault, .conflict")) {
      if (isOfNote(element) === (part === "note")) remove(fieldset, element);
    }
    fieldset.querySelectorAll("[aria-invalid]").forEach((control) => {
      if (isOfNote(control) === (part === "note")) control.removeAttribute("aria-invalid");
    });
    if (part === "note") return;
    fieldset.classList.remove("question--faulty");
    fieldset.querySelectorAll(".grid__row--faulty").forEach((row) => row.classList.remove("grid__row--faulty"));
  }

  /* What is removed is no longer read out with anything. */
  function remove(fieldset, element) {
    if (!element) return;
    [fieldset, ...fieldset.querySelectorAll("[aria-describedby]")].forEach((one) => describe(one, element.id, false));
    element.remove();
  }

  /* The summary of a page that was refused loses what has been mended since. */
  function mended(fieldset) {
    const summary = document.getElementById("faults");
    for (const link of summary ? summary.querySelectorAll("a") : []) {
      const target = document.getElementById(link.hash.slice(1));
      if (target && fieldset.contains(target) && !fieldset.querySelector(".fault, .conflict")) link.closest("li").remove();
    }
    if (summary && !summary.querySelector("li")) summary.remove();
  }

  function showFault(fieldset, { at, message }) {
    const control = at && document.getElementById(at);
    if (!control) return;
    const text = document.createElement("p");
    text.className = "fault";
    text.id = `${control.name}-fault`;
    text.textContent = message;
    place(groupOf(control), text);
    if (isTyped(control)) control.setAttribute("aria-invalid", "true");
    describe(isTyped(control) ? control : groupOf(control), text.id, true);
    const row = control.closest(".grid__row");
    if (row) row.classList.add("grid__row--faulty");
    if (!control.closest(".note")) fieldset.classList.add("question--faulty");
  }

  function showConflict(fieldset, { at, html }) {
    const note = at.startsWith("n_") ? document.getElementById(at) : null;
    const both = elementOf(html);
    place(note ? note.closest(".note") : fieldset, both);
    describe(note || fieldset, both.id, true);
  }

  /* Before the controls of the group, where the page itself draws it. */
  function place(group, element) {
    if (group.matches(".grid__row")) group.querySelector(".grid__label").after(element);
    else group.querySelector("input[type=hidden]").before(element);
    if (group.matches(".note")) group.open = true;
  }

  function describe(element, id, added) {
    const ids = new Set((element.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
    if (added) ids.add(id);
    else ids.delete(id);
    if (ids.size) element.setAttribute("aria-describedby", [...ids].join(" "));
    else element.removeAttribute("aria-describedby");
  }

  // Questions that an answer opens and closes -------------------------------------------------------------------

  function open({ page, after, html }) {
    const drawn = elementOf(html);
    const known = document.getElementById(drawn.id);
    if (known) return toggle(known, true);
    const before = document.getElementById(`question-${after}`);
    if (before) before.after(drawn);
    else document.querySelector(`[data-page="${page}"]`)?.prepend(drawn);
  }

  /* The server draws these with the macros of the page, which escape every text. */
  function elementOf(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.firstElementChild;
  }

  /* A closed question is not posted with the page, and keeps what was chosen until it opens again. */
  function toggle(fieldset, isAsked) {
    if (!fieldset) return;
    fieldset.hidden = !isAsked;
    fieldset.disabled = !isAsked;
  }

  function renumber() {
    const asked = form.querySelectorAll(".question:not([hidden]) .question__number");
    asked.forEach((number, place) => { number.textContent = place + 1; });
  }

  function showProgress({ stops, time_left: left }) {
    document.querySelectorAll("[data-stop]").forEach((link) => {
      const stop = stops[link.dataset.stop];
      if (!stop) return;
      link.className = `stop stop--${stop.state}`;
      link.querySelector(".stop__shown").textContent = stop.shown;
    });
    document.querySelectorAll("[data-time-left]").forEach((place) => { place.textContent = left; });
  }

  // Going on, going away, coming back ---------------------------------------------------------------------------

  /* The button posts the whole page. It waits for what is under way, so that the page does not overtake it, and while
     the server is out of reach the page stays, with everything that was typed. */
  form.addEventListener("submit", (event) => {
    if (leaving) return;
    if (!failing && !underWay().length) return leave();
    event.preventDefault();
    goOn(event.submitter);
  });

  async function goOn(button) {
    const patience = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
    await Promise.race([Promise.all(underWay()), patience]);
    if (failing && !(await isThere())) return say("unsaved");
    questions.forEach(({ timer }) => clearTimeout(timer));
    leave();
    form.requestSubmit(button);
  }

  /* A page that was refused came as the answer to a form. Coming back to it, the browser would ask whether to send that
     form again, with what it held then: the page is to be fetched anew instead, as it is stored. */
  function leave() {
    leaving = true;
    setTimeout(() => { leaving = false; }, RETRY.longest); // still here: the visitor has stopped the browser
    if (wasRefused) history.replaceState(null, "", location.href);
  }

  const isThere = () => fetch(location.href, { method: "HEAD" }).then(() => true, () => false);

  window.addEventListener("online", sendAll);
  window.addEventListener("pagehide", sendAll);
  document.addEventListener("visibilitychange", () => { if (document.hidden) sendAll(); });
  window.addEventListener("beforeunload", (event) => {
    sendAll();
    if (!leaving && (failing || unsent().length)) event.preventDefault();
  });

  /* Back to a page that the browser kept as it was: its revisions may be old by now. */
  window.addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted && !unsent().length) location.reload();
  });
})();
