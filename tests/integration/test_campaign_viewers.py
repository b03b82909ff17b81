"""Who can see the answers of several firms of a campaign. On both databases."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from survey.storage import access, clients
from survey.storage.campaigns.viewers import viewers
from survey.storage.clients import Particulars
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow
from survey.storage.organisations import join
from survey.storage.values import Member
from tests.integration.invited import campaign, take_part


def number(public_id: str) -> int:
    with reading() as session:
        return session.scalars(sa.select(AssessmentRow.id).filter_by(public_id=public_id)).one()


def advise(by: Member, public_id: str) -> int:
    """The number of an assessment that is of a client of this member's consultancy from now on."""
    client = clients.find(by.organisation_id, clients.add(by.organisation_id, Particulars(public_id)))
    assert client is not None
    with writing() as session:
        session.execute(sa.update(AssessmentRow).filter_by(public_id=public_id).values(client_id=client.id))
    return number(public_id)


def seen(campaign_id: int) -> list[list[int]]:
    return sorted(ids.tolist() for ids in viewers(campaign_id))


def test_a_consultancy_sees_its_clients_and_a_person_those_of_all_theirs(
    stored: Flask, us: Member, others: Member
) -> None:
    spring = campaign(stored)
    a, b, c = (advise(by, take_part(spring)) for by in (us, us, others))
    take_part(spring)
    assert seen(spring.id) == [[a, b]]
    join(others.organisation, us.user_id, "viewer")
    assert seen(spring.id) == [[a, b], [a, b, c]]
    assert seen(campaign(stored).id) == []


def test_who_has_seen_a_firm_knows_it_when_sharing_has_ended(stored: Flask, us: Member) -> None:
    spring = campaign(stored)
    first, second = take_part(spring), take_part(spring)
    both = sorted(advise(us, one) for one in (first, second))
    access.stop_sharing(first)
    assert seen(spring.id) == [both]


def test_a_browser_sees_what_it_was_let_into_by_whatever_link(stored: Flask) -> None:
    spring = campaign(stored)
    first, second, third = (take_part(spring) for _ in range(3))
    bank = access.new_browser()
    assert access.exchange(access.make_link(first, "reader", "Bank"), bank)
    assert seen(spring.id) == []
    assert access.exchange(access.make_link(second, "colleague", "Ann", ["shop"]), bank)
    assert seen(spring.id) == [[number(first), number(second)]]
    assert number(third) not in seen(spring.id)[0]
