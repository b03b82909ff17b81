"""Places among peers: from how many firms what is said, of which group, at borders; exact ones with their interval."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.peers import PeersError, Place, exact_place, exact_places, peer_group, place, wilson
from scoring.release.model import OVERALL, Figure, Release, Summary
from tests.unit.scoring.release_cases import all_firms, cell, release, summary, table

ANYONE: dict[str, Any] = {}
JOINER = {"sector": "C", "size": "small"}


def among(scores: Summary, overall: float) -> Place:
    found = place([release(all_firms(scores))], ANYONE, overall)
    assert found is not None
    return found


# How much is said ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "kind"),
    [(10, "mean"), (19, "mean"), (20, "half"), (39, "half"), (40, "quarter"), (99, "quarter"), (100, "tenth")],
)
def test_more_is_said_among_more_firms(n: int, kind: str) -> None:
    found = among(summary(n), 62)
    assert (found.kind, found.n) == (kind, n)


@pytest.mark.parametrize("n", [19, 39, 99])
def test_quantiles_that_come_too_early_are_not_read(n: int) -> None:
    """A published n is rounded, and so may be one firm short of what it says; but it never allows more than it says."""
    early = summary(100).quantiles
    assert among(replace(summary(n), quantiles=early), 62).kind == {19: "mean", 39: "half", 99: "quarter"}[n]


def test_what_is_not_published_is_not_needed() -> None:
    assert among(replace(summary(100), quantiles=summary(40).quantiles), 62).kind == "quarter"
    assert among(replace(summary(100), quantiles={}), 62).kind == "mean"


@pytest.mark.parametrize(("overall", "part"), [(0, 1), (9, 1), (11, 2), (45, 5), (55, 6), (89, 9), (91, 10), (100, 10)])
def test_tenths_count_from_the_weakest(overall: float, part: int) -> None:
    found = among(summary(100), overall)
    assert (found.low, found.high, found.parts) == (part, part, 10)


@pytest.mark.parametrize(("overall", "part"), [(24, 1), (26, 2), (74, 3), (76, 4)])
def test_quarters(overall: float, part: int) -> None:
    found = among(summary(40), overall)
    assert (found.low, found.high, found.parts) == (part, part, 4)


def test_few_firms_say_above_or_below_their_mean() -> None:
    scores = summary(15, mean=40)
    assert [(among(scores, own).low, among(scores, own).high) for own in (30, 40, 50)] == [(1, 1), (1, 2), (2, 2)]
    assert among(scores, 30).parts == 2


# Borders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("overall", "parts"), [(49.4, (1, 1)), (49.5, (1, 2)), (50, (1, 2)), (50.4999, (1, 2)), (50.5, (2, 2))]
)
def test_within_rounding_of_a_border_nothing_more_is_claimed(overall: float, parts: tuple[int, int]) -> None:
    """A median published as 50 lies somewhere from 49.5 to 50.5."""
    found = among(summary(20), overall)
    assert (found.low, found.high) == parts


def test_where_many_firms_have_the_same_score_several_parts_are_possible() -> None:
    found = among(summary(40, quantiles={25: 50, 50: 50, 75: 60}), 50)
    assert (found.low, found.high) == (1, 3)
    assert among(summary(40, quantiles={25: 50, 50: 50, 75: 50}), 51).low == 4


@pytest.mark.parametrize(("overall", "parts"), [(0, (1, 2)), (4.9, (1, 2)), (5, (2, 2)), (95, (2, 4)), (94, (2, 2))])
def test_beyond_5_and_95_borders_are_hidden(overall: float, parts: tuple[int, int]) -> None:
    quantiles = {25: Figure(5, "low"), 50: Figure(95, "high"), 75: Figure(95, "high")}
    found = among(replace(summary(40), quantiles=quantiles), overall)
    assert (found.low, found.high) == parts


# Which group -----------------------------------------------------------------------------------------------------


def chain(*, both: bool = True, sector: bool = True) -> Release:
    """Groups with means by which they can be told apart, of sector and size, of the sector, of all."""
    tables = [all_firms(summary(100, mean=10))]
    if sector:
        tables.append(table(["sector"], {("B-E",): summary(40, mean=20), ("other",): summary(20, mean=25)}))
    if both:
        tables.append(table(["sector", "size"], {("B-E", "small"): summary(15, mean=30)}))
    return release(*tables)


@pytest.mark.parametrize(
    ("profile", "group", "n"),
    [
        ({"sector": "C", "size": "small"}, ("B-E", "small"), 15),
        ({"sector": "C", "size": "micro"}, ("B-E",), 40),  # a cell that is withheld
        ({"sector": "C", "size": pd.NA}, ("B-E",), 40),
        ({"sector": "A", "size": "small"}, ("other",), 20),
        ({"sector": "Q", "size": "small"}, ("other",), 20),  # a sector that nobody was of when the groups were fixed
        ({"sector": "F", "size": "small"}, (), 100),
        ({"sector": None, "size": "small"}, (), 100),
        ({}, (), 100),
    ],
)
def test_the_group_most_like_the_firm_that_is_published(profile: Any, group: tuple[str, ...], n: int) -> None:
    for row in (profile, pd.Series(profile, dtype=object)):
        found = peer_group([chain()], row)
        assert found is not None
        assert (found.group, found.n, found.campaign) == (group, n, "Chamber 2026")


def test_tables_that_are_not_published_are_passed_over() -> None:
    found = [peer_group([one], JOINER) for one in (chain(), chain(both=False), chain(both=False, sector=False))]
    assert [peers and peers.fields for peers in found] == [("sector", "size"), ("sector",), ()]


def test_a_cell_without_overall_scores_is_passed_over() -> None:
    empty = replace(table(["sector"], {}), cells=(cell("B-E", data=summary(40)),))
    found = peer_group([release(all_firms(summary(20)), empty)], JOINER)
    assert found is not None
    assert found.fields == ()


def test_after_the_campaign_the_largest_of_the_others() -> None:
    small, large, late = (
        release(all_firms(summary(n)), campaign=campaign)
        for n, campaign in ((20, "small"), (60, "large"), (60, "Late"))
    )
    later = replace(
        late, tables=(replace(late.tables[0], cells=(cell(date=datetime.date(2026, 9, 1), **{OVERALL: summary(60)}),)),)
    )
    for others in ([small, large], [large, small]):
        found = peer_group([release(), *others], JOINER)
        assert found is not None
        assert (found.campaign, found.n) == ("large", 60)
    found = peer_group([release(), large, later, small], JOINER)
    assert found is not None
    assert (found.campaign, found.date) == ("Late", datetime.date(2026, 9, 1))
    own = peer_group([release(all_firms(summary(10))), large], JOINER)
    assert own is not None
    assert own.campaign == "Chamber 2026"


def test_where_nothing_is_published_there_is_no_place() -> None:
    assert place([], JOINER, 50) is None
    assert place([release()], JOINER, 50) is None
    assert place([chain()], JOINER, math.nan) is None


def test_what_is_no_score_or_of_another_instrument_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        place([chain()], JOINER, math.inf)
    with pytest.raises(ValueError, match="several instruments"):
        place([chain(), release(hash="1" * 64)], JOINER, 50)


def test_a_place_says_what_it_does_not_show() -> None:
    assert "those that responded" in str(among(summary(40), 50).limits[0])


# Properties ------------------------------------------------------------------------------------------------------

POINTS = st.floats(0, 100)
QUANTILES = st.lists(st.integers(0, 100), min_size=9, max_size=9).map(sorted)


@given(published=QUANTILES, one=POINTS, other=POINTS)
def test_a_better_score_never_has_a_lower_place(published: list[int], one: float, other: float) -> None:
    scores = summary(100, quantiles=dict(zip(range(10, 100, 10), published, strict=True)))
    worse, better = (among(scores, own) for own in sorted((one, other)))
    assert worse.low <= better.low
    assert worse.high <= better.high


@given(published=QUANTILES)
def test_trying_out_scores_shows_the_published_borders_and_nothing_else(published: list[int]) -> None:
    """Where the place changes along all scores, it changes at what a reader of the release sees anyway."""
    scores = summary(100, quantiles=dict(zip(range(10, 100, 10), published, strict=True)))
    tried = np.arange(0, 100.25, 0.25)
    places = [(found.low, found.high) for found in (among(scores, own) for own in tried)]
    seen = {edge for border in scores.quantiles.values() for edge in _edges(border)}
    changes = {own for own, before, after in zip(tried[1:], places, places[1:], strict=False) if before != after}
    assert changes <= seen
    assert len(set(places)) <= 19


def _edges(border: Figure) -> tuple[float, ...]:
    return (float(border.value),) if border.beyond else (border.value - 0.5, border.value + 0.5)


@given(scores=st.lists(st.integers(0, 200).map(lambda half: half / 2), min_size=100, max_size=140), own=st.data())
def test_the_true_tenth_is_always_among_those_said(scores: list[float], own: st.DataObject) -> None:
    """Against all scores themselves: the true tenth of a firm is one of those that rounding leaves open."""
    mine = own.draw(st.sampled_from(scores))
    true = {percent: float(np.quantile(scores, percent / 100)) for percent in range(10, 100, 10)}
    shown = {percent: math.floor(value + 0.5) for percent, value in true.items()}
    truth = 1 + sum(mine >= value for value in true.values())
    found = among(summary(100, quantiles=shown), mine)
    assert found.low <= truth <= found.high


# Exact places in a table of one's own ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_newcombe(count: int, n: int, low: float, high: float) -> None:
    """Newcombe, R. G. (1998): Two-sided confidence intervals for the single proportion. Statistics in Medicine 17,
    857-872, table I, method 3."""
    assert [round(end, 4) for end in wilson(count / n, n)] == [low, high]


@given(share=st.floats(0, 1), n=st.integers(1, 10_000))
def test_the_interval_solves_wilsons_equation(share: float, n: int) -> None:
    """Its ends are the chances p with (share − p)² = z² p (1 − p) / n."""
    z = 1.959963984540054
    low, high = wilson(share, n)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    for end in (low, high):
        assert (share - end) ** 2 == pytest.approx(z * z * end * (1 - end) / n, abs=1e-9)


def test_a_mid_rank_by_hand() -> None:
    """Two of five below and two equal: 100 · (2 + 1) / 5."""
    found = exact_place([10, 20, 30, 30, 40, math.nan], 30)
    assert (found.rank, found.n, found.below, found.equal, found.missing) == (60, 5, 2, 2, 1)
    assert (found.low / 100, found.high / 100) == pytest.approx(wilson(0.6, 5))
    assert exact_place([50], 50).rank == 50
    assert (exact_place([50, 60], 10).rank, exact_place([50, 60], 90).rank) == (0, 100)


@given(scores=st.lists(st.integers(0, 8), min_size=1, max_size=40), own=st.integers(0, 8))
def test_a_mid_rank_is_the_mean_of_what_ties_could_be(scores: list[int], own: int) -> None:
    strictly, at_most = sum(one < own for one in scores), sum(one <= own for one in scores)
    found = exact_place(list(reversed(scores)), own)
    assert found.rank == pytest.approx(float(Fraction(100 * (strictly + at_most), 2 * len(scores))))
    assert found.low <= found.rank <= found.high


@given(
    scores=st.lists(st.one_of(st.integers(0, 8), st.just(math.nan)), max_size=40),
    own=st.lists(st.one_of(st.integers(0, 8), st.just(math.nan)), max_size=5),
)
def test_many_exact_places_at_once_are_those_of_each(scores: list[float], own: list[float]) -> None:
    found = exact_places(scores, own)
    assert list(found.columns) == ["rank", "low", "high"]
    for score, row in zip(own, found.itertuples(index=False), strict=True):
        if math.isnan(score) or all(map(math.isnan, scores)):
            assert all(map(math.isnan, row))
            continue
        one = exact_place(scores, score)
        assert tuple(row) == pytest.approx((one.rank, one.low, one.high))


def test_scores_of_which_there_is_no_place() -> None:
    for scores in ([], [math.nan, math.nan]):
        with pytest.raises(PeersError, match="No firm has a score"):
            exact_place(scores, 50)
    with pytest.raises(ValueError, match="finite"):
        exact_places([1.0], [math.inf])
    for scores, own in (([1.0], math.nan), ([1.0, math.inf], 1.0)):
        with pytest.raises(ValueError, match="finite"):
            exact_place(scores, own)
    with pytest.raises(ValueError, match="observation"):
        wilson(0.5, 0)
