"""What changed since the assessment before, on paper: part by part, and which answers moved the score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.blocks import Tagged, text
from reports.firm.paper.pieces import chapter_heading, columns, marked, subheading, tick
from reports.firm.values import FirmReport, ProgressPart
from reports.flow import Columns, Item
from reports.tables import Cells, Column, table
from reports.theme import BODY, FINE, FINE_NOTE, SMALL, Grid

NUMBER = replace(FINE, align="right")
NUMBERS = 42.0
"""Width of each column of numbers."""
GAP = 5.0


MOST = 6
"""So many questions that moved the score are told at least, those that moved it most."""


def since_last(report: FirmReport, grid: Grid, *, brief: bool = False) -> tuple[Item, ...]:
    """The chapter; nothing for a first assessment. ``brief``: only what moved the score most."""
    progress = report.progress
    if progress is None:
        return ()
    return (
        chapter_heading("progress", report.labels.progress, grid, gap=15),
        Item(text(f"{progress.lead} {progress.caution}", BODY, grid.full), gap=2, keep=True),
        Item(_tables(report, progress, grid, MOST if brief else None), gap=6),
        *_done(report, progress, grid),
    )


def _tables(report: FirmReport, progress: ProgressPart, grid: Grid, most: int | None) -> Columns:
    """Part by part, then question by question, so that it adds up to the change of the score, unless cut short."""
    first = Item(_lines(report, progress, grid.half))
    return columns([first, *_moved(report, progress, grid.half, most)], grid)


def _lines(report: FirmReport, progress: ProgressPart, width: float) -> Tagged:
    words = report.labels
    heads = (
        Column(words.dimension, width - 3 * NUMBERS - 3 * GAP, FINE),
        *(Column(head, NUMBERS, NUMBER) for head in (words.before, words.after, words.change)),
    )
    rows: list[Cells] = [(line.title, line.before, line.after, line.change) for line in progress.lines]
    if whole := progress.overall:
        bold = [replace(column.style, bold=True) for column in heads]
        told = (whole.title, whole.before, whole.after, whole.change)
        rows.append([text(words, style, c.width) for words, style, c in zip(told, bold, heads, strict=True)])
    return table(heads, rows, gutter=GAP)


def _moved(report: FirmReport, progress: ProgressPart, width: float, most: int | None) -> Iterator[Item]:
    if progress.parts:
        heads = (
            Column(report.labels.moved, width - NUMBERS - GAP, FINE),
            Column(report.labels.points, NUMBERS, NUMBER),
        )
        told = progress.parts[:most]
        yield Item(table(heads, [(fact.label, fact.value) for fact in told], gutter=GAP), gap=12)
        if left_away := len(progress.parts) - len(told):
            yield Item(text(report.labels.files.more_questions.format(n=left_away), FINE_NOTE, width), gap=3)
    if progress.rest:
        yield Item(text(progress.rest, FINE, width), gap=4)


def _done(report: FirmReport, progress: ProgressPart, grid: Grid) -> Iterator[Item]:
    if progress.done:
        yield subheading(report.labels.was_done, grid.full, gap=12)
        yield Item(marked(tick, [text(action, SMALL, grid.full - 18) for action in progress.done], gap=3), gap=3)
