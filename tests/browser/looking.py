"""What is seen on a page: whether it fits the screen, what axe finds, and how large things are under a thumb."""

from __future__ import annotations

from collections import defaultdict

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script

CONTRAST = "color-contrast"

VIOLATIONS = """([within, options]) =>
  axe.run(within ? { include: within } : document, options).then(({ violations }) =>
    violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`))"""
"""What axe finds wrong: to put together what it finds right as well would take longer than to look."""

KINDS_OF_TEXT = """() => {
  const states = ["checked", "disabled", "open", "aria-current", "aria-invalid", "type"];
  const alone = (one) => `${one.localName}.${one.className.baseVal ?? one.className}`
    + states.filter((state) => one[state] === true || one.hasAttribute(state)).map((state) =>
        `[${state}=${one.getAttribute(state)}]`).join("");
  const known = new Map();
  const kind = (one) => known.get(one) ?? (known.set(one, (one.parentElement ? kind(one.parentElement) + ">" : "")
    + alone(one)), known.get(one));
  const first = new Map();
  for (const one of document.body.querySelectorAll("*")) {
    delete one.dataset.text;
    const written = one.matches("input, select, textarea")
      || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (written && one.checkVisibility() && !first.has(kind(one))) first.set(kind(one), one);
  }
  [...first.values()].forEach((one, place) => { one.dataset.text = place; });
  return [...first.keys()];
}"""
"""What each text is, with all that it is in; the first of each kind is marked by its place in the answer."""

THUMB = 44
"""CSS px that a thumb hits without aiming (WCAG 2.5.5)."""


def expect_fit(page: Page) -> None:
    """Nothing is wider than the screen."""
    width = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{page.url} is {width[0]} px wide on {width[1]}"


def expect_accessible(page: Page, *, contrast: bool = True) -> None:
    """By all rules of axe, or by all but that of contrast, which takes as long as the others: see ``Colours``."""
    _inject(page)
    _expect_none(page, {"rules": {CONTRAST: {"enabled": contrast}}})


def _inject(page: Page) -> None:
    if page.evaluate("() => !window.axe"):
        page.evaluate(AXE)


class Colours:
    """Looks at the contrast of whatever was not looked at before in this colour scheme.

    What colour a text has is decided by what it is and what it is in. Texts of which all of that is alike have the same
    contrast on every page, and one of them is looked at.
    """

    def __init__(self) -> None:
        self._seen: dict[str, set[str]] = defaultdict(set)

    def expect_contrast(self, page: Page, scheme: str) -> None:
        _inject(page)
        there: list[str] = page.evaluate(KINDS_OF_TEXT)
        new = [place for place, kind in enumerate(there) if kind not in self._seen[scheme]]
        self._seen[scheme].update(there)
        if new:
            _expect_none(page, {"runOnly": [CONTRAST]}, [f"[data-text='{place}']" for place in new])


def _expect_none(page: Page, options: dict[str, object], within: list[str] | None = None) -> None:
    """``within``: selectors, without any the whole page."""
    faults = page.evaluate(VIOLATIONS, [within, {"resultTypes": ["violations"], **options}])
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


def unfold(page: Page) -> bool:
    """Whether anything was folded."""
    folded: bool = page.evaluate(
        """() => {
          const folded = document.querySelectorAll("main details:not([open])");
          folded.forEach((one) => { one.open = true });
          return folded.length > 0;
        }"""
    )
    return folded
