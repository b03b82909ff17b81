"""The ground of a chart of rows: where their heads and bars stand, the scale above them, and the key to the marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports import fonts
from reports.charts import LABELS, NARROW, Label, Line, Rect
from reports.sector.values import Exhibit, Row
from reports.text import fitted, lines, one_line
from reports.theme import Style

Shape = Rect | Line | Label
Shapes = list[Shape]
Drawn = tuple[Shapes, float]
"""The shapes of a chart, and how high it is."""
Sign = Callable[[float, float], Iterable[Shape]]
"""Draws a mark of the key from the upper left corner of its place."""
Mark = tuple[Sign, str]

THICK = 11.0
"""Height of a bar."""
LINE = 10.5
"""From one line of a head to the next."""
KEY = 13.0
"""Height of a line of the key."""
SCALE = 13.0
"""Height of the line with the numbers of the scale."""
SIGN = 14.0
"""Width of a mark in the key."""
PARTS = (4, 5, 3, 2)
"""Into how many a scale is parted, the first that gives whole numbers."""
LABELLED = 100.0
"""Scales up to here are written above the bars; amounts and numbers of firms stand beside theirs only."""


@dataclass(frozen=True)
class Frame:
    """``left``, ``right``: ends of the bars. ``top``: where the first row begins. ``heads``: their lines, by row.
    ``low``, ``high``: values at the two ends of the scale."""

    left: float
    right: float
    top: float
    pitch: float
    heads: tuple[tuple[str, ...], ...]
    low: float
    high: float
    narrow: bool

    @property
    def height(self) -> float:
        return self.top + self.pitch * len(self.heads) + 3

    def x(self, value: float) -> float:
        """Where a value stands; what is beyond the scale stands at its end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    def y(self, place: int) -> float:
        """The upper edge of the bar of a row."""
        above = self.pitch - THICK - 5 if self.narrow else (self.pitch - THICK) / 2
        return self.top + place * self.pitch + above


def frame(exhibit: Exhibit, beside: Iterable[str], ends: tuple[float, float], width: float, top: float) -> Frame:
    """Heads beside their bars, and above them on a narrow page; no wider than the longest head needs.

    ``beside``: the values written behind the bars. ``ends``: of the scale.
    """
    narrow, (size, _bold, _colour) = width < NARROW, LABELS["label"]
    right = width - 8 - max((fonts.width(text, size, True) for text in beside), default=0.0)
    longest = max(fonts.width(one_line(row.head), size, row.strong) for row in exhibit.rows)
    left = 0.0 if narrow else min(0.4 * width, longest + 11)
    room = width if narrow else left - 10
    heads = tuple(lines(one_line(row.head), Style(size, bold=row.strong, max_lines=2), room) for row in exhibit.rows)
    deep = LINE * max(map(len, heads))
    pitch = deep + THICK + 8 if narrow else max(18.0, deep + 6)
    low, high = ends
    return Frame(left, right, top, pitch, heads, low, high if high > low else low + 1, narrow)


def head(ground: Frame, place: int, row: Row) -> Iterator[Label]:
    """The lines of a row's head."""
    broken, role = ground.heads[place], "strong" if row.strong else "label"
    end = ground.y(place) - 3 if ground.narrow else ground.y(place) + 8.8 + LINE * (len(broken) - 1) / 2
    for number, line in enumerate(reversed(broken)):
        x, anchor = (0.0, "start") if ground.narrow else (ground.left - 10, "end")
        yield Label(x, end - number * LINE, line, role, anchor)


def track(ground: Frame, place: int, row: Row, shown: str) -> Iterator[Shape]:
    """What every row has: its head, the ground of its bar, and the value that stands behind it."""
    yield from head(ground, place, row)
    y = ground.y(place)
    yield Rect(ground.left, y, ground.right - ground.left, THICK, "track", 2)
    yield Label(ground.right + 8, y + 8.8, one_line(shown), "value")


def scale(ground: Frame, top: float) -> Iterator[Shape]:
    """A scale from zero, parted into whole numbers with a line through all rows; of one from below zero its zero."""
    if ground.low < 0:
        yield Line(ground.x(0), top, ground.x(0), ground.height, "cut")
        return
    if ground.high > LABELLED:
        return
    parts = next((parts for parts in PARTS if ground.high % parts == 0), 1)
    for part in range(parts + 1):
        value = ground.high * part / parts
        anchor = "start" if not part else "end" if part == parts else "middle"
        yield Label(ground.x(value), top + 8, f"{value:g}", "axis", anchor)
        if 0 < part < parts:
            yield Line(ground.x(value), top + 11, ground.x(value), ground.height, "cut")


def key(marks: Sequence[Mark], width: float) -> Drawn:
    """What the marks mean, in as many lines as they need; and how high that is."""
    shapes: Shapes = []
    size, bold, _colour = LABELS["axis"]
    x, y = 0.0, 0.0
    for sign, told in marks:
        text = fitted(told, size, bold, width - SIGN - 4)
        wide = SIGN + 4 + fonts.width(text, size, bold)
        if x and x + wide > width:
            x, y = 0.0, y + KEY
        shapes += sign(x, y)
        shapes.append(Label(x + SIGN + 4, y + 8, text, "axis"))
        x += wide + 14
    return shapes, y + KEY + 2 if marks else 0.0
