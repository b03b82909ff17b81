"""Charts by shades: a map of cells, and bars that are parted; every cell and part has its number too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from reports import fonts
from reports.charts import LABELS, NARROW, Label, Line, Rect
from reports.sector.frame import LINE, THICK, Drawn, Frame, Mark, Shape, Shapes, frame, head, key
from reports.sector.values import SHADES, Cell, Exhibit
from reports.text import fitted, lines, one_line
from reports.theme import Style

ROOM = 0.28
"""Part of the width that a map leaves to the heads of its rows."""
CELL = 15.0
"""Height of a cell."""


def heat(exhibit: Exhibit, width: float) -> Drawn:
    """A map of rows and columns, the darker the higher. On a narrow page the columns have numbers, told above."""
    drawn = [at for at, column in enumerate(exhibit.columns) if column.role != "n"]
    titles = [one_line(exhibit.columns[at].title) for at in drawn]
    left = 0.0 if width < NARROW else ROOM * width
    each = (width - left) / max(len(drawn), 1)
    shapes, top = _numbered(titles, each, width) if width < NARROW else _heads(titles, left, each)
    pitch = CELL + 15 if width < NARROW else CELL + 1
    for place, row in enumerate(exhibit.rows):
        y = top + place * pitch
        role = "strong" if row.strong else "label"
        base = y + 9 if width < NARROW else y + 10.8
        room = width if width < NARROW else left - 8
        shapes.append(Label(0, base, fitted(row.head, 8.5, row.strong, room), role))
        for number, at in enumerate(drawn):
            corner = left + number * each, y + pitch - CELL - 1
            shapes += _cell(row.cells[at], corner, each - 1)
    return shapes, top + pitch * len(exhibit.rows) + 2


def _heads(titles: Sequence[str], left: float, each: float) -> tuple[Shapes, float]:
    """Over each column its title, in up to three lines that end above the first cell."""
    size = LABELS["axis"][0]
    broken = [lines(title, Style(size, max_lines=3), each - 3) for title in titles]
    deep = max(map(len, broken), default=0)
    step = size + 1.5
    return [
        Label(left + (at + 0.5) * each, step * (deep - len(one) + number + 1), line, "axis", "middle")
        for at, one in enumerate(broken)
        for number, line in enumerate(one)
    ], step * deep + 5


def _numbered(titles: Sequence[str], each: float, width: float) -> tuple[Shapes, float]:
    """A list of the columns, and over each its number in that list."""
    shapes: Shapes = []
    for place, title in enumerate(titles):
        shapes.append(Label(0, 8 + place * LINE, f"{place + 1}", "here"))
        shapes.append(Label(12, 8 + place * LINE, fitted(title, LABELS["axis"][0], False, width - 12), "axis"))
    top = len(titles) * LINE + 12
    shapes += [Label((at + 0.5) * each, top, f"{at + 1}", "here", "middle") for at in range(len(titles))]
    return shapes, top + 3


def _cell(cell: Cell, corner: tuple[float, float], wide: float) -> Iterator[Shape]:
    x, y = corner
    if cell.shade >= 0:
        yield Rect(x, y, wide, CELL, f"shade{min(cell.shade, SHADES - 1)}", 1)
    role = "cell" if cell.value is not None else "absent"
    yield Label(x + wide / 2, y + 10.6, fitted(cell.shown, LABELS[role][0], False, wide), role, "middle")


def stack(exhibit: Exhibit, width: float) -> Drawn:
    """A bar for each row, parted by the shares of its columns in their order; every other part is hatched."""
    parts = parts_of(exhibit)
    marks: list[Mark] = [
        (partial(_part_sign, number, len(parts)), exhibit.columns[at].title) for number, at in enumerate(parts)
    ]
    shapes, top = key(marks, width)
    longest = max(sum(row.cells[at].value or 0.0 for at in parts) for row in exhibit.rows)
    ground = frame(exhibit, (), (0.0, max(longest, 1.0)), width, top)
    for place, row in enumerate(exhibit.rows):
        shapes += head(ground, place, row)
        shapes += _parts(ground, place, [row.cells[at] for at in parts])
    return shapes, ground.height


def parts_of(exhibit: Exhibit) -> list[int]:
    """The places of the columns that part a bar: the shares, else all with a unit that do not count firms."""
    shares = [at for at, column in enumerate(exhibit.columns) if column.role == "share"]
    return shares or [at for at, column in enumerate(exhibit.columns) if column.unit and column.role != "n"]


def _parts(ground: Frame, place: int, cells: Sequence[Cell]) -> Iterator[Shape]:
    reached, y = 0.0, ground.y(place) - 1
    for number, cell in enumerate(cells):
        if not cell.value:
            continue
        start, end = ground.x(reached), ground.x(reached + cell.value)
        reached += cell.value
        yield from _part(number, len(cells), (start, y, max(end - start - 1, 1.0), THICK + 2))
        yield from _written(cell.shown, _shade(number, len(cells)), (start, y, end - start - 1))


def _part(number: int, of: int, box: tuple[float, float, float, float]) -> Iterator[Shape]:
    x, y, wide, high = box
    yield Rect(x, y, wide, high, _shade(number, of))
    if number % 2:
        for step in range(1, int(wide // HATCH) + 1):
            yield Line(x + step * HATCH - HATCH / 2, y, x + step * HATCH - HATCH / 2, y + high, "hatch")


HATCH = 3.5
"""Between two strokes of a hatched part."""


def _shade(number: int, of: int) -> str:
    return f"shade{round(number * (SHADES - 1) / max(of - 1, 1))}"


def _written(shown: str, shade: str, box: tuple[float, float, float]) -> Iterator[Shape]:
    """The number on a plate of its part's own shade, where there is room for it."""
    x, y, wide = box
    needed = fonts.width(shown, LABELS["cell"][0]) + 3
    if needed <= wide:
        yield Rect(x + (wide - needed) / 2, y + 1.5, needed, THICK - 1, shade)
        yield Label(x + wide / 2, y + 9.6, shown, "cell", "middle")


def _part_sign(number: int, of: int, x: float, y: float) -> Iterator[Shape]:
    return _part(number, of, (x, y + 0.5, 14, 9))
