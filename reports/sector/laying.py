"""How an exhibit stands on a page: how wide the columns of its table are, and where table or chart is parted.

Where columns do not stand side by side, further ones come in a table of their own below, with the heads of all rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from reports import fonts
from reports.charts import Chart
from reports.sector.bars import measured
from reports.sector.charts import chart_of
from reports.sector.values import Exhibit
from reports.text import one_line
from reports.theme import Style

NARROWEST, NARROW, WIDEST = 92.0, 0.3, 0.5
"""Of the column of heads: at least, in points; what long ones have at least, and what it has at most, as shares."""
ONE_LINE, TWO_LINES = 48.0, 0.62
"""Points of a head over numbers that takes one line, and the share of a longer one that is left to each of two."""
NUMBER, HEAD_WIDEST, CELL = 28.0, 110.0, 40.0
"""Points of a column of numbers that has room, of a head over numbers at most, and of a cell of a map."""
SHORT_TEXT, TEXT_WIDEST = 60.0, 190.0
"""Points up to which texts do not break, and beyond which all do."""


PARTED = 0.45
"""Height of the parts of a chart, of what it may take as a whole: two of them stand on a page."""


@dataclass(frozen=True)
class Part:
    """Columns that stand side by side, by their places in the exhibit; ``widths``: first that of the heads."""

    places: tuple[int, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Layout:
    """In which style a table is set, and its parts."""

    style: Style
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Room:
    """How wide a column is at least, how wide it would be, and how wide where there is plenty of room."""

    least: float
    wished: float
    full: float


def charts_of(exhibit: Exhibit, width: float, tallest: float) -> list[Chart]:
    """The chart of an exhibit; where it is taller than ``tallest``, several on one scale, each of some of the rows."""
    whole = chart_of(exhibit, width)
    if whole is None or whole.height <= tallest:
        return [whole] if whole else []
    count = math.ceil(whole.height / (PARTED * tallest))
    size = math.ceil(len(exhibit.rows) / count)
    parts = [exhibit.rows[at : at + size] for at in range(0, len(exhibit.rows), size)]
    found = (chart_of(replace(exhibit, rows=part, end=_end(exhibit)), width) for part in parts)
    return [chart for chart in found if chart]


def _end(exhibit: Exhibit) -> float:
    """Of the scale that holds all rows."""
    unit = exhibit.columns[measured(exhibit)].unit
    places = [at for at, column in enumerate(exhibit.columns) if column.unit == unit and column.role != "n"]
    return max([exhibit.end, *(row.cells[at].value or 0.0 for row in exhibit.rows for at in places)])


def layout(exhibit: Exhibit, width: float, gutter: float, styles: Sequence[Style]) -> Layout:
    """In the first of the styles in which all columns stand side by side within ``width`` points, else in the last."""
    style, rooms, heads = _measured(exhibit, width, gutter, styles)
    places = _placed(rooms, width - heads.least, gutter)
    parts = (Part(part, _widths([rooms[at] for at in part], heads, width, gutter)) for part in places)
    return Layout(style, tuple(parts))


def is_text(exhibit: Exhibit, place: int) -> bool:
    """Whether a column holds words: nothing in it is a number, and not all of it is withheld."""
    column = exhibit.columns[place]
    cells = [row.cells[place] for row in exhibit.rows]
    numbers = column.role or column.unit or any(cell.value is not None or cell.shade >= 0 for cell in cells)
    return not numbers and any(len(cell.shown) > 1 for cell in cells)


def _measured(exhibit: Exhibit, width: float, gutter: float, styles: Sequence[Style]) -> tuple[Style, list[Room], Room]:
    """The cells of a map are equally wide, unless only unequal ones stand side by side."""
    equally = (True, False) if exhibit.picture == "heat" else (False,)
    for alike, style in product(equally, styles):
        heads = _head_room(exhibit, style, width)
        rooms = [_room(exhibit, place, style) for place in range(len(exhibit.columns))]
        rooms = _alike(rooms) if alike else rooms
        if heads.least + sum(room.least + gutter for room in rooms) <= width:
            break
    return style, rooms, heads


def _alike(rooms: Sequence[Room]) -> list[Room]:
    """Equally wide cells, of which narrow ones are no map."""
    least = max((room.least for room in rooms), default=0.0)
    wished = max((room.wished for room in rooms), default=0.0)
    return [Room(least, max(wished, CELL), max(wished, CELL))] * len(rooms)


def _placed(rooms: Sequence[Room], width: float, gutter: float) -> list[tuple[int, ...]]:
    """Columns that stand side by side, in as few parts as it takes, which are about equal."""
    for count in range(1, len(rooms)):
        size = -(-len(rooms) // count)
        parts = [tuple(range(start, min(start + size, len(rooms)))) for start in range(0, len(rooms), size)]
        if all(sum(rooms[place].least + gutter for place in part) <= width for part in parts):
            return parts
    return [(place,) for place in range(len(rooms))] or [()]


def _head_room(exhibit: Exhibit, style: Style, width: float) -> Room:
    """As wide that heads take about two lines, within limits."""
    heads = [exhibit.corner, *(row.head for row in exhibit.rows), *(row.about for row in exhibit.rows)]
    wished = max(NARROWEST, *(_wide(head, style) for head in heads))
    return Room(min(max(NARROWEST, TWO_LINES * wished), NARROW * width), min(wished, WIDEST * width), wished)


def _room(exhibit: Exhibit, place: int, style: Style) -> Room:
    """Words break between them, short ones and numbers not at all: “EUR 1,200” stays on a line."""
    head, cells = exhibit.columns[place].title, [row.cells[place].shown for row in exhibit.rows]
    longest = max((_wide(shown, style) for shown in cells), default=0.0)
    if is_text(exhibit, place):
        wished = min(max(longest, _wide(head, style)), TEXT_WIDEST)
        words = max(_widest_word(shown, style) for shown in (head, *cells))
        return Room(min(max(words, wished / 2, min(wished, SHORT_TEXT)), TEXT_WIDEST), wished, wished)
    least = min(max(_widest_word(head, style), longest), TEXT_WIDEST)
    wished = max(least, _of_two_lines(head, style), NUMBER)
    return Room(least, wished, max(wished, min(_wide(head, style), HEAD_WIDEST)))


def _of_two_lines(head: str, style: Style) -> float:
    """How wide a head is that takes no more than these."""
    wide = _wide(head, style)
    return wide if wide <= ONE_LINE else max(ONE_LINE, TWO_LINES * wide)


def _wide(words: str, style: Style) -> float:
    return fonts.width(one_line(words), style.size, True) + 1.0


def _widest_word(words: str, style: Style) -> float:
    return max((_wide(word, style) for word in one_line(words).split(" ")), default=0.0)


def _widths(rooms: Sequence[Room], heads: Room, width: float, gutter: float) -> tuple[float, ...]:
    """Each column as wide as it wishes while there is room, or all of them nearer to it; heads take what is left."""
    room = width - gutter * len(rooms)
    if sum(one.full for one in (heads, *rooms)) <= room:
        wides = [one.full for one in rooms]
    else:
        missing = sum(one.wished - one.least for one in (heads, *rooms))
        free = max(room - sum(one.least for one in (heads, *rooms)), 0.0)
        share = min(1.0, free / missing) if missing else 0.0
        wides = [one.least + share * (one.wished - one.least) for one in rooms]
    return (room - sum(wides), *wides)
