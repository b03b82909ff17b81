"""Releases of a campaign: made from what counts, kept with their history, published and withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.jobs.releases import making
from survey.storage import jobs, releases
from survey.storage.campaigns.values import Campaign
from survey.storage.database import reading, writing
from survey.storage.models import CampaignRow, JobRow, ReleaseRow
from survey.storage.releases import changing, keeping, merging, ordering
from survey.storage.releases.history import history, others
from survey.storage.releases.salt import salt
from tests.integration.called import SMALL, answer, answered, campaign, figures, firms, jobs_of, keys, made


@pytest.fixture
def spring(stored: Flask) -> Campaign:
    """On each database, for what it does in its own way."""
    return answered(stored)


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
