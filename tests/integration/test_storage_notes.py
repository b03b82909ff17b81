"""Notes to single questions: kept beside the answers, by the same rule when two people write."""

from __future__ import annotations

import pytest
from flask import Flask

from survey.instruments import by_reference
from survey.storage import access, assessments, notes
from survey.storage.access import NoSuchAssessmentError
from survey.storage.notes import Note, NoteConflict


@pytest.fixture
def started(stored: Flask) -> str:
    return assessments.start(by_reference("corner-shop"), {"people": "micro"}, access.new_browser()).public_id


@pytest.mark.parametrize("text", ["=1+1", "<b>“'", "🥐 张", "line\r\nline", "x" * 2000])
def test_a_note_comes_back_as_written(started: str, text: str) -> None:
    assert notes.save_notes(started, {"orders": text}, {}) == []
    assert notes.notes(started) == {"orders": Note(text, 1)}


def test_an_empty_note_clears_and_is_listed_no_more(started: str) -> None:
    notes.save_notes(started, {"orders": "ask Anna", "lists": ""}, {})
    assert notes.save_notes(started, {"orders": ""}, {"orders": 1}) == []
    assert notes.notes(started) == {}


def test_an_unchanged_note_keeps_its_revision(started: str) -> None:
    for _ in range(2):
        notes.save_notes(started, {"orders": "ask Anna"}, {})
    assert notes.notes(started) == {"orders": Note("ask Anna", 1)}


def test_a_note_changed_elsewhere_conflicts_and_the_others_are_written(started: str) -> None:
    notes.save_notes(started, {"orders": "ask Anna"}, {})
    notes.save_notes(started, {"orders": "ask Ben"}, {"orders": 1})
    assert notes.save_notes(started, {"orders": "ask Cem", "lists": "in the binder"}, {"orders": 1}) == [
        NoteConflict("orders", Note("ask Ben", 2), "ask Cem")
    ]
    assert notes.notes(started) == {"orders": Note("ask Ben", 2), "lists": Note("in the binder", 1)}


def test_a_note_is_no_answer(started: str) -> None:
    notes.save_notes(started, {"orders": "ask Anna"}, {})
    assert assessments.answers(started) == {}
    assessments.submit(started, counted=False)
    submission = assessments.submission(started)
    assert submission is not None
    assert submission.answers == {}


def test_there_are_no_notes_to_nothing(stored: Flask) -> None:
    assert notes.notes("nothing-here") == {}
    with pytest.raises(NoSuchAssessmentError):
        notes.save_notes("nothing-here", {"orders": "ask Anna"}, {})
