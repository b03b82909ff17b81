"""Every string about the firms of a campaign comes from a catalogue."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask, render_template
from flask_babel import force_locale

from survey import create_app
from survey.storage import accounts
from survey.storage.campaigns import inviting
from survey.storage.campaigns.inviting import Guest
from tests import pseudo
from tests.integration.databases import close, settings_for
from tests.integration.invited import Firm, campaign, invite, take_part
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Page, Visitor, checked
from tests.integration.test_every_string import FIRM, check, left_over, read_aloud

MAIL = {"smtp_url": "smtp://127.0.0.1:1", "public_url": "https://survey.example.org", "mail_from": "us@example.org"}


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, pseudo_spoken: dict[str, Any]) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path, sqlite_url, **pseudo_spoken, **MAIL))
    app.testing = True
    yield app
    close(app)


def test_no_english_word_is_left_about_the_firms_of_a_campaign(app: Flask) -> None:
    body = organisation(app, FIRM, "body")
    who = member(app, body, "adviser")
    quotas = [{"sector": "", "size": "", "firms": 20}, {"sector": "A", "size": "micro", "firms": 20}]
    with app.app_context():
        accounts.change(who.user_id, {"name": FIRM})
        spring = campaign(app, body, instrument="sme-readiness@1", name=FIRM, lists={}, quotas=quotas)
        codes = invite(spring, 60, firm=FIRM, sector="C", size="small")
        inviting.make_codes(spring.id, codes[:55])
        inviting.withdraw(spring.id, codes[:1])
        inviting.add(spring.id, [Guest(ref="7", email="Ψ7@7.77")])
        take_part(spring, Firm(name=FIRM, register="7", email="Ψ@7.77"))
        take_part(spring, Firm(name=FIRM, register="7"))
    adviser, here = signed_in(app, who.user_id), f"/o/{body}/campaigns/{spring.public_id}/firms"
    for path in ("", "/invited", "/invited?state=withdrawn", "/invited?q=ζζ", "/invited?page=2", "/names"):
        check(adviser.get(f"{here}{path}"))
    faulty = check(adviser.get(f"{here}/add"))
    assert check(adviser.send(faulty, {"email": "7", "ref": "7"}, action="/add")).status == 422
    check(adviser.send(adviser.get(f"{here}/add"), action="/sheet"))
    token = faulty.form("/sheet")[1]["csrf_token"]
    sheet = {"csrf_token": token, "sheet": (io.BytesIO(b"firm,ref,email,sector,size\n,7,7,7,7\n,,,A,\n"), "7.csv")}
    upload(adviser, f"{here}/add/sheet", sheet)
    check_but_codes(adviser.send(adviser.get(f"{here}/invited"), {"do": "first_codes", "form": "page"}))
    for do in ("withdraw", "codes"):
        check(adviser.send(adviser.get(f"{here}/invited"), {"do": do}))
    check(adviser.send(adviser.get(f"{here}/names"), {"do": "ours"}))
    for do in ("invite", "remind", "remind"):
        check_but_codes(adviser.send(adviser.get(f"{here}/letters"), {"do": do}))
    book = openpyxl.load_workbook(io.BytesIO(adviser.client.get(f"{here}/add/sheet.xlsx").data))
    told = [cell.value for one in book for row in one.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert left_over(" ".join(word for word in told if word not in IDS)) == []


def check_but_codes(page: Page) -> None:
    """Codes and what stands in their place in a text are of no language."""
    told = re.sub(r"https://\S+|(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}|{{\w+}}", "", read_aloud(page))
    assert left_over(told) == [], page.address


IDS = ("firm", "ref", "email", "sector", "size", "id", "name", "micro", "small", "medium", "large")


def upload(adviser: Visitor, address: str, data: dict[str, Any]) -> None:
    check(checked(address, adviser.client.post(address, data=data, content_type="multipart/form-data")))


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_no_english_word_is_left_in_a_letter(app: Flask, kind: str) -> None:
    said = {"by": "Ψ", "campaign": "Ω", "welcome": "", "until": "7", "link": "7", "code": "7", "silence": "7"}
    with app.test_request_context(), force_locale(pseudo.LOCALE):
        assert left_over(render_template(f"mail/campaign_{kind}.txt", **said)) == []
