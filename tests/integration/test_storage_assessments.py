"""Assessments in storage: started, found, answered, submitted and deleted, the same on both databases."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa
from flask import Flask

from scoring.answers import AnswerError
from scoring.instrument import Instrument
from scoring.scores import SCORER_VERSION, score
from survey.instruments import by_reference
from survey.storage import access, assessments
from survey.storage.assessments import AlreadySubmitted, Conflict, StoredAnswer
from survey.storage.database import reading
from survey.storage.instruments import InstrumentChangedError
from survey.storage.models import Base, SubmissionRow

PROFILE = {"firm": "Bäckerei “=1+1”, 张", "trade": "bakery", "people": "micro", "country": "DE", "region": "DE-BY"}
GIVEN = {
    "orders": "always",
    "lists": ["customers"],
    "checks": {"oven": "weekly", "van": "na"},
    "rework": 1.0,
    "wish": "Less paper; “'<b>",
}


@pytest.fixture
def shop(stored: Flask) -> Instrument:
    return by_reference("corner-shop")


@pytest.fixture
def started(shop: Instrument, browser: str) -> str:
    return assessments.start(shop, PROFILE, browser).public_id


def test_one_page_sent_twice_starts_one_also_where_the_browser_had_no_cookie_yet(shop: Instrument) -> None:
    browsers = [access.new_browser() for _ in range(2)]
    first, second = (assessments.start(shop, PROFILE, browser, page="a" * 22).public_id for browser in browsers)
    assert first == second
    assert all(assessments.find(first, browser).role == "owner" for browser in browsers)
    assert len(first) == len(assessments.start(shop, PROFILE, browsers[0]).public_id)


def test_another_profile_or_page_starts_another(shop: Instrument, browser: str) -> None:
    first = assessments.start(shop, PROFILE, browser, page="a" * 22).public_id
    others = [
        assessments.start(shop, PROFILE | {"firm": "Mill"}, browser, page="a" * 22).public_id,
        assessments.start(shop, PROFILE, browser, page="b" * 22).public_id,
        assessments.start(shop, PROFILE, browser).public_id,
    ]
    assert len({first, *others}) == 4


def test_a_page_that_was_kept_opens_nothing_later(
    shop: Instrument, browser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = assessments.start(shop, PROFILE, browser, page="a" * 22).public_id
    later = datetime.now(UTC) + assessments.TWICE_WITHIN + timedelta(seconds=1)
    with monkeypatch.context() as patched:
        patched.setattr(assessments, "now", lambda: later)
        assert assessments.start(shop, PROFILE, access.new_browser(), page="a" * 22).public_id != first
    assessments.submit(first, counted=False)
    assert assessments.start(shop, PROFILE, access.new_browser(), page="a" * 22).public_id != first


def test_sent_twice_at_the_same_moment_it_starts_one(shop: Instrument, stored: Flask) -> None:
    together = threading.Barrier(2)

    def send(browser: str) -> str:
        with stored.app_context():
            together.wait()
            return assessments.start(shop, PROFILE, browser, page="a" * 22).public_id

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(send, [access.new_browser() for _ in range(2)]))) == 1


def test_a_started_assessment_is_open_and_found_by_its_browser(shop: Instrument, browser: str) -> None:
    before = datetime.now(UTC)
    started = assessments.start(shop, PROFILE, browser)
    assert started == assessments.find(started.public_id, browser)
    assert (started.instrument, started.content_hash) == ("corner-shop@1", shop.content_hash)
    assert (started.status, started.stage, started.counted, started.submitted_at) == ("open", "T0", None, None)
    assert started.profile == PROFILE
    assert started.created_at.utcoffset() == started.updated_at.utcoffset() == UTC.utcoffset(None)
    assert before <= started.created_at <= datetime.now(UTC)


@pytest.mark.parametrize("public_id", ["", "nothing-here", "\0", "ä", "\ud800", "x" * 500, "' OR 1=1 --"])
def test_nothing_is_found_under_an_unknown_id(stored: Flask, browser: str, public_id: str) -> None:
    assert assessments.find(public_id, browser) is None


def test_another_browser_finds_nothing(started: str) -> None:
    stranger = access.new_browser()
    assert assessments.find(started, stranger) is None
    assert assessments.of_browser(stranger) == []


def test_a_browser_lists_its_assessments_the_latest_touched_first(shop: Instrument, browser: str) -> None:
    first, second = (assessments.start(shop, PROFILE, browser).public_id for _ in range(2))
    assert [found.public_id for found in assessments.of_browser(browser)] == [second, first]
    assessments.save(first, {"orders": "never"}, {})
    assert [found.public_id for found in assessments.of_browser(browser)] == [first, second]


def test_a_link_taken_in_the_browser_that_started_does_not_list_it_twice(started: str, browser: str) -> None:
    access.exchange(access.make_link(started), browser)
    assert len(assessments.of_browser(browser)) == 1


def test_an_instrument_keeps_its_content_under_a_version(shop: Instrument, browser: str, started: str) -> None:
    assessments.start(_edited(shop, title="Another title"), PROFILE, browser)
    changed = _edited(shop, required_share=0.5)
    with pytest.raises(InstrumentChangedError, match=r"corner-shop@1: .*Give the change a new version"):
        assessments.start(changed, PROFILE, browser)
    assessments.start(_edited(changed, version=2), PROFILE, browser)


def test_answers_of_every_type_come_back_as_given(started: str) -> None:
    assert assessments.save(started, GIVEN, {}) == []
    assert assessments.answers(started) == {question: StoredAnswer(value, 1) for question, value in GIVEN.items()}


def test_none_of_these_is_an_answer_and_none_clears(started: str) -> None:
    assessments.save(started, {"lists": [], "orders": "dk"}, {})
    assessments.save(started, {"lists": [], "orders": None}, {"lists": 1, "orders": 1})
    assert assessments.answers(started) == {"lists": StoredAnswer([], 1), "orders": StoredAnswer(None, 2)}


def test_an_unchanged_answer_keeps_its_revision(started: str) -> None:
    assessments.save(started, {"lists": ["stock", "customers"], "orders": "never"}, {})
    assessments.save(started, {"lists": ["customers", "stock"], "orders": "always"}, {"lists": 1, "orders": 1})
    revisions = {question: answer.revision for question, answer in assessments.answers(started).items()}
    assert revisions == {"lists": 1, "orders": 2}


def test_a_question_changed_elsewhere_conflicts_and_the_others_are_written(started: str) -> None:
    assessments.save(started, {"orders": "never", "rework": 3.0}, {})
    assessments.save(started, {"orders": "sometimes"}, {"orders": 1})
    conflicts = assessments.save(started, {"orders": "always", "rework": 4.0}, {"orders": 1, "rework": 1})
    assert conflicts == [Conflict("orders", StoredAnswer("sometimes", 2), "always")]
    assert {q: answer.value for q, answer in assessments.answers(started).items()} == {
        "orders": "sometimes",
        "rework": 4.0,
    }
    assert assessments.save(started, {"orders": "always"}, {"orders": 2}) == []


def test_the_same_answer_from_two_browsers_is_no_conflict(started: str) -> None:
    assessments.save(started, {"orders": "never"}, {})
    assert assessments.save(started, {"orders": "never"}, {}) == []


def test_an_answer_cleared_elsewhere_conflicts_with_a_new_one(started: str) -> None:
    assessments.save(started, {"orders": "never"}, {})
    assessments.save(started, {"orders": None}, {"orders": 1})
    assert assessments.save(started, {"orders": "always"}, {"orders": 1}) == [
        Conflict("orders", StoredAnswer(None, 2), "always")
    ]


def test_a_question_blank_before_and_now_takes_an_answer(started: str) -> None:
    assessments.save(started, {"orders": "never"}, {})
    assessments.save(started, {"orders": None}, {"orders": 1})
    assert assessments.save(started, {"orders": "always"}, {"orders": 0}) == []
    assert assessments.answers(started) == {"orders": StoredAnswer("always", 3)}


def test_revisions_never_come_round_again(started: str) -> None:
    for value, seen in (("never", 0), (None, 1), ("sometimes", 0)):
        assessments.save(started, {"orders": value}, {"orders": seen})
    assert len(assessments.save(started, {"orders": "always"}, {"orders": 1})) == 1


def test_a_number_that_is_none_is_never_stored(started: str) -> None:
    with pytest.raises((sa.exc.StatementError, ValueError)):
        assessments.save(started, {"rework": float("nan"), "orders": "never"}, {})
    assert assessments.answers(started) == {}


def test_the_profile_can_change_until_submission(started: str, browser: str) -> None:
    assessments.change_profile(started, PROFILE | {"people": "large"})
    found = assessments.find(started, browser)
    assert found is not None
    assert found.profile["people"] == "large"


def test_submission_freezes_answers_codes_and_scores_together(started: str, shop: Instrument, browser: str) -> None:
    assessments.save(started, GIVEN, {})
    submitted = assessments.submit(started, counted=True)
    assert (submitted.status, submitted.counted) == ("submitted", True)
    assert submitted == assessments.find(started, browser)
    found = assessments.submission(started)
    assert found is not None
    assert (found.answers, found.scorer_version) == (GIVEN, SCORER_VERSION)
    assert found.submitted_at == submitted.submitted_at
    assert dict(found.table.profile.iloc[0][["sector", "division", "size", "staff", "stage", "source"]]) == {
        "sector": "C", "division": "10", "size": "micro", "staff": True, "stage": "T0", "source": "self",
    }  # fmt: skip
    with reading() as session:
        row = session.scalars(sa.select(SubmissionRow)).one()
        assert row.content_hash == shop.content_hash
        assert np.array_equal(np.frombuffer(row.codes, dtype=np.int8), found.table.codes[0])


def test_stored_scores_are_those_of_the_scorer(started: str) -> None:
    assessments.save(started, {"orders": "sometimes", "lists": ["stock"], "checks": {"oven": "weekly"}}, {})
    assessments.submit(started, counted=False)
    found = assessments.submission(started)
    assert found is not None
    fresh = score(found.table)
    for part in ("dimensions", "low", "high", "dimension_levels", "questions", "states", "weights"):
        kept, made = getattr(found.scores, part), getattr(fresh, part)
        assert list(kept.columns) == list(made.columns), part
        assert kept.dtypes.tolist() == made.dtypes.tolist(), part
        np.testing.assert_array_equal(kept.to_numpy(), made.to_numpy(), err_msg=part)
    for part in ("overall", "level", "answered"):
        kept, made = getattr(found.scores, part), getattr(fresh, part)
        assert kept.dtype == made.dtype, part
        np.testing.assert_array_equal(kept.to_numpy(), made.to_numpy(), err_msg=part)


def test_an_empty_assessment_can_be_submitted_and_has_no_score(started: str) -> None:
    assessments.submit(started, counted=False)
    found = assessments.submission(started)
    assert found is not None
    assert np.isnan(found.scores.overall.iloc[0])
    assert found.scores.level.iloc[0] == -1


def test_submitting_again_changes_nothing(started: str) -> None:
    assessments.save(started, GIVEN, {})
    first = assessments.submit(started, counted=False)
    assert assessments.submit(started, counted=True) == first


def test_nothing_can_be_changed_after_submission(started: str) -> None:
    assessments.submit(started, counted=False)
    with pytest.raises(AlreadySubmitted):
        assessments.save(started, {"orders": "always"}, {})
    with pytest.raises(AlreadySubmitted):
        assessments.change_profile(started, PROFILE)


def test_an_answer_that_is_not_offered_is_not_submitted(started: str, browser: str) -> None:
    assessments.save(started, {"orders": "perhaps"}, {})
    with pytest.raises(AnswerError):
        assessments.submit(started, counted=False)
    found = assessments.find(started, browser)
    assert found is not None
    assert found.status == "open"
    assert assessments.submission(started) is None


def test_there_is_no_submission_of_an_open_assessment(started: str) -> None:
    assert assessments.submission(started) is None


def test_deletion_leaves_no_row_about_the_firm(started: str, shop: Instrument, browser: str) -> None:
    other = assessments.start(shop, PROFILE, browser).public_id
    assessments.save(started, GIVEN, {})
    access.exchange(access.make_link(started), access.new_browser())
    assessments.submit(started, counted=True)
    assessments.delete(started)
    assert assessments.find(started, browser) is None
    assert [found.public_id for found in assessments.of_browser(browser)] == [other]
    kept = {"instruments": 1, "assessments": 1, "browser_rights": 1}
    assert {name: count for name, count in _counts().items() if count} == kept


def test_what_is_gone_cannot_be_written_to(started: str) -> None:
    assessments.delete(started)
    for write in (
        lambda: assessments.save(started, {"orders": "never"}, {}),
        lambda: assessments.submit(started, counted=False),
        lambda: access.make_link(started),
    ):
        with pytest.raises(LookupError):
            write()
    assessments.delete(started)


def _edited(instrument: Instrument, **changes: object) -> Instrument:
    return Instrument.model_validate(instrument.model_dump() | changes)


def _counts() -> dict[str, int]:
    with reading() as session:
        return {
            name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }
