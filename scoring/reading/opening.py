"""From files to a sheet: one table of many firms, or any number of workbooks with one interview each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem
from scoring.reading.archive import unpacked_files
from scoring.reading.header import known_in
from scoring.reading.interviews import Interview, interview_in, sheet_of_interviews
from scoring.reading.kinds import format_of, other_kind
from scoring.reading.limits import LIMITS, TOO_BIG, Limits
from scoring.reading.parquet import read_parquet
from scoring.reading.sheet import Known, ReadingError, Sheet, sheet_of_table
from scoring.reading.text import read_text
from scoring.reading.workbook import Workbooks, workbooks

Source = str | Path | IO[bytes]

NOT_FOUND = N_("There is no such file.")
NOT_READABLE = N_("The file cannot be read. Check that it is a file and that you may open it.")
NO_FILE = N_("There is no file to read.")
SEVERAL = N_("There is more than one table of many firms. Upload one at a time, or put them together into one.")
NOT_AN_INTERVIEW = N_("This is a table of many firms and no interview.")
MIXTURE = N_("There are tables of many firms among workbooks of one interview each. Upload the two apart.")


def open_sheet(source: Source, instrument: Instrument, *, format: str | None = None, limits: Limits = LIMITS) -> Sheet:
    """The text of a file with its header found, nothing understood yet; a workbook with an interview is one row.

    ``format``: ``csv``, ``xlsx`` or ``parquet``; without it the file's first bytes decide. Raises ``ReadingError``.
    """
    place, data = _content(source)
    _refuse_size(len(data), place, limits)
    with workbooks(limits) as parser:
        found = _opened(data, place, instrument, parser, format)
    if isinstance(found, Sheet):
        return found
    sheet, problems = sheet_of_interviews([found])
    if sheet is None:
        raise ReadingError(problems)
    return sheet


def open_files(
    files: Sequence[tuple[str, bytes]], instrument: Instrument, limits: Limits = LIMITS
) -> tuple[Sheet | None, str, list[Problem]]:
    """What several files hold, as one sheet; its layout, ``wide`` or ``interview``; and which files were not read.

    One table of many firms, or workbooks with an interview each, either also in a .zip. An interview that cannot be
    read is left out and named; otherwise there is no sheet where there are problems. Raises nothing.
    """
    try:
        _refuse_size(sum(len(data) for _, data in files), files[0][0] if len(files) == 1 else "-", limits)
        unpacked = unpacked_files(files, limits)
    except ReadingError as error:
        return None, "", error.problems
    if not unpacked:
        return None, "", [Problem("-", Message(NO_FILE))]
    return _gathered(*_opened_files(unpacked, instrument, limits))


def open_interviews(
    files: Sequence[tuple[str, bytes]], instrument: Instrument, limits: Limits = LIMITS
) -> tuple[Sheet | None, list[Problem]]:
    """``open_files`` where only workbooks with an interview each are wanted."""
    sheet, layout, problems = open_files(files, instrument, limits)
    if sheet is not None and layout == "wide":
        return None, [Problem(files[0][0], Message(NOT_AN_INTERVIEW))]
    return sheet, problems


def _opened_files(
    files: Sequence[tuple[str, bytes]], instrument: Instrument, limits: Limits
) -> tuple[list[Interview], list[tuple[str, Sheet]], list[Problem]]:
    """Interviews, tables and problems; a second table ends it, since two are refused in any case."""
    interviews: list[Interview] = []
    tables: list[tuple[str, Sheet]] = []
    problems: list[Problem] = []
    with workbooks(limits) as parser:
        for name, data in files:
            try:
                found = _opened(data, name, instrument, parser, None)
            except ReadingError as error:
                problems += error.problems
                continue
            if isinstance(found, Sheet):
                tables.append((name, found))
            else:
                interviews.append(found)
            if tables and len(tables) + len(interviews) > 1:
                break
    return interviews, tables, problems


def _gathered(
    interviews: list[Interview], tables: list[tuple[str, Sheet]], problems: list[Problem]
) -> tuple[Sheet | None, str, list[Problem]]:
    if tables and interviews:
        return None, "", [Problem(tables[0][0], Message(MIXTURE))]
    if len(tables) > 1:
        return None, "wide", [Problem(tables[1][0], Message(SEVERAL))]
    if tables:
        return (None if problems else tables[0][1]), "wide", problems
    if not interviews:
        return None, "", problems
    sheet, found = sheet_of_interviews(interviews)
    return sheet, "interview", problems + found


def _opened(
    data: bytes, place: str, instrument: Instrument, parser: Workbooks, format: str | None
) -> Sheet | Interview:
    kind = format or format_of(data)
    other = other_kind(data)
    if other is not None:
        raise ReadingError([Problem(place, other)])
    known = known_in(instrument)
    if kind != "xlsx":
        return TABLES[kind](data, place, known, parser.limits)
    table = parser.table(data, place)
    return interview_in(table, place, instrument) or sheet_of_table(table, place, known, parser.limits)


TABLES: dict[str, Callable[[bytes, str, Known, Limits], Sheet]] = {
    "csv": lambda data, place, known, limits: read_text(data, place, known=known, limits=limits),
    "parquet": lambda data, place, _known, limits: read_parquet(data, place, limits=limits),
}


def place_of(source: Source) -> str:
    """The name by which a source is called in messages."""
    name = source if isinstance(source, str | Path) else str(getattr(source, "name", "-"))
    return Path(name).name


def _content(source: Source) -> tuple[str, bytes]:
    if not isinstance(source, str | Path):
        return place_of(source), source.read()
    try:
        return place_of(source), Path(source).read_bytes()
    except OSError as error:
        message = Message(NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_READABLE)
        raise ReadingError([Problem(str(source), message)]) from error


def _refuse_size(size: int, place: str, limits: Limits) -> None:
    if size > limits.bytes:
        raise ReadingError([Problem(place, Message(TOO_BIG, {"limit": limits.bytes // 1_000_000}))])
