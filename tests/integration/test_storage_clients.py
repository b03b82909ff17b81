"""Clients in storage, on both databases: numbers, tags, notes, and the list."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.storage import (
    assessments,
    client_inviting,
    client_notes,
    client_tags,
    clients,
)
from survey.storage.client_list import Wanted, listing, matching
from survey.storage.clients import Particulars
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, now
from survey.storage.values import Member
from tests.integration.clients import ANSWERS, SHOP, add, finish, found, names, start, state
from tests.integration.members import member
from tests.integration.test_storage_concurrency import at_once

# Who it is


def test_a_number_is_there_once_in_an_organisation(us: Member, others: Member) -> None:
    first = add(us, "A", ref="7")
    with pytest.raises(clients.RefTakenError) as fault:
        clients.add(us.organisation_id, Particulars("B", ref="7"))
    assert fault.value.client == first.public_id
    add(others, "C", ref="7")
    add(us, "D")
    add(us, "E")


def test_of_two_that_take_a_number_at_once_one_is_refused(stored: Flask, us: Member) -> None:
    def take(name: str) -> str:
        try:
            clients.add(us.organisation_id, Particulars(name, ref="7"))
        except clients.RefTakenError:
            return "refused"
        return "added"

    assert sorted(at_once(stored, [partial(take, name) for name in "ABCD"])) == ["added", *["refused"] * 3]


def test_a_change_that_saw_another_state_is_refused(us: Member) -> None:
    client = add(us, "A")
    clients.change(client, Particulars("B"), client.revision)
    with pytest.raises(clients.ClientChangedError):
        clients.change(client, Particulars("C"), client.revision)
    assert found(us, client.public_id).name == "B"


def test_what_is_no_public_id_is_no_client(us: Member) -> None:
    client = add(us, "A")
    assert clients.put_away(us.organisation_id, ["\0", "x" * 5000, client.public_id], archived=True) == 1


def test_a_client_is_found_by_its_own_organisation_only(us: Member, others: Member) -> None:
    client = add(us, "A")
    assert clients.find(others.organisation_id, client.public_id) is None
    assert clients.find(us.organisation_id, "\x00") is None


def test_tags_keep_one_spelling_in_an_organisation(us: Member, others: Member) -> None:
    add(us, "A", tags=["Bakery", "bakery", "2026"])
    assert add(us, "B", tags=["BAKERY"]).tags == ("Bakery",)
    assert add(others, "C", tags=["BAKERY"]).tags == ("BAKERY",)
    assert [(tag.name, tag.clients) for tag in client_tags.tags(us.organisation_id)] == [("2026", 1), ("Bakery", 2)]


def test_a_tag_is_renamed_and_dropped_for_all(us: Member, others: Member) -> None:
    a, b = add(us, "A", tags=["red", "blue"]), add(us, "B", tags=["red"])
    foreign = add(others, "C", tags=["red"])
    assert client_tags.rename(us.organisation_id, "red", "BLUE") == 2
    assert [found(us, one.public_id).tags for one in (a, b)] == [("blue",), ("blue",)]
    assert client_tags.rename(us.organisation_id, "blue", "Blue") == 2
    assert found(us, a.public_id).tags == ("Blue",)
    assert client_tags.rename(us.organisation_id, "blue", "") == 2
    assert found(us, a.public_id).tags == ()
    assert found(others, foreign.public_id).tags == ("red",)


def test_a_note_is_deleted_by_its_author_only(stored: Flask, us: Member) -> None:
    client, colleague = add(us, "A"), member(stored, us.organisation, "adviser")
    client_notes.add_note(client.id, us.user_id, us.name, "called")
    [note] = client_notes.notes(client.id)
    assert not client_notes.delete_note(client.id, note.id, colleague.user_id)
    assert client_notes.delete_note(client.id, note.id, us.user_id)
    assert client_notes.notes(client.id) == []


# The list


@pytest.mark.parametrize("text", ["müller", "MULLER", "ller", "m-17", "ANN@", "müller m-17", "50%"])
def test_search_finds_any_part_in_any_case(us: Member, text: str) -> None:
    add(us, "Bäckerei Müller 50%", ref="M-17", email="Ann@example.org")
    add(us, "Something else", ref="9", email="ben@example.org")
    assert names(us, text=text) == ["Bäckerei Müller 50%"]


def test_what_means_something_to_the_database_is_searched_as_it_is(us: Member) -> None:
    add(us, "A")
    assert names(us, text="%") == names(us, text="_") == names(us, text="\\") == names(us, text="'") == []


def test_the_list_of_one_organisation_holds_no_other(us: Member, others: Member) -> None:
    add(us, "A", tags=["red"])
    add(others, "B", tags=["red"])
    assert names(us) == names(us, tag="RED") == ["A"]


def test_pages_hold_25_and_the_last_is_shown_for_any_beyond(us: Member) -> None:
    for number in range(30):
        add(us, f"Firm {number:02}")
    shown = listing(us.organisation_id, Wanted(page=99))
    assert (shown.page, shown.pages, shown.first, shown.last, shown.total) == (2, 2, 26, 30, 30)
    assert [line.name for line in shown.lines] == [f"Firm {number}" for number in range(25, 30)]
    backwards = matching(us.organisation_id, Wanted(descending=True), 2)
    assert backwards == matching(us.organisation_id, Wanted(), 30)[::-1][:2]


def test_states_follow_the_newest_assessment(us: Member, stored: Flask) -> None:
    client = add(us, "A")
    assert state(us) == "none"
    public_id, _ = client_inviting.invite(client.id, by_reference(SHOP), "by Harbour")
    assert state(us) == "invited"
    assert start(client) == public_id
    assert state(us) == "opened"
    assessments.save(public_id, ANSWERS, {})
    assert state(us) == "begun"
    with writing() as session:
        session.execute(sa.update(AssessmentRow).values(updated_at=now() - timedelta(days=15)))
    assert state(us) == "stalled"
    assessments.submit(public_id, counted=False)
    assert state(us) == "finished"
    assessments.reopen(public_id)
    assert state(us) == "update"
    [line] = listing(us.organisation_id, Wanted(state="update")).lines
    assert line.result is not None
    assert line.result.overall is not None
    assert listing(us.organisation_id, Wanted(state="none")).states == {"update": 1}


@pytest.mark.parametrize(
    ("sort", "ascending"),
    [
        ("name", ["A", "B", "C"]),
        ("ref", ["B", "A", "C"]),
        ("state", ["C", "A", "B"]),
        ("activity", ["C", "B", "A"]),
    ],
)
def test_the_list_is_sorted_by_any_column_and_what_is_missing_comes_last(
    us: Member, sort: str, ascending: list[str]
) -> None:
    a, b = add(us, "A", ref="2"), add(us, "B", ref="1")
    add(us, "C")
    finish(b)
    start(a)
    assert names(us, sort=sort) == ascending
    if sort != "ref":
        assert names(us, sort=sort, descending=True) == ascending[::-1]


def test_without_a_score_a_client_comes_last_whichever_way(us: Member) -> None:
    low, high = add(us, "Low"), add(us, "High")
    add(us, "None")
    for client, answer in ((low, "never"), (high, "always")):
        public_id = start(client)
        assessments.save(public_id, ANSWERS | {"orders": answer}, {})
        assessments.submit(public_id, counted=False)
    assert names(us, sort="score") == ["Low", "High", "None"]
    assert names(us, sort="score", descending=True) == ["High", "Low", "None"]


def test_archived_clients_are_listed_apart(us: Member, others: Member) -> None:
    client = add(us, "A")
    assert clients.put_away(others.organisation_id, [client.public_id], archived=True) == 0
    assert clients.put_away(us.organisation_id, [client.public_id], archived=True) == 1
    assert (names(us), names(us, archived=True)) == ([], ["A"])
    assert clients.put_away(us.organisation_id, [client.public_id], archived=False) == 1
    assert names(us) == ["A"]
