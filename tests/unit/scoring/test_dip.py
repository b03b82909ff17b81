"""The dip: values by hand, a linear program over all distributions with one mode, simulated and published tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from scoring.segments.dip import QUANTILES, dip, dip_p


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([0, 0, 1, 1], 1 / 4),  # the most there can be: two atoms of one half
        ([0, 1], 1 / 4),
        ([0, 1, 2, 3], 1 / 8),  # any values without ties have 1/(2n) at least, and evenly spread ones no more
        ([3], 0),
        ([5, 5, 5, 5], 0),
        ([0, *[5] * 8, 10], 1 / 20),  # one atom in the middle is a mode; what is left and right of it is a step of 1/10
        ([0] * 5 + [1] * 3 + [2] * 2, 3 / 20),  # the mode at 0, and of the steps 3 and 2 beyond it half the larger
    ],
)
def test_dips_by_hand(values, found) -> None:
    assert dip(values) == pytest.approx(found, abs=1e-15)


def by_program(values) -> float:
    """The dip by its definition: the least sup |F − G|, for each place of the mode by a linear program.

    G's values left of and right of the mode are the unknowns: convex up to the mode, concave from it, rising.
    """
    points, counts = np.unique(values, return_counts=True)
    above = np.cumsum(counts) / counts.sum()
    below = above - counts / counts.sum()
    return min(_with_mode(points, below, above, mode) for mode in range(len(points)))


def _with_mode(points: np.ndarray, below: np.ndarray, above: np.ndarray, mode: int) -> float:
    left = [(place, place) for place in range(mode + 1)]  # (unknown, point)
    right = [(place + 1, place) for place in range(mode, len(points))]
    least = len(points) + 1  # the unknown that is made small
    rows, bounds = [], []

    def require(terms, bound) -> None:
        row = np.zeros(least + 1)
        for unknown, factor in terms:
            row[unknown] += factor
        rows.append(row)
        bounds.append(bound)

    for side, at_mode in ((left, below), (right, above)):
        for unknown, point in side:
            low, high = (at_mode, at_mode) if point == mode else (above, below)
            require([(unknown, -1), (least, -1)], -low[point])
            require([(unknown, 1), (least, -1)], high[point])
    for (first, _), (second, _) in zip(left + right, (left + right)[1:], strict=False):
        require([(first, 1), (second, -1)], 0)
    for side, sign in ((left, 1), (right, -1)):
        for (a, x), (b, y), (c, z) in zip(side, side[1:], side[2:], strict=False):
            one, two = sign / (points[y] - points[x]), sign / (points[z] - points[y])
            require([(b, one), (a, -one), (c, -two), (b, two)], 0)
    found = linprog(np.eye(least + 1)[least], A_ub=np.array(rows), b_ub=bounds, bounds=(0, 1))
    assert found.status == 0
    return float(found.fun)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["even", "two heaps", "few values", "many values"])
def test_dips_are_those_of_a_linear_program(kind, seed) -> None:
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 14))
    values = {
        "even": random.random(n),
        "two heaps": random.normal(5 * random.integers(0, 2, n), 1),
        "few values": random.integers(0, 5, n),
        "many values": random.integers(0, 15, n),
    }[kind]
    assert dip(values) == pytest.approx(by_program(values), abs=1e-7)


@given(values=st.lists(st.integers(-30, 30), min_size=1, max_size=40), scale=st.sampled_from([-3, 0.5, 7]))
def test_order_place_and_scale_change_nothing(values, scale) -> None:
    found = dip(values)
    assert dip(values[::-1]) == found
    assert dip(scale * np.array(values) + 11) == pytest.approx(found, abs=1e-12)
    assert 0 <= found <= 0.25


def test_what_has_no_dip_is_refused() -> None:
    for values in ([], [1, np.nan], [np.inf, 1]):
        with pytest.raises(ValueError, match="a dip needs values"):
            dip(values)


@pytest.mark.parametrize(
    ("n", "percent", "published"),
    [
        (10, 95, 0.139611),
        (30, 95, 0.088169),
        (50, 99, 0.081200),
        (100, 95, 0.051128),
        (500, 95, 0.023729),
        (1000, 99, 0.019608),
        (20, 50, 0.073344),
        (200, 90, 0.033997),
    ],
)
def test_p_values_are_those_of_the_published_table(n, percent, published) -> None:
    """Quantiles of a million uniform samples (Maechler, R package diptest)."""
    assert dip_p(published, n) == pytest.approx(1 - percent / 100, rel=0.03)


def test_p_values_are_those_of_simulated_samples() -> None:
    """Also between the tabulated n. With 1,000 samples a share of .05 has a standard error of .007."""
    random = np.random.default_rng(0)
    ps = np.array([dip_p(dip(random.random(40)), 40) for _ in range(1000)])
    for p, error in ((0.05, 0.007), (0.2, 0.013), (0.5, 0.016)):
        assert (ps <= p).mean() == pytest.approx(p, abs=3 * error)


def test_p_never_falls_as_the_dip_does_and_stays_within_what_was_simulated() -> None:
    ps = [dip_p(found, 77) for found in np.linspace(0, 0.25, 200)]
    assert ps == sorted(ps, reverse=True)
    assert (ps[0], ps[-1]) == (pytest.approx(0.99), pytest.approx(0.001))
    assert dip_p(0.25, 3) == 1.0, "three values can always come from one mode"
    assert dip_p(0.01, 10**6) == dip_p(0.01 * 1000 / np.sqrt(1000), 1000), "beyond the table √n · dip is what counts"


def test_quantiles_rise() -> None:
    for quantiles in QUANTILES.values():
        assert list(quantiles) == sorted(quantiles)
