"""Kinds of files that tables go out as: the one chosen is remembered until the browser is closed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

import pandas as pd
from flask import session
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from scoring.workbooks import write_workbook
from scoring.writing import DIALECTS, CsvDialect, write_table
from survey.sending import CSV, XLSX

REMEMBERED = "files_kind"


@dataclass(frozen=True)
class Kind:
    """One kind of file. ``dialect``: how its CSV is written; None for a workbook."""

    id: str
    label: LazyString
    hint: LazyString
    ending: str
    mimetype: str
    dialect: CsvDialect | None = None


KINDS = {
    kind.id: kind
    for kind in (
        Kind(
            "xlsx", _l("Excel workbook"), _l("Opens in Excel, LibreOffice and Numbers in every country."), "xlsx", XLSX
        ),
        Kind(
            "csv-comma",
            _l("CSV for Excel where numbers are written 12,5"),
            _l("Semicolons between columns, a comma in numbers."),
            "csv",
            CSV,
            DIALECTS["excel-semicolon"],
        ),
        Kind(
            "csv-point",
            _l("CSV for Excel where numbers are written 12.5"),
            _l("Commas between columns, a point in numbers."),
            "csv",
            CSV,
            DIALECTS["excel"],
        ),
        Kind("csv", _l("Plain CSV"), _l("UTF-8 with commas, for other programs."), "csv", CSV, DIALECTS["plain"]),
    )
}


def offered() -> list[Kind]:
    """The kinds, of the two for Excel first the one that writes numbers as the visitor's language does."""
    decimal = get_locale().number_symbols["latn"]["decimal"]
    for_excel = [kind for kind in KINDS.values() if kind.dialect and kind.dialect.bom]
    fitting = sorted(for_excel, key=lambda kind: kind.dialect is None or kind.dialect.decimal != decimal)
    return [KINDS["xlsx"], *fitting, KINDS["csv"]]


def remembered() -> str:
    """The kind that this visitor chose last; a workbook until then."""
    chosen = session.get(REMEMBERED, "")
    return chosen if chosen in KINDS else "xlsx"


def remember(kind: Kind) -> None:
    if remembered() != kind.id:
        session[REMEMBERED] = kind.id


def written(kind: Kind, tables: Iterable[pd.DataFrame]) -> IO[bytes]:
    """The tables, which have the same columns, one under the other in a file that is gone once it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    if kind.dialect is None:
        write_workbook(file, tables)
    else:
        whole = pd.concat([_spelt(table, kind.dialect) for table in tables], ignore_index=True)
        write_table(whole, file, format="csv", dialect=kind.dialect)
    return file


def _spelt(table: pd.DataFrame, dialect: CsvDialect) -> pd.DataFrame:
    """The table with numbers that stand among words written as the dialect writes them; pandas does so only where a
    whole column is numbers."""

    def cell(value: Any) -> Any:
        return str(value).replace(".", dialect.decimal) if isinstance(value, float) else value

    mixed = [name for name in table.columns if table[name].dtype == object]
    return table.assign(**{name: table[name].map(cell, na_action="ignore") for name in mixed})
