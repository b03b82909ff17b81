"""Assessments of clients in storage, on both databases: begun, invited to, and shared no more."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from survey.instruments import by_reference
from survey.storage import (
    access,
    assessments,
    client_assessments,
    client_inviting,
    clients,
)
from survey.storage.clients import Client, Particulars
from survey.storage.values import Member
from tests.integration.clients import ANSWERS, SHOP, add, finish, found, start
from tests.integration.test_storage_concurrency import at_once

# Assessments


def test_starting_continues_what_is_open_and_then_takes_the_next_stage(us: Member) -> None:
    client = add(us, "A", profile={"trade": "C", "people": "small"})
    first = start(client)
    assert start(client) == first
    assessments.save(first, ANSWERS, {})
    assessments.submit(first, counted=False, role="adviser")
    second = start(client)
    assert start(client) == second
    stages = client_assessments.of_client(client.id)
    assert [(one.public_id, one.stage, one.series, one.source) for one in stages] == [
        (second, "T1", first, "interview"),
        (first, "T0", first, "interview"),
    ]


def test_what_is_untouched_follows_what_is_known_of_the_client(us: Member) -> None:
    client = add(us, "A", profile={"country": "AT", "region": "AT-9", "people": "small"})
    public_id = start(client)

    def told(**profile: str) -> dict[str, str]:
        now = found(us, client.public_id)
        clients.change(now, Particulars("B", profile=profile), now.revision)
        start(client)
        seen = assessments.find(public_id, "", ("adviser",), user=us.user_id)
        assert seen is not None
        return seen.profile

    expected = {"firm": "B", "trade": "", "people": "small", "country": "CH", "region": ""}
    assert told(country="CH") == expected
    assessments.save(public_id, ANSWERS, {})
    assert told(country="DE") == expected


def test_starting_at_once_starts_one(stored: Flask, us: Member) -> None:
    client = add(us, "A")
    assert len(set(at_once(stored, [partial(start, client)] * 8))) == 1


def test_starting_lets_no_browser_in(us: Member, browser: str) -> None:
    public_id = start(add(us, "A"))
    assert assessments.find(public_id, browser) is None
    found = assessments.find(public_id, "", ("adviser",), user=us.user_id)
    assert found is not None
    assert found.profile == {"firm": "A", "trade": "", "people": "", "country": "", "region": ""}


def test_a_stage_that_the_firm_begins_is_its_clients(us: Member, browser: str) -> None:
    client = add(us, "A")
    public_id = finish(client)
    access.exchange(access.make_link(public_id), browser)
    following = assessments.next_stage(public_id, browser)
    assert following.client == client.public_id
    assert [one.source for one in client_assessments.of_client(client.id)] == ["self", "interview"]


def test_an_invitation_pressed_twice_is_one(us: Member) -> None:
    client = add(us, "A")
    (first, dead), (second, token) = [client_inviting.invite(client.id, by_reference(SHOP), "x") for _ in range(2)]
    assert first == second
    assert access.open_link(dead) is None
    assert access.open_link(token) == access.Opened(first, "owner", "Harbour Advisers")
    assert len(client_inviting.invitations(client.id)) == 1


def test_only_invitations_are_seen_and_ended(us: Member) -> None:
    client, other = add(us, "A"), add(us, "B")
    public_id, token = client_inviting.invite(client.id, by_reference(SHOP), "x")
    own = access.make_link(public_id)
    [invitation] = client_inviting.invitations(client.id)
    assert not client_inviting.end_invitation(other.id, invitation.link_id)
    for link in access.links(public_id):
        client_inviting.end_invitation(client.id, link.id)
    assert access.open_link(token) is None
    assert access.open_link(own) is not None


# A firm that shares no more


@pytest.fixture
def parted(us: Member, browser: str) -> tuple[Client, str, str]:
    """A client, its stage that an adviser asked, and the next one, which the firm answered and no longer shares."""
    client = add(us, "A")
    asked = finish(client)
    access.exchange(access.make_link(asked), browser)
    own = assessments.next_stage(asked, browser).public_id
    access.stop_sharing(own)
    return client, asked, own


def test_what_a_firm_shares_no_more_is_neither_continued_nor_opened(
    us: Member, parted: tuple[Client, str, str]
) -> None:
    client, asked, own = parted
    invited, token = client_inviting.invite(client.id, by_reference(SHOP), "x")
    assert invited not in (asked, own)
    assert [stage.series for stage in client_assessments.of_client(client.id)] == [invited, asked]
    assert access.open_link(token) == access.Opened(invited, "owner", us.organisation_name)
    assert start(client) == invited


def test_deleting_the_client_leaves_the_firm_every_stage(
    us: Member, parted: tuple[Client, str, str], browser: str
) -> None:
    client, asked, own = parted
    assert clients.delete(us.organisation_id, client.public_id)
    assert {one.public_id for one in assessments.of_browser(browser)} == {asked, own}


def test_who_shares_no_more_ends_invitations_that_nobody_took(us: Member) -> None:
    client = add(us, "A")
    public_id, taken = client_inviting.invite(client.id, by_reference(SHOP), "x")
    access.exchange(taken, access.new_browser())
    _, untaken = client_inviting.invite(client.id, by_reference(SHOP), "x")
    access.stop_sharing(public_id)
    assert (access.open_link(taken) is None, access.open_link(untaken) is None) == (False, True)
