"""Batches: ordered once, made, packed, halted, ended, and gone when their time is over. The same on both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from survey.jobs.batches.stored import StoredReports
from survey.jobs.worker import work_once
from survey.storage import batches
from survey.storage.batches import OrderError, Wish
from survey.storage.items import CHUNK
from survey.storage.values import Member
from tests.copied import words_of
from tests.integration.batches import (
    archive,
    batch,
    copies,
    files,
    finished,
    index,
    item_rows,
    ordered,
    press,
    work,
)
from tests.integration.clients import add, finish, found


@pytest.fixture
def shops(us: Member) -> tuple[str, ...]:
    return finished(us, "Bakery Sun", "Bakery Moon", "Bakery <Star>")


@pytest.fixture
def many(us: Member, shops: tuple[str, ...]) -> tuple[str, ...]:
    """Clients enough for three chunks."""
    return copies(shops[0], 2 * CHUNK + 1)


@pytest.fixture
def folder(stored: Flask) -> Path:
    root: Path = stored.config["WAYMARK"].batches_dir
    return root


def test_a_batch_gives_an_archive_with_a_report_of_each_client(
    us: Member, shops: tuple[str, ...], stored: Flask, folder: Path
) -> None:
    public_id = ordered(us, shops)
    assert (batch(us, public_id).status, batch(us, public_id).total) == ("waiting", 3)
    work(stored, of=StoredReports)
    done = batch(us, public_id)
    assert (done.status, done.done, done.failed, done.by) == ("done", 3, 0, us.name)
    with archive(us, public_id) as kept:
        assert kept.testzip() is None
        assert kept.namelist() == ["Bakery Sun.pdf", "Bakery Moon.pdf", "Bakery Star.pdf", "index.xlsx"]
        assert "Bakery <Star>" in words_of(kept.read("Bakery Star.pdf"))
        alone = [batches.report_file(us.organisation_id, public_id, at) for at in range(4)]
        assert alone == [*((name, kept.read(name)) for name in kept.namelist()[:3]), None]
    assert [Path(name).suffix for name in files(folder)] == [".zip"], "the parts are in the archive now"
    assert done.size == sum(path.stat().st_size for path in folder.rglob("*.zip"))


def test_reports_come_in_the_order_in_which_they_were_ordered(us: Member, many: tuple[str, ...], stored: Flask) -> None:
    public_id = ordered(us, many[::-1])
    work(stored)
    assert [row["firm"] for row in index(us, public_id)] == [f"Firm {n:03}" for n in range(2 * CHUNK, -1, -1)]


def test_each_report_is_to_be_had_as_soon_as_it_is_made(us: Member, many: tuple[str, ...], stored: Flask) -> None:
    public_id = ordered(us, many)
    seen = []
    at_work = press(stored)
    at_work.between = lambda: seen.append(
        [batches.report_file(us.organisation_id, public_id, at) is not None for at in (0, CHUNK, 2 * CHUNK)]
    )
    at_work.turn()
    assert seen == [[True, False, False], [True, True, False], [True, True, True]]
    page = batches.items(us.organisation_id, public_id, page=2, only="done")
    assert page is not None
    assert (page.number, page.pages, page.found, len(page.items), page.items[0].level) == (2, 2, 51, 1, "Basics")


def test_the_same_form_orders_once(us: Member, shops: tuple[str, ...]) -> None:
    wish = Wish("Spring", shops, "en_GB")
    assert len({batches.begin(us, wish, "a key") for _ in range(3)}) == 1
    assert batches.begin(us, wish, "another") != batches.begin(us, wish, "a key")


WRONG: dict[str, Callable[[tuple[str, ...], str, str], tuple[str, ...]]] = {
    "nobody": lambda _mine, _theirs, _unfinished: (),
    "somebody twice": lambda mine, _theirs, _unfinished: (mine[0], mine[1], mine[0]),
    "a client of others": lambda mine, theirs, _unfinished: (mine[0], theirs),
    "nonsense": lambda mine, _theirs, _unfinished: (mine[0], "\x00';--", "é" * 400),
    "a client without results": lambda mine, _theirs, unfinished: (mine[0], unfinished),
    "10,000 duplicates": lambda mine, _theirs, _unfinished: mine[:1] * 10_000,
    "more than a batch holds": lambda _mine, _theirs, _unfinished: tuple(f"c{n}" for n in range(batches.MOST + 1)),
}


@pytest.mark.parametrize("kind", WRONG)
def test_an_order_for_anybody_but_clients_with_results_is_refused_whole(
    us: Member, others: Member, shops: tuple[str, ...], kind: str
) -> None:
    theirs = finished(others, "Not ours")[0]
    unfinished = add(us, "Not yet").public_id
    with pytest.raises(OrderError):
        batches.begin(us, Wish("Spring", WRONG[kind](shops, theirs, unfinished), "en_GB"), "a key")
    assert item_rows() == []


def test_nobody_else_finds_or_changes_a_batch(
    us: Member, others: Member, shops: tuple[str, ...], stored: Flask
) -> None:
    public_id = ordered(us, shops)
    work(stored)
    for which in ((others.organisation_id, public_id), (us.organisation_id, "unknown"), (us.organisation_id, "\x00")):
        assert batches.find(*which) is None
        assert batches.items(*which) is None
        assert batches.archive_file(*which) is None
        assert batches.report_file(*which, 0) is None
        asked = (batches.pause, batches.resume, batches.cancel, batches.retry, batches.remove)
        assert not any(change(*which) for change in asked)
    assert batches.listing(others.organisation_id) == []
    assert [one.status for one in batches.listing(us.organisation_id)] == ["done"]


def test_new_are_those_whose_newest_result_is_in_no_batch(us: Member, shops: tuple[str, ...], stored: Flask) -> None:
    ordered(us, shops[:2])
    assert [one.new for one in batches.eligible(us.organisation_id)] == [True, False, False], "by name: the star first"
    finish(found(us, shops[0]))
    new = batches.eligible(us.organisation_id, new_since_last=True)
    assert [(one.name, one.stage) for one in new] == [("Bakery <Star>", "T0"), ("Bakery Sun", "T1")]


def test_a_halted_batch_rests_until_it_goes_on(us: Member, many: tuple[str, ...], stored: Flask) -> None:
    public_id = ordered(us, many)
    at_work = press(stored)
    at_work.between = lambda: batches.pause(us.organisation_id, public_id)
    at_work.turn()
    halted = batch(us, public_id)
    assert (halted.status, halted.done, halted.running) == ("paused", 2 * CHUNK, 0), "what was in hand was finished"
    assert not press(stored).turn()
    assert batches.resume(us.organisation_id, public_id)
    work(stored)
    assert batch(us, public_id).status == "done"


def test_a_batch_that_is_ended_leaves_no_file(us: Member, many: tuple[str, ...], stored: Flask, folder: Path) -> None:
    public_id = ordered(us, many)
    at_work = press(stored)
    at_work.between = lambda: batches.cancel(us.organisation_id, public_id)
    at_work.turn()
    work(stored)
    ended = batch(us, public_id)
    assert (ended.status, ended.done, ended.size) == ("cancelled", CHUNK, None)
    assert batches.report_file(us.organisation_id, public_id, 0) is None
    assert files(folder) == []


def test_a_batch_that_is_ended_while_it_is_packed_leaves_no_archive(
    us: Member, many: tuple[str, ...], stored: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id = ordered(us, many)
    press(stored).turn()
    assert batch(us, public_id).status == "packing"
    read = batches.files.partfiles.read

    def ended_meanwhile(*given: object) -> bytes:
        pdf = read(*given)  # type: ignore[arg-type]
        batches.cancel(us.organisation_id, public_id)
        return pdf

    monkeypatch.setattr(batches.files.partfiles, "read", ended_meanwhile)
    while work_once(stored):
        pass
    assert files(folder) == []
    assert batch(us, public_id).status == "cancelled"


def test_a_part_that_is_gone_is_made_again(us: Member, many: tuple[str, ...], stored: Flask, folder: Path) -> None:
    public_id = ordered(us, many)
    press(stored).turn()
    next(folder.rglob("part-*")).unlink()
    work(stored)
    with archive(us, public_id) as kept:
        assert len(kept.namelist()) == len(many) + 1
