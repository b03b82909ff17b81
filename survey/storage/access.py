"""Access: private links to an assessment, and the browsers that may see it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.database import insert, reading, writing
from survey.storage.models import AssessmentRow, LinkRow, RightRow, now


class NoSuchAssessmentError(LookupError):
    """It was deleted, perhaps a moment ago on another device."""


@dataclass(frozen=True)
class Link:
    """An active private link; its token is shown once and kept only as a hash."""

    id: int
    created_at: datetime
    last_used_at: datetime | None


def new_browser() -> str:
    """A secret for a browser's cookie."""
    return _new_token()


def make_link(public_id: str) -> str:
    """The token of a new private link. Raises ``NoSuchAssessmentError``."""
    token = _new_token()
    with writing() as session:
        session.add(LinkRow(assessment_id=locked(session, public_id).id, token_hash=digest(token)))
    return token


def links(public_id: str) -> list[Link]:
    """The active links, oldest first."""
    query = (
        sa.select(LinkRow)
        .join(AssessmentRow, AssessmentRow.id == LinkRow.assessment_id)
        .where(AssessmentRow.public_id == public_id, LinkRow.revoked_at.is_(None))
        .order_by(LinkRow.created_at, LinkRow.id)
    )
    with reading() as session:
        return [Link(row.id, row.created_at, row.last_used_at) for row in session.scalars(query)]


def revoke(public_id: str, link_id: int) -> None:
    """End a link and every right obtained through it."""
    with writing() as session:
        assessment = locked(session, public_id)
        link = session.scalar(sa.select(LinkRow).filter_by(id=link_id, assessment_id=assessment.id, revoked_at=None))
        if link:
            link.revoked_at = now()
            session.execute(sa.delete(RightRow).filter_by(link_id=link.id))


def open_link(token: str) -> bool:
    """Whether the link leads anywhere."""
    with reading() as session:
        return session.scalar(_live_link(token)) is not None


def exchange(token: str, browser: str) -> str | None:
    """Give the browser the right to the link's assessment; its public id, or None for a dead link."""
    with writing() as session:
        owner = sa.select(LinkRow.assessment_id).filter_by(token_hash=digest(token)).scalar_subquery()
        assessment = session.scalar(sa.select(AssessmentRow).where(AssessmentRow.id == owner).with_for_update())
        # Looked up only once the assessment is held, as `revoke` and `delete` hold it: the link cannot end meanwhile.
        link = session.scalar(_live_link(token))
        if assessment is None or link is None:
            return None
        link.last_used_at = now()
        grant(session, assessment.id, browser, link.id)
        return assessment.public_id


def forget(public_id: str, browser: str) -> None:
    """This browser gives up its right; other devices keep theirs."""
    owner = sa.select(AssessmentRow.id).filter_by(public_id=public_id).scalar_subquery()
    mine = sa.delete(RightRow).where(RightRow.browser_hash == digest(browser), RightRow.assessment_id == owner)
    with writing() as session:
        session.execute(mine)


def grant(session: Session, assessment_id: int, browser: str, link_id: int | None) -> None:
    """Let the browser see the assessment, through the link or (None) because it started it."""
    values = {"browser_hash": digest(browser), "assessment_id": assessment_id, "link_id": link_id}
    session.execute(insert(RightRow).values(**values, created_at=now()).on_conflict_do_nothing())


def rights_of(browser: str) -> sa.Select[int]:
    """The ids of the assessments that this browser may see."""
    return sa.select(RightRow.assessment_id).filter_by(browser_hash=digest(browser))


def locked(session: Session, public_id: str) -> AssessmentRow:
    """The assessment, held until the transaction ends. Raises ``NoSuchAssessmentError``."""
    row = session.scalar(sa.select(AssessmentRow).filter_by(public_id=public_id).with_for_update())
    if row is None:
        raise NoSuchAssessmentError
    return row


def digest(token: str) -> str:
    """What is stored of a token (see ``LinkRow``)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _live_link(token: str) -> sa.Select[LinkRow]:
    return sa.select(LinkRow).filter_by(token_hash=digest(token), revoked_at=None)
