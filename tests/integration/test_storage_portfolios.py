"""Portfolios in storage, on both databases: what is read of clients, and that every change to them is seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import sqlalchemy as sa

from scoring.answers import Answer
from survey.instruments import by_reference
from survey.storage import (
    assessments,
    client_assessments,
    client_merging,
    client_tags,
    clients,
    plans,
    portfolios,
)
from survey.storage.client_merging import Author
from survey.storage.clients import Client, Particulars
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, now
from survey.storage.portfolios import Held
from survey.storage.values import Member
from tests.integration.clients import ANSWERS, SHOP, add, finish, found, start
from tests.integration.portfolios import finished

LESS: dict[str, Answer] = {"orders": "never", "lists": ["stock"], "rework": 1.0}


def held(us: Member) -> Held:
    kept = portfolios.kept(us.organisation_id)
    [one] = [used for used in kept.used if used.reference.startswith(SHOP)]
    return kept.held(one.id, by_reference(SHOP))


def hand_in(client: Client, answers: dict[str, Answer]) -> str:
    """The next stage of the client with these answers."""
    public_id = start(client)
    seen = {question: one.revision for question, one in assessments.answers(public_id).items()}
    assert not assessments.save(public_id, answers, seen)
    assessments.submit(public_id, counted=False, role="adviser")
    return public_id


def test_clients_stand_by_name_with_their_newest_finished_stage(us: Member, others: Member) -> None:
    bakery = add(us, "Bakery", ref="7", profile={"trade": "bakery", "people": "small"})
    hand_in(bakery, LESS)
    hand_in(bakery, ANSWERS)
    start(bakery)
    add(us, "Attic", profile={"people": "solo"})
    finish(add(others, "Foreign"))
    read = held(us)
    assert read.clients[["firm", "ref", "sector", "size"]].to_numpy().tolist() == [
        ["Attic", "", "", "micro"],
        ["Bakery", "7", "C", "small"],
    ]
    assert read.place.tolist() == [1]
    found_of = read.portfolio
    assert found_of.profile.loc[0, ["client", "firm", "stage"]].tolist() == [bakery.public_id, "Bakery", "T1"]
    assert found_of.change.tolist() == pytest.approx([100 / 3])
    np.testing.assert_allclose(found_of.dimensions["shop"], found_of.overall, rtol=1e-6)
    [pair] = found_of.paired
    assert (pair.first, pair.second, pair.n, pair.improved) == ("T0", "T1", 1, 1)


def test_who_finished_something_else_is_counted_and_not_mixed_in(us: Member) -> None:
    finish(add(us, "A"))
    other = clients.find(us.organisation_id, add(us, "B").public_id)
    assert other is not None
    finished(other, {"till": "owner"})  # type: ignore[arg-type]
    read = held(us)
    assert read.elsewhere.tolist() == [False, True]
    assert len(read.portfolio) == 1
    assert len(portfolios.kept(us.organisation_id).used) == 2


def test_after_a_merger_only_stages_of_one_series_are_compared(us: Member) -> None:
    kept, other = add(us, "A"), add(us, "B")
    hand_in(kept, LESS)
    hand_in(other, ANSWERS)
    merge(us, kept, other)
    read = held(us)
    assert read.portfolio.stages is not None
    assert len(read.portfolio.stages.client) == 1
    assert np.isnan(read.portfolio.change).all()


def merge(us: Member, kept: Client, other: Client) -> None:
    kept, other = found(us, kept.public_id), found(us, other.public_id)
    client_merging.merge(kept, other, (kept.revision, other.revision), Author(us.user_id, "Ann", "merged"))


def test_some_of_the_clients_can_be_taken(us: Member) -> None:
    for name in "ABC":
        finish(add(us, name))
    add(us, "BB")
    whole = held(us)
    some = whole.of(whole.clients["firm"].isin(["B", "BB"]).to_numpy(dtype=bool))
    assert some.clients["firm"].tolist() == ["B", "BB"]
    assert some.portfolio.profile["firm"].tolist() == ["B"]
    assert some.place.tolist() == [0]


def test_who_waits_is_told_longest_untouched_first(us: Member) -> None:
    finish(add(us, "Done"))
    fresh, stalled, reopened = add(us, "Fresh"), add(us, "Stalled"), add(us, "Reopened")
    start(fresh)
    old = start(stalled)
    assessments.save(old, ANSWERS, {})
    assessments.reopen(finish(reopened))
    with writing() as session:
        mine = sa.update(AssessmentRow).filter_by(public_id=old)
        session.execute(mine.values(updated_at=now().replace(year=2020), created_at=now().replace(year=2019)))
    waiting = portfolios.kept(us.organisation_id).waiting
    assert [(one.id, one.state) for one in waiting] == [
        (stalled.id, "stalled"),
        (fresh.id, "opened"),
        (reopened.id, "update"),
    ]


def test_a_tag_is_found_in_any_case_among_ones_own(us: Member, others: Member) -> None:
    mine = add(us, "A", tags=["Région Nord"])
    add(others, "B", tags=["région nord"])
    assert portfolios.tagged(us.organisation_id, "RÉGION  nord") == [mine.id]
    client_tags.rename(us.organisation_id, "région nord", "South")
    assert portfolios.tagged(us.organisation_id, "Région Nord") == []


def _rename(us: Member, client: Client) -> None:
    clients.change(client, Particulars("Renamed"), client.revision)


def _archive(us: Member, client: Client) -> None:
    clients.put_away(us.organisation_id, [client.public_id], True)


def _mark(_us: Member, client: Client) -> None:
    [stage] = client_assessments.of_client(client.id)
    plans.mark(stage.public_id, "anything", "done", "", was=(None, ""))


CHANGES: list[Callable[[Member, Client], object]] = [
    _rename,
    _archive,
    _mark,
    lambda _us, client: hand_in(client, LESS),
    lambda us, _client: finish(add(us, "New")),
    lambda us, client: clients.delete(us.organisation_id, client.public_id),
    lambda us, client: merge(us, client, add(us, "Other")),
]


def test_what_was_read_is_kept_until_a_client_changes(us: Member) -> None:
    """Whatever changes a portfolio leaves a trace in what is looked at first."""
    for place, change in enumerate(CHANGES):
        client = add(us, f"Firm {place}")
        finish(client)
        before = portfolios.kept(us.organisation_id)
        assert portfolios.kept(us.organisation_id) is before
        change(us, client)
        assert portfolios.kept(us.organisation_id) is not before, change
