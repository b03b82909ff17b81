"""How an organisation hands out reports: its page, logo, letter, and who may change it."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from reports.firm.house import House
from reports.logo import BOX
from survey.forms import logos
from survey.storage import houses, organisations
from survey.storage.database import reading
from survey.storage.models import HouseRow
from survey.storage.values import MemberRole
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.pages import Page, Visitor, words


@pytest.fixture
def harbour(app: Flask) -> Consultancy:
    return consultancy(app)


def owner(of: Consultancy) -> Visitor:
    return of.visitors["owner"]


def saved(of: Consultancy, **given: str) -> Page:
    """The owner's page after saving this into its form."""
    page = of.get("/house", "owner")
    return owner(of).send(page, given | {"do": "save"}, action="/house")


def kept(of: Consultancy) -> House:
    with of.app.app_context():
        return houses.house(of.id)


def letter(page: Page) -> str:
    """The letter as it reads for the invented firm."""
    return words(page.root.find(".//*[@class='letter-shown']"))


def picture(size: tuple[int, int] = (800, 200), kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#0f5b5e").save(file, kind)
    return file.getvalue()


def uploaded(of: Consultancy, data: bytes, name: str = "logo.png", seen: str | None = None) -> Page:
    page = of.get("/house", "owner")
    address, values = page.form("/house/logo")
    given = {**values, "do": "keep", "logo": (io.BytesIO(data), name)}
    if seen is not None:
        given["seen"] = seen
    browser = owner(of)
    return browser._arrive(address, browser.client.post(address, data=given, content_type="multipart/form-data"))


def test_an_owner_says_how_reports_go_out(harbour: Consultancy) -> None:
    given = {
        "accent": "#7A1F3D",
        "second": "#555555",
        "contact": "Ann Harbour\n+43 1 234",
        "letter": "Dear {firm},\nyou are at {score}.",
        "offer": "We go the first steps with you.",
        "day_rate": "480",
    }
    page = saved(harbour, **given)
    assert (page.status, page.faults()) == (200, {})
    assert "#7a1f3d has a contrast of" in page.text
    house = kept(harbour)
    assert (house.branding.organisation, house.branding.accent, house.day_rate) == ("Harbour Advisers", "#7a1f3d", 480)
    assert house.branding.contact == "Ann Harbour\n+43 1 234"
    # What was saved is what the form shows, and saving it again changes nothing.
    assert saved(harbour).faults() == {}
    assert kept(harbour) == house
    assert "Dear Sawdust & Daughters Joinery, you are at 54." in letter(page)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("accent", "#fefefe", "too light to be read on white paper: its contrast is 1.0, not 4.5 or more"),
        ("accent", "#777777", "its contrast is 4.4, not 4.5"),
        ("accent", "red\x00", "“red” is no colour"),
        ("day_rate", "9" * 40, "Enter a number from 1 to 100,000."),
        ("second", "red", "“red” is no colour"),
        ("second", "#12345g", "is no colour"),
        ("letter", "Dear {firm.__class__}", "{firm.__class__} stands for nothing. There are {firm}, {date}"),
        ("letter", "Dear {0} {firm!r} {firm:>99999999}", "{firm:>99999999} stands for nothing"),
        ("letter", "{% for x in y %}", "stands for nothing"),
        ("letter", "x" * 2001, "The letter has 2001 characters. A page holds at most 2000."),
        ("offer", "x" * 301, "Please shorten this by 1 character."),
        ("contact", "x" * 301, "Please shorten this by 1 character."),
        ("day_rate", "-1", "Enter a number from 1 to 100,000."),
        ("day_rate", "many", "Enter a number in digits"),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_wrong(harbour: Consultancy, field: str, value: str, says: str) -> None:
    page = saved(harbour, **{field: value, "offer": "Ours"} if field != "offer" else {field: value})
    assert page.status == 422
    assert any(says in fault and anchor == f"#{field}" for fault, anchor in page.faults().items()), page.faults()
    assert kept(harbour).offer == ""
    # Nothing of what was typed is lost.
    assert value[:50].strip("\x00") in page.html or field == "letter"


def test_a_letter_can_be_read_before_it_is_kept(harbour: Consultancy) -> None:
    page = harbour.get("/house", "owner")
    page = owner(harbour).send(page, {"letter": "Dear {firm}, {{so}}", "do": "preview"}, action="/house")
    assert page.status == 200
    assert "Dear Sawdust & Daughters Joinery, {so}" in letter(page)
    assert kept(harbour).letter == ""


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(harbour: Consultancy) -> None:
    old = harbour.get("/house", "owner")
    saved(harbour, offer="Theirs")
    page = owner(harbour).send(old, {"offer": "Mine", "do": "save"}, action="/house")
    assert page.status == 409
    assert "Theirs" in words(page.by_id("both"))
    assert page.by_id("offer").get("value") == "Mine"
    assert kept(harbour).offer == "Theirs"
    assert owner(harbour).send(page, {"do": "save"}, action="/house").status == 200
    assert kept(harbour).offer == "Mine"


def test_a_logo_is_kept_as_it_is_printed_and_can_be_removed(harbour: Consultancy) -> None:
    page = uploaded(harbour, picture((3000, 300), "JPEG"))
    assert page.status == 200
    assert page.root.find(".//*[@class='logo-kept']/img") is not None
    response = harbour.visitors["viewer"].client.get(harbour.address("/house/logo.png"))
    assert response.mimetype == "image/png"
    with Image.open(io.BytesIO(response.data)) as shown:
        assert shown.size[0] <= BOX[0]
    address, values = page.form("/house/logo")
    owner(harbour).client.post(address, data={**values, "do": "remove"})
    assert kept(harbour).branding.logo == b""
    assert harbour.visitors["viewer"].client.get(harbour.address("/house/logo.png")).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        picture()[:60],
        b"",
    ],
)
def test_what_is_no_picture_is_no_logo(harbour: Consultancy, data: bytes) -> None:
    page = uploaded(harbour, data)
    assert page.status == 422
    assert any("no PNG and no JPEG" in fault for fault in page.faults())
    assert kept(harbour).branding.logo == b""


def test_a_logo_that_claims_too_much_or_is_too_large_is_refused(
    harbour: Consultancy, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = bytearray(picture((1, 1)))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    page = uploaded(harbour, bytes(bomb))
    assert page.status == 422
    monkeypatch.setattr(logos, "LARGEST_FILE", 100_000)
    page = uploaded(harbour, b"\x89PNG" + bytes(300_000))
    assert page.status == 413
    assert any("5 MB" in fault for fault in page.faults())


def test_a_logo_is_not_replaced_that_was_not_seen(harbour: Consultancy) -> None:
    uploaded(harbour, picture())
    page = uploaded(harbour, picture((100, 100)), seen="0" * 32)
    assert page.status == 409
    with Image.open(io.BytesIO(kept(harbour).branding.logo)) as shown:
        assert shown.size == (600, 150)


def test_everybody_sees_it_and_only_owners_change_it(harbour: Consultancy) -> None:
    saved(harbour, offer="We help.", letter="Dear {firm}", accent="#7a1f3d")
    roles: tuple[MemberRole, ...] = ("adviser", "viewer")
    for role in roles:
        page = harbour.get("/house", role)
        assert "We help." in page.text
        assert "Only the owners" in page.text
        assert [form for form in page.root.iter("form") if "/house" in (form.get("action") or "")] == []
        given = {"csrf_token": page.form()[1]["csrf_token"], "offer": "x"}
        assert harbour.visitors[role].client.post(harbour.address("/house"), data=given).status_code == 404
    assert kept(harbour).offer == "We help."


def test_the_report_of_an_invented_firm_shows_it(harbour: Consultancy) -> None:
    saved(harbour, offer="We help.")
    response = harbour.visitors["viewer"].client.get(harbour.address("/house/preview.pdf"))
    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF")


def test_with_its_organisation_the_house_goes(harbour: Consultancy) -> None:
    saved(harbour, offer="We help.")
    with harbour.app.app_context():
        organisations.remove(harbour.id)
        with reading() as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(HouseRow)) == 0
        with pytest.raises(houses.NoSuchOrganisationError):
            houses.set_logo(harbour.id, b"", seen="")


def test_without_a_token_nothing_is_kept(harbour: Consultancy) -> None:
    browser = owner(harbour).client
    assert browser.post(harbour.address("/house"), data={"offer": "x", "do": "save"}).status_code == 422
    assert browser.post(harbour.address("/house/logo"), data={"do": "remove"}).status_code == 422
    assert kept(harbour).offer == ""
