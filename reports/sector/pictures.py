"""A chart of a sector report as a file of its own: its title above; below, how to read it and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.charts import LABELS, Label, Rect
from reports.drawing import svg
from reports.sector.charts import chart_of
from reports.sector.colours import colours_of
from reports.sector.frame import Shape
from reports.sector.values import Exhibit, SectorReport
from reports.text import lines, one_line
from reports.theme import Style

WIDTH, MARGIN = 640.0, 16.0


def picture(report: SectorReport, exhibit: Exhibit) -> bytes | None:
    """The chart as an SVG document with its own colours; None where there is no chart of the exhibit."""
    room = WIDTH - 2 * MARGIN
    chart = chart_of(exhibit, room)
    if chart is None:
        return None
    over = list(_written([chart.title], "title", 15.0, room))
    draft = [report.labels.draft] if report.draft else []
    under = list(_written([*draft, exhibit.about, *exhibit.notes, report.cite], "axis", 10.0, room))
    top = MARGIN + (over[-1].y if over else 0) + 12
    bottom = top + chart.height + 10
    height = bottom + (under[-1].y if under else 0) + MARGIN
    ground = Rect(0, 0, WIDTH, height, "light")
    shapes: list[Shape] = [ground, *_moved(over, MARGIN), *_moved(chart.shapes, top), *_moved(under, bottom)]
    told = " ".join(text for text in (chart.description, report.cite) if text)
    whole = replace(chart, width=WIDTH, height=height, shapes=tuple(shapes), description=told)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg(whole, colours_of(report.branding))}\n'.encode()


def _written(texts: Sequence[str], role: str, leading: float, room: float) -> Iterator[Label]:
    """The lines of these texts below each other, as far as there are any."""
    size, bold, _colour = LABELS[role]
    broken = [line for text in texts if text for line in lines(one_line(text), Style(size, bold=bold), room)]
    for number, line in enumerate(broken):
        yield Label(0, leading * (number + 1) - 3, line, role)


def _moved(shapes: Sequence[Shape], down: float) -> Iterator[Shape]:
    for shape in shapes:
        if isinstance(shape, Rect | Label):
            yield replace(shape, x=shape.x + MARGIN, y=shape.y + down)
        else:
            left, right = shape.x1 + MARGIN, shape.x2 + MARGIN
            yield replace(shape, x1=left, x2=right, y1=shape.y1 + down, y2=shape.y2 + down)
