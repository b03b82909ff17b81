"""The answers of all firms of a table, a cell at a time: what they hold, and where an action lifts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.answers import AnswerTable
from scoring.instrument import DONT_KNOW
from scoring.roadmap.actions import NOT_LIFTED, Bools, Floats, action_table
from scoring.scores import Scores, State

NO_CODE = 3
"""Codes from -3 to -1 are no answer, and find the last of so many zeros behind the points of a cell."""

Done = Mapping[str, Sequence[int]]
"""The rows of the firms that marked an action as done."""


class Answered:
    """n firms by cell of ``ActionTable.cells``; what they marked as done counts as in place.

    ``codes``: int8 (cells, n). ``states``: int8 (n, questions).
    """

    def __init__(self, table: AnswerTable, scores: Scores, done: Done) -> None:
        assert scores.states is not None  # noqa: S101 - scored with detail
        self.actions = action_table(table.instrument)
        self.table, self.scores = table, scores
        self.codes = np.ascontiguousarray(table.codes.T)[self.actions.cells]
        self.states = scores.states.to_numpy()
        self._done = [
            (self.actions.index[name], list(rows)) for name, rows in done.items() if name in self.actions.index
        ]
        self._points: dict[int, Floats] = {}

    def cells_of(self, question: int) -> list[int]:
        return [int(cell) for cell in np.flatnonzero(self.actions.question_of == question)]

    def lifted(self, place: int) -> Iterator[int]:
        """The cells that the action at this place can lift."""
        return (int(cell) for cell in np.flatnonzero(self.actions.targets[place] > NOT_LIFTED))

    def points(self, cell: int) -> Floats:
        """float64 (n,): what the answers earn in this cell, with all in place that was marked as done."""
        found = self._points.get(cell)
        if found is None:
            found = self._points[cell] = np.append(self.actions.points[cell], np.zeros(NO_CODE))[self.codes[cell]]
            for place, rows in self._done:
                found[rows] = self.raised(found, cell, place)[rows]
        return found

    def raised(self, points: Floats, cell: int, place: int) -> Floats:
        """These points of a cell once the action at this place is in place too."""
        return np.where(self.liftable(cell), np.maximum(points, self.actions.targets[place, cell]), points)

    def liftable(self, cell: int) -> Bools:
        """Where an action can lift the answer in this cell: it was given, counts, and does not stand alone."""
        question = int(self.actions.question_of[cell])
        given: Bools = (self.codes[cell] >= 0) & (self.states[:, question] == State.ANSWERED)
        for other in self._alone[question]:
            given &= self.codes[other] <= 0
        return given

    @cached_property
    def _alone(self) -> list[list[int]]:
        """Of each question the ticks that exclude all others and earn points: beside one of them nothing is added."""
        points = self.actions.points
        earning = self.actions.is_exclusive & (points[:, 1] > 0) if points.shape[1] > 1 else self.actions.is_exclusive
        return [
            [cell for cell in self.cells_of(question) if earning[cell]]
            for question in range(len(self.actions.questions))
        ]

    def rows(self, question: int) -> NDArray[np.intp] | int:
        """Over how many answered rows the score of a grid is the mean; 1 for the other types."""
        cells = self.cells_of(question)
        if len(cells) == 1 or self.actions.is_tick[cells[0]]:
            return 1
        codes = self.codes[cells]
        counted = codes >= 0
        if self.actions.questions[question].dk == "zero":
            counted |= codes == DONT_KNOW
        found: NDArray[np.intp] = np.maximum(counted.sum(axis=0), 1)
        return found
