"""The first minute in a real browser: the button in the first screen of a phone, and a sample to look at."""

from __future__ import annotations

from playwright.sync_api import Page, expect

SMALL_PHONE = {"width": 360, "height": 640}


def test_start_and_promise_are_in_the_first_screen_of_a_small_phone(server: str, phone: Page) -> None:
    phone.set_viewport_size(SMALL_PHONE)
    phone.goto(server)
    for one in (phone.get_by_role("link", name="Start now"), phone.get_by_text("Nobody calls you")):
        box = one.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= SMALL_PHONE["height"]


def test_the_sample_is_two_taps_from_the_questions(server: str, phone: Page) -> None:
    phone.goto(server)
    phone.get_by_role("link", name="See a sample on two pages").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("This is what you get")
    expect(phone.get_by_text("This firm and its answers are invented.")).to_have_count(2)
    phone.get_by_role("link", name="Start now").first.click()
    phone.wait_for_url("**/start")
