"""Releases in the life of a worker: nobody waits for one, and whoever dies of it loses nothing."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from flask import Flask

from survey.config import Settings
from survey.jobs.handlers import HANDLERS, HOURLY
from survey.jobs.releases.making import make
from survey.jobs.releases.work import ReleaseWork, started
from survey.storage import jobs, releases
from survey.storage.campaigns.values import Campaign
from survey.storage.jobs import Job
from survey.storage.releases import ordering
from tests.integration.called import answer, campaign, firms, jobs_of

LEASE = timedelta(minutes=5)


class Beside:
    """Stands for the process: it makes nothing until it is told how it ended."""

    def __init__(self) -> None:
        self.exitcode: int | None = None
        self.terminated = False

    def terminate(self) -> None:
        self.terminated = True

    def join(self) -> None:
        pass


@pytest.fixture
def spring(app: Flask) -> Campaign:
    """A campaign of which a release is ordered."""
    found = campaign(app)
    with app.app_context():
        answer(found, firms(30))
        assert ordering.order(found.id)
    return found


def state(app: Flask, of: Campaign) -> tuple[str, int, int]:
    """Of the job: where it stands, and how often it was begun; and how many releases there are."""
    with app.app_context():
        job = jobs_of(of)[-1]
        return job.status, job.attempt, len(releases.kept(of.id))


def test_the_worker_goes_on_while_one_is_made(app: Flask, spring: Campaign) -> None:
    beside = Beside()
    taken: list[Job] = []

    def begin(_settings: Settings, job: Job) -> Beside:
        taken.append(job)
        return beside

    work = ReleaseWork(app, begin)
    assert work.turn()
    assert not work.turn()
    assert work.is_busy
    assert state(app, spring) == ("running", 1, 0)
    with app.app_context():
        make(taken[0])
    beside.exitcode = 0
    assert work.turn()
    assert not work.is_busy
    assert state(app, spring) == ("done", 1, 1)
    assert not work.turn()


def test_what_its_process_died_of_is_tried_again(app: Flask, spring: Campaign) -> None:
    beside = Beside()
    work = ReleaseWork(app, lambda *_: beside)
    work.turn()
    beside.exitcode = -9
    work.turn()
    assert state(app, spring) == ("waiting", 1, 0)


def test_what_the_worker_died_of_is_taken_up_by_another(app: Flask, spring: Campaign) -> None:
    with app.app_context():
        assert jobs.claim([ordering.KIND], timedelta(0))
    work = ReleaseWork(app, lambda *_: Beside())
    assert work.turn()
    assert state(app, spring) == ("running", 2, 0)
    work.close()


def test_a_worker_that_stops_gives_its_release_back(app: Flask, spring: Campaign) -> None:
    beside = Beside()
    work = ReleaseWork(app, lambda *_: beside)
    work.turn()
    work.close()
    assert beside.terminated
    assert state(app, spring) == ("waiting", 0, 0)


def test_a_process_that_is_killed_leaves_nothing_half_written(app: Flask, spring: Campaign) -> None:
    """A real one, killed while it starts."""
    work = ReleaseWork(app, started)
    work.turn()
    process = work._process
    assert process is not None
    process.kill()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 10
    while work.is_busy and time.monotonic() < deadline:
        work.turn()
        time.sleep(0.01)
    assert state(app, spring) == ("waiting", 1, 0)


def test_the_worker_does_not_take_a_release_among_its_other_jobs() -> None:
    assert ordering.KIND not in HANDLERS
    assert "releases due" in HOURLY


def test_a_release_of_a_campaign_that_is_gone_is_over(app: Flask) -> None:
    with app.app_context():
        jobs.order(ordering.KIND, {"campaign": 999}, key="release 999")
        job = jobs.claim([ordering.KIND], LEASE)
        assert job is not None
        make(job)
        assert jobs.claim([ordering.KIND], LEASE) is None
