"""Stacks and columns: what is split, what stays together, and that nothing is lost where a page ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.blocks import Block, text
from reports.flow import LINE as STEP
from reports.flow import Columns, Item, Stack, stack
from reports.theme import BODY
from tests.unit.reports.block_cases import LINE, paragraph, words


def both(block: Block, room: float, *, force: bool = False) -> tuple[Block, Block]:
    parts = block.split(room, force=force)
    assert parts is not None
    return parts


def test_a_stack_that_fits_is_not_split() -> None:
    assert stack(paragraph(2), paragraph(2)).split(4 * LINE) is None


def test_splitting_loses_nothing() -> None:
    whole = stack(paragraph(3), paragraph(9), paragraph(4), gap=5)
    head, tail = both(whole, 7 * LINE)
    assert words(head) + words(tail) == words(whole)
    assert head.height <= 7 * LINE


def test_what_is_kept_goes_to_the_page_of_what_follows() -> None:
    heading = Item(text("Heading", BODY, 200), keep=True)
    body = Item(paragraph(4), whole=True)
    head, tail = both(stack(paragraph(5), heading, body), 8 * LINE)
    assert words(head) == words(paragraph(5))
    assert words(tail)[0] == "Heading"


def test_a_whole_block_is_split_only_by_force() -> None:
    tall = stack(Item(paragraph(10), whole=True))
    assert tall.split(5 * LINE) is None
    assert tall.split(5 * LINE, force=True) is not None


def test_no_gap_stands_at_the_top_of_a_page() -> None:
    _, tail = both(stack(paragraph(4), Item(paragraph(4), gap=30, whole=True)), 6 * LINE)
    assert tail.height == 4 * LINE


# Columns ----------------------------------------------------------------------------------------------------------


def columns(*items: Item | Block) -> Columns:
    return Columns(stack(*items), 200, 20)


def halves(block: Columns) -> list[list[str]]:
    return [words(half) for half in block._halves]


def test_columns_end_equally_long() -> None:
    two = columns(*(Item(paragraph(2, start), whole=True) for start in range(0, 12, 2)))
    first, second = halves(two)
    assert len(first) == len(second) == 6
    assert two.height == 6 * LINE


def test_what_cannot_be_split_stands_in_the_first_column_alone() -> None:
    one = columns(Item(paragraph(6), whole=True))
    assert halves(one) == [words(paragraph(6))]
    assert one.height == 6 * LINE


def test_no_column_ends_with_what_is_kept_with_the_next() -> None:
    heading = Item(text("Heading", BODY, 200), keep=True)
    first, second = halves(columns(paragraph(4), heading, Item(paragraph(4), whole=True)))
    assert first == words(paragraph(4))
    assert second[0] == "Heading"


def test_columns_fill_a_page_before_the_next_one() -> None:
    whole = columns(*(Item(paragraph(3, start), whole=True) for start in range(0, 30, 3)))
    head, tail = both(whole, 9 * LINE)
    assert words(head) == words(whole)[:18], "nine lines in each of two columns"
    assert words(tail) == words(whole)[18:]
    assert head.height <= 9 * LINE


def test_nothing_is_left_where_both_columns_hold_the_rest() -> None:
    """A page may end before the columns would be equally long: then all stands on it, cut within an entry."""
    whole = columns(paragraph(10))
    head, tail = both(whole, 5 * LINE)
    assert words(head) == words(whole)
    assert words(tail) == []


@given(
    sizes=st.lists(st.integers(1, 12), min_size=1, max_size=12),
    kept=st.sets(st.integers(0, 11)),
    unsplit=st.sets(st.integers(0, 11)),
    room=st.integers(4, 20),
)
def test_columns_over_pages_lose_nothing_and_keep_the_order(
    sizes: list[int], kept: set[int], unsplit: set[int], room: int
) -> None:
    items, start = [], 0
    for place, size in enumerate(sizes):
        items.append(Item(paragraph(size, start), gap=4, keep=place in kept, whole=place in unsplit))
        start += size
    flow: Stack = stack(Item(Columns(Stack(tuple(items)), 200, 20)))
    told, pages = [], 0
    rest: Block = flow
    while parts := rest.split(room * LINE) or rest.split(room * LINE, force=True):
        head, rest = parts
        assert head.height <= room * LINE + 1e-6
        told += words(head)
        pages += 1
        assert pages < 100, "it comes to an end"
        if not rest.height:
            break
    assert told + (words(rest) if rest.height else []) == words(flow)


@pytest.mark.parametrize("count", [2, 3, 7, 20])
def test_the_first_column_is_never_much_the_shorter(count: int) -> None:
    two = columns(*(Item(paragraph(1, place), whole=True) for place in range(count)))
    first, second = halves(two)
    assert len(first) >= len(second)
    assert (len(first) - len(second)) * LINE <= LINE + STEP
