"""Saving while answering, in a real browser: what is said, what is kept when the line drops, going and coming back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import new_page
from tests.browser.looking import expect_accessible
from tests.browser.walking import BAKERY, begin, follow, press_twice

CHOICE = "There is a list, most important first"
OTHER = "We have ideas, but only in our heads"
NOTE = "#n_decisions"


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Page]:
    """A visitor on the first page of questions; on a small phone unless the test names a width."""
    page = new_page(browser, getattr(request, "param", 320))
    begin(page, server, BAKERY, lambda _: None)
    yield page
    page.context.close()


@pytest.fixture
def on_a_bad_line(browser: Browser, server: str) -> Iterator[Page]:
    """The same, where the browser may complain about requests that fail: they are what the test is about."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    begin(page, server, BAKERY, lambda _: None)
    yield page
    context.close()


def choose(page: Page, label: str) -> None:
    page.get_by_label(label).check()


def expect_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile(r"^Saved \d\d:\d\d"))


def write_note(page: Page, text: str) -> None:
    if not page.locator(NOTE).is_visible():
        page.locator("#question-decisions .note summary").click()
    page.locator(NOTE).fill(text)


def expect_kept(page: Page, label: str) -> None:
    """Another tab of the same browser draws what is stored."""
    tab = page.context.new_page()
    tab.goto(page.url)
    expect(tab.get_by_label(label)).to_be_checked()
    tab.close()


def test_an_answer_is_saved_at_once_and_said_so(page: Page) -> None:
    choose(page, CHOICE)
    expect_saved(page)
    expect_kept(page, CHOICE)
    status = page.locator("#saved")
    expect(status).to_have_role("status")
    expect_accessible(page)


@pytest.mark.parametrize("page", [320, 1440], indirect=True)
def test_progress_moves_with_every_answer(page: Page) -> None:
    stops = page.locator("[data-stop=strategy] .stop__shown")
    assert stops.first.text_content() == "not begun"
    choose(page, CHOICE)
    expect_saved(page)
    assert {one.text_content() for one in stops.all()} == {"1 of 5"}


def test_going_on_does_not_conflict_with_what_was_saved_before(page: Page) -> None:
    choose(page, CHOICE)
    expect_saved(page)
    choose(page, OTHER)
    write_note(page, "Bea knows")
    follow(page, page.get_by_role("button", name="Save and continue"))
    assert page.url.endswith("/people")
    page.go_back()
    expect(page.get_by_label(OTHER)).to_be_checked()
    expect(page.locator(NOTE)).to_have_value("Bea knows")
    choose(page, CHOICE)
    expect_saved(page)
    follow(page, page.get_by_role("button", name="Save and continue"))
    assert page.url.endswith("/people"), "going back and answering again is no conflict with oneself"


def test_what_is_typed_is_saved_after_a_pause(page: Page) -> None:
    page.goto(page.url.replace("/strategy", "/people"))
    page.locator("input[inputmode]").first.fill("7")
    expect_saved(page)
    page.reload()
    expect(page.locator("input[inputmode]").first).to_have_value("7")


def test_a_fault_is_shown_at_its_field_and_goes_when_it_is_mended(page: Page) -> None:
    page.goto(page.url.replace("/strategy", "/people"))
    field = page.locator("input[inputmode]").first
    field.fill("many")
    field.blur()
    fault = page.locator(".fault")
    expect(fault).to_contain_text("Enter a number in digits")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert (fault.get_attribute("id") or "") in (field.get_attribute("aria-describedby") or "")
    expect(page.locator("#saved")).to_have_text("Not saved: see the question.")
    expect_accessible(page)
    field.fill("3")
    field.blur()
    expect_saved(page)
    expect(fault).to_have_count(0)
    assert field.get_attribute("aria-invalid") is None


def test_a_note_of_20000_signs_stays_on_the_page_with_its_fault(page: Page) -> None:
    write_note(page, "x" * 20_000)
    page.locator(NOTE).blur()
    expect(page.locator(".note .fault")).to_have_text("Please shorten this by 18000 characters.")
    expect(page.locator(NOTE)).to_have_value("x" * 20_000)
    write_note(page, "short 🙂")
    page.locator(NOTE).blur()
    expect_saved(page)


def test_offline_the_page_stays_and_is_saved_when_the_line_is_back(on_a_bad_line: Page) -> None:
    page = on_a_bad_line
    answers = "**/answers/**"
    page.route(answers, lambda route: route.abort())
    page.route("**/questions/strategy", lambda route: route.abort())
    choose(page, CHOICE)
    expect(page.locator("#saved")).to_have_text("Not saved yet. We keep trying.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("#saved")).to_have_text("Not saved yet. We keep trying.")
    expect(page.get_by_label(CHOICE)).to_be_checked()
    page.unroute(answers)
    page.unroute("**/questions/strategy")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect_saved(page)
    expect_kept(page, CHOICE)


def test_while_the_server_is_out_of_order_it_is_tried_again(on_a_bad_line: Page) -> None:
    page = on_a_bad_line
    tries: list[int] = []

    def fail_once(route: Route) -> None:
        tries.append(1)
        if len(tries) == 1:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    page.route("**/answers/**", fail_once)
    choose(page, CHOICE)
    expect_saved(page)
    assert len(tries) == 2
    expect_kept(page, CHOICE)


def test_two_tabs_show_both_versions_and_saving_again_decides(page: Page) -> None:
    tab = page.context.new_page()
    tab.goto(page.url)
    choose(tab, CHOICE)
    expect_saved(tab)
    tab.close()
    choose(page, OTHER)
    both = page.locator("#q_decisions-conflict")
    expect(both).to_contain_text("This was answered on another device in the meantime.")
    expect(both).to_contain_text(CHOICE)
    expect(both).to_contain_text(OTHER)
    follow(page, page.get_by_role("button", name="Save and continue"))
    assert page.url.endswith("/people")
    page.go_back()
    expect(page.get_by_label(OTHER)).to_be_checked()


def test_a_page_left_open_overnight_is_saved_with_a_fresh_token(page: Page) -> None:
    page.context.clear_cookies(name="waymark_session")
    page.locator("input[name=csrf_token]").evaluate("one => { one.value = 'expired' }")
    choose(page, CHOICE)
    expect_saved(page)
    follow(page, page.get_by_role("button", name="Save and continue"))
    assert page.url.endswith("/people")


def test_without_the_right_the_page_says_what_happened_and_keeps_what_was_typed(page: Page) -> None:
    page.context.clear_cookies(name="waymark_browser")
    choose(page, CHOICE)
    expect(page.locator("#saved")).to_contain_text("This device may no longer open these answers")
    expect(page.get_by_label(CHOICE)).to_be_checked()


def test_leaving_in_the_middle_of_a_word_keeps_it(page: Page) -> None:
    """No pause, no change of focus: the page is left while typing."""
    place = page.url
    write_note(page, "half a wor")
    follow(page, page.get_by_role("link", name="Overview of all answers"))
    for _ in range(20):  # what the browser still sends when the page has gone, no page can wait for
        page.goto(place)
        if page.locator(NOTE).input_value():
            break
    expect(page.locator(NOTE)).to_have_value("half a wor")


def test_a_reload_in_the_middle_loses_and_doubles_nothing(page: Page) -> None:
    choose(page, CHOICE)
    expect_saved(page)
    page.reload()
    expect(page.get_by_label(CHOICE)).to_be_checked()
    choose(page, OTHER)
    expect_saved(page)
    page.reload()
    expect(page.get_by_label(OTHER)).to_be_checked()


def test_a_page_that_the_browser_kept_is_drawn_anew(page: Page) -> None:
    """Back from the browser's own memory of pages: what it holds may be old."""
    tab = page.context.new_page()
    tab.goto(page.url)
    choose(tab, CHOICE)
    expect_saved(tab)
    with page.expect_navigation():
        page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_label(CHOICE)).to_be_checked()
    choose(page, OTHER)
    expect_saved(page)


def test_the_button_pressed_twice_hands_in_once(page: Page) -> None:
    page.goto(page.url.replace("/questions/strategy", "/review"))
    press_twice(page, page.get_by_role("button", name="Get my roadmap"), "/results$")
    expect(page.locator("h1")).to_have_text(BAKERY.name)


def test_the_button_pressed_twice_while_an_answer_is_under_way_posts_the_page_once(page: Page) -> None:
    held: list[Route] = []
    posted: list[str] = []
    page.route("**/answers/**", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks the function
    page.on("request", lambda request: posted.append(request.url) if request.is_navigation_request() else None)
    choose(page, CHOICE)
    page.get_by_role("button", name="Save and continue").dblclick()
    with page.expect_navigation(url="**/people"):
        held[0].continue_()
    assert len([url for url in posted if url.endswith("/strategy")]) == 1


def test_the_long_page_for_advisers_saves_by_itself_too(page: Page) -> None:
    page.goto(page.url.replace("/questions/strategy", "/interview"))
    choose(page, CHOICE)
    expect_saved(page)
    width = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    expect_accessible(page)
    page.reload()
    expect(page.get_by_label(CHOICE)).to_be_checked()


def test_without_scripts_the_buttons_save(scriptless: Page, server: str) -> None:
    begin(scriptless, server, BAKERY, lambda _: None)
    choose(scriptless, CHOICE)
    write_note(scriptless, "On paper")
    follow(scriptless, scriptless.get_by_role("button", name="Save and continue"))
    scriptless.go_back()
    expect(scriptless.get_by_label(CHOICE)).to_be_checked()
    expect(scriptless.locator(NOTE)).to_have_value("On paper")
