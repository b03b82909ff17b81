"""What a firm takes along: its report as PDF and to edit, its plan as sheet and calendar, and everything it told us."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reports import firm
from reports.firm import FirmReport
from survey import visitor
from survey.firms.results import export
from survey.firms.results.report import report_of, report_with_record
from survey.firms.sharing.making import link_on_paper
from survey.sending import CSV, DOCX, JSON, PDF, XLSX, attachment
from survey.storage import assessments
from survey.storage.assessments import Assessment, Submission


def pdf(public_id: str) -> ResponseReturnValue:
    """For the firm itself with what it was made from attached; for a reader, and ``?for=others``, without."""
    if visitor.reads(public_id).may_change and request.args.get("for") != "others":
        return _made(public_id, _for_us, PDF, "pdf")
    return _made(public_id, _for_others, PDF, "pdf", _("to pass on"))


def pdf_with_address(public_id: str) -> ResponseReturnValue:
    """What is passed on, with a new read-only link printed on it; nothing is made before there are results."""
    visitor.own(public_id)
    if assessments.submission(public_id) is None:
        return redirect(url_for("firms.results", public_id=public_id))
    address = link_on_paper(public_id)
    return _made(public_id, partial(_for_others, address=address), PDF, "pdf", _("to pass on"))


def _for_us(assessment: Assessment, submission: Submission) -> bytes:
    report, record = report_with_record(assessment, submission)
    return firm.render(report, record=record)


def _for_others(assessment: Assessment, submission: Submission, address: str = "") -> bytes:
    return firm.render(report_of(assessment, submission, for_others=True, address=address))


def summary_pdf(public_id: str) -> ResponseReturnValue:
    """The two pages for whoever has little time."""
    return _made(public_id, _of_report(partial(firm.render, extent="short")), PDF, "pdf", _("summary"))


def docx(public_id: str) -> ResponseReturnValue:
    return _made(public_id, _of_report(firm.editable), DOCX, "docx")


def plan_sheet(public_id: str) -> ResponseReturnValue:
    return _made(public_id, _of_report(firm.plan_sheet), XLSX, "xlsx", _("plan"))


def plan_calendar(public_id: str) -> ResponseReturnValue:
    """Entries keep their ids from stage to stage, so that a calendar taken over again replaces them."""
    series = visitor.reads(public_id).series
    return _made(public_id, _of_report(partial(firm.plan_calendar, series=series)), "text/calendar", "ics", _("plan"))


def answers_json(public_id: str) -> Response:
    assessment = visitor.works_on(public_id)
    stages = export.stages(assessment, visitor.changes)
    return attachment(export.as_json(assessment, stages), JSON, export.file_name(assessment, "json"))


def answers_csv(public_id: str) -> Response:
    assessment = visitor.works_on(public_id)
    return attachment(export.as_csv(assessment), CSV, export.file_name(assessment, "csv"))


Make = Callable[[Assessment, Submission], bytes]


def _of_report(make: Callable[[FirmReport], bytes]) -> Make:
    return lambda assessment, submission: make(report_of(assessment, submission))


def _made(public_id: str, make: Make, kind: str, ending: str, what: str = "") -> ResponseReturnValue:
    """A file made of what was handed in, for owners and readers; before there are results, the page that says so."""
    assessment = visitor.reads(public_id)
    submission = assessments.submission(public_id)
    if submission is None:
        return redirect(url_for("firms.results", public_id=public_id))
    content = make(assessment, submission)
    return attachment(content, kind, export.file_name(assessment, ending, what))
