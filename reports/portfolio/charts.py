"""The charts of a portfolio: levels, the spread of each dimension, and mean changes with their intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.charts import Chart, Label, Line, Rect
from reports.portfolio.values import LevelCount, PairedPart, PortfolioReport, Spread
from reports.text import fitted

PITCH, THICK = 18.0, 11.0
LEVELS = 14.0
"""Height of the line with the names of the levels."""
Shapes = list[Rect | Line | Label]


def level_chart(report: PortfolioReport, width: float = 480) -> Chart:
    """A bar for each level, the lowest first, with how many clients stand there."""
    labels, left, right = report.labels, 0.24 * width, width - 74
    most = max((level.n for level in report.levels), default=0) or 1
    shapes: Shapes = []
    for place, level in enumerate(report.levels):
        shapes += _level(level, place * PITCH + 2, left, right, most)
    rows = tuple((level.title, level.shown) for level in report.levels)
    height = PITCH * len(report.levels) + 2
    return Chart(
        "levels", width, height, tuple(shapes), labels.levels, report.levels_text, (labels.level, labels.clients), rows
    )


def _level(level: LevelCount, y: float, left: float, right: float, most: int) -> Iterator[Rect | Label]:
    yield from _track(level.title, level.shown, y, (left, right))
    if level.n:
        yield Rect(left, y, max(level.n / most * (right - left), 1.5), THICK, "bar", 2)


def _track(title: str, value: str, y: float, between: tuple[float, float]) -> Iterator[Rect | Label]:
    """What every line of a chart has: its name, its ground and its value."""
    left, right = between
    yield Label(left - 10, y + 8.5, fitted(title, 8.5, False, left - 10), "label", "end")
    yield Rect(left, y, right - left, THICK, "track", 2)
    yield Label(right + 8, y + 8.7, value, "value")


def spread_chart(report: PortfolioReport, width: float = 480) -> Chart:
    """A line for the overall score and each dimension, in the order of the instrument: from the lowest to the highest
    score, with the middle half, the median and the mean; and where levels begin, if that holds for all of them."""
    labels, left, right = report.labels, 0.34 * width, width - 34
    spreads = (report.overall, *report.dimensions)
    height = LEVELS + PITCH * len(spreads) + 2
    shapes: Shapes = []
    for place, spread in enumerate(spreads):
        shapes += _spread(spread, LEVELS + place * PITCH + 2, left, right)
    if all(spread.maximum == 100 for spread in spreads):
        shapes += _level_grid(report.levels, left, right, height)
    headers, rows = spread_table(report)
    return Chart("spread", width, height, tuple(shapes), labels.dimensions, labels.spread_text, headers, rows)


def _level_grid(levels: Sequence[LevelCount], left: float, right: float, height: float) -> Iterator[Line | Label]:
    for level in levels:
        start, end = (left + bound / 100 * (right - left) for bound in (level.start, level.end))
        if level.start > 0:
            yield Line(start, 2, start, height, "cut")
        yield Label((start + end) / 2, 9, fitted(level.title, 7, False, end - start - 4), "axis", "middle")


def spread_table(report: PortfolioReport) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Every figure of the chart: its heads, and a row for the overall score and each dimension."""
    labels = report.labels
    rows = (
        (one.title, one.n_shown, one.mean_shown, one.median_shown, one.middle_shown, one.ends_shown)
        for one in (report.overall, *report.dimensions)
    )
    return (labels.dimension, labels.n, labels.mean, labels.median, labels.middle, labels.ends), tuple(rows)


def _spread(spread: Spread, y: float, left: float, right: float) -> Iterator[Rect | Label]:
    yield from _track(spread.title, spread.mean_shown, y, (left, right))
    if spread.mean is None or not spread.maximum:
        return
    scale = (right - left) / spread.maximum
    if spread.low is None:
        for value in spread.points:
            yield _dot(left + value * scale, y + THICK / 2, "bar")
    else:
        yield from _box(spread, y, left, scale)
        yield _dot(left + spread.mean * scale, y + THICK / 2, "peers")


def _box(spread: Spread, y: float, left: float, scale: float) -> Iterator[Rect]:
    least, low, median, high, most = (
        left + (value or 0.0) * scale for value in (spread.least, spread.low, spread.median, spread.high, spread.most)
    )
    yield Rect(least, y + THICK / 2 - 0.5, max(most - least, 1.0), 1.0, "peers")
    yield Rect(low, y + 1, max(high - low, 1.0), THICK - 2, "middle", 1)
    yield Rect(median - 1, y, 2, THICK, "bar")


def _dot(x: float, y: float, role: str) -> Rect:
    return Rect(x - 2.2, y - 2.2, 4.4, 4.4, role, 2.2)


def change_chart(report: PortfolioReport, width: float = 480) -> Chart:
    """The mean change of each pair of stages with its interval, around a line where nothing has changed."""
    labels, left, right = report.labels, 0.3 * width, width - 44
    low, high = _reach(report.progress)
    scale = (right - left) / (high - low)
    height = PITCH * len(report.progress) + 14
    zero = left - low * scale
    shapes: Shapes = []
    for place, part in enumerate(report.progress):
        shapes += _track(part.title, part.change_shown, place * PITCH + 2, (left, right))
        shapes += _interval(part, place * PITCH + 2, zero, scale)
    shapes += [Line(zero, 0, zero, height - 12, "cut"), Label(zero, height - 2, "0", "axis", "middle")]
    rows = tuple((part.title, part.change_shown) for part in report.progress)
    heads = (labels.clients, labels.change)
    told = labels.progress_chart_text
    return Chart("changes", width, height, tuple(shapes), labels.progress_chart, told, heads, rows)


def _reach(parts: Sequence[PairedPart]) -> tuple[float, float]:
    """The ends of the scale: all intervals, and nothing changed."""
    ends = [value for part in parts for value in (part.change, part.low, part.high) if value is not None]
    low, high = min(0.0, *ends, 0.0), max(0.0, *ends, 0.0)
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


def _interval(part: PairedPart, y: float, zero: float, scale: float) -> Iterator[Rect]:
    if part.low is not None and part.high is not None:
        yield Rect(zero + part.low * scale, y + THICK / 2 - 1, max((part.high - part.low) * scale, 1.0), 2, "peers")
    if part.change is not None:
        yield _dot(zero + part.change * scale, y + THICK / 2, "bar")
