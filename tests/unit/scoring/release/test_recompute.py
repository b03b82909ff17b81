"""Time: what is computed anew in a later release, what is repeated, and what the difference may tell."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.release.model import ALL, OVERALL, Cell, Figure, Published, Snapshot
from tests.unit.scoring.release.build_cases import firms, in_groups, published, random_firms, reordered, together

LATER = datetime.date(2026, 6, 30)


def of_sizes(sizes: dict[str, int], score: float = 50.0, name: str = "firm") -> Snapshot:
    n = sum(sizes.values())
    return firms([score] * n, size=in_groups(sizes), keys=[f"{name} {place}" for place in range(n)])


def next_release(now: Snapshot, *history: Published) -> Published:
    return published(now, *history, date=LATER)


def numbers(made: Published, *fields: str) -> dict[tuple[str, ...], int]:
    table = made.release.table(*fields)
    return {} if table is None else {cell.group: cell.number for cell in table.cells}


def without(snapshot: Snapshot, *gone: int) -> Snapshot:
    return reordered(snapshot, np.delete(np.arange(len(snapshot)), gone))


def test_the_same_firms_again_repeat_every_figure_with_its_date() -> None:
    first = published(random_firms(300))
    again = next_release(first.snapshot, first)
    assert again.release.number == 2
    assert again.release.date == LATER
    assert again.release.tables == first.release.tables


@pytest.mark.parametrize(("new", "number", "mean"), [(4, 1, 50), (5, 2, 60)])
def test_five_firms_that_entered_make_a_cell_be_computed_anew(new: int, number: int, mean: int) -> None:
    first = published(of_sizes({"micro": 20}))
    now = next_release(together(first.snapshot, of_sizes({"micro": new}, 100.0, "new")), first)
    (cell,) = now.release.tables[0].cells
    assert (cell.number, cell.scores[OVERALL].mean) == (number, Figure(mean))
    assert cell.date == (LATER if number == 2 else first.release.date)


@pytest.mark.parametrize(("gone", "number"), [(4, 1), (5, 2)])
def test_firms_that_left_count(gone: int, number: int) -> None:
    first = published(of_sizes({"micro": 30}))
    assert numbers(next_release(without(first.snapshot, *range(gone)), first)) == {(): number}


@pytest.mark.parametrize(("changed", "number"), [(4, 1), (5, 2)])
def test_firms_that_answered_otherwise_count(changed: int, number: int) -> None:
    first = published(of_sizes({"micro": 30}))
    digests = first.snapshot.digests + (np.arange(30) < changed).astype(np.uint64)
    assert numbers(next_release(replace(first.snapshot, digests=digests), first)) == {(): number}


def test_changes_add_up_over_releases() -> None:
    first = published(of_sizes({"micro": 20}))
    second = next_release(together(first.snapshot, of_sizes({"micro": 3}, name="b")), first)
    third = next_release(together(second.snapshot, of_sizes({"micro": 2}, name="c")), first, second)
    assert [numbers(made) for made in (second, third)] == [{(): 1}, {(): 3}]


def test_only_the_group_that_changed_is_computed_anew() -> None:
    first = published(of_sizes({"micro": 20, "small": 20, "medium": 20}))
    now = next_release(together(first.snapshot, of_sizes({"small": 5}, name="new")), first)
    assert numbers(now) == {(): 2}
    assert numbers(now, "size") == {("micro",): 1, ("small",): 2, ("medium",): 1}


def test_the_difference_of_differences_does_not_tell_of_one_firm() -> None:
    """Six entered, five of them small: were all and the small ones computed anew, the sixth would be what is left."""
    first = published(of_sizes({"micro": 20, "small": 20, "medium": 20}))
    now = next_release(together(first.snapshot, of_sizes({"small": 5, "micro": 1}, name="new")), first)
    assert numbers(now) == {(): 2}
    assert numbers(now, "size") == {("micro",): 1, ("small",): 1, ("medium",): 1}


def test_firms_that_only_moved_are_no_change_of_the_whole() -> None:
    first = published(of_sizes({"micro": 30, "small": 30}))
    now = next_release(replace(first.snapshot, fields=of_sizes({"micro": 24, "small": 36}).fields), first)
    assert numbers(now) == {(): 1}
    assert numbers(now, "size") == {("micro",): 1, ("small",): 1}


def test_a_cell_whose_group_fails_is_withheld_from_then_on() -> None:
    first = published(of_sizes({"micro": 20, "small": 20, "medium": 12}))
    fewer = next_release(without(first.snapshot, 50, 51, 49), first)
    assert numbers(fewer, "size") == {}  # nine medium ones, and the smallest of the others beside them
    assert numbers(fewer) == {(): 1}


def test_a_withheld_cell_comes_back_as_it_was_until_five_firms_changed() -> None:
    first = published(of_sizes({"micro": 20, "small": 30, "medium": 12, "large": 14}))
    fewer = next_release(without(first.snapshot, 50, 51, 52), first)
    assert numbers(fewer, "size") == {("micro",): 1, ("small",): 1}
    again = next_release(first.snapshot, first, fewer)
    assert again.release.tables == first.release.tables


def test_a_total_is_not_computed_anew_while_that_would_give_a_withheld_part_away() -> None:
    """Nine large firms are left; all others are known from the first release, so a new total would be theirs."""
    first = published(of_sizes({"micro": 30, "small": 20, "medium": 14, "large": 14}))
    second = next_release(without(first.snapshot, *range(64, 69)), first)
    assert numbers(second) == {(): 1}
    assert numbers(second, "size") == {("micro",): 1, ("small",): 1}


def test_a_group_that_was_withheld_beside_another_stays_so_while_it_would_give_that_away() -> None:
    """Seven large firms and the twelve medium ones beside them, who do not change. When the large ones are eleven, the
    medium ones no longer need to hide, but would tell what the seven had."""
    first = published(of_sizes({"micro": 30, "small": 20, "medium": 30, "large": 30}))
    of = of_sizes({"micro": 40, "small": 30, "medium": 12, "large": 7}, name="later")
    second = next_release(of, first)
    assert numbers(second, "size") == {("micro",): 2, ("small",): 2}
    third = next_release(together(of, of_sizes({"large": 4, "micro": 6}, name="new")), first, second)
    assert ("medium",) not in numbers(third, "size")
    much_later = together(of, of_sizes({"large": 5, "medium": 5, "micro": 6}, name="new"))
    assert set(numbers(next_release(much_later, first, second), "size").values()) == {2, 3}


def test_a_group_that_grows_is_published_with_the_whole() -> None:
    first = published(of_sizes({"micro": 20, "small": 20, "medium": 20}))
    grown = of_sizes({"other": 14, "micro": 6}, name="new")
    now = next_release(together(first.snapshot, grown), first)
    assert numbers(now, "size") == {("micro",): 2, ("small",): 1, ("medium",): 1, ("other",): 2}


def test_withdrawn_firms_enter_no_later_computation() -> None:
    high = together(of_sizes({"micro": 20}, 40.0), of_sizes({"micro": 5}, 100.0, "gone"))
    first = published(high)
    now = next_release(of_sizes({"micro": 20}, 40.0), first)
    assert [made.release.tables[0].cells[0].scores[OVERALL].mean.value for made in (first, now)] == [52, 40]


def test_adding_firms_to_one_group_leaves_the_others_as_they_were() -> None:
    first = published(random_firms(400))
    more = firms([90.0] * 12, sector="C", size="micro", region="north", keys=[f"new {i}" for i in range(12)])
    marks = first.snapshot.marks.iloc[:12].reset_index(drop=True)
    more = replace(more, marks=marks, scores=more.scores.assign(first=60.0))
    now = next_release(together(first.snapshot, more), first)
    for table in first.release.tables:
        for cell in table.cells:
            if not set(cell.group) <= {"B-E", "micro", "north"}:
                assert now.release.table(*table.fields).cell(*cell.group) == cell  # type: ignore[union-attr]


@settings(max_examples=12)
@given(seed=st.integers(0, 1000), steps=st.lists(st.integers(0, 40), min_size=1, max_size=3), n=st.integers(60, 260))
def test_no_difference_of_a_total_and_its_parts_tells_of_one_to_four_firms(seed: int, steps: list[int], n: int) -> None:
    """Over several releases, for every two in which a total was computed: the firms that changed in those of its parts
    that were not computed both times are none or five and more."""
    chance = np.random.default_rng(seed)
    history = [published(random_firms(n, seed))]
    for step, count in enumerate(steps):
        before = without(history[-1].snapshot, *chance.choice(n, min(count // 4, 10), replace=False))
        fresh = random_firms(count, seed + step + 1, keys=[f"{step} {place}" for place in range(count)])
        history.append(next_release(together(before, fresh), *history))
    for place, now in enumerate(history):
        for then in history[:place]:
            for fields in [("size",), ("sector",), ("region",)]:
                told = told_of(then, now, fields)
                assert told is None or told == 0 or told >= 5
    for then, now in pairwise(history):
        assert now.release.grouping == then.release.grouping


def told_of(then: Published, now: Published, fields: tuple[str, ...]) -> int | None:
    """Distinct firms that changed in the parts that were not computed in both releases; None without both totals."""
    if ALL not in anew(then, ALL) or ALL not in anew(now, ALL):
        return None
    both = anew(then, fields) & anew(now, fields)
    old, new = (firms_by_digest(made, fields, both) for made in (then, now))
    return len({key for key, _ in old ^ new})


def anew(made: Published, fields: tuple[str, ...]) -> set[tuple[str, ...]]:
    table = made.release.table(*fields)
    cells: tuple[Cell, ...] = table.cells if table else ()
    return {cell.group for cell in cells if cell.number == made.release.number}


def firms_by_digest(made: Published, fields: tuple[str, ...], but: set[tuple[str, ...]]) -> set[tuple[str, int]]:
    grouping, snapshot = made.release.grouping[fields[0]], made.snapshot
    groups = [(grouping.get(value, "other"),) for value in snapshot.fields[fields[0]]]
    rows = zip(snapshot.keys, snapshot.digests, groups, strict=True)
    return {(str(key), int(digest)) for key, digest, group in rows if group not in but}
