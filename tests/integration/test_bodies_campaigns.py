"""A body's campaigns: begun, described, set up, shown and deleted."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from flask import Flask
from PIL import Image

from survey.storage.campaigns import finding
from survey.storage.campaigns.rhythm import following
from survey.storage.database import writing
from survey.storage.models import ReleaseRow, now
from tests.integration.chamber import Chamber, chamber
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Page, words
from tests.integration.people import person


@pytest.fixture
def body(app: Flask) -> Chamber:
    return chamber(app)


def saved(body: Chamber, path: str, changes: Mapping[str, str | None], action: str = "") -> Page:
    return body.adviser.send(body.get(path), changes, action=action or path)


def day(ahead: int) -> str:
    return (now().date() + timedelta(days=ahead)).isoformat()


def test_a_campaign_begins_with_a_name_and_can_be_described(app: Flask) -> None:
    """What it is for is said where there is nothing yet; and only to those who work for the body is a button shown."""
    where = organisation(app, "Guild", "body")
    adviser, viewer = (signed_in(app, member(app, where, role).user_id) for role in ("adviser", "viewer"))
    empty = f"/o/{where}/campaigns"
    assert "You never see what one firm answered" in adviser.get(empty).text
    assert "Begin a campaign" not in viewer.get(empty).links().values()
    new = adviser.get(f"{empty}/new")
    assert adviser.send(new, {"name": " "}).faults() == {"Say what the campaign is called: firms read it.": "#name"}
    assert list(adviser.send(new, {"name": "A", "opens_on": "soon", "instrument": "none"}).faults().values()) == [
        "#instrument",
        "#opens_on",
    ]
    begun = adviser.send(new, {"name": "How digital?"})
    assert begun.heading == "How digital?"
    assert "not begun" in begun.text
    assert adviser.send(new, {"name": "How digital?"}).address == begun.address
    assert list(adviser.get(empty).links().values()).count("How digital?") == 1


def test_the_first_page_has_the_address_to_hand_out_until_it_is_turned_off(body: Chamber) -> None:
    page = body.get()
    address = page.by_id("address")
    assert address is not None
    assert address.get("value") == f"http://localhost/c/{body.campaign}"
    assert page.root.find(".//*[@class='qr__code']") is not None
    assert saved(body, "/settings", {"open_link": None}).status == 200
    assert body.get().by_id("address") is None


def test_what_firms_read_is_kept_as_it_was_typed(body: Chamber) -> None:
    hostile = "<b>Dear</b> {{ members }}\n& friends"
    saved(body, "/settings", {"welcome": hostile, "contact": "Ann", "closes_on": day(30)})
    kept = body.kept()
    assert (kept.welcome, kept.contact, kept.closes_on) == (hostile, "Ann", now().date() + timedelta(days=30))
    assert "<b>Dear</b> {{ members }}" in body.get().text


def test_faults_of_the_description_are_told_at_their_fields(body: Chamber) -> None:
    wrong = {"name": "", "closes_on": day(1), "instrument": "none@1", "welcome": "x" * 3001}
    page = saved(body, "/settings", wrong)
    assert page.status == 422
    assert list(page.faults().values()) == ["#name", "#instrument", "#welcome", "#closes_on"]


def test_a_colleagues_change_is_shown_and_not_overwritten(body: Chamber) -> None:
    old = body.get("/settings")
    saved(body, "/settings", {"welcome": "Theirs"})
    page = body.adviser.send(old, {"welcome": "Ours"}, action="/settings")
    assert page.status == 409
    assert "Theirs" in words(page.by_id("both"))
    assert body.kept().welcome == "Theirs"
    assert body.adviser.send(page, action="/settings").status == 200
    assert body.kept().welcome == "Ours"


def test_once_firms_can_begin_the_questionnaire_and_the_first_day_stay(body: Chamber) -> None:
    old = body.get("/settings")
    body.open()
    assert saved(body, "/settings", {"name": "Summer"}).status == 200
    assert body.adviser.send(old, {"opens_on": day(20), "instrument": "eu-dma@1"}, action="/settings").status != 500
    kept = body.kept()
    assert (kept.opens_on, kept.instrument) == (now().date(), "sme-readiness@1")
    assert body.get("/settings").by_id("opens_on") is None


def test_a_viewer_sees_what_is_set_and_can_send_nothing(body: Chamber) -> None:
    for path in ("/settings", "/settings/lists", "/settings/quotas", "/settings/population", "/settings/publishing"):
        page = body.get(path, "viewer")
        assert "Advisers and owners change this" in page.text
        assert all(button.get("form") == "sign-out" for button in page.root.iter("button")), path
        address, values = page.form(path)
        assert body.visitors["viewer"].client.post(address, data=values).status_code == 404
    assert body.visitors["viewer"].client.get(body.address("/settings/questions/add")).status_code == 404


def test_a_logo_is_made_ready_shown_and_removed(body: Chamber) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (2000, 500), "#0f5b5e").save(picture, "PNG")

    def sent(**given: object) -> int:
        address, values = body.get("/settings").form("/settings/logo")
        return body.adviser.client.post(address, data={**values, **given}).status_code

    assert sent(do="keep", logo=(io.BytesIO(b"no picture"), "logo.png")) == 422
    assert sent(do="keep", logo=(io.BytesIO(picture.getvalue()), "logo.png")) == 302
    shown = body.adviser.client.get(body.address("/logo.png"))
    assert Image.open(io.BytesIO(shown.data)).size == (600, 150)
    assert sent(do="remove", seen="something else") == 409
    assert sent(do="remove") == 302
    assert not body.kept().has_logo


def test_groups_of_fewer_firms_than_were_promised_are_not_offered(body: Chamber) -> None:
    for number in ("9", "101", "ten"):
        assert list(saved(body, "/settings/publishing", {"least": number}).faults().values()) == ["#least"]
    assert saved(body, "/settings/publishing", {"least": "25", "licence": "", "country": "AT"}).status == 200
    assert (body.kept().least, body.kept().licence, body.kept().country) == (25, "", "AT")
    assert saved(body, "/settings/publishing", {"country": "ZZ"}).status == 422


def test_the_least_number_of_firms_stays_once_a_release_was_made(body: Chamber) -> None:
    with body.app.app_context(), writing() as session:
        told = {"number": 1, "day": now().date(), "data": b"", "snapshot": b""}
        session.add(ReleaseRow(campaign_id=body.kept().id, **told))
    page = saved(body, "/settings/publishing", {"least": "24"})
    assert (page.status, list(page.faults().values())) == (409, ["#least"])
    assert saved(body, "/settings/publishing", {"licence": ""}).status == 200
    assert (body.kept().least, body.kept().licence) == (10, "")


def test_a_rhythm_sets_the_day_of_the_next_release(body: Chamber) -> None:
    saved(body, "/settings/publishing", {"rhythm": "quarterly"})
    assert body.kept().next_release_on == following(now().date(), "quarterly")
    saved(body, "/settings/publishing", {"next_release_on": day(3)})
    assert body.kept().next_release_on == now().date() + timedelta(days=3)
    assert saved(body, "/settings/publishing", {"next_release_on": day(-1)}).status == 422
    saved(body, "/settings/publishing", {"rhythm": "on demand"})
    assert body.kept().next_release_on is None


@pytest.mark.parametrize(
    ("first", "rhythm", "next_one"),
    [
        (date(2027, 1, 31), "monthly", date(2027, 2, 28)),
        (date(2026, 11, 30), "quarterly", date(2027, 2, 28)),
        (date(2026, 12, 5), "half-yearly", date(2027, 6, 5)),
        (date(2028, 2, 29), "yearly", date(2029, 2, 28)),
        (date(2027, 1, 31), "on demand", None),
    ],
)
def test_a_turn_ends_within_its_month(first: date, rhythm: str, next_one: date | None) -> None:
    assert following(first, rhythm) == next_one  # type: ignore[arg-type]


def test_a_campaign_is_deleted_by_an_owner_who_types_its_name(body: Chamber) -> None:
    with body.app.app_context(), writing() as session:
        for number, status in enumerate(("draft", "published"), start=1):
            told = {"day": now().date(), "data": b"", "snapshot": b"", "status": status, "number": number}
            session.add(ReleaseRow(campaign_id=body.kept().id, **told))
    assert body.visitors["adviser"].client.get(body.address("/delete")).status_code == 404
    page = body.get("/delete", "owner")
    assert "1 published release" in page.text
    assert "1 draft of a release" in page.text
    owner = body.visitors["owner"]
    assert owner.send(page, {"name": "spring"}).status == 422
    assert owner.send(page, {"name": "Spring"}).heading == "Campaigns"
    assert body.adviser.client.get(body.address()).status_code == 404


def test_an_administrator_chooses_who_looks_after_firms_that_nobody_invited(body: Chamber) -> None:
    administrator = signed_in(body.app, person(body.app, "admin@example.org", administrator=True).id)
    page = administrator.get("/account/organisations")
    assert administrator.send(page, {"keeper": body.public_id}, action="/standing").status == 200
    with body.app.app_context():
        standing = finding.standing("sme-readiness@1").public_id
    ours = f"/o/{body.public_id}/campaigns/{standing}"
    first = body.adviser.get(ours)
    assert first.heading == "Firms that nobody invited"
    assert first.by_id("address") is None
    owner = body.visitors["owner"]
    assert owner.client.get(f"{ours}/delete").status_code == 404
    settings = body.adviser.get(f"{ours}/settings")
    assert "Lists" not in settings.links().values()
    named = body.adviser.send(settings, {"name": "All firms of the valley"}, action="/settings")
    assert named.status == 200
    assert body.adviser.get(ours).heading == "All firms of the valley"
    administrator.send(administrator.get("/account/organisations"), {"keeper": ""}, action="/standing")
    assert body.adviser.client.get(ours).status_code == 404
