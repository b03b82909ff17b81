"""Organisations, memberships and invitations in storage, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.storage import accounts, invitations, organisations
from survey.storage.database import writing
from survey.storage.models import InvitationRow, now
from survey.storage.organisations import LastOwnerError
from survey.storage.values import Member, MemberRole
from tests.integration.members import member, organisation

BEN = "ben@example.org"


@pytest.fixture
def harbour(stored: Flask) -> str:
    return organisation(stored)


def number_of(harbour: str) -> int:
    return next(one.id for one in organisations.every() if one.public_id == harbour)


def account(email: str = BEN) -> int:
    return accounts.add({"email": email, "fs_uniquifier": f"of {email}"}).id


def invited(harbour: str, email: str = BEN, role: MemberRole = "adviser") -> str:
    made = invitations.invite(number_of(harbour), email, role)
    assert made is not None
    return made[1]


def test_an_invitation_makes_a_member_once(stored: Flask, harbour: str) -> None:
    token, ben = invited(harbour), account()
    found = invitations.find(token)
    assert found is not None
    assert (found.email, found.role, found.organisation, found.expired) == (BEN, "adviser", harbour, False)
    assert invitations.accept(token, ben)
    assert not invitations.accept(token, ben)
    joined = organisations.member(ben, harbour)
    assert joined is not None
    assert joined.role == "adviser"


def test_an_invitation_is_for_its_address_alone(stored: Flask, harbour: str) -> None:
    token, eve = invited(harbour), account("eve@example.org")
    assert not invitations.accept(token, eve)
    assert organisations.member(eve, harbour) is None
    assert invitations.find(token) is not None


def test_another_invitation_of_the_same_person_ends_the_one_before(stored: Flask, harbour: str) -> None:
    first, second = invited(harbour), invited(harbour, " Ben@Example.org".strip(), "viewer")
    assert invitations.find(first) is None
    [pending] = invitations.pending(number_of(harbour))
    assert pending.role == "viewer"
    assert invitations.find(second) == pending


def test_an_invitation_that_is_made_anew_has_another_token(stored: Flask, harbour: str) -> None:
    first = invited(harbour)
    found = invitations.find(first)
    assert found is not None
    assert invitations.renew(found.id, number_of(organisation(stored, "Quay"))) is None
    second = invitations.renew(found.id, number_of(harbour))
    assert second is not None
    assert invitations.find(first) is None
    assert invitations.find(second) is not None


def test_an_invitation_ends(stored: Flask, harbour: str) -> None:
    token, ben = invited(harbour), account()
    with writing() as session:
        session.execute(sa.update(InvitationRow).values(expires_at=now()))
    assert invitations.find(token) is None
    assert not invitations.accept(token, ben)


def test_invitations_go_with_their_organisation_and_only_its_own_are_withdrawn(stored: Flask, harbour: str) -> None:
    token = invited(harbour)
    found = invitations.find(token)
    assert found is not None
    invitations.withdraw(number_of(organisation(stored, "Quay")), found.id)
    assert invitations.find(token) is not None
    invitations.withdraw(number_of(harbour), found.id)
    assert invitations.find(token) is None


def test_a_member_who_accepts_keeps_the_role(stored: Flask, harbour: str) -> None:
    token, ben = invited(harbour, role="viewer"), account()
    organisations.join(harbour, ben, "owner")
    assert invitations.invite(number_of(harbour), BEN, "viewer") is None
    assert invitations.accept(token, ben)
    assert [one.role for one in organisations.memberships(ben)] == ["owner"]


def test_two_people_do_not_use_one_invitation(stored: Flask, harbour: str) -> None:
    token, ben = invited(harbour), account()

    def accept(_turn: int) -> bool:
        with stored.app_context():
            return invitations.accept(token, ben)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, range(4))) == [False, False, False, True]


def test_an_organisation_is_never_left_without_an_owner(stored: Flask, harbour: str) -> None:
    ann = member(stored, harbour)
    member(stored, harbour, "adviser")
    for change in (lambda: organisations.leave(ann.organisation_id, ann.user_id), lambda: demote(ann)):
        with pytest.raises(LastOwnerError):
            change()
    assert organisations.is_last_owner(ann)
    member(stored, harbour)
    assert not organisations.is_last_owner(ann)
    demote(ann)
    assert [one.role for one in organisations.memberships(ann.user_id)] == ["viewer"]


def demote(one: Member) -> None:
    organisations.change_role(one.organisation_id, one.user_id, "viewer")


def test_owners_who_leave_at_the_same_moment_do_not_leave_it_alone(stored: Flask, harbour: str) -> None:
    owners = [member(stored, harbour) for _ in range(4)]

    def leave(one: Member) -> bool:
        with stored.app_context():
            try:
                organisations.leave(one.organisation_id, one.user_id)
            except LastOwnerError:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(leave, owners)) == [False, True, True, True]
    assert len(organisations.members(owners[0].organisation_id)) == 1


def test_a_role_of_who_is_no_member_changes_nothing(stored: Flask, harbour: str) -> None:
    member(stored, harbour)
    organisations.change_role(number_of(harbour), account(), "owner")
    organisations.leave(number_of(harbour), account())
    assert len(organisations.members(number_of(harbour))) == 1


def test_organisations_are_counted_without_anything_of_their_clients(stored: Flask, harbour: str) -> None:
    member(stored, harbour)
    member(stored, harbour)
    organisation(stored, "Anchor", "body")
    assert [(one.name, one.kind, one.members) for one in organisations.every()] == [
        ("Anchor", "body", 0),
        ("Harbour Advisers", "consultancy", 2),
    ]
    organisations.rename(number_of(harbour), "Quay")
    assert [one.name for one in organisations.every()] == ["Anchor", "Quay"]


def test_an_account_moves_to_a_free_address_only(stored: Flask) -> None:
    ben = account()
    account("ann@example.org")
    assert not accounts.move(ben, "Ann@example.org")
    assert accounts.move(ben, "Lee@example.org")
    moved = accounts.find("email", "lee@example.org")
    assert moved is not None
    assert (moved.id, moved.confirmed_at is not None) == (ben, True)


def test_no_account_but_one(stored: Flask) -> None:
    assert accounts.is_empty(but=BEN)
    ben = account()
    assert accounts.is_empty(but=BEN)
    account("ann@example.org")
    assert not accounts.is_empty(but=BEN)
    accounts.remove(ben)
    assert accounts.find("id", ben) is None
