"""What samples say of clusters: how often they are found again, and how often chance makes them as clear."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import KMeans

from scoring.segments.clustering import one_processor
from scoring.segments.examining import RESAMPLES, TESTING, null_p, stability


def test_overlaps_are_of_the_distinct_firms_that_were_drawn() -> None:
    """Hennig (2007): a firm that is drawn twice is one firm, in the new clusters as in the overlap."""
    rows = np.random.default_rng(3).normal(50, 15, (30, 2))
    labels = KMeans(3, n_init=10, random_state=0).fit(rows).labels_
    with one_processor():
        expected = _slow(rows, labels)
    assert stability(rows, labels) == pytest.approx(expected, abs=1e-12)


def _slow(rows: np.ndarray, labels: np.ndarray) -> list[float]:
    draws, overlaps = np.random.default_rng((0, 3)), [0.0] * 3
    for _ in range(RESAMPLES):
        drawn = sorted(set(draws.integers(0, len(rows), len(rows)).tolist()))
        found = KMeans(3, n_init=10, random_state=0).fit(rows[drawn]).labels_
        anew = [{firm for firm, label in zip(drawn, found, strict=True) if label == one} for one in range(3)]
        for cluster in range(3):
            own = {firm for firm in drawn if labels[firm] == cluster}
            overlaps[cluster] += max(len(own & other) / len(own | other) for other in anew)
    return [overlap / RESAMPLES for overlap in overlaps]


def test_p_counts_the_firms_themselves_among_the_samples() -> None:
    """(1 + #{null ≥ observed}) / (B + 1): never 0, however clear the groups (Davison & Hinkley 1997)."""
    apart = np.concatenate([np.full((15, 2), 10.0), np.full((15, 2), 90.0)]) + np.random.default_rng(0).random((30, 2))
    assert null_p(apart, 2) == 1 / (TESTING + 1)
