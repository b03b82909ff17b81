"""From a file to an ``AnswerTable``: the good rows in it, the bad ones beside it with a reason for each fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import NullTranslations
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.coding import shortened
from scoring.instrument import Instrument
from scoring.messages import ENGLISH, N_, Message, Problem
from scoring.profile import profile_table
from scoring.reading.answer_columns import answer_columns
from scoring.reading.header import Columns, columns_of, header_problems
from scoring.reading.parquet import read_parquet
from scoring.reading.sheet import ReadingError, Sheet
from scoring.reading.text import read_text
from scoring.reading.workbook import read_workbook
from scoring.sheetwords import normal

Source = str | Path | IO[bytes]

PLACE = N_("row {row}, column {column}")
PLACE_ROW = N_("row {row}")
NO_NAME = N_("The firm has no name. Every row needs one.")
TWICE = N_("“{firm}” is already in row {row} at stage {stage}. Remove one, or tell them apart by name or stage.")
REF_TWICE = N_("The number “{ref}” is already in row {row} at stage {stage}. Remove one, or give each firm its own.")
NOT_FOUND = N_("There is no such file.")
NOT_READABLE = N_("The file cannot be read. Check that it is a file and that you may open it.")
REASONS = N_("reasons")

MIDNIGHT = r"(?<=\d)[ T]00:00(:00(\.0+)?)?\s*$"
"""What programs write after a day when they save it as CSV."""


@dataclass(frozen=True)
class RowProblem:
    """A fault in one row: its number as in the sheet (the header is 1), the column's name ("" for the whole row), the
    value as written (at most 60 characters), and what is wrong."""

    row: int
    column: str
    value: str
    message: Message

    def render(self, translations: NullTranslations = ENGLISH) -> str:
        """The fault with its place, in the language of ``translations``."""
        place = Message(PLACE if self.column else PLACE_ROW, {"row": self.row, "column": self.column})
        return Problem(place.render(translations), self.message).render(translations)

    def __str__(self) -> str:
        return self.render()


@dataclass(frozen=True)
class Reading:
    """What a file held: ``table`` of the rows without fault, ``problems`` of the others, by row; names of columns that
    mean nothing to the instrument (they are carried along in ``table.extra``); ``rows``: the number in the sheet of
    each row of ``table``, int64 (n,)."""

    table: AnswerTable
    problems: list[RowProblem]
    unknown_columns: list[str]
    rows: np.ndarray = field(repr=False)
    _faulty: pd.DataFrame = field(repr=False)
    _faulty_rows: np.ndarray = field(repr=False)

    @property
    def rejected(self) -> pd.DataFrame:
        """The rows with faults as they were read, and a last column with the reasons, in English."""
        return self.rejects()

    def rejects(self, translations: NullTranslations = ENGLISH) -> pd.DataFrame:
        """The rows with faults as they were read, and a last column with the reasons, in the language given."""
        reasons: dict[int, list[str]] = {int(row): [] for row in self._faulty_rows}
        for problem in self.problems:
            reasons[problem.row].append(problem.render(translations))
        told = ["; ".join(reasons[int(row)]) for row in self._faulty_rows]
        return self._faulty.assign(**{translations.gettext(REASONS): pd.Series(told, dtype="str")})


def read(
    source: Source, instrument: Instrument, *, format: str | None = None, wordings: Sequence[Instrument] = ()
) -> Reading:
    """Read answers of many firms; the columns are those of the manual ("Files").

    ``format``: ``csv``, ``xlsx`` or ``parquet``; without it the file's first bytes decide. ``wordings``: the
    instrument in other languages, whose labels are understood as well. A file in which only
    ``firm`` is missing and every other column is understood has its firms numbered from 1. Raises ``ReadingError``
    for what concerns the whole file: unreadable, no header, columns that are missing, unclear or there twice.
    """
    place, data = _content(source)
    sheet = SHEET_READERS[format or _format_of(data)](data, place)
    columns = columns_of(sheet.header, instrument)
    problems = header_problems(sheet.header, columns, instrument, place)
    if problems:
        raise ReadingError(problems)
    return _reading(sheet, columns, instrument, wordings)


def _content(source: Source) -> tuple[str, bytes]:
    """The name by which a source is called in messages, and its bytes."""
    if not isinstance(source, str | Path):
        return Path(str(getattr(source, "name", "-"))).name, source.read()
    try:
        return Path(source).name, Path(source).read_bytes()
    except OSError as error:
        message = Message(NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_READABLE)
        raise ReadingError([Problem(str(source), message)]) from error


SHEET_READERS: dict[str, Callable[[bytes, str], Sheet]] = {
    "csv": read_text,
    "xlsx": read_workbook,
    "parquet": read_parquet,
}
SIGNATURES = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "xlsx", b"PAR1": "parquet"}


def _format_of(data: bytes) -> str:
    return SIGNATURES.get(data[:4], "csv")


def _reading(sheet: Sheet, columns: Columns, instrument: Instrument, wordings: Sequence[Instrument]) -> Reading:
    profile, problems = _profile(sheet, columns)
    codes, texts, found = answer_columns(sheet, columns, instrument, wordings)
    problems += [RowProblem(int(sheet.rows[f.row]), f.column, shortened(f.value), f.message) for f in found]
    problems += [RowProblem(misfit.row, "", "", misfit.message) for misfit in sheet.misfits]
    problems.sort(key=lambda problem: problem.row)
    good = ~np.isin(sheet.rows, [problem.row for problem in problems])
    unknown = [sheet.header[position] for position in columns.unknown]
    extra = texts.join(sheet.cells[list(columns.unknown)].set_axis(unknown, axis=1))
    table = AnswerTable(
        instrument, codes[:, good].T, profile[good].reset_index(drop=True), extra[good].reset_index(drop=True)
    )
    return Reading(table, problems, unknown, sheet.rows[good], *_faulty(sheet, good))


def _profile(sheet: Sheet, columns: Columns) -> tuple[pd.DataFrame, list[RowProblem]]:
    given = sheet.cells[list(columns.profile.values())].set_axis(list(columns.profile), axis=1)
    if "firm" not in given:
        given["firm"] = pd.Series(np.arange(1, len(given) + 1).astype(str), dtype="str")
    if "date" in given:
        given["date"] = given["date"].str.replace(MIDNIGHT, "", regex=True)
    profile, faults = profile_table(given)
    written = {name: sheet.header[position] for name, position in columns.profile.items()}
    problems = [
        RowProblem(int(sheet.rows[fault.row]), written[fault.column], shortened(fault.value), fault.message)
        for fault in faults
    ]
    staged = ~np.isin(np.arange(len(given)), [fault.row for fault in faults if fault.column == "stage"])
    called = {name: written.get(name, name) for name in ("firm", "ref")}
    return profile, problems + _nameless(sheet, given) + _twice(sheet, profile[staged], called)


def _nameless(sheet: Sheet, given: pd.DataFrame) -> list[RowProblem]:
    nameless = given["firm"].str.strip() == ""
    return [RowProblem(int(row), "firm", "", Message(NO_NAME)) for row in sheet.rows[nameless]]


def _twice(sheet: Sheet, profile: pd.DataFrame, called: Mapping[str, str]) -> list[RowProblem]:
    """The same name or number, in whatever case, at the same stage again: which of the two counts cannot be known.

    ``profile``: rows with a stage, since one whose stage has a fault is of none yet; ``called``: columns as written.
    """
    problems: dict[int, RowProblem] = {}
    for name, text in (("firm", TWICE), ("ref", REF_TWICE)):
        first = _first_rows(sheet, profile, name)
        for place in first.index[sheet.rows[first.index] > first]:
            value, row = shortened(profile[name][place]), int(sheet.rows[place])
            told = {name: value, "stage": profile["stage"][place], "row": int(first[place])}
            problems.setdefault(row, RowProblem(row, called[name], value, Message(text, told)))
    return list(problems.values())


def _first_rows(sheet: Sheet, profile: pd.DataFrame, name: str) -> pd.Series:
    """For each row with this field the number of the first that has the same at the same stage."""
    field = profile[name].map(normal, na_action="ignore")
    named = field[field.notna() & (field != "")]
    first: pd.Series = (
        pd.Series(sheet.rows)[named.index].groupby([named, profile["stage"][named.index]]).transform("min")
    )
    return first


def _faulty(sheet: Sheet, good: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """The rows left out, as they were read: those that do not fit the header cut or filled up to its width."""
    cells = sheet.cells[~good].set_axis(list(sheet.header), axis=1)
    width = len(sheet.header)
    misfits = [list(misfit.cells[:width]) + [""] * (width - len(misfit.cells)) for misfit in sheet.misfits]
    whole = pd.concat([cells, pd.DataFrame(misfits, columns=list(sheet.header), dtype="str")], ignore_index=True)
    rows = np.concatenate([sheet.rows[~good], [misfit.row for misfit in sheet.misfits]]).astype(np.int64)
    order = np.argsort(rows, kind="stable")
    return whole.iloc[order].reset_index(drop=True), rows[order]
