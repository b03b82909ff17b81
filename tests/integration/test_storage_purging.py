"""The hourly purge: what was left unfinished goes, and a firm that has a result never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.storage import access, assessments, colleagues, notes
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, LinkRow, RightRow, now
from survey.storage.purging import purge

AGE = timedelta(days=180)


@pytest.fixture
def handed_in(started: str) -> str:
    assessments.save(started, {"orders": "always"}, {})
    assessments.submit(started, counted=True)
    return started


def leave() -> None:
    """Nobody has touched anything for longer than the age."""
    with writing() as session:
        session.execute(sa.update(AssessmentRow).values(updated_at=now() - AGE - timedelta(minutes=1)))


def stages(browser: str) -> list[str]:
    return sorted(one.stage for one in assessments.of_browser(browser))


def test_a_draft_goes_with_its_links_and_rights(started: str, browser: str) -> None:
    access.exchange(access.make_link(started, "colleague"), access.new_browser())
    leave()
    assert purge(AGE)["assessments"] == 1
    with reading() as session:
        assert [session.scalars(sa.select(kind)).all() for kind in (AssessmentRow, LinkRow, RightRow)] == [[], [], []]


def test_a_draft_that_was_touched_stays(started: str, browser: str) -> None:
    leave()
    notes.save_notes(started, {"orders": "ask Anna"}, {})
    assert purge(AGE)["assessments"] == 0
    assert stages(browser) == ["T0"]


def test_a_result_stays_however_old(handed_in: str, browser: str) -> None:
    leave()
    purge(AGE)
    assert assessments.submission(handed_in) is not None


def test_an_unfinished_next_stage_goes_alone(handed_in: str, browser: str) -> None:
    assessments.next_stage(handed_in, browser)
    leave()
    assert purge(AGE)["assessments"] == 1
    found = assessments.find(handed_in, browser)
    assert found is not None
    assert (found.following, found.has_results) == (None, True)
    assert assessments.next_stage(handed_in, browser).stage == "T1"


def test_who_came_by_the_stage_that_went_keeps_the_firm(handed_in: str, browser: str) -> None:
    following = assessments.next_stage(handed_in, browser).public_id
    token, owner = access.make_link(following), access.new_browser()
    access.exchange(token, owner)
    reader = access.new_browser()
    access.exchange(access.make_link(following, "reader"), reader)
    leave()
    purge(AGE)
    assert stages(owner) == ["T0"]
    assert access.open_link(token) == access.Opened(handed_in, "owner")
    assert [link.kind for link in access.links(handed_in)] == ["owner"]
    assert stages(reader) == []


def test_an_unfinished_update_ends_with_what_was_handed_in(handed_in: str, browser: str) -> None:
    assessments.reopen(handed_in)
    assessments.save(handed_in, {"orders": "never"}, {"orders": 1})
    leave()
    assert purge(AGE)["assessments"] == 0
    found = assessments.find(handed_in, browser)
    assert found is not None
    assert (found.status, found.revision) == ("submitted", 1)
    assert found.updated_at < now() - AGE
    assert assessments.answers(handed_in)["orders"].value == "always"


def test_an_update_that_is_being_made_goes_on(handed_in: str, browser: str) -> None:
    assessments.reopen(handed_in)
    purge(AGE)
    found = assessments.find(handed_in, browser)
    assert found is not None
    assert found.status == "open"


def test_a_link_that_ended_stays_as_long_as_it_says_who_answered(started: str) -> None:
    for name in ("Anna", "Ben"):
        access.make_link(started, "colleague", name)
    anna, ben = (link.id for link in access.links(started))
    colleagues.save_part(started, anna, {"orders": "always"}, {})
    for link in (anna, ben):
        access.revoke(started, link)
    assert purge(AGE)["access_links"] == 1
    assert assessments.answers(started)["orders"].by == "Anna"
