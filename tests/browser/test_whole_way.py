"""The whole way of a firm in a real browser: phone, desktop, without JavaScript, by keyboard; axe finds nothing."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_page
from tests.browser.walking import BAKERY, PLANT, Firm, answer_all, begin, follow, submit


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    width = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{page.url} is {width[0]} px wide on {width[1]}"


def fits_and_is_accessible(page: Page) -> None:
    fits(page)
    found = Axe().run(page)
    faults = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]
    assert not faults, f"{page.url}: {faults}"


def expect_results(page: Page, firm: Firm) -> None:
    """The results page and its PDF: the same score, the firm's name, every step of the roadmap."""
    expect(page.get_by_role("heading", level=1)).to_have_text(firm.name)
    score = page.locator(".score__value").inner_text()
    steps = page.locator(".action h4").all_inner_texts()
    assert len(steps) >= 5
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the report (PDF)").first.click()
    with pdfplumber.open(io.BytesIO(download.value.path().read_bytes())) as pdf:
        text = " ".join(sheet.extract_text() for sheet in pdf.pages)
    words = " ".join(text.split())
    assert firm.name in words
    assert score in words
    for step in steps:
        assert step.split(",")[0][:40] in words, step


@pytest.mark.parametrize(("width", "firm"), [(360, BAKERY), (1440, PLANT)], ids=["phone", "desktop"])
def test_the_whole_way(browser: Browser, server: str, width: int, firm: Firm) -> None:
    page = new_page(browser, width)
    begin(page, server, firm, fits_and_is_accessible)
    answer_all(page, firm, fits_and_is_accessible)
    consent = page.get_by_role("checkbox", name="may be counted")
    expect(consent).not_to_be_checked()
    submit(page)
    fits_and_is_accessible(page)
    for more in page.locator("main details").all():
        more.evaluate("one => { one.open = true }")
    fits_and_is_accessible(page)
    expect_results(page, firm)
    page.context.close()


def test_the_whole_way_without_javascript(scriptless: Page, server: str) -> None:
    begin(scriptless, server, BAKERY, lambda _: None)
    answer_all(scriptless, BAKERY, lambda _: None)
    submit(scriptless)
    expect_results(scriptless, BAKERY)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_on_the_smallest_phone_in_both_schemes(browser: Browser, server: str, scheme: str) -> None:
    """320 px is what 1280 px become at 400 % zoom."""
    page = new_page(browser, 320, color_scheme=scheme)
    for address in ("/", "/method", "/privacy", "/start", "/r/unknown"):
        page.goto(server + address)
        fits_and_is_accessible(page)
    begin(page, server, BAKERY, fits_and_is_accessible)
    fits_and_is_accessible(page)
    follow(page, page.get_by_role("link", name="Overview of all answers"))
    fits_and_is_accessible(page)
    submit(page)
    fits_and_is_accessible(page)
    page.context.close()


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


def test_the_whole_way_by_keyboard_only(desktop: Page, server: str) -> None:
    page = desktop
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
