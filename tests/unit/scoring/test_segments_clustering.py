"""K-means that depends on nothing but the rows: against scikit-learn, brute force, and in any order."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits

from scoring.segments import clustering
from scoring.segments.clustering import cluster, drawn, on_grid
from scoring.segments.examining import examine, neighbour_dips, silhouette, stability
from tests.unit.scoring.segment_cases import skewed, two_groups


@pytest.fixture(scope="module")
def ruspini(reference_data: Path) -> np.ndarray:
    return pd.read_csv(reference_data / "clustering" / "ruspini.csv").to_numpy(dtype=float)


def test_ruspini_has_its_four_clusters(ruspini) -> None:
    """Ruspini 1970, as in Kaufman and Rousseeuw 1990; ordered by their mean, not by size."""
    found = cluster(ruspini, 4)
    assert found.sizes.tolist() == [20, 15, 23, 17]
    assert silhouette(cdist(ruspini, ruspini), found.labels) == pytest.approx(0.7377, abs=5e-5)
    assert found.inertia == pytest.approx(12881.05, abs=0.01)
    assert (np.diff(found.centroids.mean(axis=1)) > 0).all()


def test_no_division_of_few_rows_is_better() -> None:
    """Brute force over all divisions of eight rows into three clusters."""
    rows = np.random.default_rng(4).integers(0, 100, (8, 2)).astype(float)

    def inertia(labels: np.ndarray) -> float:
        parts = [rows[labels == label] for label in set(labels.tolist())]
        return sum(float(((part - part.mean(axis=0)) ** 2).sum()) for part in parts)

    best = min(inertia(np.array(labels)) for labels in itertools.product(range(3), repeat=8) if len({*labels}) == 3)
    assert cluster(rows, 3).inertia == pytest.approx(best)


@pytest.mark.parametrize("rows", [two_groups(4), skewed(5)], ids=["groups", "gradient"])
@pytest.mark.parametrize("k", [2, 5])
def test_inertia_is_that_of_scikit_learn(rows, k) -> None:
    found = cluster(rows, k)
    assert found.inertia <= KMeans(k, n_init=10, random_state=1).fit(rows).inertia_ * 1.001
    own = ((rows - found.centroids[found.labels]) ** 2).sum()
    assert found.inertia == pytest.approx(own, rel=1e-6)


@pytest.fixture
def small_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of some hundred rows is then a large one."""
    monkeypatch.setattr(clustering, "SAMPLE", 100)


def test_a_large_table_is_refined_until_every_row_is_with_its_nearest_mean(small_sample) -> None:
    rows = skewed(4, n=900)
    found = cluster(rows, 4)
    means = np.array([rows[found.labels == label].mean(axis=0) for label in range(4)])
    np.testing.assert_allclose(found.centroids, means, atol=1e-5)
    np.testing.assert_array_equal(cdist(rows, found.centroids).argmin(axis=1), found.labels)
    assert found.inertia <= KMeans(4, n_init=10, random_state=0).fit(rows).inertia_ * 1.001


@pytest.mark.parametrize("rows", [skewed(3, n=500), np.rint(skewed(3, n=500) / 25) * 25], ids=["fine", "ties"])
def test_neither_order_nor_processors_change_a_bit(small_sample, rows) -> None:
    """Also where many rows are the same, and many as near to one centroid as to another."""
    order = np.random.default_rng(1).permutation(len(rows))
    one = cluster(rows, 4)
    with threadpool_limits(2):
        other = cluster(rows[order], 4)
    assert one.centroids.tobytes() == other.centroids.tobytes()
    np.testing.assert_array_equal(one.labels[order], other.labels)


def test_a_sample_holds_equal_rows_as_often_as_the_table() -> None:
    """A third of the rows are the same: a third of a sample is, within three standard errors."""
    rows = np.concatenate([np.full((1000, 2), 50.0), np.random.default_rng(0).random((2000, 2))])
    columns = on_grid(rows)
    sample = columns[:, drawn(columns, 600, seed=3)]
    assert (sample[0] == 50).mean() == pytest.approx(1 / 3, abs=3 * np.sqrt(2 / 9 / 600))


def test_what_cannot_be_clustered_is_refused() -> None:
    with pytest.raises(ValueError, match="3 clusters need 3 rows that differ"):
        cluster(np.array([[1.0, 2], [1, 2], [3, 4], [3, 4]]), 3)
    with pytest.raises(ValueError, match="without gaps"):
        cluster(np.array([[1.0, np.nan], [1, 2]]), 2)


def test_a_silhouette_by_hand() -> None:
    """0, 1 | 4, and a row alone has 0. Of 0: a = 1, b = 4: 3/4; of 1: a = 1, b = 3: 2/3."""
    rows = np.array([[0.0], [1], [4]])
    assert silhouette(cdist(rows, rows), np.array([0, 0, 1])) == pytest.approx((3 / 4 + 2 / 3) / 3)
    same = np.zeros((4, 1))
    assert silhouette(cdist(same, same), np.array([0, 0, 1, 1])) == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=12), st.integers(2, 3))
def test_silhouettes_are_those_of_scikit_learn(rows, k) -> None:
    points = np.array(rows, dtype=float)
    labels = np.arange(len(points)) % k
    if len(points) > k:
        expected = silhouette_score(points, labels)
        assert silhouette(cdist(points, points), labels) == pytest.approx(expected, abs=1e-12)


def test_clusters_far_apart_are_always_found_again_and_one_heap_is_not() -> None:
    apart = two_groups(2, n=20, apart=60)
    assert stability(apart, cluster(apart, 2).labels) == (1.0, 1.0)
    heap = np.random.default_rng(0).random((40, 2))
    assert min(stability(heap, cluster(heap, 5).labels)) < 0.75


def test_dips_are_between_nearest_neighbours() -> None:
    """At 0, 10 and 40 the second is nearest to the first and to the third: two pairs, of the rows of both."""
    rows = np.array([[0.0, 0], [1, 0], [10, 0], [11, 0], [40, 0], [41, 0]])
    found = neighbour_dips(rows, np.array([0, 0, 1, 1, 2, 2]))
    assert [(one.first, one.second, one.n) for one in found] == [(0, 1, 4), (1, 2, 4)]


def test_one_dimension_is_enough_to_look_for_groups() -> None:
    assert examine(two_groups(1, n=20, apart=60)).failed == ()


def test_groups_are_looked_for_among_rows_that_differ() -> None:
    for rows in ([[1.0, 2]] * 60, [[1.0, 2], [3, 4]]):
        with pytest.raises(ValueError, match="three rows or more, of which two differ"):
            examine(np.array(rows))
