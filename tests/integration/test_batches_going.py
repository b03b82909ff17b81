"""The end of batches and of what is in them: removed, outlived, or their client gone. The same on both databases."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.extensions import db
from survey.jobs.batches.packing import run_pack
from survey.storage import access, assessments, batches, clients, items, organisations
from survey.storage.batches import Wish, purging
from survey.storage.batches.partfiles import FRESH_SECONDS
from survey.storage.clients import Client
from survey.storage.database import reading, writing
from survey.storage.jobs import Job
from survey.storage.models import AssessmentRow, BatchRow, ClientRow, JobItemRow, JobRow, now
from survey.storage.values import Member
from tests.integration.batches import archive, batch, files, finished, index, item_rows, ordered, press, work
from tests.integration.clients import found


@pytest.fixture
def shops(us: Member) -> tuple[str, ...]:
    return finished(us, "Bakery Sun", "Bakery Moon", "Bakery <Star>")


@pytest.fixture
def folder(stored: Flask) -> Path:
    root: Path = stored.config["WAYMARK"].batches_dir
    return root


def set_batch(**values: object) -> None:
    with writing() as session:
        session.execute(sa.update(BatchRow).values(**values))


def test_a_removed_batch_leaves_nothing(us: Member, shops: tuple[str, ...], stored: Flask, folder: Path) -> None:
    public_id = ordered(us, shops)
    work(stored)
    assert batches.remove(us.organisation_id, public_id)
    assert batches.find(us.organisation_id, public_id) is None
    assert (item_rows(), files(folder)) == ([], [])


def by_deleting_the_client(us: Member, client: Client) -> None:
    clients.delete(us.organisation_id, client.public_id)


def by_deleting_the_client_whose_firm_went_on_alone(us: Member, client: Client) -> None:
    access.stop_sharing(first_stage())
    assessments.reopen(first_stage())
    clients.delete(us.organisation_id, client.public_id)


def by_the_firm_itself(us: Member, client: Client) -> None:
    assessments.delete(first_stage())


def by_no_longer_sharing(us: Member, client: Client) -> None:
    with writing() as session:
        session.execute(sa.update(AssessmentRow).values(source="self"))
    access.stop_sharing(first_stage())


def first_stage() -> str:
    with reading() as session:
        number = session.scalar(sa.select(JobItemRow.payload["assessment"].as_integer()).filter_by(position=0))
        return str(session.scalar(sa.select(AssessmentRow.public_id).filter_by(id=number)))


@pytest.mark.parametrize(
    ("delete", "packed"),
    [
        (by_deleting_the_client, True),
        (by_deleting_the_client, False),
        (by_deleting_the_client_whose_firm_went_on_alone, True),
        (by_the_firm_itself, True),
        (by_no_longer_sharing, True),
        (by_no_longer_sharing, False),
    ],
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


def test_a_report_that_tells_how_it_was_before_goes_with_what_was_before(us: Member, shops: tuple[str, ...]) -> None:
    ordered(us, shops[:1])
    first = first_stage()
    with writing() as session:
        session.execute(sa.update(AssessmentRow).filter_by(public_id=first).values(source="self"))
    second = assessments.next_stage(first, "", user=us.user_id).public_id
    assessments.submit(second, counted=False, role="adviser")
    compared = ordered(us, shops[:2])
    access.stop_sharing(first)
    assert batch(us, compared).total == 1
    assert batches.begin(us, Wish("Autumn", shops[:1], "en_GB"), "autumn"), "what is theirs can be had without it"


def test_a_removed_organisation_leaves_no_batch(
    us: Member, shops: tuple[str, ...], stored: Flask, folder: Path
) -> None:
    ordered(us, shops)
    work(stored)
    organisations.remove(us.organisation_id)
    assert (item_rows(), files(folder)) == ([], [])
    with reading() as session:
        assert session.scalars(sa.select(JobRow.kind).filter_by(kind="batch")).all() == []


def test_clients_and_stages_are_held_before_batches_by_whoever_removes_them(us: Member, shops: tuple[str, ...]) -> None:
    ordered(us, shops)
    said: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    organisations.remove(us.organisation_id)
    jobs = next(at for at, statement in enumerate(said) if statement.startswith("DELETE FROM jobs"))
    for table in ("clients", "assessments"):
        assert any(statement.startswith(f"SELECT {table}.id") for statement in said[:jobs])


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


def test_the_index_of_reports_that_could_not_be_made_goes_with_its_time_too(
    us: Member, stored: Flask, folder: Path
) -> None:
    public_id = ordered(us, finished(us, "Raise & Sons"))
    work(stored)
    assert [row["firm"] for row in index(us, public_id)] == ["Raise & Sons"]
    set_batch(expires_at=now())
    purging.purge()
    assert files(folder) == []


def test_addresses_and_reasons_go_with_the_time_of_a_batch_and_when_it_is_cancelled(us: Member, stored: Flask) -> None:
    one, other = finished(us, "Raise & Sons", "Bakery Sun")
    with writing() as session:
        session.execute(sa.update(ClientRow).values(email="us@example.org"))
    ordered(us, (one,))
    work(stored)
    set_batch(expires_at=now())
    cancelled = ordered(us, (other,))
    told = [(row.payload["email"], bool(row.error)) for row in item_rows()]
    assert told == [("us@example.org", True), ("us@example.org", False)]
    purging.purge()
    assert batches.cancel(us.organisation_id, cancelled)
    assert [(row.payload["email"], row.error) for row in item_rows()] == [("", None), ("", None)]


def test_an_archive_that_is_packed_anew_is_kept_no_longer(us: Member, shops: tuple[str, ...], stored: Flask) -> None:
    public_id = ordered(us, shops)
    work(stored)
    soon = now() + timedelta(hours=1)
    set_batch(expires_at=soon)
    with writing() as session:
        session.execute(sa.update(JobItemRow).filter_by(position=1).values(status="failed", error="no ink"))
    assert batches.retry(us.organisation_id, public_id)
    work(stored)
    assert (batch(us, public_id).status, batch(us, public_id).done) == ("done", 3)
    assert batch(us, public_id).expires_at == soon


def test_what_is_packed_at_the_very_end_of_its_time_is_kept_from_then_on(
    us: Member, shops: tuple[str, ...], stored: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id = ordered(us, shops)
    press(stored).turn()
    set_batch(expires_at=now())
    expired = purging._expired

    def packed_meanwhile(job: int) -> str:
        run_pack(Job(0, items.PACK, {"job": job}, 1, ""))
        return expired(job)

    monkeypatch.setattr(purging, "_expired", packed_meanwhile)
    purging.purge()
    assert batch(us, public_id).done == 3
    assert batches.archive_file(us.organisation_id, public_id) is not None


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
