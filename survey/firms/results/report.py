"""The report of one assessment: its submission, planned for as the firm decided, in the visitor's language."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import get_locale

from reports.firm import FirmReport, Previous, build
from reports.firm.record import Compared, record_of, written
from scoring.progress import progress
from scoring.roadmap import Roadmap, plan
from survey import comparing, visitor
from survey.languages import translations
from survey.storage import assessments
from survey.storage.assessments import Assessment, Submission
from survey.storage.plans import Means


def roadmap_of(
    assessment: Assessment, submission: Submission, *, exact: bool = False, for_others: bool = False
) -> Roadmap:
    """The plan within the time and money that the firm sets, around what it marked; its notes are for it alone.

    ``exact``: with the cheapest way to the next level, for where that is told. ``for_others``: as a reader sees it,
    whoever asks.
    """
    choices = assessment.choices
    if for_others or not assessment.may_change:
        choices = replace(choices, comments={})
    return plan(submission.table, submission.scores, choices=choices, exact=exact)


def means_of(assessment: Assessment) -> Means:
    """The time and money that the firm set itself."""
    choices = assessment.choices
    return Means(choices.days_per_month, choices.budget, choices.priority)


def report_of(
    assessment: Assessment, submission: Submission, *, for_others: bool = False, address: str = ""
) -> FirmReport:
    """The report of the answers and scores as they were frozen, dated the day they were.

    ``for_others``: what may be passed on, without the firm's notes. ``address``: to be printed on it.
    """
    roadmap = roadmap_of(assessment, submission, exact=True, for_others=for_others)
    before = _before(assessment, submission)
    previous = _previous(assessment, submission, before, for_others=for_others)
    return _built(submission, roadmap, previous, address)


def report_with_record(assessment: Assessment, submission: Submission) -> tuple[FirmReport, bytes]:
    """The report for the firm itself, and all that it was made from, to be attached to it."""
    before, roadmap = _before(assessment, submission), roadmap_of(assessment, submission, exact=True)
    previous = _previous(assessment, submission, before)
    compared = comparing.compared_with(submission.table.instrument)
    record = record_of(
        submission.table,
        submission.scores,
        roadmap,
        exact=True,
        previous=previous,
        before=before.table if before else None,
        compared=compared.checksums if compared else Compared(),
        locale=get_locale(),
        date=submission.submitted_at.date(),
        scorer=submission.scorer_version,
    )
    return _built(submission, roadmap, previous), written(record)


def _built(submission: Submission, roadmap: Roadmap, previous: Previous | None, address: str = "") -> FirmReport:
    locale, compared = get_locale(), comparing.compared_with(submission.table.instrument)
    return build(
        submission.table,
        submission.scores,
        roadmap,
        previous=previous,
        release=compared.release if compared else None,
        segments=compared.segments if compared else None,
        address=address,
        locale=locale,
        translations=translations(locale),
        date=submission.submitted_at.date(),
    )


def _before(assessment: Assessment, submission: Submission) -> Submission | None:
    """The stage before, where there is one that measured the same."""
    before = assessments.submission(assessment.previous) if assessment.previous else None
    if before is None or before.scores.instrument.content_hash != submission.scores.instrument.content_hash:
        return None
    return before


def _previous(
    assessment: Assessment, submission: Submission, before: Submission | None, *, for_others: bool = False
) -> Previous | None:
    """``for_others``: without what was marked at the stage before, to which a reader has no right."""
    if before is None:
        return None
    expected = {} if for_others else _marked_as_done(assessment.previous, before)
    return Previous(
        progress=progress(before.scores, submission.scores),
        date=before.submitted_at.date(),
        stage=str(before.table.profile["stage"].iloc[0]),
        done=tuple(expected),
        expected=expected,
    )


def _marked_as_done(public_id: str | None, submission: Submission) -> dict[str, float]:
    """The actions that an owner marked as done after that stage, and the points that each was said to bring.

    A reader's right ends at the one stage that was opened to it, and so do the marks that it is told of.
    """
    assessment = visitor.changes(public_id) if public_id else None
    if assessment is None or "done" not in assessment.choices.marks.values():
        return {}
    return {out.action: out.gain for out in roadmap_of(assessment, submission).left_out if out.kind == "done"}
