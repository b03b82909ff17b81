"""A section on paper: its heading, what it says, and its exhibits; the annex holds sections of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from reports.blocks import Heading, Picture, Tagged, text
from reports.charts import Chart
from reports.firm.paper.pieces import chapter_heading
from reports.flow import Item, Stack
from reports.sector.laying import charts_of
from reports.sector.paper.figures import figures
from reports.sector.paper.pieces import sentences
from reports.sector.values import Exhibit, Section
from reports.structure import Tag
from reports.theme import BODY, FINE_NOTE, NOTE, SUBHEADING, Grid, Style

WHOLE = 0.5
"""An exhibit that takes no more of a page than this is not parted between two."""
TOGETHER = 0.85
"""Of a page, at most, of what is kept together at the beginning of a section."""
TALLEST = 0.7
"""Of a page: a taller chart is parted."""
IN_ANNEX = Style(13, 17, bold=True)
EXHIBIT_IN_ANNEX = Style(9.5, 13, bold=True)

Colours = Mapping[str, str]


def told_once(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with each explanation of how to read a chart where it is first needed: what comes after has the same
    key, and two comparisons stand on a page."""
    told: set[str] = set()
    found = []
    for one in sections:
        exhibits = []
        for exhibit in one.exhibits:
            exhibits.append(replace(exhibit, about="") if exhibit.about in told else exhibit)
            told.add(exhibit.about)
        found.append(replace(one, exhibits=tuple(exhibits)))
    return tuple(found)


def section(one: Section, grid: Grid, colours: Colours, gap: float) -> tuple[Item, ...]:
    """The chapter of a section."""
    return _items(chapter_heading(f"section-{one.id}", one.title, grid, gap=gap), one, grid, colours)


def annex(sections: Sequence[Section], title: str, grid: Grid, colours: Colours, gap: float) -> tuple[Item, ...]:
    """The chapter of all sections that belong into an annex; nothing without any."""
    if not sections:
        return ()
    items = [chapter_heading("annex", title, grid, gap=gap)]
    for one in sections:
        heading = Heading(text(one.title, IN_ANNEX, grid.full), f"section-{one.id}", one.title, 1)
        items += _items(Item(heading, gap=16, keep=True), one, grid, colours)
    return tuple(items)


def _items(heading: Item, one: Section, grid: Grid, colours: Colours) -> tuple[Item, ...]:
    """What is said stands with the beginning of the first exhibit where both are short: no section is torn there."""
    told, exhibits = list(_told(one, grid)), list(_exhibits(one, grid, colours))
    if told and exhibits:
        begun = list(takewhile(lambda item: item.keep, exhibits)) or exhibits[:1]
        if Stack((heading, *told, *begun)).height <= TOGETHER * grid.body:
            told[-1] = replace(told[-1], keep=True, whole=True)
    return (heading, *told, *exhibits)


def _told(one: Section, grid: Grid) -> Iterator[Item]:
    """What leads in, which stays with what follows, and what was found."""
    for place, sentence in enumerate(one.lead):
        yield Item(text(sentence, BODY, grid.full), gap=6 if place else 4, keep=True, whole=True)
    if one.findings:
        yield Item(sentences(one.findings, grid.full, BODY), gap=8)


def _exhibits(one: Section, grid: Grid, colours: Colours) -> Iterator[Item]:
    for exhibit in one.exhibits:
        items = tuple(_exhibit(exhibit, grid, colours, in_annex=one.annex))
        whole = Stack(items)
        if whole.height <= WHOLE * grid.body:
            yield Item(whole, gap=18, whole=True)
        else:
            first, *others = items
            yield from (Item(first.block, gap=18, keep=True), *others)


def _exhibit(exhibit: Exhibit, grid: Grid, colours: Colours, *, in_annex: bool) -> Iterator[Item]:
    tag, style = (Tag("H3"), EXHIBIT_IN_ANNEX) if in_annex else (Tag("H2"), SUBHEADING)
    yield Item(Tagged(tag, text(exhibit.title, style, grid.full)), keep=True)
    charts = _charts(exhibit, grid)
    for chart in charts:
        yield Item(Picture(chart), gap=8, keep=chart is charts[-1])
    if exhibit.about:
        yield Item(text(exhibit.about, NOTE, grid.full), gap=6, keep=True)
    tables = figures(exhibit, grid.full, colours)
    for place, one in enumerate(tables):
        yield Item(one, gap=10 if place else 8)
    for place, note in enumerate(exhibit.notes):
        yield Item(text(note, FINE_NOTE, grid.full), gap=2 if place else 5)


def _charts(exhibit: Exhibit, grid: Grid) -> list[Chart]:
    """Of a heat map none: its table has the shades behind the figures."""
    return [] if exhibit.picture == "heat" else charts_of(exhibit, grid.full, TALLEST * grid.body)
