"""Every string about clients comes from a catalogue: in a pseudo-language, no English word is left over."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from reports.firm.letter import PLACEHOLDERS
from survey import create_app
from survey.storage import accounts
from tests import pseudo
from tests.integration.batches import make, order, pack
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.databases import close, settings_for
from tests.integration.pages import Page
from tests.integration.test_every_string import FIRM, check, left_over, read_aloud

MAIL = {"smtp_url": "smtp://127.0.0.1:1", "public_url": "https://survey.example.org", "mail_from": "us@example.org"}


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, pseudo_spoken: dict[str, Any]) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path, sqlite_url, **pseudo_spoken, **MAIL))
    app.testing = True
    yield app
    close(app)


@pytest.fixture
def harbour(app: Flask) -> Consultancy:
    found = consultancy(app, FIRM)
    with app.app_context():
        for member in found.members.values():
            accounts.change(member.user_id, {"name": FIRM})
    return found


def test_no_english_word_is_left_on_the_list(harbour: Consultancy) -> None:
    check(harbour.get())
    check(harbour.get(role="viewer"))
    client = harbour.add(FIRM, ref="7", tags=["Ω"], email="α@example.org")
    harbour.finish(client)
    for number in range(30):
        harbour.add(FIRM, ref=str(number + 10))
    for query in ("", "?page=2", "?q=ζζζ", "?archived=yes", "?state=finished&sort=score&order=down"):
        check(harbour.get(f"/clients{query}"))
    ticked = {"client": client.public_id}
    for do in ("tag", "invite", "archive"):
        check(harbour.adviser.send(harbour.get(), ticked | {"do": do, "tags": "Ψ"}, action="/act"))
    check(
        harbour.adviser.send(harbour.get("/clients?archived=yes"), ticked | {"do": "restore"}, action="?archived=yes")
    )
    check(harbour.adviser.send(harbour.get(), {"do": "invite_all"}, action="/act"))
    check(harbour.adviser.send(check(harbour.get("/tags")), {"name": ","}))


def test_no_english_word_is_left_about_a_client(harbour: Consultancy) -> None:
    faulty = {"firm": "", "email": "1", "tags": "7" * 61, "trade": "7"}
    assert check(harbour.adviser.send(check(harbour.get("/clients/new")), faulty)).status == 422
    page = harbour.adviser.send(harbour.get("/clients/new"), {"firm": FIRM, "ref": "7", "tags": "Ω"})
    here = check(page).address.removeprefix(harbour.address(""))
    check(harbour.adviser.send(page, {"how": "link"}, action="/invite"))
    check(harbour.adviser.send(page, {"how": "mail", "address": "7"}, action="/invite"))
    check(harbour.adviser.send(page, {"text": ""}, action="/notes"))
    twin = harbour.add(FIRM, ref="8")
    harbour.finish(twin)
    harbour.finish(twin, backup="dk")
    taken = check(harbour.adviser.send(harbour.get(f"{here}/edit"), {"ref": "8"}))
    assert taken.status == 422
    check(harbour.get(f"{here}/merge?q={FIRM[:1]}"))
    merge = check(harbour.get(f"{here}/merge/{twin.public_id}"))
    check(harbour.visitors["owner"].send(check(harbour.get(f"{here}/delete", "owner"))))
    merged = harbour.adviser.send(merge)
    assert merged.root.find(".//*[@class='note-list__text']") is not None
    check(harbour.get(here, "viewer"))


def test_no_english_word_is_left_on_the_portfolio(harbour: Consultancy) -> None:
    check(harbour.get("/portfolio"))
    once, twice = harbour.add(FIRM, tags=["Ω"]), harbour.add(FIRM, profile={"trade": "bakery", "people": "small"})
    harbour.finish(once)
    for backup in ("no_backup", "restored"):
        harbour.finish(twice, backup=backup)
    check(harbour.get("/portfolio"))
    check(harbour.get("/portfolio?tag=Ω&action=monthly_page"))
    for which in ("stuck", "improved", "close", "unfinished"):
        check(harbour.get(f"/portfolio/call/{which}"))
    check(harbour.get(f"/clients/{twice.public_id}"))
    response = harbour.adviser.client.get(harbour.address("/portfolio.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    told = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert left_over(" ".join([*book.sheetnames, *told])) == []


def test_no_english_word_is_left_about_batches(harbour: Consultancy) -> None:
    check(harbour.get("/batches"))
    check(harbour.get("/batches", "viewer"))
    check(harbour.get("/batches/new"))
    done, other = harbour.add(FIRM, tags=["Ω"]), harbour.add(FIRM)
    harbour.finish(done)
    new = check(harbour.get("/batches/new?client=7&tag=Ω"))
    check(harbour.adviser.send(new, {"name": "", "which": "7", "language": "7", "paper": "7", "version": "7"}))
    check(harbour.adviser.send(new, {"which": "ticked"}))
    harbour.finish(other)
    told = {"name": FIRM, "language": pseudo.LOCALE}
    batch = order(harbour, done.public_id, other.public_id, **told, for_us=True, letter=True)
    here = check(harbour.get(f"/batches/{batch}"))
    check(harbour.adviser.send(here, action="/pause"))
    check(harbour.adviser.send(harbour.get(f"/batches/{batch}"), action="/resume"))
    check(harbour.get(f"/batches/{batch}/0.pdf"))
    make(harbour, batch, 2, faulty=[1], error="7")
    check(harbour.get(f"/batches/{batch}?look=no&show=open"))
    pack(harbour)
    for address in ("/batches", f"/batches/{batch}", f"/batches/{batch}/cancel", f"/batches/{batch}/remove"):
        check(harbour.get(address))
    check(harbour.adviser.send(harbour.get(f"/batches/{batch}"), action="/retry"))
    check(harbour.adviser.send(check(harbour.get(f"/batches/{batch}/cancel"))))
    gone = order(harbour, done.public_id, **told)
    check(harbour.adviser.send(check(harbour.get(f"/batches/{gone}/cancel"))))
    check(harbour.adviser.send(check(harbour.get(f"/batches/{gone}/remove"))))


def check_letter(page: Page) -> Page:
    """What stands in braces in a letter is the same in every language."""
    told = read_aloud(page)
    for name in PLACEHOLDERS:
        told = told.replace(f"{{{name}}}", "")
    assert left_over(told) == [], page.address
    return page


def test_no_english_word_is_left_about_the_house(harbour: Consultancy) -> None:
    owner = harbour.visitors["owner"]
    faulty = {"accent": "7", "second": "#999999", "letter": "{7}", "day_rate": "0", "offer": "Ψ" * 301}
    page = check_letter(harbour.get("/house", "owner"))
    assert check_letter(owner.send(page, faulty | {"do": "save"}, action="/house")).status == 422
    check_letter(owner.send(page, {"do": "keep"}, action="/house/logo"))
    check_letter(owner.send(page, {"accent": "#123456", "contact": "Ψ", "letter": "Ω", "do": "save"}, action="/house"))
    assert check_letter(owner.send(page, {"offer": "Ψ", "do": "save"}, action="/house")).status == 409
    check_letter(harbour.get("/house", "viewer"))


def test_no_english_word_is_left_about_actions_and_advice(harbour: Consultancy) -> None:
    owner, red_folder = harbour.visitors["owner"], "/house/actions/of/red_folder"
    old = harbour.get(red_folder, "owner")
    check(owner.send(check(old), {"hidden": "yes", "own_days": "1-2", "cost_once-each": "7"}))
    assert check(owner.send(old, {"own_days": "2-1", "cost_once": "-7", "outside_days": "Ψ"})).status == 422
    assert check(owner.send(old, {"own_days": "7"})).status == 409
    page = check(harbour.get("/house/actions/add", "owner"))
    assert check(owner.send(page)).status == 422
    texts = dict.fromkeys(("title", "summary", "steps", "owner", "measure"), "Ψ")
    check(owner.send(page, texts | {"like": "wish_list", "weeks": "7"}))
    check(harbour.get("/house/actions", "viewer"))
    place = harbour.finish(harbour.add(FIRM))
    advice = next(link for link in harbour.adviser.get(f"/a/{place}/results").links() if "/advice/" in link)
    page = check(harbour.adviser.get(advice))
    step = next(area.get("name") for area in page.root.iter("textarea"))
    assert check(harbour.adviser.send(page, {str(step): "Ψ" * 1001, "adviser": "Ψ"})).status == 422
    check(harbour.adviser.send(page, {str(step): "Ψ", "adviser": "Ψ"}))
    assert check(harbour.adviser.send(page, {str(step): "Ω", "adviser": "Ψ"})).status == 409


def test_no_english_word_is_left_about_keys(harbour: Consultancy) -> None:
    faulty: dict[str, str | list[str]] = {"name": "", "scopes": [], "until": "7"}
    assert check(harbour.adviser.send(check(harbour.get("/keys")), faulty, action="/keys")).status == 422
    made = {"name": FIRM, "scopes": ["clients:read"]}
    page = check(harbour.adviser.send(harbour.get("/keys"), made, action="/keys"))
    check(harbour.get("/keys", "owner"))
    check(harbour.adviser.send(page, action="/end"))
