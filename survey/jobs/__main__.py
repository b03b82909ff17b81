"""``python -m survey.jobs``: the worker as a process."""

from __future__ import annotations

from survey.config import Settings
from survey.jobs.worker import run
from survey.logs import configure
from survey.storage.app import storage_app

settings = Settings()
configure(settings.log_level)
run(storage_app(settings))
