"""Invented organisations and firms: written at once, told apart from real ones, and removed again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from scoring.answers import Answer, table_of
from scoring.instrument import Instrument
from scoring.roadmap import RoadmapChoices
from survey.profiles import profile_row
from survey.storage import choices, client_tags, organisations
from survey.storage.campaigns.beginning import OwnAnswers
from survey.storage.campaigns.counting import said_of
from survey.storage.campaigns.values import TakingPart
from survey.storage.client_rows import sort_name
from survey.storage.database import as_json, empty_log, reading, writing
from survey.storage.imports.writing import Batch, handed_in, write
from survey.storage.models import (
    AnswerRow,
    AssessmentRow,
    ClientTagRow,
    OrganisationRow,
    UserRow,
    now,
)
from survey.storage.tokens import new_id
from survey.storage.values import OrganisationKind, Source


@dataclass(frozen=True)
class InventedStage:
    """An assessment: handed in at ``at``, or open and last touched then. ``done``: actions marked as done since."""

    answers: Mapping[str, Answer]
    at: datetime
    source: Source
    finished: bool
    done: tuple[str, ...] = ()


@dataclass(frozen=True)
class InventedFirm:
    """A firm with its assessments, earliest first; ``profile`` as a firm says it (``survey.profiles``).

    What it said for a campaign, and whether it came by a code, counts only if it is added to one.
    """

    name: str
    ref: str
    email: str
    profile: Mapping[str, str]
    tags: tuple[str, ...]
    stages: tuple[InventedStage, ...]
    taking_part: TakingPart = field(default_factory=TakingPart)
    own_answers: OwnAnswers = field(default_factory=dict)
    invited: bool = False


@dataclass(frozen=True)
class Called:
    """The campaign that firms answer. ``invitations``: of those that came by a code, by name."""

    campaign_id: int
    invitations: Mapping[str, int]


def found(name: str, kind: OrganisationKind, owner: int) -> int:
    """The number of a new invented organisation, led by this account."""
    public_id = organisations.found(name, kind)
    organisations.join(public_id, owner, "owner")
    with writing() as session:
        mine = OrganisationRow.public_id == public_id
        session.execute(sa.update(OrganisationRow).where(mine).values(invented=True))
        return session.scalars(sa.select(OrganisationRow.id).where(mine)).one()


def add(
    instrument: Instrument, firms: Sequence[InventedFirm], organisation_id: int | None, called: Called | None = None
) -> None:
    """Write the firms with all that they answered, as clients of the organisation or, without one, by themselves; with
    ``called``, for that campaign."""
    moment = now()
    batch = Batch(moment, invented=True)
    clients = [_client(firm, organisation_id, moment) for firm in firms] if organisation_id else []
    batch.clients = clients
    owners = [client["public_id"] for client in clients] or [None] * len(firms)
    drafts = list(_assessments(batch, firms, owners, called))
    batch.submissions = _submissions(instrument, drafts, moment)
    with writing() as session:
        ids = write(session, instrument, batch)
        session.add_all(_tags(firms, clients, ids))
        session.add_all(_answers(drafts, ids))


def is_there() -> bool:
    """Whether an invented organisation or firm is in the database."""
    return _any(OrganisationRow.invented.is_(True)) or _any(AssessmentRow.invented.is_(True))


def real_ones() -> bool:
    """Whether a real organisation or firm is in the database."""
    return _any(OrganisationRow.invented.is_(False)) or _any(AssessmentRow.invented.is_(False))


def remove(addresses: Iterable[str]) -> None:
    """Delete every invented organisation and firm, and the accounts with these addresses."""
    with reading() as session:
        those = session.scalars(sa.select(OrganisationRow.id).where(OrganisationRow.invented)).all()
    for one in those:
        organisations.remove(one)
    with writing() as session:
        session.execute(sa.delete(AssessmentRow).where(AssessmentRow.invented))
        session.execute(sa.delete(UserRow).where(UserRow.email.in_(list(addresses))))
    empty_log()


def _any(which: sa.ColumnElement[bool]) -> bool:
    with reading() as session:
        return session.scalar(sa.select(sa.literal(1)).where(which).limit(1)) is not None


@dataclass(frozen=True)
class _Draft:
    public_id: str
    firm: InventedFirm
    stage: InventedStage
    name: str


def _client(firm: InventedFirm, organisation_id: int, moment: datetime) -> dict[str, Any]:
    first = min((stage.at for stage in firm.stages), default=moment)
    return {
        "public_id": new_id(),
        "organisation_id": organisation_id,
        "ref": firm.ref,
        "name": firm.name,
        "sort_name": sort_name(firm.name),
        "email": firm.email,
        "profile": as_json({name: value for name, value in firm.profile.items() if name != "firm"}),
        "archived_at": None,
        "created_at": first,
        "updated_at": moment,
    }


def _assessments(
    batch: Batch, firms: Sequence[InventedFirm], owners: Sequence[str | None], called: Called | None
) -> Iterable[_Draft]:
    """The stages, put into the waves of the batch: each follows one of the wave before."""
    for firm, owner in zip(firms, owners, strict=True):
        before: str | None = None
        series = ""
        for wave, stage in enumerate(firm.stages):
            if wave == len(batch.waves):
                batch.waves.append([])
            draft = _Draft(new_id(), firm, stage, f"T{wave}")
            series = series or draft.public_id
            batch.waves[wave].append(
                _state(draft)
                | _answering(firm, called, first=before is None)
                | {"series": series, "previous_id": before, "client_id": owner, "stage": draft.name}
            )
            before = draft.public_id
            yield draft


def _state(draft: _Draft) -> dict[str, Any]:
    stage = draft.stage
    marks = choices.to_json(RoadmapChoices(marks=dict.fromkeys(stage.done, "done")))
    return {
        "public_id": draft.public_id,
        "revision": 1,
        "profile": as_json(dict(draft.firm.profile)),
        "status": "submitted" if stage.finished else "open",
        "submitted_at": stage.at if stage.finished else None,
        "created_at": stage.at,
        # What was begun was touched after it was made; what nobody has begun, was not.
        "updated_at": stage.at.replace(microsecond=stage.at.microsecond ^ 1) if stage.answers else stage.at,
        "source": stage.source,
        "counted": None,
        "counted_at": None,
        "choices": as_json(marks),
        "choices_revision": int(bool(stage.done)),
    }


def _answering(firm: InventedFirm, called: Called | None, *, first: bool) -> dict[str, Any]:
    """Of which campaign an assessment is; a code begins the first of a firm only."""
    by_code = called.invitations.get(firm.name) if called else None
    return {
        "campaign_id": called.campaign_id if called else None,
        "invitation_id": by_code if first else None,
        "verified": "" if by_code is None else "code",
        **{name: as_json(value) for name, value in _said(firm).items()},
    }


def _said(firm: InventedFirm) -> dict[str, Any]:
    """What the firm said for a campaign alone."""
    return {"taking_part": said_of(firm.taking_part), "own_answers": dict(firm.own_answers)}


def _submissions(instrument: Instrument, drafts: Sequence[_Draft], moment: datetime) -> list[dict[str, Any]]:
    finished = [draft for draft in drafts if draft.stage.finished]
    rows = [
        profile_row(draft.firm.profile) | {"stage": draft.name, "source": draft.stage.source, "counted": False}
        for draft in finished
    ]
    table = table_of(instrument, [draft.stage.answers for draft in finished], rows)
    stored = handed_in(
        table,
        [(draft.firm.profile, draft.stage.answers) for draft in finished],
        [min(draft.stage.at, moment) for draft in finished],
    )
    return [
        row | {"assessment_id": draft.public_id, "revision": 1, "own": as_json(_own(draft.firm))}
        for draft, row in zip(finished, stored, strict=True)
    ]


def _own(firm: InventedFirm) -> dict[str, Any]:
    return {name: value for name, value in _said(firm).items() if value}


def _tags(
    firms: Sequence[InventedFirm], clients: Sequence[Mapping[str, Any]], ids: Mapping[str, int]
) -> list[ClientTagRow]:
    return [
        ClientTagRow(client_id=ids[client["public_id"]], key=client_tags.key_of(tag), tag=tag)
        for firm, client in zip(firms, clients, strict=False)
        for tag in firm.tags
    ]


def _answers(drafts: Sequence[_Draft], ids: Mapping[str, int]) -> list[AnswerRow]:
    """Of open assessments what was answered so far."""
    return [
        AnswerRow(
            assessment_id=ids[draft.public_id], question=question, value=value, revision=1, updated_at=draft.stage.at
        )
        for draft in drafts
        if not draft.stage.finished
        for question, value in draft.stage.answers.items()
    ]
