"""Every page there is, on every screen: nothing sticks out, axe finds nothing, and read aloud it makes sense."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import consultants_tour
from tests.browser.conftest import Greeting
from tests.browser.looking import expect_accessible, expect_fit, expect_room_for_a_thumb, unfold
from tests.browser.reading import faults
from tests.browser.tour import Look, tour

SCREENS = (1440, 768, 360, 320)
"""The last is what 1280 px become at 400 % zoom."""

SCHEMES = (("light", SCREENS[2:], ()), ("dark", SCREENS[:2], ("color-contrast",)))
"""Colour scheme, screens, and what axe looks at: of the second scheme only the colours are new."""

PHONE = {"has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
"""A phone that moves nothing: a colour on its way to another one has no contrast yet."""


@pytest.fixture
def look(subtests: pytest.Subtests) -> Look:
    """Looks at a page of a tour on every screen, in both colour schemes, and listens to it."""

    def look(name: str, page: Page) -> None:
        with subtests.test(name):
            assert faults(page) == []
            unfold(page)
            assert faults(page) == [], "with everything unfolded"
            expect_room_for_a_thumb(page)
            for scheme, widths, rules in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                for width in widths:
                    page.set_viewport_size({"width": width, "height": 740})
                    expect_fit(page)
                expect_accessible(page, *rules)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": SCREENS[-1], "height": 740})

    return look


def test_every_page(browser: Browser, server: str, look: Look) -> None:
    tour(browser, server, look, **PHONE)


def test_every_page_of_people_with_an_account(browser: Browser, greeting: Greeting, tmp_path: Path, look: Look) -> None:
    consultants_tour.tour(browser, greeting, tmp_path, look, **PHONE)
