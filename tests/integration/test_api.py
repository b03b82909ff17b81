"""What programs do by the API: the same clients, numbers and files as on the pages."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from flask import Flask

from survey.jobs.batches.press import Press
from survey.sending import SIGN_OF_LIFE
from survey.storage import batches, clients, organisations
from tests.integration.batches import press
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.programs import API, Program, program

SHOP, BY = {"orders": "always", "lists": ["stock"], "rework": 1.0}, "corner-shop@1"


@pytest.fixture
def us(corner_shop: Flask) -> Consultancy:
    return consultancy(corner_shop)


@pytest.fixture
def ours(us: Consultancy) -> Program:
    return program(us.app, us.members["adviser"])


def handed_in(ours: Program, client: str, stage: str = "T0", **answers: object) -> dict[str, object]:
    given = {"instrument": BY, "stage": stage, "answers": SHOP | answers}
    made: dict[str, object] = ours.post(f"/clients/{client}/assessments", given)
    return made


def refused(
    ours: Program, method: str, path: str, body: object = None, **headers: str
) -> tuple[int, str, list[object]]:
    """Status, code, and where the faults are."""
    response = ours.ask(method, path, body, headers=headers)
    assert response.mimetype == "application/problem+json"
    problem = response.get_json()
    return response.status_code, problem["code"], [fault["loc"] for fault in problem["errors"]]


def test_a_client_is_added_found_and_changed(us: Consultancy, ours: Program) -> None:
    profile = {"trade": "bakery", "people": "small", "country": "AT", "region": "AT-9"}
    made = ours.post("/clients", {"name": " Bakery  Huber ", "ref": "7", "tags": ["food", "Food"], "profile": profile})
    assert made == ours.get(f"/clients/{made['id']}")
    assert (made["name"], made["tags"]) == ("Bakery Huber", ["food"])
    assert profile.items() <= made["profile"].items()
    changed = ours.patch(f"/clients/{made['id']}", {"email": "office@huber.example", "profile": {"country": "DE"}})
    assert (changed["name"], changed["email"]) == ("Bakery Huber", "office@huber.example")
    assert changed["profile"] == made["profile"] | {"country": "DE", "region": None}  # a region of the other country
    cleared = ours.patch(f"/clients/{made['id']}", {"ref": "", "email": None, "tags": [], "profile": {"trade": None}})
    assert (cleared["ref"], cleared["email"], cleared["tags"]) == ("", "", [])
    assert (cleared["profile"]["trade"], cleared["profile"]["people"]) == (None, "small")
    assert "Bakery Huber" in us.get().text


def test_what_a_sheet_said_more_exactly_gives_way_to_what_is_said_anew(us: Consultancy, ours: Program) -> None:
    client = us.add("Mill", profile={"people": "", "employees": 61, "size": "medium", "trade": "C"})
    told = ours.get(f"/clients/{client.public_id}")["profile"]
    assert (told["employees"], told["size"], told["sector"]) == (61, "medium", "C")
    changed = ours.patch(f"/clients/{client.public_id}", {"profile": {"people": "small"}})["profile"]
    assert (changed["employees"], changed["size"], changed["sector"]) == (None, "small", "C")


def test_a_region_lies_in_its_country(ours: Program) -> None:
    given = {"name": "Bakery", "profile": {"country": "AT", "region": "DE-BE"}}
    assert refused(ours, "POST", "/clients", given) == (422, "invalid", [["body", "profile", "region"]])


def test_a_number_is_one_clients_alone(us: Consultancy, ours: Program) -> None:
    us.add("Bakery", ref="7")
    other = us.add("Butcher")
    assert refused(ours, "POST", "/clients", {"name": "Joinery", "ref": "7"}) == (409, "ref_taken", [["body", "ref"]])
    path = f"/clients/{other.public_id}"
    assert refused(ours, "PATCH", path, {"ref": "7"}) == (409, "ref_taken", [["body", "ref"]])


def test_a_request_sent_twice_with_one_word_adds_one_client(ours: Program) -> None:
    word = {"Idempotency-Key": "order-17"}
    first = ours.ask("POST", "/clients", {"name": "Bakery"}, headers=word)
    again = ours.ask("POST", "/clients", {"name": "Bakery"}, headers=word)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert first.location == f"{API}/clients/{first.get_json()['id']}"
    assert refused(ours, "POST", "/clients", {"name": "Butcher"}, **word)[:2] == (409, "idempotency_key_used")
    assert ours.get("/clients")["total"] == 1


def test_the_same_word_of_another_organisation_is_another(corner_shop: Flask, us: Consultancy, ours: Program) -> None:
    other = consultancy(corner_shop, "Lakeside Advisers")
    theirs = program(corner_shop, other.members["owner"])
    word = {"Idempotency-Key": "1"}
    assert (
        ours.post("/clients", {"name": "Bakery"}, **word)["id"]
        != theirs.post("/clients", {"name": "Bakery"}, **word)["id"]
    )


def test_what_a_colleague_changed_is_not_written_over(us: Consultancy, ours: Program) -> None:
    made = ours.post("/clients", {"name": "Bakery"})
    with us.app.app_context():
        clients.change(us.client(made["id"]), clients.Particulars("Bakery Huber"), made["revision"])
    path, given = f"/clients/{made['id']}", {"ref": "7", "revision": made["revision"]}
    assert refused(ours, "PATCH", path, given) == (409, "changed", [["body", "revision"]])
    assert ours.patch(path, {"ref": "7"})["name"] == "Bakery Huber"


def test_clients_are_listed_page_by_page_as_on_the_page(us: Consultancy, ours: Program) -> None:
    for name in ("Bakery", "Butcher", "Joinery"):
        us.add(name, tags=["food"] if name.startswith("B") else [])
    first = ours.get("/clients?tag=food&per_page=1")
    second = ours.get("/clients?tag=food&per_page=1&page=2")
    assert [first["items"][0]["name"], second["items"][0]["name"]] == ["Bakery", "Butcher"]
    assert (first["pages"], first["total"], first["items"][0]["state"]) == (2, 2, "none")
    assert [one["name"] for one in ours.get("/clients?q=join&state=none&sort=name&order=down")["items"]] == ["Joinery"]


def test_a_client_is_put_away_and_brought_back(us: Consultancy, ours: Program) -> None:
    client = us.add("Bakery").public_id
    assert ours.post(f"/clients/{client}/archive")["archived_at"]
    assert ours.get("/clients")["total"] == 0
    assert ours.get("/clients?archived=true")["total"] == 1
    assert ours.post(f"/clients/{client}/restore")["archived_at"] is None


def test_answers_handed_in_are_scored_as_by_any_other_way(us: Consultancy, ours: Program) -> None:
    client = us.add("Bakery").public_id
    made = handed_in(ours, client)
    told = ours.get(f"/assessments/{made['id']}")
    assert (told["stage"], told["source"], told["is_open"], told["client"]) == ("T0", "import", False, client)
    [listed] = ours.get(f"/clients/{client}/assessments")["items"]
    [row] = ours.get("/exports/scores")
    assert listed["overall"] == told["scores"]["overall"] == row["overall"]
    assert listed["level"] == told["scores"]["level"]["id"] == row["level"]
    dimensions = {one["id"]: one["score"] for one in told["scores"]["dimensions"]}
    assert dimensions.items() <= row.items()
    assert ours.get(f"/assessments/{made['id']}/answers")["answers"] == SHOP
    assert row["counted"] is False
    page = us.adviser.get(f"/a/{made['id']}/results")
    assert told["scores"]["level"]["title"] in page.text


def test_the_next_stage_is_handed_in_once(us: Consultancy, ours: Program) -> None:
    client = us.add("Bakery").public_id
    first = handed_in(ours, client)
    path, given = f"/clients/{client}/assessments", {"instrument": BY, "stage": "T0", "answers": SHOP}
    assert refused(ours, "POST", path, given) == (409, "stage", [["body", "stage"]])
    second = handed_in(ours, client, "T1", orders="never")
    assert second["previous"] == first["id"]
    assert [one["stage"] for one in ours.get(path)["items"]] == ["T1", "T0"]
    assert refused(ours, "POST", path, given | {"stage": "T2", "instrument": "every-type@1"})[:2] == (409, "stage")


def test_what_somebody_is_answering_is_not_written_over(us: Consultancy, ours: Program) -> None:
    client = us.add("Bakery")
    us.adviser.send(us.get(f"/clients/{client.public_id}"), action="/start")
    path, given = f"/clients/{client.public_id}/assessments", {"instrument": BY, "stage": "T0", "answers": SHOP}
    assert refused(ours, "POST", path, given)[:2] == (409, "assessment_open")


def test_answers_that_are_not_offered_are_named_each(us: Consultancy, ours: Program) -> None:
    path = f"/clients/{us.add('Bakery').public_id}/assessments"
    given = {"instrument": BY, "stage": "T0", "answers": SHOP | {"orders": "sometimes or so", "colour": "red"}}
    status, code, places = refused(ours, "POST", path, given)
    assert (status, code) == (422, "invalid")
    assert ["body", "answers", "orders"] in places
    assert ["body", "answers", "colour"] in places
    assert ours.get(path)["items"] == []  # all of it or nothing


def test_a_report_is_the_one_that_the_page_hands_out(us: Consultancy, ours: Program) -> None:
    made = handed_in(ours, us.add("Bakery").public_id)
    for query in ("", "?for=others"):
        by_page = us.adviser.client.get(f"/a/{made['id']}/results.pdf{query}")
        assert ours.ask("GET", f"/assessments/{made['id']}/report.pdf{query}").data == by_page.data
    viewers = program(us.app, us.members["viewer"])
    assert viewers.ask("GET", f"/assessments/{made['id']}/report.pdf").data == by_page.data
    letter = ours.ask("GET", f"/assessments/{made['id']}/report.pdf?paper=Letter&language=en_GB")
    assert letter.data.startswith(b"%PDF")
    assert letter.data != by_page.data
    path = f"/assessments/{made['id']}/report.pdf?language=xx"
    assert refused(ours, "GET", path) == (422, "invalid", [["query", "language"]])


def test_before_anything_is_handed_in_there_are_no_scores_and_no_report(us: Consultancy, ours: Program) -> None:
    client = us.add("Bakery")
    us.adviser.send(us.get(f"/clients/{client.public_id}"), action="/start")
    [stage] = ours.get(f"/clients/{client.public_id}/assessments")["items"]
    assert ours.get(f"/assessments/{stage['id']}")["scores"] is None
    assert ours.get(f"/assessments/{stage['id']}/answers") | {"instrument": ""} == {
        "assessment": stage["id"],
        "instrument": "",
        "handed_in": False,
        "answers": {},
    }
    assert refused(ours, "GET", f"/assessments/{stage['id']}/report.docx")[:2] == (409, "not_submitted")


def test_tables_are_those_of_the_page_of_files(us: Consultancy, ours: Program) -> None:
    handed_in(ours, us.add("=Bakery", ref="7").public_id)
    for what in ("clients", "answers", "scores"):
        by_page = us.adviser.client.get(us.address(f"/files/{what}?kind=csv"))
        with ours.ask("GET", f"/exports/{what}?format=csv") as response:
            assert response.data == by_page.data
        [row] = ours.get(f"/exports/{what}")
        assert row["firm"] == "=Bakery"
        [told] = csv.DictReader(io.StringIO(response.get_data(as_text=True)))
        assert told.keys() == row.keys()
    assert refused(ours, "GET", "/exports/scores?instrument=every-type@1")[:2] == (404, "not_found")


def test_a_batch_is_ordered_once_and_halted_and_gone_on_with(us: Consultancy, ours: Program) -> None:
    client = us.add("Bakery").public_id
    handed_in(ours, client)
    word = {"Idempotency-Key": "spring"}
    made = ours.post("/batches", {"name": "Spring", "clients": [client], "for": "us"}, **word)
    assert made == ours.post("/batches", {"name": "Spring", "clients": [client], "for": "us"}, **word)
    assert refused(ours, "POST", "/batches", {"name": "Autumn"}, **word)[:2] == (409, "idempotency_key_used")
    for others in ([us.add("Tailor").public_id], [client, us.add("Joiner").public_id]):
        order = {"name": "Spring", "clients": others, "for": "us"}
        assert refused(ours, "POST", "/batches", order, **word)[:2] == (409, "idempotency_key_used")
    path = f"/batches/{made['id']}"
    assert [one["id"] for one in ours.get("/batches")["items"]] == [made["id"]]
    assert ours.post(f"{path}/pause")["status"] == "paused"
    assert refused(ours, "POST", f"{path}/pause")[:2] == (409, "not_now")
    assert ours.post(f"{path}/resume")["status"] == "waiting"
    assert refused(ours, "GET", f"{path}/archive")[:2] == (404, "not_found")
    [report] = ours.get(f"{path}/reports?status=open")["items"]
    assert (report["client"], report["has_file"]) == (client, False)
    assert ours.post(f"{path}/cancel")["status"] == "cancelled"


def test_the_files_of_a_batch_are_there_when_it_is_done(us: Consultancy, ours: Program) -> None:
    handed_in(ours, us.add("Bakery").public_id)
    made = ours.post("/batches", {"name": "Spring", "only_new": True}, **{"Idempotency-Key": "spring"})
    # By now nobody is new any more.
    assert made == ours.post("/batches", {"name": "Spring", "only_new": True}, **{"Idempotency-Key": "spring"})
    with us.app.app_context():
        at_work: Press = press(us.app)
        while at_work.turn():
            pass
    with ours.ask("GET", f"/batches/{made['id']}/reports/0") as report:
        assert report.data.startswith(b"%PDF")
    assert refused(ours, "POST", "/batches", {"name": "Again", "only_new": True})[:2] == (409, "not_submitted")


def test_who_takes_an_archive_has_the_time_for_it(
    us: Consultancy, ours: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(ours, us.add("Bakery").public_id)
    made = ours.post("/batches", {"name": "Spring"})
    (tmp_path / "large.zip").write_bytes(bytes(20_000))
    signs: list[None] = []
    monkeypatch.setitem(us.app.config, SIGN_OF_LIFE, lambda: signs.append(None))
    monkeypatch.setattr(batches, "archive_file", lambda *_which: tmp_path / "large.zip")
    with ours.ask("GET", f"/batches/{made['id']}/archive") as archive:
        assert (len(archive.data), len(signs)) == (20_000, 3)


def test_an_order_names_clients_of_ones_own_once_each(us: Consultancy, ours: Program) -> None:
    unfinished = us.add("Bakery").public_id
    for clients_, status, places in (
        (["A" * 16], 422, [["body", "clients", 0]]),
        (["A" * 16] * 10_000, 422, [["body", "clients"]]),
        ([], 422, [["body", "clients"]]),
        ([unfinished], 409, []),
    ):
        got = refused(ours, "POST", "/batches", {"name": "Spring", "clients": clients_})
        assert (got[0], got[2]) == (status, places)


def test_a_key_tells_what_it_may_do_now(us: Consultancy, ours: Program) -> None:
    member = us.members["adviser"]
    assert "clients:write" in ours.get("/key")["scopes"]
    with us.app.app_context():
        organisations.change_role(us.id, member.user_id, "viewer")
    told = ours.get("/key")
    assert "clients:read" in told["scopes"]
    assert not {one for one in told["scopes"] if one.endswith("write")} | ({"answers:read"} & set(told["scopes"]))
    assert refused(ours, "POST", "/clients", {"name": "Bakery"})[:2] == (403, "scope")
    with us.app.app_context():
        organisations.leave(us.id, member.user_id)
    assert refused(ours, "GET", "/key")[:2] == (401, "no_key")
