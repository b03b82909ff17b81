"""The whole way of a firm in a real browser: phone, desktop, without JavaScript, by keyboard, and read aloud."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_page
from tests.browser.looking import expect_fit
from tests.browser.reading import CHOSEN, ScreenReader
from tests.browser.walking import BAKERY, PLANT, Firm, answer_all, begin, submit
from tests.copied import words_of


def expect_results(page: Page, firm: Firm) -> None:
    """The results page and its PDF: the same score, the firm's name, every step of the roadmap."""
    expect(page.get_by_role("heading", level=1)).to_have_text(firm.name)
    score = page.locator(".score__value").inner_text()
    steps = page.locator(".action h4").all_inner_texts()
    assert len(steps) >= 5
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the report (PDF)").first.click()
    words = words_of(download.value.path().read_bytes())
    assert firm.name in words
    assert score in words
    for step in steps:
        assert step.split(",")[0][:40] in words, step


@pytest.mark.parametrize(("width", "firm"), [(360, BAKERY), (1440, PLANT)], ids=["phone", "desktop"])
def test_the_whole_way(browser: Browser, server: str, width: int, firm: Firm) -> None:
    page = new_page(browser, width)
    begin(page, server, firm, expect_fit)
    answer_all(page, firm, expect_fit)
    consent = page.get_by_role("checkbox", name="may be counted")
    expect(consent).not_to_be_checked()
    submit(page)
    expect_results(page, firm)
    page.context.close()


def test_the_whole_way_without_javascript(scriptless: Page, server: str) -> None:
    begin(scriptless, server, BAKERY, lambda _: None)
    answer_all(scriptless, BAKERY, lambda _: None)
    submit(scriptless)
    expect_results(scriptless, BAKERY)


def tab_to(page: Page, selector: str, presses: int = 120) -> None:
    """Press Tab until what the selector names has the focus, and see that the focus shows."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{selector} is not reached by Tab on {page.url}")


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_whole_way_by_keyboard_only(browser: Browser, server: str) -> None:
    page = new_page(browser, 320)
    page.goto(server)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Skip to the content"
    tab_to(page, "a.btn-primary")
    press_enter(page)
    tab_to(page, "#trade")
    page.keyboard.type("Bakery")
    tab_to(page, "input[name=people]")
    page.keyboard.press("ArrowDown")
    tab_to(page, ".profile .actions button")
    press_enter(page)
    assert page.url.endswith("/strategy")
    while not page.url.endswith("/review"):
        for group in page.evaluate(
            "() => [...new Set([...document.querySelectorAll('fieldset input[id], fieldset input[type=text]')]"
            ".map(one => one.name))]"
        ):
            tab_to(page, f"[name='{group}']")
            if page.evaluate("() => document.activeElement.type") == "text":
                page.keyboard.type("3")
            else:
                page.keyboard.press("Space")
        tab_to(page, ".questions .actions button")
        press_enter(page)
    tab_to(page, "input[name=counted]", 200)
    page.keyboard.press("Space")
    tab_to(page, ".consent .actions button")
    press_enter(page)
    assert page.url.endswith("/results")
    assert page.locator(".action").count() >= 5
    page.context.close()


def test_the_whole_way_read_aloud(browser: Browser, server: str) -> None:
    """Only what is read out, in the order in which it is read: nobody has to go back or to guess."""
    page = new_page(browser, 320)
    page.goto(server)
    listen(page, "link", "Start now")
    answer_aloud(page, "What does your firm do?", "Bakery")
    listen(page, "button", "Go to the questions")
    pages = 0
    while not page.url.endswith("/review"):
        pages += 1
        assert f"page {pages} of " in page.title()
        answer_aloud(page)
        listen(page, "button", "Save and continue")
    listen(page, "button", "Get my roadmap")
    assert page.url.endswith("/results")
    assert page.locator(".action").count() >= 5
    page.context.close()


def listen(page: Page, role: str, name: str) -> None:
    """Read on to this one and press it: the next page opens."""
    reader = ScreenReader(page)
    [found] = [item for item in reader.items() if (item.role, item.name) == (role, name)][:1]
    with page.expect_navigation():
        reader.press(found)


def answer_aloud(page: Page, field: str = "", typed: str = "") -> None:
    """From the top of the page down: the first answer of every group of choices, and every field."""
    reader = ScreenReader(page)
    answered: set[tuple[str, ...]] = set()
    for item in reader.items():
        if item.role == "textbox" or (item.role == "combobox" and item.name == field):
            reader.press(item)
            page.keyboard.type(typed or "3")
            answered.add(item.groups)
        elif item.role in CHOSEN and item.groups not in answered:
            assert item.groups, f"{item} is read without its question"
            reader.press(item)
            answered.add(item.groups)
