"""The outbox: letters with a private link that wait for the worker. The link is made only when its letter is sent.

So no token is stored, and a letter that cannot be sent leaves no link behind that works.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage import access, jobs
from survey.storage.database import writing
from survey.storage.jobs import Job
from survey.storage.models import JobRow, LinkRow
from survey.storage.tokens import digest
from survey.storage.values import LinkKind

KIND = "mail"
ACCOUNT_KIND = "account mail"

AccountLetterKind = Literal["invitation", "set", "confirm", "address", "password_changed", "address_changed"]


@dataclass(frozen=True)
class Letter:
    """A link to be made and sent: to which assessment, to whom, in which language; its kind, name and pages.

    ``by``: the organisation that invites its client by it, "" for a link that the firm itself sends.
    """

    assessment: str
    address: str
    language: str
    kind: LinkKind
    name: str
    pages: list[str]
    by: str = ""


@dataclass(frozen=True)
class AccountLetter:
    """A letter to a person with an account, or to one who is asked to have one.

    ``about``: the id of the account, or of the invitation; one there is not is written to by nobody.
    """

    kind: AccountLetterKind
    about: int
    address: str
    language: str


@dataclass(frozen=True)
class FreshLink:
    """A link made for a letter; nobody but the letter knows its token."""

    id: int
    token: str


def order(letter: Letter, page: str) -> None:
    """Put the letter into the outbox, once for the drawing of the page that it is ordered from.

    ``page``: what only that drawing has and nobody can guess, such as its token; otherwise the address could be found
    out from the key, which stays with the job after its payload is gone.
    """
    with writing() as session:
        put(session, letter, page)


def put(session: Session, letter: Letter, page: str) -> None:
    """``order`` within a transaction."""
    said = json.dumps([page, asdict(letter)])
    jobs.put(session, KIND, asdict(letter), key=f"{KIND} {digest(said)}")


def order_for_account(letter: AccountLetter, page: str) -> None:
    """The same, for a letter of an account."""
    said = json.dumps([page, asdict(letter)])
    jobs.order(ACCOUNT_KIND, asdict(letter), key=f"{ACCOUNT_KIND} {digest(said)}")


def account_letter_of(job: Job) -> AccountLetter:
    return AccountLetter(**{name: job.payload[name] for name in AccountLetter.__dataclass_fields__})


def letter_of(job: Job) -> Letter:
    return Letter(**{name: job.payload[name] for name in Letter.__dataclass_fields__ if name in job.payload})


def fresh_link(job: Job) -> FreshLink | None:
    """A new link for the job's letter, in place of the one that an earlier attempt made.

    None where there is nothing to send: the assessment was deleted, another worker has the job, or the earlier link
    has been used, so that the letter did arrive although its server hung up before it said so.
    """
    letter = letter_of(job)
    with writing() as session:
        try:
            assessment = access.locked(session, letter.assessment)
        except access.NoSuchAssessmentError:
            return None
        row = session.scalar(sa.select(JobRow).filter_by(id=job.id, lease_token=job.lease))
        earlier = session.get(LinkRow, row.payload.get("link", 0)) if row else None
        if row is None or (earlier and earlier.last_used_at):
            return None
        if earlier:
            access.end(session, earlier)
        link, token = access.add_link(session, assessment, letter.kind, letter.name, letter.pages)
        link.invitation = bool(letter.by)
        session.flush()
        row.payload = {**row.payload, "link": link.id}
        return FreshLink(link.id, token)


def drop(session: Session, assessments: Collection[str]) -> None:
    """Take the letters of these assessments out of the outbox: they hold the address of a person."""
    about = JobRow.payload["assessment"].as_string()
    session.execute(sa.delete(JobRow).where(JobRow.kind == KIND, about.in_(assessments)))
