"""Which cells are withheld, so that nobody can work out what is in them from the rest of their row or column."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.release.withholding import Before, Counts, withheld


def cells(n: list[int], seen: list[int] | None = None, own_link: bool = False) -> Counts:
    return Counts(np.array(n), np.array(seen or [0] * len(n)), own_link)


def hidden(counts: Counts, *shape: int, least: int = 10) -> list[int]:
    return np.flatnonzero(withheld(counts, shape, least)).tolist()


@pytest.mark.parametrize(
    ("n", "seen", "own_link", "shown"),
    [(9, 0, False, False), (10, 0, False, True), (10, 0, True, False), (11, 0, True, True), (11, 1, True, True),
     (14, 5, False, False), (15, 5, True, True)],
)  # fmt: skip
def test_a_cell_needs_ten_firms_that_whoever_knows_most_of_them_does_not_know(
    n: int, seen: int, own_link: bool, shown: bool
) -> None:
    assert (hidden(cells([n], [seen], own_link)) == []) is shown


def test_one_small_cell_takes_the_smallest_of_the_others_with_it() -> None:
    assert hidden(cells([9, 30, 20, 40]), 4) == [0, 2]
    assert hidden(cells([9, 20, 20, 40]), 4) == [0, 1]


def test_withheld_cells_together_hold_ten_unknown_firms() -> None:
    assert hidden(cells([3, 4, 30, 20]), 4) == [0, 1, 3]
    assert hidden(cells([5, 5, 30, 20]), 4) == [0, 1]
    assert hidden(cells([5, 5, 30, 20], own_link=True), 4) == [0, 1, 3]  # ten firms, nine of them unknown to each
    assert hidden(cells([12, 9, 30, 20], [6, 4, 0, 0]), 4) == [0, 1]  # 21 firms, of which one account sees at most ten
    assert hidden(cells([12, 7, 30, 20], [6, 4, 0, 0]), 4) == [0, 1, 3]


def test_empty_cells_alone_need_no_company_but_one_another() -> None:
    assert hidden(cells([0, 0, 30, 20]), 4) == [0, 1]
    assert hidden(cells([0, 25, 30, 20]), 4) == [0, 3]  # else it would look unlike a small one


def test_every_row_and_every_column_is_protected() -> None:
    small_in_the_corner = cells([5, 30, 30, 20, 40, 40, 20, 40, 40])
    assert hidden(small_in_the_corner, 3, 3) == [0, 1, 3, 4]


def test_sums_of_rows_and_columns_together_fix_no_withheld_cell() -> None:
    """Two blocks of four withheld cells joined by one: each line has two or more, and yet the one could be computed."""
    n = np.full((5, 5), 50)
    n[:2, :2] = n[2:4, 2:4] = 6
    n[1, 2] = 3
    found = withheld(Counts(n.ravel(), np.zeros(25, dtype=int)), (5, 5), 10)
    assert withheld(Counts(np.where(n == 3, 50, n).ravel(), np.zeros(25, dtype=int)), (5, 5), 10).sum() == 8
    assert found.reshape(5, 5)[1, 2]
    assert not any(fixed(found, (5, 5)))


def test_what_is_withheld_elsewhere_is_withheld_here() -> None:
    also = np.array([True, False, False, False])
    assert withheld(cells([20, 30, 25, 40]), (4,), 10, also).tolist() == [True, False, True, False]


def test_what_was_shown_before_of_the_same_firms_protects_nothing() -> None:
    """The second cell would be the smallest beside the first, but everybody knows it from the release before."""
    before = Before(cells([20, 15, 30, 40]), np.zeros(4, dtype=bool), np.array([False, True, False, False]))
    assert np.flatnonzero(withheld(cells([9, 15, 30, 40]), (4,), 10, before=[before])).tolist() == [0, 2]


def test_what_is_shown_now_leaves_enough_unknown_of_what_was_withheld_before() -> None:
    """Then the first two were withheld; the first has grown, and the second is the same: shown now, it would tell what
    the first was then. So it is withheld once more, and beside it the smallest."""
    withheld_then = np.array([True, True, False, False])
    for same, now in ((True, [0, 1]), (False, [])):
        before = Before(cells([8, 15, 30, 40]), withheld_then, np.array([False, same, False, False]))
        assert np.flatnonzero(withheld(cells([14, 15, 30, 40]), (4,), 10, before=[before])).tolist() == now


def test_a_single_group_of_all_firms_has_no_line() -> None:
    assert hidden(cells([10])) == []


TABLES = st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(
    lambda shape: st.tuples(
        st.just(shape), st.lists(st.integers(0, 40), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    )
)


@given(table=TABLES, own_link=st.booleans())
def test_the_rest_of_any_line_is_nobody_or_ten_unknown_firms(
    table: tuple[tuple[int, int], list[int]], own_link: bool
) -> None:
    shape, n = table
    found = withheld(cells(n, own_link=own_link), shape, 10).reshape(shape)
    firms = np.array(n).reshape(shape)
    assert (firms[~found] - own_link >= 10).all()
    for line, there in [*zip(found, firms, strict=True), *zip(found.T, firms.T, strict=True)]:
        if not line.all():
            rest = there[line].sum()
            assert line.sum() != 1
            assert rest == 0 or rest - own_link >= 10
    if not found.all():
        assert not any(one and n[place] for place, one in zip(np.flatnonzero(found), fixed(found, shape), strict=True))


def fixed(found: np.ndarray, shape: tuple[int, int]) -> list[bool]:
    """For each withheld cell whether the sums of the lines determine it, by exact elimination."""
    places = [tuple(place) for place in np.argwhere(found.reshape(shape)).tolist()]
    rows = [[Fraction(place[0] == row) for place in places] for row in range(shape[0])]
    rows += [[Fraction(place[1] == column) for place in places] for column in range(shape[1])]
    units = [[Fraction(one == other) for other in places] for one in places]
    return [rank(rows) == rank([*rows, unit]) for unit in units]


def rank(matrix: list[list[Fraction]]) -> int:
    rows, found = [[*row] for row in matrix], 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows = [
            [a - row[column] / pivot[column] * b for a, b in zip(row, pivot, strict=True)]
            for row in rows
            if row is not pivot
        ]
        found += 1
    return found
