"""What tests of the audit share: exact statements, and slow but exact ways to see what they give away."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from scoring.release.audit.statements import Knowledge, Statement


def mean(values: np.ndarray, firms: Sequence[int] | np.ndarray, give: float = 0.0) -> Statement:
    """The mean of some firms, to within ``give``."""
    told = float(values[np.asarray(firms)].mean())
    return Statement(np.asarray(firms), told - give, told + give)


def count(values: np.ndarray, firms: Sequence[int] | np.ndarray, at: float, give: int = 0) -> Statement:
    """How many of some firms are at or below a point."""
    told = int((values[np.asarray(firms)] <= at).sum())
    return Statement(np.asarray(firms), told - give, told + give, at=at)


def nobody(knowledge: Knowledge) -> np.ndarray:
    return np.zeros(len(knowledge), dtype=bool)


def solved(sums: Sequence[Sequence[int]], known: Sequence[int], n: int) -> set[int]:
    """The unknowns that 0/1 sums determine for one who knows some: Gauss and Jordan in fractions, without rounding."""
    rows = [[Fraction(int(place in row)) for place in range(n)] for row in [*sums, *([one] for one in known)]]
    pivots: dict[int, list[Fraction]] = {}
    for row in rows:
        for place, other in pivots.items():
            row = [own - row[place] * its for own, its in zip(row, other, strict=True)]  # noqa: PLW2901 - eliminated
        lead = next((place for place, own in enumerate(row) if own), None)
        if lead is None:
            continue
        row = [own / row[lead] for own in row]  # noqa: PLW2901 - scaled to a leading 1
        for place, other in pivots.items():
            pivots[place] = [its - other[lead] * own for its, own in zip(other, row, strict=True)]
        pivots[lead] = row
    return {place for place, row in pivots.items() if sum(own != 0 for own in row) == 1} - set(known)


def interval(knowledge: Knowledge, firm: int, known: np.ndarray) -> tuple[float, float]:
    """The lowest and the highest value that one firm can have: a program with a yes or no for every firm and point.

    Unlike the audit's programs it moves every unknown firm, cuts none in parts, and knows nothing of classes.
    """
    ends = []
    points = sorted({point for block in knowledge.blocks for facts in block.facts for point in facts.at})
    n, (low, high) = len(knowledge), knowledge.scale
    size = n * (1 + len(points))
    rows, least, most = [], [], []

    def add(entries: dict[int, float], from_: float, to: float) -> None:
        row = np.zeros(size)
        row[list(entries)] = list(entries.values())
        rows.append(row)
        least.append(from_)
        most.append(to)

    span = high - low
    for one in range(n):
        for place, point in enumerate(points):
            below = n + one * len(points) + place
            add({one: 1.0, below: span}, -np.inf, point + span)
            add({one: 1.0, below: span}, point, np.inf)
    for block in knowledge.blocks:
        weights = np.ones(n) if block.weights is None else block.weights
        for code, facts in enumerate(block.facts):
            inside = np.flatnonzero(block.codes == code)
            if facts.sums:
                add({int(one): float(weights[one]) for one in inside}, *facts.total)
            for point, fewest, greatest in zip(facts.at, facts.least, facts.most, strict=True):
                place = points.index(point)
                add({n + int(one) * len(points) + place: 1.0 for one in inside}, fewest, greatest)
    flags = np.zeros(size - n)
    bounds = Bounds(
        np.concatenate([np.where(known, knowledge.values, low), flags]),
        np.concatenate([np.where(known, knowledge.values, high), flags + 1]),
    )
    limits = [LinearConstraint(np.array(rows), np.array(least) - 1e-9, np.array(most) + 1e-9)] if rows else []
    for sign in (1.0, -1.0):
        goal = np.zeros(size)
        goal[firm] = sign
        found = milp(goal, constraints=limits, bounds=bounds, integrality=(np.arange(size) >= n).astype(int))
        ends.append(float(found.x[firm]))
    return ends[0], ends[1]
