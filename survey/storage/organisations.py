"""Organisations and who belongs to them: the one place that says what a person may do in one."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from survey.storage.database import insert, reading, writing
from survey.storage.models import MembershipRow, OrganisationRow, UserRow, now
from survey.storage.values import Member, MemberRole, OrganisationKind

_MEMBERS = (
    sa.select(MembershipRow.role, UserRow, OrganisationRow)
    .join(UserRow, UserRow.id == MembershipRow.user_id)
    .join(OrganisationRow, OrganisationRow.id == MembershipRow.organisation_id)
)


def found(name: str, kind: OrganisationKind) -> str:
    """The public id of a new organisation, which has no members yet."""
    public_id = secrets.token_urlsafe(12)
    with writing() as session:
        session.add(OrganisationRow(public_id=public_id, name=name, kind=kind))
    return public_id


def member(user_id: int, organisation: str) -> Member | None:
    """What this person is in this organisation; None where it is unknown or theirs not."""
    mine = _MEMBERS.where(UserRow.id == user_id, OrganisationRow.public_id == organisation)
    with reading() as session:
        row = session.execute(mine).one_or_none()
        return _value(*row) if row else None


def memberships(user_id: int) -> list[Member]:
    """Every organisation of this person, by name."""
    mine = _MEMBERS.where(UserRow.id == user_id).order_by(OrganisationRow.name, OrganisationRow.id)
    with reading() as session:
        return [_value(*row) for row in session.execute(mine)]


def members(organisation_id: int) -> list[Member]:
    """Everyone in this organisation, by address."""
    theirs = _MEMBERS.where(OrganisationRow.id == organisation_id).order_by(UserRow.email)
    with reading() as session:
        return [_value(*row) for row in session.execute(theirs)]


def join(organisation: str, user_id: int, role: MemberRole) -> None:
    """Make the person a member, or change nothing where they are one already."""
    with writing() as session:
        theirs = sa.select(OrganisationRow.id).filter_by(public_id=organisation).scalar_subquery()
        values = {"organisation_id": theirs, "user_id": user_id, "role": role, "created_at": now()}
        session.execute(insert(MembershipRow).values(**values).on_conflict_do_nothing())


def _value(role: MemberRole, user: UserRow, organisation: OrganisationRow) -> Member:
    return Member(
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=role,
        organisation_id=organisation.id,
        organisation=organisation.public_id,
        organisation_name=organisation.name,
        kind=organisation.kind,
    )
