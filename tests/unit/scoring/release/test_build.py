"""Releases of small campaigns, worked out by hand, and what must hold of every release."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.inequality import gini, theil
from scoring.release.build import build
from scoring.release.disclosure import Rules, nearest_five, quantiles_for
from scoring.release.membership import members
from scoring.release.model import (
    ALL,
    OTHER,
    OVERALL,
    Answered,
    Cell,
    Figure,
    LevelShare,
    Published,
    ReleaseError,
    Summary,
    Table,
)
from tests.unit.scoring.release.build_cases import (
    DATE,
    SMALL,
    firms,
    in_groups,
    published,
    random_firms,
    release,
    reordered,
)
from tests.unit.scoring.roadmap_cases import instrument


def whole(scores: list[float], **given: object) -> Cell:
    """The cell of all firms."""
    return release(firms(scores, **given)).tables[0].cells[0]


def test_below_eleven_firms_a_release_says_only_that() -> None:
    for n in (0, 1, 10):
        small = release(firms([50.0] * n))
        assert (small.n, small.tables, small.number) == (None, (), 1)
        assert not any(small.grouping.values())


def test_eleven_firms_are_one_cell() -> None:
    made = release(firms([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 60], own_link=True))  # sum 610, mean 55.45
    assert made.n == 10
    assert (made.campaign, made.date, made.instrument, made.hash) == (
        "Chamber 2026", DATE, "small@1", SMALL.content_hash,
    )  # fmt: skip
    assert made.tables == (
        Table(ALL, (Cell((), 1, DATE, scores={OVERALL: Summary(10, Figure(55))}, below=Figure(50)),)),
    )  # four of eleven below 50: 5 of 10


def test_twelve_firms_of_which_an_adviser_knows_three_are_none() -> None:
    assert release(firms([50.0] * 12, viewers=[[0, 1, 2]])).tables == ()
    assert len(release(firms([50.0] * 13, viewers=[[0, 1, 2]])).tables) == 1


def test_each_measure_counts_its_own_firms() -> None:
    """Twelve firms, of which nine have the one dimension and eleven the other."""
    columns = {"first": [50.0] * 9 + [np.nan] * 3, "second": [50.0] * 11 + [np.nan]}
    assert set(whole([50.0] * 12, more=columns).scores) == {OVERALL, "second"}


@pytest.mark.parametrize(
    ("n", "quantiles", "detail"),
    [(19, 0, False), (20, 1, False), (39, 1, False), (40, 3, True), (99, 3, True), (100, 11, True)],
)
def test_detail_comes_with_firms(n: int, quantiles: int, detail: bool) -> None:
    cell = whole([float(place * 100 / n) for place in range(n)])
    assert len(cell.scores[OVERALL].quantiles) == quantiles
    assert (cell.scores[OVERALL].interval is not None) is detail
    assert bool(cell.levels) is detail
    assert (cell.polarisation is not None) is detail


def test_quantiles_and_interval_by_hand() -> None:
    """0, 1 … 99: quantile q at 99 q / 100; mean 49.5, deviation 29.0115, error 2.90115, so 43.8 to 55.2."""
    summary = whole([float(place) for place in range(100)]).scores[OVERALL]
    assert summary.mean == Figure(50)
    assert summary.interval == (Figure(44), Figure(55))
    expected = {10: 10, 20: 20, 25: 25, 30: 30, 40: 40, 50: 50, 60: 59, 70: 69, 75: 74, 80: 79, 90: 89}
    assert {q: figure.value for q, figure in summary.quantiles.items()} == expected


def test_levels_and_what_is_below_the_baseline() -> None:
    cell = whole([20.0] * 12 + [80.0] * 28)
    assert cell.levels == (LevelShare(("low",), Figure(25)), LevelShare(("high",), Figure(75)))  # 10 and 30 of 40
    assert cell.below == Figure(25)
    assert whole([20.0] * 4 + [80.0] * 36).levels == ()  # four low ones: merged into one stretch, which says nothing


def test_inequality_of_all_firms_and_its_part_between_published_sectors() -> None:
    scores = np.array([20.0] * 20 + [60.0] * 20 + [90.0] * 2)
    sectors = in_groups({"A": 20, "F": 20, "J": 2})
    cell = release(firms(scores, sector=sectors)).tables[0].cells[0]
    found = cell.polarisation
    assert found is not None
    assert (found.gini, found.theil) == (round(gini(scores) or 0, 2), round(theil(scores).total, 2))  # type: ignore[union-attr]
    assert found.by == "sector"
    parts = theil(scores, ["other"] * 20 + ["F"] * 20 + ["other"] * 2)  # J joined A
    assert parts is not None
    assert found.between_share == round(parts.between_share or 0, 2)


def test_equal_scores_have_no_share_between() -> None:
    found = whole([50.0] * 60, sector=in_groups({"A": 30, "F": 30})).polarisation
    assert found is not None
    assert (found.gini, found.theil, found.by, found.between_share) == (0.0, 0.0, None, None)


def test_all_at_zero_have_no_inequality() -> None:
    found = whole([0.0] * 40).polarisation
    assert found is not None
    assert (found.gini, found.theil) == (None, None)
    assert whole([0.0] * 40).scores[OVERALL].mean == Figure(5, "low")
    assert whole([100.0] * 40).scores[OVERALL].mean == Figure(95, "high")


def test_a_small_group_takes_the_smallest_with_it_where_the_grouping_is_fixed() -> None:
    first = published(firms([50.0] * 44, size=in_groups({"micro": 20, "small": 12, "medium": 12})))
    later = firms([50.0] * 50, size=in_groups({"micro": 29, "small": 12, "medium": 9}))
    table = release(later, first).table("size")
    assert table is None  # one published cell is no table
    later = firms([50.0] * 80, size=in_groups({"micro": 29, "small": 12, "medium": 9, OTHER: 30}))
    table = release(later, first).table("size")
    assert table is not None
    assert [cell.group for cell in table.cells] == [("micro",), (OTHER,)]
    assert table.withheld == (("small",), ("medium",))


def test_empty_and_small_cells_look_the_same() -> None:
    first = published(firms([50.0] * 75, size=in_groups({"micro": 20, "small": 30, "medium": 12, "large": 13})))
    for gone in (0, 5):
        sizes = in_groups({"micro": 40, "small": 30, "medium": gone, "large": 13})
        table = release(firms([50.0] * len(sizes), size=sizes), first).table("size")
        assert table is not None
        assert table.withheld == (("medium",), ("large",))


def test_marks_are_shown_for_all_by_size_and_by_sector() -> None:
    marks = {"rung.l0": [1] * 30 + [0] * 70, "action.few": [1] * 5 + [0] * 4 + [-1] * 91}
    snapshot = firms([50.0] * 100, marks=marks, size=["micro", "small"] * 50, region=["a", "b"] * 50)
    made = release(snapshot)
    assert made.tables[0].cells[0].marks == {"rung.l0": Answered(100, Figure(30))}  # nine firms have the other
    assert all(cell.marks for cell in made.table("size").cells)  # type: ignore[union-attr]
    assert not any(cell.marks for cell in made.table("region").cells)  # type: ignore[union-attr]


def test_a_change_is_told_of_ten_returning_firms_beside_ten_others_or_none() -> None:
    def changes(returning: int, others: int) -> set[str]:
        change = [-2.5] * returning + [np.nan] * others
        return set(whole([50.0] * (returning + others), more={"change": change}).scores) - {OVERALL}

    assert changes(12, 0) == {"change"}
    assert changes(12, 9) == set()
    assert changes(12, 10) == {"change"}
    assert changes(9, 20) == set()


def test_a_change_is_in_whole_points_of_either_sign() -> None:
    cell = whole([50.0] * 40, more={"change": [-97.5] * 40, "first": [50.0] * 40, "change.first": [3.5] * 40})
    assert cell.scores["change"].mean == Figure(-97)
    assert cell.scores["change.first"].mean == Figure(4)


def test_a_weighted_mean_stands_beside_the_plain_one_if_its_own_firms_are_enough() -> None:
    scores = [20.0] * 15 + [80.0] * 15
    even = np.array([2.0] * 15 + [1.0] * 15)
    assert whole(scores, weights=even * 2 / 3).scores[OVERALL].weighted == Figure(40)  # (2·20 + 80) / 3
    known = np.where(np.arange(30) < 9, 1.0, np.nan)
    assert whole(scores, weights=known).scores[OVERALL].weighted is None
    heavy = np.array([20.0] + [1.0] * 29)
    assert whole(scores, weights=heavy).scores[OVERALL].weighted is None


def test_a_score_that_nobody_has_is_not_there() -> None:
    snapshot = firms([np.nan] * 20, marks={"rung.l0": [1] * 20})
    cell = release(snapshot).tables[0].cells[0]
    assert (cell.scores, cell.below, cell.polarisation) == ({}, None, None)
    assert cell.marks == {"rung.l0": Answered(20, Figure(95, "high"))}


def test_an_instrument_without_scores_on_0_100_shows_levels_and_marks() -> None:
    whole_snapshot = random_firms(60)
    snapshot = replace(whole_snapshot, scores=pd.DataFrame(index=range(60)))
    first = published(snapshot)
    cell = first.release.tables[0].cells[0]
    assert (cell.scores, cell.polarisation) == ({}, None)
    assert cell.levels
    assert set(cell.marks) == {"rung.l0", "action.do"}
    assert release(snapshot, first).tables == first.release.tables


def test_how_many_firms_there_are_is_told_anew_when_five_came_or_went() -> None:
    """With 52 firms 50 are told; one more would make it 55, and would be told by it."""
    keys = [f"firm {place}" for place in range(70)]
    first = published(firms([50.0] * 52, keys=keys[:52]))
    second = published(firms([50.0] * 53, keys=keys[:53]), first)
    assert (first.release.n, second.release.n) == (50, 50)
    third = published(firms([50.0] * 56, keys=keys[:56]), first, second)
    assert third.release.n == 50
    fourth = published(firms([50.0] * 57, keys=keys[:57]), first, second, third)
    assert fourth.release.n == 55
    assert published(firms([50.0] * 52, keys=keys[5:57]), first, second).release.n == 50


def test_every_fault_is_told_at_once() -> None:
    first = published(firms([50.0] * 11), date=datetime.date(2026, 5, 1))
    twice = firms([50, 101, -1, np.inf, 50], more={"change": [-100, -101, 0, 0, 0]}, keys=["a", "b", "a", "c", "d"])
    other = instrument([], version=2)
    with pytest.raises(ReleaseError) as caught:
        build(twice, other, campaign="Another", date=DATE, history=[first])
    assert [str(problem) for problem in caught.value.problems] == [
        "a: This firm is in the snapshot more than once.",
        "overall: 3 scores lie outside 0 to 100.",
        "change: 1 score lies outside -100 to 100.",
        "instrument: The release before is of another questionnaire, small@1, or of other scoring of it.",
        "campaign: The release before is of another campaign, Chamber 2026.",
        "date: The date is before that of the last release, 2026-05-01.",
    ]


def test_a_snapshot_that_is_none_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        published(firms([50.0] * 11, keys=["a"]))
    with pytest.raises(ValueError, match="sees a firm that the snapshot does not have"):
        published(firms([50.0] * 11, viewers=[[11]]))


@pytest.mark.parametrize("weight", [-1.0, np.inf, -np.inf, None, pd.NA, "1", 1j])
def test_weights_that_are_no_numbers_are_refused(weight: object) -> None:
    with pytest.raises(ReleaseError) as caught:
        published(firms([50.0] * 12, weights=np.array([1.0] * 11 + [weight])))  # type: ignore[list-item]
    assert str(caught.value) == "weights: Weights must be finite numbers of 0 or more, or NaN for a firm without one."
    assert published(firms([50.0] * 12, weights=np.array([1.0] * 11 + [np.nan]))).release.tables


@settings(max_examples=15)
@given(n=st.integers(11, 260), seed=st.integers(0, 1000), own_link=st.booleans())
def test_every_release_keeps_the_rules(n: int, seed: int, own_link: bool) -> None:
    weights = np.random.default_rng(seed).uniform(0.1, 3, n)
    made = published(random_firms(n, seed, own_link=own_link, weights=weights, viewers=[np.arange(3)]))
    for fields, cell in cells_of(made):
        of = members(made, fields, cell.group)
        unseen = len(of[of >= 3]) if not own_link or (of < 3).any() else len(of) - 1
        assert unseen >= 10
        for measure, summary in cell.scores.items():
            scores = made.snapshot.scores[measure].to_numpy()[of]
            there = int((~np.isnan(scores)).sum())
            assert summary.n == nearest_five(there)
            assert tuple(summary.quantiles) == quantiles_for(there)
            assert (summary.interval is not None) is (there >= 40)
            if not summary.mean.beyond:
                assert abs(summary.mean.value - np.nanmean(scores)) <= 0.5 + 1e-9
        assert not cell.levels or (made.snapshot.levels[of] >= 0).sum() >= 40
        assert cell.polarisation is None or (~np.isnan(made.snapshot.scores[OVERALL].to_numpy()[of])).sum() >= 40
    assert_rest_is_nobody_or_ten(made, own_link)


def cells_of(made: Published) -> Iterator[tuple[tuple[str, ...], Cell]]:
    return ((table.fields, cell) for table in made.release.tables for cell in table.cells)


def assert_rest_is_nobody_or_ten(made: Published, own_link: bool) -> None:
    """What the published cells of a line leave of its total, for each measure by its own firms."""
    for table in made.release.tables[1:]:
        for measure in [OVERALL, "first"]:
            has = made.snapshot.scores[measure].notna().to_numpy()
            unseen = has & (np.arange(len(has)) >= 3)
            for axis, name in enumerate(table.fields if len(table.fields) == 2 else [None]):
                lines = {cell.group[axis] for cell in table.cells} if name else {None}
                for line in lines:
                    inside = np.ones(len(has), dtype=bool) if name is None else np.isin(
                        np.arange(len(has)), members(made, (name,), (line,))
                    )  # fmt: skip
                    shown = [c for c in table.cells if measure in c.scores and (name is None or c.group[axis] == line)]
                    for cell in shown:
                        inside[members(made, table.fields, cell.group)] = False
                    rest, known = int((has & inside).sum()), int((unseen & inside).sum())
                    assert not shown or rest == 0 or min(known, rest - own_link) >= 10


@settings(max_examples=15)
@given(n=st.integers(11, 260), seed=st.integers(0, 1000))
def test_the_order_of_the_firms_changes_nothing(n: int, seed: int) -> None:
    weights = np.random.default_rng(seed).uniform(0.1, 3, n)
    one = random_firms(n, seed, weights=weights, viewers=[np.arange(n // 5)])
    other = reordered(one, np.random.default_rng(seed + 1).permutation(n))
    assert repr(release(one)) == repr(release(other))


def test_least_can_be_raised_and_lowered() -> None:
    sizes = in_groups({"micro": 20, "small": 14})
    assert release(firms([50.0] * 34, size=sizes), rules=Rules(least=20)).table("size") is None
    made = release(firms([50.0] * 12, size=in_groups({"micro": 7, "small": 5})), rules=Rules(least=5))
    assert made.least == 5
    assert len(made.table("size").cells) == 2  # type: ignore[union-attr]


def test_a_table_of_no_firm_with_a_key_that_is_text_only() -> None:
    """Keys may come back from Parquet as text of pandas."""
    snapshot = firms([50.0] * 11)
    keys = pd.Series(snapshot.keys, dtype="str").to_numpy()
    assert release(firms([50.0] * 11, keys=keys)) == release(snapshot)
