"""Every page there is, on every screen: nothing sticks out, axe finds nothing, and read aloud it makes sense."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import consultants_tour
from tests.browser.conftest import Greeting
from tests.browser.looking import Colours, expect_accessible, expect_fit, expect_room_for_a_thumb, unfold
from tests.browser.reading import faults
from tests.browser.tour import Look, tour

SCREENS = (1440, 768, 360, 320)
"""The last is what 1280 px become at 400 % zoom."""

SCHEMES = (("dark", SCREENS[:2]), ("light", SCREENS[2:]))
"""Colour schemes and screens. A visit goes on as the last of them."""

PHONE = {"has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
"""A phone that moves nothing: a colour on its way to another one has no contrast yet."""


@pytest.fixture(scope="module")
def colours() -> Colours:
    return Colours()


@pytest.fixture
def look(subtests: pytest.Subtests, colours: Colours) -> Look:
    """Looks at a page of a tour on every screen, in both colour schemes, and listens to it."""

    def look(name: str, page: Page) -> None:
        with subtests.test(name):
            assert faults(page) == []
            if unfold(page):
                assert faults(page) == [], "with everything unfolded"
            expect_room_for_a_thumb(page)
            for scheme, widths in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                for width in widths:
                    page.set_viewport_size({"width": width, "height": 740})
                    expect_fit(page)
                colours.expect_contrast(page, scheme)
            expect_accessible(page, contrast=False)

    return look


def test_every_page(browser: Browser, server: str, look: Look) -> None:
    tour(browser, server, look, **PHONE)


def test_every_page_of_people_with_an_account(browser: Browser, greeting: Greeting, tmp_path: Path, look: Look) -> None:
    consultants_tour.tour(browser, greeting, tmp_path, look, **PHONE)
