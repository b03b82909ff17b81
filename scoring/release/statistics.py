"""Counts, means and quantiles of every measure in every cell of all declared tables, in one pass over the firms.

Nothing here depends on the order of the firms, to the last bit: scores are added up on a grid on which sums of floats
are exact, and quantiles are single scores.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.release.grouping import Classes, Layout
from scoring.release.model import Snapshot
from scoring.release.ranks import ordered_by_key, quantiles_of
from scoring.release.withholding import Counts
from scoring.weighting import EFFECTIVE, LARGEST

Fields = tuple[str, ...]


@dataclass(frozen=True)
class Spread:
    """How one measure is spread in each cell of a table; float64 (cells,), NaN where no firm has it.

    ``deviation``: standard deviation with ddof 1, NaN below two firms. ``quantiles``: (cells, ``QUANTILES``), of
    type 7 (Hyndman and Fan 1996), NaN where the firms that have the measure do not allow that quantile.
    """

    mean: np.ndarray
    deviation: np.ndarray
    quantiles: np.ndarray


def counts_of(
    snapshot: Snapshot, classes: Classes, there: np.ndarray, tables: Collection[Fields] | None = None
) -> list[tuple[Layout, Counts]]:
    """For each table, or some, how many of the firms that are ``there``, bool (n,), each cell has, and how many of
    them the account sees that sees most."""
    n = np.bincount(classes.of[there], minlength=classes.count)
    account, firm = _seen(snapshot)
    firm_there = there[firm]
    account, firm = account[firm_there], firm[firm_there]
    found = []
    for layout in classes.layouts:
        if tables is None or layout.fields in tables:
            seen = _most_seen(account, classes.cells(layout)[firm], layout) if len(firm) else np.zeros(len(layout), int)
            found.append((layout, Counts(_added(n, layout), seen, snapshot.own_link)))
    return found


def firms_of(classes: Classes, there: np.ndarray, layouts: Sequence[Layout]) -> dict[Fields, np.ndarray]:
    """For each of some tables how many of the firms that are ``there``, bool (n,), each cell has, int64 (cells,)."""
    n = np.bincount(classes.of[there], minlength=classes.count)
    return {layout.fields: _added(n, layout) for layout in layouts}


def _seen(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    """Account and firm of every pair in which the one can see the other."""
    sizes = [len(firms) for firms in snapshot.viewers]
    firms = np.concatenate([np.empty(0, dtype=np.intp), *snapshot.viewers]).astype(np.intp)
    return np.repeat(np.arange(len(sizes)), sizes), firms


def _most_seen(account: np.ndarray, cell: np.ndarray, layout: Layout) -> np.ndarray:
    accounts = int(account.max()) + 1
    seen = np.bincount(account * len(layout) + cell, minlength=accounts * len(layout))
    most: np.ndarray = seen.reshape(accounts, len(layout)).max(axis=0)
    return most


def _added(of_class: np.ndarray, layout: Layout) -> np.ndarray:
    """Whole numbers of each class added up by cell."""
    return np.rint(np.bincount(layout.cell_of, of_class, len(layout))).astype(np.int64)


def spreads_of(values: np.ndarray, classes: Classes) -> dict[Fields, Spread]:
    """How a measure, float64 (n,) with NaN for firms without it, is spread in the cells of each table."""
    there = ~np.isnan(values)
    values, of = values[there], classes.of[there]
    n = np.bincount(of, minlength=classes.count)
    total = exact_sums(values, of, classes.count)
    squares = exact_sums((values - CENTRE) ** 2, of, classes.count)
    ordered = ordered_by_key(values, of)
    found = {}
    for layout in classes.layouts:
        firms = _added(n, layout)
        mean, deviation = _moments(firms, total.by(layout), squares.by(layout))
        found[layout.fields] = Spread(mean, deviation, quantiles_of(ordered, layout, firms))
    return found


CENTRE = 50.0
"""Where squares are taken from, near most scores, so that the variance loses no digits."""

EQUAL = 1e-9
"""A variance below this is 0: squares leave about 1e-12."""


def _moments(n: np.ndarray, total: np.ndarray, squares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    mean = np.divide(total, n, out=np.full(len(n), np.nan), where=n > 0)
    spread = squares - n * (mean - CENTRE) ** 2
    variance = np.divide(spread, n - 1, out=np.full(len(n), np.nan), where=n > 1)
    return mean, np.sqrt(np.where(variance < EQUAL, 0.0, variance))


@dataclass(frozen=True)
class Sums:
    """Sums of each class in two parts, each of them exact, so that they can be added up in any order."""

    high: np.ndarray
    low: np.ndarray

    def by(self, layout: Layout) -> np.ndarray:
        """The sum in each cell of a table."""
        parts = [np.bincount(layout.cell_of, part, len(layout)) for part in (self.high, self.low)]
        summed: np.ndarray = parts[0] + parts[1]
        return summed


def exact_sums(values: np.ndarray, of: np.ndarray, classes: int) -> Sums:
    """The values of each class added up: on a grid so coarse that float64 holds every sum of them exactly, and what
    that leaves of each value on a finer one (2⁻²⁵ of the first for a million firms)."""
    largest = float(np.abs(values).max(initial=1.0))
    step = 2.0 ** np.ceil(np.log2(largest * (len(values) + 1)) - 52)
    high = np.rint(values / step) * step
    finer = 2.0 ** np.ceil(np.log2(step * (len(values) + 1)) - 52)
    low = np.rint((values - high) / finer) * finer
    return Sums(np.bincount(of, high, classes), np.bincount(of, low, classes))


def weighted_of(values: np.ndarray, weights: np.ndarray, classes: Classes) -> dict[Fields, np.ndarray]:
    """Σwx / Σw of the firms that have both, each float64 (n,), in the cells of each table, float64 (cells,); NaN where
    the weights of just these firms are not usable (``weighting.usable``)."""
    there = ~(np.isnan(values) | np.isnan(weights))
    value, weight, of = values[there], weights[there], classes.of[there]
    products = [exact_sums(part, of, classes.count) for part in (weight * value, weight, weight * weight)]
    heaviest = np.zeros(classes.count)
    np.maximum.at(heaviest, of, weight)
    return {layout.fields: _weighted(products, heaviest, layout) for layout in classes.layouts}


def _weighted(products: Sequence[Sums], heaviest: np.ndarray, layout: Layout) -> np.ndarray:
    total, sum_of_weights, squares = (part.by(layout) for part in products)
    most = np.zeros(len(layout))
    np.maximum.at(most, layout.cell_of, heaviest)
    usable = (sum_of_weights > 0) & (most <= (LARGEST + SLACK) * sum_of_weights)
    usable &= sum_of_weights**2 >= (EFFECTIVE - SLACK) * squares
    mean: np.ndarray = np.divide(total, sum_of_weights, out=np.full(len(layout), np.nan), where=usable)
    return mean


SLACK = 1e-9
"""What sums of floats leave of effective firms and of a share of weight."""
