"""Every string about a body's campaigns comes from a catalogue: in a pseudo-language, no English word is left over."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from survey import create_app
from survey.storage import accounts
from survey.storage.database import writing
from survey.storage.models import CampaignInvitationRow, ReleaseRow, now
from survey.storage.values import ReleaseStatus
from tests.integration.chamber import Chamber, chamber
from tests.integration.databases import close, settings_for
from tests.integration.members import signed_in
from tests.integration.pages import Page, words
from tests.integration.people import person
from tests.integration.test_every_string import FIRM, left_over, read_aloud

CODES = re.compile(r"\b(?:AT-\d|CC BY|CC|MB|U|A|size)\b|\b[A-U](?:-[A-U])?\b")
"""Licences, units and codes are called the same in every language."""


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, pseudo_spoken: dict[str, Any]) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path, sqlite_url, **pseudo_spoken))
    app.testing = True
    yield app
    close(app)


@pytest.fixture
def body(app: Flask) -> Chamber:
    found = chamber(app, FIRM, FIRM)
    with app.app_context():
        for member in found.members.values():
            accounts.change(member.user_id, {"name": FIRM})
    return found


def check(page: Page) -> Page:
    """Only the questionnaire of the tests has its title in the pseudo-language."""
    told = read_aloud(page)
    for title in page.root.findall(".//select[@id='instrument']/option"):
        told = told.replace(words(title), "")
    assert left_over(CODES.sub(" ", told)) == [], page.address
    return page


def send(body: Chamber, path: str, changes: dict[str, str], status: int = 200, action: str = "") -> Page:
    page = check(body.adviser.send(check(body.get(path)), changes, action=action or path))
    assert page.status == status
    return page


def test_no_english_word_is_left_on_the_pages_of_a_campaign(body: Chamber) -> None:
    place = f"/o/{body.public_id}/campaigns"
    check(body.adviser.get(place))
    new = check(body.adviser.get(f"{place}/new"))
    assert check(body.adviser.send(new, {"name": "", "opens_on": "7", "instrument": "7"})).status == 422
    check(body.get())
    check(body.get("/settings", "viewer"))
    send(body, "/settings", {"name": "", "instrument": "7", "closes_on": "2000-01-01", "contact": "Ψ" * 501}, 422)
    old = body.get("/settings")
    send(body, "/settings", {"welcome": "Ω", "closes_on": ""})
    assert check(body.adviser.send(old, {"contact": "Ψ"}, action="/settings")).status == 409
    check(body.adviser.send(old, {"do": "keep"}, action="/logo"))
    send(body, "/settings/publishing", {"least": "7", "licence": "7", "rhythm": "7"}, 422)
    old = body.get("/settings/publishing")
    send(body, "/settings/publishing", {"rhythm": "monthly"})
    assert check(body.adviser.send(old, {"rhythm": "yearly", "next_release_on": "2000-01-01"})).status == 422
    assert check(body.adviser.send(old, {"rhythm": "yearly"})).status == 409
    body.open()
    for path in ("", "/settings"):
        check(body.get(path))


def test_no_english_word_is_left_about_what_a_body_asks(body: Chamber) -> None:
    many = "\n".join(f"Ω{n}" for n in range(41))
    send(body, "/settings/lists", {"sector": "Ω\nΨ = 7\nω = C\n= C\nΣ -> Τ = C", "region": "Ω = 7", "group": many}, 422)
    old = body.get("/settings/lists")
    send(body, "/settings/lists", {"sector": "Ω = C"})
    assert check(body.adviser.send(old, {"group": "Ω"})).status == 409
    add = "/settings/questions/add"
    send(body, add, {"kind": "7"}, 422)
    send(body, add, {"text": "Ω", "options": "Ψ\nψ"}, 422)
    old = body.get(add)
    for text in "ΩΨ":
        send(body, add, {"text": text, "options": "Α\nΒ"})
    assert check(body.adviser.send(old, {"text": "Σ", "options": "Α\nΒ"})).status == 409
    body.open()
    send(body, "/settings/lists", {"sector": "Ψ = C"}, 422)
    check(body.get("/settings/lists"))
    check(body.get("/settings/questions"))
    send(body, "/settings/questions/of/q1", {"options": "Α"}, 422)


def test_no_english_word_is_left_about_numbers_of_firms(body: Chamber) -> None:
    for path in ("/settings/quotas", "/settings/population"):
        send(body, path, {"n-F-micro": "Ω", "n-F-small": "-1", "n-A-large": "7"}, 422)
        old = body.get(path)
        send(body, path, {"n-F-micro": "7"})
        assert check(body.adviser.send(old, {"n-F-micro": "8"}, action=path)).status == 409
    address, values = body.get("/settings/population").form("/file")
    for table in (b"", b"7,C,7,C\nOmega,1,2,3\n".replace(b"Omega", "Ω".encode()), b"7,C\nmicro,\n"):
        response = body.adviser.client.post(address, data={**values, "table": (io.BytesIO(table), "7.7")})
        page = body.adviser._arrive(address, response)
        assert page.status == 422
        # Sizes are written in a file as they are in every language.
        assert left_over(CODES.sub(" ", re.sub("micro|small|medium|large", "", read_aloud(page)))) == []


def test_no_english_word_is_left_about_the_end_of_a_campaign_and_the_standing_one(body: Chamber) -> None:
    statuses: tuple[ReleaseStatus, ...] = ("draft", "published", "withdrawn")
    with body.app.app_context(), writing() as session:
        campaign = body.kept().id
        session.add(CampaignInvitationRow(campaign_id=campaign, number=1, code_hash="x"))
        for number, status in enumerate(statuses, start=1):
            told = {"day": now().date(), "data": b"", "snapshot": b"", "status": status, "number": number}
            session.add(ReleaseRow(campaign_id=campaign, **told))
    page = check(body.get("/delete", "owner"))
    check(body.get("/settings/lists"))
    owner = body.visitors["owner"]
    check(owner.send(page))
    check(owner.send(page, {"name": FIRM}))
    check(owner.get(f"/o/{body.public_id}/campaigns"))
    check(body.visitors["viewer"].get(f"/o/{body.public_id}/campaigns"))
    account = person(body.app, "7@example.org", administrator=True)
    with body.app.app_context():
        accounts.change(account.id, {"name": FIRM})
    administrator = signed_in(body.app, account.id)
    choosing = check(administrator.get("/account/organisations"))
    check(administrator.send(choosing, {"keeper": body.public_id}, action="/standing"))
    listed = check(owner.get(f"/o/{body.public_id}/campaigns"))
    ours = next(link for link in listed.links() if link.startswith(f"{listed.address}/") and not link.endswith("/new"))
    for path in ("", "/settings", "/settings/publishing"):
        check(owner.get(f"{ours}{path}"))
