"""Finding assessments, as whoever asks may see them: the browser by its rights, the person signed in by memberships."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from survey.storage import advice, choices
from survey.storage.access import RIGHTS
from survey.storage.database import reading
from survey.storage.instruments import reference_of
from survey.storage.models import (
    AssessmentRow,
    CampaignRow,
    ClientRow,
    InstrumentRow,
    MembershipRow,
    OrganisationRow,
)
from survey.storage.tokens import digest, is_id
from survey.storage.values import Assessment, Calling, Role

ROLES: tuple[Role, ...] = ("owner", "adviser", "viewer", "reader", "colleague")
OWNER: tuple[Role, ...] = ("owner",)
WORKERS: tuple[Role, ...] = ("owner", "adviser")
MEMBERS: tuple[Role, ...] = ("adviser", "viewer")
"""Who may answer and plan."""

IDENTITY = ("register", "email")
"""Of what a firm said for a campaign, that by which it is told from others."""


def find(
    public_id: str, browser: str, roles: Collection[Role] = OWNER, *, user: int | None = None
) -> Assessment | None:
    """The assessment, if this browser or this user has one of these roles, and the widest of them.

    None for unknown, deleted and foreign ones alike. ``browser``: its secret, "" for one that has none.
    """
    if not is_id(public_id):
        return None
    with reading() as session:
        return seen_by(session, browser, public_id, roles, user=user)


def of_browser(browser: str) -> list[Assessment]:
    """The assessments in which this browser has any role, the latest touched first."""
    with reading() as session:
        return _widest(session.execute(_SEEN_ALL, {"browser": digest(browser), "roles": ROLES}))


def seen_by(
    session: Session, browser: str, public_id: str, roles: Collection[Role] = OWNER, *, user: int | None = None
) -> Assessment | None:
    """``find`` within a transaction."""
    given = {"roles": list(roles), "public_id": public_id}
    rows: list[Any] = []
    if browser:
        rows += session.execute(_SEEN_ONE, given | {"browser": digest(browser)})
    if user is not None:
        rows += session.execute(_SEEN_BY_MEMBER, given | {"user": user})
    found = _widest(rows)
    return found[0] if found else None


def as_owner(session: Session, row: AssessmentRow) -> Assessment:
    """The value of a row that the caller has just changed."""
    session.flush()
    return _value(session.execute(_QUERY.where(AssessmentRow.id == row.id)).one(), "owner")


_BEFORE = aliased(AssessmentRow)
_AFTER = aliased(AssessmentRow)
_BODY = aliased(OrganisationRow)
_QUERY = (
    sa.select(
        AssessmentRow,
        InstrumentRow,
        _BEFORE.public_id.label("previous"),
        _AFTER.public_id.label("following"),
        (_BEFORE.client_id == AssessmentRow.client_id).label("previous_is_theirs"),
        (_AFTER.client_id == AssessmentRow.client_id).label("following_is_theirs"),
        ClientRow.public_id.label("client"),
        OrganisationRow.public_id.label("organisation"),
        OrganisationRow.name.label("organisation_name"),
        CampaignRow.id.label("campaign_id"),
        CampaignRow.public_id.label("campaign"),
        CampaignRow.name.label("campaign_name"),
        _BODY.name.label("body"),
    )
    .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
    .outerjoin(ClientRow, ClientRow.id == AssessmentRow.client_id)
    .outerjoin(OrganisationRow, OrganisationRow.id == ClientRow.organisation_id)
    .outerjoin(CampaignRow, CampaignRow.id == AssessmentRow.campaign_id)
    .outerjoin(_BODY, _BODY.id == CampaignRow.organisation_id)
    .outerjoin(_BEFORE, _BEFORE.id == AssessmentRow.previous_id)
    # By the series as well: where few stages have one before, the index on that alone says too little to be used.
    .outerjoin(_AFTER, sa.and_(_AFTER.series == AssessmentRow.series, _AFTER.previous_id == AssessmentRow.id))
)
# A row for each right that opens an assessment. Built once: putting it together takes as long as running it.
_OPENS = sa.or_(RIGHTS.c.role == "owner", RIGHTS.c.assessment_id == AssessmentRow.id)
_SEEN = (
    _QUERY.join(RIGHTS, sa.and_(RIGHTS.c.series == AssessmentRow.series, _OPENS))
    .where(RIGHTS.c.role.in_(sa.bindparam("roles", expanding=True)))
    .add_columns(RIGHTS.c.role)
)
_SEEN_ONE = _SEEN.where(AssessmentRow.public_id == sa.bindparam("public_id"))
# Whoever leads an organisation is an adviser of its clients, and never the firm.
_MEMBERS_ROLE = sa.case((MembershipRow.role == "viewer", "viewer"), else_="adviser")
_SEEN_BY_MEMBER = (
    _QUERY.join(MembershipRow, MembershipRow.organisation_id == ClientRow.organisation_id)
    .where(MembershipRow.user_id == sa.bindparam("user"))
    .where(AssessmentRow.public_id == sa.bindparam("public_id"))
    .where(_MEMBERS_ROLE.in_(sa.bindparam("roles", expanding=True)))
    .add_columns(_MEMBERS_ROLE.label("role"))
)
_SEEN_ALL = _SEEN.order_by(AssessmentRow.updated_at.desc(), AssessmentRow.id.desc())


def _widest(rows: Iterable[Any]) -> list[Assessment]:
    """Each assessment once, in the order of the rows, with the widest of the roles."""
    found: dict[str, Assessment] = {}
    for row in rows:
        assessment = _value(row, row.role)
        known = found.setdefault(assessment.public_id, assessment)
        if ROLES.index(assessment.role) < ROLES.index(known.role):
            found[assessment.public_id] = assessment
    return list(found.values())


def _value(found: Any, role: Role) -> Assessment:
    row, instrument = found.AssessmentRow, found.InstrumentRow
    # A member sees the client's stages, and no other of the same firm.
    every = role not in MEMBERS
    advised = row.client_id is not None and not (every and row.unshared_at)
    return Assessment(
        public_id=row.public_id,
        instrument=reference_of(instrument),
        content_hash=instrument.content_hash,
        profile=row.profile,
        stage=row.stage,
        status="open" if row.status == "open" else "submitted",
        created_at=row.created_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        counted=row.counted,
        counted_at=row.counted_at,
        choices=choices.from_json(row.choices, row.choices_revision),
        series=row.series,
        revision=row.revision,
        previous=found.previous if every or found.previous_is_theirs else None,
        following=found.following if every or found.following_is_theirs else None,
        role=role,
        source=row.source,
        client=found.client,
        organisation=found.organisation,
        organisation_name=found.organisation_name or "",
        advice=advice.from_json(row.advice) if advised else advice.NOTHING,
        advice_revision=row.advice_revision,
        calling=_calling(found),
        taking_part=row.taking_part if role == "owner" else _without_identity(row.taking_part),
        own_answers=row.own_answers,
        verified=row.verified,
        verified_at=row.verified_at,
        invited=row.invitation_id is not None or row.verified == "code",
    )


def _calling(found: Any) -> Calling | None:
    if found.campaign is None:
        return None
    return Calling(found.campaign_id, found.campaign, found.campaign_name, found.body or "")


def _without_identity(taking_part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in taking_part.items() if name not in IDENTITY}
