"""What changed since the assessment before, on paper: part by part, and which answers moved the score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.blocks import Cells, Column, Item, table, text
from reports.firm.overview import INDENT, marked, tick
from reports.firm.timetable import chapter_heading
from reports.firm.values import FirmReport, ProgressPart
from reports.theme import BODY, NOTE, SMALL, SUBHEADING, Grid, Style

NUMBER = Style(8, 11.5, align="right")
NUMBERS = 74.0
"""Width of each column of numbers."""


def since_last(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter; nothing for a first assessment."""
    progress = report.progress
    if progress is None:
        return ()
    return (
        chapter_heading("progress", report.labels.progress, grid),
        Item(text(progress.lead, BODY, grid.full), gap=2, keep=True),
        Item(text(progress.caution, NOTE, grid.full), gap=4, keep=True),
        *_lines(report, progress, grid),
        *_parts(report, progress, grid),
        *_done(report, progress, grid),
    )


def _lines(report: FirmReport, progress: ProgressPart, grid: Grid) -> Iterator[Item]:
    words = report.labels
    columns = (
        Column(words.dimension, grid.full - 3 * NUMBERS - 30),
        *(Column(head, NUMBERS, NUMBER) for head in (words.before, words.after, words.change)),
    )
    rows: list[Cells] = [(line.title, line.before, line.after, line.change) for line in progress.lines]
    if whole := progress.overall:
        bold = [replace(column.style, bold=True) for column in columns]
        told = (whole.title, whole.before, whole.after, whole.change)
        rows.append([text(words, style, c.width) for words, style, c in zip(told, bold, columns, strict=True)])
    yield Item(table(columns, rows), gap=10)


def _parts(report: FirmReport, progress: ProgressPart, grid: Grid) -> Iterator[Item]:
    """Question by question, so that it adds up to the change of the score."""
    if progress.parts:
        columns = (
            Column(report.labels.moved, grid.full - NUMBERS - 10),
            Column(report.labels.points, NUMBERS, NUMBER),
        )
        yield Item(table(columns, [(fact.label, fact.value) for fact in progress.parts]), gap=16)
    if progress.rest:
        yield Item(text(progress.rest, SMALL, grid.full), gap=4)


def _done(report: FirmReport, progress: ProgressPart, grid: Grid) -> Iterator[Item]:
    if progress.done:
        yield Item(text(report.labels.was_done, SUBHEADING, grid.full), gap=14, keep=True)
        for action in progress.done:
            yield Item(marked(tick, text(action, SMALL, grid.full - INDENT)), gap=4)
