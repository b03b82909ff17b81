"""What a firm decides about its roadmap: kept beside the frozen answers, never overwritten unseen, always readable."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from scoring.messages import WaymarkError
from scoring.roadmap import RoadmapChoices
from survey.instruments import by_reference
from survey.storage import assessments, plans
from survey.storage.access import NoSuchAssessmentError
from survey.storage.database import writing
from survey.storage.models import AssessmentRow
from survey.storage.plans import Means

NOTHING = (None, "")
USUAL = Means(None, None, None)


@pytest.fixture
def handed_in(stored: Flask, browser: str) -> str:
    started = assessments.start(by_reference("corner-shop"), {"people": "micro"}, browser).public_id
    assessments.submit(started, counted=False)
    return started


def choices(public_id: str, browser: str) -> RoadmapChoices:
    assessment = assessments.find(public_id, browser)
    assert assessment is not None
    return assessment.choices


def test_a_firm_that_decided_nothing_has_the_defaults(handed_in: str, browser: str) -> None:
    assert choices(handed_in, browser) == RoadmapChoices()


def test_an_action_is_marked_with_a_note(handed_in: str, browser: str) -> None:
    assert plans.mark(handed_in, "backup", "planned", "with Anna, “=1+1”", was=NOTHING) is None
    assert plans.mark(handed_in, "till", None, "too dear", was=NOTHING) is None
    assert choices(handed_in, browser) == RoadmapChoices(
        marks={"backup": "planned"}, comments={"backup": "with Anna, “=1+1”", "till": "too dear"}, revision=2
    )


def test_a_mark_can_be_taken_back(handed_in: str, browser: str) -> None:
    plans.mark(handed_in, "backup", "done", "in May", was=NOTHING)
    assert plans.mark(handed_in, "backup", None, "", was=("done", "in May")) is None
    assert choices(handed_in, browser) == RoadmapChoices(revision=2)


def test_a_mark_set_in_another_tab_is_shown_and_not_overwritten(handed_in: str, browser: str) -> None:
    plans.mark(handed_in, "backup", "done", "in May", was=NOTHING)
    assert plans.mark(handed_in, "backup", "not_for_us", "", was=NOTHING) == ("done", "in May")
    assert choices(handed_in, browser).marks == {"backup": "done"}
    assert plans.mark(handed_in, "backup", "not_for_us", "", was=("done", "in May")) is None


def test_the_same_mark_from_two_tabs_is_no_conflict(handed_in: str) -> None:
    for _ in range(2):
        assert plans.mark(handed_in, "backup", "done", "in May", was=NOTHING) is None


def test_marks_on_different_actions_never_conflict(handed_in: str, browser: str) -> None:
    for action in ("backup", "till"):
        assert plans.mark(handed_in, action, "done", "", was=NOTHING) is None
    assert choices(handed_in, browser).marks == {"backup": "done", "till": "done"}


def test_an_unknown_mark_is_refused(handed_in: str, browser: str) -> None:
    with pytest.raises(WaymarkError):
        plans.mark(handed_in, "backup", "perhaps", "", was=NOTHING)  # type: ignore[arg-type]
    assert choices(handed_in, browser) == RoadmapChoices()


def test_means_are_set_beside_the_marks_and_given_back_to_the_usual(handed_in: str, browser: str) -> None:
    plans.mark(handed_in, "backup", "done", "", was=NOTHING)
    own = Means(2.5, 0.0, "selling")
    assert plans.set_means(handed_in, own, was=USUAL) is None
    found = choices(handed_in, browser)
    assert (found.days_per_month, found.budget, found.priority, found.marks) == (
        2.5,
        0.0,
        "selling",
        {"backup": "done"},
    )
    assert plans.set_means(handed_in, USUAL, was=own) is None
    assert choices(handed_in, browser) == RoadmapChoices(marks={"backup": "done"}, revision=3)


def test_means_set_in_another_tab_are_shown_and_not_overwritten(handed_in: str, browser: str) -> None:
    theirs = Means(2.0, None, None)
    plans.set_means(handed_in, theirs, was=USUAL)
    assert plans.set_means(handed_in, Means(5.0, None, None), was=USUAL) == theirs
    assert choices(handed_in, browser).days_per_month == 2.0


@pytest.mark.parametrize("days", [-1.0, float("inf"), float("nan")])
def test_means_that_cannot_be_are_refused(handed_in: str, browser: str, days: float) -> None:
    with pytest.raises(WaymarkError):
        plans.set_means(handed_in, Means(days, None, None), was=USUAL)
    assert choices(handed_in, browser) == RoadmapChoices()


def test_marks_live_through_an_update_and_are_not_those_of_the_next_stage(handed_in: str, browser: str) -> None:
    plans.mark(handed_in, "backup", "done", "", was=NOTHING)
    assessments.reopen(handed_in)
    assessments.keep_as_it_was(handed_in)
    assert choices(handed_in, browser).marks == {"backup": "done"}
    assert assessments.next_stage(handed_in, browser).choices == RoadmapChoices()


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ({"order": ["till", "backup"]}, {"order": ("till", "backup")}),
        ({"of a later version": 1, "budget": 500}, {"budget": 500.0}),
        ({"budget": "plenty", "day_rate": 300.0}, {"day_rate": 300.0}),
        ({"budget": -1.0}, {}),
        ({"budget": True}, {}),
        ({"budget": 10**400}, {}),
        ({"marks": {"till": "done", "backup": "perhaps"}}, {"marks": {"till": "done"}}),
        ({"marks": ["till"]}, {}),
        ({"comments": {"till": 5, "backup": "soon"}}, {"comments": {"backup": "soon"}}),
        ({"order": "till", "priority": 3}, {}),
    ],
)
def test_what_cannot_be_read_has_its_default_and_never_stops_the_page(
    app: Flask, browser: str, kept: dict[str, Any], read: dict[str, Any]
) -> None:
    with app.app_context():
        started = assessments.start(by_reference("corner-shop"), {}, browser).public_id
        with writing() as session:
            session.execute(sa.update(AssessmentRow).values(choices=kept, choices_revision=4))
        assert choices(started, browser) == RoadmapChoices(**read, revision=4)


def test_what_cannot_be_read_is_named_in_the_log_without_what_it_says(
    app: Flask, browser: str, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context(), caplog.at_level(logging.WARNING):
        assessments.start(by_reference("corner-shop"), {}, browser)
        with writing() as session:
            session.execute(sa.update(AssessmentRow).values(choices={"priority": ["our secret"]}))
        assessments.of_browser(browser)
    assert "priority" in caplog.text
    assert "our secret" not in caplog.text


def test_there_is_no_plan_of_nothing(stored: Flask) -> None:
    with pytest.raises(NoSuchAssessmentError):
        plans.mark("nothing-here", "backup", "done", "", was=NOTHING)
    with pytest.raises(NoSuchAssessmentError):
        plans.set_means("nothing-here", USUAL, was=USUAL)
