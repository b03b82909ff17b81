"""A table of numbers by sector and size, as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request
from flask_babel import format_decimal
from flask_babel import gettext as _
from wtforms import ValidationError

from survey.forms.faults import Fault
from survey.forms.number import parse_number, shown_number
from survey.forms.text import printable
from survey.groups import sizes

MOST = 100_000_000
Numbers = Mapping[str, Mapping[str, float]]
"""Sector → size → number."""


@dataclass
class Grid:
    """``rows`` and ``columns``: words by sector and by size; ``texts`` and ``errors`` by the name of a cell."""

    rows: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=sizes)
    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def faults(self) -> list[Fault]:
        return [
            Fault(name_of(row, column), self.errors[name_of(row, column)], self.about(row, column))
            for row in self.rows
            for column in self.columns
            if name_of(row, column) in self.errors
        ]

    def about(self, row: str, column: str) -> str:
        return str(_("%(sector)s, %(size)s", sector=self.rows[row], size=self.columns[column]))

    def refuse(self, row: str, column: str, message: str) -> None:
        self.errors.setdefault(name_of(row, column), message)


def name_of(row: str, column: str) -> str:
    """The field of a cell, by the ids of its sector and size."""
    return f"n-{row}-{column}"


def shown(rows: Mapping[str, str], numbers: Numbers) -> Grid:
    """The table as it is kept."""
    texts = {
        name_of(row, column): shown_number(number)
        for row, of_row in numbers.items()
        for column, number in of_row.items()
    }
    return Grid(rows, texts=texts)


def posted(rows: Mapping[str, str]) -> tuple[Grid, dict[str, dict[str, float]]]:
    """The table as it was typed, and its numbers; what is wrong with a cell stands in the table's errors."""
    grid, numbers = Grid(rows), dict[str, dict[str, float]]()
    for row in rows:
        for column in grid.columns:
            typed = request.form.get(name_of(row, column), "").strip()
            grid.texts[name_of(row, column)] = printable(typed)[:40]
            if not typed:
                continue
            try:
                numbers.setdefault(row, {})[column] = number_in(typed)
            except ValidationError as error:
                grid.refuse(row, column, str(error))
    return grid, numbers


def number_in(typed: str) -> float:
    """A number of firms. Raises ``ValidationError``."""
    number = float(parse_number(typed, 0))
    if not 0 <= number <= MOST:
        raise ValidationError(_("Enter a number from %(low)s to %(high)s.", low=0, high=format_decimal(MOST)))
    return number
