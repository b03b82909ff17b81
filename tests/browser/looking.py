"""What is seen on a page: whether it fits the screen, what axe finds, and how large things are under a thumb."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script

VIOLATIONS = """options => axe.run(options).then(({ violations }) =>
  violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`))"""
"""What axe finds wrong: to put together what it finds right as well would take longer than to look."""

THUMB = 44
"""CSS px that a thumb hits without aiming (WCAG 2.5.5)."""


def expect_fit(page: Page) -> None:
    """Nothing is wider than the screen."""
    width = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{page.url} is {width[0]} px wide on {width[1]}"


def expect_accessible(page: Page, *rules: str) -> None:
    """By all rules of axe, or by these."""
    if page.evaluate("() => !window.axe"):
        page.evaluate(AXE)
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    faults = page.evaluate(VIOLATIONS, {"resultTypes": ["violations"], **only})
    assert not faults, f"{page.url}: {faults}"


def expect_room_for_a_thumb(page: Page) -> None:
    """What one taps to get on: buttons, choices, fields, and what unfolds."""
    small = page.evaluate(
        """thumb => [...document.querySelectorAll(".btn, .choice, .form-control, .form-select, summary, .stop")]
          .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden"))
          .map((one) => [Math.round(one.getBoundingClientRect().height), one.textContent.trim().slice(0, 40)])
          .filter(([height]) => height < thumb)""",
        THUMB,
    )
    assert small == [], page.url


def unfold(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('main details').forEach((one) => { one.open = true })")
