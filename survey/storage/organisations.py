"""Organisations and who belongs to them: the one place that says what a person may do in one."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage import client_deleting
from survey.storage.batches import forgetting
from survey.storage.campaigns import removing
from survey.storage.database import empty_log, insert, reading, writing
from survey.storage.models import KeyRow, MembershipRow, OrganisationRow, UserRow, now
from survey.storage.tokens import is_id, new_id
from survey.storage.values import Member, MemberRole, OrganisationKind

_MEMBERS = (
    sa.select(MembershipRow.role, UserRow, OrganisationRow)
    .join(UserRow, UserRow.id == MembershipRow.user_id)
    .join(OrganisationRow, OrganisationRow.id == MembershipRow.organisation_id)
)


class LastOwnerError(Exception):
    """An organisation keeps at least one owner; another member has to become one first."""


@dataclass(frozen=True)
class Organisation:
    """An organisation as an administrator meets it: nothing of its clients."""

    id: int
    public_id: str
    name: str
    kind: OrganisationKind
    members: int


def found(name: str, kind: OrganisationKind) -> str:
    """The public id of a new organisation, which has no members yet."""
    public_id = new_id()
    with writing() as session:
        session.add(OrganisationRow(public_id=public_id, name=name, kind=kind))
    return public_id


def member(user_id: int, organisation: str) -> Member | None:
    """What this person is in this organisation; None where it is unknown or theirs not."""
    if not is_id(organisation):
        return None
    mine = _MEMBERS.where(UserRow.id == user_id, OrganisationRow.public_id == organisation)
    with reading() as session:
        row = session.execute(mine).one_or_none()
        return as_member(*row) if row else None


def memberships(user_id: int) -> list[Member]:
    """Every organisation of this person, by name."""
    mine = _MEMBERS.where(UserRow.id == user_id).order_by(OrganisationRow.name, OrganisationRow.id)
    with reading() as session:
        return [as_member(*row) for row in session.execute(mine)]


def members(organisation_id: int) -> list[Member]:
    """Everyone in this organisation, by address."""
    theirs = _MEMBERS.where(OrganisationRow.id == organisation_id).order_by(UserRow.email)
    with reading() as session:
        return [as_member(*row) for row in session.execute(theirs)]


def join(organisation: str, user_id: int, role: MemberRole) -> None:
    """Make the person a member, or change nothing where they are one already."""
    with writing() as session:
        theirs = sa.select(OrganisationRow.id).filter_by(public_id=organisation).scalar_subquery()
        values = {"organisation_id": theirs, "user_id": user_id, "role": role, "created_at": now()}
        session.execute(insert(MembershipRow).values(**values).on_conflict_do_nothing())


def every() -> list[Organisation]:
    """All organisations, by name."""
    count = sa.func.count(MembershipRow.user_id)
    query = (
        sa.select(OrganisationRow, count)
        .outerjoin(MembershipRow, MembershipRow.organisation_id == OrganisationRow.id)
        .group_by(OrganisationRow.id)
        .order_by(OrganisationRow.name, OrganisationRow.id)
    )
    with reading() as session:
        found = session.execute(query)
        return [Organisation(row.id, row.public_id, row.name, row.kind, members) for row, members in found]


def rename(organisation_id: int, name: str) -> None:
    with writing() as session:
        session.execute(sa.update(OrganisationRow).where(OrganisationRow.id == organisation_id).values(name=name))


def remove(organisation_id: int) -> None:
    """Delete the organisation with clients, campaigns, memberships, invitations, sheets and batches, all of it or
    nothing.

    What firms hold of their own stays with them, and so does the campaign of firms that nobody invited.
    """
    with writing() as session:
        # Held, so that nobody adds a client meanwhile.
        session.execute(sa.select(OrganisationRow.id).filter_by(id=organisation_id).with_for_update())
        client_deleting.hold_of_organisation(session, organisation_id)
        batches = forgetting.drop_batches(session, organisation_id)
        client_deleting.delete_of_organisation(session, organisation_id)
        removing.remove_of_organisation(session, organisation_id)
        session.execute(sa.delete(OrganisationRow).where(OrganisationRow.id == organisation_id))
    empty_log()
    forgetting.remove_files(batches)


def change_role(organisation_id: int, user_id: int, role: MemberRole) -> None:
    """Give the member another role. Raises ``LastOwnerError``; who is no member stays none."""
    mine = sa.update(MembershipRow).filter_by(organisation_id=organisation_id, user_id=user_id)
    with writing() as session:
        if role != "owner":
            _keep_an_owner(session, organisation_id, user_id)
        session.execute(mine.values(role=role))


def leave(organisation_id: int, user_id: int) -> None:
    """End the membership, and the member's keys with it. Raises ``LastOwnerError``."""
    with writing() as session:
        _keep_an_owner(session, organisation_id, user_id)
        # A key of somebody who comes back later would otherwise open again.
        session.execute(sa.delete(KeyRow).filter_by(organisation_id=organisation_id, user_id=user_id))
        session.execute(sa.delete(MembershipRow).filter_by(organisation_id=organisation_id, user_id=user_id))


def is_last_owner(member: Member) -> bool:
    """Whether the organisation has no other owner."""
    owners = sa.select(MembershipRow.user_id).filter_by(organisation_id=member.organisation_id, role="owner")
    with reading() as session:
        return session.scalars(owners).all() == [member.user_id]


def _keep_an_owner(session: Session, organisation_id: int, user_id: int) -> None:
    """Raise ``LastOwnerError`` if the organisation would have no owner without this person."""
    # Held, so that two owners who go at the same moment do not both count the other.
    session.execute(sa.select(OrganisationRow.id).filter_by(id=organisation_id).with_for_update())
    owners = sa.select(MembershipRow.user_id).filter_by(organisation_id=organisation_id, role="owner")
    if session.scalars(owners).all() == [user_id]:
        raise LastOwnerError


def as_member(role: MemberRole, user: UserRow, organisation: OrganisationRow) -> Member:
    """The value of a membership."""
    return Member(
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=role,
        organisation_id=organisation.id,
        organisation=organisation.public_id,
        organisation_name=organisation.name,
        kind=organisation.kind,
        invented=organisation.invented,
    )
