"""Clients that go, in storage, on both databases: merged, deleted, purged."""

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
    clients,
    organisations,
)
from survey.storage.client_merging import Author
from survey.storage.clients import Client, Particulars
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, ClientNoteRow, ClientRow, ClientTagRow, LinkRow, now
from survey.storage.purging import purge
from survey.storage.values import Member
from tests.integration.clients import SHOP, add, finish, found, start, state
from tests.integration.test_storage_concurrency import at_once

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
