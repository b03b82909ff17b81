"""Invitations into organisations. A token is shown or sent once; what is kept is its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from survey.storage.database import executed, insert, reading, writing
from survey.storage.models import InvitationRow, MembershipRow, OrganisationRow, UserRow, now
from survey.storage.tokens import digest, new_token
from survey.storage.values import MemberRole, OrganisationKind

GOOD_FOR = timedelta(days=14)

_QUERY = sa.select(InvitationRow, OrganisationRow).join(
    OrganisationRow, OrganisationRow.id == InvitationRow.organisation_id
)


@dataclass(frozen=True)
class Invitation:
    """One person asked into one organisation. ``by_mail``: the token went to the mailbox itself."""

    id: int
    organisation_id: int
    organisation: str
    """Public id."""
    organisation_name: str
    kind: OrganisationKind
    email: str
    role: MemberRole
    by_mail: bool
    created_at: datetime
    expires_at: datetime

    @property
    def expired(self) -> bool:
        return self.expires_at <= now()


def invite(organisation_id: int, email: str, role: MemberRole, *, by_mail: bool = False) -> tuple[int, str] | None:
    """The id and the token of an invitation; an earlier one of the same person ends. None for who is a member already.

    The token of one that goes by mail is thrown away: the letter gets another one when it is sent.
    """
    address, token = email.lower(), new_token()
    values = {"role": role, "token_hash": digest(token), "by_mail": by_mail, **_window()}
    member = sa.select(MembershipRow.user_id).join(UserRow, UserRow.id == MembershipRow.user_id)
    with writing() as session:
        if session.scalar(member.where(MembershipRow.organisation_id == organisation_id, UserRow.email == address)):
            return None
        made = insert(InvitationRow).values(organisation_id=organisation_id, email=address, **values)
        made = made.on_conflict_do_update(
            index_elements=[InvitationRow.organisation_id, InvitationRow.email], set_=values
        )
        return session.execute(made.returning(InvitationRow.id)).scalar_one(), token


def renew(invitation_id: int, organisation_id: int | None = None) -> str | None:
    """Another token for the same invitation, good for as long as a new one; the one before opens nothing any more.

    None for an invitation that is gone, or (if given) not this organisation's.
    """
    token = new_token()
    mine = sa.update(InvitationRow).where(InvitationRow.id == invitation_id)
    if organisation_id is not None:
        mine = mine.where(InvitationRow.organisation_id == organisation_id)
    with writing() as session:
        return token if executed(session, mine.values(token_hash=digest(token), **_window())) else None


def find(token: str) -> Invitation | None:
    """The invitation that this token opens; None for unknown, used, withdrawn and expired ones alike."""
    with reading() as session:
        row = session.execute(_QUERY.where(*_live(token))).one_or_none()
        return _value(*row) if row else None


def pending(organisation_id: int) -> list[Invitation]:
    """Those that nobody has accepted, expired ones included, by address."""
    query = _QUERY.where(InvitationRow.organisation_id == organisation_id).order_by(InvitationRow.email)
    with reading() as session:
        return [_value(*row) for row in session.execute(query)]


def withdraw(organisation_id: int, invitation_id: int) -> None:
    with writing() as session:
        session.execute(sa.delete(InvitationRow).filter_by(organisation_id=organisation_id, id=invitation_id))


def accept(token: str, user_id: int) -> bool:
    """Make the person whose address was invited a member; whether the token was good, for them, until this moment.

    A member keeps the role they have.
    """
    theirs = sa.select(UserRow.email).filter_by(id=user_id).scalar_subquery()
    with writing() as session:
        found = sa.select(InvitationRow).where(*_live(token), InvitationRow.email == theirs)
        invitation = session.scalar(found.with_for_update())
        if invitation is None:
            return False
        values = {"organisation_id": invitation.organisation_id, "user_id": user_id, "role": invitation.role}
        session.execute(insert(MembershipRow).values(**values, created_at=now()).on_conflict_do_nothing())
        session.delete(invitation)
        return True


def _window() -> dict[str, datetime]:
    return {"created_at": now(), "expires_at": now() + GOOD_FOR}


def _live(token: str) -> tuple[sa.ColumnElement[bool], ...]:
    return InvitationRow.token_hash == digest(token), InvitationRow.expires_at > now()


def _value(row: InvitationRow, organisation: OrganisationRow) -> Invitation:
    return Invitation(
        id=row.id,
        organisation_id=row.organisation_id,
        organisation=organisation.public_id,
        organisation_name=organisation.name,
        kind=organisation.kind,
        email=row.email,
        role=row.role,
        by_mail=row.by_mail,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
