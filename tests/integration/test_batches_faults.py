"""Batches whose workers die: who is to blame is found, everybody else gets a report, and each gets one."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from scoring.parallel import WorkerLostError, cluster, local
from scoring.parallel.running import Closing, Task, Work
from survey.jobs.batches.press import Press
from survey.jobs.worker import work_once
from survey.storage import batches, items
from survey.storage.items import CHUNK, TRIES, Chunk, Done, Fault
from survey.storage.values import Member
from tests.integration.batches import archive, batch, copies, finished, item_rows, ordered, press, work

LEASE = timedelta(minutes=1)
NO_TIME = timedelta(0)


class Mortal(Closing):
    """Processes that are ended by a firm called Kill & Sons, without the time that new ones take to start."""

    workers = 1

    def submit(self, work: Work, given: list[Any]) -> Task:
        if any(item.stored.profile["firm"] == "Kill & Sons" for item in given):
            return Lost()
        return local(1).submit(work, given)


class Lost:
    def result(self) -> list[Any]:
        raise WorkerLostError

    def is_done(self) -> bool:
        return False

    def cancel(self) -> None:
        pass


@pytest.fixture
def shops(us: Member) -> tuple[str, ...]:
    """Clients enough for two chunks."""
    model = finished(us, "Bakery")
    return (*model, *copies(model[0], CHUNK + 2))


def claimed(lease: timedelta = LEASE) -> Chunk:
    chunk = items.claim(lease)
    assert chunk is not None
    return chunk


def suspected(lease: timedelta = NO_TIME) -> Chunk | None:
    items.sweep()
    return items.claim_suspect(lease)


def statuses() -> list[str]:
    return [row.status for row in item_rows()]


def test_items_are_claimed_in_their_order_by_one_worker_each(us: Member, shops: tuple[str, ...], stored: Flask) -> None:
    ordered(us, shops)

    def claim_all() -> list[int]:
        with stored.app_context():
            return [item.position for chunk in iter(lambda: items.claim(LEASE, 3), None) for item in chunk.items]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: claim_all(), range(4)))
    assert sorted(position for one in found for position in one) == list(range(len(shops)))
    assert all(one == sorted(one) for one in found)


def test_who_lost_an_item_can_write_nothing_about_it(us: Member, shops: tuple[str, ...]) -> None:
    ordered(us, shops[:2])
    dead = claimed(NO_TIME)
    heir = suspected(LEASE)
    assert heir is not None
    outcomes = {item.id: Done({"part": "mine"}) for item in dead.items}
    assert items.record(dead, outcomes) == set()
    items.extend([dead], LEASE)
    items.give_back([dead])
    assert statuses() == ["running", "suspect"]
    assert items.record(heir, {heir.items[0].id: Done({"part": "theirs"})}) == {heir.items[0].id}


def test_what_was_in_company_when_its_worker_died_is_tried_alone_and_not_blamed(
    us: Member, shops: tuple[str, ...]
) -> None:
    ordered(us, shops)
    assert len(claimed(NO_TIME).items) == CHUNK
    alone = suspected()
    assert alone is not None
    assert (alone.alone, len(alone.items), alone.items[0].attempt) == (True, 1, 1)
    assert {row.attempt for row in item_rows()} == {0, 1}


def test_whom_chance_hit_once_is_not_hit_again_before_all_others(us: Member, shops: tuple[str, ...]) -> None:
    ordered(us, shops[:3])
    claimed(NO_TIME)
    tried = [chunk.items[0].position for _ in range(6) if (chunk := suspected())]
    assert tried == [0, 1, 2, 0, 1, 2]


def test_what_takes_every_worker_along_is_set_aside_and_says_so(us: Member, shops: tuple[str, ...]) -> None:
    public_id = ordered(us, shops[:1])
    claimed(NO_TIME)
    for _ in range(TRIES):
        assert suspected() is not None
    assert suspected() is None
    page = batches.items(us.organisation_id, public_id)
    assert page is not None
    assert [(one.status, one.error) for one in page.items] == [
        ("failed", "What worked on it was ended 3 times, perhaps for lack of memory.")
    ]
    assert batch(us, public_id).status == "packing"


def test_what_is_given_back_is_as_if_nobody_had_claimed_it(us: Member, shops: tuple[str, ...]) -> None:
    ordered(us, shops[:2])
    items.give_back([claimed()])
    assert [(row.status, row.attempt, row.lease_token) for row in item_rows()] == [("waiting", 0, None)] * 2
    claimed(NO_TIME)
    alone = suspected(LEASE)
    assert alone is not None
    items.give_back([alone])
    assert [(row.status, row.attempt) for row in item_rows()] == [("suspect", 0)] * 2


def test_what_fails_is_tried_three_times_in_all(us: Member, shops: tuple[str, ...]) -> None:
    ordered(us, shops[:1])
    chunk: Chunk | None = claimed()
    for expected in ("suspect", "suspect", "failed"):
        assert chunk is not None
        items.record(chunk, {chunk.items[0].id: Fault("no\x00 paper\ud800")})
        assert statuses() == [expected]
        chunk = suspected(LEASE)
    assert item_rows()[0].error == "no\ufffd paper\ufffd"


@pytest.mark.parametrize(("poison", "said"), [("Raise", "no ink"), ("Exit", "SystemExit: no ink")])
def test_a_poisonous_row_costs_itself_and_can_be_tried_again(us: Member, stored: Flask, poison: str, said: str) -> None:
    public_id = ordered(us, finished(us, "Bakery Sun", f"{poison} & Sons", "Bakery Moon"))
    work(stored)
    assert [(row.status, row.attempt, row.error) for row in item_rows()] == [
        ("done", 0, None),
        ("failed", TRIES, f"It could not be done: {said}"),
        ("done", 0, None),
    ]
    assert archive(us, public_id).namelist() == ["Bakery Sun.pdf", "Bakery Moon.pdf", "index.xlsx"]
    assert batches.retry(us.organisation_id, public_id)
    assert batch(us, public_id).status == "running"
    assert batches.cancel(us.organisation_id, public_id), "only what had failed is given up"
    work(stored)
    assert (batch(us, public_id).done, batch(us, public_id).failed) == (2, 1)
    assert archive(us, public_id).namelist() == ["Bakery Sun.pdf", "Bakery Moon.pdf", "index.xlsx"]


def test_a_row_that_kills_the_process_that_works_on_it_costs_itself(us: Member, stored: Flask) -> None:
    public_id = ordered(us, finished(us, "Bakery Sun", "Kill & Sons", "Bakery Moon"))
    work(stored, Mortal())
    assert [(row.status, row.error) for row in item_rows()] == [
        ("done", None),
        ("failed", "The process that worked on it was ended twice, perhaps for lack of memory."),
        ("done", None),
    ]
    assert archive(us, public_id).namelist() == ["Bakery Sun.pdf", "Bakery Moon.pdf", "index.xlsx"]


def test_what_had_failed_comes_into_the_archive_when_it_is_made(
    us: Member, stored: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id = ordered(us, finished(us, "Raise & Sons", "Bakery Moon"))
    work(stored)
    monkeypatch.setattr("tests.integration.batches.POISON", {})
    assert batches.retry(us.organisation_id, public_id)
    work(stored)
    assert not batches.retry(us.organisation_id, public_id)
    with archive(us, public_id) as kept:
        assert kept.testzip() is None
        assert kept.namelist() == ["Raise & Sons.pdf", "Bakery Moon.pdf", "index.xlsx"]
        assert kept.read("Bakery Moon.pdf") == b"%PDF Bakery Moon"


def test_several_workers_share_a_batch(us: Member, shops: tuple[str, ...], stored: Flask) -> None:
    public_id = ordered(us, (*shops, *copies(shops[0], 3 * CHUNK)))
    first, second = press(stored), press(stored)
    met = threading.Barrier(2, timeout=20)
    first.between = second.between = lambda: met.wait() if not met.broken else None  # neither is done before the other
    made = {}

    def turns(at_work: Press) -> None:
        at_work.told = lambda count: made.update({id(at_work): made.get(id(at_work), 0) + count})
        while at_work.turn():
            pass
        met.abort()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(turns, one) for one in (first, second)]:
            with contextlib.suppress(threading.BrokenBarrierError):
                done.result()
    work(stored)
    assert all(count >= CHUNK for count in made.values())
    assert len(made) == 2
    assert batch(us, public_id).done == len(shops) + 3 * CHUNK
    assert len(set(archive(us, public_id).namelist())) == len(shops) + 3 * CHUNK + 1


def test_other_jobs_come_first_also_between_two_chunks(us: Member, shops: tuple[str, ...], stored: Flask) -> None:
    ordered(us, shops)
    order = []
    at_work = press(stored)
    at_work.told = order.append
    at_work.between = lambda: order.append("job") if work_once(stored) else None
    at_work.turn()
    assert order[:2] == [CHUNK, "job"], "the purge that every hour asks for"


def test_a_worker_that_is_to_stop_gives_back_what_it_did_not_begin(
    us: Member, shops: tuple[str, ...], stored: Flask
) -> None:
    ordered(us, shops)
    at_work = press(stored)
    at_work.told = lambda _count: at_work.stop.set()
    at_work.turn()
    assert statuses() == ["done"] * CHUNK + ["waiting"] * (len(shops) - CHUNK)


def test_leases_are_extended_while_a_chunk_is_made(us: Member, shops: tuple[str, ...], stored: Flask) -> None:
    ordered(us, shops[:1])
    seen = threading.Event()
    at_work = press(stored, lease=timedelta(seconds=0.6))
    make = at_work.source.make()
    beat = items.extend

    def slow(given: list[object]) -> object:
        assert seen.wait(10)
        return make(given)

    def noted(*given: object) -> None:
        beat(*given)  # type: ignore[arg-type]
        seen.set()

    at_work.source.make = lambda: slow  # type: ignore[method-assign,return-value,assignment]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(items, "extend", noted)
        assert at_work.turn()
    assert statuses() == ["done"]


@pytest.mark.cluster
def test_reports_can_be_made_on_a_cluster(us: Member, shops: tuple[str, ...], stored: Flask, dask_address: str) -> None:
    public_id = ordered(us, shops)
    with cluster(dask_address) as executor:
        work(stored, executor)
    assert len(archive(us, public_id).namelist()) == len(shops) + 1
