"""Nearest centres: by hand, with scores missing, at the border, and what holds for any points."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.loading import load
from scoring.placing import nearest, nearest_profile
from scoring.sample import sample_table
from scoring.scores import score
from scoring.segments.place import place_by_profile
from tests.unit.scoring.roadmap_cases import firm, instrument

NAMES = ["a", "b", "c", "d", "e"]
NONE = math.nan


def centres(**places: list[float]) -> pd.DataFrame:
    width = len(next(iter(places.values())))
    return pd.DataFrame.from_dict(places, orient="index", columns=NAMES[:width], dtype=float)


def points(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=NAMES[: len(rows[0])], dtype=float)


def placed(found: pd.DataFrame) -> list[tuple[Any, float]]:
    return [
        (centre if isinstance(centre, str) else None, border) for centre, border, _ in found.itertuples(index=False)
    ]


def test_the_border_is_the_plane_between_the_two_nearest() -> None:
    """Centres at 20 and 80 of the first dimension: the border is at 50, so 40 and 65 are 10 and 15 points from it;
    where a firm stands in the second dimension, in which the centres agree, changes nothing."""
    found = nearest(points([40, 30], [65, 30], [65, 90], [20, 30], [50, 0]), centres(low=[20, 30], high=[80, 30]))
    assert placed(found) == [("low", 10), ("high", 15), ("high", 15), ("low", 30), ("low", 0)]
    assert found.dtypes.astype(str).to_dict() == {"centre": "string", "border": "float64", "runner_up": "string"}


def test_the_border_of_a_slanting_plane() -> None:
    """(0, 0) and (60, 80) are 100 apart; (30, 0): 900 and 900 + 6400 = 7300, so (7300 - 900) / 200 = 32."""
    assert placed(nearest(points([30, 0]), centres(zero=[0, 0], far=[60, 80]))) == [("zero", 32)]


def test_the_next_nearest_decides_the_border_and_not_the_farthest() -> None:
    found = nearest(points([10, 0]), centres(far=[100, 0], near=[0, 0], next=[40, 0]))
    assert placed(found) == [("near", 10)]


def test_what_is_missing_is_scaled_and_never_zero() -> None:
    """Two of three dimensions: squares over them times 3/2. From (50, 50, –) to (40, 40, 0): 200 x 1.5 = 300; to
    (60, 70, 90): 500 x 1.5 = 750. The centres are √(400 + 900 + 8100) = 96.954 apart: 450 / 193.907 = 2.3207."""
    found = nearest(points([50, 50, NONE]), centres(one=[40, 40, 0], two=[60, 70, 90]))
    assert found["centre"].tolist() == ["one"]
    assert found["border"].iloc[0] == pytest.approx(450 / (2 * math.sqrt(9400)))


@pytest.mark.parametrize(("there", "is_placed"), [(5, True), (4, True), (3, True), (2, False), (0, False)])
def test_three_of_five_dimensions_are_enough_and_two_are_not(there: int, is_placed: bool) -> None:
    row = [10.0] * there + [NONE] * (5 - there)
    ((centre, border),) = placed(nearest(points(row), centres(one=[0] * 5, two=[90] * 5)))
    assert (centre is not None) is is_placed
    assert math.isnan(border) is not is_placed


def test_the_share_may_be_another() -> None:
    row, all_centres = points([10, 10, NONE, NONE, NONE]), centres(one=[0] * 5)
    assert nearest(row, all_centres, required_share=0.4)["centre"].tolist() == ["one"]
    assert nearest(row, all_centres, required_share=0.41)["centre"].isna().all()


def test_of_several_at_the_same_distance_the_first_is_taken() -> None:
    assert placed(nearest(points([50, 50]), centres(b=[60, 50], a=[40, 50]))) == [("b", 0)]
    assert placed(nearest(points([50, 50]), centres(b=[60, 50], a=[60, 50]))) == [("b", 0)]


def test_one_centre_has_no_border_and_none_has_no_place() -> None:
    ((centre, border),) = placed(nearest(points([50, 50]), centres(only=[0, 0])))
    assert (centre, math.isnan(border)) == ("only", True)
    ((centre, border),) = placed(nearest(points([50, 50]), centres(only=[0, 0]).iloc[:0]))
    assert (centre, math.isnan(border)) == (None, True)


def test_the_columns_of_the_centres_decide_whatever_their_order() -> None:
    given_points = points([40, 30, 99])
    assert placed(nearest(given_points, centres(low=[20, 30], high=[80, 30])[["b", "a"]])) == [("low", 10)]


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="no scores for: b"):
        nearest(points([1]), centres(one=[0, 0]))
    with pytest.raises(ValueError, match="every centre needs a value"):
        nearest(points([1, 1]), centres(one=[0, NONE]))


COORDINATES = st.floats(0, 100, width=32)


@given(
    rows=st.lists(st.lists(COORDINATES, min_size=3, max_size=3), min_size=1, max_size=8),
    places=st.lists(st.lists(COORDINATES, min_size=3, max_size=3), min_size=2, max_size=5),
)
def test_the_nearest_is_nearest(rows: list[list[float]], places: list[list[float]]) -> None:
    where = centres(**{f"c{number}": place for number, place in enumerate(places)})
    found = nearest(points(*rows), where)
    for row, (centre, border) in zip(rows, placed(found), strict=True):
        distances = {name: math.dist(row, place) for name, place in zip(where.index, places, strict=True)}
        assert centre is not None
        assert distances[centre] == pytest.approx(min(distances.values()), abs=1e-4)
        assert border >= 0


@given(rows=st.lists(st.lists(COORDINATES | st.just(NONE), min_size=5, max_size=5), min_size=2, max_size=8))
def test_a_firm_is_placed_alone_as_among_others(rows: list[list[float]]) -> None:
    where = centres(one=[20] * 5, two=[50, 60, 50, 40, 50], three=[80] * 5)
    together = nearest(points(*rows), where)
    alone = pd.concat([nearest(points(row), where) for row in rows], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


@given(row=st.lists(COORDINATES, min_size=2, max_size=2))
def test_steps_towards_the_border_are_counted_in_points(row: list[float]) -> None:
    """Moving a firm by the border along the line between two centres puts it onto the plane, as near to both."""
    one, two = np.array([20.0, 10.0]), np.array([70.0, 80.0])
    found = nearest(points(row), centres(one=one.tolist(), two=two.tolist()))
    towards = (two - one) if found["centre"].iloc[0] == "one" else (one - two)
    moved = np.array(row) + found["border"].iloc[0] * towards / np.linalg.norm(towards)
    assert math.dist(moved, one) == pytest.approx(math.dist(moved, two), abs=1e-6)


def test_reference_profiles_of_the_instrument() -> None:
    """(25, 50) is 625 from (25, 25), squared, and 2500 + 625 from (75, 75), which is √5000 away from the former."""
    profiles = [
        {"id": "plain", "title": "Plain", "description": "Plain.", "scores": {"first": 25, "second": 25}},
        {"id": "keen", "title": "Keen", "description": "Keen.", "scores": {"first": 75, "second": 75}},
    ]
    made = instrument([], reference_profiles=profiles)
    answers = {"rung": "l1", "ticks": None, "grid": {"mail": "s0", "files": "s1"}, "hours": 3, "other": "l2"}
    table = firm(made, answers)
    assert score(table).dimensions.iloc[0].tolist() == [25, 50]
    assert placed(nearest_profile(score(table))) == [
        ("plain", pytest.approx((625 + 2500 - 625) / 2 / math.hypot(50, 50)))
    ]
    beside = place_by_profile(score(table)).iloc[0]  # of the two parts only the first is nearer to 25 than to 75
    assert beside[["segment", "runner_up", "why"]].tolist() == ["plain", "keen", "first"]
    assert placed(nearest_profile(score(firm(instrument([])))))[0][0] is None
    assert place_by_profile(score(firm(instrument([])))).isna().all(axis=None)


def test_a_sum_cannot_be_laid_beside_a_profile() -> None:
    profiles = [
        {"id": "low", "title": "Low", "description": "Low.", "scores": {"first": 0, "second": 90}},
        {"id": "high", "title": "High", "description": "High.", "scores": {"first": 90, "second": 0}},
    ]
    parts = instrument([]).model_dump(mode="json")["dimensions"]
    parts[1]["rule"] = "sum"
    table = firm(instrument([], reference_profiles=profiles, dimensions=parts))
    assert placed(nearest_profile(score(table))) == [("low", 45)]


def test_the_sample_firm_is_near_a_profile_of_the_built_in_instrument() -> None:
    table = sample_table(load("sme-readiness"))
    assert table is not None
    ((centre, border),) = placed(nearest_profile(score(table)))
    assert centre in {profile.id for profile in table.instrument.reference_profiles}
    assert 0 < border < 100
