"""Blocks: what is split, what stays together, and that nothing is lost where a page ends."""

from __future__ import annotations

from reports.blocks import ROW_PADDING, Block, Column, Item, Lines, Row, Stack, stack, table, text
from reports.theme import BODY, SMALL

LINE = BODY.leading


def paragraph(count: int) -> Lines:
    return Lines(tuple(f"line {number}" for number in range(count)), BODY, 200)


def words(block: Block) -> list[str]:
    if isinstance(block, Lines):
        return list(block.lines)
    if isinstance(block, Row):
        return [word for _, cell in block.cells for word in words(cell)]
    assert isinstance(block, Stack)
    return [word for item in block.items for word in words(item.block)]


def test_a_text_is_split_between_lines_with_at_least_two_on_each_side() -> None:
    head, tail = paragraph(5).split(4.5 * LINE) or (None, None)
    assert head is not None
    assert tail is not None
    assert (head.height, tail.height) == (3 * LINE, 2 * LINE)
    assert paragraph(3).split(2.5 * LINE) is None
    assert paragraph(5).split(1.5 * LINE) is None


def test_a_stack_that_fits_is_not_split() -> None:
    assert stack(paragraph(2), paragraph(2)).split(4 * LINE) is None


def test_splitting_loses_nothing() -> None:
    whole = stack(paragraph(3), paragraph(9), paragraph(4), gap=5)
    parts = whole.split(7 * LINE)
    assert parts is not None
    head, tail = parts
    assert words(head) + words(tail) == words(whole)
    assert head.height <= 7 * LINE


def test_what_is_kept_goes_to_the_page_of_what_follows() -> None:
    heading = Item(text("Heading", BODY, 200), keep=True)
    body = Item(paragraph(4), whole=True)
    head, tail = stack(paragraph(5), heading, body).split(8 * LINE) or (None, None)
    assert head is not None
    assert tail is not None
    assert words(head) == words(paragraph(5))
    assert words(tail)[0] == "Heading"


def test_a_whole_block_is_split_only_by_force() -> None:
    tall = stack(Item(paragraph(10), whole=True))
    assert tall.split(5 * LINE) is None
    assert tall.split(5 * LINE, force=True) is not None


def test_a_row_is_split_cell_by_cell() -> None:
    row = Row(((0, paragraph(2)), (100, paragraph(8))))
    head, tail = row.split(4 * LINE) or (None, None)
    assert head is not None
    assert tail is not None
    assert (head.height, tail.height) == (4 * LINE, 4 * LINE)
    assert len(words(tail)) == 4


def test_the_head_of_a_table_is_repeated_and_no_row_stands_alone() -> None:
    rows = [(f"row {number}", "1") for number in range(6)]
    whole = table((Column("Name", 100), Column("Score", 50)), rows)
    row = whole.items[1].block.height
    head, tail = whole.split(whole.height - row / 2) or (None, None)
    assert head is not None
    assert tail is not None
    assert words(tail) == ["Name", "Score", "row 4", "1", "row 5", "1"]
    assert words(head)[-2:] == ["row 3", "1"]
    assert whole.split(2 * row) is None, "the head and one row alone are no good beginning"


def test_a_cell_is_as_wide_as_its_column() -> None:
    whole = table((Column("Name", 60),), [("some words that need more than one line",)])
    cell = words(whole.items[1].block)
    assert len(cell) > 1
    assert whole.items[1].block.height == len(cell) * SMALL.leading + 2 * ROW_PADDING
