"""What a row and the stage that it corrects say together: columns that the sheet has not keep what was there."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable, all_answers
from scoring.coding import decode
from scoring.instrument import BLANK, Question, TextQuestion, cells_of
from scoring.profile import profile_table
from survey.profiles import BLANK as NO_PROFILE
from survey.profiles import merged, profile_of_row, profile_row
from survey.storage.imports.planning import KnownStage


@dataclass(frozen=True)
class Written:
    """A row as it will be stored. ``removed``: how many answers it blanks that were there."""

    profile: Mapping[str, Any]
    answers: Mapping[str, Any]
    codes: np.ndarray
    removed: int = 0


@dataclass(frozen=True)
class Incoming:
    """The good rows of a sheet. ``columns``: the cells of answers, and the questions with texts, that it has.

    ``trades``: by row the id of the trade that the sheet names, "" for none; the table itself knows only divisions.
    ``numbers``: by question what the rows say in numbers, of which codes keep the band; missing where a band is named.
    """

    table: AnswerTable
    columns: frozenset[str]
    numbers: pd.DataFrame = field(default_factory=pd.DataFrame)
    trades: Sequence[str] = ()

    def same_answers(self, at: int, stage: KnownStage) -> bool:
        """Whether the row answers everything as the stage does."""
        if not stage.codes:
            return False
        there = np.frombuffer(stage.codes, dtype=np.int8)
        same_codes = bool((self.table.codes[at] == there)[self._mask].all())
        told = self._exact[at].items()
        same_numbers = all(stage.answers.get(name) == number for name, number in told)
        return (
            same_codes and same_numbers and all(self._text(at, name) == stage.answers.get(name) for name in self._texts)
        )

    def same(self, at: int, stage: KnownStage) -> bool:
        """Whether a correction of the stage by this row would change nothing, the profile included."""
        return self.same_answers(at, stage) and self._profile(at, stage.profile) == dict(stage.profile)

    def corrected(self, at: int, stage: KnownStage) -> Written:
        """The row over the stage. Where both mean the same, the stage's own value stays: it may be more exact."""
        answers, before = dict(stage.answers), np.frombuffer(stage.codes, dtype=np.int8)
        codes = np.where(self._mask, self.table.codes[at], before)
        removed = 0
        for question, cells in self._questions:
            if not np.array_equal(codes[cells], before[cells]):
                removed += _put(answers, question.id, decode(question, codes[cells].tolist()))
        answers.update(self._exact[at])
        for name in self._texts:
            removed += _put(answers, name, self._text(at, name))
        return Written(self._profile(at, stage.profile), answers, codes, removed)

    def added(self, at: int, before: Mapping[str, Any]) -> Written:
        """The row by itself; the profile goes on from the one before."""
        return Written(self._profile(at, before), self.answers[at], self.table.codes[at])

    @cached_property
    def answers(self) -> list[dict[str, Any]]:
        """By row; only what is answered."""
        return [{**row, **exact} for row, exact in zip(all_answers(self.table), self._exact, strict=True)]

    @cached_property
    def said(self) -> list[dict[str, Any]]:
        """What each row says about its firm."""
        names = list(map(str, self.table.profile.columns))
        trades = self.trades or [""] * len(self.table)
        return [
            profile_of_row(dict(zip(names, row, strict=True)), trade_id)
            for row, trade_id in zip(self.table.profile.itertuples(index=False), trades, strict=True)
        ]

    @cached_property
    def refs(self) -> list[str]:
        return self._column("ref")

    @cached_property
    def emails(self) -> list[str]:
        return self._column("email")

    @cached_property
    def sources(self) -> list[str]:
        return self._column("source")

    @cached_property
    def firms(self) -> list[str]:
        return self._column("firm")

    @cached_property
    def _exact(self) -> list[dict[str, float]]:
        """By row the numbers that it says."""
        found: list[dict[str, float]] = [{} for _ in range(len(self.table))]
        for name in map(str, self.numbers.columns):
            for row, number in zip(found, self.numbers[name].tolist(), strict=True):
                if not math.isnan(number):
                    row[name] = number
        return found

    def _column(self, name: str) -> list[str]:
        return [value.strip() for value in self.table.profile[name].fillna("").tolist()]

    def _profile(self, at: int, before: Mapping[str, Any]) -> dict[str, Any]:
        """The firm's name stays what it was: which client a row is follows from its number, not the other way."""
        said = self.said[at]
        kept = {"firm": before["firm"]} if before.get("firm") else {}
        return NO_PROFILE | merged(before, said | kept)

    def _text(self, at: int, name: str) -> str | None:
        return self.answers[at].get(name)

    @cached_property
    def _questions(self) -> list[tuple[Question, slice]]:
        """Each question that has codes, and where they stand."""
        found, start = [], 0
        for question in self.table.instrument.questions.values():
            stop = start + len(cells_of(question))
            if stop > start:
                found.append((question, slice(start, stop)))
            start = stop
        return found

    @cached_property
    def _mask(self) -> np.ndarray:
        """The cells that the sheet has."""
        return np.array([cell in self.columns for cell in self.table.instrument.cells], dtype=bool)

    @cached_property
    def _texts(self) -> list[str]:
        questions = self.table.instrument.questions.values()
        return [one.id for one in questions if isinstance(one, TextQuestion) and one.id in self.columns]


def table_of_written(incoming: Incoming, rows: Sequence[Written], stages: Sequence[str]) -> AnswerTable:
    """The table in which rows are scored as they will be stored."""
    instrument = incoming.table.instrument
    codes = np.full((len(rows), len(instrument.cells)), BLANK, dtype=np.int8)
    for at, row in enumerate(rows):
        codes[at] = row.codes
    given = [profile_row(row.profile) | {"stage": stage} for row, stage in zip(rows, stages, strict=True)]
    profile, _ = profile_table(pd.DataFrame(given, index=range(len(rows))))
    return AnswerTable(instrument, codes, profile, pd.DataFrame(index=range(len(rows))))


def _put(answers: dict[str, Any], name: str, value: Any) -> int:
    """Write an answer; 1 where one that was there is blank now."""
    was_there = answers.get(name) is not None
    if value is None:
        answers.pop(name, None)
        return int(was_there)
    answers[name] = value
    return 0
