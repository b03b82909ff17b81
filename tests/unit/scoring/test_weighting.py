"""Weighting to a population table: by hand, with every fault of a table named, and what must always hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.weighting import (
    Merge,
    RakingError,
    Weighting,
    WeightingError,
    effective,
    largest,
    rake,
    usable,
    weighted_mean,
)

SIZES, SECTORS = ("micro", "small", "medium"), ("F", "G")


def population(*rows: Any, sizes: tuple[str, ...] = SIZES, sectors: tuple[str, ...] = SECTORS) -> pd.DataFrame:
    return pd.DataFrame(list(rows), index=list(sizes[: len(rows)]), columns=list(sectors))


def firms(counts: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """So many firms of each cell, such as ``{"micro F": 3}``."""
    cells = [cell.split() for cell, n in counts.items() for _ in range(n)]
    return [row for row, _ in cells], [column for _, column in cells]


def margins(found: Weighting, rows: list[str], columns: list[str]) -> tuple[dict[Any, float], dict[Any, float]]:
    weights = pd.Series(found.weights)
    return weights.groupby(rows).sum().to_dict(), weights.groupby(columns).sum().to_dict()


def test_by_hand() -> None:
    """Population 60, 20 / 10, 10; two firms in each cell of the margins' independent table.

    Rows 80 and 20, columns 70 and 30 %: from equal counts raking gives the products, 0.56, 0.24, 0.14, 0.06 of 8 firms,
    so 2.24, 0.96, 0.56, 0.24 for each of two. Its inner cells (60, 20 …) take no part.
    """
    rows, columns = firms({"micro F": 2, "micro G": 2, "small F": 2, "small G": 2})
    found = rake(rows, columns, population([60, 20], [10, 10]))
    assert found.weights == pytest.approx([2.24, 2.24, 0.96, 0.96, 0.56, 0.56, 0.24, 0.24])
    assert (found.n, found.unplaced, found.rounds, found.trimmed, found.merges) == (8, 0, 1, 0, ())
    squares = 2 * (2.24**2 + 0.96**2 + 0.56**2 + 0.24**2)
    assert found.effective == pytest.approx(64 / squares)
    assert found.largest == pytest.approx(0.28)
    assert not found.usable


def test_both_margins_are_met_where_counts_are_uneven() -> None:
    rows, columns = firms({"micro F": 5, "micro G": 9, "small F": 7, "small G": 3, "medium F": 2, "medium G": 4})
    found = rake(rows, columns, population([500, 300], [100, 60], [20, 20]))
    by_row, by_column = margins(found, rows, columns)
    assert by_row == pytest.approx({"micro": 24, "small": 4.8, "medium": 1.2}, rel=1e-6)
    assert by_column == pytest.approx({"F": 18.6, "G": 11.4}, rel=1e-6)
    assert found.rounds > 1
    assert "5 times the mean" in str(found.notes[0])


def test_firms_like_the_population_keep_equal_weights() -> None:
    rows, columns = firms({"micro F": 6, "micro G": 3, "small F": 2, "small G": 1})
    assert rake(rows, columns, population([60, 30], [20, 10])).weights == pytest.approx(np.ones(12))


def test_a_heavy_weight_is_trimmed_once_and_all_are_rescaled() -> None:
    """One of 101 firms stands for half the population: weight 50.5, the others 0.505; cut to 5, so 55.5 in all."""
    rows, columns = firms({"micro F": 1, "small F": 100})
    found = rake(rows, columns, population([500], [500], sectors=("F",)))
    assert found.weights[0] == pytest.approx(5 * 101 / 55.5)
    assert found.weights[1:] == pytest.approx(0.505 * 101 / 55.5)
    assert found.trimmed == 1
    assert found.weights.sum() == pytest.approx(101)


def test_a_firm_whose_cell_is_not_known_has_no_weight() -> None:
    rows, columns = ["micro", None, "small", "small"], ["F", "F", float("nan"), "G"]
    found = rake(rows, columns, population([1, 0], [0, 1]))
    assert np.isnan(found.weights).tolist() == [False, True, True, False]
    assert (found.n, found.unplaced, np.nansum(found.weights)) == (2, 2, pytest.approx(2))
    assert found.effective == pytest.approx(2)


def test_an_empty_cell_goes_to_its_neighbour_in_the_column_and_says_so() -> None:
    """No medium firm of F: its 30 join small F; small becomes 50 of 130, F stays 100 of 130."""
    counts = {"micro F": 4, "micro G": 4, "small F": 4, "small G": 4, "medium G": 4}
    rows, columns = firms(counts)
    found = rake(rows, columns, population([50, 10], [20, 10], [30, 10]))
    assert found.merges == (Merge(("medium", "F"), ("small", "F"), 30.0),)
    by_row, by_column = margins(found, rows, columns)
    assert by_row["small"] == pytest.approx(20 * 60 / 130, rel=1e-6)
    assert by_column["F"] == pytest.approx(20 * 100 / 130, rel=1e-6)
    assert "No firm of “medium”, “F” answered" in str(found.notes[1])


def test_neighbours_are_looked_for_in_the_column_then_the_row_then_anywhere() -> None:
    rows, columns = firms({"small F": 3})
    found = rake(rows, columns, population([1, 2], [4, 8], [16, 32]))
    assert [merge.into for merge in found.merges] == [("small", "F")] * 5
    assert found.weights == pytest.approx(np.ones(3))
    rows, columns = firms({"micro F": 3, "medium F": 3, "micro G": 3})
    merges = {merge.cell: merge.into for merge in rake(rows, columns, population([1, 1], [1, 1], [1, 1])).merges}
    assert merges == {("small", "F"): ("micro", "F"), ("small", "G"): ("micro", "G"), ("medium", "G"): ("micro", "G")}
    rows, columns = firms({"micro F": 3, "small F": 3})
    merges = {merge.cell: merge.into for merge in rake(rows, columns, population([1, 1], [1, 1])).merges}
    assert merges == {("micro", "G"): ("micro", "F"), ("small", "G"): ("small", "F")}


def test_an_empty_cell_without_population_is_nobody() -> None:
    rows, columns = firms({"micro F": 3, "small G": 3})
    assert rake(rows, columns, population([6, 0], [0, 4])).merges == ()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (population([60, 20]), ["small / F: The population table lacks this cell", "small / G: The population"]),
        (population([60], [20], sectors=("F",)), ["micro / G: The population table lacks", "small / G: The pop"]),
        (population([60, None], [10, 10]), ["micro / G: The population table lacks this cell"]),
        (
            population([60, -1], ["many", math.inf]),
            ["micro / G: The pop", "small / F: The pop", "small / G: The pop"],
        ),
        (
            population([1e308, 20], [10, 1e308]),
            ["micro / F: The population of a cell", "small / G: The pop"],
        ),
        (population([60, 20], [0, 20]), ["small / F: The population table has no firm here, but one answered"]),
        (population([1, 2], [3, 4], sizes=("micro", "micro")), ["micro: This label stands in the table more than"]),
        (pd.DataFrame(), ["micro / F: The population table lacks this cell"]),
    ],
)
def test_every_fault_of_a_table_is_named(table: pd.DataFrame, said: list[str]) -> None:
    rows, columns = firms({"micro F": 2, "micro G": 2, "small F": 2, "small G": 2})
    with pytest.raises(WeightingError) as error:
        rake(rows, columns, table)
    assert all(text in str(error.value) for text in said), str(error.value)


def test_no_firms_and_fields_of_other_lengths() -> None:
    for rows, columns in (([], []), ([None, "micro"], ["F", None])):
        with pytest.raises(WeightingError, match="No firm has a place"):
            rake(rows, columns, population([60, 20]))
    with pytest.raises(ValueError, match="2 labels of rows and 1 of columns"):
        rake(["micro", "micro"], ["F"], population([60, 20]))


def test_margins_that_are_not_met_are_a_named_error() -> None:
    """Two nearly separate halves, coupled by one cell of many firms and few people: 100 rounds are too few."""
    rows, columns = firms({"micro F": 1, "micro G": 1000, "small G": 1})
    with pytest.raises(RakingError, match="not met in 100 rounds"):
        rake(rows, columns, population([1000, 1], [0, 1000]))


def test_effective_firms_and_the_heaviest() -> None:
    assert (effective([1, 1, 2]), largest([1, 1, 2])) == (pytest.approx(16 / 6), pytest.approx(0.5))
    assert (effective([]), largest([0, float("nan")]), usable([])) == (0, 1, False)
    with pytest.raises(ValueError, match="0 or more"):
        effective([1, -1])


@pytest.mark.parametrize(
    ("weights", "given_out"),
    [
        ([0.1] * 10, True),
        ([1.0] * 9, False),
        ([10, *[1.0] * 40], True),  # n_eff 50² / 140 = 17.9, the heaviest exactly 20 %
        ([10.1, *[1.0] * 40], False),
        ([*[3.0] * 4, *[0.5] * 12], False),  # n_eff 18² / 39 = 8.3, the heaviest 17 %
    ],
)
def test_weighted_figures_only_where_no_few_firms_decide_them(weights: list[float], given_out: bool) -> None:
    assert usable(weights) is given_out
    found = weighted_mean(np.arange(len(weights)), weights)
    assert (found.weighted is not None) is (found.why is None) is given_out
    assert found.plain == pytest.approx((len(weights) - 1) / 2)


def test_a_weighted_mean_asks_only_firms_with_a_value() -> None:
    nan = float("nan")
    found = weighted_mean([10.0] * 6 + [40.0] * 6 + [nan, 99.0], [1.0] * 6 + [2.0] * 6 + [50.0, nan])
    assert (found.n, found.plain, found.weighted) == (12, 25, pytest.approx(30))
    assert found.effective == pytest.approx(18**2 / 30)
    assert found.largest == pytest.approx(1 / 9)
    with pytest.raises(WeightingError, match="both a value and a weight"):
        weighted_mean([nan, 1], [1, nan])
    with pytest.raises(ValueError, match="one weight for each"):
        weighted_mean([1, 2], [1])
    with pytest.raises(ValueError, match="finite"):
        weighted_mean([1, math.inf], [1, 1])


cells = st.lists(st.integers(0, 9), min_size=6, max_size=6).filter(any)


@given(cells, st.lists(st.integers(20, 100), min_size=6, max_size=6), st.randoms())
def test_what_always_holds(counts: list[int], people: list[int], random: Any) -> None:
    """Weights are positive with mean 1; firms of a cell weigh the same; neither the unit of the table nor the order of
    the firms matters."""
    names = [f"{size} {sector}" for size in SIZES for sector in SECTORS]
    rows, columns = firms(dict(zip(names, counts, strict=True)))
    table = population(people[:2], people[2:4], people[4:])
    found = rake(rows, columns, table)
    assert found.weights.mean() == pytest.approx(1)
    assert (found.weights > 0).all()
    assert sum(merge.population for merge in found.merges) == sum(
        n for n, there in zip(people, counts, strict=True) if not there
    )
    assert pd.Series(found.weights).groupby([rows, columns]).agg(np.ptp).max() == 0
    order = random.sample(range(len(rows)), len(rows))
    again = rake([rows[i] for i in order], [columns[i] for i in order], table * 1000)
    assert again.weights == pytest.approx(found.weights[order])
    assert 1 <= found.effective <= len(rows) + 1e-9
