"""One page that stands alone: what was found in one sentence, a few large figures, and what a board reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports import fonts
from reports.blocks import Panel, Row, text
from reports.firm.paper.pieces import chapter_heading, subheading
from reports.firm.values import Fact
from reports.flow import Item, Stack, stack
from reports.sector.paper.pieces import sentences
from reports.sector.values import SectorReport
from reports.text import one_line
from reports.theme import BODY, FIGURE, LEAD, NOTE, STRONG, Grid, Style

HEADLINE = Style(15, 21, bold=True)
SENTENCES = (Style(10.5, 16), Style(9.5, 14), Style(9, 12.5), Style(8, 11))
"""The largest of these with which all stands on the page."""
SIZES = (26.0, 22.0, 18.0, 15.0)
"""Of large figures: the first at which none of them takes a second line."""
GUTTER, PADDING = 18.0, 16.0


def summary(report: SectorReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter; where there are no figures, why."""
    for style in SENTENCES:
        items = tuple(_summary(report, grid, style))
        if Stack(items).height <= grid.body:
            break
    return items


def _summary(report: SectorReport, grid: Grid, style: Style) -> Iterator[Item]:
    words = report.labels
    yield chapter_heading("summary", words.summary, grid)
    if report.nothing:
        told = stack(
            text(words.nothing, STRONG, grid.full - 28), Item(text(report.nothing, BODY, grid.full - 28), gap=3)
        )
        yield Item(Panel(told, grid.full), gap=12)
    if report.headline:
        yield Item(text(report.headline, HEADLINE, grid.full), gap=10)
    if report.strip:
        yield Item(figure_strip(report.strip, grid.full), gap=16)
    if report.summary:
        yield subheading(words.findings, grid.full, gap=20)
        yield Item(sentences(report.summary, grid.full, style), gap=7)


def figure_strip(facts: Sequence[Fact], width: float) -> Panel:
    """Figures to be seen from afar, side by side, each above what it counts."""
    each = (width - 2 * PADDING - GUTTER * (len(facts) - 1)) / len(facts)
    style = _figure_style(facts, each)
    cells = tuple((place * (each + GUTTER), _figure(one, style, each)) for place, one in enumerate(facts))
    return Panel(Row(cells), width, PADDING)


def _figure_style(facts: Sequence[Fact], width: float) -> Style:
    """As large as all of them fit on a line; where not even the smallest does, they break."""
    for size in SIZES:
        if all(fonts.width(one_line(one.value), size, True) <= width for one in facts):
            return replace(FIGURE, size=size, leading=size * 1.2)
    return replace(LEAD, bold=True, colour=FIGURE.colour)


def _figure(one: Fact, style: Style, width: float) -> Stack:
    return stack(text(one.value, style, width), Item(text(one.label, replace(NOTE, colour="ink"), width), gap=2))
