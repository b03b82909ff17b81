"""What changed since last time: numbers that agree with each other, parts that add up, and no more than is so."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from reports.firm import ChangeLine, Previous, ProgressPart
from reports.firm.answered import answered
from reports.firm.change import progress_part
from reports.firm.wording import Words
from scoring.answers import table_of
from scoring.instrument import Instrument
from scoring.messages import ENGLISH
from scoring.progress import Change, DimensionChange, Part, Progress, progress
from scoring.scores import rounded, score
from tests.unit.reports.conftest import DATE, MakeReport, answers_at
from tests.unit.reports.test_wording import ENGLISH_WORDS

EARLIER = datetime.date(2025, 9, 1)

Tell = Callable[..., ProgressPart]


@pytest.fixture(scope="module")
def tell(instrument: Instrument) -> Tell:
    """``tell(progress, done=…)``: the words for a change, whatever the firm."""
    table = table_of(instrument, [{}], [{}])
    firm = answered(table, score(table), 0, ENGLISH_WORDS)

    def told(found: Progress, words: Words = ENGLISH_WORDS, **previous: object) -> ProgressPart:
        part = progress_part(replace(firm, words=words), Previous(found, EARLIER, "T0", **previous))  # type: ignore[arg-type]
        assert part is not None
        return part

    return told


def overall(tell: Tell, before: float, after: float) -> ChangeLine:
    line = tell(Progress(Change(before, after), ())).overall
    assert line is not None
    return line


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (41, 44, ("41", "44", "+3")),
        (41.2, 44.3, ("41", "44", "+3")),
        (41.4, 44.6, ("41.4", "44.6", "+3.2")),
        (44.6, 41.4, ("44.6", "41.4", "-3.2")),
        (52.5, 52.5, ("53", "53", "0")),
        (79.96, 80, ("79.9", "80.0", "+0.1")),
        (0, 100, ("0", "100", "+100")),
    ],
)
def test_the_three_numbers_agree(tell: Tell, before: float, after: float, shown: tuple[str, str, str]) -> None:
    line = overall(tell, before, after)
    assert (line.before, line.after, line.change) == shown


SCORES = st.floats(0, 100).map(lambda score: round(score, 4))


@given(before=SCORES, after=SCORES)
def test_the_three_numbers_always_agree(tell: Tell, instrument: Instrument, before: float, after: float) -> None:
    line = overall(tell, before, after)
    assert Decimal(line.after) - Decimal(line.before) == Decimal(line.change)
    assert abs(Decimal(line.change) - Decimal(repr(after)) + Decimal(repr(before))) <= 1
    for score_then, shown in ((before, line.before), (after, line.after)):
        usual = rounded(score_then, instrument)
        assert shown == usual or ("." in shown and "." not in usual)


def test_a_score_that_was_not_there_is_no_zero(tell: Tell) -> None:
    found = tell(Progress(None, (DimensionChange("data", None, 52.0), DimensionChange("people", 40.0, None))))
    assert found.overall is None
    assert [(line.before, line.after, line.change) for line in found.lines] == [
        ("not scored", "52", ""), ("40", "not scored", "")
    ]  # fmt: skip
    assert found.lead == (
        "Compared with 1 September 2025 (First assessment). One of the two has no overall score, so only the parts are"
        " compared."
    )


def test_another_level_is_named(tell: Tell) -> None:
    assert tell(Progress(Change(38.0, 45.0), ())).lead == (
        "Compared with 1 September 2025 (First assessment): 38 (“Building”) then, 45 (“Working”) now, +7."
    )
    assert tell(Progress(Change(41.0, 45.0), ())).lead == (
        "Compared with 1 September 2025 (First assessment): 41 then, 45 now, +4."
    )


def test_questions_have_a_line_from_half_a_point_on(tell: Tell, instrument: Instrument) -> None:
    names = list(instrument.questions)[:5]
    points = [4.0, -0.5, 0.4996, -0.3, 0.2]
    parts = tuple(Part(name, value, 0, 0) for name, value in zip(names, points, strict=True))
    found = tell(Progress(Change(40.0, 44.0), (), parts, 0.2004))
    assert [(fact.label, fact.value) for fact in found.parts] == [
        (instrument.questions[names[0]].text, "+4.0"),
        (instrument.questions[names[1]].text, "-0.5"),
        ("3 smaller changes together", "+0.4"),
    ]
    assert found.rest == "From questions that count in only one of the two assessments: +0.2 points."


@pytest.mark.parametrize("rest", [None, 0.0, 0.04])
def test_a_rest_that_is_not_there_is_not_mentioned(tell: Tell, rest: float | None) -> None:
    assert tell(Progress(Change(40.0, 44.0), (), (), rest)).rest == ""


def test_what_was_done_stands_beside_what_was_expected_of_it(tell: Tell, instrument: Instrument) -> None:
    action = next(one for one in instrument.actions if one.lifts)
    question = next(iter(action.lifts))
    moved = Progress(Change(40.0, 43.0), (), (Part(question, 2.0, 0, 50), Part("ai", 1.0, 0, 50)), 0.0)
    (with_it,) = tell(moved, done=(action.id,), expected={action.id: 2.4}).done
    assert with_it == f"“{action.title}”: about 2.4 points were expected; the answers it is about moved +2.0."
    (without,) = tell(moved, done=(action.id,)).done
    assert without == f"“{action.title}”: the answers it is about moved your score by +2.0 points."
    assert tell(Progress(Change(40.0, 40.0), ()), done=(action.id,)).done == (f"“{action.title}”",)
    assert tell(moved, done=("gone_since",)).done == ()


def test_chance_and_learning_are_named(tell: Tell) -> None:
    assert "by chance alone" in tell(Progress(Change(40.0, 44.0), ())).caution


def test_what_is_shown_of_two_assessments_adds_up(make_report: MakeReport, instrument: Instrument) -> None:
    answers = [answers_at(instrument, 0.4), answers_at(instrument, 0.6) | {"ai": "na"}]
    before, after = (score(table_of(instrument, [given], [{"employees": 12}])) for given in answers)
    report = make_report(answers[1], previous=Previous(progress(before, after), EARLIER, "T0"), stage="T1")
    found = report.progress
    assert found is not None
    assert found.overall is not None
    assert report.date == DATE
    assert report.stage == "Second assessment"
    assert (found.overall.after, [line.title for line in found.lines]) == (
        report.overall_shown,
        [part.title for part in report.dimensions],
    )
    told = sum(float(fact.value) for fact in found.parts) + float(found.rest.split()[-2])
    assert told == pytest.approx(after.overall.iloc[0] - before.overall.iloc[0], abs=0.05 * (len(found.parts) + 1))


def test_a_first_assessment_has_nothing_to_compare(make_report: MakeReport, instrument: Instrument) -> None:
    assert make_report(answers_at(instrument, 0.5)).progress is None


def test_signs_are_those_of_the_language(tell: Tell) -> None:
    line = tell(Progress(Change(44.0, 41.0), ()), Words(Locale.parse("sv"), ENGLISH)).overall
    assert line is not None
    assert line.change == "\N{MINUS SIGN}3"
