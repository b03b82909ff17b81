"""Counts, means and quantiles of all cells at once, against numpy on each cell by itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.release.disclosure import QUANTILES, Rules, quantiles_for
from scoring.release.grouping import Classes, classes_of, grouping_of
from scoring.release.model import ALL, Snapshot
from scoring.release.statistics import counts_of, exact_sums, spreads_of, weighted_of
from scoring.weighting import weighted_mean
from tests.unit.scoring.release.build_cases import firms, random_firms, reordered


def classes(snapshot: Snapshot) -> Classes:
    return classes_of(snapshot, grouping_of(snapshot, (), Rules()))


def assert_as_numpy_finds(values: np.ndarray, made: Classes) -> None:
    found = spreads_of(values, made)
    for layout in made.layouts:
        cells, spread = made.cells(layout), found[layout.fields]
        for cell in range(len(layout)):
            own = values[(cells == cell) & ~np.isnan(values)]
            allowed = quantiles_for(len(own))
            expected = [np.quantile(own, q / 100) if q in allowed else math.nan for q in QUANTILES]
            np.testing.assert_allclose(spread.quantiles[cell], expected, rtol=0, atol=1e-9)
            mean = own.mean() if len(own) else math.nan
            deviation = own.std(ddof=1) if len(own) > 1 else math.nan
            np.testing.assert_allclose(spread.mean[cell], mean, rtol=0, atol=1e-9)
            np.testing.assert_allclose(spread.deviation[cell], deviation, rtol=0, atol=4e-5)  # a variance of 1e-9 is 0


KINDS = {
    "continuous": lambda values: values,
    "in steps of five": lambda values: np.round(values / 5) * 5,
    "almost all alike": lambda values: np.where(values < 80, 50.0, values),
    "alike but for the tenth decimal": lambda values: 50 + np.round(values) * 1e-10,
    "all alike": lambda values: np.where(np.isnan(values), np.nan, 50.0),
    "changes of either sign": lambda values: values - 50,
    "the ends": lambda values: np.where(values < 50, 0.0, 100.0),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_has_the_moments_and_quantiles_of_its_own_firms(kind: str) -> None:
    snapshot = random_firms(5000)
    assert_as_numpy_finds(KINDS[kind](snapshot.scores["overall"].to_numpy()), classes(snapshot))


@given(st.lists(st.floats(0, 100), min_size=20, max_size=120), st.integers(0, 100))
def test_quantiles_are_of_type_7(scores: list[float], seed: int) -> None:
    halves = np.random.default_rng(seed).choice(["micro", "small"], len(scores))
    assert_as_numpy_finds(np.array(scores), classes(firms(scores, size=halves)))


def test_a_block_may_hold_none_of_a_cell() -> None:
    """More firms than fit into one block, and each cell at one end of the scores."""
    scores = np.linspace(0, 100, 3000)
    assert_as_numpy_finds(scores, classes(firms(scores, size=["micro"] * 1400 + ["small"] * 1600)))


def test_nobody_has_the_measure() -> None:
    snapshot = random_firms(50)
    found = spreads_of(np.full(50, np.nan), classes(snapshot))[ALL]
    assert np.isnan(found.mean).all()
    assert np.isnan(found.quantiles).all()


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_sums_are_the_same_in_any_order_to_the_last_bit(values: list[float], chance: object) -> None:
    of = np.arange(len(values)) % 3
    order = np.random.default_rng(chance.randint(0, 99)).permutation(len(values))  # type: ignore[attr-defined]
    one, other = exact_sums(np.array(values), of, 3), exact_sums(np.array(values)[order], of[order], 3)
    assert (one.high == other.high).all()
    assert (one.low == other.low).all()
    assert (one.high + one.low)[0] == pytest.approx(math.fsum(values[::3]), abs=1e-11)


def test_counts_are_of_the_firms_that_have_the_measure_and_of_the_account_that_sees_most() -> None:
    snapshot = firms(
        [50.0] * 40,
        size=["micro"] * 15 + ["small"] * 25,
        viewers=[np.arange(10, 18), np.arange(20, 24)],
        own_link=True,
    )
    there = np.ones(40, dtype=bool)
    there[[0, 10, 16]] = False
    found = {layout.fields: counts for layout, counts in counts_of(snapshot, classes(snapshot), there)}
    assert found["size",].n.tolist() == [13, 24]
    assert found["size",].seen.tolist() == [4, 4]  # five less one without; two for the one account, four for the other
    assert found["size",].unknown.tolist() == [9, 20]
    assert found[ALL].seen.tolist() == [6]


def test_weighted_means_are_those_of_weighting() -> None:
    chance = np.random.default_rng(3)
    snapshot = random_firms(400)
    weights = np.where(chance.random(400) < 0.1, np.nan, chance.uniform(0.2, 3, 400))
    values, made = snapshot.scores["overall"].to_numpy(), classes(snapshot)
    found = weighted_of(values, weights, made)
    for layout in made.layouts:
        for cell in range(len(layout)):
            inside = made.cells(layout) == cell
            usable = (inside & ~np.isnan(values) & ~np.isnan(weights)).any()
            expected = weighted_mean(values[inside], weights[inside]).weighted if usable else None
            np.testing.assert_allclose(
                found[layout.fields][cell], math.nan if expected is None else expected, rtol=0, atol=1e-9
            )


def test_one_heavy_firm_leaves_no_weighted_mean() -> None:
    weights = np.array([1.0] * 30 + [20.0])
    snapshot = firms(np.arange(31.0), weights=weights)
    assert np.isnan(weighted_of(snapshot.scores["overall"].to_numpy(), weights, classes(snapshot))[ALL]).all()


def test_the_order_of_the_firms_changes_no_bit() -> None:
    snapshot = random_firms(3000)
    other = reordered(snapshot, np.random.default_rng(1).permutation(3000))
    one, two = (spreads_of(each.scores["overall"].to_numpy(), classes(each)) for each in (snapshot, other))
    for fields in one:
        np.testing.assert_array_equal(one[fields].mean, two[fields].mean)
        np.testing.assert_array_equal(one[fields].deviation, two[fields].deviation)
        np.testing.assert_array_equal(one[fields].quantiles, two[fields].quantiles)
