"""K-means on rows of scores whose result depends neither on the order of the rows nor on the number of processors."""

from __future__ import annotations

import warnings
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

STARTS = 10
"""Starts of k-means, the same for answers and for the random samples that they are held against."""

SAMPLE = 20_000
"""Rows on which centroids are looked for; all rows then refine them."""

ROUNDS = 300
"""Rounds of refining after which it is left at that."""

AHEAD = 4.0
"""How many times as far as the centroids have moved it is looked ahead for rows that could change."""

GRID = 2.0**20
"""Scores are rounded to a millionth of a point. Sums of up to 80 million of them are then exact in float64, so that
they are the same in any order."""

CHUNK = 8192
"""Rows at a time, so that what is worked on stays in the processor's cache."""


@dataclass(frozen=True)
class Clusters:
    """n rows in k clusters: ``labels`` int (n,), ``centroids`` float64 (k, dimensions), ``inertia`` the sum of squared
    distances from them."""

    labels: np.ndarray
    centroids: np.ndarray
    inertia: float

    @property
    def sizes(self) -> np.ndarray:
        """Rows in each cluster, int (k,)."""
        return np.bincount(self.labels, minlength=len(self.centroids))


def cluster(rows: np.ndarray, k: int, *, seed: int = 0) -> Clusters:
    """K-means of rows, float (n, dimensions) without gaps: 10 starts on at most 20,000 of them, refined on all.

    The sample is drawn from the rows in an order that depends on nothing but their values. Refining (Lloyd 1982, IEEE
    Trans. Inf. Theory 28:129) goes on until no row changes its cluster. Clusters are numbered by the mean of their
    centroid, so that a label means the same in every run; of equal means the one that comes first in its first
    differing dimension. Raises ``ValueError`` for rows with gaps, and where fewer than k of those looked at differ.
    """
    columns = on_grid(rows)
    sample = columns[:, drawn(columns, SAMPLE, seed)].T
    with one_processor():
        centroids = start(sample, k, seed).cluster_centers_
    return _numbered(refined(columns, centroids))


def one_processor() -> AbstractContextManager[object]:
    """While this lasts, libraries use one processor: several add up in any order, and rounding then differs."""
    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits


def start(rows: np.ndarray, k: int, seed: int) -> KMeans:
    """K-means of rows as they are: the best of 10 starts. Raises ``ValueError`` where fewer than k of them differ."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            return KMeans(k, n_init=STARTS, random_state=seed).fit(rows)
        except ConvergenceWarning as error:
            raise ValueError(f"{k} clusters need {k} rows that differ") from error


def on_grid(rows: np.ndarray) -> np.ndarray:
    """The rows on the grid, as contiguous columns: float64 (dimensions, n)."""
    columns = np.empty(rows.shape[::-1])
    for start in range(0, len(rows), CHUNK):
        part = columns[:, start : start + CHUNK]
        np.multiply(rows[start : start + CHUNK].T, GRID, out=part)
        np.rint(part, out=part)
        part /= GRID
    if not np.isfinite(columns.sum()):
        raise ValueError("rows of scores must be without gaps")
    return columns


def drawn(columns: np.ndarray, most: int, seed: int) -> np.ndarray:
    """The places of at most so many rows, drawn at random, in an order that depends on nothing but their values.

    They are ordered by a hash of their values, which equal rows share. Two different rows of a million share one by a
    chance of one in 10⁷, and might then change places.
    """
    keys = np.zeros(columns.shape[1], dtype=np.uint64)
    for column in columns:
        keys ^= (column * GRID).astype(np.int64).view(np.uint64)
        keys *= np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    order = np.argsort(keys)
    if len(order) <= most:
        return order
    chosen = np.random.default_rng(seed).choice(len(order), most, replace=False, shuffle=False)
    return order[np.sort(chosen)]


def refined(columns: np.ndarray, centroids: np.ndarray) -> Clusters:
    """Clusters once no row is nearer to another centroid than its own, numbered as the centroids are.

    A row can change only if the centroids have moved by as much, since it was last looked at, as it was nearer to its
    own than to the next: all others are passed over (after Hamerly 2010, SIAM Data Mining).
    """
    labels, margins = _nearest(columns, centroids)
    sums, counts = sums_of(columns, labels, len(centroids))
    moved, reach, close = 0.0, -1.0, np.empty(0, dtype=np.intp)
    for _ in range(ROUNDS):
        last, centroids = centroids, np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], centroids)
        moved += 2 * float(np.linalg.norm(centroids - last, axis=1).max()) + 1 / GRID
        if moved > reach:  # so that not all margins have to be looked through each time
            reach = AHEAD * moved
            close = np.flatnonzero(margins <= reach)
        rows = close[margins[close] <= moved]
        nearest, wider = _nearest(columns[:, rows], centroids)
        margins[rows] = wider + moved
        changed = nearest != labels[rows]
        if not changed.any():
            break
        rows, nearest = rows[changed], nearest[changed]
        for sign, which in ((-1, labels[rows]), (1, nearest)):
            part, number = sums_of(columns[:, rows], which, len(centroids))
            sums, counts = sums + sign * part, counts + sign * number
        labels[rows] = nearest
    between = (sums**2).sum(axis=1) / np.maximum(counts, 1)
    inertia = float(sum(column @ column for column in columns) - between.sum())
    return Clusters(labels, centroids, max(inertia, 0.0))


def _nearest(columns: np.ndarray, centroids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The nearest centroid of each row, the first of several, and how much farther off the next one is."""
    n = columns.shape[1]
    labels, margins = np.zeros(n, dtype=np.intp), np.empty(n)
    for start in range(0, n, CHUNK):
        part = slice(start, start + CHUNK)
        best, second = np.full((2, len(labels[part])), np.inf)
        for number, centroid in enumerate(centroids):
            squares = _squares(columns[:, part], centroid)
            np.copyto(labels[part], number, where=squares < best)
            np.minimum(second, np.maximum(best, squares), out=second)
            np.minimum(best, squares, out=best)
        margins[part] = np.sqrt(second) - np.sqrt(best)
    return labels, margins


def _squares(columns: np.ndarray, centroid: np.ndarray) -> np.ndarray:
    """Squared distances, added dimension by dimension: a matrix product would round by the place of a row in it."""
    squares = np.zeros(columns.shape[1])
    apart = np.empty(columns.shape[1])
    for column, value in zip(columns, centroid, strict=True):
        np.subtract(column, value, out=apart)
        apart *= apart
        squares += apart
    return squares


def sums_of(columns: np.ndarray, labels: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Sums (k, dimensions) and counts (k,) of the rows of each label; exact on the grid."""
    sums = np.stack([np.bincount(labels, weights=column, minlength=k) for column in columns], axis=1)
    return sums, np.bincount(labels, minlength=k)


def _numbered(found: Clusters) -> Clusters:
    """The clusters by the mean of their centroids."""
    order = np.lexsort([*found.centroids.T[::-1], found.centroids.mean(axis=1)])
    return Clusters(np.argsort(order)[found.labels], found.centroids[order], found.inertia)
