"""Which questions are shown, and what contradicts: conditions on profile and answers, for many firms at once."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.answers import table_of
from scoring.conditions import hold, shown
from scoring.scores import State, score


@pytest.fixture
def is_shown(firms):
    """Whether a firm with these answers and this profile is asked a question."""

    def asked(question, answers=None, **profile):
        return bool(shown(firms("conditions", answers or {}, **profile))[question].iloc[0])

    return asked


@pytest.mark.parametrize(("size", "expected"), [("micro", False), ("small", True), ("large", True), (None, True)])
def test_by_size_where_an_unknown_size_never_hides(is_shown, size, expected):
    assert is_shown("larger", size=size) is expected


@pytest.mark.parametrize(("staff", "expected"), [(False, False), (True, True), (None, True)])
def test_by_having_staff(is_shown, staff, expected):
    assert is_shown("employer", staff=staff) is expected


@pytest.mark.parametrize(
    ("sector", "expected"),
    [("C", True), ("10", True), ("49", True), ("50", False), ("G", False), (None, True), ("H", True)],
)
def test_by_section_or_division(is_shown, sector, expected):
    """Section H alone leaves open whether the division is 49, and what is unknown never hides."""
    assert is_shown("makers", sector=sector) is expected


@pytest.mark.parametrize(("country", "expected"), [("DE", False), ("FR", True), (None, True)])
def test_an_unknown_country_does_not_hide_what_is_not_for_one(is_shown, country, expected):
    assert is_shown("not_germany", country=country) is expected


def test_by_an_earlier_answer(is_shown):
    assert is_shown("follow_up", {"always": "present"})
    assert not is_shown("follow_up", {"always": "absent"})
    assert not is_shown("follow_up", {"always": "dk"})
    assert not is_shown("follow_up")


def test_a_hidden_question_meets_no_condition(is_shown):
    assert is_shown("chained", {"always": "present", "follow_up": "present"})
    assert not is_shown("chained", {"always": "absent", "follow_up": "present"})


def test_by_the_explicit_none(is_shown):
    assert is_shown("without", {"devices": []})
    assert not is_shown("without", {"devices": ["phone"]})
    assert not is_shown("without")


def test_by_either_of_two(is_shown):
    assert is_shown("either", {"devices": ["tablet"]}, size="micro")
    assert is_shown("either", size="large")
    assert not is_shown("either", {"devices": ["phone"]}, size="micro")


def test_by_one_row_of_a_grid(is_shown):
    assert is_shown("southern", {"grid": {"north": "absent", "south": "present"}})
    assert not is_shown("southern", {"grid": {"north": "present", "south": "absent"}})


def test_a_hidden_answer_is_kept_and_not_scored(firms):
    table = firms("conditions", {"always": "absent", "follow_up": "present"})
    result = score(table)
    assert result.states["follow_up"].iloc[0] == State.HIDDEN
    assert np.isnan(result.questions["follow_up"].iloc[0])
    assert table.codes[0, table.instrument.cells.index("follow_up")] == 1


def test_hidden_questions_leave_the_denominator(firms):
    answers = {"always": "absent", "devices": ["phone"], "grid": {"north": "present", "south": "absent"}}
    table = firms("conditions", answers, size="micro", staff=False, sector="G", country="DE")
    result = score(table)
    # always 0, devices 1/2, grid 1/2; all others are hidden
    assert result.overall.iloc[0] == pytest.approx(100 / 3)
    assert result.answered.iloc[0] == 1.0


def test_a_contradiction_is_found_among_many_firms(tiny):
    instrument = tiny("conditions")
    answers = [
        {"always": "absent", "grid": {"north": "present"}},
        {"always": "present", "grid": {"north": "present"}},
        {"always": "absent"},
    ]
    table = table_of(instrument, answers, [{}] * 3)
    assert hold(table, [instrument.contradictions[0].when])[0].tolist() == [True, False, False]
