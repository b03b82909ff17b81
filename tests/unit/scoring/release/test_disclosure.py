"""The rules of disclosure one by one, with numbers worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.release.disclosure import (
    Rules,
    hundredths,
    merged_levels,
    nearest_five,
    points,
    quantiles_for,
    share,
    signed_points,
)
from scoring.release.model import Figure

HIGH, LOW = Figure(95, "high"), Figure(5, "low")


def test_ten_unknown_firms_unless_set_and_never_below_five() -> None:
    assert Rules().least == 10
    assert Rules(least=5).least == 5
    assert Rules(least=25).least == 25
    with pytest.raises(ValueError, match="at least 5 unknown firms, not 4"):
        Rules(least=4)


@pytest.mark.parametrize(("count", "published"), [(10, 10), (11, 10), (12, 10), (13, 15), (17, 15), (18, 20)])
def test_counts_are_to_the_nearest_five(count: int, published: int) -> None:
    assert nearest_five(count) == published


@pytest.mark.parametrize(
    ("score", "published"),
    [
        (47.49, Figure(47)),
        (47.5, Figure(48)),
        (46.5, Figure(47)),  # half up, and not to the even number
        (47.4999999999, Figure(48)),  # what a sum of floats leaves of 47.5
        (95, Figure(95)),
        (95.01, HIGH),
        (100, HIGH),
        (5, Figure(5)),
        (4.99, LOW),
        (0, LOW),
    ],
)
def test_means_are_whole_points_and_the_ends_are_not_told(score: float, published: Figure) -> None:
    assert points(score) == published


@pytest.mark.parametrize(("change", "published"), [(2.5, 3), (-2.5, -2), (-2.51, -3), (99, 99), (-0.2, 0)])
def test_changes_are_whole_points_of_either_sign_without_ends(change: float, published: int) -> None:
    assert signed_points(change) == Figure(published)


@pytest.mark.parametrize(
    ("count", "n", "published"),
    [
        (6, 11, Figure(50)),  # 5 of 10
        (8, 11, HIGH),  # 10 of 10
        (2, 11, LOW),  # 0 of 10
        (3, 12, Figure(50)),  # 5 of 10: rounded counts, not the true quarter
        (7, 40, Figure(15)),  # 5 of 40 is 12.5 %, half up
        (38, 40, HIGH),  # 40 of 40
        (35, 40, Figure(90)),  # 87.5 %, half up
        (5, 100, Figure(5)),
        (95, 100, Figure(95)),
        (4, 120, LOW),  # 5 of 120 is 4.2 %
        (47, 48, HIGH),  # 45 of 50, but 0 of 50 without: else 48 alone would be above 95
        (46, 48, HIGH),
        (45, 48, Figure(90)),
        (116, 120, HIGH),  # 5 of 120 without is 4.2 %
    ],
)
def test_a_share_is_the_rounded_count_over_the_rounded_n_in_steps_of_five(
    count: int, n: int, published: Figure
) -> None:
    assert share(count, n) == published


@given(n=st.integers(10, 2000), count=st.integers(0, 2000))
def test_a_share_is_a_multiple_of_five_and_tells_no_end(n: int, count: int) -> None:
    published = share(min(count, n), n)
    assert published.value in range(5, 100, 5)
    assert published.beyond != "low" or nearest_five(min(count, n)) < 0.05 * nearest_five(n)
    assert published.beyond != "high" or (
        nearest_five(min(count, n)) > 0.95 * nearest_five(n) or nearest_five(n - min(count, n)) < 0.05 * nearest_five(n)
    )


@given(n=st.integers(10, 2000), others=st.integers(0, 2))
def test_a_share_never_tells_everybody_from_all_but_two(n: int, others: int) -> None:
    assert share(n - others, n) == share(n, n) == HIGH
    assert share(others, n) == share(0, n) == LOW


@pytest.mark.parametrize(
    ("n", "quantiles"),
    [
        (11, ()), (19, ()), (20, (50,)), (39, (50,)), (40, (25, 50, 75)), (99, (25, 50, 75)),
        (100, (10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90)),
    ],
)  # fmt: skip
def test_a_quantile_needs_ten_firms_on_its_shorter_side(n: int, quantiles: tuple[int, ...]) -> None:
    assert quantiles_for(n) == quantiles
    assert all(n * min(q, 100 - q) >= 1000 for q in quantiles)


@pytest.mark.parametrize(
    ("firms", "stretches"),
    [
        ([10, 10, 20], [[0], [1], [2]]),
        ([4, 10, 26], [[0, 1], [2]]),
        ([20, 4, 16], [[0], [1, 2]]),  # the smaller neighbour takes it
        ([16, 4, 16], [[0, 1], [2]]),  # of equal ones the lower
        ([0, 0, 5, 35], [[0, 1, 2], [3]]),
        ([2, 2, 36], []),  # all in one stretch says nothing
        ([0, 0, 40], []),
        ([4, 4, 4, 28], [[0, 1, 2], [3]]),
    ],
)
def test_adjacent_levels_merge_until_each_holds_five(firms: list[int], stretches: list[list[int]]) -> None:
    assert [list(stretch) for stretch in merged_levels(firms)] == stretches


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_merged_levels_are_all_levels_in_order_each_with_five_firms(firms: list[int]) -> None:
    stretches = merged_levels(firms)
    assert not stretches or [level for stretch in stretches for level in stretch] == list(range(len(firms)))
    assert all(sum(firms[level] for level in stretch) >= 5 for stretch in stretches)


@pytest.mark.parametrize(("value", "published"), [(0.125, 0.13), (0.124, 0.12), (0.0, 0.0), (0.345, 0.35)])
def test_coefficients_have_two_decimals_half_up(value: float, published: float) -> None:
    assert hundredths(value) == published
