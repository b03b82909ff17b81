"""An attack on published tables, written without the audit: what somebody who reads all of them can say of one firm.

The attacker knows which firms answered and what each is (size, sector, region …), and the exact scores of some. From
the files of the releases it takes every statement about the overall score, and asks of each other firm whether sums fix
its score, and between which values it can lie. The second is answered by examples: other scores of all firms with which
every statement would have been published just the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from tests.told import TOP, Told, stands

APART = 20.0
"""Points between which the score of every firm must be able to lie."""


def determined(told: Sequence[Told], n: int, known: np.ndarray) -> np.ndarray:
    """The firms whose score sums would fix if they were published without rounding, less those that are ``known``."""
    sums = [one.firms for one in told if one.kind == "mean"]
    unknown = np.flatnonzero(~known)
    place = np.full(n, -1)
    place[unknown] = np.arange(len(unknown))
    matrix = np.zeros((len(sums), len(unknown)))
    for row, firms in enumerate(sums):
        columns = place[firms]
        matrix[row, columns[columns >= 0]] = 1.0
    if not matrix.size:
        return np.empty(0, dtype=int)
    fixed = (np.linalg.pinv(matrix) * matrix.T).sum(axis=1) > 1 - 1e-9
    found: np.ndarray = unknown[fixed]
    return found


def narrow(told: Sequence[Told], scores: np.ndarray, known: np.ndarray) -> list[int]:
    """The firms, less those that are ``known``, for which no two examples lie ``APART`` points from each other.

    ``scores``: the true ones. Two firms that stand in the same sets can exchange theirs, which no statement shows, and
    others can where the rest gives way a little. Where neither is far enough an integer program looks for other scores,
    first of some firms only, which is soon done.
    """
    unknown = np.flatnonzero(~known & ~np.isnan(scores))
    sets = np.zeros((len(scores), len(told)), dtype=bool)
    for place, one in enumerate(told):
        sets[one.firms, place] = True
    alike = pd.Series(scores[unknown]).groupby([sets[firm].tobytes() for firm in unknown])
    reach = (alike.transform("max") - alike.transform("min")).to_numpy()
    left = [int(firm) for firm in unknown[reach < APART]]
    left = [firm for firm in left if not _moved_far(told, sets, scores, known | np.isnan(scores), firm)]
    return [firm for firm in left if not any(_far(told, scores, which, firm) for which in _still(sets, known, firm))]


def _moved_far(told: Sequence[Told], sets: np.ndarray, scores: np.ndarray, fixed: np.ndarray, firm: int) -> bool:
    """Whether a firm can have another score, so far from its own or two so far from each other."""
    for steps in WAYS:
        ends = [float(scores[firm]) + step for step in steps]
        if min(ends) >= 0 and max(ends) <= 100 and all(_moved(told, sets, scores, fixed, firm, end) for end in ends):
            return True
    return False


def _moved(  # noqa: PLR0917 - what is told, who is where, what is true, who stays, who moves and where to
    told: Sequence[Told], sets: np.ndarray, scores: np.ndarray, fixed: np.ndarray, firm: int, to: float
) -> bool:
    """Whether this score of a firm has an example: alone, or with one other firm that moves the other way, and then the
    others a little, none of them past a threshold, until all means are right."""
    like = np.argsort((sets != sets[firm]).sum(axis=1), kind="stable")
    others = [other for other in like.tolist() if other != firm and not fixed[other]][:PARTNERS]
    for other in (firm, *others):
        tried = scores.copy()
        tried[other] = np.clip(scores[other] + scores[firm] - to, 0, 100)
        tried[firm] = to
        touched = [told[place] for place in np.flatnonzero(sets[firm] | sets[other]).tolist()]
        if all(stands(one, tried) for one in touched if one.kind != "mean"):
            found = levelled(told, tried, fixed, firm)
            if found is not None and all(stands(one, found) for one in told):
                return True
    return False


def levelled(told: Sequence[Told], tried: np.ndarray, fixed: np.ndarray, firm: int) -> np.ndarray | None:
    """Scores near those tried of which all means are right; None where there are none between the thresholds."""
    ends = np.unique(
        [0.0, TOP, *(end for one in told if one.kind != "mean" for end in (*one.bound, one.low, one.high))]
    )
    ends = ends[(ends >= 0) & (ends <= TOP)]
    place = np.searchsorted(ends, tried, side="right")
    low, high = ends[place - 1] - tried, np.minimum(ends[place] - STEP, 100) - tried
    stays = fixed.copy()
    stays[firm] = True
    low[stays] = high[stays] = 0
    means = [one for one in told if one.kind == "mean"]
    rows = np.zeros((len(means), len(tried)))
    for row, one in zip(rows, means, strict=True):
        row[one.firms] = 1 / len(one.firms)
    off = rows @ tried
    upper = np.concatenate([[one.high for one in means] - off, off - [one.low for one in means]]) - EDGE
    found = linprog(
        np.ones(2 * len(tried)),
        A_ub=np.block([[rows, -rows], [-rows, rows]]),
        b_ub=upper,
        bounds=np.column_stack([np.zeros(2 * len(tried)), np.concatenate([np.maximum(high, 0), np.maximum(-low, 0)])]),
    )
    return None if found.x is None else tried + found.x[: len(tried)] - found.x[len(tried) :]


def _still(sets: np.ndarray, known: np.ndarray, firm: int) -> Iterator[np.ndarray]:
    """Which firms keep their scores in an example: all but those most like this one, and then only the known ones."""
    like = np.argsort((sets != sets[firm]).sum(axis=1) + known * sets.shape[1], kind="stable")
    for most in (MOVED, len(known)):
        still = np.ones(len(known), dtype=bool)
        still[like[:most]] = known[like[:most]]
        yield still


def _far(told: Sequence[Told], scores: np.ndarray, fixed: np.ndarray, firm: int) -> bool:
    """Whether two examples for a firm lie far enough apart; its own score is one of them."""
    own = float(scores[firm])
    ends = (_end(told, scores, fixed, firm, way) for way in (1.0, -1.0))
    low, high = (own if end is None else end for end in ends)
    return high - low >= APART - 1e-6


def _end(told: Sequence[Told], scores: np.ndarray, fixed: np.ndarray, firm: int, way: float) -> float | None:
    """The lowest (``way`` 1) or highest (-1) score of a firm in an example; None where none is found in a second.

    One variable for each score, and one for each firm and threshold that says whether the score is on its lower side.
    """
    program = _Program(np.nan_to_num(scores), fixed | np.isnan(scores))
    for one in told:
        if not program.fixed[one.firms].all():
            program.add(one)
    return program.solved(firm, way)


class _Program:
    """``fixed``: the firms whose scores stay as they are."""

    def __init__(self, scores: np.ndarray, fixed: np.ndarray) -> None:
        self.scores, self.fixed, self.n = scores, fixed, len(scores)
        self.low, self.high = np.zeros(self.n), np.full(self.n, 100.0)
        self.low[fixed] = self.high[fixed] = scores[fixed]
        self.rows: list[tuple[list[int], list[float], float, float]] = []
        self.binaries: dict[tuple[int, float], int] = {}

    def add(self, one: Told) -> None:
        n = len(one.firms)
        if one.kind == "mean":
            self._row([(firm, 1.0) for firm in one.firms.tolist()], n * one.low + EDGE, n * one.high - EDGE)
        elif one.kind == "share":
            under = self._under(one, one.bound[1], 1.0, strict=True) if one.bound[1] < TOP else []
            below = self._under(one, one.bound[0], -1.0, strict=True) if one.bound[0] > 0 else []
            past = 0 if under else n
            self._row(under + below, one.low - past, one.high - past)
        else:  # enough for a quantile of type 7 to lie in its span: both scores that it lies between do
            place = (n - 1) * one.q
            self._row(self._under(one, one.high - EDGE, 1.0, strict=False), math.ceil(place) + 1, n)
            self._row(self._under(one, one.low, 1.0, strict=True), 0, math.floor(place))

    def _row(self, terms: Sequence[tuple[int, float]], low: float, high: float) -> None:
        """The sum of variables, each times its value, lies between."""
        self.rows.append(([at for at, _ in terms], [value for _, value in terms], low, high))

    def _under(self, one: Told, bound: float, value: float, *, strict: bool) -> list[tuple[int, float]]:
        """For each firm of a statement a variable that is 1 just where its score is at most the bound; ``strict``:
        below it."""
        limit = bound - (STEP if strict else 0.0)
        return [(self._variable(firm, limit), value) for firm in one.firms.tolist()]

    def _variable(self, firm: int, limit: float) -> int:
        key = (firm, limit)
        if key not in self.binaries:
            at = self.n + len(self.binaries)
            self.binaries[key] = at
            under = float(self.scores[firm] <= limit)
            low, high = (under, under) if self.fixed[firm] else (0.0, 1.0)
            self.low, self.high = np.append(self.low, low), np.append(self.high, high)
            if not self.fixed[firm]:
                # x ≤ limit + 100 (1 − b) and x ≥ limit + STEP − 200 b
                self._row([(firm, 1.0), (at, 100.0)], -np.inf, limit + 100.0)
                self._row([(firm, 1.0), (at, 200.0)], limit + STEP, np.inf)
        return self.binaries[key]

    def solved(self, firm: int, way: float) -> float | None:
        size = len(self.low)
        at = [row for row, (columns, *_) in enumerate(self.rows) for _ in columns]
        columns = [column for row in self.rows for column in row[0]]
        matrix = csr_array(([value for row in self.rows for value in row[1]], (at, columns)), (len(self.rows), size))
        cost = np.zeros(size)
        cost[firm] = way
        found = milp(
            cost,
            constraints=LinearConstraint(matrix, [row[2] for row in self.rows], [row[3] for row in self.rows]),
            bounds=Bounds(self.low, self.high),
            integrality=(np.arange(size) >= self.n).astype(int),
            options={"time_limit": 2.0, "mip_rel_gap": 0.05},
        )
        return None if found.x is None else float(found.x[firm])


WAYS = ((APART,), (-APART,), (-APART / 2, APART / 2), (-APART / 4, 3 * APART / 4), (-3 * APART / 4, APART / 4))
"""How far a firm may move that its two scores lie so far apart; where one is named, its own is the other."""

PARTNERS = 150
"""Other firms that are tried as the one that moves the other way."""

MOVED = 16
"""Firms whose scores may differ in an example that is looked for first."""

EDGE, STEP = 1e-6, 1e-3
"""What keeps a sum off the end of its span, and two sides of a threshold apart."""
