"""The population that firms are weighted to: a table of how many firms there are by size and sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from scoring.messages import N_, Message, Problem
from scoring.reading.sheet import ReadingError, Sheet, sheet_of_table
from scoring.reading.text import read_text
from scoring.reading.workbook import workbooks
from scoring.release.model import NOT_STATED
from scoring.trades import SECTIONS
from scoring.weighting import Weighting, WeightingError, rake

NOT_READABLE = N_("The file cannot be read. Check its name and that you may read it.")
WORKBOOK = b"PK"
"""What a workbook begins with, and no table of text."""


def read_population(path: str | Path) -> pd.DataFrame:
    """The table in a CSV file: its first column names the rows, its header the columns; an empty cell is lacking. The
    first cell of the header, which names neither, may be empty.

    What stands in it is checked by ``weighting_of``. Raises ``ReadingError`` where there is no table.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError([Problem(str(path), Message(NOT_READABLE))]) from error
    return _table(read_text(data, path.name, corner=True), path.name)


def population_in(data: bytes, name: str) -> pd.DataFrame:
    """The same of a file's content, which may be a workbook too; ``name``: what the file is called."""
    if not data.startswith(WORKBOOK):
        return _table(read_text(data, name, corner=True), name)
    with workbooks() as parser:
        sheet = sheet_of_table(parser.table(data, name), name, None, corner=True)
    return _table(replace(sheet, cells=sheet.cells.astype("str")), name)


def _table(sheet: Sheet, place: str) -> pd.DataFrame:
    if sheet.misfits:
        raise ReadingError([Problem(f"{place}:{misfit.row}", misfit.message) for misfit in sheet.misfits])
    table = sheet.cells.map(str.strip)
    table = table.mask(table == "").set_axis([name.strip() for name in sheet.header], axis=1)
    return table.iloc[:, 1:].set_axis(table.iloc[:, 0].fillna("").tolist(), axis=0)


def weighting_of(fields: pd.DataFrame, population: pd.DataFrame) -> Weighting:
    """Weights of n firms with these ``fields`` (as ``Snapshot.fields``) by a population table: see ``weighting.rake``.

    ``population``: rows the size classes, columns the sectors, each a NACE section (``F``) or a range of them
    (``B-E``), cells the number of firms there are. A firm whose size or sector is not known has no weight (NaN).
    Raises ``WeightingError``, also where a section stands in two columns.
    """
    column_of = _columns_by_section([str(name) for name in population.columns])
    known = fields[["size", "sector"]].where(fields[["size", "sector"]] != NOT_STATED)
    return rake(
        known["size"],
        known["sector"].map(lambda section: column_of.get(section, section), na_action="ignore"),
        population,
    )


def _columns_by_section(columns: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    problems = []
    for column in columns:
        first, _, last = column.partition("-")
        for section in (section for section in SECTIONS if first <= section <= (last or first)):
            if found.setdefault(section, column) != column:
                text = N_("Section {section} stands in “{other}” too.")
                problems.append(Problem(column, Message(text, {"section": section, "other": found[section]})))
    if problems:
        raise WeightingError(problems)
    return found
