"""Bodies and their firms in a real browser: the whole way of a campaign, and a look at every page of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chambers import Chamber, answered_pages, chamber, code_for, tour
from tests.browser.conftest import Greeting
from tests.browser.looking import Colours, expect_accessible, expect_fit, expect_room_for_a_thumb, unfold
from tests.browser.offices import press
from tests.browser.reading import faults
from tests.browser.tour import Look, Visit
from tests.browser.walking import follow

SCREENS = (1280, 360)


@pytest.fixture(scope="module")
def at(greeting: Greeting) -> Chamber:
    return chamber(greeting.address, greeting.folder)


@pytest.fixture
def look(subtests: pytest.Subtests) -> Look:
    """Looks at a page on a desk and on a phone, and listens to it once, with everything unfolded."""
    colours = Colours()

    def look(name: str, page: Page) -> None:
        with subtests.test(name):
            unfold(page)
            assert faults(page) == []
            for width in SCREENS:
                page.set_viewport_size({"width": width, "height": 740})
                expect_fit(page)
            expect_room_for_a_thumb(page)
            expect_accessible(page, contrast=False)
            colours.expect_contrast(page, "light")

    return look


def test_every_page_of_a_body_and_of_its_firms(browser: Browser, at: Chamber, look: Look) -> None:
    phone = {"has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    owner, firm = Visit(browser, at.server, look, phone), Visit(browser, at.server, look, phone)
    at.enter(owner.page)
    tour(owner, firm, at)
    for visit in (owner, firm):
        visit.page.context.close()


def test_a_body_calls_and_a_firm_answers_by_its_code_without_javascript_and_agrees(
    at: Chamber, desktop: Page, scriptless: Page
) -> None:
    at.enter(desktop)
    called = begin(desktop, at)
    code, _ = code_for(desktop, called, "Former & Gießer")
    answer(scriptless, called, code)
    expect(scriptless.get_by_role("heading", level=1)).to_have_text("Former & Gießer")
    desktop.goto(f"{called.campaign_address}/firms")
    begun = desktop.get_by_role("row").filter(has_text="have begun")
    expect(begun).to_contain_text("not told")  # of one firm that it invited a body is not told that it answered
    scriptless.goto(f"{at.server}/i/{code}")
    expect(scriptless.get_by_role("heading", level=1)).to_contain_text("begun")


def begin(page: Page, at: Chamber) -> Chamber:
    """A campaign that asks the shortest questionnaire and a question of the body's own, open at once."""
    page.goto(f"{at.address}/campaigns/new")
    page.get_by_label("What is it called?").fill("How digital are foundries?")
    page.get_by_label("Which questionnaire?").select_option("eurostat-dii@4")
    page.get_by_label("From which day on can firms begin?").fill("")
    press(page, "Begin the campaign")
    called = replace(at, campaign=page.url.rpartition("/")[2])
    page.goto(f"{called.campaign_address}/settings/questions/add")
    page.get_by_label("The question").fill("Do you train apprentices?")
    page.get_by_label("One of them").check()
    page.get_by_label("The answers").fill("Yes\nNo")
    press(page, "Save")
    return called


def answer(page: Page, at: Chamber, code: str) -> None:
    """All questions on a small screen, with a tick at the end."""
    page.goto(f"{at.server}/c/{at.campaign}")
    expect_fit(page)
    page.get_by_role("textbox", name="Invitation code").fill(code.lower().replace("-", " "))
    press(page, "Use the code")
    press(page, "Continue")
    page.get_by_label("What does your firm do?").fill("Metalworking")
    page.get_by_label("10 to 49", exact=True).check()
    press(page, "Go to the questions")
    for questions in answered_pages(page):
        for name in questions.locator("fieldset.question").all():
            name.get_by_role("radio").first.check()
    expect_fit(page)
    page.get_by_label("Yes", exact=True).check()
    press(page, "Save and continue")
    consent = page.get_by_role("checkbox", name="may be counted")
    expect(consent).not_to_be_checked()
    consent.check()
    page.get_by_label("E-mail address of the firm").fill("office@foundry.example")
    expect_fit(page)
    follow(page, page.get_by_role("button", name="Get my results"))
