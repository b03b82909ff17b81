"""Updates and next stages: what was handed in stays readable, and nothing is made twice."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.storage import access, assessments, notes, plans
from survey.storage.access import NoSuchAssessmentError
from survey.storage.assessments import AlreadySubmitted, Assessment, NotSubmitted, StoredAnswer
from survey.storage.database import reading
from survey.storage.models import Base
from survey.storage.plans import Means

PROFILE = {"firm": "Bäckerei", "trade": "bakery", "people": "micro", "country": "DE", "region": "DE-BY"}
GIVEN = {"orders": "never", "lists": ["customers"], "checks": {"oven": "weekly", "van": "na"}}


@pytest.fixture
def handed_in(stored: Flask, browser: str) -> str:
    """The public id of a first stage with a submission."""
    started = assessments.start(by_reference("corner-shop"), PROFILE, browser).public_id
    assessments.save(started, GIVEN, {})
    assessments.submit(started, counted=True)
    return started


def found(public_id: str, browser: str) -> Assessment:
    assessment = assessments.find(public_id, browser)
    assert assessment is not None
    return assessment


def values(public_id: str) -> dict[str, object]:
    return {q: answer.value for q, answer in assessments.answers(public_id).items() if answer.value is not None}


def test_a_first_stage_is_a_series_of_its_own(stored: Flask, browser: str) -> None:
    started = assessments.start(by_reference("corner-shop"), PROFILE, browser)
    assert (started.series, started.revision, started.role) == (started.public_id, 1, "owner")
    assert (started.previous, started.following, started.has_results) == (None, None, False)


def test_an_update_is_open_and_keeps_the_result(handed_in: str, browser: str) -> None:
    before = assessments.submission(handed_in)
    opened = assessments.reopen(handed_in)
    assert opened == found(handed_in, browser)
    assert (opened.status, opened.revision, opened.has_results, opened.counted) == ("open", 2, True, True)
    assessments.save(handed_in, {"orders": "always"}, {"orders": 1})
    assessments.change_profile(handed_in, PROFILE | {"people": "large"})
    after = assessments.submission(handed_in)
    assert before is not None
    assert after is not None
    assert (after.revision, after.answers, after.profile) == (1, GIVEN, PROFILE)
    assert after.scores.overall.iloc[0] == before.scores.overall.iloc[0]
    assert after.table.profile["size"].iloc[0] == "micro"


def test_opening_an_update_twice_opens_one(handed_in: str) -> None:
    assert assessments.reopen(handed_in) == assessments.reopen(handed_in)


def test_every_revision_stays_readable_with_its_own_scores(handed_in: str) -> None:
    assessments.reopen(handed_in)
    assessments.save(handed_in, {"orders": "always"}, {"orders": 1})
    submitted = assessments.submit(handed_in, counted=False)
    first, second = (assessments.submission(handed_in, revision=revision) for revision in (1, 2))
    newest = assessments.submission(handed_in)
    assert first is not None
    assert second is not None
    assert newest is not None
    assert (submitted.revision, submitted.status, submitted.counted) == (2, "submitted", False)
    assert (first.answers["orders"], second.answers["orders"], newest.revision) == ("never", "always", 2)
    assert first.scores.overall.iloc[0] < second.scores.overall.iloc[0]
    assert first.submitted_at < second.submitted_at == submitted.submitted_at
    assert assessments.submission(handed_in, revision=3) is None


def test_an_abandoned_update_leaves_everything_as_it_was(handed_in: str) -> None:
    assessments.reopen(handed_in)
    notes.save_notes(handed_in, {"orders": "ask Anna"}, {})
    assessments.save(handed_in, {"orders": None, "lists": ["stock"], "wish": "peace"}, {"orders": 1, "lists": 1})
    assessments.change_profile(handed_in, PROFILE | {"people": "large"})
    kept = assessments.keep_as_it_was(handed_in)
    assert (kept.status, kept.revision, kept.profile, kept.counted) == ("submitted", 1, PROFILE, True)
    assert values(handed_in) == GIVEN
    assert notes.notes(handed_in)["orders"].text == "ask Anna"
    assert assessments.keep_as_it_was(handed_in).revision == 1


def test_revisions_of_answers_rise_when_an_update_is_abandoned(handed_in: str) -> None:
    assessments.reopen(handed_in)
    assessments.save(handed_in, {"orders": "always"}, {"orders": 1})
    assessments.keep_as_it_was(handed_in)
    assert assessments.answers(handed_in)["orders"] == StoredAnswer("never", 3)


def test_consent_can_change_later_with_its_time(handed_in: str, browser: str) -> None:
    given = found(handed_in, browser)
    assessments.set_counted(handed_in, counted=False)
    withdrawn = found(handed_in, browser)
    assert (given.counted, withdrawn.counted) == (True, False)
    assert given.counted_at is not None
    assert withdrawn.counted_at is not None
    assert given.counted_at < withdrawn.counted_at
    assert given.updated_at == withdrawn.updated_at


def test_a_yes_is_for_one_stage_and_a_no_for_the_firm(handed_in: str, browser: str) -> None:
    """Whoever withdraws is in no later computation, with whatever was answered before."""
    second = assessments.next_stage(handed_in, browser).public_id
    assessments.submit(second, counted=True)
    assessments.set_counted(second, counted=False)
    assert [found(one, browser).counted for one in (handed_in, second)] == [False, False]
    assessments.set_counted(handed_in, counted=True)
    assert [found(one, browser).counted for one in (handed_in, second)] == [True, False]
    assessments.reopen(second)
    assessments.submit(second, counted=False)
    assert [found(one, browser).counted for one in (handed_in, second)] == [False, False]


def test_withdrawing_leaves_earlier_decisions_their_time(handed_in: str, browser: str) -> None:
    second = assessments.next_stage(handed_in, browser).public_id
    assessments.set_counted(handed_in, counted=False)
    before = found(handed_in, browser).counted_at
    assessments.submit(second, counted=False)
    assert found(handed_in, browser).counted_at == before
    third = assessments.next_stage(second, browser).public_id
    assessments.set_counted(second, counted=False)
    assert found(third, browser).counted is None, "nothing was decided there yet"


def test_the_next_stage_has_the_profile_and_no_answers(handed_in: str, browser: str) -> None:
    following = assessments.next_stage(handed_in, browser)
    assert (following.stage, following.status, following.profile) == ("T1", "open", PROFILE)
    assert (following.previous, following.series, following.role) == (handed_in, handed_in, "owner")
    assert (following.has_results, following.counted, following.revision) == (False, None, 1)
    assert assessments.answers(following.public_id) == {}
    assert assessments.answers_before(following.public_id) == GIVEN
    assert found(handed_in, browser).following == following.public_id


def test_the_next_stage_keeps_what_the_firm_decided_but_what_is_done(handed_in: str, browser: str) -> None:
    for action, given, note in (
        ("red_folder", "done", "in May"),
        ("walk_job", "not_for_us", "no"),
        ("ovens", None, "?"),
    ):
        plans.mark(handed_in, action, given, note, was=(None, ""))
    plans.set_means(handed_in, Means(0.5, 500.0, None), was=Means(None, None, None))
    choices = assessments.next_stage(handed_in, browser).choices
    assert (choices.days_per_month, choices.budget) == (0.5, 500.0)
    assert choices.marks == {"walk_job": "not_for_us"}
    assert choices.comments == {"walk_job": "no", "ovens": "?"}
    assert found(handed_in, browser).choices.marks["red_folder"] == "done"


def test_the_next_stage_is_made_once(handed_in: str, browser: str) -> None:
    assert assessments.next_stage(handed_in, browser) == assessments.next_stage(handed_in, browser)


def test_a_first_stage_has_no_answers_before(handed_in: str) -> None:
    assert assessments.answers_before(handed_in) == {}


def test_answers_before_are_those_last_handed_in(handed_in: str, browser: str) -> None:
    following = assessments.next_stage(handed_in, browser).public_id
    assessments.reopen(handed_in)
    assessments.save(handed_in, {"orders": "always"}, {"orders": 1})
    assert assessments.answers_before(following)["orders"] == "never"
    assessments.submit(handed_in, counted=True)
    assert assessments.answers_before(following)["orders"] == "always"


def test_a_question_confirmed_as_open_stays_open_at_a_later_stage_only(handed_in: str, browser: str) -> None:
    following = assessments.next_stage(handed_in, browser).public_id
    assessments.save(following, {"orders": None}, {})
    assert assessments.answers(following) == {"orders": StoredAnswer(None, 1)}
    first = assessments.start(by_reference("corner-shop"), PROFILE, browser).public_id
    assessments.save(first, {"orders": None}, {})
    assert assessments.answers(first) == {}


def test_stages_go_on(handed_in: str, browser: str) -> None:
    second = assessments.next_stage(handed_in, browser).public_id
    assessments.submit(second, counted=False)
    third = assessments.next_stage(second, browser)
    assert (third.stage, third.previous, third.series) == ("T2", second, handed_in)


def test_an_owner_of_one_stage_owns_all_on_every_device(handed_in: str, browser: str) -> None:
    following = assessments.next_stage(handed_in, browser).public_id
    for token, stage in ((access.make_link(handed_in), handed_in), (access.make_link(following), following)):
        device = access.new_browser()
        opened = access.exchange(token, device)
        assert opened is not None
        assert opened.public_id == stage
        assert {one.public_id for one in assessments.of_browser(device)} == {handed_in, following}
        assert found(handed_in, device).following == following


def test_nothing_follows_before_anything_is_handed_in(stored: Flask, browser: str) -> None:
    started = assessments.start(by_reference("corner-shop"), PROFILE, browser).public_id
    for act in (
        lambda: assessments.next_stage(started, browser),
        lambda: assessments.reopen(started),
        lambda: assessments.keep_as_it_was(started),
        lambda: assessments.set_counted(started, counted=True),
    ):
        with pytest.raises(NotSubmitted):
            act()


def test_a_stranger_starts_no_next_stage(handed_in: str) -> None:
    with pytest.raises(NoSuchAssessmentError):
        assessments.next_stage(handed_in, access.new_browser())


def test_notes_are_frozen_with_the_answers(handed_in: str) -> None:
    with pytest.raises(AlreadySubmitted):
        notes.save_notes(handed_in, {"orders": "late"}, {})


def test_deleting_any_stage_deletes_the_firm(handed_in: str, browser: str) -> None:
    following = assessments.next_stage(handed_in, browser).public_id
    access.exchange(access.make_link(following, "reader"), access.new_browser())
    notes.save_notes(following, {"orders": "ask Anna"}, {})
    assessments.delete(following)
    assert assessments.of_browser(browser) == []
    with reading() as session:
        counts = {
            name: session.scalar(sa.select(sa.func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }
    assert {name for name, count in counts.items() if count} == {"instruments"}


def test_forgetting_any_stage_forgets_all_on_this_device_only(handed_in: str, browser: str) -> None:
    following = assessments.next_stage(handed_in, browser).public_id
    device = access.new_browser()
    for token in (access.make_link(handed_in), access.make_link(following, "reader")):
        access.exchange(token, device)
    access.forget(following, device)
    assert assessments.of_browser(device) == []
    assert len(assessments.of_browser(browser)) == 2
