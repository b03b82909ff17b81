"""Batches in the life of a worker: processes made ready for the first, and let go of after a while without any."""

# ruff: noqa: PLC0415 - analytics take seconds to import, and most workers never see a batch

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Flask

from scoring.messages import WaymarkError
from survey.config import Settings
from survey.storage import items

if TYPE_CHECKING:
    from scoring.parallel import Executor
    from survey.jobs.batches.press import Press

NICE = 10
"""By how much the processes step back, so that pages come as quickly as ever."""

IDLE_SECONDS = 120.0

LEASE = timedelta(seconds=30)


class BatchWork:
    """Turns of work on batches. ``between``: what comes first, also between two chunks; ``lease``: how long what is
    in hand stays out of others' hands when this worker dies."""

    def __init__(
        self, app: Flask, stop: threading.Event, between: Callable[[], object], *, lease: timedelta = LEASE
    ) -> None:
        self.app, self.stop, self.between, self.lease = app, stop, between, lease
        self._press: Press | None = None
        self._executor: Executor | None = None
        self._used = 0.0

    def turn(self) -> bool:
        """Work on batches for a while; whether there was anything to do."""
        with self.app.app_context():
            if not items.is_due():
                self._rest()
                return False
        try:
            return self._ready().turn()
        except WaymarkError:  # the cluster is gone: the next turn looks for it anew
            self.close()
            raise
        finally:
            self._used = time.monotonic()

    def close(self) -> None:
        """End the processes, at once."""
        executor, self._executor = self._executor, None
        if executor:
            executor.close()

    def _rest(self) -> None:
        if self._executor and time.monotonic() - self._used > IDLE_SECONDS:
            self.close()

    def _ready(self) -> Press:
        if self._press is None:
            from survey.jobs.batches.press import Press
            from survey.jobs.batches.stored import StoredReports

            source = StoredReports(self.app.config["WAYMARK"])
            self._press = Press(self.app, source, self._kept_executor, self.stop, self.between, self.lease)
        return self._press

    def _kept_executor(self) -> Executor:
        if self._executor is None:
            self._executor = executor_of(self.app.config["WAYMARK"])
        return self._executor


def executor_of(settings: Settings) -> Executor:
    """Where reports are made, by the settings: never in the worker's own process.

    Raises ``WaymarkError`` where a cluster is asked for that does not answer or must not be used.
    """
    from scoring.parallel import beside, cluster

    if settings.scheduler:
        return cluster(settings.scheduler)
    return beside(settings.batch_workers or max(1, len(os.sched_getaffinity(0)) - 1), nice=NICE)
