"""From a file to an ``AnswerTable``: the good rows in it, the bad ones beside it with a reason for each fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from gettext import NullTranslations

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.coding import shortened
from scoring.columns import Fault
from scoring.instrument import Instrument
from scoring.messages import ENGLISH, N_, Message
from scoring.profile import profile_table
from scoring.reading.answer_columns import answer_columns
from scoring.reading.header import NOTHING, Columns, columns_of, header_problems
from scoring.reading.opening import Source, open_sheet, place_of
from scoring.reading.problems import PLACE_ROW, RowProblem, faulty_rows, located
from scoring.reading.rewording import NO_WORDS, reworded
from scoring.reading.sheet import ReadingError, Sheet
from scoring.sheetwords import normal

NO_NAME = N_("The firm has no name. Every row needs one.")
TWICE = N_("“{firm}” is already in {where} at stage {stage}. Remove one, or tell them apart by name or stage.")
REF_TWICE = N_("The number “{ref}” is already in {where} at stage {stage}. Remove one, or give each firm its own.")
REASONS = N_("reasons")

MIDNIGHT = r"(?<=\d)[ T]00:00(:00(\.0+)?)?\s*$"
"""What programs write after a day when they save it as CSV."""


@dataclass(frozen=True)
class Reading:
    """What a file held: ``table`` of the rows without fault, ``problems`` of the others, by row; names of columns that
    mean nothing to the instrument (they are carried along in ``table.extra``); ``rows``: the number in the sheet of
    each row of ``table``, int64 (n,); ``staged``, ``dated``: bool (n,), whether the sheet itself says at which
    stage and on which day it was."""

    table: AnswerTable
    problems: list[RowProblem]
    unknown_columns: list[str]
    rows: np.ndarray = field(repr=False)
    staged: np.ndarray = field(repr=False)
    dated: np.ndarray = field(repr=False)
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
            for one in problem.each():
                reasons[one.row].append(one.render(translations))
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
    sheet = open_sheet(source, instrument, format=format)
    return interpret(sheet, instrument, place=place_of(source), wordings=wordings)


def interpret(  # noqa: PLR0913 - what a person says of the sheet comes by name
    sheet: Sheet,
    instrument: Instrument,
    *,
    place: str = "-",
    wordings: Sequence[Instrument] = (),
    names: Mapping[str, str] = NOTHING,
    words: Mapping[str, Mapping[str, str]] = NO_WORDS,
    listed: int | None = None,
) -> Reading:
    """The answers in a sheet that was opened.

    ``place``: how messages call the file. ``names``: written name of a column, as ``sheetwords.normal`` makes it →
    what it is to be read as; "" leaves the column out. ``words``: what a column is read as → what a cell says,
    normal again → what to read in its place; "" is blank. Faults name columns and values as written. ``listed``: of how
    many rows with the same value in a column there is a problem each; the last of these tells the ``others`` (not of
    interviews, whose faults each name a file). Raises ``ReadingError`` for what concerns the whole header.
    """
    columns = columns_of(sheet.header, instrument, names)
    problems = header_problems(sheet.header, columns, instrument, place)
    if problems:
        raise ReadingError(problems)
    return _reading(reworded(sheet, columns.names, words), sheet, columns, _Asked(instrument, wordings, listed))


@dataclass(frozen=True)
class _Asked:
    """What a sheet is read by."""

    instrument: Instrument
    wordings: Sequence[Instrument]
    listed: int | None


def _reading(sheet: Sheet, written: Sheet, columns: Columns, asked: _Asked) -> Reading:
    instrument, listed = asked.instrument, None if sheet.sources else asked.listed
    profile, faults = _profile(sheet, columns, listed)
    codes, texts, found = answer_columns(sheet, columns, instrument, asked.wordings, listed)
    problems = [*located(written, sheet, faults + found), *_misfits(sheet)]
    problems.sort(key=lambda problem: problem.row)
    good = ~np.isin(sheet.rows, list(faulty_rows(problems)))
    unknown = [sheet.header[position] for position in columns.unknown]
    extra = texts.join(sheet.cells[columns.unknown].astype("str").set_axis(unknown, axis=1))
    table = AnswerTable(
        instrument, codes[:, good].T, profile[good].reset_index(drop=True), extra[good].reset_index(drop=True)
    )
    staged, dated = (_said(sheet, columns, name)[good] for name in ("stage", "date"))
    return Reading(table, problems, unknown, sheet.rows[good], staged, dated, *_faulty(written, good))


def _said(sheet: Sheet, columns: Columns, name: str) -> np.ndarray:
    """Whether each row has anything in this column of the profile."""
    if name not in columns.profile:
        return np.zeros(len(sheet.rows), dtype=bool)
    filled: np.ndarray = (sheet.cells[columns.profile[name]].str.strip() != "").to_numpy(dtype=bool)
    return filled


def _misfits(sheet: Sheet) -> list[RowProblem]:
    return [RowProblem(misfit.row, "", "", misfit.message) for misfit in sheet.misfits]


def _profile(sheet: Sheet, columns: Columns, listed: int | None) -> tuple[pd.DataFrame, list[Fault]]:
    given = sheet.cells[list(columns.profile.values())].set_axis(list(columns.profile), axis=1)
    if "firm" not in given:
        given["firm"] = pd.Series(np.arange(1, len(given) + 1).astype(str), dtype="str")
    if "date" in given:
        given["date"] = given["date"].str.replace(MIDNIGHT, "", regex=True)
    profile, found = profile_table(given, listed)
    called = {name: sheet.header[position] for name, position in columns.profile.items()}
    faults = [replace(fault, column=called[fault.column]) for fault in found]
    unstaged = [row for fault in found if fault.column == "stage" for row in (fault.row, *fault.others)]
    staged = ~np.isin(np.arange(len(given)), unstaged)
    called = {"firm": "firm", **called}
    return profile, faults + _nameless(given, called["firm"]) + _twice(sheet, profile[staged], called)


def _nameless(given: pd.DataFrame, called: str) -> list[Fault]:
    nameless = given["firm"].str.strip() == ""
    return [Fault(int(row), called, "", Message(NO_NAME)) for row in np.flatnonzero(nameless)]


def _twice(sheet: Sheet, profile: pd.DataFrame, called: Mapping[str, str]) -> list[Fault]:
    """The same name or number, in whatever case, at the same stage again: which of the two counts cannot be known.

    ``profile``: rows with a stage, since one whose stage has a fault is of none yet; ``called``: columns as written.
    """
    faults: dict[int, Fault] = {}
    for name, text in (("firm", TWICE), ("ref", REF_TWICE)):
        first = _first_rows(sheet, profile, name)
        for place in first.index[sheet.rows[first.index] > first]:
            value = str(profile[name][place])
            where = _where(sheet, int(first[place]))
            told = {name: shortened(value), "stage": profile["stage"][place], "where": where}
            faults.setdefault(place, Fault(int(place), called[name], value, Message(text, told)))
    return list(faults.values())


def _where(sheet: Sheet, row: int) -> Message | str:
    return sheet.sources[row - 1] if sheet.sources else Message(PLACE_ROW, {"row": row})


def _first_rows(sheet: Sheet, profile: pd.DataFrame, name: str) -> pd.Series:
    """For each row that shares this field and the stage with another, the number of the first that has the same."""
    words = [normal(text) for text in profile[name].fillna("").tolist()]
    same = pd.DataFrame({"word": pd.Series(words, index=profile.index, dtype="str"), "stage": profile["stage"]})
    same = same[(same["word"] != "") & same.duplicated(keep=False)]
    first: pd.Series = pd.Series(sheet.rows)[same.index].groupby([same["word"], same["stage"]]).transform("min")
    return first


def _faulty(sheet: Sheet, good: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """The rows left out, as they were read: those that do not fit the header cut or filled up to its width."""
    cells = sheet.cells[~good].astype("str").set_axis(list(sheet.header), axis=1)
    width = len(sheet.header)
    misfits = [list(misfit.cells[:width]) + [""] * (width - len(misfit.cells)) for misfit in sheet.misfits]
    whole = pd.concat([cells, pd.DataFrame(misfits, columns=list(sheet.header), dtype="str")], ignore_index=True)
    rows = np.concatenate([sheet.rows[~good], [misfit.row for misfit in sheet.misfits]]).astype(np.int64)
    order = np.argsort(rows, kind="stable")
    return whole.iloc[order].reset_index(drop=True), rows[order]
