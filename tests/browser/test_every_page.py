"""Every page there is, on every screen: nothing sticks out, axe finds nothing, and read aloud it makes sense."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import expect_accessible, expect_fit, expect_room_for_a_thumb, unfold
from tests.browser.reading import faults
from tests.browser.tour import tour

SCREENS = (1440, 768, 360, 320)
"""The last is what 1280 px become at 400 % zoom."""

PHONE = {"has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
"""A phone that moves nothing: a colour on its way to another one has no contrast yet."""


def test_every_page(browser: Browser, server: str, subtests: pytest.Subtests) -> None:
    def look(name: str, page: Page) -> None:
        with subtests.test(name):
            assert faults(page) == []
            unfold(page)
            assert faults(page) == [], "with everything unfolded"
            expect_room_for_a_thumb(page)
            for scheme, widths in (("light", SCREENS[:2]), ("dark", SCREENS[2:])):
                page.emulate_media(color_scheme=scheme)
                for width in widths:
                    page.set_viewport_size({"width": width, "height": 740})
                    expect_fit(page)
                expect_accessible(page)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": SCREENS[-1], "height": 740})

    tour(browser, server, look, **PHONE)
