"""Going through the survey as a person does: what is clicked, typed and pressed on each page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

Look = Callable[[Page], None]


@dataclass(frozen=True)
class Firm:
    """A firm, and how far up each ladder it stands: 0 chooses the first option of every question."""

    trade: str
    people: str
    name: str
    rung: int


BAKERY = Firm("Bakery", "2 to 9", "Bäckerei Sonnenschein", 1)
PLANT = Firm("Plastics", "50 to 249", "Formteile Müller & Söhne GmbH", 2)


def begin(page: Page, address: str, firm: Firm, look: Look) -> None:
    """From the landing page to the first question."""
    page.goto(address)
    look(page)
    follow(page, page.get_by_role("link", name="Start now"))
    look(page)
    page.get_by_label("What does your firm do?").fill(firm.trade)
    page.get_by_label(firm.people, exact=True).check()
    page.locator("summary").filter(has_text="Tell us more").click()
    page.get_by_label("Name of the firm").fill(firm.name)
    follow(page, page.get_by_role("button", name="Go to the questions"))
    if page.get_by_role("group", name="Trades that come close").count():
        look(page)
        page.get_by_role("group", name="Trades that come close").get_by_role("radio").first.check()
        follow(page, page.get_by_role("button", name="Go to the questions"))


def answer_all(page: Page, firm: Firm, look: Look) -> None:
    """Every page of questions, up to the review."""
    while not page.url.endswith("/review"):
        for question in page.locator("fieldset.question").all():
            answer(question, firm.rung)
        look(page)
        follow(page, page.get_by_role("button", name="Save and continue"))
    look(page)


def answer(question: Locator, rung: int) -> None:
    """One question: the option on this rung, or the last one where there are fewer."""
    kinds = {"single": choose, "grid": choose_rows, "multiple": tick, "number": type_number, "text": type_text}
    name = next(kind for kind in kinds if f"question--{kind}" in (question.get_attribute("class") or ""))
    kinds[name](question, rung)


def choose(question: Locator, rung: int) -> None:
    options = question.locator(".choices:not(.choices--apart) input")
    options.nth(min(rung, options.count() - 1)).check()


def choose_rows(question: Locator, rung: int) -> None:
    for row in question.get_by_role("radiogroup").all():
        options = row.locator("input[id]")
        options.nth(min(rung, options.count() - 1)).check()


def tick(question: Locator, rung: int) -> None:
    options = question.locator(".choices:not(.choices--apart) input")
    for place in range(min(rung, options.count())):
        options.nth(place).check()
    if not rung:
        question.locator(".choices--apart input").first.check()


def type_number(question: Locator, rung: int) -> None:
    question.get_by_role("textbox").fill(str(10 * rung))


def type_text(question: Locator, rung: int) -> None:
    question.get_by_role("textbox").fill(f"Rung {rung}")


def submit(page: Page) -> None:
    follow(page, page.get_by_role("button", name="Get my roadmap"))
    assert page.url.endswith("/results")


def follow(page: Page, control: Locator) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        control.click()


def press_twice(page: Page, button: Locator, arrives: str) -> None:
    """Press a button twice in a row, and wait until the page whose address ends so is there.

    The second press breaks off the navigation that the first one began, so neither of them is waited for by itself.
    """
    button.dblclick()
    expect(page).to_have_url(re.compile(arrives))
    page.wait_for_load_state("networkidle")
