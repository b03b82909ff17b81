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

from survey.instruments import by_reference
from survey.storage import access, assessments, counters
from survey.storage.assessments import Assessment
from survey.storage.database import reading
from survey.storage.models import InstrumentRow, SubmissionRow

THREADS = 8


@pytest.fixture
def started(stored: Flask) -> str:
    return assessments.start(by_reference("corner-shop"), {"people": "micro"}, access.new_browser()).public_id


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


def test_a_first_instrument_is_recorded_once(stored: Flask) -> None:
    shop = by_reference("corner-shop")
    at_once(stored, [lambda: assessments.start(shop, {}, access.new_browser())] * THREADS)
    with reading() as session:
        assert len(session.scalars(sa.select(InstrumentRow)).all()) == 1


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
