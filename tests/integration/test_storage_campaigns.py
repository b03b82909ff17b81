"""Campaigns in storage, on both databases: begun, changed by two at once, ended, and the one that always stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.storage import assessments, inventing, organisations
from survey.storage.campaigns import changing, finding, removing, standing
from survey.storage.campaigns.parts import (
    DESCRIPTION,
    PUBLISHING,
    FixedError,
    NoSuchCampaignError,
    Publishing,
    description_of,
    trace,
    trace_of,
)
from survey.storage.campaigns.values import Campaign, Entry, Lists, OwnOption, OwnQuestion, Quota
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, CampaignInvitationRow, CampaignRow, OrganisationRow, ReleaseRow, now
from survey.storage.values import Member, ReleaseStatus
from tests.integration.chamber import opened
from tests.integration.members import member, organisation

INSTRUMENT = "corner-shop@1"
BAKERS, JOINERS = Entry("bakers", "Bakers", "C"), Entry("joiners", "Joiners", "C")
WHY = OwnQuestion("q1", "Why?", "single", (OwnOption("fun", "For fun"), OwnOption("money", "For money")))


@pytest.fixture
def body(stored: Flask) -> Member:
    return member(stored, organisation(stored, "Chamber", "body"))


@pytest.fixture
def spring(body: Member) -> Campaign:
    """A campaign that has not opened yet."""
    return found(changing.begin(body.organisation_id, "Spring", INSTRUMENT, now().date() + timedelta(days=3)))


def found(public_id: str) -> Campaign:
    campaign = finding.public(public_id)
    assert campaign is not None
    return campaign


def released(campaign: Campaign, status: ReleaseStatus, number: int = 1) -> None:
    with writing() as session:
        told = {"day": now().date(), "data": b"figures", "snapshot": b"firms", "status": status, "number": number}
        session.add(ReleaseRow(campaign_id=campaign.id, **told))


def test_a_button_pressed_twice_begins_one_campaign(body: Member, spring: Campaign) -> None:
    assert changing.begin(body.organisation_id, "Spring", INSTRUMENT, None) == spring.public_id
    assert changing.begin(body.organisation_id, "Autumn", INSTRUMENT, None) != spring.public_id
    assert {one.name for one in finding.campaigns(body.organisation_id)} == {"Spring", "Autumn"}


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(spring: Campaign) -> None:
    seen = trace_of(spring, *DESCRIPTION)
    first, second = (replace(description_of(spring), welcome=text) for text in ("Come!", "Do come!"))
    assert changing.describe(spring.id, first, seen=seen) is None
    other = changing.describe(spring.id, second, seen=seen)
    assert other is not None
    assert other.welcome == "Come!"
    assert changing.describe(spring.id, first, seen=seen) is None, "the same once more is no conflict"
    assert changing.describe(spring.id, second, seen=trace_of(other, *DESCRIPTION)) is None
    assert (found(spring.public_id).welcome, found(spring.public_id).revision) == ("Do come!", spring.revision + 2)


def test_parts_that_are_changed_apart_are_no_conflict(spring: Campaign) -> None:
    """Each is kept as it was given, whatever kind of value it is."""
    publishing = Publishing(12, "CC0 1.0", "monthly", now().date())
    quotas, population = [Quota("bakers", "micro", 20)], {"bakers": {"micro": 300.0, "small": 0.0}}
    assert changing.set_publishing(spring.id, publishing, seen=trace_of(spring, *PUBLISHING)) is None
    assert changing.set_lists(spring.id, Lists((BAKERS,)), seen=trace_of(spring, "lists")) is None
    assert changing.set_questions(spring.id, [WHY], seen=trace_of(spring, "questions")) is None
    assert changing.set_quotas(spring.id, quotas, seen=trace_of(spring, "quotas")) is None
    assert changing.set_population(spring.id, population, seen=trace_of(spring, "population")) is None
    assert changing.set_logo(spring.id, b"picture", seen=trace(b""))
    kept = found(spring.public_id)
    assert (kept.lists.sector, kept.questions, kept.quotas) == ((BAKERS,), (WHY,), tuple(quotas))
    assert (kept.population, kept.least, kept.licence, kept.rhythm) == (population, 12, "CC0 1.0", "monthly")
    assert finding.logo(spring.public_id) == b"picture"
    assert not changing.set_logo(spring.id, b"", seen=trace(b"")), "it was not seen"
    assert changing.set_population(spring.id, None, seen=trace_of(kept, "population")) is None
    assert found(spring.public_id).population is None


def test_what_firms_may_have_been_asked_stays_as_it_was(spring: Campaign) -> None:
    lists = Lists((BAKERS, JOINERS))
    assert changing.set_lists(spring.id, lists, seen=trace_of(spring, "lists")) is None
    assert changing.set_questions(spring.id, [WHY], seen=trace_of(spring, "questions")) is None
    opened(spring.public_id, now().date())
    kept = found(spring.public_id)
    for wrong in (Lists((BAKERS,)), Lists((BAKERS, replace(JOINERS, means="F")))):
        with pytest.raises(FixedError):
            changing.set_lists(kept.id, wrong, seen=trace_of(kept, "lists"))
    for options in (WHY.options[:1], WHY.options[::-1]):
        with pytest.raises(FixedError):
            changing.set_questions(kept.id, [replace(WHY, options=options)], seen=trace_of(kept, "questions"))
    told, later = description_of(kept), now().date() + timedelta(days=1)
    for changed in (replace(told, instrument="sme-readiness@1"), replace(told, opens_on=later)):
        with pytest.raises(FixedError):
            changing.describe(kept.id, changed, seen=trace_of(kept, *DESCRIPTION))
    assert found(spring.public_id) == kept
    renamed = Lists((replace(JOINERS, name="Woodworkers"), BAKERS, Entry("shops", "Shops", "G")))
    assert changing.set_lists(kept.id, renamed, seen=trace_of(kept, "lists")) is None
    mended = replace(WHY, text="Why, then?")
    assert changing.set_questions(kept.id, [replace(WHY, id="q2"), mended], seen=trace_of(kept, "questions")) is None
    assert found(spring.public_id).lists == renamed


def test_of_a_deleted_campaign_firms_keep_their_assessment_and_count_for_nobody(spring: Campaign, started: str) -> None:
    takes_part = {"taking_part": {"sector": "bakers"}, "own_answers": {"q1": "fun"}, "verified": "list"}
    with writing() as session:
        session.add(CampaignInvitationRow(campaign_id=spring.id, number=1, code_hash="x"))
        given = {"campaign_id": spring.id, "counted": True, "counted_at": now(), **takes_part}
        session.execute(sa.update(AssessmentRow).filter_by(public_id=started).values(**given))
    assert removing.held(spring.id) == removing.Held(invitations=1, drafts=0, published=0, withdrawn=0)
    removing.remove(spring.id)
    assert finding.public(spring.public_id) is None
    with reading() as session:
        row = session.scalars(sa.select(AssessmentRow).filter_by(public_id=started)).one()
        # Else they would count for whoever looks after the standing campaign.
        assert (row.campaign_id, row.counted, row.verified, row.taking_part, row.own_answers) == (
            None,
            None,
            "",
            {},
            {},
        )
        assert session.scalar(sa.select(sa.func.count()).select_from(CampaignInvitationRow)) == 0


def test_what_was_read_of_a_campaign_is_checked_against_after_it_is_deleted(spring: Campaign) -> None:
    """Whoever read a release, if only a draft, could otherwise solve the next one by it."""
    for number, status in enumerate(("draft", "published"), start=1):
        released(spring, status, number)  # type: ignore[arg-type]
    removing.remove(spring.id)
    left = found(spring.public_id)
    assert left.is_gone
    assert (left.organisation_id, left.name, left.open_link, left.is_open(now().date())) == (None, "", False, False)
    with reading() as session:
        kept = session.scalars(sa.select(ReleaseRow).order_by(ReleaseRow.number)).all()
        assert [(one.status, one.snapshot) for one in kept] == [("draft", b"firms"), ("withdrawn", b"firms")]


def test_the_standing_campaign_outlives_the_body_that_looks_after_it(body: Member, spring: Campaign) -> None:
    released(spring, "published")
    standing.keep_standing(body.organisation, INSTRUMENT)
    assert standing.keeper() == body.organisation
    ours = {one.standing: one for one in finding.campaigns(body.organisation_id)}
    assert set(ours) == {True, False}
    removing.remove(ours[True].id)
    assert finding.standing(INSTRUMENT).organisation_id == body.organisation_id, "nobody deletes it"
    released(ours[True], "published")
    organisations.remove(body.organisation_id)
    assert finding.standing(INSTRUMENT).public_id == ours[True].public_id
    assert standing.keeper() == ""
    with reading() as session:
        of = {row.campaign_id: row.status for row in session.scalars(sa.select(ReleaseRow))}
    assert of == {ours[True].id: "published", spring.id: "withdrawn"}


def test_only_a_body_of_real_people_looks_after_the_standing_campaign(stored: Flask, body: Member, us: Member) -> None:
    invented = inventing.found("Chamber of nobody", "body", us.user_id)
    with reading() as session:
        theirs = session.scalars(sa.select(OrganisationRow.public_id).filter_by(id=invented)).one()
    assert standing.bodies() == [(body.organisation, "Chamber")]
    for other in (theirs, us.organisation, "unknown"):
        with pytest.raises(NoSuchCampaignError):
            standing.keep_standing(other, INSTRUMENT)
    standing.keep_standing(body.organisation, INSTRUMENT)
    standing.keep_standing("", INSTRUMENT)
    assert standing.keeper() == ""


def test_of_an_invented_body_nothing_stays(stored: Flask, us: Member) -> None:
    invented = inventing.found("Chamber of nobody", "body", us.user_id)
    released(found(changing.begin(invented, "Spring", INSTRUMENT, None)), "published")
    organisations.remove(invented)
    with reading() as session:
        assert session.scalars(sa.select(CampaignRow)).all() == []


def test_a_campaign_of_an_organisation_that_is_gone_is_not_begun(body: Member, spring: Campaign) -> None:
    organisations.remove(body.organisation_id)
    with pytest.raises(NoSuchCampaignError):
        changing.begin(body.organisation_id, "Autumn", INSTRUMENT, None)
    with pytest.raises(NoSuchCampaignError):
        changing.set_quotas(spring.id, [], seen="")


def test_an_assessment_that_nobody_invited_is_untouched(spring: Campaign, started: str, browser: str) -> None:
    other = assessments.start(by_reference("corner-shop"), {}, browser).public_id
    with writing() as session:
        session.execute(sa.update(AssessmentRow).filter_by(public_id=other).values(counted=True, verified="list"))
    removing.remove(spring.id)
    with reading() as session:
        row = session.scalars(sa.select(AssessmentRow).filter_by(public_id=other)).one()
        assert (row.counted, row.verified) == (True, "list")
