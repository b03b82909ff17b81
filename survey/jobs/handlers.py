"""What each kind of job does."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import current_app

from survey.storage.jobs import Job
from survey.storage.purging import purge

logger = logging.getLogger(__name__)


def run_purge(_job: Job) -> None:
    """Remove what the settings say must not be kept."""
    removed = purge(current_app.config["WAYMARK"].draft_age)
    logger.info("purged %s", ", ".join(f"{count} {table}" for table, count in removed.items()))


HANDLERS: dict[str, Callable[[Job], None]] = {"purge": run_purge}

HOURLY = frozenset({"purge"})
"""Kinds that are ordered once in every hour, however many workers there are."""
