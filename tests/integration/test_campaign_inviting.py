"""Whom a campaign invites: codes are told once, open no assessment that was begun, and say nothing of what became of
them. On both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.storage import assessments
from survey.storage.campaigns import inviting
from survey.storage.campaigns.inviting import Guest, TooManyError
from survey.storage.campaigns.values import Campaign
from survey.storage.database import reading
from survey.storage.models import CampaignInvitationRow
from tests.integration.invited import Firm, campaign, invite, take_part


@pytest.fixture
def spring(stored: Flask) -> Campaign:
    return campaign(stored)


def rows() -> list[CampaignInvitationRow]:
    with reading() as session:
        return list(session.scalars(sa.select(CampaignInvitationRow).order_by(CampaignInvitationRow.number)))


def test_who_is_added_has_no_code_until_one_is_made(spring: Campaign) -> None:
    assert inviting.add(spring.id, [Guest("Joinery", "FN 1", "ann@joinery.example", "crafts", "small"), Guest()]) == 2
    [joinery, _nameless] = inviting.listing(spring.id).lines
    assert (joinery.number, joinery.guest.ref, joinery.coded) == (1, "FN 1", False)
    [first, second] = inviting.make_codes(spring.id)
    assert first.code not in {row.code_hash for row in rows()}
    assert inviting.make_codes(spring.id) == []
    found = inviting.opened(first.code.lower().replace("-", " "))
    assert found is not None
    assert (found.campaign, found.firm, found.sector, found.size) == (spring.public_id, "Joinery", "crafts", "small")
    assert not found.begun
    assert inviting.opened(second.code) != found


def test_a_new_code_ends_the_one_before_and_knows_what_was_begun(spring: Campaign) -> None:
    [one, other] = invite(spring, 2)
    first = {coded.line.id: coded.code for coded in inviting.make_codes(spring.id)}
    take_part(spring, Firm(one, handed_in=False))
    second = {coded.line.id: coded.code for coded in inviting.make_codes(spring.id, [one, other])}
    assert [inviting.opened(code) for code in first.values()] == [None, None]
    begun = {invitation: inviting.opened(code) for invitation, code in second.items()}
    assert {invitation: found and found.begun for invitation, found in begun.items()} == {one: True, other: False}


def test_a_code_begins_one_assessment_only(spring: Campaign) -> None:
    [invitation] = invite(spring, 1)
    take_part(spring, Firm(invitation))
    with pytest.raises(sa.exc.IntegrityError):
        take_part(spring, Firm(invitation))


def test_a_withdrawn_invitation_opens_nothing_and_names_no_address(spring: Campaign) -> None:
    [invitation] = invite(spring, 1, firm="Joinery", email="ann@joinery.example")
    [coded] = inviting.make_codes(spring.id)
    assert inviting.withdraw(spring.id, [invitation]) == 1
    assert inviting.withdraw(spring.id, [invitation]) == 0
    assert inviting.opened(coded.code) is None
    assert inviting.make_codes(spring.id, [invitation]) == []
    listing = inviting.listing(spring.id, state="withdrawn")
    assert [(line.guest.firm, line.guest.email) for line in listing.lines] == [("Joinery", "")]


def test_nothing_is_done_to_another_campaign(spring: Campaign, stored: Flask) -> None:
    other = campaign(stored)
    [theirs] = invite(other, 1)
    assert inviting.make_codes(spring.id, [theirs]) == []
    assert inviting.withdraw(spring.id, [theirs]) == 0
    assert inviting.listing(spring.id).lines == ()


def test_the_list_is_searched_by_words_and_numbers(spring: Campaign) -> None:
    names = ["Ann’s 100 % Bakery", "Ben's Joinery", "Baker & Ben"]
    inviting.add(spring.id, [Guest(name, f"FN {at}", f"a@{at}.example") for at, name in enumerate(names)])

    def found(text: str) -> list[int]:
        return [line.number for line in inviting.listing(spring.id, text).lines]

    assert found("bake") == [1, 3]
    assert found("bake ben") == [3]
    assert found("%") == [1]
    assert found("fn") == [1, 2, 3]
    assert found("2.example") == [3]
    assert inviting.all_ids(spring.id, "bake") == [inviting.listing(spring.id).lines[at].id for at in (0, 2)]


def test_the_list_is_the_same_whatever_became_of_an_invitation(spring: Campaign) -> None:
    both = invite(spring, 2, firm="Joinery")
    inviting.make_codes(spring.id)
    before = inviting.listing(spring.id)
    take_part(spring, Firm(both[0]))
    take_part(spring, Firm(both[1], handed_in=False))
    assert inviting.listing(spring.id) == before


def test_a_campaign_invites_so_many_and_no_more(spring: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST", 3)
    inviting.add(spring.id, [Guest()] * 2)
    with pytest.raises(TooManyError):
        inviting.add(spring.id, [Guest()] * 2)
    assert len(rows()) == 2


def test_a_firm_is_silent_once_it_asked_for_it_and_not_by_deleting_what_it_answered(spring: Campaign) -> None:
    """The body would see by a mailbox of its own to which no reminder comes that there was something to delete."""
    one, other = invite(spring, 2)
    inviting.silence(one)
    assessments.delete(take_part(spring, Firm(other)))
    assert [row.silent_at is not None for row in rows()] == [True, False]
