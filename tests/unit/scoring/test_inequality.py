"""The divide: published figures from the income of Mexican states, values by hand, and what must always hold."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.answers import table_of
from scoring.inequality import (
    Decomposed,
    InequalityError,
    below_baseline,
    divide,
    frontier,
    gap,
    gini,
    mean_log_deviation,
    theil,
)
from scoring.instrument import Instrument
from scoring.scores import Scores, score
from tests.unit.scoring.roadmap_cases import LADDER, dimension, instrument

YEARS = range(1940, 2001, 10)
THEIL = (0.20894344, 0.15222451, 0.10472941, 0.10194725, 0.09560113, 0.10511256, 0.10660832)
BETWEEN = (0.0345889, 0.02816853, 0.05260921, 0.05931219, 0.03205257, 0.02963731, 0.03635872)


@pytest.fixture(scope="module")
def mexico(reference_data: Path) -> pd.DataFrame:
    return pd.read_csv(reference_data / "inequality" / "mexico.csv")


def of(found: Decomposed | None) -> Decomposed:
    assert found is not None
    return found


@pytest.mark.parametrize(("year", "total", "between"), [*zip(YEARS, THEIL, BETWEEN, strict=True)])
def test_theil_of_mexican_states_as_published(mexico: pd.DataFrame, year: int, total: float, between: float) -> None:
    found = of(theil(mexico[f"pcgdp{year}"], mexico["hanson98"]))
    assert (found.n, len(found.groups)) == (32, 5)
    assert found.total == pytest.approx(total, abs=5e-9)
    assert found.between == pytest.approx(between, abs=5e-9)
    assert found.within == pytest.approx(total - between, abs=1e-8)
    assert found.between_share == pytest.approx(between / total, abs=1e-6)


def test_gini_of_mexican_states_as_published(mexico: pd.DataFrame) -> None:
    assert gini(mexico["pcgdp1940"]) == pytest.approx(0.3537237117, abs=5e-11)


def test_half_with_nothing() -> None:
    """T = between = ln 2, since 0 ln 0 = 0; two firms have no logarithm; Gini (1 + 3 + 5)·10 / (6·30)."""
    points, groups = [0, 0, 0, 10, 10, 10], list("aaabbb")
    found = of(theil(points, groups))
    assert (found.total, found.between, found.within) == (pytest.approx(math.log(2)), pytest.approx(math.log(2)), 0)
    assert found.between_share == pytest.approx(1)
    assert [(part.group, part.n, part.share, part.inequality) for part in found.groups] == [
        ("a", 3, 0, None),
        ("b", 3, 1, 0),
    ]
    assert mean_log_deviation(points, groups) is None
    assert gini(points) == pytest.approx(0.5)


def test_by_hand() -> None:
    """10, 20, 60: mean 30. Gini (−2·10 + 0 + 2·60) / (3·90) = 10/27. MLD the mean of ln 3, ln 1.5, −ln 2.

    Groups {10, 20}, {60}: means 15, 60. Quantiles of type 7: P10 at 1 + 0.1·2 = 12, P90 20 + 0.8·40 = 52.
    """
    points, groups = [10, 20, 60], ["a", "a", "b"]
    assert gini(points) == pytest.approx(10 / 27)
    assert gap(points) == pytest.approx(40)
    found = of(mean_log_deviation(points, groups))
    assert found.total == pytest.approx((math.log(3) + math.log(1.5) - math.log(2)) / 3)
    assert found.between == pytest.approx((2 * math.log(2) - math.log(2)) / 3)
    assert found.groups[0].inequality == pytest.approx((math.log(1.5) + math.log(0.75)) / 2)
    found = of(theil(points, groups))
    assert found.between == pytest.approx(math.log(0.5) / 3 + math.log(2) * 2 / 3)
    assert [part.share for part in found.groups] == pytest.approx([1 / 3, 2 / 3])


def test_no_factor_for_small_samples() -> None:
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)


@pytest.mark.parametrize("points", [[50.0] * 7, [200 / 3, 66.66666666666667], [42.0]])
def test_equal_scores_have_no_inequality_and_no_shares(points: list[float]) -> None:
    assert (gini(points), gap(points)) == (0, pytest.approx(0, abs=1e-12))
    for found in (of(theil(points)), of(mean_log_deviation(points, range(len(points))))):
        assert (found.total, found.within, found.between, found.between_share) == (0, 0, 0, None)


def test_where_all_scores_are_0_there_is_no_relative_inequality() -> None:
    assert (gini([0, 0]), theil([0, 0], ["a", "b"]), mean_log_deviation([0, 0])) == (None, None, None)
    assert gap([0, 0]) == 0


def test_a_tiny_difference_is_not_drowned() -> None:
    """T of 1 ± d is d²/2 to the next order: with sums of r ln r nothing of it would be left."""
    found = of(theil([50 * (1 - 1e-7), 50 * (1 + 1e-7)], ["a", "b"]))
    assert found.total == pytest.approx(5e-15, rel=1e-6)
    assert found.between_share == 1


def test_firms_whose_group_is_not_known_are_a_group_of_their_own() -> None:
    found = of(theil([1, 2, 3, 4], ["a", None, "a", float("nan")]))
    assert [(part.group, part.n) for part in found.groups] == [("a", 2), (None, 2)]
    assert found.total == pytest.approx(of(theil([1, 2, 3, 4])).total)


def test_without_groups_nothing_is_said_of_groups() -> None:
    found = of(theil([10, 20, 60]))
    assert (found.groups, found.between, found.between_share) == ((), 0, None)


def test_scores_that_are_not_there_are_left_out() -> None:
    nan = float("nan")
    assert gini([nan, 10, 20, nan, 60]) == pytest.approx(10 / 27)
    assert of(theil([nan, 10, 20, 60], ["z", "a", "a", "b"])).groups[0].group == "a"


@pytest.mark.parametrize("points", [[], [float("nan")] * 3, [10, -1e-3], [1, math.inf]])
@pytest.mark.parametrize("figure", [gini, gap, frontier, theil, mean_log_deviation])
def test_what_cannot_be_measured_is_a_named_error(figure: Any, points: list[float]) -> None:
    with pytest.raises(InequalityError):
        figure(points)


@pytest.mark.parametrize(("points", "groups"), [([1, 2], ["a"]), ([[1, 2]], None), ([1], [["a"]])])
def test_shapes_that_do_not_fit_are_errors(points: Any, groups: Any) -> None:
    with pytest.raises(ValueError, match="one group for each"):
        theil(points, groups)


def test_the_frontier_needs_100_firms_and_is_never_a_maximum() -> None:
    assert frontier(np.arange(99)) is None
    assert frontier([*range(100), float("nan")]) == pytest.approx(89.1)


def cut_at(cut: str) -> Instrument:
    """Three levels with bounds 40 and 80; the baseline is the middle one."""
    bounds = {"lower": (None, 40, 80), "upper": (40, 80, None)}[cut]
    levels = [
        {"id": name, "title": name, "meaning": name} | ({} if bound is None else {"bound": bound})
        for name, bound in zip(("low", "middle", "top"), bounds, strict=True)
    ]
    return instrument([], levels=levels, cut=cut, baseline="middle")


@pytest.mark.parametrize(("cut", "below"), [("lower", 2), ("upper", 4)])
def test_below_the_baseline_is_cut_as_the_instrument_says(cut: str, below: int) -> None:
    """40, and what rounds to it, has reached the middle with ``lower`` and is still below it with ``upper``."""
    assert below_baseline(cut_at(cut), [0, 39.99, 40 - 1e-12, 40 + 1e-12, 40.01, 90, float("nan")]) == below


def firms(*rungs: str) -> Scores:
    """Firms on rungs of two ladders, 25 points each; ``-`` is blank."""
    parts = [dimension(f"d_{name}", [{"id": name, "type": "single", "text": "?", "options": LADDER}]) for name in "xy"]
    answers = [{n: f"l{rung}" for n, rung in zip("xy", firm, strict=True) if rung != "-"} for firm in rungs]
    return score(table_of(instrument([], dimensions=parts), answers, [{}] * len(rungs)))


def test_the_divide_of_firms() -> None:
    """Overall 0, 50, 100 and one without a score; the baseline begins at 50."""
    found = divide(firms("00", "22", "44", "--"), pd.Series(["f", "f", "g", "g"], index=[9, 8, 7, 6]))
    assert (found.n, found.missing, found.below, found.below_share) == (3, 1, 1, pytest.approx(1 / 3))
    assert (found.p10, found.p90, found.gap) == pytest.approx((10, 90, 80))
    assert (found.baseline, found.zeros, found.mld, found.frontier) == ("high", 1, None, None)
    assert found.gini == pytest.approx(4 / 9)
    assert [(part.group, part.n) for part in of(found.theil).groups] == [("f", 2), ("g", 1)]
    said = [str(limit) for limit in found.limits]
    assert any("100 firms" in text for text in said)
    assert any("1 firm has a score of 0" in text for text in said)
    assert "type 7" in str(found.method)


def test_the_divide_in_one_dimension() -> None:
    found = divide(firms("10", "20", "30"), dimension="d_x")
    assert (found.below, found.zeros, found.gap) == (1, 0, pytest.approx(40))
    assert of(found.mld).total > 0
    with pytest.raises(InequalityError, match="No firm has a score"):
        divide(firms("--"))


@pytest.mark.parametrize(("name", "natural_zero"), [("counting", True), ("adding", True), ("states", False)])
def test_only_a_scale_of_100_has_no_natural_zero(tiny: Any, name: str, natural_zero: bool) -> None:
    blank = table_of(tiny(name), [{}], [{}])
    full = score(replace(blank, codes=np.ones_like(blank.codes)))
    said = [str(limit) for limit in divide(full).limits]
    assert any("no natural zero" in text for text in said) != natural_zero
    assert any("leave a range" in text for text in said) == natural_zero


points = st.lists(st.floats(0.01, 100) | st.just(0.0), min_size=1, max_size=30)


@given(points.filter(any), st.data())
def test_parts_add_up_and_the_order_of_firms_never_matters(values: list[float], data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.sampled_from("abc"), min_size=len(values), max_size=len(values)))
    order = data.draw(st.permutations(range(len(values))))
    for figure in (theil, mean_log_deviation):
        found = figure(values, groups)
        again = figure([values[i] for i in order], [groups[i] for i in order])
        assert (found is None) == (again is None) == (figure is mean_log_deviation and 0 in values)
        if found is None or again is None:
            continue
        assert found.total == pytest.approx(of(figure(values)).total, abs=1e-12)
        assert (found.total, found.between) == pytest.approx((again.total, again.between), abs=1e-12)
        assert found.within >= 0 <= found.between
        assert found.between_share is None or 0 <= found.between_share <= 1
        assert math.fsum(part.share for part in found.groups) == pytest.approx(1)


@given(points.filter(any), st.floats(0.1, 10))
def test_relative_figures_do_not_know_the_unit_and_stay_in_bounds(values: list[float], unit: float) -> None:
    scaled = [value * unit for value in values]
    assert gini(scaled) == pytest.approx(gini(values), abs=1e-12)
    assert of(theil(scaled)).total == pytest.approx(of(theil(values)).total, abs=1e-12)
    assert 0 <= (gini(values) or 0) <= 1 - 1 / len(values) + 1e-12
    assert of(theil(values)).total <= math.log(len(values)) + 1e-12


@given(points.filter(any))
def test_gini_is_the_mean_difference_of_all_pairs(values: list[float]) -> None:
    x = np.array(values)
    pairs = np.abs(x[:, None] - x[None, :]).mean()
    assert gini(values) == pytest.approx(pairs / (2 * x.mean()), abs=1e-9)
