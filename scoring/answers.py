"""Answers as a table: one row per firm, one int8 code per answer cell, and the firms' profiles beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoring.instrument import BLANK, DONT_KNOW, NOT_APPLICABLE, Instrument
from scoring.messages import Problem

PROFILE = ("firm", "ref", "email", "sector", "division", "size", "employees", "staff",
           "country", "region", "stage", "date", "source", "counted")
"""Columns of a profile table: see ``AnswerTable.profile``."""


@dataclass(frozen=True)
class AnswerTable:
    """Answers of n firms to one instrument.

    ``codes``: int8, shape (n, len(instrument.cells)); an option's or band's position, 0 or 1 for a tick, or
    ``BLANK``, ``NOT_APPLICABLE``, ``DONT_KNOW``. In a multiple question all cells of the question carry such a code,
    or none does. Codes are as answered: what a condition hides is decided when scoring.
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
        """The same table with only these rows."""
        raise NotImplementedError


ABSENT: Mapping[str, int] = {"blank": BLANK, "na": NOT_APPLICABLE, "dk": DONT_KNOW}

Answer = str | float | Sequence[str] | Mapping[str, str]
"""One answer by option ids. single: ``"id"``; multiple: ``["id", …]``, ``[]`` for none of these; grid: ``{row: id}``;
number: a float; any of them ``"na"``, ``"dk"``; within a grid also per row. Text: a str. A blank one is left out."""


def table_of(instrument: Instrument, answers: Sequence[Mapping[str, Answer]], profiles: Sequence[Mapping[str, Any]]) -> AnswerTable:
    """The table of firms whose answers are held by question id; one firm is a table of one row.

    Raises ``AnswerError`` with every answer that the instrument does not offer.
    """
    raise NotImplementedError


def answers_of(table: AnswerTable, row: int) -> dict[str, Answer]:
    """The answers of one firm by question id: the inverse of ``table_of`` (a number comes back as its band id)."""
    raise NotImplementedError


class AnswerError(Exception):
    """Answers that the instrument does not offer; ``problems`` has one ``Problem`` for each."""

    problems: list[Problem]
