"""The tables of a sector report as a workbook with charts, as one long CSV, and each of its charts as a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import IO, Any

import pandas as pd

from reports.sector.bars import measured
from reports.sector.shading import parts_of
from reports.sector.values import Cell, Exhibit, Picture, Role, SectorReport
from scoring.sheetcharts import Chart
from scoring.sheets import Block, Sheet, write_sheets
from scoring.writing import PLAIN, CsvDialect, write_table

COLUMNS = ("exhibit", "title", "row", "head", "column", "heading", "unit", "shown", "value", "beyond")
"""Of the long table: an exhibit with its title, one of its rows and of its columns, and the figure that stands there:
as it is shown everywhere, and as a number. ``beyond``: ``below`` or ``above`` where only that is known."""

BEYOND = {"": None, "low": "below", "high": "above"}

SPREAD: tuple[Role, ...] = ("p25", "p10", "p50", "mean", "p90", "p75")
"""In the order in which a spreadsheet draws a box from the first to the last."""


def tables(report: SectorReport, dialect: CsvDialect = PLAIN) -> bytes:
    """Every figure of every exhibit, one a row, as CSV in UTF-8; see ``COLUMNS``."""
    rows = [one for exhibit in report.exhibits for one in _rows(exhibit)]
    file = io.BytesIO()
    write_table(pd.DataFrame(rows, columns=list(COLUMNS), dtype=object), file, dialect=dialect)
    return file.getvalue()


def _rows(exhibit: Exhibit) -> Iterator[tuple[Any, ...]]:
    for row in exhibit.rows:
        for column, cell in zip(exhibit.columns, row.cells, strict=True):
            figure = cell.shown, _number(cell.value), BEYOND[cell.beyond]
            yield exhibit.id, exhibit.title, row.id, row.head, column.id, column.title, column.unit, *figure


def _number(value: float | None) -> str | None:
    """Without a decimal point where it is whole."""
    return None if value is None else f"{value:.10g}"


def workbook(report: SectorReport, file: IO[bytes]) -> None:
    """Write a sheet about the report and one for each exhibit, with a chart where it has one.

    What is not published is an empty cell; of a figure of which only a bound is known, the cell holds the bound and
    shows that it is one. Raises ``WritingError``.
    """
    write_sheets(file, [_about(report), *(_sheet(at, one) for at, one in enumerate(report.exhibits, start=1))])


def _about(report: SectorReport) -> Sheet:
    labels = report.labels
    facts = pd.DataFrame([(one.label, one.value) for one in (*report.facts, *report.strip)], dtype=object)
    facts.columns = pd.Index([report.title, report.date_shown]) if len(facts) else facts.columns
    told = [labels.draft if report.draft else "", report.nothing, report.headline, *report.summary]
    told += [labels.method, *report.method, labels.quality, *report.quality, report.cite]
    return Sheet(labels.about, [Block(facts, labels.about)], [text for text in told if text])


def _sheet(number: int, exhibit: Exhibit) -> Sheet:
    names = _names(exhibit)
    content = {exhibit.corner: [row.head for row in exhibit.rows]} | {
        name: [_content(row.cells[at]) for row in exhibit.rows] for at, name in enumerate(names)
    }
    block = Block(
        pd.DataFrame(content, dtype=object),
        exhibit.title,
        {name: _form(exhibit, at) for at, name in enumerate(names)},
        _shaded(exhibit, names),
        (0, exhibit.end),
        _charts(exhibit, names),
        _bounds(exhibit, names),
    )
    return Sheet(f"{number} {exhibit.id}", [block], [text for text in (exhibit.about, *exhibit.notes) if text])


def _names(exhibit: Exhibit) -> list[str]:
    """The heads of the columns, each with its unit, and no two alike."""
    names: list[str] = []
    for column in exhibit.columns:
        name = f"{column.title} ({column.unit})" if column.unit else column.title
        taken = name in names or name == exhibit.corner
        names.append(f"{name} [{column.id}]" if taken else name)
    return names


def _content(cell: Cell) -> float | str | None:
    if cell.value is not None:
        return cell.value
    return None if cell.shown == "–" else cell.shown


def _bounds(exhibit: Exhibit, names: list[str]) -> dict[tuple[int, str], str]:
    return {
        (place, names[at]): cell.shown
        for place, row in enumerate(exhibit.rows)
        for at, cell in enumerate(row.cells)
        if cell.beyond
    }


def _form(exhibit: Exhibit, at: int) -> str:
    values = [row.cells[at].value for row in exhibit.rows]
    whole = all(value is None or value == int(value) for value in values)
    return "#,##0" if whole else "0.00"


def _shaded(exhibit: Exhibit, names: list[str]) -> list[str]:
    if exhibit.picture != "heat":
        return []
    return [name for at, name in enumerate(names) if any(row.cells[at].shade >= 0 for row in exhibit.rows)]


def _charts(exhibit: Exhibit, names: list[str]) -> list[Chart]:
    """As a spreadsheet draws them; of a map the shaded cells are the picture."""
    describe = CHARTS.get(exhibit.picture)
    return [describe(exhibit, names)] if describe else []


def _bars(exhibit: Exhibit, names: list[str]) -> Chart:
    at = measured(exhibit)
    values = [row.cells[at].value or 0.0 for row in exhibit.rows]
    least, most = min(0.0, *values, 0.0), max(exhibit.end, *values)
    scale = least, max(most, 1.0)
    return Chart(exhibit.title, exhibit.corner, [names[at]], "bar", form=_form(exhibit, at), scale=scale)


def _stack(exhibit: Exhibit, names: list[str]) -> Chart:
    drawn = [names[at] for at in parts_of(exhibit)]
    return Chart(exhibit.title, exhibit.corner, drawn, "stacked")


def _spread(exhibit: Exhibit, names: list[str]) -> Chart:
    by_role = {column.role: name for name, column in zip(names, exhibit.columns, strict=True)}
    drawn = [by_role[role] for role in SPREAD if role in by_role]
    boxed = {"p25", "p75"} <= by_role.keys()
    return Chart(exhibit.title, exhibit.corner, drawn, "marks", boxed=boxed, scale=(0.0, exhibit.end))


CHARTS: dict[Picture, Callable[[Exhibit, list[str]], Chart]] = {"bars": _bars, "stack": _stack, "spread": _spread}
