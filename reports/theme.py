"""How a page looks: paper, margins, the grid, the type scale and the one palette."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from scoring.messages import N_, Message

PAPERS = {"A4": (595.276, 841.89), "Letter": (612.0, 792.0)}
"""Width and height in points."""

MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 48.0, 56.0, 44.0
GUTTER = 16.0
LABEL_COLUMN = 106.0
"""Width of the narrow left column of the grid; what explains stands beside it in the wide one."""

ACCENT = "#0f5b5e"
COLOURS = {
    "ink": "#1b2526",
    "muted": "#566366",
    "accent": ACCENT,
    "tint": "#e3eceb",
    "track": "#e9edec",
    "line": "#c5cfce",
    "paper": "#ffffff",
    "second": "#c5cfce",
    "shade0": "#edf1f0",
    "shade1": "#d3e2e0",
    "shade2": "#b3d0cc",
    "shade3": "#8fbbb5",
    "shade4": "#6ba49d",
}
"""Told apart by lightness alone, so a grey print reads the same."""


@dataclass(frozen=True)
class Style:
    """How a piece of text is set: sizes in points; ``max_lines`` cuts with a visible ellipsis."""

    size: float = 9.0
    leading: float = 13.0
    bold: bool = False
    colour: str = "ink"
    align: str = "left"
    max_lines: int | None = None


BODY = Style()
LEAD = Style(11.5, 17)
SMALL = Style(8, 11)
SMALL_BOLD = Style(8, 11, bold=True)
NOTE = Style(8, 11, colour="muted")
FINE = Style(7.5, 10.2)
FINE_NOTE = Style(7.5, 10.2, colour="muted")
STRONG = Style(9, 13, bold=True)
EYEBROW = Style(8, 11, bold=True, colour="accent")
TITLE = Style(30, 37, bold=True, max_lines=4)
HEADING = Style(17, 22, bold=True)
SUBHEADING = Style(11, 15, bold=True)
FIGURE = Style(46, 50, bold=True, colour="accent", max_lines=1)


def palette(accent: str = "", second: str = "") -> dict[str, str]:
    """The colours by role, with an organisation's own where they are dark enough to be seen on white."""
    own = {"accent": accent, "second": second}
    return COLOURS | {role: colour for role, colour in own.items() if on_white(colour) >= READABLE}


READABLE = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""

NO_COLOUR = N_("“{value}” is no colour. Write # and six digits of 0 to 9 and a to f, such as #0f5b5e.")
TOO_LIGHT = N_(
    "{value} is too light to be read on white paper: its contrast is {contrast}, not {needed} or more. Take another."
)


def colour_fault(colour: str) -> Message | None:
    """Why this cannot be a colour of an organisation's reports; None where it can."""
    contrast = on_white(colour)
    if not contrast:
        return Message(NO_COLOUR, {"value": colour})
    if contrast < READABLE:
        # Rounded down: one that is refused never reads as if it were enough.
        shown = math.floor(contrast * 10) / 10
        return Message(TOO_LIGHT, {"value": colour, "contrast": f"{shown:.1f}", "needed": READABLE})
    return None


def on_white(colour: str) -> float:
    """The contrast of a colour ``#rrggbb`` on white, 1 to 21 (WCAG 2.2, 1.4.3); 0 for what is no such colour."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return 0.0
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@dataclass(frozen=True)
class Grid:
    """The frame of a page in points: one wide column, of which a narrow one on the left holds labels."""

    width: float
    height: float

    @property
    def full(self) -> float:
        return self.width - 2 * MARGIN_SIDE

    @property
    def half(self) -> float:
        """Width of one of two columns."""
        return (self.full - GUTTER) / 2

    @property
    def main(self) -> float:
        return self.full - LABEL_COLUMN - GUTTER

    @property
    def main_left(self) -> float:
        """Where the wide column begins, from the left edge of the frame."""
        return LABEL_COLUMN + GUTTER

    @property
    def body(self) -> float:
        """Height of the frame."""
        return self.height - MARGIN_TOP - MARGIN_BOTTOM
