"""Answers as a table: one row per firm, one int8 code per answer cell, and the firms' profiles beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoring.coding import Answer, decode, encode
from scoring.instrument import Instrument, Question, TextQuestion, cells_of
from scoring.messages import N_, Message, Problem, WaymarkError
from scoring.profile import PROFILE, profile_table

__all__ = ["PROFILE", "Answer", "AnswerError", "AnswerTable", "all_answers", "answers_of", "from_blobs", "table_of"]


@dataclass(frozen=True)
class AnswerTable:
    """Answers of n firms to one instrument.

    ``codes``: int8, shape (n, len(instrument.cells)); an option's or band's position, 0 or 1 for a tick, or
    ``BLANK``, ``NOT_APPLICABLE``, ``DONT_KNOW``. In a multiple question all cells of the question carry such a code,
    or none does. Codes are as answered: what a condition hides is decided when scoring. Column order in memory
    (Fortran) is scored fastest; any order is right.
    ``profile``: n rows, columns ``PROFILE``: ``firm`` name; ``ref``; ``email``; ``sector`` NACE section letter;
    ``division`` two digits; ``size``; ``employees`` Int64; ``staff`` boolean (False: no employees); ``country`` ISO
    3166-1 alpha-2; ``region``; ``stage`` T0, T1 …; ``date``; ``source``; ``counted`` boolean. Missing is ``pd.NA``.
    ``extra``: n rows: text answers and columns the reader did not know, carried through to outputs.
    """

    instrument: Instrument
    codes: np.ndarray
    profile: pd.DataFrame
    extra: pd.DataFrame

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: slice | np.ndarray) -> AnswerTable:
        """The same table with only these rows (a slice, positions or a mask), numbered from 0 again."""
        profile = self.profile.iloc[rows].reset_index(drop=True)
        extra = self.extra.iloc[rows].reset_index(drop=True)
        return AnswerTable(self.instrument, self.codes[rows], profile, extra)

    def blob(self, row: int) -> bytes:
        """The codes of one firm as bytes, one for each cell; ``from_blobs`` turns them back."""
        return bytes(self.codes[row].tobytes())


def table_of(
    instrument: Instrument, answers: Sequence[Mapping[str, Answer]], profiles: Sequence[Mapping[str, Any]]
) -> AnswerTable:
    """The table of firms whose answers are held by question id; one firm is a table of one row.

    A question that is left out is blank. ``profiles`` hold any of ``PROFILE`` in the forms that a sheet may use.
    Raises ``AnswerError`` with every answer and every profile value that cannot be, and ``ValueError`` where the two
    are not of as many firms.
    """
    if len(answers) != len(profiles):
        raise ValueError("answers and profiles must be of the same firms")
    profile, faults = profile_table(pd.DataFrame(list(profiles), index=range(len(profiles))))
    problems = [Problem(_place(fault.row, fault.column, len(answers)), fault.message) for fault in faults]
    codes = np.empty((len(answers), len(instrument.cells)), dtype=np.int8)
    for row, given in enumerate(answers):
        problems += _fill(codes[row], instrument, given, row, len(answers))
    if problems:
        raise AnswerError(problems)
    return AnswerTable(instrument, codes, profile, _texts(instrument, answers))


UNKNOWN_QUESTION = N_("The questionnaire has no such question.")


def _fill(cells: np.ndarray, instrument: Instrument, given: Mapping[str, Answer], row: int, rows: int) -> list[Problem]:
    """Write the codes of one firm into ``cells``; what could not be is returned."""
    unknown = [name for name in given if name not in instrument.questions]
    problems = [Problem(_place(row, name, rows), Message(UNKNOWN_QUESTION)) for name in unknown]
    start = 0
    for question in instrument.questions.values():
        stop = start + len(cells_of(question))
        codes, faults = encode(question, given.get(question.id))
        cells[start:stop] = codes
        problems += [Problem(_place(row, cell, rows), message) for cell, message in faults]
        start = stop
    return problems


def _place(row: int, cell: str, rows: int) -> str:
    return cell if rows == 1 else f"{row + 1}, {cell}"


def _texts(instrument: Instrument, answers: Sequence[Mapping[str, Answer]]) -> pd.DataFrame:
    """The text answers, one column for each text question that anyone answered."""
    asked = [question.id for question in instrument.questions.values() if isinstance(question, TextQuestion)]
    columns = {
        name: pd.Series([given.get(name) for given in answers], dtype="str")
        for name in asked
        if any(given.get(name) for given in answers)
    }
    return pd.DataFrame(columns, index=range(len(answers)))


def all_answers(table: AnswerTable) -> list[dict[str, Answer]]:
    """``answers_of`` every firm: each distinct answer is put together once, so treat the values as read only."""
    found: list[dict[str, Answer]] = [{} for _ in range(len(table))]
    start = 0
    for question in table.instrument.questions.values():
        stop = start + len(cells_of(question))
        for row, answer in enumerate(_column_of(table, question, slice(start, stop))):
            if answer is not None:
                found[row][question.id] = answer
        start = stop
    return found


def _column_of(table: AnswerTable, question: Question, cells: slice) -> list[Answer | None]:
    """The answers of every firm to one question."""
    if isinstance(question, TextQuestion):
        texts = table.extra[question.id].tolist() if question.id in table.extra else [None] * len(table)
        return [text if isinstance(text, str) and text else None for text in texts]
    codes = np.ascontiguousarray(table.codes[:, cells])
    known: dict[bytes, Answer | None] = {}
    for code in map(bytes, codes):
        if code not in known:
            known[code] = decode(question, np.frombuffer(code, dtype=np.int8).tolist())
    return [known[code] for code in map(bytes, codes)]


def answers_of(table: AnswerTable, row: int) -> dict[str, Answer]:
    """The answers of one firm by question id: the inverse of ``table_of`` (a number comes back as its band id)."""
    found: dict[str, Answer] = {}
    start = 0
    for question in table.instrument.questions.values():
        stop = start + len(cells_of(question))
        answer = _answer_of(table, row, question, slice(start, stop))
        if answer is not None:
            found[question.id] = answer
        start = stop
    return found


def _answer_of(table: AnswerTable, row: int, question: Question, cells: slice) -> Answer | None:
    if not isinstance(question, TextQuestion):
        return decode(question, table.codes[row, cells].tolist())
    text = table.extra[question.id].iloc[row] if question.id in table.extra else None
    return None if text is None or pd.isna(text) or text == "" else str(text)


def from_blobs(
    instrument: Instrument, blobs: Sequence[bytes], profile: pd.DataFrame, extra: pd.DataFrame | None = None
) -> AnswerTable:
    """The table of many firms from their stored codes; ``profile`` as ``AnswerTable.profile``, row by row.

    Raises ``ValueError`` where a blob was not written for this instrument (its hash is kept beside it).
    """
    width = len(instrument.cells)
    if any(len(blob) != width for blob in blobs):
        raise ValueError(f"answers of {instrument.reference} take {width} bytes")
    codes = np.frombuffer(b"".join(blobs), dtype=np.int8).reshape(len(blobs), width)
    beside = pd.DataFrame(index=range(len(blobs))) if extra is None else extra
    return AnswerTable(instrument, codes, profile.reset_index(drop=True), beside.reset_index(drop=True))


class AnswerError(WaymarkError):
    """Answers that the instrument does not offer; ``problems`` has one ``Problem`` for each.

    The place of a problem is the question, ``question.row`` or profile field; before it the number of the firm,
    counted from 1, where there are several.
    """
