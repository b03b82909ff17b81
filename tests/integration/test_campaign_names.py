"""The list of names: who agreed and came without a code, what they gave to be known by, and nothing else."""

from __future__ import annotations

from dataclasses import asdict

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.storage.campaigns import finding, verifying
from survey.storage.campaigns.values import Campaign
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow
from tests.integration.invited import Firm, campaign, invite, take_part

ANN = Firm(name="Ann’s Bakery", register="FN 12 a", email="ann@bakery.example", sector="shops", people="micro")


@pytest.fixture
def spring(stored: Flask) -> Campaign:
    return campaign(stored)


def verified(public_id: str) -> str:
    with reading() as session:
        return session.scalars(sa.select(AssessmentRow.verified).filter_by(public_id=public_id)).one()


def set_on(public_id: str, **values: object) -> None:
    with writing() as session:
        session.execute(sa.update(AssessmentRow).filter_by(public_id=public_id).values(**values))


def test_a_name_says_by_what_a_firm_is_known_and_no_more(spring: Campaign) -> None:
    public_id = take_part(spring, ANN)
    [name] = verifying.names(spring).names
    assert public_id not in repr(name)
    assert asdict(name) | {"key": ""} == {
        "key": "",
        "firm": "Ann’s Bakery",
        "register": "FN 12 a",
        "domain": "bakery.example",
        "sector": "shops",
        "size": "micro",
        "decision": "open",
        "twice": False,
    }


def test_only_who_agreed_and_gave_something_to_be_known_by_is_on_it(spring: Campaign) -> None:
    [invitation] = invite(spring, 1)
    take_part(spring, Firm(invitation, register="1"))
    take_part(spring, Firm(register="2", agreed=False))
    take_part(spring, Firm(register="3", handed_in=False))
    take_part(spring, Firm())
    assert verifying.names(spring).total == verifying.waiting(spring) == 0


def test_a_firm_is_ticked_refused_and_looked_at_again(spring: Campaign) -> None:
    public_id = take_part(spring, ANN)
    [name] = verifying.names(spring).names
    for decision, kept in (("ours", "list"), ("unknown", ""), ("open", "")):
        assert verifying.decide(spring, [name.key, "nobody"], decision) == 1
        assert verified(public_id) == kept
        assert [one.key for one in verifying.names(spring, decision=decision).names] == [name.key]
    assert verifying.names(spring).counts == {"open": 1, "ours": 0, "unknown": 0}


def test_a_withdrawal_takes_a_firm_off_the_list_and_out_of_reach(spring: Campaign) -> None:
    public_id = take_part(spring, ANN)
    [name] = verifying.names(spring).names
    set_on(public_id, counted=False)
    assert verifying.names(spring).total == 0
    assert verifying.decide(spring, [name.key], "ours") == 0
    assert verified(public_id) == ""


def test_of_another_campaign_nobody_is_ticked(spring: Campaign, stored: Flask) -> None:
    public_id = take_part(spring, ANN)
    [name] = verifying.names(spring).names
    assert verifying.decide(campaign(stored), [name.key], "ours") == 0
    assert verified(public_id) == ""


def test_the_order_is_of_names_and_says_nothing_of_when_they_came(spring: Campaign) -> None:
    for at, name in enumerate(("Zeta", "alpha", "Ärzte", "Beta")):
        take_part(spring, Firm(name=name, register=str(at)))
    assert [one.firm for one in verifying.names(spring).names] == ["alpha", "Ärzte", "Beta", "Zeta"]


def test_one_firm_under_two_names_is_pointed_out(spring: Campaign) -> None:
    firms = {
        "A": ("FN 12-a", ""),
        "B": ("fn12a", ""),
        "C": ("", "x@c.example"),
        "D": ("", "y@C.example"),
        "E": ("", "e@gmail.com"),
        "F": ("", "f@gmail.com"),
    }
    for name, (register, email) in firms.items():
        take_part(spring, Firm(name=name, register=register, email=email))
    assert [one.firm for one in verifying.names(spring).names if one.twice] == ["A", "B", "C", "D"]


def test_the_list_is_searched_and_comes_in_pages(spring: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "PAGE", 2)
    for at in range(5):
        take_part(spring, Firm(name=f"Firm {at}", register=f"FN {at}", email=f"a@firm{at}.example"))
    assert [one.firm for one in verifying.names(spring, page=3).names] == ["Firm 4"]
    assert [one.firm for one in verifying.names(spring, page=99).names] == ["Firm 4"]
    assert [one.firm for one in verifying.names(spring, "FIRM3.ex").names] == ["Firm 3"]


def test_who_belongs_to_no_campaign_stands_on_the_list_of_the_standing_one(spring: Campaign) -> None:
    public_id = take_part(spring, ANN)
    set_on(public_id, campaign_id=None)
    standing = finding.standing("corner-shop")
    [name] = verifying.names(standing).names
    assert (name.firm, name.sector) == ("Ann’s Bakery", "C")
    assert verifying.names(spring).total == 0
