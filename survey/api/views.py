"""The door for programs: its addresses, its limits, its errors, and what describes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Blueprint, Response, current_app, render_template
from werkzeug.exceptions import HTTPException, NotFound

from survey import visitor
from survey.api import document, key, problems
from survey.api.assessments import views as assessments
from survey.api.batches import views as batches
from survey.api.clients import views as clients
from survey.api.exports import views as exports
from survey.api.problems import PREFIX
from survey.api.releases import views as releases
from survey.api.reports import views as reports
from survey.extensions import csrf, limiter
from survey.security import network
from survey.sending import JSON
from survey.storage.access import NoSuchAssessmentError
from survey.storage.clients import NoSuchClientError
from survey.storage.tokens import digest
from survey.storage.values import HIGHEST_ID

bp = Blueprint("api", __name__, url_prefix=PREFIX)

ONE, ASSESSMENT, BATCH = "/clients/<client_id>", "/assessments/<assessment_id>", "/batches/<batch_id>"

OPERATIONS: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "/key", key.get_key),
    ("GET", "/clients", clients.list_clients),
    ("POST", "/clients", clients.add_client),
    ("GET", ONE, clients.get_client),
    ("PATCH", ONE, clients.change_client),
    ("POST", f"{ONE}/archive", clients.archive_client),
    ("POST", f"{ONE}/restore", clients.restore_client),
    ("GET", f"{ONE}/assessments", assessments.list_assessments),
    ("POST", f"{ONE}/assessments", assessments.add_assessment),
    ("GET", ASSESSMENT, assessments.get_assessment),
    ("GET", f"{ASSESSMENT}/answers", assessments.get_answers),
    ("GET", f"{ASSESSMENT}/report.pdf", reports.get_report_pdf),
    ("GET", f"{ASSESSMENT}/report.docx", reports.get_report_docx),
    ("GET", "/batches", batches.list_batches),
    ("POST", "/batches", batches.order_batch),
    ("GET", BATCH, batches.get_batch),
    ("POST", f"{BATCH}/pause", batches.pause_batch),
    ("POST", f"{BATCH}/resume", batches.resume_batch),
    ("POST", f"{BATCH}/cancel", batches.cancel_batch),
    ("POST", f"{BATCH}/retry", batches.retry_batch),
    ("GET", f"{BATCH}/reports", batches.list_batch_reports),
    ("GET", f"{BATCH}/reports/<int(max={HIGHEST_ID}):position>", batches.get_batch_report),
    ("GET", f"{BATCH}/archive", batches.get_batch_archive),
    ("GET", "/exports/clients", exports.export_clients),
    ("GET", "/exports/answers", exports.export_answers),
    ("GET", "/exports/scores", exports.export_scores),
    ("GET", "/releases", releases.list_releases),
    ("GET", f"/releases/<campaign>/<int(max={HIGHEST_ID}):number>", releases.get_release),
)


def openapi() -> Response:
    """The document, for whoever wants to know; it tells nothing about anybody."""
    return Response(_openapi(_languages()), mimetype=JSON)


@cache
def _openapi(languages: tuple[str, ...]) -> str:
    return json.dumps(document.finished(languages), ensure_ascii=False, separators=(",", ":"))


def _languages() -> tuple[str, ...]:
    return tuple(current_app.config["WAYMARK"].languages)


def guide() -> str:
    """The document for people."""
    return render_template("api/guide.html", document=document.finished(_languages()))


for method, address, view in OPERATIONS:
    bp.add_url_rule(address, view.__name__, view, methods=[method])
bp.add_url_rule("", "guide", guide)
bp.add_url_rule("/openapi.json", "openapi", openapi)
# A key comes in a header that no other site can make a browser send, and no cookie counts.
csrf.exempt(bp)


def _asking() -> str:
    """Whose requests are counted together: those of one key; without one, of one visitor."""
    token = visitor.bearer()
    return f"key {digest(token)}" if token else network()


limiter.limit(lambda: current_app.config["WAYMARK"].rate_limit_key, key_func=_asking)(bp)

bp.register_error_handler(HTTPException, problems.answer)
for gone in (NoSuchAssessmentError, NoSuchClientError):
    bp.register_error_handler(gone, lambda _error: problems.answer(NotFound()))
