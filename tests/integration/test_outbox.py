"""The outbox: a link for each attempt to send a letter, and no trace of the letter afterwards. On both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.jobs.worker import work_once
from survey.storage import access, assessments, jobs, outbox
from survey.storage.database import reading
from survey.storage.jobs import HopelessError, Job
from survey.storage.models import JobRow
from survey.storage.outbox import Letter

LEASE = timedelta(minutes=1)


@pytest.fixture
def firm(stored: Flask) -> str:
    started = assessments.start(by_reference("corner-shop"), {}, access.new_browser())
    letter = Letter(started.public_id, "ann@example.org", "en_GB", "colleague", "Ann", ["selling"])
    for _ in range(2):  # a button that was pressed twice
        outbox.order(letter, page="a page")
    return started.public_id


def claimed(lease: timedelta = LEASE) -> Job:
    job = jobs.claim([outbox.KIND], lease)
    assert job is not None
    return job


def finished() -> JobRow:
    with reading() as session:
        return session.scalars(sa.select(JobRow)).one()


def test_the_link_is_as_the_letter_says(firm: str) -> None:
    made = outbox.fresh_link(claimed())
    assert made is not None
    assert access.open_link(made.token) == access.Opened(firm, "colleague")
    [link] = access.links(firm)
    assert (link.id, link.kind, link.name, link.pages) == (made.id, "colleague", "Ann", ("selling",))


def test_each_attempt_makes_a_link_and_ends_the_one_before(firm: str) -> None:
    job = claimed()
    first = outbox.fresh_link(job)
    jobs.fail(job, "away")
    with reading() as session:
        session.execute(sa.update(JobRow).values(run_after=JobRow.created_at))
        session.commit()
    second = outbox.fresh_link(claimed())
    assert first is not None
    assert second is not None
    assert access.open_link(first.token) is None
    assert [link.id for link in access.links(firm)] == [second.id]


def test_a_worker_that_lost_the_job_makes_no_link(firm: str) -> None:
    late = claimed(timedelta(0))
    heir = claimed()
    assert outbox.fresh_link(late) is None
    assert access.links(firm) == []
    assert outbox.fresh_link(heir) is not None


def test_a_letter_whose_link_was_used_has_arrived(firm: str) -> None:
    first = outbox.fresh_link(claimed(timedelta(0)))
    assert first is not None
    access.exchange(first.token, access.new_browser())
    assert outbox.fresh_link(claimed()) is None
    assert access.open_link(first.token) is not None


def test_there_is_nothing_to_send_for_what_was_deleted(firm: str) -> None:
    job = claimed()
    assessments.delete(firm)
    assert outbox.fresh_link(job) is None


def test_a_letter_goes_with_the_firm_it_is_about(firm: str) -> None:
    other = assessments.start(by_reference("corner-shop"), {}, access.new_browser()).public_id
    outbox.order(Letter(other, "ben@example.org", "en_GB", "owner", "", []), page="another page")
    assessments.delete(firm)
    assert outbox.letter_of(claimed()).address == "ben@example.org"
    assert jobs.claim([outbox.KIND], LEASE) is None


def test_a_job_that_is_over_says_no_more_what_it_was_about(firm: str, stored: Flask) -> None:
    def refuse(_job: Job) -> None:
        raise HopelessError("nobody lives there")

    assert work_once(stored, {outbox.KIND: refuse})
    row = finished()
    assert (row.status, row.attempt, row.payload) == ("failed", 1, {})
    assert row.error == "HopelessError: nobody lives there"
