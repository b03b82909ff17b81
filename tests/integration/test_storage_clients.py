"""Clients in storage, on both databases: numbers, tags, notes, the list, starting, inviting, merging, deleting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.extensions import db
from survey.instruments import by_reference
from survey.storage import (
    access,
    assessments,
    client_assessments,
    client_inviting,
    client_merging,
    client_notes,
    client_tags,
    clients,
    organisations,
)
from survey.storage.client_list import Wanted, listing, matching
from survey.storage.client_merging import Author
from survey.storage.clients import Client, Particulars
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, ClientNoteRow, ClientRow, ClientTagRow, LinkRow, now
from survey.storage.purging import purge
from survey.storage.values import Member
from tests.integration.members import member, organisation
from tests.integration.test_storage_concurrency import at_once

SHOP = "corner-shop"
ANSWERS = {"orders": "always", "lists": ["stock"], "rework": 1.0}


@pytest.fixture
def us(stored: Flask) -> Member:
    return member(stored, organisation(stored))


@pytest.fixture
def others(stored: Flask) -> Member:
    return member(stored, organisation(stored, "Other"))


def add(us: Member, name: str, **more: object) -> Client:
    public_id = clients.add(us.organisation_id, Particulars(name, **more))  # type: ignore[arg-type]
    return found(us, public_id)


def found(us: Member, public_id: str) -> Client:
    client = clients.find(us.organisation_id, public_id)
    assert client is not None
    return client


def start(client: Client, source: str = "interview") -> str:
    return client_assessments.start_for_client(client.id, by_reference(SHOP), source)  # type: ignore[arg-type]


def finish(client: Client) -> str:
    public_id = start(client)
    assessments.save(public_id, ANSWERS, {})
    assessments.submit(public_id, counted=False, role="adviser")
    return public_id


def names(us: Member, **wanted: object) -> list[str]:
    return [line.name for line in listing(us.organisation_id, Wanted(**wanted)).lines]  # type: ignore[arg-type]


def state(us: Member) -> str:
    return listing(us.organisation_id, Wanted()).lines[0].state


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


# Assessments


def test_starting_continues_what_is_open_and_then_takes_the_next_stage(us: Member) -> None:
    client = add(us, "A", profile={"trade": "C", "people": "small"})
    first = start(client)
    assert start(client) == first
    assessments.save(first, ANSWERS, {})
    assessments.submit(first, counted=False, role="adviser")
    second = start(client)
    assert start(client) == second
    stages = client_assessments.of_client(client.id)
    assert [(one.public_id, one.stage, one.series, one.source) for one in stages] == [
        (second, "T1", first, "interview"),
        (first, "T0", first, "interview"),
    ]


def test_what_is_untouched_follows_what_is_known_of_the_client(us: Member) -> None:
    client = add(us, "A", profile={"country": "AT", "region": "AT-9", "people": "small"})
    public_id = start(client)

    def told(**profile: str) -> dict[str, str]:
        now = found(us, client.public_id)
        clients.change(now, Particulars("B", profile=profile), now.revision)
        start(client)
        seen = assessments.find(public_id, "", ("adviser",), user=us.user_id)
        assert seen is not None
        return seen.profile

    expected = {"firm": "B", "trade": "", "people": "small", "country": "CH", "region": ""}
    assert told(country="CH") == expected
    assessments.save(public_id, ANSWERS, {})
    assert told(country="DE") == expected


def test_starting_at_once_starts_one(stored: Flask, us: Member) -> None:
    client = add(us, "A")
    assert len(set(at_once(stored, [partial(start, client)] * 8))) == 1


def test_starting_lets_no_browser_in(us: Member, browser: str) -> None:
    public_id = start(add(us, "A"))
    assert assessments.find(public_id, browser) is None
    found = assessments.find(public_id, "", ("adviser",), user=us.user_id)
    assert found is not None
    assert found.profile == {"firm": "A", "trade": "", "people": "", "country": "", "region": ""}


def test_a_stage_that_the_firm_begins_is_its_clients(us: Member, browser: str) -> None:
    client = add(us, "A")
    public_id = finish(client)
    access.exchange(access.make_link(public_id), browser)
    following = assessments.next_stage(public_id, browser)
    assert following.client == client.public_id
    assert [one.source for one in client_assessments.of_client(client.id)] == ["self", "interview"]


def test_an_invitation_pressed_twice_is_one(us: Member) -> None:
    client = add(us, "A")
    (first, dead), (second, token) = [client_inviting.invite(client.id, by_reference(SHOP), "x") for _ in range(2)]
    assert first == second
    assert access.open_link(dead) is None
    assert access.open_link(token) == access.Opened(first, "owner", "Harbour Advisers")
    assert len(client_inviting.invitations(client.id)) == 1


def test_only_invitations_are_seen_and_ended(us: Member) -> None:
    client, other = add(us, "A"), add(us, "B")
    public_id, token = client_inviting.invite(client.id, by_reference(SHOP), "x")
    own = access.make_link(public_id)
    [invitation] = client_inviting.invitations(client.id)
    assert not client_inviting.end_invitation(other.id, invitation.link_id)
    for link in access.links(public_id):
        client_inviting.end_invitation(client.id, link.id)
    assert access.open_link(token) is None
    assert access.open_link(own) is not None


# A firm that shares no more


@pytest.fixture
def parted(us: Member, browser: str) -> tuple[Client, str, str]:
    """A client, its stage that an adviser asked, and the next one, which the firm answered and no longer shares."""
    client = add(us, "A")
    asked = finish(client)
    access.exchange(access.make_link(asked), browser)
    own = assessments.next_stage(asked, browser).public_id
    access.stop_sharing(own)
    return client, asked, own


def test_what_a_firm_shares_no_more_is_neither_continued_nor_opened(
    us: Member, parted: tuple[Client, str, str]
) -> None:
    client, asked, own = parted
    invited, token = client_inviting.invite(client.id, by_reference(SHOP), "x")
    assert invited not in (asked, own)
    assert [stage.series for stage in client_assessments.of_client(client.id)] == [invited, asked]
    assert access.open_link(token) == access.Opened(invited, "owner", us.organisation_name)
    assert start(client) == invited


def test_deleting_the_client_leaves_the_firm_every_stage(
    us: Member, parted: tuple[Client, str, str], browser: str
) -> None:
    client, asked, own = parted
    assert clients.delete(us.organisation_id, client.public_id)
    assert {one.public_id for one in assessments.of_browser(browser)} == {asked, own}


def test_who_shares_no_more_ends_invitations_that_nobody_took(us: Member) -> None:
    client = add(us, "A")
    public_id, taken = client_inviting.invite(client.id, by_reference(SHOP), "x")
    access.exchange(taken, access.new_browser())
    _, untaken = client_inviting.invite(client.id, by_reference(SHOP), "x")
    access.stop_sharing(public_id)
    assert (access.open_link(taken) is None, access.open_link(untaken) is None) == (False, True)


# Merging


def merge(kept: Client, other: Client, by: Member, note: str = "merged") -> None:
    seen = kept.revision, other.revision
    client_merging.merge(kept, other, seen, Author(by.user_id, by.name, note))


def test_a_merger_keeps_everything(us: Member) -> None:
    kept = add(us, "A", ref="1", tags=["red"], profile={"trade": "C", "country": "AT"})
    other = add(us, "B", ref="2", email="b@example.org", tags=["Red", "old"], profile={"people": "small"})
    first, second = finish(kept), finish(other)
    client_notes.add_note(other.id, us.user_id, us.name, "called")
    merge(kept, other, us, "2 was its number")
    one = found(us, kept.public_id)
    assert (one.name, one.ref, one.email, one.tags) == ("A", "1", "b@example.org", ("old", "red"))
    assert one.profile == {"trade": "C", "country": "AT", "people": "small", "region": ""}
    assert clients.find(us.organisation_id, other.public_id) is None
    stages = client_assessments.of_client(one.id)
    assert {(stage.public_id, stage.series, stage.stage) for stage in stages} == {
        (first, first, "T0"),
        (second, second, "T0"),
    }
    assert [note.text for note in client_notes.notes(one.id)] == ["2 was its number", "called"]


def test_a_number_is_taken_over_where_the_kept_one_has_none(us: Member) -> None:
    kept, other = add(us, "A"), add(us, "B", ref="2")
    merge(kept, other, us)
    assert found(us, kept.public_id).ref == "2"


def test_nothing_is_merged_across_organisations_or_with_itself(us: Member, others: Member) -> None:
    kept, foreign = add(us, "A"), add(others, "B")
    for other in (kept, foreign):
        with pytest.raises(ValueError, match="two clients of one organisation"):
            merge(kept, other, us)


def test_a_merger_of_what_changed_meanwhile_is_refused(us: Member) -> None:
    kept, other = add(us, "A"), add(us, "B")
    clients.change(other, Particulars("C"), other.revision)
    with pytest.raises(clients.ClientChangedError):
        merge(kept, other, us)


@pytest.mark.parametrize("second", ["merge the other way", "delete the kept", "delete the other", "start"])
def test_a_merger_beside_another_change_loses_no_assessment(stored: Flask, us: Member, second: str) -> None:
    kept, other = add(us, "A"), add(us, "B")
    finish(kept)
    finish(other)
    beside: dict[str, Callable[[], object]] = {
        "merge the other way": partial(merge, other, kept, us),
        "delete the kept": partial(clients.delete, us.organisation_id, kept.public_id),
        "delete the other": partial(clients.delete, us.organisation_id, other.public_id),
        "start": partial(start, other),
    }

    def attempt(call: Callable[[], object]) -> None:
        try:
            call()
        except (clients.NoSuchClientError, clients.ClientChangedError):
            return

    at_once(stored, [partial(attempt, partial(merge, kept, other, us)), partial(attempt, beside[second])])
    with reading() as session:
        owners = session.scalars(sa.select(AssessmentRow.client_id)).all()
        left = session.scalars(sa.select(ClientRow.id)).all()
    assert set(owners) <= set(left), "every assessment that is left is of a client that is"
    assert len(owners) >= 2 or second.startswith("delete")


# Deleting


def test_deleting_leaves_the_firm_what_it_can_open_itself(us: Member, browser: str) -> None:
    client = add(us, "A", tags=["red"])
    client_notes.add_note(client.id, us.user_id, us.name, "called")
    public_id, token = client_inviting.invite(client.id, by_reference(SHOP), "x")
    access.exchange(token, browser)
    _, untaken = client_inviting.invite(client.id, by_reference(SHOP), "x")
    assert clients.held(client.id) == clients.Held(notes=1, deleted=0, kept=1)
    assert clients.delete(us.organisation_id, client.public_id)
    kept = assessments.find(public_id, browser)
    assert kept is not None
    assert (kept.client, kept.organisation, kept.organisation_name) == (None, None, "")
    assert assessments.find(public_id, "", ("adviser", "reader"), user=us.user_id) is None
    assert access.open_link(untaken) is None, "nor can the organisation come back by an invitation that nobody took"
    with reading() as session:
        assert [session.scalars(sa.select(kind)).all() for kind in (ClientRow, ClientTagRow, ClientNoteRow)] == [[]] * 3


def test_deleting_removes_what_only_the_organisation_can_open(us: Member, others: Member) -> None:
    client, other = add(us, "A"), add(us, "B")
    finish(client)
    start(client)
    client_inviting.invite(client.id, by_reference(SHOP), "x")
    elsewhere = start(other)
    assert clients.held(client.id) == clients.Held(notes=0, deleted=2, kept=0)
    assert not clients.delete(others.organisation_id, client.public_id)
    assert clients.delete(us.organisation_id, client.public_id)
    with reading() as session:
        assert session.scalars(sa.select(AssessmentRow.public_id)).all() == [elsewhere]
        assert session.scalars(sa.select(LinkRow)).all() == []


def test_an_organisation_is_deleted_whole_or_not_at_all(stored: Flask, us: Member) -> None:
    client = add(us, "A")

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("DELETE FROM organisations"):
            raise RuntimeError

    sa.event.listen(db.engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError):
        organisations.remove(us.organisation_id)
    sa.event.remove(db.engine, "before_cursor_execute", fail)
    assert found(us, client.public_id)


def test_an_organisations_clients_are_deleted_together(us: Member, others: Member, browser: str) -> None:
    own, foreign = add(us, "A"), add(others, "B")
    gone, kept, theirs = start(own), start(add(us, "C")), start(foreign)
    access.exchange(access.make_link(kept), browser)
    organisations.remove(us.organisation_id)
    with reading() as session:
        left = dict(session.execute(sa.select(AssessmentRow.public_id, AssessmentRow.client_id)).all())  # type: ignore[arg-type]
    assert left == {kept: None, theirs: foreign.id}
    assert gone not in left


# Purging


def leave() -> None:
    with writing() as session:
        session.execute(sa.update(AssessmentRow).values(updated_at=now() - timedelta(days=181)))


def test_an_invitation_that_nobody_took_is_purged_and_the_client_stays(us: Member) -> None:
    client = add(us, "A")
    _, token = client_inviting.invite(client.id, by_reference(SHOP), "x")
    leave()
    assert purge(timedelta(days=180))["assessments"] == 1
    assert (state(us), access.open_link(token)) == ("none", None)


def test_of_a_client_with_results_only_the_unfinished_stage_is_purged(us: Member) -> None:
    client = add(us, "A")
    public_id = finish(client)
    _, token = client_inviting.invite(client.id, by_reference(SHOP), "x")
    leave()
    purge(timedelta(days=180))
    assert [stage.public_id for stage in client_assessments.of_client(client.id)] == [public_id]
    assert access.open_link(token) == access.Opened(public_id, "owner", "Harbour Advisers")
    assert [one.assessment for one in client_inviting.invitations(client.id)] == [public_id]
