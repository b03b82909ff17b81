"""The shades of a heat map: from white to the accent in steps, and what is written on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reports.blocks import Lines, Solid
from reports.pen import Pen
from reports.theme import READABLE, on_white

LIGHTEST, DARKEST_BELOW = 0.06, 0.44
"""How much of the accent is in the lightest shade, and in the darkest of those that are written on in dark ink."""


def shades(accent: str, steps: int, name: str = "shade") -> dict[str, str]:
    """Roles ``shade0`` … with their colours, the lowest step the lightest and the highest the accent itself."""
    return {f"{name}{step}": _mixed(accent, _share(step, steps)) for step in range(steps)}


def _share(step: int, steps: int) -> float:
    if steps < 2 or step == steps - 1:  # a single step is the accent
        return 1.0
    return LIGHTEST + (DARKEST_BELOW - LIGHTEST) * step / max(steps - 2, 1)


def _mixed(accent: str, share: float) -> str:
    """So much of the accent in white."""
    channels = (int(accent[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (channel - 255) * share):02x}" for channel in channels)


def written_on(colour: str) -> str:
    """The role of the colour that is read on this one: white on what is dark enough for it, else ink."""
    return "paper" if on_white(colour) >= READABLE else "ink"


GAP = 0.8
"""Of white between two shades."""


@dataclass(frozen=True, slots=True)
class Shaded(Solid):
    """A number on its shade, which fills the whole height of its row.

    ``around``: the space between the columns of its table, and above and below each row.
    """

    words: Lines
    role: str
    height: float
    around: tuple[float, float]

    def draw(self, pen: Pen, x: float, top: float) -> None:
        gutter, padding = self.around
        size = (self.words.width + gutter - GAP, self.height + 2 * padding - GAP)
        pen.rect((x - (gutter - GAP) / 2, top - self.height - padding + GAP / 2), size, self.role)
        self.words.draw(pen, x, top)


def shaded(words: Lines, role: str, colours: Mapping[str, str], height: float, around: tuple[float, float]) -> Shaded:
    """The words in the colour that is read on this shade; at least as high as they are."""
    seen = replace(words, style=replace(words.style, colour=written_on(colours[role])))
    return Shaded(seen, role, max(height, words.height), around)
