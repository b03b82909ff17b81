"""The worker: runs due jobs one after the other, sees to releases and then works on batches, and stops cleanly when
asked to."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import Flask

from survey.jobs.batches.work import BatchWork
from survey.jobs.handlers import HANDLERS, HOURLY
from survey.jobs.holding import LEASE, held
from survey.jobs.releases.work import SECONDS, ReleaseWork
from survey.storage import jobs
from survey.storage.jobs import HopelessError, Job
from survey.storage.models import now

logger = logging.getLogger(__name__)

POLL_SECONDS = 5.0

Handlers = Mapping[str, Callable[[Job], None]]


def run(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; a job or chunk that is under way is finished first, the rest is given back, and so
    is a release, which may take minutes."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    releases = ReleaseWork(app)

    def run_due() -> None:
        while not stop.is_set() and work_once(app):
            pass
        releases.turn()

    batches = BatchWork(app, stop, run_due)
    logger.info("worker ready")
    while not stop.is_set():
        if not _tried(lambda: work_once(app) or releases.turn() or batches.turn()):
            stop.wait(SECONDS if releases.is_busy else POLL_SECONDS)
    releases.close()
    batches.close()
    logger.info("worker stopped")


def work_once(app: Flask, handlers: Handlers = HANDLERS, *, lease: timedelta = LEASE) -> bool:
    """Order what the hour asks for and run one due job; whether there was one."""
    with app.app_context():
        _order_hourly(handlers)
        job = jobs.claim(handlers.keys(), lease)
    if job is None:
        return False
    with held(app, job, lease):
        _run(app, job, handlers[job.kind])
    return True


def _tried(work: Callable[[], bool]) -> bool:
    """What comes of it, outliving a database that is away for a while."""
    try:
        return work()
    except Exception as error:
        # One line: while a database is away, this comes every few seconds.
        logger.error("could not look for jobs, will try again: %s", str(error).partition("\n")[0])
        logger.debug("could not look for jobs", exc_info=error)
        return False


def _order_hourly(handlers: Handlers) -> None:
    hour = now().strftime("%Y-%m-%dT%H")
    for kind in HOURLY & handlers.keys():
        jobs.order(kind, {}, key=f"{kind} {hour}")


def _run(app: Flask, job: Job, handler: Callable[[Job], None]) -> None:
    with app.app_context():
        try:
            handler(job)
        except Exception as error:
            logger.exception("job %s (%s) failed in attempt %s", job.id, job.kind, job.attempt)
            jobs.fail(job, f"{type(error).__name__}: {error}", for_good=isinstance(error, HopelessError))
        else:
            if not jobs.finish(job):
                logger.warning("job %s (%s) was taken over by another worker", job.id, job.kind)
