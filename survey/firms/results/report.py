"""The report of one assessment: its submission, planned for as the firm decided, in the visitor's language."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import get_locale

from reports.firm import FirmReport, build
from scoring.roadmap import Roadmap, plan
from survey.languages import translations
from survey.storage.assessments import Assessment, Submission
from survey.storage.plans import Means


def roadmap_of(assessment: Assessment, submission: Submission) -> Roadmap:
    """The plan within the time and money that the firm sets, around what it marked; its notes are for it alone."""
    choices = assessment.choices
    if assessment.role != "owner":
        choices = replace(choices, comments={})
    return plan(submission.table, submission.scores, choices=choices)


def means_of(assessment: Assessment) -> Means:
    """The time and money that the firm set itself."""
    choices = assessment.choices
    return Means(choices.days_per_month, choices.budget, choices.priority)


def report_of(assessment: Assessment, submission: Submission, roadmap: Roadmap | None = None) -> FirmReport:
    """The report of the answers and scores as they were frozen, dated the day they were."""
    locale = get_locale()
    return build(
        submission.table,
        submission.scores,
        roadmap or roadmap_of(assessment, submission),
        locale=locale,
        translations=translations(locale),
        date=submission.submitted_at.date(),
    )
