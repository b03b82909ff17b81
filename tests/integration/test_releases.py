"""Releases of a campaign: made from what counts, kept with their history, published and withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from flask import Flask

from scoring.release.model import Release
from survey.instruments import by_reference
from survey.jobs.releases import making
from survey.storage import jobs, releases
from survey.storage.campaigns import changing as changing_campaigns
from survey.storage.campaigns import finding, inviting, removing
from survey.storage.campaigns.parts import PUBLISHING, FixedError, Publishing, trace_of
from survey.storage.campaigns.values import Campaign
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, CampaignInvitationRow, CampaignRow, JobRow, ReleaseRow
from survey.storage.releases import changing, counting, keeping, merging, ordering
from survey.storage.releases.firms import firms_of, places_of
from survey.storage.releases.history import history, others
from survey.storage.releases.salt import salt
from tests.integration.called import SMALL, answer, campaign, firms, jobs_of, made


def figures(spring: Campaign, number: int = 1) -> Release:
    found = releases.release(spring.id, number, by_reference(SMALL))
    assert found is not None
    return found


def keys(spring: Campaign) -> set[str]:
    """Of the firms that count now."""
    return set(firms_of(spring, by_reference(SMALL)).snapshot.keys)


def change(ids: list[int], **values: Any) -> None:
    with writing() as session:
        session.execute(sa.update(AssessmentRow).where(AssessmentRow.id.in_(ids)).values(**values))


def answered(app: Flask) -> Campaign:
    """A campaign that 60 firms have answered."""
    found = campaign(app)
    answer(found, firms(60))
    return found


@pytest.fixture
def spring(stored: Flask) -> Campaign:
    """On each database, for what it does in its own way."""
    return answered(stored)


@pytest.fixture
def here(app: Flask) -> Iterator[Flask]:
    """On SQLite alone, for what is the same on both."""
    with app.app_context():
        yield app


@pytest.fixture
def spring_here(here: Flask) -> Campaign:
    return answered(here)


def test_a_release_is_made_of_the_firms_that_count(stored: Flask, spring: Campaign) -> None:
    found = made(stored, spring)
    assert found is not None
    assert (found.number, found.status, found.campaign) == (1, "draft", spring.public_id)
    release = figures(spring)
    assert (release.n, release.campaign, release.hash) == (60, "Spring", by_reference(SMALL).content_hash)
    assert [table.name for table in release.tables] == ["all", "size"]
    assert ordering.making(spring.id) == releases.Making("", jobs_of(spring)[-1].created_at)


def test_drafts_and_withdrawn_ones_are_history(here: Flask, spring_here: Campaign) -> None:
    """Four firms more change nothing, even where nobody but its body has seen the release before."""
    made(here, spring_here)
    answer(spring_here, firms(4, 60))
    made(here, spring_here)
    assert [cell.number for cell in figures(spring_here, 2).tables[0].cells] == [1]
    assert [one.release.number for one in history(spring_here.id, by_reference(SMALL))] == [1, 2]
    assert changing.publish(spring_here.id, 2)
    assert changing.withdraw(spring_here.id, 2, "Wrong list")
    answer(spring_here, firms(6, 64))
    made(here, spring_here)
    assert [cell.number for cell in figures(spring_here, 3).tables[0].cells] == [3]
    assert releases.latest(spring_here.id, by_reference(SMALL)) is None


def test_a_later_release_is_published_while_an_earlier_one_stays_a_draft(here: Flask, spring_here: Campaign) -> None:
    for _ in range(2):
        made(here, spring_here)
    assert changing.publish(spring_here.id, 2)
    assert [(one.number, one.status) for one in releases.kept(spring_here.id)] == [(2, "published"), (1, "draft")]
    latest = releases.latest(spring_here.id, by_reference(SMALL))
    assert latest is not None
    assert latest.number == 2
    assert not changing.publish(spring_here.id, 2)
    assert changing.withdraw(spring_here.id, 2, "Wrong list")
    assert not changing.withdraw(spring_here.id, 2, "Again")
    assert not changing.publish(spring_here.id, 2)
    assert releases.kept(spring_here.id)[0].reason == "Wrong list"
    assert releases.status(spring_here.id, 1) == "draft"
    assert releases.status(spring_here.id, 3) is None


def test_a_note_is_not_written_over_what_somebody_else_wrote(stored: Flask, spring: Campaign) -> None:
    made(stored, spring)
    assert changing.note(spring.id, 1, "Asked in May", before="")
    assert not changing.note(spring.id, 1, "Asked in June", before="")
    assert releases.kept(spring.id)[0].note == "Asked in May"


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


def test_what_nobody_foresaw_is_tried_again_and_said_at_last(
    here: Flask, spring_here: Campaign, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Tischlerei answered never")

    monkeypatch.setattr(making, "release_of", broken)
    assert made(here, spring_here) is None
    assert "Tischlerei" not in caplog.text
    assert ordering.making(spring_here.id).form == "waiting"
    with writing() as session:
        session.execute(sa.update(JobRow).values(status="failed"))
    assert len(ordering.making(spring_here.id).faults) == 1


def test_one_is_ordered_at_a_time(stored: Flask, spring: Campaign) -> None:
    assert ordering.order(spring.id)
    assert not ordering.order(spring.id)
    assert not ordering.order(spring.id + 1)
    assert [job.status for job in jobs_of(spring)] == ["waiting"]
    assert ordering.making(spring.id).is_live


def test_a_release_that_another_was_kept_beside_is_made_anew(
    stored: Flask, spring: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has not been audited beside that one."""
    other = campaign(stored, "Autumn")
    answer(other, firms(30))
    meanwhile = [other]
    whole = making.release_of

    def slow(of: Campaign) -> Any:
        result = whole(of)
        if of.id == spring.id and meanwhile:
            made(stored, meanwhile.pop())
        return result

    monkeypatch.setattr(making, "release_of", slow)
    assert made(stored, spring) is not None
    with reading() as session:
        assert session.scalars(sa.select(ReleaseRow.campaign_id).order_by(ReleaseRow.id)).all() == [other.id, spring.id]


def test_a_job_that_was_taken_over_keeps_nothing(stored: Flask, spring: Campaign) -> None:
    assert ordering.order(spring.id)
    late = jobs.claim([ordering.KIND], timedelta(0))
    taken = jobs.claim([ordering.KIND], timedelta(minutes=5))
    assert late is not None
    assert taken is not None
    making.make(late)
    assert releases.kept(spring.id) == []
    making.make(taken)
    assert len(releases.kept(spring.id)) == 1


def test_campaigns_that_share_firms_are_audited_beside_each_other(here: Flask, spring_here: Campaign) -> None:
    """By keys, whatever they are called: both have the same name here."""
    twin, apart = campaign(here), campaign(here, "Elsewhere")
    answer(twin, firms(30))
    answer(apart, firms(30, 1000))
    for one in (spring_here, apart):
        made(here, one)
    [beside] = others(twin.id, by_reference(SMALL), keys(twin))
    assert [one.release.campaign for one in beside] == [spring_here.public_id]
    assert made(here, twin) is not None


def test_the_salt_is_made_once(stored: Flask) -> None:
    assert salt() == salt()
    assert len(salt()) == 32


def test_a_renamed_campaign_goes_on(here: Flask, spring_here: Campaign) -> None:
    made(here, spring_here)
    with writing() as session:
        session.execute(sa.update(CampaignRow).where(CampaignRow.id == spring_here.id).values(name="Summer"))
    made(here, spring_here)
    assert [figures(spring_here, number).campaign for number in (1, 2)] == ["Spring", "Summer"]


def test_the_rhythm_orders_drafts_and_does_not_make_up_for_what_was_missed(stored: Flask) -> None:
    day = date(2026, 1, 31)
    due = campaign(stored, rhythm="monthly", next_release_on=day)
    campaign(stored, "Later", rhythm="monthly", next_release_on=date(2027, 1, 1))
    campaign(stored, "Never", next_release_on=None)
    assert ordering.order_due(date(2026, 1, 30)) == 0
    assert ordering.order_due(date(2026, 4, 2)) == 1
    assert ordering.order_due(date(2026, 4, 2)) == 0
    with reading() as session:
        assert session.get_one(CampaignRow, due.id).next_release_on == date(2026, 4, 30)
    assert ordering.making(due.id).form == "waiting"


def test_groups_are_put_together_step_by_step_and_taken_apart(here: Flask) -> None:
    spring = campaign(here)

    def merges() -> Any:
        with reading() as session:
            return session.get_one(CampaignRow, spring.id).grouping

    assert merging.merge(spring.id, "sector", ["A", "F"])
    assert merging.merge(spring.id, "sector", ["A", "F", "B-E"])
    assert merging.merge(spring.id, "size", ["medium", "large"])
    assert merges() == {"sector": {"F": "A", "B-E": "A"}, "size": {"large": "medium"}}
    assert merging.undo(spring.id, "sector")
    assert merges() == {"size": {"large": "medium"}}
    assert not merging.undo(spring.id + 1, "size")


def test_a_number_is_kept_once(stored: Flask, spring: Campaign) -> None:
    since = keeping.seen()
    published, told = making.release_of(spring)
    for expected in (True, False):
        ordering.order(spring.id)
        job = jobs.claim([ordering.KIND], timedelta(minutes=5))
        assert job is not None
        if expected:
            assert keeping.keep(job, spring.id, published, told, since=since)
        else:
            with pytest.raises(keeping.OutdatedError):
                keeping.keep(job, spring.id, published, told, since=since)
    assert len(releases.kept(spring.id)) == 1
