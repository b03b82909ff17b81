"""Files out: tables of clients, answers and scores, read back as a consultant's programs read them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.test import TestResponse

from scoring.answers import table_of
from scoring.reading import read
from scoring.scores import SCORER_VERSION, score, scores_table
from survey.consultants.files.kinds import KINDS, offered
from survey.instruments import by_reference
from survey.profiles import profile_row
from survey.storage import assessments
from survey.storage.models import now
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Visitor
from tests.integration.portfolios import PROFILE, begun, client, finish, finished, next_stage

FULL: dict[str, Any] = {
    "till": "owner",
    "alarm": "somebody",
    "doors": ["front", "back"],
    "lists": {"stock": "good", "prices": "na"},
    "hours": 52.5,
    "training": "written",
    "wish": "=more light",
}
SPARE: dict[str, Any] = {"till": "na", "doors": [], "lists": "dk", "hours": "dk"}
HOSTILE = [
    "=2+5+cmd|' /C calc'!A0",
    "@SUM(9+1)*cmd|' /C calc'!A0",
    "+cmd|'/C notepad'!'A1'",
    "-2+3 & Sons",
    'DDE ("cmd";"/C calc";"!A0")A0',
    "\t=1+1",
    "＝1+1",
    '=HYPERLINK("http://127.0.0.1/?"&A2,"Bäckerei; \n Span")',
]
TEMPLATE = [
    *("firm", "ref", "email", "sector", "employees", "size", "country", "region", "stage", "date", "source", "counted"),
    *("till", "alarm", "doors.front", "doors.back", "doors.all_of_them", "lists.stock", "lists.prices", "hours"),
    *("training", "wish"),
]


@dataclass(frozen=True)
class Office:
    """A consultancy with clients, one in every state, and its owner at a browser; another beside it."""

    app: Flask
    address: str
    owner: Visitor

    def get(self, path: str, visitor: Visitor | None = None, **query: str) -> TestResponse:
        return (visitor or self.owner).client.get(f"{self.address}/files{path}", query_string=query)

    def rows(self, path: str, **query: str) -> list[dict[str, Any]]:
        """What a workbook holds, its first row as names."""
        return workbook(self.get(path, **{"kind": "xlsx", **query}))


def workbook(response: TestResponse) -> list[dict[str, Any]]:
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    header, *rows = book.active.iter_rows(values_only=True)
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row), "a cell became a formula"
    return [dict(zip(header, row, strict=True)) for row in rows]


def sheet(response: TestResponse, separator: str = ",") -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=separator))


@pytest.fixture
def office(every_type: Flask) -> Office:
    ours, theirs = organisation(every_type, "Harbour Advisers"), organisation(every_type, "Quay Advisers")
    owner, other = member(every_type, ours), member(every_type, theirs)
    with every_type.app_context():
        _fill(owner.organisation_id)
        finished(client(other.organisation_id, "Foreign Firm", ref="F1", tags=["foreign"]), FULL)
    return Office(every_type, f"/o/{ours}", signed_in(every_type, owner.user_id))


def _fill(organisation_id: int) -> None:
    """Bakery twice finished, Carpenter being updated, Dyer asked, Elder archived and finished, NA with nothing."""
    bakery = client(organisation_id, "Bakery", ref="00123", email="b@example.org", tags=["Region North", "vip"])
    first = finished(bakery, SPARE)
    finish(next_stage(first, bakery), FULL)
    carpenter = finished(client(organisation_id, "Carpenter", tags=["VIP"]), FULL, people="solo", trade="C")
    assessments.reopen(carpenter)
    begun(client(organisation_id, "Dyer"))
    finished(client(organisation_id, "Elder", archived_at=now()), FULL)
    client(organisation_id, "NA", ref="null", profile={})


def test_the_page_offers_each_table_and_says_of_how_many_clients(office: Office) -> None:
    page = office.owner.get(f"{office.address}/files")
    assert page.heading == "Files to take along"
    assert "Every type, version 1 (2 clients in use, 1 archived)" in page.text
    assert {"Download clients", "Download answers", "Download scores"} <= set(_buttons(page))
    assert "In use (4)" in page.text
    assert "foreign" not in page.text


def _buttons(page: Any) -> list[str]:
    return ["".join(button.itertext()).strip() for button in page.root.iter("button")]


def test_an_organisation_without_clients_is_told_so(every_type: Flask) -> None:
    empty = organisation(every_type, "Empty")
    page = signed_in(every_type, member(every_type, empty, "viewer").user_id).get(f"/o/{empty}/files")
    assert "There are no clients yet" in page.text
    assert "Everything at once" not in page.text


def test_clients_stand_in_a_table_with_their_newest_result(every_type: Flask, office: Office) -> None:
    bakery, carpenter, dyer, nothing = office.rows("/clients")
    assert [row["firm"] for row in (bakery, carpenter, dyer, nothing)] == ["Bakery", "Carpenter", "Dyer", "NA"]
    assert (bakery["ref"], bakery["email"], bakery["tags"]) == ("00123", "b@example.org", "Region North; vip")
    assert (bakery["trade"], bakery["sector"], bakery["division"], bakery["size"]) == (
        "Bakery, pastry shop",
        "C",
        "10",
        "small",
    )
    assert (bakery["state"], bakery["stage"], bakery["level"]) == ("finished", "T1", "High")
    with every_type.app_context():
        assert bakery["overall"] == score(_table(FULL)).overall.round(4)[0]
    assert (carpenter["state"], carpenter["stage"]) == ("with an update open", "T0")
    assert (dyer["state"], dyer["stage"], dyer["overall"]) == ("invited, not begun", None, None)
    assert (nothing["ref"], nothing["state"], nothing["size"], nothing["archived"]) == (
        "null",
        "without assessment",
        None,
        None,
    )


def test_too_little_answered_is_an_empty_cell_and_no_level(every_type: Flask) -> None:
    ours = organisation(every_type)
    owner = member(every_type, ours)
    with every_type.app_context():
        finished(client(owner.organisation_id, "Bakery"), {"till": "owner"})
    office = Office(every_type, f"/o/{ours}", signed_in(every_type, owner.user_id))
    [listed], [scored] = office.rows("/clients"), office.rows("/scores")
    assert (listed["state"], listed["stage"], listed["overall"], listed["level"]) == ("finished", "T0", None, None)
    assert (scored["typing"], scored["overall"], scored["level"]) == (None, None, None)


def _table(*answers: Any, **profile: str) -> Any:
    row = profile_row({"firm": "A", **PROFILE, **profile})
    return table_of(by_reference("every-type"), list(answers), [row for _ in answers])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"clients": "archived"}, ["Elder"]),
        ({"clients": "all"}, ["Bakery", "Carpenter", "Dyer", "Elder", "NA"]),
        ({"tag": "vip"}, ["Bakery", "Carpenter"]),
        ({"tag": "vip", "clients": "archived"}, []),
        ({"tag": "foreign"}, []),
    ],
)
def test_clients_are_chosen_by_tag_and_by_whether_they_are_in_use(
    office: Office, query: dict[str, str], expected: list[str]
) -> None:
    assert [row["firm"] for row in office.rows("/clients", **query)] == expected


def test_answers_have_the_columns_of_the_template(office: Office) -> None:
    bakery, carpenter = office.rows("/answers")
    assert list(bakery) == TEMPLATE
    assert (bakery["stage"], bakery["till"], bakery["doors.front"], bakery["doors.all_of_them"]) == (
        "T1",
        "owner",
        1,
        0,
    )
    assert (bakery["lists.prices"], bakery["hours"], bakery["wish"]) == ("n/a", 52.5, "=more light")
    # A firm without employees has no other place for that in a sheet.
    assert (carpenter["employees"], carpenter["sector"]) == (0, "C")


def test_all_stages_are_there_when_asked_for_and_labels_too(office: Office) -> None:
    rows = office.rows("/answers", stages="all", cells="labels")
    assert [(row["firm"], row["stage"]) for row in rows] == [("Bakery", "T0"), ("Bakery", "T1"), ("Carpenter", "T0")]
    assert (rows[0]["till"], rows[0]["lists.stock"], rows[0]["hours"]) == ("n/a", "dk", "dk")
    assert (rows[1]["till"], rows[1]["lists.stock"]) == ("Only the owner", "Good")


@pytest.mark.parametrize("cells", ["ids", "labels"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_of_answers_can_be_read_again_as_it_is(
    every_type: Flask, office: Office, kind: str, cells: str
) -> None:
    response = office.get("/answers", stages="all", kind=kind, cells=cells, clients="all")
    with every_type.app_context():
        reading = read(io.BytesIO(response.data), by_reference("every-type"))
        expected = _table(SPARE, FULL, FULL, FULL)
    assert (reading.problems, reading.unknown_columns) == ([], [])
    assert reading.table.codes.tolist() == expected.codes.tolist()
    assert reading.table.profile["firm"].tolist() == ["Bakery", "Bakery", "Carpenter", "Elder"]
    assert reading.table.profile["ref"].tolist()[0] == "00123"
    assert reading.table.profile["division"].tolist()[:2] == ["10", "10"]


def test_scores_are_those_that_the_command_writes_for_the_same_answers(every_type: Flask, office: Office) -> None:
    rows = office.rows("/scores")
    with every_type.app_context():
        table = _table(SPARE, FULL)
        solo = _table(FULL, people="solo", trade="C")
        written = [*_records(table), *_records(solo)]
    assert [(row["firm"], row["stage"]) for row in rows] == [("Bakery", "T0"), ("Bakery", "T1"), ("Carpenter", "T0")]
    for row, expected in zip(rows, written, strict=True):
        for name in ("choosing", "typing", "hiring", "overall", "level", "answered", "size", "sector", "division"):
            assert row[name] == expected[name], name
        assert (row["instrument"], row["scorer"]) == ("every-type@1", SCORER_VERSION)
    assert rows[2]["hiring"] is None


def _records(table: Any) -> list[dict[str, Any]]:
    whole = scores_table(table, score(table, detail=False)).astype(object)
    records: list[dict[str, Any]] = whole.where(whole.notna(), None).to_dict("records")
    return records


def test_csv_is_written_for_the_excel_of_a_country(office: Office) -> None:
    answers = office.get("/answers", kind="csv-comma", stages="all")
    assert answers.data.startswith(b"\xef\xbb\xbffirm;ref;")
    assert [row["hours"] for row in sheet(answers, ";")] == ["dk", "52,5", "52,5"]
    scores = sheet(office.get("/scores", kind="csv-comma"), ";")
    assert scores[1]["answered"] == "1,0"
    assert office.get("/answers", kind="csv-point").data.startswith(b"\xef\xbb\xbffirm,ref,")
    assert office.get("/answers", kind="csv").data.startswith(b"firm,ref,")


@pytest.mark.parametrize(("language", "first"), [("de", "csv-comma"), ("fr", "csv-comma"), ("en", "csv-point")])
def test_the_csv_that_fits_the_language_comes_first(every_type: Flask, language: str, first: str) -> None:
    with every_type.test_request_context(), force_locale(language):
        assert [kind.id for kind in offered()][:2] == ["xlsx", first]


def test_the_kind_of_file_is_remembered(office: Office) -> None:
    assert office.get("/clients").mimetype.endswith("spreadsheetml.sheet")
    assert office.get("/clients", kind="csv-comma").mimetype == "text/csv"
    page = office.owner.get(f"{office.address}/files")
    chosen = [
        one.get("value") for one in page.root.iter("input") if one.get("name") == "kind" and "checked" in one.attrib
    ]
    assert chosen == ["csv-comma"]
    assert office.get("/clients").mimetype == "text/csv"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_looks_like_a_formula_is_harmless(every_type: Flask, name: str) -> None:
    ours = organisation(every_type, name)
    owner = member(every_type, ours)
    with every_type.app_context():
        finished(client(owner.organisation_id, name, ref="-5"), FULL)
        client(owner.organisation_id, "Long", ref="00123")
    office = Office(every_type, f"/o/{ours}", signed_in(every_type, owner.user_id))
    for path in ("/clients", "/answers", "/scores"):
        assert name in [row["firm"] for row in office.rows(path)]
        row = next(row for row in sheet(office.get(path, kind="csv-comma"), ";") if row["firm"] != "Long")
        assert row["firm"] in (name, f"'{name}")
        assert not row["firm"].startswith(("=", "+", "-", "@", "\t", "＝"))
        assert row["ref"] == "-5"
    assert [row["ref"] for row in office.rows("/clients")].count("00123") == 1


def test_the_file_is_called_by_organisation_contents_and_day(every_type: Flask) -> None:
    ours = organisation(every_type, '../Ber@ter; "Süd"\r\n海')
    owner = member(every_type, ours)
    with every_type.app_context():
        client(owner.organisation_id, "A")
    response = signed_in(every_type, owner.user_id).client.get(f"/o/{ours}/files/clients")
    name = response.headers["Content-Disposition"].partition("filename*=UTF-8''")[2]
    assert name == f"Ber-ter-S%C3%BCd-%E6%B5%B7-clients-{now().date()}.xlsx"


def test_what_no_form_asks_leads_nowhere(office: Office) -> None:
    for path, query in (
        ("/clients", {"kind": "pdf"}),
        ("/clients", {"clients": "some"}),
        ("/answers", {"stages": "T1"}),
        ("/answers", {"cells": "x"}),
        ("/answers", {"instrument": "sme-readiness@1"}),
    ):
        assert office.get(path, **query).status_code == 404


def test_of_each_instrument_there_is_a_file_of_its_own(every_type: Flask, office: Office) -> None:
    with every_type.app_context():
        owner = member(every_type, office.address.removeprefix("/o/"))
        finished(client(owner.organisation_id, "Florist"), {}, "corner-shop")
        finished(client(owner.organisation_id, "Gone", archived_at=now()), {}, "eurostat-dii")
    page = office.owner.get(f"{office.address}/files")
    offered = [option.get("value") for option in page.by_id("instrument").iter("option")]
    assert offered == ["corner-shop@1", "every-type@1", "eurostat-dii@4"]
    assert [row["firm"] for row in office.rows("/scores")] == ["Florist"]
    assert [row["firm"] for row in office.rows("/scores", instrument="every-type@1")][-1] == "Carpenter"


@pytest.mark.parametrize("path", ["", "/clients", "/answers", "/scores"])
def test_viewers_may_take_tables_along_and_nobody_else(every_type: Flask, office: Office, path: str) -> None:
    ours = office.address.removeprefix("/o/")
    viewer = signed_in(every_type, member(every_type, ours, "viewer").user_id)
    foreign = signed_in(every_type, member(every_type, organisation(every_type, "Other")).user_id)
    assert office.get(path, viewer).status_code == 200
    assert office.get(path, foreign).status_code == 404
    assert office.get(path, Visitor(every_type)).status_code == 302


@pytest.mark.parametrize("path", ["", "/clients", "/answers", "/scores"])
def test_a_body_has_no_files_of_single_firms(every_type: Flask, path: str) -> None:
    body = organisation(every_type, "Chamber", "body")
    visitor = signed_in(every_type, member(every_type, body).user_id)
    assert visitor.client.get(f"/o/{body}/files{path}").status_code == 404
