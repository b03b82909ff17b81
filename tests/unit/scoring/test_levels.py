"""Levels: cut on the score rounded to 1e-9, shown so that no number stands on the wrong side of its cut."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.scores import level_of, points_to_next, published, rounded, shown_change


@pytest.fixture(scope="module")
def upper(tiny):
    """Basic to 25, average to 50, advanced above."""
    return tiny("switched")


@pytest.fixture(scope="module")
def lower(tiny):
    """Low, and high from 50 on."""
    return tiny("states")


@pytest.mark.parametrize(
    ("score", "level"),
    [(0, 0), (49.99, 0), (50, 1), (50 - 1e-12, 1), (50 - 1e-8, 0), (100, 1), (math.nan, -1)],
)
def test_a_level_begins_at_its_bound_where_the_cut_is_lower(lower, score, level):
    assert level_of(lower, np.array([score])).tolist() == [level]


@pytest.mark.parametrize(
    ("score", "level"),
    [(0, 0), (25, 0), (25 + 1e-12, 0), (25 + 1e-8, 1), (50, 1), (50.01, 2), (math.nan, -1)],
)
def test_a_level_ends_at_its_bound_where_the_cut_is_upper(upper, score, level):
    assert level_of(upper, np.array([score])).tolist() == [level]


def test_levels_keep_the_shape_of_the_scores(lower):
    levels = level_of(lower, np.array([[10.0, 60.0], [np.nan, 50.0]]))
    assert levels.dtype == np.int8
    assert levels.tolist() == [[0, 1], [-1, 1]]


@pytest.mark.parametrize(
    ("score", "points"), [(40.0, 10), (49.2, 1), (49.0, 1), (48.9, 2), (49.9999, 1), (50.0, None), (math.nan, None)]
)
def test_points_to_the_next_level_are_rounded_up_and_at_least_one(lower, score, points):
    assert points_to_next(lower, score) == points


@pytest.mark.parametrize(("score", "points"), [(25.0, 1), (24.5, 1), (20.0, 5), (30.0, 20), (50.0, 1), (50.1, None)])
def test_points_to_next_where_the_bound_still_belongs_below(upper, score, points):
    assert points_to_next(upper, score) == points


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (64.5, "65"),  # half up, where Python's round gives 64
        (65.5, "66"),
        (64.49, "64"),
        (0.0, "0"),
        (100.0, "100"),
        (49.6, "49.6"),  # 50 would be of the level above
        (49.96, "49.9"),  # and so would 50.0
        (49.99999, "49.9"),
        (50.4, "50"),
        (50.0, "50"),
        (64.49996, "65"),  # 64.5000 in files, and that is what is rounded
        (math.nan, ""),
    ],
)
def test_a_score_is_shown_on_its_own_side_of_a_cut(lower, score, shown):
    assert rounded(score, lower) == shown


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(40.4, 44.6, 5.0), (44.6, 40.4, -5.0), (40.1, 40.4, 0.0), (49.6, 50.4, 0.4), (49.96, 50.0, 0.1)],
)
def test_a_change_is_the_difference_of_the_two_scores_that_are_shown(lower, before, after, change):
    assert shown_change(lower, before, after) == change


@pytest.mark.parametrize(
    ("score", "shown"), [(25.2, "25.2"), (25.04, "25.1"), (25.0, "25"), (50.5, "51"), (50.001, "50.1")]
)
def test_a_score_is_shown_above_a_cut_that_it_has_passed(upper, score, shown):
    assert rounded(score, upper) == shown


@pytest.mark.parametrize("name", ["states", "switched"])
@given(score=st.floats(0, 100))
def test_the_number_shown_always_has_the_level_of_the_score(tiny, name, score):
    instrument = tiny(name)
    shown = float(rounded(score, instrument))
    assert level_of(instrument, np.array([shown])) == level_of(instrument, np.array([score]))
    assert abs(shown - score) <= 0.5001


def test_files_carry_four_decimals():
    assert published(np.array([36.666666, 45.0])).tolist() == [36.6667, 45.0]


def test_nothing_below_zero_is_shown_where_a_tiny_loss_rounds_to_zero(lower):
    assert str(published(-0.00001)) == "0.0"
    assert rounded(-0.0, lower) == "0"
