"""What the survey asks of a person: taps, typed signs and words on the way from the first page to the roadmap.

``python -m tests.browser.effort ADDRESS`` walks each of four firms through a running survey on a phone of 360 px and
prints the table of ``docs/effort.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser.firms import FIRMS, Chosen, OwnersAnswers

WORDS_A_MINUTE = 238
"""Silent reading of English prose by adults: Brysbaert (2019), Journal of Memory and Language 109, 104047."""


@dataclass
class Effort:
    """Counted on the way. ``words``: everything shown in the main part of a page when it opens, closed parts aside."""

    taps: int = 0
    typed: int = 0
    words: int = 0
    questions: int = 0
    pages: list[str] = field(default_factory=list)


class Walker:
    """A person on a phone, whose every tap and word is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.effort = Effort()

    def read(self) -> None:
        self.effort.pages.append(self.page.url)
        self.effort.words += len(self.page.locator("main").inner_text().split())

    def tap(self, control: Locator) -> None:
        control.click()
        self.effort.taps += 1

    def type(self, control: Locator, text: str) -> None:
        self.tap(control)
        control.fill(text)
        self.effort.typed += len(text)

    def go(self, control: Locator) -> None:
        with self.page.expect_navigation():
            self.tap(control)
        self.read()


def walk(page: Page, address: str, firm: OwnersAnswers) -> Effort:
    """From the first page to the roadmap, whose own words are not counted: they are the reward."""
    walker = Walker(page)
    page.goto(address)
    walker.read()
    walker.go(page.locator("a.btn-primary").first)
    walker.type(page.locator("#trade"), firm.trade)
    walker.tap(page.locator(f"input[name=people][value={firm.people}]"))
    walker.go(page.locator("form .actions button").first)
    if "/start" in page.url:
        walker.tap(page.locator("input[name=trade_choice]").first)
        walker.go(page.locator("form .actions button").first)
    while not page.url.endswith("/review"):
        for question in page.locator("fieldset.question").all():
            _answer(walker, question, firm)
        walker.go(page.locator("form.questions .actions button.btn-primary"))
    with page.expect_navigation():
        walker.tap(page.locator("form.consent button.btn-primary"))
    assert page.url.endswith("/results"), page.url
    return walker.effort


def _answer(walker: Walker, question: Locator, firm: OwnersAnswers) -> None:
    name = (question.get_attribute("id") or "").removeprefix("question-")
    if name not in firm.answers:
        return
    walker.effort.questions += 1
    for control, typed in _controls(question, name, firm.answers[name]):
        if typed:
            walker.type(control, typed)
        else:
            walker.tap(control)


def _controls(question: Locator, name: str, chosen: Chosen) -> Iterator[tuple[Locator, str]]:
    if isinstance(chosen, dict):
        for row, option in chosen.items():
            yield question.locator(f"[name='q_{name}-{row}'][value='{option}']"), ""
    elif isinstance(chosen, str) and question.locator("input[inputmode]").count() and chosen not in ("dk", "na"):
        yield question.locator("input[inputmode]"), chosen
    else:
        for option in [chosen] if isinstance(chosen, str) else chosen:
            yield question.locator(f"input[value='{option}']").first, ""


def efforts(browser: Browser, address: str) -> Iterator[tuple[str, Effort]]:
    for kind, firm in FIRMS.items():
        context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
        yield kind, walk(context.new_page(), address, firm)
        context.close()


def main(address: str) -> None:
    print("| firm | questions | taps | characters typed | words | minutes to read them |")
    print("|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for kind, effort in efforts(browser, address):
            counts = (effort.questions, effort.taps, effort.typed, f"{effort.words:,}")
            print("|", " | ".join(map(str, (kind, *counts, f"{effort.words / WORDS_A_MINUTE:.1f}"))), "|")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
