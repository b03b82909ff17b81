"""Tables and lists: heads that are repeated, rows that stay whole, and what each cell is in the structure."""

from __future__ import annotations

from reports.blocks import Row, Tagged
from reports.flow import Item, Stack
from reports.tables import ROW_PADDING, Column, listed, table
from reports.theme import SMALL
from tests.unit.reports.block_cases import paragraph, words


def rows_of(whole: Tagged) -> tuple[Item, ...]:
    assert isinstance(whole.inner, Stack)
    return whole.inner.items


def cells(row: Item) -> list[str]:
    """The roles of the cells of a row."""
    assert isinstance(row.block, Tagged)
    assert row.block.tag.role == "TR"
    assert isinstance(row.block.inner, Row)
    return [cell.tag.role for _, cell in row.block.inner.cells if isinstance(cell, Tagged)]


def test_the_head_of_a_table_is_repeated_and_no_row_stands_alone() -> None:
    rows = [(f"row {number}", "1") for number in range(6)]
    whole = table((Column("Name", 100), Column("Score", 50)), rows)
    row = rows_of(whole)[1].block.height
    head, tail = whole.split(whole.height - row / 2) or (None, None)
    assert head is not None
    assert tail is not None
    assert words(tail) == ["Name", "Score", "row 4", "1", "row 5", "1"]
    assert words(head)[-2:] == ["row 3", "1"]
    assert whole.split(2 * row) is None, "the head and one row alone are no good beginning"


def test_a_table_on_two_pages_is_one_table_and_its_head_is_read_once() -> None:
    whole = table((Column("Name", 100),), [(f"row {number}",) for number in range(6)])
    head, tail = whole.split(whole.height / 2) or (None, None)
    assert isinstance(head, Tagged)
    assert isinstance(tail, Tagged)
    assert head.tag is tail.tag
    first, second = (rows_of(part)[0].block for part in (head, tail))
    assert isinstance(first, Tagged)
    assert first is second
    assert first.tag.once


def test_a_cell_is_as_wide_as_its_column() -> None:
    whole = table((Column("Name", 60),), [("some words that need more than one line",)])
    cell = words(rows_of(whole)[1].block)
    assert len(cell) > 1
    assert rows_of(whole)[1].block.height == len(cell) * SMALL.leading + 2 * ROW_PADDING


def test_the_first_row_holds_heads_and_the_others_data() -> None:
    first, *others = rows_of(table((Column("Name", 60), Column("Score", 60)), [("a", "1"), ("b", "2")]))
    assert cells(first) == ["TH", "TH"]
    assert [cells(row) for row in others] == [["TD", "TD"]] * 2


def test_a_table_without_a_head_has_data_only() -> None:
    whole = table((Column("", 60),), [("a",), ("b",)], headed=False)
    assert [cells(row) for row in rows_of(whole)] == [["TD"]] * 2
    assert words(whole) == ["a", "b"]


def test_a_row_is_cut_only_where_it_is_taller_than_a_page() -> None:
    whole = table((Column("Name", 60),), [(paragraph(30),), (paragraph(2),)])
    room = whole.height / 2
    assert whole.split(room) is None
    head, _ = whole.split(room, force=True) or (None, None)
    assert head is not None
    assert head.height <= room


def test_a_list_has_entries_with_a_mark_and_a_body() -> None:
    whole = listed([(paragraph(1), paragraph(2)), (paragraph(1), paragraph(3))], 20, 5)
    assert whole.tag.role == "L"
    for entry in rows_of(whole):
        assert isinstance(entry.block, Tagged)
        assert entry.block.tag.role == "LI"
        assert isinstance(entry.block.inner, Row)
        (left, _), (right, body) = entry.block.inner.cells
        assert (left, right) == (0, 20)
        assert isinstance(body, Tagged)
        assert body.tag.role == "LBody"
