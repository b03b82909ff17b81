"""Whether rows of scores fall into groups: how many, against chance, found again, and with gaps between."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.spatial.distance import cdist

from scoring.segments.clustering import cluster, drawn, on_grid, one_processor, start
from scoring.segments.dip import dip, dip_p
from scoring.segments.model import Diagnostics, Dip, Silhouette

SAMPLE = 1_000
"""Rows that the tests look at: distances between all of them are needed."""

MOST = 8
"""The most clusters that are looked for."""

CHOOSING, TESTING, RESAMPLES = 20, 200, 100
"""Gaussian samples by which k is chosen; by which p is computed, others than those; bootstrap resamples."""

SPREADS = 20
"""Random ways in which scores are spread over the steps of their scale."""

EQUAL = 1e-9
"""Silhouettes that differ by less are equal."""

_CHOOSING, _TESTING, _RESAMPLING, _SPREADING = 1, 2, 3, 4
"""What random numbers are for, so that one use of them never shifts another."""


def examine(rows: np.ndarray, *, seed: int = 0) -> Diagnostics:
    """Look for groups in rows, float (n, dimensions) without gaps, of which two or more must differ.

    At most 1,000 rows are drawn. k is the number of clusters (2 to 8, and no more than rows that differ) whose mean
    silhouette most exceeds its mean over 20 Gaussian samples of the same size, mean and covariance clustered alike, the
    least of several; the three tests are then made for this k. The order of the rows does not matter. Raises
    ``ValueError`` for rows with gaps, and for fewer than three rows or fewer than two that differ.
    """
    sample = sampled(rows, seed)
    distinct = _distinct(sample)
    silhouettes = excesses(sample, range(2, min(MOST, distinct, len(sample) - 1) + 1), seed=seed)
    k = max(silhouettes, key=lambda one: one.excess).k
    labels = cluster(sample, k, seed=seed).labels
    return Diagnostics(
        len(sample),
        distinct,
        k,
        silhouettes,
        null_p(sample, k, seed=seed),
        stability(sample, labels, seed=seed),
        neighbour_dips(sample, labels, seed=seed),
    )


def sampled(rows: np.ndarray, seed: int) -> np.ndarray:
    """At most 1,000 of the rows, in an order that depends on their values only."""
    columns = on_grid(np.asarray(rows, dtype=np.float64))
    return np.ascontiguousarray(columns[:, drawn(columns, SAMPLE, seed)].T)


def _distinct(rows: np.ndarray) -> int:
    """How many of the rows differ."""
    distinct = len(np.unique(rows, axis=0))
    if distinct < 2 or len(rows) < 3:
        raise ValueError("groups can be looked for among three rows or more, of which two differ")
    return distinct


def excesses(rows: np.ndarray, ks: range, *, seed: int = 0) -> tuple[Silhouette, ...]:
    """For each k the mean silhouette of the rows, beside that of 20 Gaussian samples (after Tibshirani, Walther and
    Hastie 2001, JRSS B 63:411, with the silhouette in the place of their dispersion)."""
    with one_processor():
        observed = _silhouettes(rows, ks, seed)
        nulls = [_silhouettes(null, ks, seed) for null in gaussians(rows, CHOOSING, (seed, _CHOOSING))]
    means, spreads = np.mean(nulls, axis=0).tolist(), np.std(nulls, axis=0, ddof=1).tolist()
    return tuple(Silhouette(*one) for one in zip(ks, observed, means, spreads, strict=True))


def null_p(rows: np.ndarray, k: int, *, seed: int = 0) -> float:
    """p = (1 + #{null ≥ observed}) / (B + 1): how often B = 200 Gaussian samples have as high a mean silhouette."""
    only = range(k, k + 1)
    with one_processor():
        observed = _silhouettes(rows, only, seed)[0] - EQUAL
        nulls = gaussians(rows, TESTING, (seed, _TESTING))
        reached = sum(_silhouettes(null, only, seed)[0] >= observed for null in nulls)
    return (1 + reached) / (TESTING + 1)


def gaussians(rows: np.ndarray, samples: int, seed: tuple[int, ...]) -> Iterator[np.ndarray]:
    """Gaussian samples with the size, mean and covariance (ddof 1) of the rows; not clipped to the scale.

    The covariance may be singular: a dimension in which all rows agree is the same in the samples.
    """
    random = np.random.default_rng(seed)
    variances, directions = np.linalg.eigh(np.atleast_2d(np.cov(rows, rowvar=False)))
    factor = directions * np.sqrt(np.maximum(variances, 0))
    for _ in range(samples):
        yield rows.mean(axis=0) + random.standard_normal(rows.shape) @ factor.T


def _silhouettes(rows: np.ndarray, ks: range, seed: int) -> list[float]:
    distances = cdist(rows, rows)
    return [silhouette(distances, _labels(rows, k, seed)) for k in ks]


def silhouette(distances: np.ndarray, labels: np.ndarray) -> float:
    """Mean of (b − a) / max(a, b) over n rows, from their distances (n, n) and labels 0 … k − 1 (n,).

    a: mean distance to the others of its own cluster, b: to the nearest other cluster; 0 for a cluster of one row, and
    where both are 0 (Rousseeuw 1987, J. Comput. Appl. Math. 20:53).
    """
    members = np.eye(int(labels.max()) + 1)[labels]
    sums, sizes, each = distances @ members, members.sum(axis=0), np.arange(len(labels))
    own = sizes[labels]
    within = sums[each, labels] / np.maximum(own - 1, 1)
    to_others = sums / sizes
    to_others[each, labels] = np.inf
    between = to_others.min(axis=1)
    larger = np.maximum(within, between)
    values = np.divide(between - within, larger, out=np.zeros(len(labels)), where=(larger > 0) & (own > 1))
    return float(values.mean())


def stability(rows: np.ndarray, labels: np.ndarray, *, seed: int = 0) -> tuple[float, ...]:
    """Of each cluster, the mean over 100 bootstrap resamples of its best Jaccard overlap with a cluster found anew.

    A firm drawn more than once counts once, as in Hennig's clusterboot (2007, Comput. Stat. Data Anal. 52:258). A
    cluster of which nobody is drawn overlaps with nothing.
    """
    random, k = np.random.default_rng((seed, _RESAMPLING)), int(labels.max()) + 1
    overlaps = np.zeros(k)
    with one_processor():
        for _ in range(RESAMPLES):
            firms = np.unique(random.integers(0, len(rows), len(rows)))
            overlaps += _overlap(labels[firms], _anew(rows[firms], k, seed), k)
    return tuple((overlaps / RESAMPLES).tolist())


def _anew(rows: np.ndarray, k: int, seed: int) -> np.ndarray:
    """Labels of k clusters, or of fewer where fewer rows differ."""
    return _labels(rows, min(k, len(np.unique(rows, axis=0))), seed)


def _overlap(labels: np.ndarray, anew: np.ndarray, k: int) -> np.ndarray:
    """Of each of k clusters the best Jaccard overlap with a new one, float (k,)."""
    both = np.bincount(labels * k + anew, minlength=k * k).reshape(k, k)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    best: np.ndarray = (both / np.maximum(either, 1)).max(axis=1)
    return best


def neighbour_dips(rows: np.ndarray, labels: np.ndarray, *, seed: int = 0) -> tuple[Dip, ...]:
    """For each cluster and the one with the nearest centroid, the dip of the rows of both on the line through these.

    The dip takes scores as continuous: where there are steps between possible ones, it sees a gap at each. So its p is
    also that of scores spread evenly over their steps, on average over 20 random ways to do so.
    """
    centroids = np.array([rows[labels == label].mean(axis=0) for label in range(int(labels.max()) + 1)])
    apart = cdist(centroids, centroids)
    np.fill_diagonal(apart, np.inf)
    pairs = {(min(one, other), max(one, other)) for one, other in enumerate(apart.argmin(axis=1).tolist())}
    steps, random = steps_of(rows), np.random.default_rng((seed, _SPREADING))
    return tuple(
        _dip_between(rows[np.isin(labels, pair)], centroids[list(pair)], pair, steps, random) for pair in sorted(pairs)
    )


def steps_of(rows: np.ndarray) -> np.ndarray:
    """From one possible score to the next in each dimension, float (dimensions,); 0 where there are no such steps.

    The median gap between scores that 1 % of the rows have in common, three at least; others come of questions that did
    not apply. There are steps where four fifths of the rows have such a score.
    """
    return np.array([_step(column) for column in rows.T])


def _step(scores: np.ndarray) -> float:
    values, counts = np.unique(scores, return_counts=True)
    common = counts >= max(3, 0.01 * len(scores))
    stepped = common.sum() > 1 and counts[common].sum() >= 0.8 * len(scores)
    return float(np.median(np.diff(values[common]))) if stepped else 0.0


def _dip_between(
    rows: np.ndarray, centroids: np.ndarray, pair: tuple[int, int], steps: np.ndarray, random: np.random.Generator
) -> Dip:
    line, n = centroids[1] - centroids[0], len(rows)
    found = dip((rows * line).sum(axis=1))
    spread = (rows + (random.random(rows.shape) - 0.5) * steps for _ in range(SPREADS if steps.any() else 0))
    ps = [dip_p(dip((one * line).sum(axis=1)), n) for one in spread]
    return Dip(*pair, n, found, dip_p(found, n), float(np.mean(ps)) if ps else None)


def _labels(rows: np.ndarray, k: int, seed: int) -> np.ndarray:
    labels: np.ndarray = start(rows, k, seed).labels_
    return labels
