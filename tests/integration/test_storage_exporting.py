"""Rows of tables that go out, on each database: of one organisation, in one order, with the scores of the day."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from survey.storage import assessments, exporting
from survey.storage.exporting import Which
from survey.storage.models import now
from tests.integration.members import member, organisation
from tests.integration.portfolios import begun, client, finish, finished, next_stage

FULL: dict[str, Any] = {
    "till": "owner",
    "alarm": "somebody",
    "doors": ["front", "back"],
    "lists": {"stock": "good"},
    "hours": 52.5,
    "training": "written",
    "wish": "Light",
}


@pytest.fixture
def ours(stored: Flask) -> int:
    """An organisation beside which there is one with clients of the same names."""
    harbour, quay = (member(stored, organisation(stored, name)).organisation_id for name in ("Harbour", "Quay"))
    finished(client(quay, "Bakery", tags=["quay"]), FULL)
    client(quay, "Zimmerei")
    return harbour


def test_clients_come_by_name_as_lists_have_them(ours: int) -> None:
    named = {client(ours, name).id: name for name in ("zoo", "Äpfel", "bakery", "Apfel")}
    assert [named[one] for one in exporting.client_ids(ours)] == ["Äpfel", "Apfel", "bakery", "zoo"]


def test_clients_are_chosen_by_tag_and_archive(ours: int) -> None:
    vip, old = client(ours, "A", tags=["VIP"]), client(ours, "B", tags=["vip", "North"], archived_at=now())
    assert exporting.client_ids(ours, Which(tag="vip")) == [vip.id]
    assert exporting.client_ids(ours, Which(archived=True)) == [old.id]
    assert exporting.client_ids(ours, Which(archived=None, tag="vip")) == [vip.id, old.id]
    assert exporting.client_ids(ours, Which(tag="quay")) == []


def test_a_client_is_as_far_as_the_newest_of_its_stages(ours: int) -> None:
    twice, again, fresh = client(ours, "A"), client(ours, "B"), client(ours, "C")
    client(ours, "D")
    next_stage(finished(twice, FULL), twice)
    assessments.reopen(finished(again, FULL))
    begun(fresh)
    listed = exporting.clients(ours, exporting.client_ids(ours))
    assert [one.state for one in listed] == ["invited", "update", "invited", "none"]
    assert [one.result and (one.result.stage, one.result.level) for one in listed] == [("T0", 1), ("T0", 1), None, None]


def test_finished_stages_come_with_codes_scores_and_what_was_told(ours: int) -> None:
    bakery = client(ours, "Bakery", ref="7")
    first = finished(bakery, {"till": "na"})
    finish(next_stage(first, bakery), FULL)
    used = exporting.instruments_used(ours)[0]
    assert (used.reference, used.clients, used.archived) == ("every-type@1", 1, 0)
    ids = exporting.client_ids(ours)
    before, after = exporting.finished(ours, ids, used.id, told=("hours", "wish"))
    assert (before.stage, before.told, before.overall, before.level) == ("T0", (None, None), None, -1)
    assert (after.stage, after.told) == ("T1", (52.5, "Light"))
    assert (after.dimensions["hiring"], after.level, after.low) == (100.0, 1, after.overall)
    assert after.answered == pytest.approx(5 / 6)
    assert exporting.finished(ours, ids, used.id, told=("hours", "wish"), newest=True) == [after]


def test_an_update_counts_once_it_is_handed_in(ours: int) -> None:
    place = finished(client(ours, "Bakery"), FULL)
    used, ids = exporting.instruments_used(ours)[0], exporting.client_ids(ours)
    [before] = exporting.finished(ours, ids, used.id)
    assessments.reopen(place)
    assert exporting.finished(ours, ids, used.id) == [before]
    finish(place, {"till": "anyone"})
    [after] = exporting.finished(ours, ids, used.id)
    assert after.codes != before.codes


def test_numbers_of_foreign_clients_open_nothing(stored: Flask, ours: int) -> None:
    theirs = member(stored, organisation(stored, "Third")).organisation_id
    place = client(theirs, "Foreign")
    finished(place, FULL)
    used = exporting.instruments_used(theirs)[0]
    assert exporting.clients(ours, [place.id]) == []
    assert exporting.finished(ours, [place.id], used.id) == []
    assert exporting.instruments_used(ours) == []


def test_archived_clients_do_not_make_an_instrument_the_first_choice(ours: int) -> None:
    finished(client(ours, "A"), FULL)
    finished(client(ours, "B", archived_at=now()), {}, "corner-shop")
    assert [(used.reference, used.archived) for used in exporting.instruments_used(ours)] == [
        ("every-type@1", 0),
        ("corner-shop@1", 1),
    ]
