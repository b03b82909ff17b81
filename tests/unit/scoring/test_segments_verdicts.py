"""Groups or a continuum: the published verdicts on real data, and on made up firms whose truth is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoring.loading import load
from scoring.reading import read
from scoring.scores import Scores, score
from scoring.segments import Segments, fit
from scoring.segments.clustering import cluster
from scoring.segments.examining import examine, null_p, stability
from scoring.segments.model import Diagnostics
from tests.unit.scoring.segment_cases import scores_of, skewed, two_groups

SMALLEST = 1 / 201
"""The least p that 200 random samples can give."""


@pytest.fixture(scope="module")
def it_flexibility(tiny, reference_data: Path) -> Scores:
    return score(read(reference_data / "firms" / "it_flexibility.csv", tiny("it_flexibility")).table)


@pytest.fixture(scope="module")
def ruspini(reference_data: Path) -> Diagnostics:
    return examine(pd.read_csv(reference_data / "clustering" / "ruspini.csv").to_numpy())


@pytest.fixture(scope="module")
def iris(reference_data: Path) -> Diagnostics:
    return examine(pd.read_csv(reference_data / "clustering" / "iris.csv").iloc[:, :4].to_numpy())


def test_ruspini_is_four_groups(ruspini: Diagnostics) -> None:
    assert (ruspini.k, ruspini.n, ruspini.failed) == (4, 75, ())
    assert {one.k: one.observed for one in ruspini.silhouettes}[4] == pytest.approx(0.7377, abs=5e-5)
    assert ruspini.p == pytest.approx(SMALLEST)
    assert min(ruspini.jaccards) > 0.95


def test_iris_is_groups(iris: Diagnostics) -> None:
    """Two: the silhouette does not tell two of the three species apart, and no more does k-means."""
    assert (iris.k, iris.failed) == (2, ())
    assert iris.silhouettes[0].observed == pytest.approx(0.6810, abs=5e-5)
    assert iris.silhouettes[1].observed == pytest.approx(0.5528, abs=5e-5)
    assert iris.p == pytest.approx(SMALLEST)


@pytest.mark.parametrize(("k", "published"), [(2, 0.64), (3, 0.24), (4, 0.78)])
def test_clusters_of_the_hundred_firms_are_no_more_than_chance(it_flexibility, k, published) -> None:
    """Of 200 random samples a share of about a half has a standard error of .035; the published ones have it too."""
    assert null_p(it_flexibility.dimensions.to_numpy(), k) == pytest.approx(published, abs=0.12)


def test_two_clusters_of_the_hundred_firms_look_excellent_all_the_same(it_flexibility) -> None:
    rows = it_flexibility.dimensions.to_numpy()
    assert np.mean(stability(rows, cluster(rows, 2).labels)) == pytest.approx(0.92, abs=0.05)


def test_the_hundred_firms_are_a_continuum_in_quarters(it_flexibility) -> None:
    found = fit(it_flexibility)
    assert (found.kind, found.k, found.n, found.n_fitted) == ("continuum", 4, 100, 100)
    assert found.diagnostics is not None
    assert "null" in found.diagnostics.failed
    cuts = np.quantile(it_flexibility.overall, [0.25, 0.5, 0.75])
    assert [one.high for one in found.segments] == [*cuts.tolist(), None]
    assert [one.n for one in found.segments] == [25, 26, 26, 23], "firms at a cut are in the slice below it"
    assert [str(one.name) for one in found.segments][::3] == [
        "The lowest quarter of the firms that answered",
        "The highest quarter of the firms that answered",
    ]


def test_a_skewed_gradient_is_a_continuum_for_its_dip_alone() -> None:
    """A Gaussian sample hardly ever has its silhouette, and two clusters are found again and again: yet no gap."""
    found = examine(skewed(6))
    assert found.p < 0.05
    assert min(found.jaccards) >= 0.75
    assert found.failed == ("dip",)


@pytest.fixture(scope="module")
def clear() -> tuple[Scores, Segments]:
    scores = scores_of(load("sme-readiness"), two_groups(8))
    return scores, fit(scores, seed=1)


def test_two_clear_clusters_are_groups(clear) -> None:
    _, found = clear
    assert (found.kind, found.k, found.n_fitted) == ("groups", 2, 180)
    assert [one.n for one in found.segments] == [60, 120]
    assert [round(np.mean(list(one.centroid.values()))) for one in found.segments] == [30, 66]
    assert found.diagnostics is not None
    assert found.diagnostics.failed == ()


def test_the_order_of_firms_changes_nothing(clear) -> None:
    scores, found = clear
    order = np.random.default_rng(0).permutation(len(scores))
    rows = scores.dimensions.to_numpy()[order]
    assert fit(scores_of(scores.instrument, rows), seed=1) == found


def test_of_a_large_table_a_thousand_firms_are_looked_at() -> None:
    found = examine(np.concatenate([two_groups(2, n=500, seed=seed) for seed in range(2)]))
    assert (found.n, found.k, found.failed) == (1000, 2, ())
