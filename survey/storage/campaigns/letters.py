"""Letters to the firms that a campaign invites: each gets a new code when it is sent, since only digests are kept.

A letter goes to every firm with an address, whether it has begun or finished or not: the address is what the body
typed, which may be a mailbox of its own, and a letter that does not come would tell it what has become of a firm. Only
who asked for no reminders gets none, which nobody but the reader of that mailbox can ask for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage import jobs
from survey.storage.campaigns.codes import code_digest, is_code, new_code, no_code
from survey.storage.campaigns.finding import locked, numbered_in
from survey.storage.campaigns.inviting import STANDS
from survey.storage.campaigns.values import Campaign
from survey.storage.database import reading, writing
from survey.storage.jobs import Job
from survey.storage.models import CampaignInvitationRow, JobRow, now

KIND = "campaign mail"
MOST_AT_A_TIME = 2_000
PAUSE = timedelta(days=7)
"""Between two letters to a firm, except the first."""

LetterKind = Literal["invitation", "reminder"]

_ROW = CampaignInvitationRow
_WRITTEN_TO = STANDS & (_ROW.email != "")


@dataclass(frozen=True)
class Waiting:
    """How many firms have an address and no letter yet; how many reminders go to, whoever of them asked for none; from
    when on, None for now."""

    invitations: int
    reminders: int
    not_before: datetime | None


@dataclass(frozen=True)
class Letter:
    """A letter to be sent now, with the code that was made for it."""

    kind: LetterKind
    campaign: Campaign
    invitation_id: int
    address: str
    language: str
    code: str


class TooSoonError(Exception):
    """Firms were reminded within the last ``PAUSE``."""


def waiting(campaign_id: int) -> Waiting:
    mine = _ROW.campaign_id == campaign_id
    counts = [sa.func.count().filter(which) for which in (_unsent(), _remindable())]
    with reading() as session:
        found: Sequence[int] = session.execute(sa.select(*counts).where(mine)).one()
        return Waiting(found[0], found[1], _not_before(session, campaign_id))


def order_invitations(campaign_id: int, language: str) -> int:
    """Write to those that have an address and were not written to; how many that are, ``MOST_AT_A_TIME`` at most."""
    query = sa.select(_ROW).where(_ROW.campaign_id == campaign_id, _unsent()).order_by(_ROW.number)
    with writing() as session:
        locked(session, campaign_id)
        rows = session.scalars(query.limit(MOST_AT_A_TIME).with_for_update()).all()
        for row in rows:
            row.sent_at = now()
        _put(session, [row.id for row in rows], "invitation", language)
        return len(rows)


def order_reminders(campaign_id: int, language: str) -> int:
    """Remind all; how many they are, whoever of them asked for no reminders. Raises ``TooSoonError``."""
    with writing() as session:
        locked(session, campaign_id)
        if _not_before(session, campaign_id):
            raise TooSoonError
        mine = _ROW.campaign_id == campaign_id
        ids = session.scalars(sa.select(_ROW.id).where(mine, _remindable()).order_by(_ROW.number)).all()
        _put(session, ids, "reminder", language)
        session.execute(sa.update(_ROW).where(mine, _remindable()).values(reminded_at=now()))
        return len(ids)


def _unsent() -> sa.ColumnElement[bool]:
    return _WRITTEN_TO & _ROW.sent_at.is_(None)


def _remindable() -> sa.ColumnElement[bool]:
    """As the body knows it: who has an address and a code, and was not written to just now."""
    rested = sa.or_(_ROW.sent_at.is_(None), _ROW.sent_at < now() - PAUSE)
    return _WRITTEN_TO & _ROW.code_hash.not_like("-%") & rested


def _not_before(session: Session, campaign_id: int) -> datetime | None:
    """From when on firms may be reminded again; None for now."""
    last = session.scalar(sa.select(sa.func.max(_ROW.reminded_at)).where(_ROW.campaign_id == campaign_id))
    return last + PAUSE if last and last + PAUSE > now() else None


def _put(session: Session, invitations: Sequence[int], kind: LetterKind, language: str) -> None:
    jobs.put_all(session, KIND, [{"invitation": one, "kind": kind, "language": language} for one in invitations])


def fresh(job: Job) -> Letter | None:
    """What is to be sent for a job, with a new code in the place of the one before.

    None where there is nothing to send: the invitation was withdrawn, another worker has the job, or a firm has asked
    for no reminders.
    """
    about, kind = job.payload["invitation"], job.payload["kind"]
    with writing() as session:
        row = session.scalar(sa.select(_ROW).where(_ROW.id == about, _WRITTEN_TO).with_for_update())
        work = session.scalar(sa.select(JobRow).filter_by(id=job.id, lease_token=job.lease))
        campaign = numbered_in(session, row.campaign_id) if row else None
        unwanted = kind == "reminder" and row is not None and row.silent_at is not None
        if row is None or work is None or campaign is None or unwanted:
            return None
        code = new_code()
        work.payload = {"before": row.code_hash, **work.payload}
        row.code_hash = code_digest(code)
        return Letter(kind, campaign, row.id, row.email, job.payload["language"], code)


def not_delivered(job: Job, letter: Letter) -> None:
    """Let the code before work again, if nobody has made another one since."""
    with writing() as session:
        row = session.scalar(sa.select(_ROW).filter_by(id=letter.invitation_id).with_for_update())
        work = session.get(JobRow, job.id)
        if row is None or row.code_hash != code_digest(letter.code):
            return
        before = work.payload.get("before", "") if work else ""
        row.code_hash = before if before and is_code(before) else no_code()
        if letter.kind == "invitation":
            row.sent_at = None
