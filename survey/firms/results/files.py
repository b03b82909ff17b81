"""What a firm takes along: its report as PDF, its plan as a sheet and a calendar, and everything it told us."""

from __future__ import annotations

import io

from flask import Response, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from reports.firm import render
from survey.firms import browser
from survey.firms.results import export
from survey.firms.results.report import report_of
from survey.storage import assessments
from survey.storage.assessments import Assessment


def pdf(public_id: str) -> ResponseReturnValue:
    assessment = browser.own(public_id)
    submission = assessments.submission(public_id)
    if submission is None:
        return redirect(url_for("firms.review", public_id=public_id))
    report = report_of(assessment, submission)
    return _download(render(report), "application/pdf", assessment, "pdf")


def answers_json(public_id: str) -> Response:
    assessment = browser.own(public_id)
    return _download(export.as_json(assessment), "application/json", assessment, "json")


def answers_csv(public_id: str) -> Response:
    assessment = browser.own(public_id)
    return _download(export.as_csv(assessment), "text/csv; charset=utf-8", assessment, "csv")


def _download(content: bytes, kind: str, assessment: Assessment, ending: str) -> Response:
    name = export.file_name(assessment, ending)
    return send_file(io.BytesIO(content), kind, as_attachment=True, download_name=name)
