"""Odd things that people do with a browser: nothing is lost, nothing is doubled, and the page says what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_page
from tests.browser.test_private_link import make_link
from tests.browser.test_saving import CHOICE, NOTE, OTHER, choose, expect_saved, write_note
from tests.browser.tour import ANSWER_EVERYTHING, save_interview
from tests.browser.walking import BAKERY, PLANT, begin, follow, press_twice, submit
from tests.copied import pages_of

EMOJI = "Café 🥐 Søn & “Co” 👩‍🍳"


@pytest.fixture
def blocked(browser: Browser) -> Iterator[Page]:
    """Scripts are allowed, and ours does not arrive: a firewall, a content blocker, half a connection."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.route("**/*.js", lambda route: route.abort())
    yield context.new_page()
    context.close()


def start(page: Page, server: str, firm: object = BAKERY) -> str:
    """The address of an assessment that this browser has begun, at its first questions."""
    begin(page, server, firm, lambda _: None)  # type: ignore[arg-type]
    return page.url.split("/questions/")[0]


def press(page: Page, button: str) -> None:
    follow(page, page.get_by_role("button", name=button))


def test_two_firms_in_one_browser_stay_apart(phone: Page, server: str) -> None:
    for firm, answer in ((BAKERY, CHOICE), (PLANT, OTHER)):
        start(phone, server, firm)
        choose(phone, answer)
        expect_saved(phone)
    for firm, answer in ((BAKERY, CHOICE), (PLANT, OTHER)):
        phone.goto(server)
        follow(phone, phone.locator(".begun__go a").filter(has_text=firm.name))
        phone.goto(phone.url.rsplit("/", 1)[0] + "/strategy")
        expect(phone.locator(".whose")).to_contain_text(firm.name)
        expect(phone.get_by_label(answer)).to_be_checked()


def test_a_start_pressed_twice_begins_one_firm(phone: Page, server: str) -> None:
    start(phone, server, PLANT)
    phone.goto(f"{server}/start")
    phone.get_by_label("What does your firm do?").fill("Bakery")
    phone.get_by_label("2 to 9", exact=True).check()
    press_twice(phone, phone.get_by_role("button", name="Go to the questions"), "/questions/strategy$")
    phone.goto(server)
    expect(phone.locator(".begun__list > li")).to_have_count(2)


def test_on_a_second_phone_both_go_on_working(browser: Browser, phone: Page, server: str) -> None:
    link = make_link(phone, start(phone, server))
    second = new_page(browser, 320)
    second.goto(link)
    press(second, "Continue")
    for page in (phone, second):
        page.goto(second.url.rsplit("/", 1)[0] + "/strategy")
    choose(phone, CHOICE)
    expect_saved(phone)
    second.get_by_label("A sum set aside each year").check()
    expect_saved(second)
    for page in (phone, second):
        page.reload()
        expect(page.get_by_label(CHOICE)).to_be_checked()
        expect(page.get_by_label("A sum set aside each year")).to_be_checked()
    second.context.close()


def test_overnight_without_scripts_the_page_comes_back_as_it_was_typed(scriptless: Page, server: str) -> None:
    start(scriptless, server)
    choose(scriptless, CHOICE)
    write_note(scriptless, "Bea knows")
    scriptless.context.clear_cookies(name="waymark_session")
    press(scriptless, "Save and continue")
    expect(scriptless.get_by_role("alert")).to_contain_text("had been open for too long, so it was not saved")
    expect(scriptless.get_by_label(CHOICE)).to_be_checked()
    expect(scriptless.locator(NOTE)).to_have_value("Bea knows")
    press(scriptless, "Save and continue")
    assert scriptless.url.endswith("/people")
    scriptless.goto(scriptless.url.replace("/people", "/strategy"))
    expect(scriptless.locator(NOTE)).to_have_value("Bea knows")


def test_where_our_script_is_blocked_the_buttons_save(blocked: Page, server: str) -> None:
    start(blocked, server)
    choose(blocked, CHOICE)
    write_note(blocked, "x" * 20_000)
    press(blocked, "Save and continue")
    expect(blocked.get_by_role("alert")).to_contain_text("Please shorten this by 18000 characters.")
    assert len(blocked.locator(NOTE).input_value()) == 20_000
    write_note(blocked, "Short 🙂")
    press(blocked, "Save and continue")
    assert blocked.url.endswith("/people")
    blocked.goto(blocked.url.replace("/people", "/strategy"))
    expect(blocked.get_by_label(CHOICE)).to_be_checked()
    expect(blocked.locator(NOTE)).to_have_value("Short 🙂")
    blocked.goto(blocked.url.replace("/questions/strategy", "/review"))
    submit(blocked)


def test_a_name_of_emoji_is_a_name_on_the_page_in_the_report_and_of_the_file(phone: Page, server: str) -> None:
    place = start(phone, server, replace(BAKERY, name=EMOJI))
    choose(phone, CHOICE)
    expect_saved(phone)
    phone.goto(f"{place}/review")
    submit(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text(EMOJI)
    assert phone.title().startswith(EMOJI)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Download the report (PDF)").click()
    assert "Caf" in download.value.suggested_filename
    words, *_ = pages_of(download.value.path().read_bytes())
    assert "Café" in words
    assert "Søn & “Co”" in words


def test_back_after_handing_in_leads_to_the_results_and_hands_in_nothing_again(phone: Page, server: str) -> None:
    place = start(phone, server)
    phone.goto(f"{place}/review")
    submit(phone)
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text(BAKERY.name)
    phone.goto(server)
    expect(phone.locator(".begun__list > li")).to_have_count(1)


def test_a_page_saved_after_handing_in_says_that_it_was_not(scriptless: Page, server: str) -> None:
    """Two tabs, and in one of them the answers were handed in."""
    place = start(scriptless, server)
    tab = scriptless.context.new_page()
    tab.goto(f"{place}/review")
    submit(tab)
    choose(scriptless, CHOICE)
    press(scriptless, "Save and continue")
    assert scriptless.url.endswith("/results")
    expect(scriptless.get_by_role("status")).to_contain_text("nothing was saved just now")


def test_back_to_a_page_that_was_refused_shows_what_was_saved_since(phone: Page, server: str) -> None:
    place = start(phone, server)
    phone.goto(f"{place}/questions/people")
    number = phone.locator("input[inputmode]").first
    number.evaluate("input => { input.value = 'many' }")
    press(phone, "Save and continue")
    expect(phone.get_by_role("alert")).to_contain_text("Enter a number in digits")
    number.fill("7")
    phone.get_by_role("button", name="Save and continue").click()
    phone.wait_for_url("**/questions/processes")
    phone.go_back()
    expect(number).to_have_value("7")
    expect(phone.get_by_role("alert")).to_have_count(0)


def test_a_step_marked_twice_is_marked_once(phone: Page, server: str) -> None:
    place = start(phone, server)
    phone.goto(f"{place}/interview")
    phone.evaluate(ANSWER_EVERYTHING)
    save_interview(phone)
    phone.goto(f"{place}/review")
    submit(phone)
    step = phone.locator(".action").first
    title = step.locator("h4").inner_text()
    step.locator(".action__mark summary").click()
    step.get_by_label("Done", exact=True).check()
    press_twice(phone, step.get_by_role("button", name="Save"), r"/results\?")
    phone.goto(f"{place}/results")
    expect(phone.locator(".marks__list > li").filter(has_text=title)).to_have_count(1)
