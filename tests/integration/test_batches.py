"""Batches: ordered once, made, packed, halted, ended, and gone when their time is over. The same on both databases."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from survey.jobs.batches.stored import StoredReports
from survey.jobs.worker import work_once
from survey.storage import assessments, batches, clients, organisations
from survey.storage.batches import OrderError, Wish, purging
from survey.storage.batches.partfiles import FRESH_SECONDS
from survey.storage.clients import Client
from survey.storage.database import reading, writing
from survey.storage.items import CHUNK
from survey.storage.models import BatchRow, JobItemRow, JobRow, now
from survey.storage.values import Member
from tests.integration.batching import (
    archive,
    batch,
    copies,
    finished,
    item_rows,
    ordered,
    press,
    words_of,
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


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def index(us: Member, public_id: str) -> list[dict[str, object]]:
    with archive(us, public_id) as kept:
        head, *rows = openpyxl.load_workbook(io.BytesIO(kept.read("index.xlsx"))).active.values  # type: ignore[union-attr]
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def set_batch(**values: object) -> None:
    with writing() as session:
        session.execute(sa.update(BatchRow).values(**values))


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


def test_a_removed_batch_leaves_nothing(us: Member, shops: tuple[str, ...], stored: Flask, folder: Path) -> None:
    public_id = ordered(us, shops)
    work(stored)
    assert batches.remove(us.organisation_id, public_id)
    assert batches.find(us.organisation_id, public_id) is None
    assert (item_rows(), files(folder)) == ([], [])


def by_deleting_the_client(us: Member, client: Client) -> None:
    clients.delete(us.organisation_id, client.public_id)


def by_the_firm_itself(us: Member, client: Client) -> None:
    with reading() as session:
        number = session.scalar(sa.select(JobItemRow.payload["assessment"].as_integer()).filter_by(position=0))
        public_id = session.scalar(sa.select(batches.ordering.AssessmentRow.public_id).filter_by(id=number))
    assessments.delete(str(public_id))


@pytest.mark.parametrize(
    ("delete", "packed"), [(by_deleting_the_client, True), (by_deleting_the_client, False), (by_the_firm_itself, True)]
)
def test_a_deleted_clients_report_is_in_no_batch_from_that_moment(
    us: Member, shops: tuple[str, ...], stored: Flask, delete: Callable[[Member, Client], None], packed: bool
) -> None:
    folder = stored.config["WAYMARK"].batches_dir
    public_id = ordered(us, shops)
    if packed:
        work(stored)
    else:
        press(stored).turn()
    delete(us, found(us, shops[0]))
    assert not any(b"%PDF Bakery Sun" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert batches.report_file(us.organisation_id, public_id, 0) is None
    assert batches.archive_file(us.organisation_id, public_id) is None
    work(stored)
    assert batch(us, public_id).total == 2
    assert [row["firm"] for row in index(us, public_id)] == ["Bakery Moon", "Bakery <Star>"]
    with archive(us, public_id) as kept:
        assert kept.read("Bakery Moon.pdf") == b"%PDF Bakery Moon"


def test_a_removed_organisation_leaves_no_batch(
    us: Member, shops: tuple[str, ...], stored: Flask, folder: Path
) -> None:
    ordered(us, shops)
    work(stored)
    organisations.remove(us.organisation_id)
    assert (item_rows(), files(folder)) == ([], [])
    with reading() as session:
        assert session.scalars(sa.select(JobRow.kind).filter_by(kind="batch")).all() == []


def test_files_go_when_their_time_is_over_and_what_was_reported_stays_known(
    us: Member, shops: tuple[str, ...], stored: Flask, folder: Path
) -> None:
    public_id = ordered(us, shops)
    work(stored)
    kept = batch(us, public_id).expires_at
    assert kept is not None
    assert timedelta(days=29) < kept - now() <= timedelta(days=30)
    set_batch(expires_at=now())
    assert batches.archive_file(us.organisation_id, public_id) is None
    assert batches.report_file(us.organisation_id, public_id, 0) is None
    purging.purge()
    assert files(folder) == []
    over = batch(us, public_id)
    assert (over.status, over.has_expired, over.size, over.done) == ("done", True, None, 3)
    assert batches.eligible(us.organisation_id, new_since_last=True) == []


def test_the_purge_removes_files_that_nobody_knows_of_and_no_others(
    us: Member, shops: tuple[str, ...], stored: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id = ordered(us, shops)
    work(stored)
    left = ["part-" + "0" * 16, ".archive-" + "0" * 16 + ".zip.tmp1234", "notes.txt"]
    for name in left:
        (folder / public_id / name).touch()
    unknown = folder / secrets.token_urlsafe(12)
    unknown.mkdir()
    (unknown / left[0]).touch()
    purging.purge()
    assert len(files(folder)) == 5, "what is fresh may just have been written"
    monkeypatch.setattr(batches.partfiles.time, "time", lambda: now().timestamp() + FRESH_SECONDS + 60)
    purging.purge()
    assert not unknown.exists()
    assert [name.partition("-")[0] for name in files(folder)] == ["archive", "notes.txt"]
    assert batches.archive_file(us.organisation_id, public_id) is not None


def test_an_archive_that_nobody_makes_any_more_is_ordered_again(
    us: Member, shops: tuple[str, ...], stored: Flask
) -> None:
    public_id = ordered(us, shops)
    press(stored).turn()
    with writing() as session:
        session.execute(sa.update(JobRow).filter_by(kind="pack").values(status="failed", finished_at=now(), payload={}))
    purging.purge()
    work(stored)
    assert batch(us, public_id).status == "done"


def test_an_order_waits_no_longer_than_its_files_are_kept(us: Member, shops: tuple[str, ...], stored: Flask) -> None:
    public_id = ordered(us, shops)
    batches.pause(us.organisation_id, public_id)
    set_batch(expires_at=now())
    purging.purge()
    assert batch(us, public_id).status == "cancelled"
