"""Jobs: done once, tried again, taken over from the dead; and the hourly purge. The same on both databases."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.jobs.handlers import HANDLERS, HOURLY
from survey.jobs.worker import work_once
from survey.storage import access, assessments, counters, jobs
from survey.storage.database import reading, writing
from survey.storage.jobs import ATTEMPTS, Job
from survey.storage.models import AssessmentRow, CounterRow, JobRow, LinkRow, now

LEASE = timedelta(minutes=1)
NO_TIME = timedelta(0)


def rows() -> list[JobRow]:
    with reading() as session:
        return list(session.scalars(sa.select(JobRow).order_by(JobRow.id)))


def set_jobs(**values: object) -> None:
    with writing() as session:
        session.execute(sa.update(JobRow).values(**values))


@pytest.fixture
def ordered(stored: Flask) -> None:
    jobs.order("echo", {"say": "hello"})


def test_a_job_is_claimed_with_its_payload_by_one_worker_only(ordered: None) -> None:
    job = jobs.claim(["echo"], LEASE)
    assert job is not None
    assert (job.kind, job.payload, job.attempt) == ("echo", {"say": "hello"}, 1)
    assert jobs.claim(["echo"], LEASE) is None


def test_a_worker_takes_only_the_kinds_it_knows(ordered: None) -> None:
    assert jobs.claim(["other"], LEASE) is None


def test_a_job_waits_for_its_time(stored: Flask) -> None:
    jobs.order("echo", {}, run_after=now() + timedelta(hours=1))
    assert jobs.claim(["echo"], LEASE) is None


def test_the_same_work_is_ordered_once(stored: Flask) -> None:
    for _ in range(3):
        jobs.order("echo", {}, key="echo of today")
    jobs.finish(claimed())
    jobs.order("echo", {}, key="echo of today")
    assert [row.status for row in rows()] == ["done"]


def test_jobs_are_claimed_once_by_many_workers_at_once(stored: Flask) -> None:
    for number in range(20):
        jobs.order("echo", {"number": number})

    def claim_all() -> list[int]:
        with stored.app_context():
            return [job.id for job in iter(lambda: jobs.claim(["echo"], LEASE), None)]

    with ThreadPoolExecutor(4) as pool:
        claimed = [job for found in pool.map(lambda _: claim_all(), range(4)) for job in found]
    assert sorted(claimed) == [row.id for row in rows()]


def test_two_workers_never_run_one_job_at_the_same_time(ordered: None, stored: Flask) -> None:
    begun, release = threading.Event(), threading.Event()

    def handle(_job: Job) -> None:
        begun.set()
        release.wait(10)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(work_once, stored, {"echo": handle})
        assert begun.wait(10)
        assert not work_once(stored, {"echo": handle})
        release.set()
        assert first.result()
    assert [(row.status, row.attempt) for row in rows()] == [("done", 1)]


def test_a_dead_workers_job_is_taken_over(ordered: None) -> None:
    dead = jobs.claim(["echo"], NO_TIME)
    heir = jobs.claim(["echo"], LEASE)
    assert dead is not None
    assert heir is not None
    assert (heir.id, heir.attempt) == (dead.id, 2)


def test_who_lost_a_job_can_neither_extend_nor_finish_nor_fail_it(ordered: None) -> None:
    dead = jobs.claim(["echo"], NO_TIME)
    heir = jobs.claim(["echo"], LEASE)
    assert dead is not None
    assert heir is not None
    assert not any((jobs.extend(dead, LEASE), jobs.finish(dead), jobs.fail(dead, "late")))
    assert jobs.finish(heir)


def test_an_extended_lease_is_not_taken_over(ordered: None) -> None:
    holder = jobs.claim(["echo"], NO_TIME)
    assert holder is not None
    assert jobs.extend(holder, LEASE)
    assert jobs.claim(["echo"], LEASE) is None


def test_the_worker_extends_the_lease_while_it_works(ordered: None, stored: Flask) -> None:
    lease = timedelta(seconds=0.3)
    extended = threading.Event()

    def handle(_job: Job) -> None:
        before = rows()[0].lease_until
        deadline = time.monotonic() + 10
        while rows()[0].lease_until == before and time.monotonic() < deadline:
            pass
        extended.set()

    assert work_once(stored, {"echo": handle}, lease=lease)
    assert extended.is_set()
    assert [row.status for row in rows()] == ["done"]


def test_a_failed_job_is_tried_again_later_and_given_up_in_the_end(ordered: None, stored: Flask) -> None:
    def handle(_job: Job) -> None:
        raise ValueError("no paper")

    waits = []
    for _ in range(ATTEMPTS - 1):
        before = now()
        assert work_once(stored, {"echo": handle})
        (row,) = rows()
        assert (row.status, row.error, row.lease_token) == ("waiting", "ValueError: no paper", None)
        waits.append(round((row.run_after - before).total_seconds() / 60))
        assert not work_once(stored, {"echo": handle})
        set_jobs(run_after=now())
    work_once(stored, {"echo": handle})
    assert waits == [1, 2, 4, 8]
    assert [(row.status, row.attempt) for row in rows()] == [("failed", ATTEMPTS)]


def test_a_job_that_kills_its_workers_is_given_up(ordered: None) -> None:
    for _ in range(ATTEMPTS):
        assert jobs.claim(["echo"], NO_TIME)
    assert jobs.claim(["echo"], LEASE) is None
    assert [row.status for row in rows()] == ["failed"]


def test_what_the_hour_asks_for_is_ordered_once_by_however_many_workers(stored: Flask) -> None:
    with ThreadPoolExecutor(3) as pool:
        ran = list(pool.map(lambda _: work_once(stored), range(3)))
    assert ran.count(True) == len(HOURLY)
    assert {(row.kind, row.status) for row in rows()} == {(kind, "done") for kind in HOURLY}
    assert len(rows()) == len(HOURLY)


def test_the_purge_removes_drafts_that_were_left_for_long_and_keeps_the_rest(stored: Flask) -> None:
    shop = by_reference("corner-shop")
    left, touched, submitted = (assessments.start(shop, {}, access.new_browser()).public_id for _ in range(3))
    assessments.submit(submitted, counted=False)
    with writing() as session:
        session.execute(sa.update(AssessmentRow).values(updated_at=now() - timedelta(days=181)))
    assessments.save(touched, {"orders": "never"}, {})
    purge()
    with reading() as session:
        assert set(session.scalars(sa.select(AssessmentRow.public_id))) == {touched, submitted} - {left}


def test_the_purge_removes_revoked_links_only(stored: Flask) -> None:
    started = assessments.start(by_reference("corner-shop"), {}, access.new_browser()).public_id
    tokens = [access.make_link(started) for _ in range(2)]
    access.revoke(started, access.links(started)[0].id)
    purge()
    with reading() as session:
        assert len(session.scalars(sa.select(LinkRow)).all()) == 1
    assert [access.open_link(token) is not None for token in tokens] == [False, True]


def test_the_purge_removes_counters_whose_window_is_over(stored: Flask) -> None:
    counters.add("over", 1, -1)
    counters.add("running", 1, 60)
    purge()
    with reading() as session:
        assert session.scalars(sa.select(CounterRow.key)).all() == ["running"]


def test_the_purge_removes_jobs_finished_long_ago(ordered: None) -> None:
    jobs.finish(claimed())
    set_jobs(finished_at=now() - timedelta(days=31))
    purge()
    assert rows() == []


def purge() -> None:
    HANDLERS["purge"](Job(0, "purge", {}, 1, ""))


def claimed() -> Job:
    job = jobs.claim(["echo"], LEASE)
    assert job is not None
    return job
