"""Whom a campaign invites: a row for each firm, a code made for it when it is asked for, and who comes by one.

What became of an invitation nothing here tells to a body: its codes are made anew, withdrawn and listed alike, whether
a firm has begun by them or not.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from survey.storage.campaigns.codes import as_typed, code_digest, new_code, no_code
from survey.storage.campaigns.finding import locked
from survey.storage.database import executed, reading, writing
from survey.storage.models import AssessmentRow, CampaignInvitationRow, CampaignRow, now
from survey.storage.paging import Paged, within

MOST_AT_A_TIME = 5_000
MOST = 50_000
"""Firms that one campaign invites."""

PAGE = 50
MOST_WORDS = 8

State = Literal["all", "without", "coded", "sent", "withdrawn"]
STATES: tuple[State, ...] = ("all", "without", "coded", "sent", "withdrawn")

_ROW = CampaignInvitationRow
_HAS_CODE = _ROW.code_hash.not_like("-%")
STANDS = _ROW.withdrawn_at.is_(None)


@dataclass(frozen=True)
class Guest:
    """A firm to invite, as the body knows it; one of ``firm``, ``ref`` and ``email`` says which it is, or none does."""

    firm: str = ""
    ref: str = ""
    email: str = ""
    sector: str = ""
    size: str = ""


@dataclass(frozen=True)
class Line:
    """An invitation in the body's list. ``coded``: whether there is a code of it, not whether it was used."""

    id: int
    number: int
    guest: Guest
    coded: bool
    sent_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Coded:
    """A code, as it is told this once."""

    line: Line
    code: str


@dataclass(frozen=True)
class Listing(Paged):
    """A page of the list, and how many invitations there are in each state that fit the words asked for."""

    lines: tuple[Line, ...]
    states: dict[State, int]
    page: int
    total: int
    size: int = PAGE


@dataclass(frozen=True)
class Invited:
    """Who comes by a code. ``begun``: an assessment was begun by it, which the code never opens.

    Whether it was is told to nobody who only has the code: the body has all of them. See ``AlreadyBegun``.
    """

    campaign_id: int
    campaign: str
    invitation_id: int
    begun: bool
    firm: str
    sector: str
    size: str


class TooManyError(Exception):
    """A campaign invites no more firms than ``MOST``."""


def add(campaign_id: int, guests: Sequence[Guest]) -> int:
    """Invite these firms too, without a code as yet; how many. Raises ``TooManyError``."""
    with writing() as session:
        if locked(session, campaign_id) is None:
            return 0
        count, last = session.execute(
            sa.select(sa.func.count(), sa.func.max(_ROW.number)).where(_ROW.campaign_id == campaign_id)
        ).one()
        if count + len(guests) > MOST:
            raise TooManyError
        moment = now()
        rows = [
            {"campaign_id": campaign_id, "number": number, "code_hash": no_code(), "created_at": moment} | vars(guest)
            for number, guest in enumerate(guests, (last or 0) + 1)
        ]
        if rows:
            session.execute(sa.insert(_ROW), rows)
        return len(rows)


def invited_as(campaign_id: int) -> dict[str, int]:
    """The numbers of the invitations that stand, by ``ref …`` and ``email …`` in small letters."""
    query = sa.select(_ROW.number, _ROW.ref, _ROW.email).where(_ROW.campaign_id == campaign_id, STANDS)
    found: dict[str, int] = {}
    with reading() as session:
        for number, ref, email in session.execute(query):
            found |= dict.fromkeys(keys_of(ref, email), number)
    return found


def keys_of(ref: str, email: str) -> list[str]:
    """By what two invitations are of the same firm."""
    given = {"ref": ref, "email": email}
    return [f"{name} {value.casefold()}" for name, value in given.items() if value]


def listing(campaign_id: int, text: str = "", state: State = "all", page: int = 1) -> Listing:
    """A page of the invitations, by number."""
    mine = [_ROW.campaign_id == campaign_id, *_words(text)]
    counts = [sa.func.count().filter(which) for which in _STATES.values()]
    with reading() as session:
        states = dict(zip(STATES, session.execute(sa.select(*counts).where(*mine)).one(), strict=True))
        total = states[state]
        page = within(page, total, PAGE)
        query = sa.select(_ROW).where(*mine, _STATES[state]).order_by(_ROW.number)
        rows = session.scalars(query.limit(PAGE).offset((page - 1) * PAGE))
        return Listing(tuple(map(_line, rows)), states, page, total)


_STATES: dict[State, sa.ColumnElement[bool]] = {
    "all": STANDS,
    "without": STANDS & ~_HAS_CODE,
    "coded": STANDS & _HAS_CODE,
    "sent": STANDS & _ROW.sent_at.is_not(None),
    "withdrawn": _ROW.withdrawn_at.is_not(None),
}


def make_codes(campaign_id: int, chosen: Collection[int] | None = None) -> list[Coded]:
    """New codes for the chosen invitations, or for all that have none yet; those before them open nothing any more.

    By whatever code: an assessment that was begun by an invitation stays the only one. At most ``MOST_AT_A_TIME``.
    """
    which = ~_HAS_CODE if chosen is None else _ROW.id.in_(list(chosen)[:MOST_AT_A_TIME])
    query = sa.select(_ROW).where(_ROW.campaign_id == campaign_id, STANDS, which).order_by(_ROW.number)
    with writing() as session:
        locked(session, campaign_id)
        rows = session.scalars(query.limit(MOST_AT_A_TIME).with_for_update()).all()
        made = {row.id: new_code() for row in rows}
        for row in rows:
            row.code_hash = code_digest(made[row.id])
        session.flush()
        return [Coded(_line(row), made[row.id]) for row in rows]


def all_ids(campaign_id: int, text: str = "", state: State = "all") -> list[int]:
    """The invitations that the list shows, on all its pages."""
    query = sa.select(_ROW.id).where(_ROW.campaign_id == campaign_id, STANDS, *_words(text), _STATES[state])
    with reading() as session:
        return list(session.scalars(query.order_by(_ROW.number).limit(MOST_AT_A_TIME)))


def withdraw(campaign_id: int, chosen: Collection[int]) -> int:
    """Let the codes of these open nothing any more, and write to them no more; how many.

    What was begun by one stays with its firm, and in the campaign: who is withdrawn must not tell who has answered. So
    does the address: by it a firm counts once, and one that was another firm from now on would make figures be computed
    anew of which too few firms changed.
    """
    mine = sa.select(_ROW).where(_ROW.campaign_id == campaign_id, STANDS, _ROW.id.in_(list(chosen)[:MOST_AT_A_TIME]))
    with writing() as session:
        rows = session.scalars(mine.with_for_update()).all()
        for row in rows:
            row.withdrawn_at, row.code_hash = now(), no_code()
        return len(rows)


def opened(code: str) -> Invited | None:
    """Who was invited by this code, in whatever way it was typed; None for one that is unknown, void or withdrawn."""
    typed = as_typed(code)
    if not typed:
        return None
    begun = sa.exists().where(AssessmentRow.invitation_id == _ROW.id)
    query = sa.select(_ROW, CampaignRow.public_id, begun).join(CampaignRow, CampaignRow.id == _ROW.campaign_id)
    with reading() as session:
        found = session.execute(query.where(_ROW.code_hash == code_digest(typed), STANDS)).one_or_none()
        if found is None:
            return None
        row, public_id, has_begun = found
        return Invited(row.campaign_id, public_id, row.id, bool(has_begun), row.firm, row.sector, row.size)


def silence(invitation_id: int) -> bool:
    """Send this firm no more reminders; whether there is such an invitation."""
    with writing() as session:
        return executed(session, sa.update(_ROW).filter_by(id=invitation_id).values(silent_at=now())) == 1


def _words(text: str) -> list[sa.ColumnElement[bool]]:
    """Every word is in the name, the reference or the address, or is the number."""
    return [
        sa.or_(
            *(column.icontains(word, autoescape=True) for column in (_ROW.firm, _ROW.ref, _ROW.email)),
            sa.cast(_ROW.number, sa.String) == word,
        )
        for word in text.split()[:MOST_WORDS]
    ]


def _line(row: Any) -> Line:
    guest = Guest(row.firm, row.ref, "" if row.withdrawn_at else row.email, row.sector, row.size)
    return Line(row.id, row.number, guest, not row.code_hash.startswith("-"), row.sent_at, row.withdrawn_at)
