"""Exact programs over every single firm of a release, which know nothing of classes: what may its score be instead?"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from scoring.release.audit.statements import Knowledge
from scoring.release.model import OVERALL, Cell, Published
from scoring.scores import level_of
from tests.unit.scoring.release.build_cases import SMALL, published

MARGIN = 1e-4
"""Points by which programs stay off every bound, so that no solver's tolerance makes another figure of it."""


def ends_of_exact_sums(knowledge: Knowledge) -> np.ndarray:
    """The lowest and the highest value of each firm, float64 (n, 2), if sums were published as they are: one linear
    program for each."""
    sums = np.array(
        [
            np.where(block.codes == code, 1.0 if block.weights is None else block.weights, 0.0)
            for block in knowledge.blocks
            for code, facts in enumerate(block.facts)
            if facts.sums
        ]
    )
    told, found = sums @ knowledge.values, np.zeros((len(knowledge), 2))
    for firm, end in np.ndindex(found.shape):
        goal = np.zeros(len(knowledge))
        goal[firm] = 1 - 2 * end
        found[firm, end] = linprog(goal, A_eq=sums, b_eq=told, bounds=[knowledge.scale]).x[firm]
    return found


class Program:
    """All that is told of a measure, about every firm by itself and without parts of firms.

    Each firm is in one of the stretches between the points that counts speak of. Unknowns are its value in each
    stretch, 0 where it is not, and then whether it is there, 0 or 1. ``known``: bool (n,), firms that stay as they are.
    """

    def __init__(self, knowledge: Knowledge, known: np.ndarray) -> None:
        self.knowledge, self.known = knowledge, known
        low, high = knowledge.scale
        points = np.unique([at for block in knowledge.blocks for facts in block.facts for at in facts.at])
        self.starts = np.array([low, *(points + MARGIN)]) if not knowledge.whole else np.array([low, high])
        self.stops = np.array([*(points - MARGIN), high]) if not knowledge.whole else np.array([low, high])
        self.points = points
        self.rows: list[tuple[np.ndarray, np.ndarray]] = []
        self.bounds: list[tuple[float, float]] = []
        self._add_stretches()
        self._add_facts()
        ends = np.cumsum([0, *(len(columns) for columns, _ in self.rows)])
        columns, entries = (np.concatenate(part) for part in zip(*self.rows, strict=True))
        matrix = csr_array((entries, columns, ends), shape=(len(self.rows), 2 * self.size))
        self.told = LinearConstraint(matrix, *np.array(self.bounds).T)

    @property
    def size(self) -> int:
        return len(self.knowledge) * len(self.starts)

    def ends(self, firm: int) -> np.ndarray:
        """Values of all firms, float64 (2, n): with that of one firm the lowest that it can be, and the highest."""
        return np.stack([self._solved(firm, 1), self._solved(firm, -1)])

    def _solved(self, firm: int, sign: int) -> np.ndarray:
        shape = 2, len(self.knowledge), len(self.starts)
        goal, low, high = np.zeros(shape), np.zeros(shape), np.ones(shape)
        goal[0, firm] = sign
        high[0] = self.knowledge.scale[1]
        there = np.searchsorted(self.points, self.knowledge.values)
        for one in np.flatnonzero(self.known):
            high[:, one] = 0.0
            low[:, one, there[one]] = high[:, one, there[one]] = self.knowledge.values[one], 1.0
        found = milp(
            goal.ravel(),
            constraints=self.told,
            bounds=Bounds(low.ravel(), high.ravel()),
            integrality=np.repeat([0, 1], self.size),
        )
        values: np.ndarray = found.x[: self.size].reshape(shape[1:]).sum(axis=1)
        return values

    def _add(self, columns: np.ndarray, entries: Sequence[float] | np.ndarray, low: float, high: float) -> None:
        self.rows.append((columns, np.asarray(entries, dtype=np.float64)))
        self.bounds.append((low, high))

    def _add_stretches(self) -> None:
        """A firm is in one stretch, and its value lies between the ends of that."""
        width = len(self.starts)
        for firm in range(len(self.knowledge)):
            at = firm * width + np.arange(width)
            self._add(self.size + at, np.ones(width), 1.0, 1.0)
            for place in at if not self.known[firm] else ():
                both = np.array([place, self.size + place])
                self._add(both, [1.0, -self.starts[place - at[0]]], 0.0, np.inf)
                self._add(both, [1.0, -self.stops[place - at[0]]], -np.inf, 0.0)

    def _add_facts(self) -> None:
        width = len(self.starts)
        for block in self.knowledge.blocks:
            weights = np.ones(len(self.knowledge)) if block.weights is None else block.weights
            for code, facts in enumerate(block.facts):
                inside = np.flatnonzero(block.codes == code)
                if facts.sums:
                    columns = (inside[:, None] * width + np.arange(width)).ravel()
                    give = MARGIN * len(inside) * (not self.knowledge.whole)
                    self._add(columns, np.repeat(weights[inside], width), facts.total[0] + give, facts.total[1] - give)
                for point, least, most in zip(facts.at, facts.least, facts.most, strict=True):
                    below = np.arange(int(np.searchsorted(self.points, point)) + 1)
                    columns = self.size + (inside[:, None] * width + below).ravel()
                    self._add(columns, np.ones(len(columns)), least, most)


def with_values(last: Published, measure: str, firms: np.ndarray, values: np.ndarray) -> Published:
    """The release that these other values of some firms would have led to."""
    snapshot = last.snapshot
    if measure in snapshot.marks:
        marks = snapshot.marks.copy()
        marks.loc[firms, measure] = (values > 50).astype(np.int8)
        return published(dataclasses.replace(snapshot, marks=marks))
    scores = snapshot.scores.copy()
    scores.loc[firms, measure] = np.clip(values, 0, 100)
    levels = level_of(SMALL, scores[OVERALL].to_numpy())
    return published(dataclasses.replace(snapshot, scores=scores, levels=levels))


def linear(last: Published) -> list[tuple[tuple[str, ...], list[Cell]]]:
    """The tables of a release less what no linear program can hold: intervals of means, Gini and Theil's T."""
    return [(table.fields, [_linear(cell) for cell in table.cells]) for table in last.release.tables]


def _linear(cell: Cell) -> Cell:
    scores = {name: dataclasses.replace(summary, interval=None) for name, summary in cell.scores.items()}
    return dataclasses.replace(cell, scores=scores, polarisation=None)
