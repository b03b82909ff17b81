"""A consultancy and its people in browsers: how it is founded and joined, and how one signs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.conftest import new_page
from tests.browser.walking import Look, follow


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    password: str = "four words nobody joins"  # noqa: S105 - of nobody


ADMINISTRATOR = Person("Rosa Fern", "rosa@site.example")


@dataclass(frozen=True)
class Office:
    """A consultancy. ``address``: where its pages begin; ``invitation``: the link by which its owner joined;
    ``page``: the owner's browser at a desk."""

    browser: Browser
    server: str
    address: str
    owner: Person
    invitation: str
    page: Page

    def as_owner(self, width: int, **options: Any) -> Page:
        """The owner on another screen, signed in there as well."""
        state = self.page.context.storage_state()
        return new_page(self.browser, width, storage_state=state, **options)


def administrator(browser: Browser, server: str, first_link: str, look: Look = lambda _: None) -> Page:
    """Begins by the link that the server greeted with; where somebody did so already, signs in with what was said.

    ``look``: what is done on the page of that link.
    """
    page = new_page(browser, 1440, reduced_motion="reduce")
    answer = page.goto(first_link)
    if answer is None or answer.status == 404:
        sign_in(page, server, ADMINISTRATOR)
        return page
    look(page)
    page.get_by_label("Your name").fill(ADMINISTRATOR.name)
    page.get_by_label("Your e-mail address").fill(ADMINISTRATOR.email)
    page.get_by_label("Choose a password").fill(ADMINISTRATOR.password)
    press(page, "Begin")
    return page


def found(page: Page, server: str, name: str, owner: Person) -> str:
    """Found a consultancy as the administrator; the link for its first owner."""
    page.goto(f"{server}/account/organisations")
    page.get_by_label("Its name").fill(name)
    page.get_by_label("E-mail address of its first owner").fill(owner.email)
    press(page, "Found and invite")
    return shown_link(page)


def join(page: Page, link: str, person: Person) -> str:
    """Join by an invitation; the address of the organisation."""
    page.goto(link)
    page.get_by_label("Your name").fill(person.name)
    page.get_by_label("Choose a password").fill(person.password)
    press(page, "Join")
    return page.url.rsplit("/", 1)[0]


def office(browser: Browser, server: str, first_link: str, name: str, owner: Person) -> Office:
    """A consultancy whose owner has joined."""
    site, desk = administrator(browser, server, first_link), new_page(browser, 1440)
    invitation = found(site, server, name, owner)
    site.context.close()
    return Office(browser, server, join(desk, invitation, owner), owner, invitation, desk)


def sign_in(page: Page, server: str, person: Person) -> None:
    page.goto(f"{server}/account/sign-in")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    press(page, "Sign in")


def add_client(page: Page, office: Office, name: str, ref: str = "", **more: str) -> str:
    """Add a client by hand; the address of its page. ``more``: what is typed, by label."""
    page.goto(f"{office.address}/clients/new")
    page.get_by_label("Name of the firm").fill(name)
    page.get_by_label("Your number for it").fill(ref)
    for label, text in more.items():
        page.get_by_label(label).fill(text)
    press(page, "Save")
    return page.url.partition("#")[0]


def shown_link(page: Page) -> str:
    """The link that the page shows this one time."""
    return page.get_by_label("Private link", exact=True).input_value()


def press(page: Page, button: str) -> None:
    """The first button in the page's own part that is called so."""
    follow(page, page.get_by_role("main").get_by_role("button", name=button).first)
