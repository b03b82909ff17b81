"""A firm ends sharing with the organisation whose client it is: what stays, and what is its own from then on."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.consultants.sheets import steps
from survey.instruments import by_reference
from survey.storage import access, assessments, client_assessments, client_inviting, clients, colleagues
from survey.storage.assessments import Assessment
from survey.storage.clients import Client, Particulars
from survey.storage.database import reading
from survey.storage.imports import uploads
from survey.storage.models import AssessmentRow
from survey.storage.values import Member, Role
from tests.integration.members import member, organisation
from tests.integration.sheets import as_csv

SHOP = "corner-shop"
ANSWERS = {"orders": "always", "lists": ["stock"], "rework": 1.0}


@pytest.fixture
def us(stored: Flask) -> Member:
    return member(stored, organisation(stored))


@pytest.fixture
def client(us: Member) -> Client:
    found = clients.find(us.organisation_id, clients.add(us.organisation_id, Particulars("A", ref="7")))
    assert found is not None
    return found


@pytest.fixture
def asked(client: Client, browser: str) -> str:
    """A stage that an adviser asked and handed in; the firm then took a link, and ended sharing."""
    public_id = opened(client, browser)
    assessments.save(public_id, ANSWERS, {}, role="adviser")
    assessments.submit(public_id, counted=False, role="adviser")
    access.stop_sharing(public_id)
    return public_id


def opened(client: Client, browser: str) -> str:
    public_id = client_assessments.start_for_client(client.id, by_reference(SHOP), "interview")
    access.exchange(access.make_link(public_id), browser)
    return public_id


def seen(us: Member, public_id: str) -> Assessment | None:
    """The assessment as the organisation sees it."""
    roles: tuple[Role, ...] = ("adviser",)
    return assessments.find(public_id, "", roles, user=us.user_id)


def stages(client: Client) -> list[str]:
    return [stage.public_id for stage in client_assessments.of_client(client.id)]


def test_the_next_stage_that_the_firm_begins_is_its_own(us: Member, client: Client, asked: str, browser: str) -> None:
    own = assessments.next_stage(asked, browser).public_id
    after = assessments.start(by_reference(SHOP), {}, browser).public_id
    assert (seen(us, own), seen(us, after)) == (None, None)
    assessments.submit(own, counted=False)
    assert seen(us, assessments.next_stage(own, browser).public_id) is None
    assert stages(client) == [asked]


def test_what_advisers_begin_then_is_a_series_of_its_own(us: Member, client: Client, asked: str, browser: str) -> None:
    own = assessments.next_stage(asked, browser).public_id
    begun = assessments.next_stage(asked, "", user=us.user_id).public_id
    assert begun not in (asked, own)
    assert assessments.find(begun, browser) is None
    assert assessments.next_stage(asked, "", user=us.user_id).public_id == begun
    assert client_assessments.start_for_client(client.id, by_reference(SHOP), "interview") == begun


def test_an_invitation_leads_into_no_series_that_is_shared_no_more(client: Client, asked: str) -> None:
    assert client_inviting.invite(client.id, by_reference(SHOP), "x")[0] != asked


def test_an_update_by_the_firm_is_its_own(us: Member, asked: str, browser: str) -> None:
    assert seen(us, asked)
    assessments.reopen(asked)
    assert seen(us, asked) is None
    assert assessments.find(asked, browser)


def test_an_update_by_an_adviser_stays_with_the_organisation(us: Member, asked: str) -> None:
    assessments.reopen(asked, role="adviser")
    assessments.save(asked, {"orders": "never"}, {"orders": 1}, role="adviser")
    assessments.change_profile(asked, {"people": "small"}, role="adviser")
    assessments.submit(asked, counted=False, role="adviser")
    assert seen(us, asked)


def answer(public_id: str) -> None:
    assessments.save(public_id, ANSWERS, {})


def change_profile(public_id: str) -> None:
    assessments.change_profile(public_id, {"people": "small"})


def hand_in(public_id: str) -> None:
    assessments.submit(public_id, counted=True)


def let_a_colleague_answer(public_id: str) -> None:
    device = access.new_browser()
    access.exchange(access.make_link(public_id, "colleague", "Bo", ["daily"]), device)
    invited = colleagues.invited(public_id, device)
    assert invited
    colleagues.save_part(public_id, invited.link_id, {"orders": "always"}, {})


@pytest.mark.parametrize("write", [answer, change_profile, hand_in, let_a_colleague_answer])
def test_a_draft_that_the_firm_goes_on_with_is_its_own(us: Member, client: Client, browser: str, write) -> None:  # type: ignore[no-untyped-def]
    draft = opened(client, browser)
    access.stop_sharing(draft)
    assert seen(us, draft)
    write(draft)
    assert seen(us, draft) is None
    assert assessments.find(draft, browser)


def test_advisers_are_not_led_to_stages_that_are_shared_no_more(us: Member, client: Client, browser: str) -> None:
    first = opened(client, browser)
    assessments.submit(first, counted=False)
    second = assessments.next_stage(first, "", user=us.user_id).public_id
    assessments.submit(second, counted=False, role="adviser")
    assert (seen(us, second).previous, seen(us, second).following) == (first, None)  # type: ignore[union-attr]
    third = assessments.next_stage(second, browser).public_id
    assert seen(us, second).following == third  # type: ignore[union-attr]
    access.stop_sharing(first)
    assert (seen(us, second).previous, seen(us, second).following) == (None, None)  # type: ignore[union-attr]
    firms = assessments.find(second, browser)
    assert firms
    assert (firms.previous, firms.following) == (first, third)


@pytest.mark.parametrize("mode", ["correction", "stage"])
def test_a_sheet_goes_on_with_no_series_that_is_shared_no_more(
    us: Member, client: Client, asked: str, browser: str, mode: str
) -> None:
    own = assessments.next_stage(asked, browser).public_id
    sheet = uploads.add(us, by_reference(SHOP).reference, "en", [("a.csv", as_csv(ROWS))])
    steps.advance(sheet)
    take_in(sheet, mode)
    [new, _] = stages(client)
    assert new not in (asked, own)
    assert seen(us, new).stage == "T0"  # type: ignore[union-attr]
    assert assessments.find(new, browser) is None


ROWS = [["firm", "ref", "orders"], ["A", "7", "never"]]


def take_in(sheet: str, mode: str = "correction") -> None:
    """Look at the preview in this mode, and import."""
    for status in ("checking", "writing"):
        found = uploads.at_work(sheet)
        assert found
        uploads.move(found, status=status, mode=mode)
        steps.advance(sheet)
    done = uploads.at_work(sheet)
    assert done
    assert done.status == "done"


def test_sharing_that_ends_while_a_sheet_is_on_its_way_is_seen(client: Client, us: Member, browser: str) -> None:
    first = opened(client, browser)
    assessments.submit(first, counted=False, role="adviser")
    sheet = uploads.add(us, by_reference(SHOP).reference, "en", [("a.csv", as_csv(ROWS))])
    steps.advance(sheet)
    before = uploads.at_work(sheet)
    assert before
    access.stop_sharing(first)
    uploads.move(before, status="writing")
    steps.advance(sheet)
    with reading() as session:
        of_series = sa.select(AssessmentRow.public_id).where(AssessmentRow.series == first)
        assert session.scalars(of_series).all() == [first]
    assert uploads.at_work(sheet).status == "preview"  # type: ignore[union-attr]
