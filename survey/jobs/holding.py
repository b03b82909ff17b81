"""Holding a job: its lease is extended for as long as somebody works on it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask

from survey.storage import jobs
from survey.storage.jobs import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)


@contextmanager
def held(app: Flask, job: Job, lease: timedelta) -> Iterator[None]:
    """Extend the lease from a thread of its own for as long as the job runs."""
    done = threading.Event()
    heartbeat = threading.Thread(target=_beat, args=(app, job, lease, done), daemon=True)
    heartbeat.start()
    try:
        yield
    finally:
        done.set()
        heartbeat.join()


def _beat(app: Flask, job: Job, lease: timedelta, done: threading.Event) -> None:
    while not done.wait(lease.total_seconds() / 3):
        with app.app_context():
            try:
                if not jobs.extend(job, lease):
                    return
            except Exception:
                logger.exception("could not extend the lease of job %s", job.id)
