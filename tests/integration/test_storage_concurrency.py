"""Two at once: nothing is lost, nothing is done twice, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from scoring.roadmap import Mark
from survey.instruments import by_reference
from survey.storage import access, assessments, colleagues, counters, plans
from survey.storage.assessments import Assessment
from survey.storage.database import reading, writing
from survey.storage.models import (
    AssessmentRow,
    Base,
    CampaignInvitationRow,
    CampaignRow,
    InstrumentRow,
    SubmissionRow,
)

THREADS = 8


@pytest.fixture
def handed_in(started: str) -> str:
    assessments.submit(started, counted=False)
    return started


def at_once(app: Flask, calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """The results of calls that begin together, each in a thread with a connection of its own."""
    together = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        with app.app_context():
            together.wait()
            return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_two_different_answers_one_is_written_and_one_conflicts(stored: Flask, started: str) -> None:
    values = ["never", "sometimes"]
    for _ in range(10):
        seen = {q: answer.revision for q, answer in assessments.answers(started).items()}
        calls = [partial(assessments.save, started, {"orders": value}, seen) for value in values]
        outcomes = at_once(stored, calls)
        kept = assessments.answers(started)["orders"]
        conflicts = [conflict for outcome in outcomes for conflict in outcome]
        assert [(conflict.stored, conflict.posted) for conflict in conflicts] == [
            (kept, next(value for value in values if value != kept.value))
        ]
        values = ["always", "dk"] if "never" in values else ["never", "sometimes"]


def test_answers_to_different_questions_all_arrive(stored: Flask, started: str) -> None:
    given = {"orders": "never", "lists": ["stock"], "rework": 3.0, "wish": "peace"}
    calls = [partial(assessments.save, started, {q: value}, {}) for q, value in given.items()]
    assert at_once(stored, calls) == [[], [], [], []]
    assert {q: answer.value for q, answer in assessments.answers(started).items()} == given


def test_submitting_at_once_gives_one_submission(stored: Flask, started: str) -> None:
    assessments.save(started, {"orders": "always"}, {})
    outcomes: list[Assessment] = at_once(stored, [lambda: assessments.submit(started, counted=True)] * THREADS)
    assert len({outcome.submitted_at for outcome in outcomes}) == 1
    with reading() as session:
        assert len(session.scalars(sa.select(SubmissionRow)).all()) == 1


def test_an_answer_saved_while_submitting_is_in_the_submission_or_refused(stored: Flask, started: str) -> None:
    def save() -> bool:
        try:
            assessments.save(started, {"orders": "always"}, {})
        except assessments.AlreadySubmitted:
            return False
        return True

    saved, _ = at_once(stored, [save, lambda: assessments.submit(started, counted=False)])
    submission = assessments.submission(started)
    assert submission is not None
    assert ("orders" in submission.answers) == saved


def test_an_update_and_a_next_stage_are_made_once(stored: Flask, browser: str, handed_in: str) -> None:
    opened = at_once(stored, [lambda: assessments.reopen(handed_in).revision] * THREADS)
    assert set(opened) == {2}
    outcomes = at_once(stored, [lambda: assessments.submit(handed_in, counted=True).revision] * THREADS)
    assert set(outcomes) == {2}
    following = at_once(stored, [lambda: assessments.next_stage(handed_in, browser).public_id] * THREADS)
    assert len(set(following)) == 1
    with reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(AssessmentRow)) == 2
        assert session.scalars(sa.select(SubmissionRow.revision).order_by(SubmissionRow.revision)).all() == [1, 2]


def test_an_update_handed_in_and_abandoned_at_once_is_one_of_both(stored: Flask, handed_in: str) -> None:
    for _ in range(5):
        assessments.reopen(handed_in)
        at_once(stored, [
            lambda: assessments.submit(handed_in, counted=True), lambda: assessments.keep_as_it_was(handed_in),
        ])  # fmt: skip
        newest = assessments.submission(handed_in)
        assert newest is not None
        assert assessments.reopen(handed_in).revision == newest.revision + 1
        assessments.keep_as_it_was(handed_in)


def test_consent_taken_back_at_two_stages_at_once_is_taken_back(stored: Flask, browser: str, handed_in: str) -> None:
    """Each decision reaches the other stage as well, so both wait for both."""
    second = assessments.next_stage(handed_in, browser).public_id
    assessments.submit(second, counted=True)
    for _ in range(10):
        for one in (handed_in, second):
            assessments.set_counted(one, counted=True)
        at_once(stored, [partial(assessments.set_counted, one, counted=False) for one in (handed_in, second)] * 2)
        assert [one.counted for one in assessments.of_browser(browser)] == [False, False]


def test_deleted_while_everything_else_goes_on_the_firm_is_gone(stored: Flask, browser: str, handed_in: str) -> None:
    second = assessments.next_stage(handed_in, browser).public_id
    links = [access.make_link(one) for one in (handed_in, second)]
    others: list[Callable[[], Any]] = [
        partial(assessments.set_counted, handed_in, counted=False),
        partial(assessments.save, second, {"orders": "always"}, {}),
        partial(assessments.submit, second, counted=True),
        partial(access.exchange, links[1], access.new_browser()),
        partial(access.revoke, second, access.links(handed_in)[0].id),
        partial(plans.mark, handed_in, "orders_book", "done", "", was=(None, "")),
    ]

    def suppressed(call: Callable[[], Any]) -> None:
        with suppress(access.NoSuchAssessmentError, assessments.AlreadySubmitted):
            call()

    at_once(stored, [partial(suppressed, call) for call in (*others, partial(assessments.delete, second))])
    with reading() as session:
        kept = [table.name for table in Base.metadata.sorted_tables if session.execute(sa.select(table)).first()]
    assert kept == ["instruments"]


def test_of_two_colleagues_one_answers_for_the_firm_and_the_other_waits(stored: Flask, started: str) -> None:
    for name in ("Anna", "Ben"):
        access.make_link(started, "colleague", name)
    given = {link.id: value for link, value in zip(access.links(started), ("always", "never"), strict=True)}
    calls = [partial(colleagues.save_part, started, link, {"orders": value}, {}) for link, value in given.items()]
    assert at_once(stored, calls) == [[], []]
    kept = assessments.answers(started)["orders"]
    waiting = {one.value: one.waiting for one in colleagues.contributions(started)["orders"]}
    assert kept.revision == 1
    assert waiting == {value: value != kept.value for value in given.values()}


def test_a_mark_from_two_tabs_is_set_by_one_and_shown_to_the_other(stored: Flask, browser: str, started: str) -> None:
    marks: list[Mark] = ["done", "planned"]
    calls = [partial(plans.mark, started, "backup", mark, "", was=(None, "")) for mark in marks]
    outcomes = at_once(stored, calls)
    found = assessments.find(started, browser)
    assert found is not None
    kept = found.choices.marks["backup"]
    assert sorted(outcomes, key=str) == sorted([None, (kept, "")], key=str)
    assert outcomes[marks.index(kept)] is None


def test_marks_on_many_actions_at_once_are_all_kept(stored: Flask, browser: str, started: str) -> None:
    calls = [partial(plans.mark, started, f"action-{n}", "done", "", was=(None, "")) for n in range(THREADS)]
    assert at_once(stored, calls) == [None] * THREADS
    found = assessments.find(started, browser)
    assert found is not None
    assert (len(found.choices.marks), found.choices.revision) == (THREADS, THREADS)


def test_a_stage_that_begins_while_the_firm_is_deleted_goes_too(stored: Flask) -> None:
    for _ in range(5):
        browser = access.new_browser()
        public_id = assessments.start(by_reference("corner-shop"), {}, browser).public_id
        assessments.submit(public_id, counted=False)

        def go_on(public_id: str = public_id, browser: str = browser) -> None:
            with suppress(LookupError):
                assessments.next_stage(public_id, browser)

        at_once(stored, [go_on, partial(assessments.delete, public_id)])
        with reading() as session:
            assert session.scalars(sa.select(AssessmentRow)).all() == []


def test_a_first_instrument_is_recorded_once(stored: Flask) -> None:
    shop = by_reference("corner-shop")
    at_once(stored, [lambda: assessments.start(shop, {}, access.new_browser())] * THREADS)
    with reading() as session:
        assert len(session.scalars(sa.select(InstrumentRow)).all()) == 1


def test_a_code_begins_one_assessment_however_many_browsers_come_by_it(stored: Flask) -> None:
    shop = by_reference("corner-shop")
    with writing() as session:
        called = CampaignRow(public_id="spring", instrument="corner-shop@1", name="Spring")
        session.add(called)
        session.flush()
        invitation = CampaignInvitationRow(campaign_id=called.id, number=1, code_hash="of a code")
        session.add(invitation)
        session.flush()
        given = {"campaign_id": called.id, "invitation_id": invitation.id}

    def begin() -> Assessment | None:
        with suppress(assessments.AlreadyBegun):
            return assessments.start(shop, {}, access.new_browser(), **given)
        return None

    assert len([one for one in at_once(stored, [begin] * THREADS) if one]) == 1


def test_a_link_that_ends_while_it_is_opened_gives_no_lasting_right(stored: Flask, started: str) -> None:
    for _ in range(10):
        token, device = access.make_link(started), access.new_browser()
        link = access.links(started)[-1].id
        at_once(stored, [partial(access.exchange, token, device), partial(access.revoke, started, link)])
        assert assessments.find(started, device) is None


def test_deleting_while_writing_leaves_nothing(stored: Flask, started: str) -> None:
    def save() -> None:
        with suppress(LookupError):
            assessments.save(started, {"orders": "always"}, {})

    token = access.make_link(started)
    at_once(stored, [
        save, lambda: assessments.delete(started), lambda: access.exchange(token, access.new_browser()),
    ])  # fmt: skip
    assert assessments.answers(started) == {}
    assert not access.open_link(token)


def test_every_request_is_counted(stored: Flask) -> None:
    counts = at_once(stored, [lambda: counters.add("key", 1, 60)] * THREADS)
    assert sorted(counts) == list(range(1, THREADS + 1))
