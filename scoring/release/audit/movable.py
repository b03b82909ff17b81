"""What a linear program may move: some firms of each class, to some values each, within what is told of every set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from scoring.release.audit.standing import Standing
from scoring.release.audit.target import Target
from scoring.release.audit.witnesses import WIDE, Reach

EACH = 6
"""Firms of one class that a program may move; the others stay where they are."""

GRID = np.linspace(0.0, 1.0, 9)
"""Quantiles of all scores that every class may take besides its own, and the ends of the scale."""


@dataclass(frozen=True)
class Movable:
    """The firms that programs may move, by position in rising order of class, and the class of each."""

    firms: np.ndarray
    of: np.ndarray


def movable_of(target: Target, unknown: np.ndarray) -> Movable:
    """Some unknown firms of every class: those with its lowest and its highest values."""
    order = np.lexsort((target.knowledge.values, target.classes.of))
    order = order[unknown[order]]
    of = target.classes.of[order]
    rank = np.arange(len(of)) - np.searchsorted(of, of)
    n = np.bincount(of, minlength=target.classes.size)[of]
    kept = (rank < EACH // 2) | (rank >= n - EACH // 2)
    return Movable(order[kept], of[kept])


@dataclass(frozen=True)
class Values:
    """The values ``at`` that firms of each class may have, float64 (m,), and the classes that they are ``of``.

    ``chosen``: the classes, rising; ``firms``: how many of each may move; ``place``: int (m,), of the class among the
    chosen. ``wished``: 1 for the value that a firm must have, else 0.
    """

    at: np.ndarray
    of: np.ndarray
    chosen: np.ndarray
    firms: np.ndarray
    place: np.ndarray
    wished: np.ndarray

    def __len__(self) -> int:
        return len(self.at)


def values_of(target: Target, movable: Movable, chosen: np.ndarray, reach: Reach, wish: tuple[int, float]) -> Values:
    """The values that firms of the ``chosen`` classes may take: their own, some of all, just far enough from what they
    reach, and the places that hold the class of the ``wish`` where it is; its value is the second part, or NaN."""
    some = [np.quantile(target.knowledge.values, GRID), target.knowledge.scale]
    shared = np.concatenate([*some, _held_places(target, wish[0], reach)])
    ends = np.searchsorted(movable.of, [chosen, chosen + 1]).T
    taken = []
    for class_, (start, end) in zip(chosen, ends, strict=True):
        own = target.knowledge.values[movable.firms[start:end]]
        apart = [reach[1][class_] - WIDE, reach[0][class_] + WIDE, wish[1] if class_ == wish[0] else np.nan]
        taken.append(_within(target, np.concatenate([own, shared, apart])))
    place = np.repeat(np.arange(len(chosen)), [len(values) for values in taken])
    at, of = np.concatenate(taken), chosen[place]
    wished = ((of == wish[0]) & (at == wish[1])).astype(np.float64)
    return Values(at, of, chosen, ends[:, 1] - ends[:, 0], place, wished)


def _held_places(target: Target, class_: int, reach: Reach) -> np.ndarray:
    """Points above which no firm of a class may rise, since a quantile there needs it: others can take its place."""
    codes = zip(target.standings, target.codes[class_], strict=True)
    points = np.concatenate([np.empty(0), *(standing.up[code] for standing, code in codes if code >= 0)])
    near: np.ndarray = points[(points >= reach[0][class_] - 2) & (points <= reach[1][class_] + 2)]
    return near


def _within(target: Target, values: np.ndarray) -> np.ndarray:
    low, high = target.knowledge.scale
    if target.knowledge.whole:
        return np.array([low, high])
    distinct: np.ndarray = np.unique(values[(values >= low) & (values <= high)])
    return distinct


@dataclass(frozen=True)
class _Row:
    """One unknown that is made up of others: ``weights`` of the values in ``columns``, and all of the unknown before
    it if it goes ``on`` from there; between ``low`` and ``high``."""

    columns: np.ndarray
    weights: np.ndarray
    on: bool
    low: float
    high: float


def rows_of(target: Target, movable: Movable, values: Values) -> tuple[csr_array, np.ndarray]:
    """What the moved firms add up to in each set, and how many are at or below each point, as further unknowns: the
    rows that make them up, which come to 0, and their bounds, float64 (rows, 2), the other firms being where they are.

    A count goes on from the one at the point before it, so that each value stands in one row of a set only: programs
    in which it stands in every count above it take ten times as long.
    """
    inside = np.isin(movable.of, values.chosen)
    firms = movable.firms[inside]
    rows = [row for standing in target.standings for row in _rows_of_block(target, standing, firms, values)]
    extra = len(values) + np.arange(len(rows))
    columns = [
        np.concatenate([row.columns, [total - 1] * row.on, [total]]) for row, total in zip(rows, extra, strict=True)
    ]
    weights = [np.concatenate([row.weights, [1.0] * row.on, [-1.0]]) for row in rows]
    ends = np.cumsum([0, *(len(row) for row in weights)])
    entries = (np.concatenate([np.empty(0), *weights]), np.concatenate([np.empty(0), *columns]).astype(np.int64), ends)
    matrix = csr_array(entries, shape=(len(rows), len(values) + len(rows)))
    return matrix, np.array([(row.low, row.high) for row in rows]).reshape(len(rows), 2)


def _rows_of_block(target: Target, standing: Standing, firms: np.ndarray, values: Values) -> Iterator[_Row]:
    block, first = standing.block, target.classes.first()[values.chosen]
    codes, code_of_value = block.codes[firms], block.codes[first][values.place]
    weights = np.ones(len(target.knowledge)) if block.weights is None else block.weights
    weight_of_value = weights[first][values.place]
    for code in np.unique(codes[codes >= 0]):
        own, here = firms[codes == code], np.flatnonzero(code_of_value == code)
        if block.facts[code].sums:
            total = float(weights[own] @ target.knowledge.values[own])
            fall, rise = standing.room[code]
            yield _Row(here, weight_of_value[here] * values.at[here], False, total - fall, total + rise)
        yield from _counts(standing, code, target.knowledge.values[own], here, values.at)


def _counts(standing: Standing, code: int, own: np.ndarray, here: np.ndarray, at: np.ndarray) -> Iterator[_Row]:
    """One row for each count that could come out too low or too high."""
    before = -np.inf
    for point, fall, rise in zip(standing.block.facts[code].at, *standing.spare[code], strict=True):
        count = int((own <= point).sum())
        if count + fall > 0 or count + rise < len(own):
            between = here[(at[here] > before) & (at[here] <= point)]
            yield _Row(between, np.ones(len(between)), bool(before > -np.inf), count + fall, count + rise)
            before = point
