"""What a firm takes along: its report as PDF and to edit, its plan as sheet and calendar, and everything it told us."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

from flask import Response, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reports import firm
from reports.firm import FirmReport
from survey.firms import browser
from survey.firms.results import export
from survey.firms.results.report import report_of
from survey.storage import assessments

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf(public_id: str) -> ResponseReturnValue:
    return _made(public_id, firm.render, "application/pdf", "pdf")


def summary_pdf(public_id: str) -> ResponseReturnValue:
    """The two pages for whoever has little time."""
    return _made(public_id, partial(firm.render, extent="short"), "application/pdf", "pdf", _("summary"))


def docx(public_id: str) -> ResponseReturnValue:
    return _made(public_id, firm.editable, DOCX, "docx")


def plan_sheet(public_id: str) -> ResponseReturnValue:
    return _made(public_id, firm.plan_sheet, XLSX, "xlsx", _("plan"))


def plan_calendar(public_id: str) -> ResponseReturnValue:
    """Entries keep their ids from stage to stage, so that a calendar taken over again replaces them."""
    series = browser.reads(public_id).series
    return _made(public_id, partial(firm.plan_calendar, series=series), "text/calendar", "ics", _("plan"))


def answers_json(public_id: str) -> Response:
    assessment = browser.own(public_id)
    stages = export.stages(assessment, browser.secret())
    return _download(export.as_json(assessment, stages), "application/json", export.file_name(assessment, "json"))


def answers_csv(public_id: str) -> Response:
    assessment = browser.own(public_id)
    return _download(export.as_csv(assessment), "text/csv", export.file_name(assessment, "csv"))


def _made(
    public_id: str, make: Callable[[FirmReport], bytes], kind: str, ending: str, what: str = ""
) -> ResponseReturnValue:
    """A file made from the report, for owners and readers; before there are results, the page that says so."""
    assessment = browser.reads(public_id)
    submission = assessments.submission(public_id)
    if submission is None:
        return redirect(url_for("firms.results", public_id=public_id))
    content = make(report_of(assessment, submission))
    return _download(content, kind, export.file_name(assessment, ending, what))


def _download(content: bytes, kind: str, name: str) -> Response:
    return send_file(io.BytesIO(content), kind, as_attachment=True, download_name=name)
