"""Which firms a release counts, each once; and that neither a refusal nor a population tells of one of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.storage import releases
from survey.storage.campaigns import changing as changing_campaigns
from survey.storage.campaigns import finding, inviting, removing
from survey.storage.campaigns.parts import PUBLISHING, FixedError, Publishing, trace_of
from survey.storage.campaigns.values import Campaign
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, CampaignInvitationRow, CampaignRow
from survey.storage.releases import counting, ordering
from survey.storage.releases.firms import firms_of, places_of
from survey.storage.releases.history import history
from tests.integration.called import SMALL, answer, answered, campaign, change, firms, keys, made


@pytest.fixture
def spring(stored: Flask) -> Campaign:
    """On each database, for what it does in its own way."""
    return answered(stored)


@pytest.fixture
def spring_here(here: Flask) -> Campaign:
    return answered(here)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"counted": False},
        {"counted": None},
        {"verified": ""},
        {"invented": True},
        {"campaign_id": None},
    ],
)
def test_who_did_not_agree_is_not_known_or_is_nobody_does_not_count(
    here: Flask, spring_here: Campaign, otherwise: dict[str, Any]
) -> None:
    before = keys(spring_here)
    answer(spring_here, firms(3, 60, **otherwise))
    assert keys(spring_here) == before


def test_firms_that_nobody_invited_count_in_the_standing_campaign_once_they_are_ticked(here: Flask) -> None:
    standing = campaign(here, "", standing=True)
    ids = answer(standing, firms(3, campaign_id=None, verified="list"))
    answer(standing, firms(3, 3, campaign_id=None, verified="code"))
    assert len(keys(standing)) == len(ids)


def test_a_firm_counts_once_however_its_number_is_written(here: Flask, spring_here: Campaign) -> None:
    before = keys(spring_here)
    answer(spring_here, [{"register": "r-1 "}, {"register": " R.2"}])
    assert keys(spring_here) == before
    # Without a number in a register it is one by its mail domain.
    answer(spring_here, [{"email": "ann@bakery.example"}, {"email": "Ben@Bakery.example"}])
    assert len(keys(spring_here)) == len(before) + 1


def test_withdrawing_an_invitation_makes_no_firm_another_one(here: Flask) -> None:
    """It would have left and come, and what five firms left or came to is computed anew."""
    spring = campaign(here)
    ids = answer(spring, [{}, {}])
    with writing() as session:
        for number in ids:
            session.get_one(CampaignInvitationRow, number).email = f"ann@firm{number}.example"
    before = keys(spring)
    assert inviting.withdraw(spring.id, ids) == 2
    assert keys(spring) == before


def test_all_stages_of_a_series_are_one_firm_and_the_latest_speaks(here: Flask, spring_here: Campaign) -> None:
    before = keys(spring_here)
    [first] = answer(spring_here, [{"register": "T 1"}])
    with reading() as session:
        series = session.get_one(AssessmentRow, first).series
    [second] = answer(spring_here, [{"series": series, "stage": "T1", "invitation_id": None, "verified": ""}])
    assert len(keys(spring_here)) == len(before) + 1
    change([second], counted=False)
    assert keys(spring_here) == before


def test_a_firm_that_left_is_in_no_later_release_and_was_only_a_pseudonym(here: Flask, spring_here: Campaign) -> None:
    gone = answer(spring_here, firms(10, 60))
    made(here, spring_here)
    all_of_them = keys(spring_here)
    with writing() as session:
        session.execute(sa.delete(AssessmentRow).where(AssessmentRow.id.in_(gone[:5])))
    change(gone[5:], counted=False)
    assert len(keys(spring_here)) == 60
    made(here, spring_here)
    first, second = history(spring_here.id, by_reference(SMALL))
    assert (set(first.snapshot.keys), set(second.snapshot.keys)) == (all_of_them, keys(spring_here))
    assert not any("R 6" in key or "register" in key for key in first.snapshot.keys)


def test_own_lists_and_questions_are_as_they_were_handed_in(stored: Flask) -> None:
    lists = {"sector": [{"id": "bakers", "name": "Bakers", "means": "C"}], "region": [], "group": []}
    options = [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]
    asked = [{"id": "q1", "text": "A course?", "kind": "multiple", "options": options}]
    spring = campaign(stored, lists=lists, questions=asked)
    answer(spring, firms(1, sector="bakers", own_answers={"q1": ["yes"]}))
    answer(spring, firms(1, 1, sector="smiths", own_answers={"q1": []}) + firms(1, 2))
    given = counting.answered(spring, by_reference(SMALL))
    assert given.fields["sector"].tolist() == ["bakers", "not stated", "not stated"]
    assert given.choices["own-q1.yes"].tolist() == [1, 0, -1]
    assert given.choices.dtypes.unique().tolist() == [np.dtype("int8")]
    assert "group" not in places_of(spring, by_reference(SMALL)).fields
    found = firms_of(spring, by_reference(SMALL))
    assert found.titles == {"sector": {"bakers": "Bakers"}}
    assert [choice.id for choice in found.choices] == ["own-q1"]


def test_what_a_firm_said_for_a_campaign_that_is_gone_is_said_for_no_other(here: Flask) -> None:
    """Answers to the own questions of one body are not those to the questions of the body of the standing campaign."""
    asked = [{"id": "q1", "text": "A course?", "kind": "single", "options": [{"id": "yes", "text": "Yes"}]}]
    standing = campaign(here, "", standing=True, questions=asked)
    spring = campaign(here, questions=asked)
    ids = answer(spring, firms(1, own_answers={"q1": "yes"}))
    removing.remove(spring.id)
    change(ids, counted=True, verified="list")
    assert counting.answered(standing, by_reference(SMALL)).choices["own-q1.yes"].tolist() == [-1]


def test_below_eleven_firms_nothing_is_kept_and_it_is_said_why(here: Flask) -> None:
    spring = campaign(here)
    answer(spring, firms(10))
    assert made(here, spring) is None
    [fault] = ordering.making(spring.id).faults
    assert str(fault) == "Fewer than 11 firms count so far: there is nothing to release yet."
    answer(spring, firms(1, 10))
    assert made(here, spring) is not None
    assert ordering.making(spring.id).faults == ()


def test_a_body_cannot_count_firms_by_trying_one_least_number_after_another(here: Flask) -> None:
    """A refusal leaves nothing that later releases are checked by, so it may say no more than live figures do."""
    spring = campaign(here)
    answer(spring, firms(23))
    told = {}
    for least in (25, 24, 23, 22, 21, 20):
        with writing() as session:
            session.execute(sa.update(CampaignRow).values(least=least))
        assert made(here, spring) is None
        told[least] = str(ordering.making(spring.id).faults[0])[:20]
    assert list(told.values()) == ["Fewer than 30 firms "] + ["Fewer than 25 firms "] * 5
    assert changing_campaigns.set_publishing(spring.id, Publishing(15), seen=_seen(spring)) is None
    assert made(here, spring) is not None
    with pytest.raises(FixedError):
        changing_campaigns.set_publishing(spring.id, Publishing(16), seen=_seen(spring))
    assert changing_campaigns.set_publishing(spring.id, Publishing(15, ""), seen=_seen(spring)) is None


def _seen(spring: Campaign) -> str:
    kept = finding.numbered(spring.id)
    assert kept is not None
    return trace_of(kept, *PUBLISHING)


@pytest.mark.parametrize("of_one", [0, 100])
def test_a_population_does_not_tell_from_which_cells_a_firm_answered(here: Flask, of_one: int) -> None:
    """A body that writes 0, or more, where a single firm is would read it from a refusal, or from a cell merged."""
    told = []
    for name, trade in (("With it", "F"), ("Without", "A")):
        people = {"A": {"micro": 100, "small": 100}, "F": {"micro": of_one, "small": of_one}}
        spring = campaign(here, name, population=people)
        answer(spring, [{**one, "profile": {**one["profile"], "trade": "A"}} for one in firms(20)])
        answer(spring, [{"register": "one", "profile": {"people": "micro", "country": "AT", "trade": trade}}])
        assert made(here, spring) is not None
        found = releases.told(spring.id, 1)
        assert found is not None
        told.append((ordering.making(spring.id).faults, found.notes))
    assert told[0] == told[1]
    assert firms_of(spring, by_reference(SMALL)).snapshot.weights is not None


def test_a_population_gives_no_reason_for_a_refusal_below_eleven_firms(here: Flask) -> None:
    spring = campaign(here, population={"F": {"micro": 0}})
    answer(spring, firms(1))
    assert made(here, spring) is None
    assert [str(fault)[:20] for fault in ordering.making(spring.id).faults] == ["Fewer than 11 firms "]
