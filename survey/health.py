"""Readiness: ``/healthz`` says ok when the database answers."""

from __future__ import annotations

from flask import Flask

from survey.extensions import limiter
from survey.storage import database


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", view_func=healthz)


@limiter.exempt
def healthz() -> tuple[str, int, dict[str, str]]:
    ready = database.is_ready()
    return ("ok", 200, PLAIN) if ready else ("the database does not answer", 503, PLAIN)


PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
