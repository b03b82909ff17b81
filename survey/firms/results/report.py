"""The report of one assessment: its submission, planned for as the firm decided, in the visitor's language."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import get_locale

from reports.firm import FirmReport, House, Previous, build
from reports.firm.house import advised, at_house
from reports.firm.record import Compared, record_of, written
from scoring.instrument import Instrument
from scoring.progress import progress
from scoring.roadmap import Roadmap, plan
from survey import comparing, visitor
from survey.languages import translations
from survey.storage import assessments, houses
from survey.storage.assessments import Assessment, Submission
from survey.storage.plans import Means


def roadmap_of(
    assessment: Assessment,
    submission: Submission,
    *,
    house: House | None = None,
    exact: bool = False,
    for_others: bool = False,
) -> Roadmap:
    """The plan within the time and money that the firm sets, around what it marked; its notes are for it alone.

    ``house``: how it is handed out, where that was looked up already. ``exact``: with the cheapest way to the next
    level, for where that is told. ``for_others``: as a reader sees it, whoever asks.
    """
    house = house or houses.house_of(assessment)
    choices = advised(assessment.choices, house, houses.advice_of(assessment))
    if for_others or not assessment.may_change:
        choices = replace(choices, comments={})
    return plan(at_house(submission.table, house), submission.scores, choices=choices, exact=exact)


def instrument_of(assessment: Assessment, submission: Submission) -> Instrument:
    """What was answered, with the actions as they are planned with for this firm."""
    return at_house(submission.table, houses.house_of(assessment)).instrument


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
    house = _handed(assessment, for_others=for_others)
    roadmap = roadmap_of(assessment, submission, house=house, exact=True, for_others=for_others)
    before = _before(assessment, submission)
    previous = _previous(assessment, submission, before, for_others=for_others)
    return _built(assessment, submission, roadmap, house, previous, address)


def report_with_record(assessment: Assessment, submission: Submission) -> tuple[FirmReport, bytes]:
    """The report for the firm itself, and all that it was made from, to be attached to it."""
    house, before = _handed(assessment), _before(assessment, submission)
    roadmap = roadmap_of(assessment, submission, house=house, exact=True)
    previous = _previous(assessment, submission, before)
    compared = compared_of(assessment, submission)
    record = record_of(
        at_house(submission.table, house),
        submission.scores,
        roadmap,
        exact=True,
        previous=previous,
        before=before.table if before else None,
        compared=replace(compared.checksums, among=compared.among(assessment.taking_part)) if compared else Compared(),
        house=house,
        advice=houses.advice_of(assessment),
        locale=get_locale(),
        date=submission.submitted_at.date(),
        scorer=submission.scorer_version,
    )
    return _built(assessment, submission, roadmap, house, previous), written(record)


def compared_of(assessment: Assessment, submission: Submission) -> comparing.Compared | None:
    """What the firm is compared with."""
    campaign_id = assessment.calling.id if assessment.calling else None
    return comparing.compared_with(submission.table.instrument, campaign_id)


def _handed(assessment: Assessment, *, for_others: bool = False) -> House:
    """How it is handed out; the covering letter is for the firm itself, and not for whom it passes the report on to."""
    house = houses.house_of(assessment)
    return replace(house, letter="") if for_others or not assessment.may_change else house


def _built(  # noqa: PLR0913, PLR0917 - all that differs between those who ask
    assessment: Assessment,
    submission: Submission,
    roadmap: Roadmap,
    house: House,
    previous: Previous | None,
    address: str = "",
) -> FirmReport:
    locale, compared = get_locale(), compared_of(assessment, submission)
    return build(
        at_house(submission.table, house),
        submission.scores,
        roadmap,
        previous=previous,
        release=compared.releases if compared else None,
        segments=compared.segments if compared else None,
        among=compared.among(assessment.taking_part) if compared else {},
        house=house,
        advice=houses.advice_of(assessment),
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
