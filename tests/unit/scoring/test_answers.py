"""Answers into a table and back, and every answer that the instrument does not offer named."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.answers import AnswerError, answers_of, from_blobs, table_of
from scoring.instrument import BLANK, DONT_KNOW, NOT_APPLICABLE
from scoring.loading import load
from scoring.messages import WaymarkError

EVERY_KIND = [
    ("states", {"plain": "most", "heavy": "na", "unknown_zero": "dk"}),
    ("ticks", {"tools": ["hammer", "plane"], "safety": [], "lists": "dk"}),
    ("grids", {"skills": {"mail": "some", "files": "na", "web": "dk"}, "doors": "dk"}),
    ("bands", {"hours": "a_day", "share": "dk"}),
]


@pytest.mark.parametrize(("name", "answers"), EVERY_KIND)
def test_answers_come_back_as_they_went_in(firms, name, answers):
    expected = {**answers}
    if expected.get("doors") == "dk":
        expected["doors"] = dict.fromkeys(("front", "back", "yard"), "dk")
    assert answers_of(firms(name, answers), 0) == expected


def test_a_number_comes_back_as_its_band(firms):
    assert answers_of(firms("bands", {"hours": 7.5}), 0) == {"hours": "a_day"}


def test_text_is_carried_beside_the_codes():
    instrument = load("sme-readiness")
    texts = [question.id for question in instrument.questions.values() if question.type == "text"]
    for name in texts:
        assert answers_of(table_of(instrument, [{name: "=1+1"}], [{}]), 0) == {name: "=1+1"}


def test_codes_are_small_whole_numbers_by_cell(firms):
    table = firms("ticks", {"tools": ["saw"], "safety": "dk"}, {"tools": "na"})
    assert table.codes.dtype == np.int8
    assert table.codes[0, :4].tolist() == [0, 1, 0, 0]
    assert table.codes[0, 4:7].tolist() == [DONT_KNOW] * 3
    assert table.codes[1, :5].tolist() == [NOT_APPLICABLE] * 4 + [BLANK]


REFUSED = [
    ("states", {"plain": "everything"}, "plain", "Choose from: none_yet, some, most, nearly, all_of_it"),
    ("states", {"plain": 3}, "plain", "not an answer"),
    ("states", {"plain": "na"}, "plain", "“Not applicable” is not offered"),
    ("states", {"against": "dk"}, "against", "“Don’t know” is not offered"),
    ("states", {"nonsense": "most"}, "nonsense", "no such question"),
    ("ticks", {"tools": ["spoon"]}, "tools", "“spoon” is not an answer"),
    ("ticks", {"tools": "saw"}, "tools", "wrong form"),
    ("ticks", {"lists": ["stock", "by_memory"]}, "lists", "“All by memory” cannot go together"),
    ("ticks", {"colours": []}, "colours", "“None of these” is not offered"),
    ("grids", {"skills": {"mail": "everything"}}, "skills.mail", "not an answer"),
    ("grids", {"skills": {"fax": "some"}}, "skills", "no row “fax”"),
    ("grids", {"doors": {"front": "na"}}, "doors.front", "“Not applicable” is not offered"),
    ("grids", {"skills": ["mail"]}, "skills", "wrong form"),
    ("bands", {"hours": 400.5}, "hours", "outside what can be answered here: 0 to 400"),
    ("bands", {"hours": float("nan")}, "hours", "outside"),
    ("bands", {"hours": float("inf")}, "hours", "outside"),
    ("bands", {"hours": "many"}, "hours", "not a number"),
    ("bands", {"hours": True}, "hours", "not a number"),
]


@pytest.mark.parametrize(("name", "answers", "place", "words"), REFUSED)
def test_what_is_not_offered_is_refused_at_its_place(firms, name, answers, place, words):
    with pytest.raises(AnswerError) as raised:
        firms(name, answers)
    assert [problem.place for problem in raised.value.problems] == [place]
    assert words in str(raised.value)


def test_every_fault_of_every_firm_is_told(firms):
    with pytest.raises(WaymarkError) as raised:
        firms("states", {"plain": "x", "only": "y"}, {"plain": "most"}, {"heavy": "z"}, size="enormous")
    places = [problem.place for problem in raised.value.problems]
    assert places == ["1, size", "2, size", "3, size", "1, plain", "1, only", "3, heavy"]


def test_a_message_repeats_no_more_than_sixty_characters(firms):
    with pytest.raises(AnswerError) as raised:
        firms("states", {"plain": "x" * 10_000})
    assert "x" * 59 + "…" in str(raised.value)
    assert "x" * 60 not in str(raised.value)


def test_a_table_can_be_cut_by_slice_positions_and_mask(firms):
    table = firms("states", {"plain": "some"}, {"plain": "most"}, {"plain": "nearly"})
    assert [answers_of(table[1:], row)["plain"] for row in (0, 1)] == ["most", "nearly"]
    assert answers_of(table[np.array([2])], 0) == {"plain": "nearly"}
    masked = table[np.array([True, False, True])]
    assert len(masked) == len(masked.profile) == len(masked.extra) == 2
    assert list(masked.profile.index) == [0, 1]


def test_codes_survive_as_bytes(firms):
    table = firms("grids", {"skills": {"mail": "some", "web": "dk"}}, {"doors": {"front": "locked"}})
    blobs = [table.blob(row) for row in range(len(table))]
    again = from_blobs(table.instrument, blobs, table.profile)
    assert np.array_equal(again.codes, table.codes)
    assert answers_of(again, 0) == {"skills": {"mail": "some", "web": "dk"}}


def test_bytes_of_another_instrument_are_refused(firms, tiny):
    blob = firms("grids", {}).blob(0)
    with pytest.raises(ValueError, match="take 6 bytes"):
        from_blobs(tiny("states"), [blob], firms("states", {}).profile)
