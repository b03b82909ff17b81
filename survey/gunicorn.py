"""How Gunicorn runs Waymark: ``gunicorn -c python:survey.gunicorn 'survey:create_app()'``."""

from __future__ import annotations

from typing import Any

from survey.config import Settings
from survey.logs import dict_config
from survey.processes import end_with_parent
from survey.sending import SIGN_OF_LIFE

_settings = Settings()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.workers
# One process, one request at a time: on two cores this served more evenly than threads did.
worker_class = "sync"
# Loaded once and then forked: one import instead of one for each process, and most memory shared. Nothing may hold a
# connection or a thread before the fork; create_app opens none.
preload_app = True
timeout = 60
graceful_timeout = 20
# Worker heartbeats are files; on a disk their updates can block.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the memory file system, written by gunicorn as unnamed files
accesslog = "-"
# Gunicorn by itself believes X-Forwarded-Proto and SCRIPT_NAME that come from this computer. What to believe is for
# WAYMARK_TRUSTED_PROXIES to say.
forwarded_allow_ips = ""
# No Referer and no query: neither is of use, and both can hold what a person meant to keep.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
logconfig_dict = dict_config(_settings.log_level)
control_socket_disable = True


def on_starting(_arbiter: object) -> None:
    """The solver of the cheapest way takes a third of a second to import: better now than before somebody's results."""
    import scipy.optimize  # noqa: F401, PLC0415


def post_fork(_arbiter: object, _worker: object) -> None:
    """Gunicorn's own look whether the arbiter lives comes only every half minute."""
    end_with_parent()


def post_worker_init(worker: Any) -> None:
    """Somebody with a slow line takes minutes for a large file, which the timeout would not wait for."""
    worker.wsgi.config[SIGN_OF_LIFE] = worker.notify
