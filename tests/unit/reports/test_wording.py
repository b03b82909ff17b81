"""Numbers and answers in words."""

from __future__ import annotations

import pytest
from babel import Locale

from reports.firm.wording import Words
from scoring.answers import Answer
from scoring.instrument import GridQuestion, MultipleQuestion, NumberQuestion, Question, SingleQuestion
from scoring.messages import ENGLISH

ENGLISH_WORDS = Words(Locale.parse("en_GB"), ENGLISH)

OPTIONS = [{"id": "none_yet", "label": "None", "points": 0}, {"id": "some", "label": "Some, often", "points": 1}]
ROWS = [{"id": name, "label": name.title()} for name in ("mail", "files", "shop")]
BANDS = [
    {"id": "few", "label": "Fewer than 5", "points": 0, "upper": 5},
    {"id": "many", "label": "5 or more", "points": 1},
]

SINGLE = SingleQuestion.model_validate({"type": "single", "id": "q", "text": "?", "options": OPTIONS})
MULTIPLE = MultipleQuestion.model_validate({"type": "multiple", "id": "q", "text": "?", "options": OPTIONS})
GRID = GridQuestion.model_validate({"type": "grid", "id": "q", "text": "?", "options": OPTIONS, "rows": ROWS})
NUMBER = NumberQuestion.model_validate({"type": "number", "id": "q", "text": "?", "bands": BANDS, "unit": "hours"})


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        ((0, 0), "none"),
        ((300, 1500), "EUR 300 to 1,500"),
        ((0, 300), "up to EUR 300"),
        ((250, 250), "EUR 250"),
        ((1234, 56_789), "EUR 1,200 to 57,000"),
        ((37.5, 99.4), "EUR 38 to 99"),
    ],
)
def test_money_is_rounded_to_what_an_estimate_can_bear(span: tuple[float, float], shown: str) -> None:
    assert ENGLISH_WORDS.money(span) == shown


def test_money_a_month_says_so() -> None:
    assert ENGLISH_WORDS.money((10, 60), monthly=True) == "EUR 10 to 60 a month"


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        ((0, 0), "none"),
        ((1, 2), "1 to 2 days"),
        ((1, 1), "1 day"),
        ((0.5, 0.5), "half a day"),
        ((0, 0.5), "up to half a day"),
        ((0.5, 1), "0.5 to 1 day"),
        ((0, 3), "up to 3 days"),
        ((12.4, 18.5), "12 to 19 days"),
    ],
)
def test_days_are_shown_to_the_half_day_under_ten(span: tuple[float, float], shown: str) -> None:
    assert ENGLISH_WORDS.days(span) == shown


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (0, 0.5, "Month 1"),
        (0, 3, "Months 1 to 3"),
        (2.5, 3.2, "Months 3 to 4"),
        (6, 6, "Month 7"),
        (3, 6, "Months 4 to 6"),
    ],
)
def test_months_are_counted_from_one(start: float, end: float, shown: str) -> None:
    assert ENGLISH_WORDS.months(start, end) == shown


@pytest.mark.parametrize(("locale", "shown"), [("de", "12.345,7"), ("fr", "12\u202f345,7"), ("en", "12,345.7")])
def test_numbers_follow_the_locale_and_round_half_up(locale: str, shown: str) -> None:
    assert Words(Locale.parse(locale), ENGLISH).number(12345.65, 1) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(2.5, 0, "+3"), (-2.5, 0, "-3"), (0.4, 0, "0"), (-0.04, 1, "0.0"), (1234.56, 1, "+1,234.6"), (0, 0, "0")],
)
def test_a_change_has_its_sign_and_is_rounded_half_up_either_way(value: float, decimals: int, shown: str) -> None:
    assert ENGLISH_WORDS.signed(value, decimals) == shown


def test_a_change_has_the_sign_of_the_language() -> None:
    assert Words(Locale.parse("sv"), ENGLISH).signed(-2) == "\N{MINUS SIGN}2"


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [([4], "4"), ([1, 2], "1 and 2"), ([1, 3, 5, 6, 7, 8], "1, 3 and 5 to 8"), ([1, 2, 3], "1 to 3"), ([], "")],
)
def test_numbers_that_follow_each_other_are_a_stretch(numbers: list[int], shown: str) -> None:
    assert ENGLISH_WORDS.numbers(numbers) == shown


@pytest.mark.parametrize(
    ("days", "shown"), [(3, "3 days"), (1, "1 day"), (0.5, "half a day"), (0.75, "0.75 days"), (7.5, "7.5 days")]
)
def test_days_that_someone_set_are_shown_as_they_are(days: float, shown: str) -> None:
    assert ENGLISH_WORDS.exact_days(days) == shown


@pytest.mark.parametrize(("money", "shown"), [(12_345, "EUR 12,345"), (99.5, "EUR 99.50"), (1e9, "EUR 1,000,000,000")])
def test_money_that_someone_set_is_shown_as_it_is(money: float, shown: str) -> None:
    assert ENGLISH_WORDS.exact_money(money) == shown


def test_a_published_percentage_is_rounded_half_up() -> None:
    assert [ENGLISH_WORDS.published_percent(share) for share in (70.45, 99.58, 71.04, 100.0, 57.9)] == [
        "70.5%", "99.6%", "71%", "100%", "57.9%",
    ]  # fmt: skip
    assert Words(Locale.parse("de"), ENGLISH).published_percent(70.45) == "70,5\N{NO-BREAK SPACE}%"


def test_only_everything_is_a_hundred_per_cent() -> None:
    assert [ENGLISH_WORDS.percent(share) for share in (0.999, 1.0, 0.57)] == ["99%", "100%", "57%"]


@pytest.mark.parametrize(
    ("question", "answer", "shown"),
    [
        (SINGLE, "some", "Some, often"),
        (SINGLE, "na", "Not for us"),
        (SINGLE, "dk", "Don’t know"),
        (SINGLE, None, "No answer"),
        (MULTIPLE, ["some", "none_yet"], "None; Some, often"),
        (MULTIPLE, [], "None of these"),
        (
            GRID,
            {"mail": "some", "shop": "some", "files": "none_yet"},
            "Mail – Some, often; Files – None; Shop – Some, often",
        ),
        (GRID, {"mail": "some", "files": "na"}, "Mail – Some, often; Files – Not for us; Shop – No answer"),
        (NUMBER, "few", "Fewer than 5"),
        (NUMBER, 7.0, "7 hours"),
    ],
)
def test_answers_are_told_in_the_words_of_the_options(question: Question, answer: Answer | None, shown: str) -> None:
    assert ENGLISH_WORDS.answer(question, answer) == shown


def test_rows_of_a_grid_are_told_one_by_one() -> None:
    assert ENGLISH_WORDS.rows(GRID, {"mail": "some", "files": "dk"}) == (
        ("Mail", "Some, often"),
        ("Files", "Don’t know"),
        ("Shop", "No answer"),
    )
    assert ENGLISH_WORDS.rows(GRID, "na") == ENGLISH_WORDS.rows(SINGLE, "some") == ()


def test_of_many_items_the_first_are_named_and_the_others_counted() -> None:
    assert ENGLISH_WORDS.some(["one", "two", "three"]) == "one; two; three"
    assert ENGLISH_WORDS.some(["one", "two", "three"], longest=9) == "one; two; and 1 more"
    assert ENGLISH_WORDS.some(["x" * 500, "y"], longest=9) == "x" * 500 + "; and 1 more"
