"""Coming back and letting others in: on another device, by camera, as a reader, as a colleague; without scripts too."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_page
from tests.browser.walking import BAKERY, begin, follow

WITH_CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}

CAN_SHARE = "navigator.share = async (what) => { window.shared = what; };"
"""Chromium on Linux has no share sheet; phones have."""


def begun(page: Page, server: str) -> str:
    """The address of an assessment that this browser has begun."""
    begin(page, server, BAKERY, lambda _: None)
    return page.url.split("/questions/")[0]


def make_link(page: Page, place: str) -> str:
    page.goto(f"{place}/link")
    follow(page, page.get_by_role("button", name="Make a private link"))
    return page.get_by_label("Private link", exact=True).input_value()


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
    expect(other.get_by_role("heading", level=1)).to_contain_text("This link opens nothing")
    other.context.close()


def test_a_link_is_copied_shared_and_photographed(browser: Browser, server: str) -> None:
    desk = new_page(browser, 1440, **WITH_CLIPBOARD)
    desk.add_init_script(CAN_SHARE)
    link = make_link(desk, begun(desk, server))
    desk.get_by_role("button", name="Copy the link").click()
    expect(desk.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert desk.evaluate("navigator.clipboard.readText()") == link
    desk.get_by_role("button", name="Share …").click()
    assert desk.evaluate("window.shared.url") == link
    expect(desk.get_by_role("img", name="The link as a QR code")).to_be_visible()
    desk.set_viewport_size({"width": 360, "height": 740})
    expect(desk.get_by_role("img", name="The link as a QR code")).to_be_hidden()
    desk.context.close()


def test_the_picture_stays_dark_on_light_in_the_dark(browser: Browser, server: str) -> None:
    desk = new_page(browser, 1440, color_scheme="dark")
    make_link(desk, begun(desk, server))
    ground = desk.locator(".qr__code path").first
    assert ground.evaluate("path => getComputedStyle(path).fill") == "rgb(255, 255, 255)"
    modules = desk.locator(".qr__code path").last
    assert modules.evaluate("path => getComputedStyle(path).stroke") == "rgb(0, 0, 0)"
    desk.context.close()


def test_a_reload_neither_shows_a_link_again_nor_makes_another(phone: Page, server: str) -> None:
    place = begun(phone, server)
    make_link(phone, place)
    phone.reload()
    expect(phone.get_by_label("Private link", exact=True)).to_have_count(0)
    expect(phone.get_by_text("not used yet")).to_have_count(1)


def test_a_colleague_answers_and_the_owner_decides_without_scripts(
    browser: Browser, scriptless: Page, server: str
) -> None:
    place = begun(scriptless, server)
    scriptless.get_by_label("There is a list, most important first").check()
    follow(scriptless, scriptless.get_by_role("button", name="Save and continue"))
    scriptless.goto(f"{place}/colleagues")
    scriptless.get_by_label("Name of the colleague").fill("Ben")
    scriptless.get_by_label("Strategy and leadership").check()
    follow(scriptless, scriptless.get_by_role("button", name="Make the link"))
    link = scriptless.get_by_label("Private link", exact=True).input_value()

    ben = new_page(browser, 360, java_script_enabled=False)
    ben.goto(link)
    follow(ben, ben.get_by_role("button", name="Continue"))
    follow(ben, ben.get_by_role("link", name="Begin"))
    ben.get_by_label("When something breaks or someone presses us").check()
    follow(ben, ben.get_by_role("button", name="Save and finish"))
    expect(ben.get_by_role("heading", level=1)).to_have_text("Thank you")
    ben.context.close()

    scriptless.goto(f"{place}/colleagues")
    expect(scriptless.get_by_text("1 of 5 answered")).to_be_visible()
    follow(scriptless, scriptless.get_by_role("button", name="Take this one"))
    expect(scriptless.get_by_role("heading", name="Two answers, you decide")).to_have_count(0)
    scriptless.goto(f"{place}/questions/strategy")
    expect(scriptless.get_by_label("When something breaks or someone presses us")).to_be_checked()


def test_not_you_forgets_on_this_device_only(browser: Browser, phone: Page, server: str) -> None:
    place = begun(phone, server)
    link = make_link(phone, place)
    other = new_page(browser, 768)
    other.goto(link)
    follow(other, other.get_by_role("button", name="Continue"))
    follow(other, other.get_by_role("link", name="Not you? Forget on this device"))
    follow(other, other.get_by_role("button", name="Forget it on this device"))
    expect(other.get_by_role("status")).to_contain_text("has forgotten")
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Come back later")
    other.context.close()
