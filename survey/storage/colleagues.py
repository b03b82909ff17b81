"""Colleagues: who is invited to answer some pages, what each answered, and what the owner decides about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.answers import Answer
from survey.storage import revised
from survey.storage.access import RIGHTS, NoSuchAssessmentError, keep_from_advisers, locked_open
from survey.storage.answers import as_stored
from survey.storage.database import reading, writing
from survey.storage.models import AnswerRow, AssessmentRow, ContributionRow, LinkRow, now
from survey.storage.tokens import digest
from survey.storage.values import Conflict, StoredAnswer


@dataclass(frozen=True)
class Colleague:
    """An invitation as the browser that took it holds it."""

    link_id: int
    name: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Contribution:
    """A colleague's own answer to one question.

    ``waiting``: the firm says otherwise, or leaves it open again, and the owner has not decided. ``seen``: what
    ``decide`` is to be given, so that it is about the two answers that were shown.
    """

    link_id: int
    name: str
    value: Answer
    waiting: bool
    updated_at: datetime
    seen: int


def invited(public_id: str, browser: str) -> Colleague | None:
    """The invitation by which this browser may answer; the latest, if it took several."""
    query = (
        sa.select(LinkRow)
        .join(AssessmentRow, AssessmentRow.id == LinkRow.assessment_id)
        .join(RIGHTS, RIGHTS.c.link_id == LinkRow.id)
        .where(AssessmentRow.public_id == public_id, LinkRow.kind == "colleague")
        .order_by(LinkRow.id.desc())
        .limit(1)
    )
    with reading() as session:
        link = session.scalar(query, {"browser": digest(browser)})
        return Colleague(link.id, link.name, tuple(link.pages)) if link else None


def own_answers(public_id: str, link_id: int) -> dict[str, StoredAnswer]:
    """What this colleague answered, by question id; one that was cleared is there with the value None."""
    query = (
        sa.select(ContributionRow.question, ContributionRow.value, ContributionRow.revision, LinkRow.name)
        .join(AssessmentRow, AssessmentRow.id == ContributionRow.assessment_id)
        .join(LinkRow, LinkRow.id == ContributionRow.link_id)
        .where(AssessmentRow.public_id == public_id, ContributionRow.link_id == link_id)
    )
    with reading() as session:
        return {row.question: StoredAnswer(row.value, row.revision, row.name) for row in session.execute(query)}


def save_part(
    public_id: str, link_id: int, posted: Mapping[str, Answer | None], seen: Mapping[str, int]
) -> list[Conflict]:
    """Write a colleague's own answers in one transaction, by the rule for answers among the devices of one link.

    Where the firm has no answer, or has this colleague's, it becomes the firm's; otherwise it waits beside it for
    the owner to decide. Raises ``AlreadySubmitted``, and ``NoSuchAssessmentError`` also where the link has ended.
    """
    with writing() as session:
        assessment = locked_open(session, public_id)
        link = _live_link(session, assessment.id, link_id)
        keep_from_advisers(assessment)
        own = revised.rows_of(session, ContributionRow, posted, assessment_id=assessment.id, link_id=link.id)
        firms = revised.rows_of(session, AnswerRow, posted, assessment_id=assessment.id)
        conflicts = []
        for question, value in posted.items():
            row = own[question]
            if revised.conflicting(row, value, seen.get(question, 0)):
                conflicts.append(Conflict(question, StoredAnswer(row.value, row.revision, link.name), value))
            elif not revised.same(row.value, value):
                revised.write(session, row, value)
                _pass_on(session, row, firms[question])
        assessment.updated_at = now()
        return conflicts


def contributions(public_id: str) -> dict[str, list[Contribution]]:
    """The answers of all colleagues by question id, the earliest invited first; also of those whose link has ended."""
    query = (
        sa.select(ContributionRow, LinkRow.name, AnswerRow)
        .join(AssessmentRow, AssessmentRow.id == ContributionRow.assessment_id)
        .join(LinkRow, LinkRow.id == ContributionRow.link_id)
        .outerjoin(AnswerRow, _same_question())
        .where(AssessmentRow.public_id == public_id, ContributionRow.value.is_not(None))
        .order_by(ContributionRow.question, ContributionRow.link_id)
    )
    found: dict[str, list[Contribution]] = {}
    with reading() as session:
        for row, name, firms in session.execute(query):
            one = Contribution(row.link_id, name, row.value, _is_waiting(row, firms), row.updated_at, _seen(row, firms))
            found.setdefault(row.question, []).append(one)
    return found


def decide(public_id: str, question: str, link_id: int, take: bool, seen: int) -> Conflict | None:
    """Take a colleague's answer for the firm's, or leave the firm's as it is; either way nothing waits any more.

    ``seen``: of the ``Contribution`` that was shown. A Conflict, with the firm's answer and the colleague's of now,
    where either was changed since and they still differ; then nothing is written. Raises ``AlreadySubmitted``, and
    ``NoSuchAssessmentError`` also where there is no such answer.
    """
    with writing() as session:
        assessment = locked_open(session, public_id)
        key = {"assessment_id": assessment.id, "question": question}
        row = session.get(ContributionRow, key | {"link_id": link_id})
        if row is None:
            raise NoSuchAssessmentError
        firms = session.get(AnswerRow, key) or AnswerRow(**key, value=None, revision=0)
        if _seen(row, firms) != seen and not revised.same(row.value, firms.value):
            return Conflict(question, as_stored(session, firms), row.value)
        row.decided = row.revision
        if take and not revised.same(row.value, firms.value):
            _settle(session, key, firms.answered_by)
            firms.answered_by = link_id
            revised.write(session, firms, row.value)
        assessment.updated_at = now()
        return None


def _settle(session: Session, key: Mapping[str, Any], link_id: int | None) -> None:
    """The answer that has just been decided against does not ask to be decided about again."""
    row = session.get(ContributionRow, {**key, "link_id": link_id}) if link_id else None
    if row is not None:
        row.decided = row.revision


def _live_link(session: Session, assessment_id: int, link_id: int) -> LinkRow:
    link = session.scalar(sa.select(LinkRow).filter_by(id=link_id, assessment_id=assessment_id, kind="colleague"))
    if link is None or link.revoked_at is not None:
        raise NoSuchAssessmentError
    return link


def _pass_on(session: Session, row: ContributionRow, firms: AnswerRow) -> None:
    """A colleague's new answer becomes the firm's where it has none or has this colleague's."""
    if firms.value is None or firms.answered_by == row.link_id:
        firms.answered_by = row.link_id
        revised.write(session, firms, row.value)


def _same_question() -> sa.ColumnElement[bool]:
    return sa.and_(
        AnswerRow.assessment_id == ContributionRow.assessment_id, AnswerRow.question == ContributionRow.question
    )


def _is_waiting(row: ContributionRow, firms: AnswerRow | None) -> bool:
    """Whether the firm says something else, or leaves open by now what the colleague answered."""
    differs = firms is not None and not revised.same(firms.value, row.value)
    return differs and row.decided != row.revision


def _seen(row: ContributionRow, firms: AnswerRow | None) -> int:
    """One number that tells whether either answer was changed: both revisions only rise, and so does their sum."""
    return row.revision + (firms.revision if firms else 0)
