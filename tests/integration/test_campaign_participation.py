"""Who takes part, in rounded figures that whatever a body can change does not sharpen. On both databases."""

from __future__ import annotations

import pytest
from flask import Flask

from survey.instruments import by_reference
from survey.storage.campaigns import inviting, verifying
from survey.storage.campaigns.participation import Participation, Way, participation
from survey.storage.campaigns.values import Campaign
from survey.storage.database import writing
from survey.storage.models import AssessmentRow
from tests.integration.invited import INSTRUMENT, Firm, campaign, invite, take_part

QUOTAS = [
    {"sector": "crafts", "size": "small", "firms": 20},
    {"sector": "crafts", "size": "", "firms": 20},
    {"sector": "", "size": "micro", "firms": 20},
    {"sector": "elsewhere", "size": "", "firms": 20},
]


@pytest.fixture
def spring(stored: Flask) -> Campaign:
    return campaign(stored, quotas=QUOTAS)


def figures(of: Campaign) -> Participation:
    return participation(of, by_reference(INSTRUMENT))


def listed(at: int, **more: str) -> Firm:
    return Firm(register=f"FN {at}", name=f"Firm {at}", **more)


def tick_all(of: Campaign) -> int:
    return verifying.decide(of, [one.key for one in verifying.names(of).names], "ours")


def test_firms_are_told_apart_by_how_they_came_and_how_far(spring: Campaign) -> None:
    codes = invite(spring, 30)
    for at, invitation in enumerate(codes[:21]):
        take_part(spring, Firm(invitation, handed_in=at < 16, agreed=at < 11))
    for at in range(6):
        take_part(spring, listed(at))
    now = figures(spring)
    assert (now.invited, now.response) == (30, 50)
    assert now.by_code == Way(begun=20, handed_in=15, agreed=10, counted=10)
    assert now.by_link == Way(begun=5, handed_in=5, agreed=5, counted=0)
    assert tick_all(spring) == 6
    assert figures(spring).by_link == Way(5, 5, 5, 5)


def test_of_few_invited_firms_nothing_is_told(spring: Campaign) -> None:
    for invitation in invite(spring, 8):
        take_part(spring, Firm(invitation))
    now = figures(spring)
    assert (now.by_code, now.response) == (Way(None, None, None, None), None)


def test_no_figure_says_that_every_invited_firm_answered(spring: Campaign) -> None:
    codes = invite(spring, 10)
    for invitation in codes[:5]:
        take_part(spring, Firm(invitation))
    before = figures(spring)
    for invitation in codes[5:]:
        take_part(spring, Firm(invitation))
    assert figures(spring).by_code == before.by_code == Way(5, 5, 5, 5)


def test_by_ticking_names_nobody_counts_out_those_who_came_by_a_code(spring: Campaign) -> None:
    """With 7 by code, a sum of all would pass 10 at the third tick: so it would tell that they are 7."""
    codes = invite(spring, 30)
    for invitation in codes[:7]:
        take_part(spring, Firm(invitation))
    for at in range(4):
        take_part(spring, listed(at))
    seen = []
    for ticked in range(5):
        names = [one.key for one in verifying.names(spring).names][: min(ticked, 1)]
        verifying.decide(spring, names, "ours")
        now = figures(spring)
        seen.append((now.by_code.counted, now.by_link.counted, [one.firms for one in now.quotas][:2]))
    assert seen == [(5, 0, [5, 5])] * 5  # 5 by code and at most 4 ticked


def test_targets_are_filled_by_what_firms_say_of_themselves(spring: Campaign) -> None:
    codes = invite(spring, 40, sector="shops", size="large")
    for at, invitation in enumerate(codes[:22]):
        take_part(
            spring, Firm(invitation, sector="crafts" if at < 14 else "shops", people="solo" if at < 7 else "small")
        )
    small_crafts, crafts, micro, elsewhere = (one.firms for one in figures(spring).quotas)
    assert (small_crafts, micro) == (5, 5)
    assert crafts == 10  # 7 and 7 are told as 5 and 5, so their sum is too: 14 would be no less than 10 either
    assert elsewhere is None


def test_a_target_over_several_cells_adds_up_what_is_told_of_each(spring: Campaign) -> None:
    codes = invite(spring, 40)
    for at, invitation in enumerate(codes[:18]):
        take_part(spring, Firm(invitation, people="solo" if at < 9 else "small"))
    small_crafts, crafts, _micro, _elsewhere = (one.firms for one in figures(spring).quotas)
    assert (small_crafts, crafts) == (5, 10)  # 18 as 15 would say that neither is fewer than 6


def test_withdrawing_an_invitation_does_not_tell_whether_its_firm_answered(spring: Campaign) -> None:
    codes = invite(spring, 30)
    for invitation in codes[:10]:
        take_part(spring, Firm(invitation))
    before = figures(spring)
    inviting.withdraw(spring.id, [codes[0]])
    assert figures(spring).by_code == before.by_code


def test_firms_that_stopped_are_told_by_the_last_page_with_an_answer(spring: Campaign) -> None:
    for at in range(21):
        answers = {} if at < 6 else {"orders": "always"} if at < 11 else {"orders": "always", "wish": "Time"}
        take_part(spring, Firm(handed_in=False), **answers)
    told = figures(spring).left_at
    assert told is not None
    assert {page: n for page, n in told.items() if n} == {"": 5, "shop": 5, "last-questions": 10}
    assert next(iter(told)) == ""
    assert list(told)[-1] == "last-questions"


def test_where_firms_stopped_is_not_told_where_it_would_tell_too_much(spring: Campaign) -> None:
    """Pages on which 4 firms each stopped are told as under 5; beside 15 that have begun and under 5 that finished, it
    would be seen that there are more than one on each."""
    pages: list[dict[str, str]] = [{}, {"orders": "always"}, {"wish": "Time"}]
    for answers in pages * 4:
        take_part(spring, Firm(handed_in=False), **answers)
    assert set((figures(spring).left_at or {"": 5}).values()) == {0}
    for _ in range(3):
        take_part(spring, Firm(agreed=False))
    assert figures(spring).left_at is None
    take_part(spring, Firm(agreed=False))
    assert figures(spring).left_at is None
    take_part(spring, Firm(agreed=False))
    assert figures(spring).left_at is not None


def test_another_stage_of_a_firm_makes_it_no_second_one(spring: Campaign) -> None:
    for _ in range(4):
        take_part(spring, Firm(agreed=False))
    first = take_part(spring, Firm(agreed=False))
    with writing() as session:
        row = session.query(AssessmentRow).filter_by(public_id=first).one()
        session.add(
            AssessmentRow(
                public_id="next",
                series=row.series,
                previous_id=row.id,
                instrument_id=row.instrument_id,
                profile=row.profile,
                stage="T1",
                campaign_id=row.campaign_id,
            )
        )
    now = figures(spring)
    assert (now.by_link.begun, now.by_link.handed_in) == (5, 5)


def test_invented_firms_are_of_invented_bodies_only(spring: Campaign, stored: Flask) -> None:
    for _ in range(5):
        take_part(spring)
    with writing() as session:
        session.query(AssessmentRow).update({"invented": True})
    assert figures(spring).by_link.begun == 0
