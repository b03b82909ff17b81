"""Coming back: the private link opens the assessment on another device, and deletes it everywhere."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_page
from tests.browser.walking import BAKERY, begin, follow


def test_go_on_from_another_device_and_delete_everything(browser: Browser, phone: Page, server: str) -> None:
    begin(phone, server, BAKERY, lambda _: None)
    phone.get_by_label("There is a list, most important first").check()
    follow(phone, phone.get_by_role("button", name="Save and finish later"))
    follow(phone, phone.get_by_role("button", name="Make a private link"))
    link = phone.get_by_label("Private link", exact=True).input_value()
    assert link.startswith(f"{server}/r/")

    other = new_page(browser, 1440)
    other.goto(link)
    follow(other, other.get_by_role("button", name="Continue"))
    place = other.url.split("/questions/")[0]
    other.goto(f"{place}/questions/strategy")
    expect(other.get_by_label("There is a list, most important first")).to_be_checked()

    phone.goto(f"{place}/delete")
    follow(phone, phone.get_by_role("button", name="Delete everything now"))
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_contain_text("Nothing here")
    other.goto(link)
    expect(other.get_by_role("heading", level=1)).to_contain_text("Nothing here")
    other.context.close()
