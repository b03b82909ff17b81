"""A population in a file: how many firms there are by size and sector, or every fault with its row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import numpy as np
import pandas as pd
from flask_babel import gettext as _
from wtforms import ValidationError

from scoring.fields import SIZES
from scoring.reading.sheet import ReadingError
from scoring.release.population import population_in
from scoring.trades import SECTIONS
from survey.bodies.campaigns.grid import Numbers, number_in
from survey.languages import in_words

LARGEST_FILE = 1_000_000
MOST_SHOWN = 20
"""Faults of a file that the page lists."""


def read_file(data: bytes, name: str, own: Mapping[str, str]) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Sector → size → firms, and what is wrong. Rows are sizes, columns sectors.

    ``own``: words by id of the body's own sectors, where it has some: a column is named by either. Without any a column
    is a NACE section or a range of them.
    """
    try:
        table = population_in(data, name)
    except ReadingError as error:
        return {}, [_("%(place)s: %(what)s", place=one.place, what=in_words(one.message)) for one in error.problems]
    sectors, faults = _sectors([str(column) for column in table.columns], own)
    faults += _size_faults([str(row).casefold() for row in table.index])
    numbers, unread = ({}, []) if faults else _numbers(table, sectors)
    found = [*faults, *unread]
    return numbers, [*found[:MOST_SHOWN], *([_("There are more faults.")] if len(found) > MOST_SHOWN else [])]


def as_csv(rows: Mapping[str, str], numbers: Numbers) -> bytes:
    """The table as a file that ``read_file`` takes; empty cells where there are no numbers."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["size", *rows])
    for size in SIZES:
        cells = [numbers.get(sector, {}).get(size) for sector in rows]
        writer.writerow([size, *("" if cell is None else f"{cell:.0f}" for cell in cells)])
    return file.getvalue().encode("utf-8-sig")


def _sectors(columns: list[str], own: Mapping[str, str]) -> tuple[list[str], list[str]]:
    ids = {known.casefold(): one for one, words in own.items() for known in (words, one)}
    found = [ids.get(column.casefold(), "") if own else _sections(column) for column in columns]
    faults = [
        _("In the header: “%(name)s” is none of the sectors of this campaign.", name=column[:60])
        for column, sector in zip(columns, found, strict=True)
        if not sector
    ]
    taken: dict[str, str] = {}
    for column, sector in zip(columns, found, strict=True):
        for part in [sector] if own else _parts(sector):
            if part in taken:
                told = {"name": column[:60], "part": part, "other": taken[part][:60]}
                faults.append(_("In the header: “%(name)s” has %(part)s, and so has “%(other)s”.", **told))
            taken.setdefault(part, column)
    return found, faults


def _sections(column: str) -> str:
    """A NACE section or a range of them as it is kept; "" for what is none."""
    first, dash, last = column.upper().replace(" ", "").replace("–", "-").partition("-")
    if first not in SECTIONS or (dash and last not in SECTIONS) or (last and last < first):
        return ""
    return f"{first}{dash}{last}"


def _parts(sector: str) -> list[str]:
    first, _dash, last = sector.partition("-")
    return [section for section in SECTIONS if first and first <= section <= (last or first)]


def _size_faults(rows: list[str]) -> list[str]:
    faults = [
        _("In the first column: “%(name)s” is no size. Write micro, small, medium or large.", name=row[:60])
        for row in rows
        if row not in SIZES
    ]
    twice = [
        _("In the first column: “%(name)s” stands twice.", name=row)
        for at, row in enumerate(rows)
        if row in SIZES and row in rows[:at]
    ]
    return [*faults, *twice] if rows else [_("The table has no rows of sizes.")]


def _numbers(table: pd.DataFrame, sectors: list[str]) -> tuple[dict[str, dict[str, float]], list[str]]:
    read: dict[tuple[str, str], float] = {}
    cells: np.ndarray = table.to_numpy(dtype=object)
    faults = []
    for down, size in enumerate(str(row).casefold() for row in table.index):
        for across, sector in enumerate(sectors):
            typed = cells[down, across]
            try:
                if pd.isna(typed):
                    raise ValidationError(_("The cell is empty. Write 0 where there are no firms."))
                read[sector, size] = number_in(str(typed))
            except ValidationError as error:
                told = {"row": size, "column": sector, "what": str(error)}
                faults.append(_("Row “%(row)s”, column “%(column)s”: %(what)s", **told))
    sizes = [size for size in SIZES if any(one == size for _sector, one in read)]
    return {
        sector: {size: read[sector, size] for size in sizes if (sector, size) in read} for sector in sectors
    }, faults
