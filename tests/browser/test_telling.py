"""What a page tells somebody who does not see it: what is wrong and where, what was saved, where one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import Item, ScreenReader
from tests.browser.walking import BAKERY, begin, follow


@pytest.fixture
def page(phone: Page, server: str) -> Page:
    """A phone on the second page of questions, of which one is answered with a number."""
    begin(phone, server, BAKERY, lambda _: None)
    phone.goto(phone.url.replace("/strategy", "/people"))
    return phone


def heard(page: Page, role: str, name: str = "") -> Item:
    return next(one for one in ScreenReader(page).items() if one.role == role and one.name.startswith(name))


def test_what_is_wrong_has_the_focus_and_leads_to_its_field(page: Page) -> None:
    field = page.locator("input[inputmode]").first
    field.evaluate("input => { input.value = 'many' }")
    follow(page, page.get_by_role("button", name="Save and continue"))
    expect(page.locator("#faults")).to_be_focused()
    assert page.title().startswith("Error: ")
    assert "Enter a number in digits" in heard(page, "link", "Enter a number").name
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    told = heard(page, "textbox")
    assert told.states["invalid"] == "true"
    assert "Enter a number in digits" in told.description


def test_what_was_saved_is_told_without_moving_the_focus(page: Page) -> None:
    choice = page.locator("#q_new_tool-alone")
    choice.focus()
    page.keyboard.press("Space")
    expect(page.locator("#saved")).to_contain_text("Saved")
    expect(choice).to_be_focused()
    status = heard(page, "status")
    assert (status.states["live"], status.states["atomic"]) == ("polite", True)


def test_a_question_is_the_group_of_its_answers(page: Page) -> None:
    radio = heard(page, "radio", "Everyone works it out alone")
    assert radio.groups[-1].endswith("How is it learnt?")


def test_what_is_folded_says_so_and_unfolds_by_keyboard(page: Page) -> None:
    page.locator(".way__parts summary").focus()
    assert heard(page, "DisclosureTriangle", "All parts").states["expanded"] is False
    page.keyboard.press("Enter")
    assert heard(page, "DisclosureTriangle", "All parts").states["expanded"] is True
    expect(page.get_by_role("navigation", name="All parts").locator("[aria-current=step]")).to_contain_text("People")
