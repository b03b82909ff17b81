"""From questions to a form and back: no database, no page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from pydantic import TypeAdapter
from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from scoring.answers import Answer
from scoring.instrument import Question
from survey.forms import QUESTION_FIELDS, AssessmentForm, build_form
from survey.forms.number import parse_number, shown_number
from survey.forms.page import as_revision
from survey.forms.wording import in_words
from survey.storage.values import HIGHEST_ID

OPTIONS = [{"id": "low", "label": "Low", "points": 0}, {"id": "high", "label": "High", "points": 1}]
BANDS = [
    {"id": "few", "label": "Few", "upper": 10, "points": 0},
    {"id": "many", "label": "Many", "lower": 10, "points": 1},
]
QUESTIONS: dict[str, Question] = {
    given["type"]: TypeAdapter(Question).validate_python({"id": given["type"], "text": "What?", **given})
    for given in (
        {"type": "single", "options": OPTIONS, "na": True},
        {"type": "multiple", "options": [*OPTIONS, {"id": "only", "label": "Only", "points": 1, "exclusive": True}]},
        {"type": "grid", "options": OPTIONS, "rows": [{"id": "a", "label": "A"}, {"id": "data", "label": "Data"}]},
        {"type": "number", "bands": BANDS, "unit": "jobs", "decimals": 1, "maximum": 100},
        {"type": "text", "max_length": 10},
    )
}


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    app = Flask(__name__)
    app.config.update(WTF_CSRF_ENABLED=False)
    Babel(app)
    with app.test_request_context(method="POST"):
        yield


def posted(question: str, values: dict[str, str | list[str]]) -> AssessmentForm:
    form = build_form([QUESTIONS[question]])(formdata=MultiDict(values))
    form.validate()
    return form


def test_every_type_of_question_has_a_field() -> None:
    assert set(QUESTION_FIELDS) == set(QUESTIONS)


ROUND_TRIPS: list[tuple[str, Answer | None]] = [
    *((name, None) for name in QUESTIONS),
    ("single", "high"),
    ("single", "na"),
    ("single", "dk"),
    ("multiple", ["low", "high"]),
    ("multiple", []),
    ("multiple", "dk"),
    ("grid", {"a": "high", "data": "dk"}),
    ("grid", {"data": "low"}),
    ("number", 7.5),
    ("number", 0.0),
    ("number", "dk"),
    ("text", "free text"),
]


@pytest.mark.parametrize(("question", "answer"), ROUND_TRIPS)
def test_a_stored_answer_comes_back_unchanged(question: str, answer: Answer | None) -> None:
    form = build_form([QUESTIONS[question]]).of({} if answer is None else {question: answer}, {question: 4})
    assert form.answers() == {question: answer}
    assert form.seen() == {question: 4}


def test_a_grid_that_was_answered_as_a_whole_shows_in_every_row() -> None:
    form = build_form([QUESTIONS["grid"]]).of({"grid": "dk"}, {})
    assert form.answers() == {"grid": {"a": "dk", "data": "dk"}}


POSTS: list[tuple[str, dict, Answer | None]] = [
    ("single", {"q_single": ""}, None),
    ("single", {}, None),
    ("single", {"q_single": ["high", "high"]}, "high"),
    ("multiple", {"q_multiple": ["high", "low", "high"]}, ["low", "high"]),
    ("multiple", {"q_multiple": "none"}, []),
    ("multiple", {"q_multiple": "only"}, ["only"]),
    ("grid", {"q_grid-a": "", "q_grid-data": "high"}, {"data": "high"}),
    ("grid", {"q_grid-a": ["low", "low"]}, {"a": "low"}),
    ("number", {"q_number": "  "}, None),
    ("number", {"q_number": "12,5"}, 12.5),
    ("number", {"q_number": "", "q_number-or": "dk"}, "dk"),
    ("text", {"q_text": "1\r\n3\r\n5\r\n7"}, "1\n3\n5\n7"),
]


@pytest.mark.parametrize(("question", "values", "answer"), POSTS)
def test_a_post_is_read(question: str, values: dict, answer: Answer | None) -> None:
    form = posted(question, values)
    assert form.faults() == []
    assert form.answers() == {question: answer}


FAULTY: list[tuple[str, dict, str]] = [
    ("single", {"q_single": "medium"}, "q_single-low"),
    ("single", {"q_single": ["low", "high"]}, "q_single-low"),
    ("multiple", {"q_multiple": ["low", "only"]}, "q_multiple-low"),
    ("multiple", {"q_multiple": ["none", "dk"]}, "q_multiple-low"),
    ("multiple", {"q_multiple": ["na"]}, "q_multiple-low"),
    ("grid", {"q_grid-data": "medium"}, "q_grid-data-low"),
    ("grid", {"q_grid-a": ["low", "high"]}, "q_grid-a-low"),
    ("number", {"q_number": "100.1"}, "q_number"),
    ("number", {"q_number": "5", "q_number-or": "dk"}, "q_number"),
    ("number", {"q_number-or": "na"}, "q_number"),
    ("text", {"q_text": "12345678901"}, "q_text"),
    ("text", {"q_text": "a\0b"}, "q_text"),
    ("single", {"q_grid-a": "low"}, ""),
    ("grid", {"q_grid": "low"}, ""),
]


@pytest.mark.parametrize(("question", "values", "anchor"), FAULTY)
def test_a_fault_leads_to_the_control_where_it_is_mended(question: str, values: dict, anchor: str) -> None:
    assert [fault.anchor for fault in posted(question, values).faults()] == [anchor]


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        ("12", 0, "12"),
        (" 1 234 ", 0, "1234"),
        ("1,000", 0, "1000"),
        ("1.000", 0, "1000"),
        ("1'234'567", 0, "1234567"),
        ("1.234,5", 1, "1234.5"),
        ("1,234.5", 1, "1234.5"),
        ("1,234,567", 2, "1234567"),
        ("0,5", 1, "0.5"),
        ("-3", 0, "-3"),
        ("+3", 0, "3"),
        ("5.0", 0, "5.0"),
        ("9" * 40, 2, "9" * 40),
    ],
)
def test_numbers_as_people_type_them(text: str, decimals: int, value: str) -> None:
    assert str(parse_number(text, decimals)) == value


@pytest.mark.parametrize(
    ("text", "decimals"),
    [("sNaN", 1), ("NaN", 1), ("inf", 1), ("1e9", 0), ("1e999", 1), ("0x10", 0), ("9" * 10_000, 0), ("12 hours", 0),
     ("1,00,0", 0), ("1.2.3", 1), (",5", 1), ("--1", 0), ("", 0), ("2.5", 0), ("1,000", 2), ("½", 1), ("٣", 0)],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(text: str, decimals: int) -> None:
    with pytest.raises(ValidationError):
        parse_number(text, decimals)


@pytest.mark.parametrize(
    ("value", "text"), [(7.0, "7"), (7.5, "7.5"), (0.0, "0"), (1_000_000.0, "1000000"), (0.25, "0.25")]
)
def test_a_stored_number_is_shown_as_it_would_be_typed(value: float, text: str) -> None:
    assert shown_number(value) == text


@pytest.mark.parametrize(
    ("given", "revision"),
    [
        ("3", 3),
        (3, 3),
        ("", 0),
        (None, 0),
        ("-1", 0),
        ("1.5", 0),
        ("٣", 0),
        ("9" * 400, 0),
        (str(HIGHEST_ID + 1), 0),
    ],
)
def test_a_revision_from_outside_is_a_number_or_nothing(given: object, revision: int) -> None:
    assert as_revision(given) == revision


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ("single", "high", ["High"]),
        ("single", "dk", ["Don’t know"]),
        ("multiple", ["low", "high"], ["Low", "High"]),
        ("multiple", [], ["None of these"]),
        ("grid", {"a": "high", "data": "dk"}, ["A: High", "Data: Don’t know"]),
        ("grid", "na", ["Not for us"]),
        ("number", 7.5, ["7.5 jobs"]),
        ("text", "dk", ["dk"]),
        ("single", None, []),
    ],
)
def test_an_answer_in_words(question: str, answer: Answer | None, words: list[str]) -> None:
    assert in_words(QUESTIONS[question], answer) == words
