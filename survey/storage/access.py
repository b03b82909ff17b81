"""Access: private links to an assessment, and the browsers that may see it.

The owner's right to one stage is a right to all stages of the series; a reader's and a colleague's hold for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.database import insert, reading, writing
from survey.storage.models import AssessmentRow, ClientRow, LinkRow, OrganisationRow, RightRow, now
from survey.storage.tokens import digest, new_token
from survey.storage.values import AlreadySubmitted, LinkKind

RIGHTS = (
    sa.select(
        RightRow.assessment_id,
        RightRow.link_id,
        AssessmentRow.series,
        sa.func.coalesce(LinkRow.kind, "owner").label("role"),
    )
    .join(AssessmentRow, AssessmentRow.id == RightRow.assessment_id)
    .outerjoin(LinkRow, LinkRow.id == RightRow.link_id)
    .where(RightRow.browser_hash == sa.bindparam("browser"))
    .subquery("rights")
)
"""A row for each right of a browser, whose ``digest`` is given as the parameter ``browser``."""


class NoSuchAssessmentError(LookupError):
    """It was deleted, perhaps a moment ago on another device."""


@dataclass(frozen=True)
class Link:
    """An active private link; its token is shown once and kept only as a hash.

    ``name``: for whom it was made. ``pages``: what a colleague is asked to answer.
    """

    id: int
    kind: LinkKind
    name: str
    pages: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class Opened:
    """Where a link leads, and what it makes of the browser that takes it.

    ``organisation``: name of the one whose client the firm is, which sees the assessment; "" for none.
    """

    public_id: str
    kind: LinkKind
    organisation: str = ""


def new_browser() -> str:
    """A secret for a browser's cookie."""
    return new_token()


def make_link(public_id: str, kind: LinkKind = "owner", name: str = "", pages: Sequence[str] = ()) -> str:
    """The token of a new private link. Raises ``NoSuchAssessmentError``."""
    with writing() as session:
        return add_link(session, locked(session, public_id), kind, name, pages)[1]


def links(public_id: str) -> list[Link]:
    """The active links that open this assessment, the owner's links to its other stages included; oldest first."""
    query = (
        sa.select(LinkRow)
        .join(AssessmentRow, AssessmentRow.id == LinkRow.assessment_id)
        .where(_opens(public_id), LinkRow.revoked_at.is_(None))
        .order_by(LinkRow.created_at, LinkRow.id)
    )
    with reading() as session:
        return [
            Link(row.id, row.kind, row.name, tuple(row.pages), row.created_at, row.last_used_at)
            for row in session.scalars(query)
        ]


def revoke(public_id: str, link_id: int) -> None:
    """End a link that opens this assessment, and every right obtained through it. What came by it stays."""
    with writing() as session:
        # Its own assessment is held, as `exchange` and `delete` hold it, whichever stage it was ended from.
        query = sa.select(AssessmentRow.id).join(LinkRow, LinkRow.assessment_id == AssessmentRow.id)
        session.execute(query.where(LinkRow.id == link_id, _opens(public_id)).with_for_update(of=AssessmentRow))
        link = session.scalar(
            sa.select(LinkRow)
            .join(AssessmentRow, AssessmentRow.id == LinkRow.assessment_id)
            .where(LinkRow.id == link_id, LinkRow.revoked_at.is_(None), _opens(public_id))
        )
        if link:
            end(session, link)


def open_link(token: str) -> Opened | None:
    """Where the link leads, without taking it; None for a dead one."""
    query = (
        sa.select(AssessmentRow.public_id, LinkRow.kind, OrganisationRow.name)
        .join(LinkRow, LinkRow.assessment_id == AssessmentRow.id)
        .outerjoin(ClientRow, ClientRow.id == AssessmentRow.client_id)
        .outerjoin(OrganisationRow, OrganisationRow.id == ClientRow.organisation_id)
    )
    with reading() as session:
        found = session.execute(query.where(*_live(token))).one_or_none()
        return Opened(found.public_id, found.kind, found.name or "") if found else None


def exchange(token: str, browser: str) -> Opened | None:
    """Give the browser the right to the link's assessment; None for a dead link."""
    with writing() as session:
        owner = sa.select(LinkRow.assessment_id).filter_by(token_hash=digest(token)).scalar_subquery()
        assessment = session.scalar(sa.select(AssessmentRow).where(AssessmentRow.id == owner).with_for_update())
        # Looked up only once the assessment is held, as `revoke` and `delete` hold it: the link cannot end meanwhile.
        link = session.scalar(sa.select(LinkRow).where(*_live(token)))
        if assessment is None or link is None:
            return None
        link.last_used_at = now()
        grant(session, assessment.id, browser, link.id)
        return Opened(assessment.public_id, link.kind)


def forget(public_id: str, browser: str) -> None:
    """This browser gives up its rights to every stage; other devices keep theirs."""
    stages = sa.select(AssessmentRow.id).where(AssessmentRow.series == series_of(public_id))
    mine = sa.delete(RightRow).where(RightRow.browser_hash == digest(browser), RightRow.assessment_id.in_(stages))
    with writing() as session:
        session.execute(mine)


def stop_sharing(public_id: str) -> None:
    """The organisation whose client the firm is no longer sees what the firm answered itself, at any stage.

    What its advisers entered stays theirs as well: it was told to them. What the firm writes from now on is its own.
    Their advice to what is the firm's alone goes: nobody would answer for it. So do the reports of it that batches
    hold, and those of a stage after it, which tell what it was before.
    """
    from survey.storage.batches import forgetting  # noqa: PLC0415 - batches ask this module who may see what

    every = AssessmentRow.series == series_of(public_id)
    own = sa.select(AssessmentRow.id).where(every, AssessmentRow.source == "self")
    with writing() as session:
        session.execute(sa.select(AssessmentRow.id).where(every).order_by(AssessmentRow.id).with_for_update())
        tell = sa.or_(AssessmentRow.source == "self", AssessmentRow.previous_id.in_(own))
        reports = forgetting.drop_reports(session, sa.select(AssessmentRow.id).where(every, tell))
        session.execute(sa.update(AssessmentRow).where(every).values(unshared_at=now()))
        session.execute(sa.update(AssessmentRow).where(every, AssessmentRow.source == "self").values(**parted()))
        # An invitation that nobody took may still be in the organisation's hands, and would open everything.
        stages = sa.select(AssessmentRow.id).where(AssessmentRow.series == series_of(public_id))
        untaken = LinkRow.assessment_id.in_(stages) & LinkRow.invitation & LinkRow.last_used_at.is_(None)
        session.execute(sa.update(LinkRow).where(untaken, LinkRow.revoked_at.is_(None)).values(revoked_at=now()))
    forgetting.wipe(reports)


def keep_from_advisers(row: AssessmentRow) -> None:
    """What the firm itself writes into a stage that is held is not for those whom it ended sharing with."""
    if row.unshared_at is not None and row.client_id is not None:
        row.seen_by = _seer(row.client_id)
        row.client_id, row.advice = None, {}
        row.advice_revision += 1


def parted() -> dict[str, Any]:
    """What to set where assessments leave their client: whose words another organisation must not find as its own."""
    gone: dict[str, Any] = {"client_id": None, "advice": {}, "advice_revision": AssessmentRow.advice_revision + 1}
    return gone | {"seen_by": _seer(AssessmentRow.client_id)}


def _seer(client_id: Any) -> Any:
    """The organisation of a client."""
    return sa.select(ClientRow.organisation_id).where(ClientRow.id == client_id).scalar_subquery()


def add_link(
    session: Session, assessment: AssessmentRow, kind: LinkKind, name: str, pages: Sequence[str]
) -> tuple[LinkRow, str]:
    """``make_link`` for an assessment that is held: the row, and the token of which it keeps only the hash."""
    token = new_token()
    link = LinkRow(assessment_id=assessment.id, token_hash=digest(token), kind=kind, name=name, pages=list(pages))
    session.add(link)
    return link, token


def end(session: Session, link: LinkRow) -> None:
    """``revoke`` for a link whose assessment is held."""
    link.revoked_at = link.revoked_at or now()
    session.execute(sa.delete(RightRow).filter_by(link_id=link.id))


def grant(session: Session, assessment_id: int, browser: str, link_id: int | None) -> None:
    """Let the browser see the assessment, through the link or (None) because it started it."""
    values = {"browser_hash": digest(browser), "assessment_id": assessment_id, "link_id": link_id}
    session.execute(insert(RightRow).values(**values, created_at=now()).on_conflict_do_nothing())


def locked(session: Session, public_id: str) -> AssessmentRow:
    """The assessment, held until the transaction ends. Raises ``NoSuchAssessmentError``."""
    row = session.scalar(sa.select(AssessmentRow).filter_by(public_id=public_id).with_for_update())
    if row is None:
        raise NoSuchAssessmentError
    return row


def locked_open(session: Session, public_id: str) -> AssessmentRow:
    """The same, for a change of what is handed in. Raises ``AlreadySubmitted`` and ``NoSuchAssessmentError``."""
    row = locked(session, public_id)
    if row.status != "open":
        raise AlreadySubmitted
    return row


def series_of(public_id: str) -> sa.ScalarSelect[str]:
    return sa.select(AssessmentRow.series).filter_by(public_id=public_id).scalar_subquery()


def _live(token: str) -> tuple[sa.ColumnElement[bool], ...]:
    return LinkRow.token_hash == digest(token), LinkRow.revoked_at.is_(None)


def _opens(public_id: str) -> sa.ColumnElement[bool]:
    """Whether a link, joined with its assessment, opens the one of this public id."""
    by_series = (LinkRow.kind == "owner") & (AssessmentRow.series == series_of(public_id))
    return (AssessmentRow.public_id == public_id) | by_series
