"""The report of one assessment as a file: the same bytes that its page hands out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from flask import Response
from flask_babel import force_locale, get_locale
from pydantic import Field

from reports import firm
from survey import visitor
from survey.api.document import File
from survey.api.operations import operation
from survey.api.reading import check_language, conflict
from survey.api.words import Given, Language
from survey.firms.results import export
from survey.firms.results.report import report_of, report_with_record
from survey.sending import DOCX, PDF, attachment
from survey.storage import assessments
from survey.storage.assessments import Assessment, Submission
from survey.storage.keys import Program


class EditableAsked(Given):
    """In which language."""

    language: Language | None = Field(None, description="Such as en_GB; by default as Accept-Language says.")


class ReportAsked(EditableAsked):
    """In which language, on which paper, for whom."""

    paper: Literal["A4", "Letter"] = Field("A4", description="On which it is to be printed.")
    audience: Literal["us", "others"] | None = Field(
        None,
        alias="for",
        description="`us`: with notes, and with what it was made from attached. `others`: to pass on. By default what "
        "the page gives to the member whose key it is: `us` to an adviser, `others` to a viewer, who gets no other.",
    )


@operation("reports:read", tag="reports", query=ReportAsked, returns=File((PDF,)), refuses=(409,))
def get_report_pdf(program: Program, assessment_id: str, asked: ReportAsked) -> Response:
    """Get the report as PDF"""
    found = visitor.programs_assessment(program, assessment_id)
    for_us = found.may_change and asked.audience != "others"

    def made(submission: Submission) -> bytes:
        if for_us:
            report, record = report_with_record(found, submission)
            return firm.render(report, paper=asked.paper, record=record)
        return firm.render(report_of(found, submission, for_others=True), paper=asked.paper)

    return _file(found, asked.language, made, PDF, "pdf")


@operation("reports:read", tag="reports", query=EditableAsked, returns=File((DOCX,)), refuses=(409,))
def get_report_docx(program: Program, assessment_id: str, asked: EditableAsked) -> Response:
    """Get the report to edit, as a Word document"""
    found = visitor.programs_assessment(program, assessment_id)
    return _file(found, asked.language, lambda submission: firm.editable(report_of(found, submission)), DOCX, "docx")


def _file(
    assessment: Assessment, language: str | None, make: Callable[[Submission], bytes], kind: str, ending: str
) -> Response:
    check_language(language, "query")
    with force_locale(language or str(get_locale())):
        # Asked for within: the wording of an instrument comes in the language of the moment.
        submission = assessments.submission(assessment.public_id)
        if submission is None:
            raise conflict("not_submitted", "Nothing was handed in yet, so there is no report.")
        content = make(submission)
    return attachment(content, kind, export.file_name(assessment, ending))
