"""Rows on one scale: a bar for each, or how the firms of each are spread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reports.charts import Rect
from reports.sector.frame import SCALE, THICK, Drawn, Frame, Mark, Shape, Sign, frame, key, scale, track
from reports.sector.values import Cell, Exhibit, Role

Cells = Sequence[Cell]


def bars(exhibit: Exhibit, width: float) -> Drawn:
    """A bar for each row from zero, with its interval and its weighted value where they are published."""
    place = measured(exhibit)
    cells = [row.cells[place] for row in exhibit.rows]
    by_role = _columns(exhibit, ("low", "high", "weighted"))
    shapes, top = key(_bar_marks(exhibit, place, by_role), width)
    values = _values(cells, *by_role.values())
    ends = min(0.0, *values, 0.0), max(exhibit.end, *values)
    ground = frame(exhibit, [cell.shown for cell in cells], ends, width, top + SCALE)
    shapes += scale(ground, top)
    for at, (row, cell) in enumerate(zip(exhibit.rows, cells, strict=True)):
        shapes += track(ground, at, row, cell.shown)
        found = {role: column[at].value for role, column in by_role.items()}
        shapes += _bar(ground, at, cell.value)
        shapes += _line(ground, at, found.get("low"), found.get("high"))
        shapes += _dot(ground, at, found.get("weighted"))
    return shapes, ground.height


def measured(exhibit: Exhibit) -> int:
    """The place of the column that bars are drawn of: the first with a unit that does not count the firms of a row."""
    united = [at for at, column in enumerate(exhibit.columns) if column.unit]
    return next((at for at in united if exhibit.columns[at].role != "n"), united[0] if united else 0)


def _bar_marks(exhibit: Exhibit, place: int, by_role: Mapping[Role, list[Cell]]) -> list[Mark]:
    """A key, where there is more than bars."""
    if not by_role:
        return []
    titles = {column.role: column.title for column in exhibit.columns}
    marks: list[Mark] = [(_bar_sign, exhibit.columns[place].title)]
    if {"low", "high"} <= by_role.keys():
        marks.append((_line_sign, f"{titles['low']} – {titles['high']}"))
    return [*marks, (_dot_sign, titles["weighted"])] if "weighted" in by_role else marks


def spread(exhibit: Exhibit, width: float) -> Drawn:
    """For each row a line from P10 to P90, a box of the middle half, a stroke at the median and a dot at the mean, as
    far as they are published; beside it the mean, or the median where an exhibit has no means."""
    by_role = _columns(exhibit, ROLES)
    shapes, top = key(_spread_marks(exhibit), width)
    values = _values(*by_role.values())
    beside = by_role.get("mean") or by_role.get("p50") or [row.cells[0] for row in exhibit.rows]
    ends = min(0.0, *values, 0.0), max(exhibit.end, *values)
    ground = frame(exhibit, [cell.shown for cell in beside], ends, width, top + SCALE)
    shapes += scale(ground, top)
    for at, row in enumerate(exhibit.rows):
        shapes += track(ground, at, row, beside[at].shown)
        shapes += _spread(ground, at, {role: column[at].value for role, column in by_role.items()})
    return shapes, ground.height


ROLES: tuple[Role, ...] = ("p10", "p25", "p50", "p75", "p90", "mean")
"""Columns that a spread is drawn of."""


def _spread(ground: Frame, at: int, found: Mapping[Role, float | None]) -> Iterator[Shape]:
    yield from _line(ground, at, found.get("p10"), found.get("p90"))
    low, median, high = found.get("p25"), found.get("p50"), found.get("p75")
    y = ground.y(at)
    if low is not None and high is not None:
        yield from _box(ground.x(low), ground.x(high), y)
    if median is not None:
        yield Rect(ground.x(median) - 1, y, 2, THICK, "bar")
    yield from _dot(ground, at, found.get("mean"))


def _spread_marks(exhibit: Exhibit) -> list[Mark]:
    """What of it an exhibit has, called by the heads of its columns."""
    titles = {column.role: column.title for column in exhibit.columns}
    pairs: tuple[tuple[Role, Role, Sign], ...] = (("p10", "p90", _line_sign), ("p25", "p75", _box_sign))
    marks: list[Mark] = [
        (sign, f"{titles[low]} – {titles[high]}") for low, high, sign in pairs if {low, high} <= titles.keys()
    ]
    single: tuple[tuple[Role, Sign], ...] = (("p50", _stroke_sign), ("mean", _dot_sign))
    return [*marks, *((sign, titles[role]) for role, sign in single if role in titles)]


def _columns(exhibit: Exhibit, roles: Sequence[Role]) -> dict[Role, list[Cell]]:
    """The cells of the columns that have these roles, as far as there are such columns."""
    places = {column.role: at for at, column in reversed(list(enumerate(exhibit.columns))) if column.role in roles}
    return {role: [row.cells[place] for row in exhibit.rows] for role, place in places.items()}


def _values(*columns: Cells) -> list[float]:
    return [0.0, *(cell.value for column in columns for cell in column if cell.value is not None)]


def _bar(ground: Frame, at: int, value: float | None) -> Iterator[Rect]:
    if value is None:
        return
    start, end = sorted((ground.x(0), ground.x(value)))
    yield Rect(start, ground.y(at), max(end - start, 1.5), THICK, "bar", 2)


def _line(ground: Frame, at: int, low: float | None, high: float | None) -> Iterator[Rect]:
    """A line with two ends; over a bar it is seen by the light that it has around it."""
    if low is not None and high is not None:
        yield from _whisker(ground.x(low), ground.x(high), ground.y(at))


def _whisker(start: float, end: float, y: float) -> Iterator[Rect]:
    middle = y + THICK / 2
    yield Rect(start, middle - 1.6, max(end - start, 1.0), 3.2, "light")
    for x in (start, end):
        yield Rect(x - 1.4, y + 1.6, 2.8, THICK - 3.2, "light")
    yield Rect(start, middle - 0.6, max(end - start, 1.0), 1.2, "peers")
    for x in (start, end):
        yield Rect(x - 0.6, y + 2.4, 1.2, THICK - 4.8, "peers")


def _box(start: float, end: float, y: float) -> Iterator[Rect]:
    yield Rect(start, y + 1, max(end - start, 1.0), THICK - 2, "middle", 1)


def _dot(ground: Frame, at: int, value: float | None) -> Iterator[Rect]:
    if value is not None:
        yield from _point(ground.x(value), ground.y(at))


def _point(x: float, y: float) -> Iterator[Rect]:
    middle = y + THICK / 2
    yield Rect(x - 3.2, middle - 3.2, 6.4, 6.4, "light", 3.2)
    yield Rect(x - 2.3, middle - 2.3, 4.6, 4.6, "peers", 2.3)


def _bar_sign(x: float, y: float) -> Iterator[Rect]:
    yield Rect(x, y + 1.5, 14, 7, "bar", 2)


def _line_sign(x: float, y: float) -> Iterator[Rect]:
    return _whisker(x + 1, x + 13, y - 0.5)


def _box_sign(x: float, y: float) -> Iterator[Rect]:
    return _box(x, x + 14, y - 0.5)


def _stroke_sign(x: float, y: float) -> Iterator[Rect]:
    yield Rect(x + 6, y, 2, 10, "bar")


def _dot_sign(x: float, y: float) -> Iterator[Rect]:
    return _point(x + 7, y - 0.5)
