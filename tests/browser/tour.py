"""A tour of every page that a firm, its colleague, its bank or a stranger can meet, told to a `look` one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.browser.conftest import new_page
from tests.browser.walking import BAKERY, begin, follow

Look = Callable[[str, Page], None]
"""What is done on a page; it is given the page's name on the tour."""

LONG = "x" * 20_000

ANSWER_EVERYTHING = """() => {
  for (const question of document.querySelectorAll("fieldset.question")) {
    const place = [...document.querySelectorAll("fieldset.question")].indexOf(question);
    const open = [...question.querySelectorAll("input[type=text]")].slice(0, 1);
    open.forEach((input) => { input.value = "5"; });
    const names = new Set([...question.querySelectorAll("[type=radio], [type=checkbox]")].map(({ name }) => name));
    for (const name of open.length ? [] : names) {
      const choices = [...question.querySelectorAll(`[name="${name}"]`)].filter(({ value }) => value);
      const unknown = choices.find(({ value }) => value === "dk");
      (place % 6 === 3 && unknown ? unknown : choices[place % 2]).checked = true;
    }
  }
}"""
"""Chosen without events, so that the page's own button saves; every sixth question by "don't know"."""


def tour(browser: Browser, server: str, look: Look, **options: object) -> None:
    """Every page at least once, as many of its states as there are words for."""
    owner, guest = Visit(browser, server, look, options), Visit(browser, server, look, options)
    strangers(guest)
    place = begun(owner)
    colleague_link = links(owner, place)
    colleague(guest, owner, place, colleague_link)
    handed_in(owner, guest, place)
    guest.see("part, closed", place + "/part")
    later(owner, place)
    owner.see("front page, begun", server)
    owner.page.context.close()
    guest.page.context.close()


@dataclass
class Visit:
    """One person's browser on the tour."""

    browser: Browser
    server: str
    look: Look
    options: dict[str, object]

    def __post_init__(self) -> None:
        self.page = new_page(self.browser, 320, **self.options)

    def see(self, name: str, address: str = "") -> None:
        """Look at the page at this address, or at the one that is open."""
        if address:
            self.page.goto(address)
        self.look(name, self.page)

    def press(self, button: str) -> None:
        follow(self.page, self.page.get_by_role("button", name=button).first)

    def reach(self, folded: str) -> None:
        """Unfold what this selector is in, if it is folded."""
        self.page.locator(folded).first.evaluate("one => { one.closest('details').open = true }")


def strangers(guest: Visit) -> None:
    """Pages for anyone, and what is said where nothing is."""
    for name, address in {"front page": "/", "sample": "/sample", "method": "/method", "privacy": "/privacy"}.items():
        guest.see(name, guest.server + address)
    guest.see("nothing here", guest.server + "/a/nothing/results")
    guest.see("dead link", guest.server + "/r/unknown")
    guest.see("start", guest.server + "/start")
    guest.press("Go to the questions")
    guest.see("start, with faults")


def begun(owner: Visit) -> str:
    """The questions, untouched, wrong, answered twice, and answered."""
    begin(owner.page, owner.server, BAKERY, lambda _: None)
    place = owner.page.url.split("/questions/")[0]
    for part in owner.page.locator(".way__wide .stop").evaluate_all("all => all.map(({ href }) => href)"):
        owner.see(f"questions, {part.rsplit('/', 1)[1]}", part)
    owner.see("firm", f"{place}/profile")
    owner.page.goto(f"{place}/questions/people")
    owner.page.locator("input[inputmode]").first.evaluate("input => { input.value = 'many' }")
    owner.page.locator("textarea").first.evaluate("(note, text) => { note.value = text }", LONG)
    owner.press("Save and continue")
    owner.see("questions, with faults")
    answered_twice(owner, f"{place}/questions/strategy")
    owner.see("questions, answered twice")
    owner.see("review, open", f"{place}/review")
    owner.see("first results, too early", f"{place}/so-far")
    owner.page.goto(f"{place}/interview")
    owner.see("interview, open")
    while not owner.page.url.endswith("/review"):  # answers open further questions on the same page
        owner.page.evaluate(ANSWER_EVERYTHING)
        save_interview(owner.page)
    owner.see("review, answered")
    owner.see("first results", f"{place}/so-far")
    return place


def save_interview(page: Page) -> None:
    follow(page, page.get_by_role("button", name="Save and go on").last)


def answered_twice(owner: Visit, address: str) -> None:
    """The page as it is drawn where another tab was quicker, with an answer and with a note."""
    owner.page.goto(address)
    tab = owner.page.context.new_page()
    tab.goto(address)
    for page, rung in ((tab, 0), (owner.page, 1)):
        page.locator("[name=q_decisions]").nth(rung).evaluate("input => { input.checked = true }")
        page.locator("#n_decisions").evaluate("(note, text) => { note.value = text }", f"Written {rung}")
        follow(page, page.get_by_role("button", name="Save and continue"))
    tab.close()


def links(owner: Visit, place: str) -> str:
    """The private link, and one for a colleague, who is given two pages."""
    owner.see("links, none yet", f"{place}/link")
    owner.press("Make a private link")
    owner.see("links, just made")
    owner.see("colleagues, none yet", f"{place}/colleagues")
    owner.press("Make the link")
    owner.see("colleagues, with faults")
    owner.page.get_by_label("Name of the colleague").fill("Ben 🙂 Ünal")
    for box in owner.page.locator("[name=pages]").all()[:2]:
        box.check()
    owner.press("Make the link")
    owner.see("colleagues, just made")
    return owner.page.get_by_label("Private link", exact=True).input_value()


def colleague(guest: Visit, owner: Visit, place: str, link: str) -> None:
    """A colleague's pages, and what the owner has to decide then."""
    guest.see("link, for a colleague", link)
    guest.press("Continue")
    guest.see("part")
    follow(guest.page, guest.page.get_by_role("link", name="Begin"))
    guest.see("part, first page")
    guest.page.locator("[name=q_decisions]").nth(3).check()
    guest.press("Save and continue")
    guest.page.locator("input[inputmode]").first.fill("many")
    guest.press("Save and finish")
    guest.see("part, with faults")
    guest.page.locator("input[inputmode]").first.fill("3")
    guest.press("Save and finish")
    guest.see("part, thanks")
    owner.see("colleagues, two answers", f"{place}/colleagues")
    owner.see("review, two answers", f"{place}/review")


def handed_in(owner: Visit, guest: Visit, place: str) -> None:
    """Results and the plan, as the firm and as its bank see them, and the ways to leave."""
    owner.press("Get my roadmap")
    owner.see("results")
    owner.see("what to ask", f"{place}/ask")
    steps(owner, f"{place}/results")
    owner.page.goto(f"{place}/link")
    owner.page.get_by_label("For whom?").fill("Bank 🏦 am Markt")
    owner.press("Make a read-only link")
    owner.see("links, for a reader")
    guest.see("link, for a reader", owner.page.get_by_label("Private link", exact=True).input_value())
    owner.see("forget", f"{place}/forget")
    owner.see("delete", f"{place}/delete")
    bank = Visit(guest.browser, guest.server, guest.look, guest.options)
    bank.page.goto(guest.page.url)
    bank.press("Continue")
    bank.see("results, for a reader")
    bank.page.context.close()


def steps(owner: Visit, results: str) -> None:
    """What a firm says about steps: too long, on two devices, done and not for it; and its means."""
    owner.page.goto(results)
    tab = owner.page.context.new_page()
    tab.goto(results)
    mark_first_step(owner.page, "planned", LONG)
    owner.see("step, with faults")
    for page, mark, note in ((tab, "done", "With the neighbours 🥐"), (owner.page, "planned", "In spring")):
        page.goto(results) if page is tab else None
        mark_first_step(page, mark, note)
    owner.see("step, on two devices")
    tab.close()
    owner.page.goto(results)
    mark_first_step(owner.page, "not_for_us", "")
    owner.see("results, marked")
    owner.reach("#days_per_month")
    owner.page.locator("#days_per_month").fill("many")
    owner.page.locator("#budget").fill("-3")
    owner.press("Plan anew")
    owner.see("means, with faults")


def mark_first_step(page: Page, mark: str, note: str) -> None:
    """On the results page the first step's form is folded; alone on its page it is not."""
    form = page.locator("form.mark-form").first
    folded = page.locator(".action__mark summary").first
    if folded.count():
        folded.click()
    form.locator(f"[value={mark}]").check()
    form.get_by_role("textbox").fill(note)
    follow(page, form.get_by_role("button", name="Save"))


def later(owner: Visit, place: str) -> None:
    """An update, and the next assessment up to its results."""
    owner.page.goto(f"{place}/results")
    owner.press("Update the answers")
    owner.see("review, of an update", f"{place}/review")
    owner.see("results, update open", f"{place}/results")
    owner.press("Keep it as it was")
    owner.page.goto(f"{place}/results")
    owner.press("Assess again")
    again = owner.page.url.rsplit("/questions/", 1)[0]
    owner.see("questions, with last answers")
    owner.see("interview, with last answers", f"{again}/interview")
    save_interview(owner.page)
    owner.see("review, again", f"{again}/review")
    owner.press("Get my roadmap")
    owner.see("results, with change")
