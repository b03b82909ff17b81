"""Every string about clients comes from a catalogue: in a pseudo-language, no English word is left over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from survey import create_app
from survey.storage import accounts
from tests import pseudo
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.databases import close, settings_for
from tests.integration.test_every_string import FIRM, check

MAIL = {"smtp_url": "smtp://127.0.0.1:1", "public_url": "https://survey.example.org", "mail_from": "us@example.org"}


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    spoken = {
        "languages": [pseudo.LOCALE],
        "translation_dirs": [pseudo.write_catalogues(tmp_path / "catalogues")],
        "instrument_dir": pseudo.write_instrument(tmp_path / "instruments"),
    }
    app = create_app(settings_for(tmp_path, sqlite_url, **spoken, **MAIL))
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


def test_no_english_word_is_left_about_keys(harbour: Consultancy) -> None:
    faulty: dict[str, str | list[str]] = {"name": "", "scopes": [], "until": "7"}
    assert check(harbour.adviser.send(check(harbour.get("/keys")), faulty, action="/keys")).status == 422
    made = {"name": FIRM, "scopes": ["clients:read"]}
    page = check(harbour.adviser.send(harbour.get("/keys"), made, action="/keys"))
    check(harbour.get("/keys", "owner"))
    check(harbour.adviser.send(page, action="/end"))
