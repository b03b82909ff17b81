"""The complete export: everything that an organisation holds, nothing of another one, and no secret."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from scoring.instrument import Instrument
from scoring.reading import read
from survey.consultants.files import everything
from survey.instruments import by_reference
from survey.storage import assessments, exporting, houses, notes
from survey.storage.database import writing
from survey.storage.houses import Look
from survey.storage.models import Base, ClientNoteRow, ImportFileRow, ImportRow, InstrumentRow, now
from survey.storage.tracing import trace
from survey.storage.values import Member
from tests.integration import marked
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Visitor
from tests.integration.portfolios import begun, client, finish, finished

FULL: dict[str, Any] = {
    "till": "owner",
    "alarm": "somebody",
    "doors": ["front"],
    "lists": {"stock": "good"},
    "hours": 52.5,
    "training": "written",
}

KEYS = {
    *("id", "organisation_id", "user_id", "client_id", "assessment_id", "instrument_id", "previous_id", "import_id"),
    *("campaign_id", "invitation_id"),
}
"""Numbers by which rows point at each other; the archive has names and public ids instead."""

LEFT_OUT = {
    "users.password": "a secret",
    "users.fs_uniquifier": "a secret",
    "users.tf_primary_method": "a secret",
    "users.tf_totp_secret": "a secret",
    "users.mf_recovery_codes": "a secret",
    "users.active": "of the person's account, not of the organisation",
    "users.is_administrator": "of the person's account, not of the organisation",
    "users.confirmed_at": "of the person's account, not of the organisation",
    "users.created_at": "of the person's account, not of the organisation",
    "invitations.token_hash": "a secret",
    "clients.sort_name": "follows from the name",
    "client_tags.key": "follows from the tag",
    "submissions.codes": "follow from the answers",
    "submissions.overall": "is in the scores",
    "submissions.dimension_scores": "are in the scores",
    **dict.fromkeys(("access_links", "browser_rights"), "of the firm: whom it lets in, and by what"),
    "contributions": "of the firm: what its colleagues answered, of which it takes what it wants",
    **dict.fromkeys(("jobs", "job_items", "rate_counters"), "of the machine"),
    "batches": "of the machine: its files can be taken for as long as they are kept, and made again",
    "api_keys": "secrets",
    "installation": "a secret",
    **dict.fromkeys(("campaigns", "campaign_invitations", "releases", "help_offers"), "of a body"),
    "assessments.seen_by": "points at an organisation that saw it once",
    **dict.fromkeys(
        (
            *("assessments.taking_part", "assessments.own_answers", "assessments.verified", "assessments.verified_at"),
            "submissions.own",
        ),
        "of the firm, for a body's campaign",
    ),
}

EXPORTED = {
    "organisations": {"public_id", "kind", "name", "invented", "created_at"},
    "houses": {
        *(
            "accent",
            "second",
            "contact",
            "letter",
            "offer",
            "day_rate",
            "logo",
            "adaptations",
            "revision",
            "updated_at",
        ),
    },
    "users": {"email", "name"},
    "memberships": {"role", "created_at"},
    "invitations": {"email", "role", "by_mail", "created_at", "expires_at"},
    "clients": {"public_id", "ref", "name", "email", "profile", "archived_at", "created_at", "updated_at"},
    "client_tags": {"tag"},
    "client_notes": {"author", "text", "created_at"},
    "instruments": {"name", "version", "switches", "content_hash", "first_used_at"},
    "assessments": {
        *("public_id", "series", "revision", "profile", "stage", "status", "created_at", "updated_at", "submitted_at"),
        *("counted", "counted_at", "source", "unshared_at", "choices", "choices_revision"),
        *("advice", "advice_revision", "invented"),
    },
    "answers": {"question", "value", "revision", "updated_at", "answered_by"},
    "notes": {"question", "value", "revision", "updated_at"},
    "submissions": {
        *("revision", "profile", "answers", "answered_by", "content_hash", "scores", "scorer_version"),
        "submitted_at",
    },
    "imports": {
        *("public_id", "instrument", "language", "status", "layout", "mode", "names", "words", "decisions", "summary"),
        *("fault", "revision", "done", "total", "created_at", "updated_at", "finished_at"),
    },
    "import_files": {"position", "name", "data"},
    "sheet_words": {"instrument", "column", "word", "meaning"},
}


@dataclass(frozen=True)
class ClientOfOurs:
    """A client with an assessment at ``place``, of an organisation with its ``owner``."""

    app: Flask
    organisation: str
    owner: Member
    place: str

    @property
    def owners(self) -> Visitor:
        return signed_in(self.app, self.owner.user_id)

    def post(self, person: Member) -> TestResponse:
        """The answer to this person's pressing the button; who sees no button sends what it would send."""
        browser = signed_in(self.app, person.user_id)
        token = browser.get("/start").form()[1]["csrf_token"]
        return browser.client.post(f"/o/{self.organisation}/files/everything.zip", data={"csrf_token": token})

    def everything(self) -> zipfile.ZipFile:
        response = self.post(self.owner)
        assert response.status_code == 200
        return zipfile.ZipFile(io.BytesIO(response.data))

    def of_client(self, visitor: Visitor) -> TestResponse:
        return visitor.client.get(f"/o/{self.organisation}/clients/bakery/everything.json")


def test_of_every_column_it_is_decided_whether_it_is_taken_along() -> None:
    for table in Base.metadata.tables.values():
        if table.name in LEFT_OUT:
            continue
        own = {column.name for column in table.columns} - KEYS
        decided = EXPORTED.get(table.name, set()) | {
            name.partition(".")[2] for name in LEFT_OUT if name.startswith(f"{table.name}.")
        }
        assert own == decided, f"{table.name}: say in EXPORTED or LEFT_OUT what becomes of {own ^ decided}"


def test_everything_is_in_it_but_what_is_left_out_and_what_is_of_others(stored: Flask) -> None:
    ours, held = marked.organisation(1000)
    _theirs, foreign = marked.organisation(5000)
    with stored.test_request_context():
        told = _all_words(_content(ours))
    for column, mark in held.items():
        table, _, name = column.partition(".")
        if isinstance(mark, bool) or column == "submissions.answered_by":
            continue
        expected = name in EXPORTED.get(table, ()) or column == "access_links.name"
        assert (_as_told(mark) in told) == expected, column
    assert [column for column, mark in foreign.items() if not isinstance(mark, bool) and _as_told(mark) in told] == []


def _content(member: Member) -> zipfile.ZipFile:
    with everything.archive(member) as file:
        file.seek(0)
        return zipfile.ZipFile(io.BytesIO(file.read()))


def _as_told(mark: Any) -> str:
    if isinstance(mark, datetime):
        return mark.isoformat()
    if isinstance(mark, bytes):
        return mark.decode()
    return str(mark["said"] if isinstance(mark, dict) and "said" in mark else mark)


def _all_words(archive: zipfile.ZipFile) -> str:
    """Names and contents of all files, workbooks as what stands in their cells."""
    words = []
    for name in archive.namelist():
        content = archive.read(name)
        words += [name, _cells(content) if name.endswith(".xlsx") else content.decode()]
    return "\n".join(words)


def _cells(content: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row)


@pytest.fixture
def bakery(every_type: Flask) -> ClientOfOurs:
    """A client with tags, a note, an update after its first answers, and a colleague who gave one of them."""
    ours = organisation(every_type, "Harbour Advisers")
    owner = member(every_type, ours)
    with every_type.app_context():
        row = client(owner.organisation_id, "../../etc/Bakery", ref="00123", tags=["vip"], public_id="bakery")
        place = finished(row, FULL)
        assessments.reopen(place)
        notes.save_notes(place, {"till": "Only Ann has it"}, {})
        finish(place, {"till": "anyone"})
        houses.set_look(owner.organisation_id, Look(offer="We help."), seen=trace(Look()))
        houses.set_logo(owner.organisation_id, b"a picture", seen=trace(b""))
        begun(client(owner.organisation_id, "Dyer", archived_at=now(), profile={}))
        with writing() as session:
            session.add(ClientNoteRow(client_id=row.id, user_id=owner.user_id, author="Owner", text="Call in May"))
            sheet = ImportRow(
                public_id="sheet", organisation_id=owner.organisation_id, instrument="every-type@1", language="en",
                status="done", created_at=now(), updated_at=now(),
            )  # fmt: skip
            session.add(sheet)
            session.flush()
            session.add(ImportFileRow(import_id=sheet.id, position=0, name="../../../a.XLSX", data=b"uploaded"))
            session.add(ImportFileRow(import_id=sheet.id, position=1, name="b.xlsx/..", data=b"too"))
    return ClientOfOurs(every_type, ours, owner, place)


def test_the_owner_gets_it_as_one_file(bakery: ClientOfOurs) -> None:
    archive = bakery.everything()
    assert archive.testzip() is None
    assert archive.namelist() == [
        "README.txt",
        "organisation.json",
        "logo.png",
        "clients.json",
        "clients.xlsx",
        "assessments.jsonl",
        "instruments/every-type-1.en.json",
        "answers-every-type-1.xlsx",
        "scores-every-type-1.xlsx",
        "sheet_words.json",
        "imports/sheet/1.xlsx",
        "imports/sheet/2",
        "imports.json",
    ]
    assert archive.read("imports/sheet/1.xlsx") == b"uploaded"


def test_clients_and_assessments_are_complete_and_in_order(bakery: ClientOfOurs) -> None:
    archive = bakery.everything()
    first, second = json.loads(archive.read("clients.json"))
    assert (first["name"], first["ref"], first["tags"]) == ("../../etc/Bakery", "00123", ["vip"])
    assert [(note["author"], note["text"]) for note in first["notes"]] == [("Owner", "Call in May")]
    assert (second["name"], second["ref"], second["archived_at"] is not None) == ("Dyer", None, True)
    answered, open_still = (json.loads(line) for line in archive.read("assessments.jsonl").splitlines())
    assert (answered["client"], answered["instrument"], answered["status"]) == ("bakery", "every-type@1", "submitted")
    assert answered["notes"][0]["value"] == "Only Ann has it"
    before, after = answered["submissions"]
    assert (before["answers"], before["revision"]) == (FULL, 1)
    assert after["answers"] == FULL | {"till": "anyone"}
    assert before["scores"]["overall"] != after["scores"]["overall"]
    assert (open_still["status"], open_still["submissions"]) == ("open", [])


def test_its_tables_and_wordings_can_be_used_without_it(bakery: ClientOfOurs) -> None:
    archive = bakery.everything()
    worded = Instrument.model_validate_json(archive.read("instruments/every-type-1.en.json"))
    reading = read(io.BytesIO(archive.read("answers-every-type-1.xlsx")), worded)
    assert not reading.problems
    with bakery.app.app_context():
        assert worded.content_hash == by_reference("every-type").content_hash
        submission = assessments.submission(bakery.place)
    assert submission is not None
    assert reading.table.codes.tolist() == submission.table.codes.tolist()


def test_the_readme_explains_every_file_and_field(bakery: ClientOfOurs) -> None:
    archive = bakery.everything()
    told = archive.read("README.txt").decode("utf-8-sig")
    for name in archive.namelist():
        if name != "README.txt":
            assert name.split("/")[0].split("-")[0] in told, name
    first = json.loads(archive.read("assessments.jsonl").splitlines()[0])
    held = [json.loads(archive.read(name)) for name in ("organisation.json", "clients.json", "imports.json")]
    for field in _fields([first | {"profile": 0, "choices": 0}, *held]):
        assert field in told, field
    for name in ("clients.xlsx", "scores-every-type-1.xlsx"):
        header = _cells(archive.read(name)).split("\n")[:4]
        assert all(column in told for column in header), name


def _fields(value: Any) -> set[str]:
    """Names of all fields, but what is below them in answers, scores and profiles, which are named by questions."""
    if isinstance(value, list):
        return {name for one in value for name in _fields(one)}
    if not isinstance(value, dict):
        return set()
    named = {"answers", "scores", "profile", "value", "answered_by"}
    below = [one for name, one in value.items() if name not in named or isinstance(one, list)]
    return set(value) | _fields(below)


def test_the_same_holdings_give_the_same_file(bakery: ClientOfOurs) -> None:
    assert bakery.post(bakery.owner).data == bakery.post(bakery.owner).data


def test_some_clients_at_a_time_give_the_same_file(bakery: ClientOfOurs, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = bakery.post(bakery.owner).data
    monkeypatch.setattr(exporting, "BATCH", 1)
    assert bakery.post(bakery.owner).data == whole


def test_an_organisation_without_clients_gets_one_too(every_type: Flask) -> None:
    owner = member(every_type, organisation(every_type, "New"))
    with every_type.test_request_context():
        archive = _content(owner)
    assert json.loads(archive.read("clients.json")) == []
    assert archive.read("assessments.jsonl") == b""


def test_only_owners_get_everything(bakery: ClientOfOurs) -> None:
    app, ours = bakery.app, bakery.organisation
    for role in ("adviser", "viewer"):
        person = member(app, ours, role)
        assert "Everything at once" not in signed_in(app, person.user_id).get(f"/o/{ours}/files").text
        assert bakery.post(person).status_code == 404
    assert bakery.post(member(app, organisation(app, "Other"))).status_code == 404
    assert bakery.owners.client.get(f"/o/{ours}/files/everything.zip").status_code == 405


def test_a_client_gets_all_that_is_held_of_it(bakery: ClientOfOurs) -> None:
    response = bakery.of_client(signed_in(bakery.app, member(bakery.app, bakery.organisation, "adviser").user_id))
    assert response.status_code == 200
    held = json.loads(response.data)
    archive = bakery.everything()
    assert held["client"] == json.loads(archive.read("clients.json"))[0]
    assert held["assessments"] == [json.loads(archive.read("assessments.jsonl").splitlines()[0])]
    assert "Dyer" not in response.text
    assert f"etc-Bakery-everything-{now().date()}.json" in response.headers["Content-Disposition"]


def test_nobody_else_gets_what_is_held_of_a_client(bakery: ClientOfOurs) -> None:
    app = bakery.app
    viewer = signed_in(app, member(app, bakery.organisation, "viewer").user_id)
    other = organisation(app, "Other")
    foreign = signed_in(app, member(app, other).user_id)
    assert bakery.of_client(viewer).status_code == 404
    assert bakery.of_client(foreign).status_code == 404
    assert foreign.client.get(f"/o/{other}/clients/bakery/everything.json").status_code == 404
    assert bakery.of_client(Visitor(app)).status_code == 302


def test_answers_are_not_read_by_an_instrument_that_asks_something_else_by_now(bakery: ClientOfOurs) -> None:
    with bakery.app.app_context(), writing() as session:
        session.execute(sa.update(InstrumentRow).values(content_hash="of another content"))
    archive = bakery.everything()
    assert [name for name in archive.namelist() if "every-type" in name] == []
    assert json.loads(archive.read("assessments.jsonl").splitlines()[0])["submissions"][0]["answers"] == FULL
