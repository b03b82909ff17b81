"""``python -m survey.jobs``: the worker as a process."""

from __future__ import annotations

from survey import create_app
from survey.config import Settings
from survey.jobs.worker import run
from survey.logs import configure

settings = Settings()
configure(settings.log_level)
run(create_app(settings))
