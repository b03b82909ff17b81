"""A batch is ordered: for clients that are ticked, on the list, all or new, with what was chosen, and once."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.storage.database import reading, writing
from survey.storage.models import BatchRow, HouseRow, JobItemRow
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.pages import Page, checked

NEW = "/batches/new"


@pytest.fixture
def harbour(app: Flask) -> Consultancy:
    """Bakery and carpenter have finished, the tailor has not begun."""
    found = consultancy(app)
    for name in ("Bakery", "Carpenter"):
        found.finish(found.add(name, tags=["crafts"] if name == "Bakery" else []))
    found.add("Tailor <b>& Sons</b>")
    return found


def ordered(harbour: Consultancy) -> list[tuple[BatchRow, list[str]]]:
    """Every batch with the names of its clients, in their order."""
    with harbour.app.app_context(), reading() as session:
        batches = session.scalars(sa.select(BatchRow).order_by(BatchRow.id)).all()
        items = session.scalars(sa.select(JobItemRow).order_by(JobItemRow.position)).all()
        session.expunge_all()
        return [(one, [item.payload["name"] for item in items if item.job_id == one.job_id]) for one in batches]


def choices(page: Page) -> list[str]:
    """The choices of clients that the page offers, the one that is chosen first."""
    found = [one for one in page.root.iter("input") if one.get("name") == "which"]
    assert [one.get("value") for one in found if "checked" in one.attrib] == [found[0].get("value")]
    return [one.get("value", "") for one in found]


def id_of(harbour: Consultancy, name: str) -> str:
    links = harbour.get(f"/clients?q={name}").links()
    return next(to.rsplit("/", 1)[1] for to, said in links.items() if said.startswith(name))


def test_all_clients_get_a_roadmap_and_who_gets_none_is_named(harbour: Consultancy) -> None:
    page = harbour.get(NEW)
    assert choices(page) == ["everyone"]
    assert "All clients 2 roadmaps" in page.text
    assert "1 client without a finished assessment" in page.text
    assert "having finished no assessment Tailor <b>& Sons</b>" in page.text
    harbour.adviser.send(page, {"name": "  Spring\u00a0 2026 ", "paper": "Letter", "version": "us"})
    [(batch, names)] = ordered(harbour)
    assert (batch.name, batch.paper, batch.for_us, batch.letter) == ("Spring 2026", "Letter", True, False)
    assert (batch.language, names) == ("en_GB", ["Bakery", "Carpenter"])


def test_those_that_are_ticked(harbour: Consultancy) -> None:
    carpenter, tailor = id_of(harbour, "Carpenter"), id_of(harbour, "Tailor")
    ticked = {"client": [carpenter, tailor, carpenter], "do": "batch"}
    page = harbour.adviser.send(harbour.get(), ticked, action="/act")
    assert choices(page) == ["ticked", "everyone"]
    harbour.adviser.send(page)
    assert [names for _batch, names in ordered(harbour)] == [["Carpenter"]]


def test_those_on_the_list_as_it_is_filtered_and_sorted(harbour: Consultancy) -> None:
    link = {said: to for to, said in harbour.get("/clients?sort=name&order=down").links().items()}
    page = harbour.adviser.get(link["Make roadmaps for all 3 clients on this list"])
    assert choices(page) == ["everyone"]
    harbour.adviser.send(page)
    page = harbour.adviser.get(harbour.address(f"{NEW}?tag=CRAFTS&state=finished"))
    assert choices(page) == ["listed", "everyone"]
    harbour.adviser.send(page)
    assert [names for _batch, names in ordered(harbour)] == [["Carpenter", "Bakery"], ["Bakery"]]


def test_those_that_are_new_since_their_last_batch(harbour: Consultancy) -> None:
    harbour.adviser.send(harbour.get(f"{NEW}?tag=crafts"))
    page = harbour.get(f"{NEW}?which=new")
    assert choices(page) == ["new", "everyone"]
    harbour.adviser.send(page)
    assert [names for _batch, names in ordered(harbour)] == [["Bakery"], ["Carpenter"]]
    assert choices(harbour.get(NEW)) == ["everyone"]


def test_ten_thousand_times_the_same_client_is_one(harbour: Consultancy) -> None:
    bakery = id_of(harbour, "Bakery")
    page = harbour.get(f"{NEW}?{'&'.join([f'client={bakery}'] * 10_000)}")
    harbour.adviser.send(page)
    assert [names for _batch, names in ordered(harbour)] == [["Bakery"]]


def test_clients_of_others_look_like_those_that_are_gone(harbour: Consultancy) -> None:
    other = consultancy(harbour.app, "Other")
    foreign = other.add("Foreign")
    other.finish(foreign)
    for one in (foreign.public_id, "A" * 16, "%00%ED", "x" * 5000):
        page = harbour.get(f"{NEW}?client={one}&client={id_of(harbour, 'Bakery')}")
        assert "1 client that you ticked is not there any more." in page.text
        assert "Foreign" not in page.text
        refused = harbour.adviser.send(harbour.get(f"{NEW}?client={one}"), {"which": "ticked"})
        assert refused.status == 422
        assert list(refused.faults()) == ["None of these clients has finished an assessment. Choose others."]
    assert ordered(harbour) == []


def test_what_the_page_does_not_offer_is_refused(harbour: Consultancy) -> None:
    page = harbour.get(NEW)
    for field, value, anchor in (
        ("name", " \u200b\x00", "#name"),
        ("name", "x" * 101, "#name"),
        ("language", "xx", ""),
        ("paper", "A3", "#paper-1"),
        ("paper", ["A4", "Letter"], "#paper-1"),
        ("version", "", "#version-1"),
        ("which", "foreign", "#which-1"),
        ("which", None, "#which-1"),
    ):
        refused = harbour.adviser.send(page, {field: value})
        assert (refused.status, list(refused.faults().values())) == (422, [anchor]), (field, value)
    assert ordered(harbour) == []


def test_pressing_twice_orders_once(harbour: Consultancy) -> None:
    page = harbour.get(NEW)
    for _press in range(2):
        harbour.adviser.send(page)
    assert len(ordered(harbour)) == 1
    forged = harbour.adviser.send(page, {"key": "no such key: \x00"})
    assert forged.status == 422
    assert len(ordered(harbour)) == 1


def test_pressing_twice_for_those_that_are_new_orders_once(harbour: Consultancy) -> None:
    harbour.adviser.send(harbour.get(f"{NEW}?q=bakery"))
    page = harbour.get(NEW)
    for _press in range(2):
        assert harbour.adviser.send(page, {"which": "new"}).status == 200
    assert [names for _batch, names in ordered(harbour)] == [["Bakery"], ["Carpenter"]]


def test_a_covering_letter_is_offered_where_there_is_one(harbour: Consultancy) -> None:
    assert harbour.get(NEW).form()[1].get("letter") is None
    with harbour.app.app_context(), writing() as session:
        session.add(HouseRow(organisation_id=harbour.id, letter="Dear {client}"))
    page = harbour.get(NEW)
    harbour.adviser.send(page)
    harbour.adviser.send(harbour.get(NEW), {"letter": None})
    assert [batch.letter for batch, _names in ordered(harbour)] == [True, False]


def test_without_results_there_is_nothing_to_order(app: Flask) -> None:
    empty = consultancy(app)
    empty.add("Tailor")
    page = empty.get(NEW)
    assert "No client has finished an assessment yet" in page.text
    assert all(one.get("name") != "which" for one in page.root.iter("input"))
    forged = {"csrf_token": page.form("/sign-out")[1]["csrf_token"], "which": "everyone", "name": "A", "paper": "A4"}
    forged |= {"version": "us", "language": "en_GB", "key": "A"}
    refused = checked(NEW, empty.adviser.client.post(empty.address(NEW), data=forged))
    assert (refused.status, refused.faults()) == (422, {"There is nothing to order yet.": ""})
