"""The codebook: what each code means and is worth, and counts that add up to the firms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scoring.answers import AnswerTable, table_of
from scoring.codebook import Cell, codebook
from scoring.instrument import Instrument
from scoring.loading import load
from tests.unit.scoring.quality_cases import USUAL, answered
from tests.unit.scoring.roadmap_cases import LOWEST, instrument


def cells(table: AnswerTable) -> dict[str, Cell]:
    return {cell.cell: cell for cell in codebook(table).cells}


def test_every_cell_of_an_instrument_has_its_place() -> None:
    made = load("sme-readiness")
    book = codebook(table_of(made, [], []))
    assert tuple(cell.cell for cell in book.cells) == made.cells
    assert (book.n, book.instrument.content_hash) == (0, made.content_hash)
    assert all(code.n == 0 for cell in book.cells for code in cell.codes)
    assert all(cell.themes == tuple(made.questions[cell.question].themes) for cell in book.cells)


def test_codes_and_what_is_missing_are_counted_and_add_up() -> None:
    """What stands in a hidden question is hidden, whatever it is; the third statement is worth the mirror image."""
    firms = (USUAL, USUAL | {"a1": "s4", "a8": "s2"}, USUAL | {"a8": "s2"}, {"a1": "s4", "a8": "na"}, {"a1": "dk"})
    found = cells(answered(*firms))
    eighth = found["a8"]
    assert [code.n for code in eighth.codes] == [0, 0, 1, 0, 0]
    assert (eighth.blank, eighth.not_applicable, eighth.dont_know, eighth.hidden) == (0, 1, 0, 3)
    assert found["a1"].dont_know == 1
    for cell in found.values():
        missing = cell.blank + cell.not_applicable + cell.dont_know + cell.hidden
        assert sum(code.n for code in cell.codes) + missing == len(firms), cell.cell
    third = found["a3"]
    assert third.reversed
    assert [(code.id, code.points) for code in third.codes] == [(f"s{place}", 4.0 - place) for place in range(5)]
    assert (third.dimension, third.weight, third.dimension_weight) == ("first", 1.0, 2.0)


def test_parts_of_questions_are_named() -> None:
    found = cells(answered(USUAL))
    assert (found["grid.files"].part, found["ticks.two"].part, found["a1"].part) == ("Files", "Two", "")
    assert [(code.code, code.id, code.points, code.n) for code in found["ticks.one"].codes] == [
        (0, "one", 0.0, 0), (1, "one", 1.0, 1),
    ]  # fmt: skip
    assert (found["ticks.one"].dont_know_points, found["a1"].dont_know_points) == (0.0, None)


def test_an_unscored_question_has_no_points_and_a_text_no_cell() -> None:
    found = cells(answered(USUAL | {"wish": "less", "remark": "None."}))
    assert [(code.id, code.points, code.n) for code in found["wish"].codes] == [("more", None, 0), ("less", None, 1)]
    assert (found["wish"].dimension, found["wish"].dimension_weight) == (None, None)
    assert not any(cell.question == "remark" for cell in found.values())


def test_bands_show_their_range() -> None:
    made = instrument([])
    hours = cells(table_of(made, [LOWEST, LOWEST | {"hours": 3.0}], [{}, {}]))["hours"]
    assert [(code.id, code.range, code.points, code.n) for code in hours.codes] == [
        ("none", (None, 1.0), 0.0, 1), ("few", (1.0, 8.0), 1.0, 1), ("many", (8.0, None), 2.0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["states", "grids", "ticks", "bands"])
def test_points_in_the_codebook_make_the_score(tiny: Callable[[str], Instrument], name: str) -> None:
    """The most that the codes of a question are worth is what the instrument says that it can earn."""
    made = tiny(name)
    best: dict[str, list[Any]] = {}
    for cell in codebook(table_of(made, [], [])).cells:
        if cell.scored:
            best.setdefault(cell.question, []).append(max(0.0, *(code.points or 0.0 for code in cell.codes)))
    for question, points in best.items():
        asked = made.questions[question]
        most = sum(points) if asked.type == "multiple" else max(points)
        assert most == pytest.approx(asked.max_points), question
