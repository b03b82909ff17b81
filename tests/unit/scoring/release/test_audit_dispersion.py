"""Dispersion: intervals of means, Gini and Theil's T bound single scores where all lie close together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.inequality import gini, theil
from scoring.release.audit import audit
from scoring.release.audit.dispersion import Dispersion, room
from scoring.release.model import OVERALL
from tests.unit.scoring.release.build_cases import SMALL, firms, published

SCALE = (0.0, 100.0)
NOBODY = np.empty(0)
Z = 1.959963984540054


def test_a_low_gini_leaves_one_score_its_share_of_all_points() -> None:
    """One score d from the mean and all others equal: Gini = d / (n · mean); of 40 with 20 points 0.005 is 4 points."""
    low, high = room(Dispersion(40, (20, 20, 20), gini=0.005), NOBODY, SCALE)
    assert (low, high) == (16.0, 24.0)


def test_the_interval_of_a_mean_tells_the_standard_deviation() -> None:
    """A margin of half a point: s = 0.5 √40 / 1.96, and one score lies at most s (n − 1) / √n from the mean."""
    low, high = room(Dispersion(40, (50, 50, 50), interval=(49.5, 50.5)), NOBODY, SCALE)
    most = 0.5 * 39 / Z
    assert (low, high) == (math.ceil(4 * (50 - most)) / 4, math.floor(4 * (50 + most)) / 4)


def test_an_interval_that_ends_beyond_5_tells_its_other_end_only() -> None:
    """Its margin is then what lies between the mean and the upper end."""
    low, high = room(Dispersion(50, (8, 8, 8), interval=(-math.inf, 11)), NOBODY, SCALE)
    assert (low, high) == (0.0, math.floor(4 * (8 + 3 * 49 / Z)) / 4)


def test_who_knows_some_scores_knows_more_of_the_others() -> None:
    known = np.linspace(10, 30, 30)
    told = Dispersion(40, (19.9, 20, 20.1), gini=0.16)
    all_, less = (room(told, one, SCALE) for one in (NOBODY, known))
    assert all_[0] <= less[0] <= 20 <= less[1] < all_[1]


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.floats(0.05, 8), st.integers(0, 10), st.sampled_from([3.0, 20.0, 60.0, 97.0]))
def test_whatever_scores_are_published_alike_lie_in_the_room(
    seed: int, spread: float, known: int, around: float
) -> None:
    """Other scores of the unknown firms with the same mean, and no larger interval, Gini or T."""
    chance = np.random.default_rng(seed)
    values = np.clip(around + spread * chance.standard_normal(12), 0, 100)
    told = of(values)
    bounds = room(told, values[:known], SCALE)
    if bounds[0] > bounds[1]:  # none of the scores that are tried: all that are possible lie between two of them
        bounds = math.floor(4 * values[known:].min()) / 4, math.ceil(4 * values[known:].min()) / 4
    assert bounds[0] - 0.25 <= values[known:].min() <= values[known:].max() <= bounds[1] + 0.25
    for _ in range(50):
        other = values.copy()
        other[known:] = np.clip(around + 1.5 * spread * chance.standard_normal(12 - known), 0, 100)
        other[known:] += values.mean() * 12 / (12 - known) - other.sum() / (12 - known)
        there = of(np.clip(other, 0, 100))
        smaller = (there.gini <= told.gini, there.theil <= told.theil, there.interval[1] <= told.interval[1])
        if all(smaller) and other.min() >= 0 and other.max() <= 100:
            assert bounds[0] - 0.25 <= other[known:].min() <= other[known:].max() <= bounds[1] + 0.25


def of(values: np.ndarray) -> Dispersion:
    mean, margin = float(values.mean()), Z * float(values.std(ddof=1)) / math.sqrt(len(values))
    parts = theil(values)
    return Dispersion(
        len(values),
        (mean, mean, mean),
        (mean - margin, mean + margin),
        gini(values) or 0.0,
        0.0 if parts is None else parts.total,
    )


@pytest.mark.parametrize("around", [0.0, 20.0, 50.0])
def test_forty_firms_that_are_about_equal_are_not_told_of(around: float) -> None:
    """A Gini of 0.00 among them, or none where all scores are 0, says where each of them is."""
    scores = around + (np.arange(40) % 5) / 10 * bool(around)
    found = audit([published(firms(scores))], SMALL, accounts=0).findings
    assert {(one.fields, one.measure, one.what) for one in found} == {((), OVERALL, "narrow")}


def test_fewer_without_an_interval_or_many_that_differ_pass() -> None:
    assert audit([published(firms(20 + (np.arange(39) % 5) / 10))], SMALL, accounts=0).passed
    assert audit([published(firms(np.linspace(10, 30, 40)))], SMALL, accounts=2).passed
