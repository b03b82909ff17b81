"""The list of clients, and each client: entered, changed, noted about, asked, merged, archived, deleted."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from survey.storage import access, assessments, client_assessments, client_notes, clients
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Page, Visitor, words

HOSTILE = (
    "<script>alert(1)</script> & Söhne",
    '=HYPERLINK("x")',
    "{{ 7*7 }} %(name)s %s {name}",
    "\u202eevil\u202c שלום",
    "👩‍🔧 Werkstatt",
    "W" * 300,
)


@pytest.fixture
def harbour(app: Flask) -> Consultancy:
    return consultancy(app)


@pytest.fixture
def other(app: Flask) -> Consultancy:
    return consultancy(app, "Other")


def names(page: Page) -> list[str]:
    return [words(link) for link in page.root.findall(".//th[@class='clients__name']/a")]


# The list


def test_an_empty_list_says_what_to_do(harbour: Consultancy) -> None:
    page = harbour.get()
    assert "There are no clients yet" in page.text
    assert harbour.address("/clients/new") in page.links()
    assert harbour.address("/clients/new") not in harbour.get(role="viewer").links()


def test_the_list_says_which_of_how_many(harbour: Consultancy) -> None:
    for number in range(60):
        harbour.add(f"Firm {number:02}", ref=str(number))
    page = harbour.get("/clients?page=2")
    assert words(page.by_id("count")) == "26–50 of 60"
    assert names(page) == [f"Firm {number}" for number in range(25, 50)]
    assert words(harbour.get("/clients?page=99").by_id("count")) == "51–60 of 60"
    found = harbour.get("/clients?q=IRM+5&sort=ref&order=down")
    assert (names(found)[0], words(found.by_id("count"))) == ("Firm 59", "1–15 of 15")


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=x",
        "page=9999999999999999999",
        "page=٣",
        "sort=x&order=x",
        "state=x",
        "archived=x",
        "q=%00%ED%A0%80",
        "page=",
        "sort=name&sort=ref",
        "q=%25_%5C",
        f"q={'a+' * 500}",
        "tag=%27%3B--",
    ],
)
def test_whatever_stands_in_the_address_is_harmless(harbour: Consultancy, query: str) -> None:
    harbour.add("A")
    assert harbour.get(f"/clients?{query}").status == 200


def test_states_are_filters_and_stay_with_the_search(harbour: Consultancy) -> None:
    harbour.finish(harbour.add("Bakery A"))
    harbour.add("Bakery B")
    harbour.add("Carpenter")
    page = harbour.get("/clients?q=bakery")
    assert {"all 2", "1 without assessment", "1 finished"} <= set(page.links().values())
    finished = next(to for to, said in page.links().items() if said == "1 finished")
    assert names(harbour.adviser.get(finished)) == ["Bakery A"]


def test_a_finished_client_has_score_and_level_on_the_list(harbour: Consultancy) -> None:
    harbour.finish(harbour.add("A"))
    text = harbour.get().text
    assert "36 Building" in text
    assert "finished on" in text


def test_what_nothing_fits_leads_back(harbour: Consultancy) -> None:
    harbour.add("A")
    page = harbour.get("/clients?q=zzz")
    assert "No client fits this." in page.text
    assert harbour.address() in page.links()


def test_ticked_clients_are_tagged_archived_and_brought_back(harbour: Consultancy) -> None:
    a, b = harbour.add("A"), harbour.add("B")
    page = harbour.adviser.send(
        harbour.get(), {"client": [a.public_id, b.public_id], "do": "tag", "tags": "red, blue"}, action="/act"
    )
    assert "2 clients have the tag now." in page.text
    assert names(harbour.get("/clients?tag=RED")) == ["A", "B"]
    page = harbour.adviser.send(page, {"client": [a.public_id], "do": "archive"}, action="/act")
    assert names(page) == ["B"]
    archived = harbour.get("/clients?archived=yes")
    assert names(archived) == ["A"]
    harbour.adviser.send(archived, {"client": [a.public_id], "do": "restore"}, action="/act?archived=yes")
    assert names(harbour.get()) == ["A", "B"]


def test_clients_of_another_organisation_are_not_touched_by_ticking(harbour: Consultancy, other: Consultancy) -> None:
    harbour.add("A")
    foreign = other.add("B")
    for do in ("archive", "tag"):
        given = {"client": [foreign.public_id], "do": do, "tags": "red"}
        page = harbour.adviser.send(harbour.get(), given, action="/act")
        assert "0 clients" in page.text
    assert other.client(foreign.public_id) == foreign


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_as_they_were_typed(harbour: Consultancy, name: str) -> None:
    page = harbour.adviser.send(
        harbour.get("/clients/new"), {"firm": name, "ref": name[:100], "tags": name[:20], "country": "AT"}
    )
    shown = " ".join(name.split())
    assert page.heading == shown
    assert names(harbour.get()) == [shown]
    public_id = page.address.rsplit("/", 1)[1]
    noted = harbour.adviser.send(page, {"text": name}, action="/notes")
    assert shown in noted.text
    twin = harbour.add(name)
    assert shown in harbour.get(f"/clients/{public_id}/merge/{twin.public_id}").text
    assert shown in harbour.get(f"/clients/{public_id}/delete", "owner").text
    started = harbour.adviser.client.post(
        f"{page.address}/start", data={"csrf_token": harbour.get().form("/act")[1]["csrf_token"]}
    )
    assert started.location.endswith("/interview")


# Who it is


def test_only_the_name_is_needed(harbour: Consultancy) -> None:
    page = harbour.adviser.send(harbour.get("/clients/new"), {"firm": " "})
    assert page.faults() == {"Type the name of the firm.": "#firm"}
    page = harbour.adviser.send(page, {"firm": "Ann’s", "people": None})
    assert page.heading == "Ann’s"


def test_all_that_is_said_is_shown_and_can_be_changed(harbour: Consultancy) -> None:
    given = {"firm": "Ann’s", "ref": "K 7", "email": "ann@example.org", "trade": "Bakery", "people": "small"}
    page = harbour.adviser.send(harbour.get("/clients/new"), given | {"country": "AT", "tags": "red, Red, blue"})
    for said in ("K 7", "ann@example.org", "Bakery", "Austria", "red", "blue"):
        assert said in page.text
    edit = harbour.adviser.get(f"{page.address}/edit")
    assert edit.form()[1]["tags"] == "blue, red"
    page = harbour.adviser.send(edit, {"firm": "Ann’s bakery", "trade": "", "tags": ""})
    assert page.heading == "Ann’s bakery"
    assert "Austria" in page.text
    assert "Bakery," not in page.text


def test_a_number_that_another_client_has_leads_to_it(harbour: Consultancy, other: Consultancy) -> None:
    taken = harbour.add("A", ref="7")
    other.add("C", ref="8")
    page = harbour.adviser.send(harbour.get("/clients/new"), {"firm": "B", "ref": "7"})
    assert page.status == 422
    assert page.faults() == {"Another client has this number. Give this one another, or none.": "#ref"}
    assert page.links()[harbour.address(f"/clients/{taken.public_id}")].endswith("A")
    assert harbour.adviser.send(page, {"ref": "8"}).heading == "B"


@pytest.mark.parametrize(
    ("given", "anchor"),
    [
        ({"firm": "x" * 301}, "#firm"),
        ({"ref": "x" * 101}, "#ref"),
        ({"email": "ann"}, "#email"),
        ({"tags": "x" * 61}, "#tags"),
        ({"tags": ",".join(map(str, range(21)))}, "#tags"),
        ({"trade": "qqqqqqqq"}, "#trade_choice"),
        ({"people": "many"}, "#people"),
        ({"country": "XX"}, "#country"),
    ],
)
def test_a_fault_leads_to_its_field(harbour: Consultancy, given: dict[str, str], anchor: str) -> None:
    page = harbour.adviser.send(harbour.get("/clients/new"), {"firm": "A"} | given)
    assert page.status == 422
    [found] = page.faults().values()
    assert found.startswith(anchor)


def test_of_two_who_change_a_client_the_second_is_told(harbour: Consultancy) -> None:
    client = harbour.add("A")
    first, second = (harbour.get(f"/clients/{client.public_id}/edit") for _ in range(2))
    harbour.adviser.send(first, {"firm": "B"})
    page = harbour.adviser.send(second, {"firm": "C"})
    assert page.status == 409
    assert page.form()[1]["firm"] == "C"
    assert harbour.adviser.send(page).heading == "C"


def test_a_page_that_was_open_too_long_keeps_what_was_typed(harbour: Consultancy) -> None:
    page = harbour.adviser.send(harbour.get("/clients/new"), {"firm": "A", "csrf_token": "old"})
    assert (page.status, page.form()[1]["firm"]) == (422, "A")


# Notes


def test_notes_are_dated_and_deleted_by_their_author(harbour: Consultancy) -> None:
    client = harbour.add("A")
    page = harbour.adviser.send(
        harbour.get(f"/clients/{client.public_id}"), {"text": "Called.\r\nBusy."}, action="/notes"
    )
    assert "Adviser on" in page.text
    assert "Delete: " not in harbour.get(f"/clients/{client.public_id}", "owner").text
    [note] = _notes(harbour, client.id)
    stranger = harbour.visitors["owner"]
    token = harbour.get(f"/clients/{client.public_id}", "owner").form("/notes")[1]["csrf_token"]
    address = harbour.address(f"/clients/{client.public_id}/notes/{note.id}/delete")
    assert stranger.client.post(address, data={"csrf_token": token}).status_code == 404
    page = harbour.adviser.send(page, action=f"/notes/{note.id}/delete")
    assert _notes(harbour, client.id) == []


def test_an_empty_note_is_no_note(harbour: Consultancy) -> None:
    client = harbour.add("A")
    page = harbour.adviser.send(harbour.get(f"/clients/{client.public_id}"), {"text": " "}, action="/notes")
    assert page.faults() == {"Write what is to be noted.": "#note"}


def _notes(harbour: Consultancy, client_id: int) -> list[client_notes.ClientNote]:
    with harbour.app.app_context():
        return client_notes.notes(client_id)


# Assessments


def start(harbour: Consultancy, page: Page, how: str = "start") -> str:
    _, given = page.form("/start")
    answer = harbour.adviser.client.post(f"{page.address}/start", data=given.to_dict() | {"how": how})
    return answer.location


def test_filling_in_leads_to_the_interview_of_one_assessment(harbour: Consultancy) -> None:
    client = harbour.add("A")
    page = harbour.get(f"/clients/{client.public_id}")
    assert start(harbour, page) == start(harbour, page)
    assert "opened, nothing answered yet" in harbour.get(f"/clients/{client.public_id}").text


def test_after_a_result_a_new_stage_or_an_update_is_offered(harbour: Consultancy) -> None:
    client = harbour.add("A")
    first = harbour.finish(client)
    page = harbour.get(f"/clients/{client.public_id}")
    assert f"/a/{first}/results" in page.links()
    assert f"/a/{first}/results.pdf" in page.links()
    assert start(harbour, page, "update") == f"/a/{first}/interview"
    assert "update open" in harbour.get(f"/clients/{client.public_id}").text
    with harbour.app.app_context():
        assessments.keep_as_it_was(first)
    second = start(harbour, page)
    assert second != f"/a/{first}/interview"
    with harbour.app.app_context():
        assert [one.stage for one in client_assessments.of_client(client.id)] == ["T1", "T0"]


def test_the_change_is_the_difference_of_what_is_shown(harbour: Consultancy) -> None:
    client = harbour.add("A")
    harbour.finish(client)
    harbour.finish(client, backup="dk")
    page = harbour.get(f"/clients/{client.public_id}")
    [latest, earlier] = [words(row) for row in page.root.find(".//table").findall("tbody/tr")]
    shown = [int(next(word for word in row.split("Score ")[1].split())) for row in (latest, earlier)]
    assert shown[0] != shown[1]
    change = latest.split("Change ")[1].split()[0]
    assert change.replace("−", "-") == f"{shown[0] - shown[1]:+}"
    assert "Change" not in earlier


def test_a_viewer_reads_and_changes_nothing(harbour: Consultancy) -> None:
    client = harbour.add("A")
    harbour.finish(client)
    page = harbour.get(f"/clients/{client.public_id}", "viewer")
    assert [form.get("action") for form in page.root.iter("form") if form.get("method") == "post"] == [
        "/account/sign-out"
    ]
    assert not [link for link in page.links() if "/edit" in link or "/merge" in link or "/interview" in link]
    assert "checkbox" not in harbour.get(role="viewer").html


def test_the_page_of_a_client_leads_to_all_that_is_held_of_it(harbour: Consultancy) -> None:
    place = f"/clients/{harbour.add('A').public_id}"
    everything = harbour.address(f"{place}/everything.json")
    assert everything in harbour.get(place).links()
    assert everything not in harbour.get(place, "viewer").links()


# Merging, archiving, deleting


def test_two_are_merged_after_a_look(harbour: Consultancy) -> None:
    kept, goes = harbour.add("Ann", ref="1"), harbour.add("Ann GmbH", ref="2", email="ann@example.org")
    harbour.finish(goes)
    search = harbour.get(f"/clients/{kept.public_id}/merge?q=ann")
    address = harbour.address(f"/clients/{kept.public_id}/merge/{goes.public_id}")
    assert [link for link in search.links() if "/merge/" in link] == [address], "and never the client itself"
    page = harbour.adviser.send(harbour.adviser.get(address))
    assert page.heading == "Ann"
    for said in ("ann@example.org", "finished on", "Its name: Ann GmbH", "Its number: 2"):
        assert said in page.text
    assert harbour.get(f"/clients/{goes.public_id}").status == 404


def test_a_merger_of_what_changed_since_is_looked_at_again(harbour: Consultancy) -> None:
    kept, goes = harbour.add("A"), harbour.add("B")
    page = harbour.get(f"/clients/{kept.public_id}/merge/{goes.public_id}")
    harbour.adviser.send(harbour.get(f"/clients/{goes.public_id}/edit"), {"firm": "C"})
    again = harbour.adviser.send(page)
    assert (again.status, "C becomes a part" in again.text) == (409, True)
    assert harbour.adviser.send(again).heading == "A"


def test_nobody_is_merged_with_itself_or_a_foreign_client(harbour: Consultancy, other: Consultancy) -> None:
    client, foreign = harbour.add("A"), other.add("B")
    for one in (client, foreign):
        assert harbour.get(f"/clients/{client.public_id}/merge/{one.public_id}").status == 404
    assert "B" not in harbour.get(f"/clients/{client.public_id}/merge?q=b").links().values()


def test_an_archived_client_is_kept_and_comes_back(harbour: Consultancy) -> None:
    client = harbour.add("A")
    page = harbour.adviser.send(harbour.get(f"/clients/{client.public_id}"), {"archived": "yes"}, action="/archive")
    assert "Archived on" in page.text
    assert names(harbour.get()) == []
    assert "/invite" not in page.html
    harbour.adviser.send(page, {"archived": "no"}, action="/archive")
    assert names(harbour.get()) == ["A"]


def test_deleting_needs_a_tick_and_says_what_stays_with_the_firm(harbour: Consultancy, browser: str) -> None:
    client = harbour.add("A")
    public_id = harbour.finish(client)
    gone = harbour.add("B")
    harbour.finish(gone)
    with harbour.app.app_context():
        access.exchange(access.make_link(public_id), browser)
    owner = harbour.visitors["owner"]
    page = harbour.get(f"/clients/{client.public_id}/delete", "owner")
    assert "1 assessment stays with the firm" in page.text
    assert "1 assessment with answers" in harbour.get(f"/clients/{gone.public_id}/delete", "owner").text
    assert owner.send(page).faults() == {"Tick that you are sure: it cannot be undone.": "#sure"}
    assert "deleted for good" in owner.send(page, {"sure": "yes"}).text
    with harbour.app.app_context():
        assert clients.find(harbour.id, client.public_id) is None
        assert assessments.find(public_id, browser) is not None


def test_tags_are_renamed_and_removed_for_all(harbour: Consultancy, other: Consultancy) -> None:
    client, foreign = harbour.add("A", tags=["red"]), other.add("B", tags=["red"])
    page = harbour.adviser.send(harbour.get("/tags"), {"name": "blue", "do": "rename"})
    assert harbour.client(client.public_id).tags == ("blue",)
    harbour.adviser.send(page, {"do": "drop"})
    assert harbour.client(client.public_id).tags == ()
    assert other.client(foreign.public_id).tags == ("red",)


# Who may


LOOK = ("/clients", "/clients/{client}")
CHANGE = (
    "/clients/new",
    "/tags",
    "/clients/{client}/edit",
    "/clients/{client}/merge",
    "/clients/{client}/merge/{second}",
)
POST = (
    "/clients/act",
    "/clients/new",
    "/tags",
    "/clients/{client}/edit",
    "/clients/{client}/start",
    "/clients/{client}/invite",
    "/clients/{client}/invite/1/end",
    "/clients/{client}/notes",
    "/clients/{client}/notes/1/delete",
    "/clients/{client}/merge/{second}",
    "/clients/{client}/archive",
)


def _asked(visitor: Visitor, method: str, address: str) -> tuple[int, bytes, str | None]:
    token = visitor.get("/start").form()[1]["csrf_token"]
    given = {"csrf_token": token, "firm": "X", "text": "X", "name": "X", "do": "archive", "sure": "yes"}
    answer = visitor.client.open(address, method=method, data=given if method == "POST" else None)
    # The token in the form that signs out is of the second in which the page was drawn.
    return answer.status_code, re.sub(rb'name="csrf_token" value="[^"]*"', b"", answer.data), answer.location


@pytest.mark.parametrize("who", ["other", "viewer", "adviser", "nobody"])
def test_what_one_may_not_see_looks_like_what_is_not_there(
    app: Flask, harbour: Consultancy, other: Consultancy, who: str
) -> None:
    client, second = harbour.add("A"), harbour.add("B")
    visitor = {
        "other": other.visitors["owner"],
        "viewer": harbour.visitors["viewer"],
        "adviser": harbour.adviser,
        "nobody": Visitor(app),
    }[who]
    refused = {
        "other": [("GET", path) for path in (*LOOK, *CHANGE)] + [("POST", path) for path in POST],
        "viewer": [("GET", path) for path in CHANGE] + [("POST", path) for path in POST],
        "adviser": [],
        "nobody": [("GET", path) for path in (*LOOK, *CHANGE)] + [("POST", path) for path in POST],
    }[who] + [(method, "/clients/{client}/delete") for method in ("GET", "POST")]
    for method, path in refused:
        here = harbour.address(path.format(client=client.public_id, second=second.public_id))
        nowhere = f"/o/{'A' * 16}" + path.format(client="B" * 16, second="C" * 16)
        answer = _asked(visitor, method, here)
        assert answer[0] == (302 if who == "nobody" else 404), (method, path)
        unknown = _asked(visitor, method, nowhere)
        if who == "nobody":
            assert "/account/sign-in" in (answer[2] or "")
            assert answer[0] == unknown[0]
        else:
            assert answer == unknown, (method, path)
    with app.app_context():
        assert clients.find(harbour.id, client.public_id) == client


def test_unknown_clients_are_nowhere(harbour: Consultancy, other: Consultancy) -> None:
    foreign = other.add("B")
    for one in (foreign.public_id, "A" * 16, "x%00y", "a" * 300):
        assert harbour.get(f"/clients/{one}").status == 404
        assert harbour.get(f"/clients/{one}/delete", "owner").status == 404


def test_a_body_has_no_clients(app: Flask) -> None:
    body = organisation(app, "Chamber", "body")
    visitor = signed_in(app, member(app, body).user_id)
    assert visitor.get(f"/o/{body}/clients").status == 404


def test_after_a_merger_each_series_is_told_apart(harbour: Consultancy) -> None:
    kept, goes = harbour.add("A"), harbour.add("B")
    for client in (kept, goes):
        harbour.finish(client)
    harbour.adviser.send(harbour.get(f"/clients/{kept.public_id}/merge/{goes.public_id}"))
    page = harbour.get(f"/clients/{kept.public_id}")
    titles = [words(head) for head in page.root.findall(".//tbody/tr/th")]
    assert titles == ["Series 2, assessment 1", "Series 1, assessment 1"]
    links = [said for said in page.links().values() if said.startswith("Results")]
    assert len(links) == len(set(links)) == 2
