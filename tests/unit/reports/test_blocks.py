"""Blocks: how high they are, where a text may be cut, and that both parts of what is cut stay the same thing."""

from __future__ import annotations

import pytest

from reports.blocks import Heading, Lines, Linked, Panel, Row, RunIn, Tagged, run_in, text
from reports.structure import Tag
from reports.theme import BODY
from tests.unit.reports.block_cases import LINE, paragraph, words


def test_a_text_is_split_between_lines_with_at_least_two_on_each_side() -> None:
    head, tail = paragraph(5).split(4.5 * LINE) or (None, None)
    assert head is not None
    assert tail is not None
    assert (head.height, tail.height) == (3 * LINE, 2 * LINE)
    assert words(head) + words(tail) == words(paragraph(5))
    assert paragraph(3).split(2.5 * LINE) is None
    assert paragraph(5).split(1.5 * LINE) is None


def test_by_force_a_text_is_split_after_its_first_line() -> None:
    head, tail = paragraph(3).split(1.5 * LINE, force=True) or (None, None)
    assert head is not None
    assert tail is not None
    assert (head.height, tail.height) == (LINE, 2 * LINE)


def test_both_parts_of_a_text_are_one_paragraph() -> None:
    head, tail = paragraph(5).split(3 * LINE) or (None, None)
    assert isinstance(head, Tagged)
    assert isinstance(tail, Tagged)
    assert head.tag is tail.tag
    assert head.tag.role == "P"


def test_both_parts_of_what_is_tagged_are_the_same_thing() -> None:
    tag = Tag("LBody")
    head, tail = Tagged(tag, paragraph(6)).split(3 * LINE) or (None, None)
    assert isinstance(head, Tagged)
    assert isinstance(tail, Tagged)
    assert head.tag is tail.tag is tag
    assert Tagged(tag, paragraph(3)).split(2 * LINE) is None


def test_a_row_is_split_cell_by_cell() -> None:
    row = Row(((0, paragraph(2)), (100, paragraph(8))))
    head, tail = row.split(4 * LINE) or (None, None)
    assert head is not None
    assert tail is not None
    assert (head.height, tail.height) == (4 * LINE, 4 * LINE)
    assert len(words(tail)) == 4


def test_a_row_is_split_only_where_every_cell_that_is_too_tall_can_be() -> None:
    assert Row(((0, paragraph(3)), (100, paragraph(8)))).split(2.5 * LINE) is None


def test_a_label_stands_on_the_first_line_of_its_text() -> None:
    block = run_in("Why", "one two three four five six", BODY, 80)
    label, *lines = words(block)
    assert label == "Why"
    assert " ".join(lines).split() == ["one", "two", "three", "four", "five", "six"]
    assert len(lines) > 1
    assert block.height == len(lines) * LINE
    assert len(lines[0]) < len(lines[1]) + len(label), "the label takes its room from the first line"


def test_a_word_too_wide_to_stand_beside_the_label_stands_below_it() -> None:
    _, first, second = words(run_in("Why", "Donaudampfschiff", BODY, 85))
    assert (first, second) == ("", "Donaudampfschiff")


def test_a_text_with_a_label_is_split_by_force_alone_and_stays_one_paragraph() -> None:
    whole = run_in("Why", "word " * 60, BODY, 80)
    assert whole.split(4.5 * LINE) is None
    head, tail = whole.split(4.5 * LINE, force=True) or (None, None)
    assert isinstance(head, RunIn)
    assert isinstance(tail, Tagged)
    assert head.height == 4 * LINE
    assert words(head) + words(tail) == words(whole)
    assert head.tag is tail.tag


@pytest.mark.parametrize("block", [
    Linked(paragraph(9), "key", "words", 80),
    Heading(paragraph(9), "key", "title", 0),
    Panel(paragraph(9), 80),
])  # fmt: skip
def test_some_blocks_are_never_split(block: Linked) -> None:
    assert block.split(4 * LINE) is None
    assert block.split(4 * LINE, force=True) is None


def test_a_text_is_as_high_as_its_lines() -> None:
    block = text("one two three", BODY, 30)
    assert isinstance(block, Lines)
    assert block.height == len(block.lines) * LINE
