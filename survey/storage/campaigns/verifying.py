"""The list of names by which a body says which firms are firms of its own, so that they count.

On it is who came without a code, agreed to be counted and said by what it is known; of what such a firm answered, and
when, nothing. A refusal is kept as the moment of the decision without a yes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.release.mailboxes import firm_of_address
from survey.profiles import profile_row
from survey.storage.campaigns.belonging import belongs_to
from survey.storage.campaigns.values import Campaign
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, now
from survey.storage.paging import Paged, within
from survey.storage.tokens import id_of

PAGE = 50
MOST_AT_A_TIME = 200

Decision = Literal["ours", "unknown", "open"]
"""A firm of the body's; one that it does not know; not decided yet."""

DECISIONS: tuple[Decision, ...] = ("open", "ours", "unknown")


@dataclass(frozen=True)
class Name:
    """A firm as the body sees it. ``key``: what it is ticked by, which opens nothing.

    ``sector``: of the campaign's own list, or else a NACE section. ``twice``: another one on the list has the same
    register number, or the same domain or public mailbox: they count once.
    """

    key: str
    firm: str
    register: str
    domain: str
    sector: str
    size: str
    decision: Decision
    twice: bool = False


@dataclass(frozen=True)
class Names(Paged):
    """A page of the list, by name; how many there are of each decision among those that fit the words asked for."""

    names: tuple[Name, ...]
    counts: dict[Decision, int]
    page: int
    total: int
    size: int = PAGE


def names(campaign: Campaign, text: str = "", decision: Decision = "open", page: int = 1) -> Names:
    with reading() as session:
        rows = _latest(session.execute(_query(campaign)).all())
    said = [word.casefold() for word in text.split()]
    fitting = [row for row in rows if all(word in _read(row) for word in said)] if said else rows
    counts = Counter(map(_decision, fitting))
    chosen = sorted((row for row in fitting if _decision(row) == decision), key=_place)
    page = within(page, len(chosen), PAGE)
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    often = Counter(one for row in rows for one in _identities(row))
    values = tuple(_name(campaign, row, often) for row in shown)
    return Names(values, {one: counts[one] for one in DECISIONS}, page, len(chosen))


def waiting(campaign: Campaign) -> int:
    """How many nobody has decided about."""
    open_ones = (AssessmentRow.verified != "list") & AssessmentRow.verified_at.is_(None)
    query = sa.select(sa.func.count(sa.distinct(AssessmentRow.series))).where(belongs_to(campaign), *_SHOWN, open_ones)
    with reading() as session:
        return session.scalar(query) or 0


def decide(campaign: Campaign, chosen: Collection[str], decision: Decision) -> int:
    """Say of the chosen names what they are, or take it back; of how many firms.

    Those that have withdrawn since are not among them.
    """
    wanted = set(list(chosen)[:MOST_AT_A_TIME])
    moment = None if decision == "open" else now()
    with writing() as session:
        rows = session.execute(sa.select(AssessmentRow.id, AssessmentRow.series).where(belongs_to(campaign), *_SHOWN))
        found = [row for row in rows if _key(campaign, row.series) in wanted]
        values = {"verified": "list" if decision == "ours" else "", "verified_at": moment}
        _set(session, [row.id for row in found], values)
        return len({row.series for row in found})


def _set(session: Session, ids: Sequence[int], values: dict[str, Any]) -> None:
    session.execute(sa.update(AssessmentRow).where(AssessmentRow.id.in_(ids), *_SHOWN).values(**values))


_TAKING_PART, _PROFILE = AssessmentRow.taking_part, AssessmentRow.profile
_REGISTER = sa.func.coalesce(_TAKING_PART["register"].as_string(), "")
_EMAIL = sa.func.coalesce(_TAKING_PART["email"].as_string(), "")
_SHOWN = (
    AssessmentRow.submitted_at.is_not(None),
    AssessmentRow.counted.is_(True),
    AssessmentRow.verified != "code",
    AssessmentRow.invitation_id.is_(None),
    # Without these a firm agreed before it was told that its name would be shown.
    sa.or_(_REGISTER != "", _EMAIL != ""),
)


def _query(campaign: Campaign) -> sa.Select[Any]:
    return (
        sa.select(
            AssessmentRow.id,
            AssessmentRow.series,
            AssessmentRow.verified,
            AssessmentRow.verified_at,
            _REGISTER.label("register"),
            _EMAIL.label("email"),
            _TAKING_PART["sector"].as_string().label("own_sector"),
            *(_PROFILE[name].as_string().label(name) for name in ("firm", "trade", "people", "size")),
        )
        .where(belongs_to(campaign), *_SHOWN)
        .order_by(AssessmentRow.id)
    )


def _latest(rows: Iterable[Any]) -> list[Any]:
    """A firm stands on the list once, as it last handed in."""
    return list({row.series: row for row in rows}.values())


def _name(campaign: Campaign, row: Any, often: Counter[str]) -> Name:
    """``often``: how many firms of the list are known by the same."""
    profile = profile_row({"trade": row.trade or "", "people": row.people or "", "size": row.size})
    return Name(
        key=_key(campaign, row.series),
        firm=row.firm or "",
        register=row.register,
        domain=row.email.rpartition("@")[2],
        sector=row.own_sector or "" if campaign.lists.sector else str(profile.get("sector", "")),
        size=str(profile.get("size", "")),
        decision=_decision(row),
        twice=any(often[one] > 1 for one in _identities(row)),
    )


def _identities(row: Any) -> list[str]:
    """By what a firm counts once: its register number, however it is written, and its domain or public mailbox."""
    register = "".join(sign for sign in row.register if sign.isalnum()).casefold()
    mailbox = firm_of_address(row.email) if row.email else None
    named = {"register": register, "mail": mailbox}
    return [f"{name} {value}" for name, value in named.items() if value]


def _decision(row: Any) -> Decision:
    if row.verified == "list":
        return "ours"
    return "unknown" if row.verified_at else "open"


def _key(campaign: Campaign, series: str) -> str:
    """Of a firm in this campaign alone; its place in the order of keys says nothing of when it came."""
    return id_of("name on the list", campaign.public_id, series)


def _read(row: Any) -> str:
    return f"{row.firm or ''} {row.register} {row.email.rpartition('@')[2]}".casefold()


def _place(row: Any) -> tuple[str, str, str]:
    """By name; of one name by what it is known by, never by when it came."""
    return unicodedata.normalize("NFKD", row.firm or "").casefold(), row.register, row.email
