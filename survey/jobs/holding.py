"""Holding work: its lease is extended for as long as somebody is at it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask

from survey.storage import jobs
from survey.storage.jobs import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)


@contextmanager
def held(app: Flask, job: Job, lease: timedelta) -> Iterator[None]:
    """Extend the lease of a job for as long as it runs."""
    with beating(app, lease, lambda: jobs.extend(job, lease), f"the lease of job {job.id}"):
        yield


@contextmanager
def beating(app: Flask, lease: timedelta, extend: Callable[[], bool], what: str) -> Iterator[None]:
    """Call ``extend`` from a thread of its own, three times in a ``lease``, until it says that there is nothing left to
    extend. A database that does not answer is asked again. ``what``: for the log."""
    done = threading.Event()
    heartbeat = threading.Thread(target=_beat, args=(app, lease, extend, what, done), daemon=True)
    heartbeat.start()
    try:
        yield
    finally:
        done.set()
        heartbeat.join()


def _beat(app: Flask, lease: timedelta, extend: Callable[[], bool], what: str, done: threading.Event) -> None:
    while not done.wait(lease.total_seconds() / 3):
        with app.app_context():
            try:
                if not extend():
                    return
            except Exception:
                logger.exception("could not extend %s", what)
