"""Keys in storage, on each database: what opens, for whom, and how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.storage import client_answers, clients, keys, organisations
from survey.storage.client_answers import OtherStageError, StageOpenError
from survey.storage.clients import Particulars
from survey.storage.database import reading, writing
from survey.storage.models import KeyRow, UserRow, now
from survey.storage.values import Member
from tests.integration.clients import ANSWERS, add, start


def made(us: Member, days: float = 1) -> str:
    return keys.make(us, "Customer system", ["clients:read", "clients:write"], now() + timedelta(days=days))


def test_a_key_opens_for_its_member_and_is_kept_as_a_hash(us: Member) -> None:
    token = made(us)
    program = keys.opened(token)
    assert program is not None
    assert (program.member, program.may("clients:write"), program.may("reports:read")) == (us, True, False)
    with reading() as session:
        assert token not in repr([vars(row) for row in session.scalars(sa.select(KeyRow))])


def test_a_key_is_noted_as_used_once_a_minute(us: Member) -> None:
    token = made(us)
    assert keys.keys(us.organisation_id)[0].last_used_at is None
    keys.opened(token)
    first = keys.keys(us.organisation_id)[0].last_used_at
    keys.opened(token)
    assert keys.keys(us.organisation_id)[0].last_used_at == first is not None


def test_what_a_key_may_follows_the_role(us: Member, stored: Flask) -> None:
    token = made(us)
    _another_owner(us)
    organisations.change_role(us.organisation_id, us.user_id, "viewer")
    program = keys.opened(token)
    assert program is not None
    assert (program.may("clients:read"), program.may("clients:write")) == (True, False)


def test_a_key_ends_with_the_membership_and_does_not_come_back(us: Member) -> None:
    token = made(us)
    _another_owner(us)
    organisations.leave(us.organisation_id, us.user_id)
    assert keys.opened(token) is None
    organisations.join(us.organisation, us.user_id, "owner")
    assert keys.opened(token) is None


def test_a_key_of_an_account_that_is_locked_opens_nothing(us: Member) -> None:
    token = made(us)
    with writing() as session:
        session.execute(sa.update(UserRow).where(UserRow.id == us.user_id).values(active=False))
    assert keys.opened(token) is None


@pytest.mark.parametrize("token", ["", "wmk_", "wmk_" + "A" * 43, "A" * 47, "wmk_\0" + "A" * 42])
def test_what_is_no_key_opens_nothing(us: Member, token: str) -> None:
    assert keys.opened(token) is None


def test_a_key_is_ended_by_its_own_organisation(us: Member, others: Member) -> None:
    token = made(us)
    [key] = keys.keys(us.organisation_id)
    assert not keys.end(others.organisation_id, key.id)
    assert not keys.end(us.organisation_id, key.id, others.user_id)
    assert keys.opened(token)
    assert keys.end(us.organisation_id, key.id)
    assert keys.opened(token) is None


def test_a_client_is_added_once_for_each_word(us: Member, others: Member) -> None:
    first, again = (clients.add_once(us.organisation_id, Particulars("Bakery", ref="7"), "word") for _ in range(2))
    assert (first[0], first[1], again[1]) == (again[0], True, False)
    assert clients.add_once(others.organisation_id, Particulars("Bakery", ref="7"), "word")[1]
    with pytest.raises(clients.RefTakenError):
        clients.add_once(us.organisation_id, Particulars("Butcher", ref="7"), "another")


def test_answers_are_handed_in_as_the_next_stage_or_not_at_all(us: Member) -> None:
    client, shop = add(us, "Bakery"), by_reference("corner-shop")
    given = (shop, "T0", shop.reference, ANSWERS, "import")
    client_answers.hand_in(client.id, *given)  # type: ignore[arg-type]
    with pytest.raises(OtherStageError):
        client_answers.hand_in(client.id, *given)  # type: ignore[arg-type]
    other = add(us, "Butcher")
    start(other)
    with pytest.raises(StageOpenError):
        client_answers.hand_in(other.id, *given)  # type: ignore[arg-type]


def _another_owner(us: Member) -> None:
    """Without whom the last owner could neither leave nor become less."""
    with writing() as session:
        other = UserRow(email="other@example.org", fs_uniquifier="other")
        session.add(other)
        session.flush()
        user_id = other.id
    organisations.join(us.organisation, user_id, "owner")
