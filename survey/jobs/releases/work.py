"""Releases in the life of a worker: one at a time is made by a process beside it, which nobody waits for.

What that process or the worker dies with is nobody's loss: a release is kept in one transaction with the end of its
job, and a job that was not ended is taken up again.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Protocol

from flask import Flask

from survey.config import Settings
from survey.jobs.holding import LEASE, held
from survey.logs import configure
from survey.processes import end_with_parent
from survey.storage import jobs
from survey.storage.app import storage_app
from survey.storage.jobs import Job
from survey.storage.releases.ordering import KIND

logger = logging.getLogger(__name__)

NICE = 10
"""By how much the process steps back, so that pages come as quickly as ever."""

SECONDS = 1.0
"""How long the worker waits at most before it looks again, while a release is being made."""

DIED = "the process that made it died"


class Process(Protocol):
    """A process that was started, as far as it is looked after."""

    @property
    def exitcode(self) -> int | None: ...

    def terminate(self) -> None: ...

    def join(self) -> None: ...


class ReleaseWork:
    """``begin``: starts the process that makes a release; ``lease``: how long its job stays out of others' hands when
    this worker dies."""

    def __init__(
        self,
        app: Flask,
        begin: Callable[[Settings, Job], Process] | None = None,
        *,
        lease: timedelta = LEASE,
    ) -> None:
        self.app, self.lease = app, lease
        self.begin = begin or started
        self._job: Job | None = None
        self._process: Process | None = None
        self._held = ExitStack()

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def turn(self) -> bool:
        """Begin what was ordered, or see to what has ended; whether there was anything to do. Never waits."""
        if self._job is None:
            return self._begun()
        if self._process is None or self._process.exitcode is None:
            return False
        job, code = self._job, self._process.exitcode
        self._let_go()
        if code:
            logger.error("job %s (%s) died in attempt %s: exit code %s", job.id, job.kind, job.attempt, code)
            with self.app.app_context():
                jobs.fail(job, DIED)
        return True

    def close(self) -> None:
        """End the process at once and give its job back."""
        if self._job is None:
            return
        job = self._job
        if self._process is not None:
            self._process.terminate()
            self._process.join()
        self._let_go()
        with self.app.app_context():
            jobs.give_back(job)

    def _begun(self) -> bool:
        with self.app.app_context():
            job = jobs.claim([KIND], self.lease)
        if job is None:
            return False
        self._job = job
        self._held.enter_context(held(self.app, job, self.lease))
        self._process = self.begin(self.app.config["WAYMARK"], job)
        return True

    def _let_go(self) -> None:
        self._held.close()
        self._job = self._process = None


def started(settings: Settings, job: Job) -> Process:
    """The process that makes this release; it does not outlive the worker."""
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(settings, job), daemon=True)
    process.start()
    return process


def _run(settings: Settings, job: Job) -> None:
    """In the other process."""
    end_with_parent()
    os.nice(NICE)
    configure(settings.log_level)
    with storage_app(settings).app_context():
        from survey.jobs.releases.making import make  # noqa: PLC0415 - analytics take seconds to import

        make(job)
