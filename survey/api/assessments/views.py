"""Assessments as programs read them, and hand them in."""

from __future__ import annotations

from flask import url_for
from flask_babel import get_locale

from reports.firm.record import stated
from scoring.answers import AnswerError
from survey import instruments, visitor
from survey.api.assessments import models
from survey.api.assessments.models import Answers, Dimension, Level, NewAssessment, Scores, Stage, Stages
from survey.api.operations import Made, operation
from survey.api.problems import Fault, RefusedError
from survey.api.reading import MOST_FAULTS, conflict
from survey.api.words import four_decimals, level_id
from survey.consultants.clients.wording import by_reference
from survey.languages import translations
from survey.storage import assessments, client_answers, client_assessments
from survey.storage.assessments import Assessment, Submission
from survey.storage.client_answers import OtherStageError, StageOpenError
from survey.storage.keys import Program


@operation("assessments:read", tag="assessments", returns=Stages)
def list_assessments(program: Program, client_id: str) -> Stages:
    """List the assessments of a client

    The newest first, each with what it last reached."""
    found = client_assessments.of_client(visitor.programs_client(program, client_id).id)
    known = by_reference(stage.instrument for stage in found)
    items = [
        Stage(
            id=one.public_id,
            stage=one.stage,
            series=one.series,
            state=one.state,
            source=one.source,
            instrument=one.instrument,
            created_at=one.created_at,
            updated_at=one.updated_at,
            submitted_at=one.submitted_at,
            overall=four_decimals(one.overall),
            level=level_id(known[one.instrument], one.level),
        )
        for one in found
    ]
    return Stages(items=items)


@operation(
    "assessments:write", tag="assessments", body=NewAssessment, returns=models.Assessment, makes=True, refuses=(409,)
)
def add_assessment(program: Program, client_id: str, given: NewAssessment) -> Made:
    """Hand in the next assessment of a client

    All at once, as a sheet does it: scored, and not counted in anything that is published until the firm agrees. While
    an assessment of the client is open it is refused with 409, and so is a stage that is not the next one."""
    known = visitor.programs_client(program, client_id)
    try:
        public_id = client_answers.hand_in(
            known.id, instruments.current(), given.stage, given.instrument, given.answers, given.source
        )
    except StageOpenError:
        raise conflict(
            "assessment_open", "An assessment of this client is open. Hand it in or delete it first."
        ) from None
    except OtherStageError as other:
        detail = f"The next assessment of this client is {other.stage}, by {other.instrument}."
        raise conflict("stage", detail, "body", "stage") from None
    except AnswerError as error:
        raise _not_offered(error) from None
    address = url_for("api.get_assessment", assessment_id=public_id)
    return Made(_told(visitor.programs_assessment(program, public_id)), address)


@operation("assessments:read", tag="assessments", returns=models.Assessment)
def get_assessment(program: Program, assessment_id: str) -> models.Assessment:
    """Get an assessment with its scores"""
    return _told(visitor.programs_assessment(program, assessment_id))


@operation("answers:read", tag="assessments", returns=Answers)
def get_answers(program: Program, assessment_id: str) -> Answers:
    """Get the answers of an assessment

    As they were last handed in; before that, as far as they are."""
    found = visitor.programs_assessment(program, assessment_id)
    submission = assessments.submission(found.public_id)
    if submission:
        answers = dict(submission.answers)
    else:
        so_far = assessments.answers(found.public_id)
        answers = {name: one.value for name, one in so_far.items() if one.value is not None}
    return Answers(
        assessment=found.public_id, instrument=found.instrument, handed_in=submission is not None, answers=answers
    )


def _told(assessment: Assessment) -> models.Assessment:
    submission = assessments.submission(assessment.public_id)
    return models.Assessment(
        id=assessment.public_id,
        client=assessment.client or "",
        stage=assessment.stage,
        series=assessment.series,
        source=assessment.source,
        instrument=assessment.instrument,
        is_open=assessment.status == "open",
        created_at=assessment.created_at,
        updated_at=assessment.updated_at,
        submitted_at=assessment.submitted_at,
        previous=assessment.previous,
        following=assessment.following,
        scores=_scores(submission) if submission else None,
    )


def _scores(submission: Submission) -> Scores:
    scores, told = submission.scores, stated(submission.scores)
    titles = {level.id: level.title for level in scores.instrument.levels}
    ends = {name: getattr(scores, name)["overall"].iloc[0] for name in ("low", "high")}
    return Scores(
        overall=told.overall,
        level=Level(id=told.level, title=titles[told.level]) if told.level else None,
        dimensions=[
            Dimension(id=one.id, title=one.title, score=told.dimensions.get(one.id))
            for one in scores.instrument.dimensions
        ],
        answered=told.answered,
        **{name: None if value != value else four_decimals(value) for name, value in ends.items()},  # noqa: PLR0124 - NaN
        scorer_version=submission.scorer_version,
    )


def _not_offered(error: AnswerError) -> RefusedError:
    """What the instrument does not offer, each at its question."""
    words = translations(get_locale())
    faults = [Fault(loc=["body", "answers", one.place], msg=one.message.render(words)) for one in error.problems]
    return RefusedError(
        422, "invalid", "The instrument does not offer these answers; see errors.", faults[:MOST_FAULTS]
    )
