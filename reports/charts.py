"""Charts described once, as plain shapes with roles and a data table; ``drawing`` puts them on a page or into SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reports.firm.values import ActionCard, DimensionLine, FirmReport
from reports.text import fitted, one_line

NARROW = 420.0
"""Below this width (a phone) labels stand above their bars."""

LABELS = {
    "title": (11.0, True, "ink"),
    "label": (8.5, False, "ink"),
    "strong": (8.5, True, "ink"),
    "value": (8.5, True, "ink"),
    "axis": (7.0, False, "muted"),
    "here": (7.0, True, "accent"),
    "step": (7.5, False, "ink"),
    "absent": (8.0, False, "muted"),
    "cell": (8.0, False, "ink"),
}
"""Role of a label → size in points, bold, colour."""


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    role: str
    radius: float = 0


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    role: str


@dataclass(frozen=True)
class Label:
    """``y`` is the baseline; ``anchor`` start, middle or end."""

    x: float
    y: float
    text: str
    role: str
    anchor: str = "start"


@dataclass(frozen=True)
class Chart:
    """Shapes in points from the upper left corner, y downwards, and the same content as words and as a table."""

    id: str
    width: float
    height: float
    shapes: tuple[Rect | Line | Label, ...]
    title: str
    description: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def dimension_bars(report: FirmReport, width: float = 480) -> Chart:
    """A bar for each dimension, the furthest first, with the cuts between the levels and every value written."""
    narrow = width < NARROW
    left, right = (0.0, width - 34) if narrow else (0.34 * width, width - 34)
    # A mark must lie nearer to the bar that it belongs to than to the next one.
    close = 21.0 if any(line.peers for line in report.dimensions) else 18.0
    pitch, top = (34.0, 20.0) if narrow else (close, 16.0)
    height = top + pitch * len(report.dimensions) + 4
    shapes: list[Rect | Line | Label] = []
    for place, dimension in enumerate(ranked(report)):
        shapes += _bar(dimension, left, right, top + place * pitch + (18 if narrow else 4), narrow)
    shapes += _level_grid(report, left, right, height)
    labels = report.labels
    told = " ".join(part for part in (dimension_bars_text(report), report.peers_note) if part)
    headers, rows = _dimension_table(report)
    return Chart("dimensions", width, height, tuple(shapes), labels.dimension_chart, told, headers, rows)


def ranked(report: FirmReport) -> list[DimensionLine]:
    """The dimensions by how far each is, those without a score last; equal ones in the order asked."""
    return sorted(report.dimensions, key=lambda line: -_share(line))


def _share(line: DimensionLine) -> float:
    return -1.0 if line.score is None or not line.maximum else line.score / line.maximum


def dimension_bars_text(report: FirmReport) -> str:
    """How the bars are to be read."""
    labels = report.labels
    return labels.dimension_chart_text if _on_one_scale(report) else labels.dimension_chart_plain


def _on_one_scale(report: FirmReport) -> bool:
    return all(dimension.maximum == 100 for dimension in report.dimensions)


def _dimension_table(report: FirmReport) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Every value of the bars; a column for the firms compared where there are any."""
    labels = report.labels
    lines = ranked(report)
    rows = [(line.title, line.shown, line.level) for line in lines]
    headers = (labels.dimension, labels.score, labels.level)
    if not any(line.peers for line in lines):
        return headers, tuple(rows)
    shown = [line.peers.shown if line.peers else "" for line in lines]
    return (*headers, labels.compared), tuple((*row, peers) for row, peers in zip(rows, shown, strict=True))


def _bar(dimension: DimensionLine, left: float, right: float, y: float, narrow: bool) -> Iterator[Rect | Label]:
    thick = 11.0
    if narrow:
        yield Label(0, y - 4, _name(dimension, right), "label")
    else:
        yield Label(left - 10, y + 8.5, _name(dimension, left - 10), "label", "end")
    yield Rect(left, y, right - left, thick, "track", 2)
    yield from _peers(dimension, left, right, y + thick + 1.5)
    if dimension.score is None:
        yield Label(left + 6, y + 8.3, fitted(dimension.shown, 8, False, right - left - 8), "absent")
        return
    share = min(1.0, max(0.0, dimension.score / dimension.maximum)) if dimension.maximum else 0.0
    if share:
        yield Rect(left, y, share * (right - left), thick, "bar", 2)
    yield Label(right + 8, y + 8.7, dimension.shown, "value")


def _peers(dimension: DimensionLine, left: float, right: float, y: float) -> Iterator[Rect]:
    """The middle half of the firms compared as a line with two ends, a single figure as one stroke."""
    if dimension.peers is None or not dimension.maximum:
        return
    scale = (right - left) / dimension.maximum
    start, end = (left + min(value, dimension.maximum) * scale for value in (dimension.peers.low, dimension.peers.high))
    if end > start:
        yield Rect(start, y + 1.4, end - start, 1.2, "peers")
    thick = 1.2 if end > start else 2.2  # a stroke that stands alone must be seen
    for x in dict.fromkeys((start, end)):
        yield Rect(min(max(x - thick / 2, left), right - thick), y, thick, 4, "peers")


def _name(dimension: DimensionLine, room: float) -> str:
    """Its title where there is room for it, else its short name."""
    title = fitted(dimension.title, 8.5, False, room)
    return title if title == one_line(dimension.title) else fitted(dimension.short, 8.5, False, room)


def _level_grid(report: FirmReport, left: float, right: float, height: float) -> Iterator[Line | Label]:
    """Cuts and names of the levels; not drawn where a dimension is on another scale than 0-100."""
    if not _on_one_scale(report):
        return
    for level in report.levels:
        start, end = (left + bound / 100 * (right - left) for bound in (level.start, level.end))
        if level.start > 0:
            yield Line(start, 4, start, height, "cut")
        yield Label(
            (start + end) / 2,
            11,
            fitted(level.title, 7, True, end - start - 4),
            "here" if level.current else "axis",
            "middle",
        )


def level_scale(report: FirmReport, width: float = 480) -> Chart:
    """The levels side by side, filled as far as the overall score reaches."""
    labels, full = report.labels, max((level.end for level in report.levels), default=100.0) or 100.0
    shapes: list[Rect | Line | Label] = []
    for level in report.levels:
        start, end = level.start / full * width, level.end / full * width - 2
        reach = 0.0 if report.overall is None else min(end, report.overall / full * width) - start
        shapes.append(Rect(start, 0, end - start, 10, "track", 1))
        if reach > 0:
            shapes.append(Rect(start, 0, reach, 10, "bar", 1))
        role = "here" if level.current else "axis"
        shapes.append(Label(start, 22, fitted(level.title, 7, role == "here", end - start), role))
    rows = tuple((level.title, level.range_shown, labels.here if level.current else "") for level in report.levels)
    return Chart(
        "levels", width, 26, tuple(shapes), labels.level_chart, report.headline, (labels.level, labels.points, ""), rows
    )


def timeline(report: FirmReport, width: float = 480) -> Chart:
    """When each step runs, who does it, and what it builds on; every phase is as wide as the others, so that the
    first months have room. On a narrow screen names stand above their bars, and who does it only in the table."""
    labels, narrow = report.labels, width < NARROW
    left, right = (0.0, width) if narrow else (0.42 * width, 0.78 * width)
    pitch, top = (30.0, 22.0) if narrow else (14.0, 18.0)
    each, height = (right - left) / max(len(report.phases), 1), top + pitch * len(report.actions) + 2
    shapes: list[Rect | Line | Label] = []
    for place, phase in enumerate(report.phases):
        x = left + place * each
        shapes.append(Line(x, 0, x, height, "cut"))
        shapes.append(Label(x + 4, 9, fitted(phase.span, 7, False, each - 6), "axis"))
    bars = _bars(report, left, right, top + (14 if narrow else 3), pitch)
    for action, bar in zip(report.actions, bars, strict=True):
        shapes += _after(action, bars, bar)
    shapes += bars  # and names: over the lines that pass them
    for action, bar in zip(report.actions, bars, strict=True):
        base = bar.y - 4 if narrow else bar.y + 6.8
        room = right if narrow else left - 8
        shapes.append(Label(0, base, fitted(f"{action.number}  {action.title}", 7.5, False, room), "step"))
        if not narrow:
            shapes.append(Label(right + 8, base, fitted(action.owner, 7, False, width - right - 8), "axis"))
    headers = (labels.number, labels.action, labels.when, labels.owner, labels.needs)
    rows = tuple((str(a.number), a.title, a.when, a.owner, a.needs_shown) for a in report.actions)
    return Chart("timeline", width, height, tuple(shapes), labels.timeline, labels.timeline_text, headers, rows)


def _bars(report: FirmReport, left: float, right: float, top: float, pitch: float) -> list[Rect]:
    bounds = [float(phase.start) for phase in report.phases[:1]] + [float(phase.end) for phase in report.phases]
    found = []
    for row, action in enumerate(report.actions):
        start, end = (left + (right - left) * _along(bounds, month) for month in (action.start, action.end))
        wide = min(max(end - start, 5.0), right - left)
        found.append(Rect(min(start, right - wide), top + row * pitch, wide, 8, "bar", 2))
    return found


def _after(action: ActionCard, bars: list[Rect], bar: Rect) -> Iterator[Line]:
    """From the end of each step that comes first, down to the row of this one and on to its beginning."""
    for number in action.after:
        first = bars[number - 1]
        x, y = min(first.x + first.width - 1, bar.x + 2), bar.y + bar.height / 2
        yield Line(x, first.y + first.height, x, y, "after")
        if bar.x > x:
            yield Line(x, y, bar.x, y, "after")


def _along(bounds: list[float], month: float) -> float:
    """Where a month stands, 0 to 1, when every phase is as wide as the others."""
    phases = len(bounds) - 1
    for place, (start, end) in enumerate(pairwise(bounds)):
        if month <= end:
            return (place + max(0.0, month - start) / (end - start)) / phases
    return 1.0
