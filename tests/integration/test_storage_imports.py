"""Sheets are written whole or not at all, once, whatever happens to those who write; the same on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.consultants.sheets import steps
from survey.instruments import by_reference
from survey.jobs.handlers import HANDLERS
from survey.jobs.worker import work_once
from survey.storage import assessments, jobs
from survey.storage.database import reading, writing
from survey.storage.imports import uploads, words
from survey.storage.imports import writing as writing_rows
from survey.storage.imports.uploads import Import
from survey.storage.models import (
    AssessmentRow,
    Base,
    ClientRow,
    ImportFileRow,
    ImportRow,
    JobRow,
    SubmissionRow,
    now,
)
from survey.storage.purging import purge
from survey.storage.values import Member
from tests.integration.members import member, organisation
from tests.integration.sheets import as_csv

ROWS = [["firm", "ref", "orders", "rework"], *[[f"Firm {at}", str(at), "always", "1"] for at in range(30)]]
AT_ONCE = timedelta(0)


@pytest.fixture
def adviser(stored: Flask) -> Member:
    return member(stored, organisation(stored), "adviser")


@pytest.fixture
def uploaded(adviser: Member) -> Callable[..., Import]:
    """Upload these rows, as far as their preview."""

    def upload(rows: list[list[str]] = ROWS, by: Member = adviser) -> Import:
        public_id = uploads.add(by, by_reference("corner-shop").reference, "en", [("a.csv", as_csv(rows))])
        steps.advance(public_id)
        return at(public_id)

    return upload


def at(public_id: str) -> Import:
    found = uploads.at_work(public_id)
    assert found is not None
    return found


def count(table: type[Base]) -> int:
    with reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def ordered(found: Import) -> Import:
    """Order the import by a worker."""
    assert uploads.move(found, status="writing")
    steps.go_on(at(found.public_id), small=False)
    return at(found.public_id)


def test_a_worker_takes_an_import_from_the_files_to_the_clients(stored: Flask, adviser: Member) -> None:
    public_id = uploads.add(adviser, by_reference("corner-shop").reference, "en", [("a.csv", as_csv(ROWS))])
    steps.go_on(at(public_id), small=False)
    assert at(public_id).status == "reading"
    assert work_once(stored, {"import": HANDLERS["import"]})
    assert at(public_id).status == "preview"
    ordered(at(public_id))
    assert work_once(stored, {"import": HANDLERS["import"]})
    found = at(public_id)
    assert (found.status, found.summary["counts"]) == ("done", {"client": 30})
    assert [count(table) for table in (ClientRow, AssessmentRow, SubmissionRow)] == [30, 30, 30]


def test_what_is_stored_is_what_handing_in_stores(stored: Flask, uploaded: Callable[..., Import]) -> None:
    from survey.storage import assessments  # noqa: PLC0415

    found = uploaded()
    uploads.move(found, status="writing")
    steps.advance(found.public_id)
    with reading() as session:
        public_id = session.scalars(sa.select(AssessmentRow.public_id).limit(1)).one()
    imported = assessments.submission(public_id)
    assessments.reopen(public_id)
    handed_in = assessments.submit(public_id, counted=False)
    again = assessments.submission(public_id)
    assert imported is not None
    assert again is not None
    assert (imported.revision, again.revision, handed_in.revision) == (1, 2, 2)
    assert (imported.answers, imported.profile) == (again.answers, again.profile)
    assert imported.scores.overall.equals(again.scores.overall)
    assert imported.scores.questions is not None
    assert imported.scores.questions.equals(again.scores.questions)
    with reading() as session:
        assert len({bytes(row.codes) for row in session.scalars(sa.select(SubmissionRow))}) == 1


def test_a_correction_is_not_counted_until_the_firm_agrees_again(
    stored: Flask, uploaded: Callable[..., Import]
) -> None:
    for answer in ("always", "never"):
        ordered(uploaded([ROWS[0], ["Firm", "7", answer, "1"]]))
        work_once(stored, {"import": HANDLERS["import"]})
        with reading() as session:
            [(public_id, counted, revision)] = session.execute(
                sa.select(AssessmentRow.public_id, AssessmentRow.counted, AssessmentRow.revision)
            )
        assert counted is None
        assessments.set_counted(public_id, counted=True)
    assert revision == 2


class KilledError(BaseException):
    """A worker that is gone from one moment to the next."""


@pytest.mark.parametrize(
    ("module", "place"), [(writing_rows, "hold"), (writing_rows, "write"), (steps, "prepared"), (steps, "check")]
)
def test_a_worker_killed_at_any_step_leaves_nothing_half_done(
    stored: Flask, uploaded: Callable[..., Import], monkeypatch: pytest.MonkeyPatch, module: Any, place: str
) -> None:
    found = ordered(uploaded())
    original = getattr(module, place)

    def killed(*given: Any) -> Any:
        original(*given)
        raise KilledError

    monkeypatch.setattr(module, place, killed)
    with pytest.raises(KilledError):
        work_once(stored, {"import": HANDLERS["import"]}, lease=AT_ONCE)
    assert [count(table) for table in (ClientRow, AssessmentRow, SubmissionRow)] == [0, 0, 0]
    assert at(found.public_id).status == "writing"
    monkeypatch.setattr(module, place, original)
    assert work_once(stored, {"import": HANDLERS["import"]})
    assert at(found.public_id).status == "done"
    assert [count(table) for table in (ClientRow, AssessmentRow, SubmissionRow)] == [30, 30, 30]


def test_a_worker_killed_while_reading_leaves_the_files_to_the_next(
    stored: Flask, adviser: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id = uploads.add(adviser, by_reference("corner-shop").reference, "en", [("a.csv", as_csv(ROWS))])
    steps.go_on(at(public_id), small=False)

    def killed(*_given: Any) -> Any:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(steps, "open_files", killed)
        with pytest.raises(KilledError):
            work_once(stored, {"import": HANDLERS["import"]}, lease=AT_ONCE)
    assert at(public_id).status == "reading"
    assert work_once(stored, {"import": HANDLERS["import"]})
    assert at(public_id).status == "preview"


def test_a_worker_killed_after_writing_does_not_write_again(stored: Flask, uploaded: Callable[..., Import]) -> None:
    found = ordered(uploaded())
    steps.advance(found.public_id)
    assert work_once(stored, {"import": HANDLERS["import"]})
    assert count(ClientRow) == 30


def test_two_workers_at_the_same_import_write_it_once(stored: Flask, uploaded: Callable[..., Import]) -> None:
    found = ordered(uploaded())
    together = threading.Barrier(2)

    def advance() -> None:
        with stored.app_context():
            together.wait(10)
            steps.advance(found.public_id)

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(advance) for _ in range(2)]:
            one.result()
    assert at(found.public_id).status == "done"
    assert [count(table) for table in (ClientRow, AssessmentRow, SubmissionRow)] == [30, 30, 30]


def test_two_members_importing_the_same_rows_at_once(stored: Flask, uploaded: Callable[..., Import]) -> None:
    both = [ordered(uploaded()), ordered(uploaded())]
    together = threading.Barrier(2)

    def advance(public_id: str) -> None:
        with stored.app_context():
            together.wait(10)
            steps.advance(public_id)

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(advance, found.public_id) for found in both]:
            one.result()
    found = sorted((at(one.public_id) for one in both), key=lambda one: one.status)
    assert [one.status for one in found] == ["done", "preview"]
    assert found[1].summary["changed"]
    assert found[1].summary["counts"] == {"unchanged": 30}
    assert count(ClientRow) == 30


def test_a_failure_that_nobody_foresaw_ends_the_import_with_words(
    stored: Flask, uploaded: Callable[..., Import], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    found = ordered(uploaded())

    def fails(*_given: Any) -> Any:
        raise RuntimeError("a name that must not be logged")

    monkeypatch.setattr(steps, "check", fails)
    for _ in range(jobs.ATTEMPTS):
        with writing() as session:
            session.execute(sa.update(JobRow).values(run_after=now()))
        work_once(stored, {"import": HANDLERS["import"]})
    assert at(found.public_id).status == "failed"
    assert "RuntimeError in fails" in caplog.text
    assert "must not be logged" not in caplog.text
    assert count(ClientRow) == 0


def test_what_fails_while_the_browser_waits_is_left_to_the_worker(
    stored: Flask, uploaded: Callable[..., Import], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    found = uploaded()
    assert uploads.move(found, status="writing")

    def fails(*_given: Any) -> Any:
        raise RuntimeError("a name that must not be logged")

    with monkeypatch.context() as patched:
        patched.setattr(steps, "check", fails)
        steps.go_on(at(found.public_id), small=True)
    assert at(found.public_id).status == "writing"
    assert "must not be logged" not in caplog.text
    assert work_once(stored, {"import": HANDLERS["import"]})
    assert at(found.public_id).status == "done"


def test_what_ends_with_the_process_of_the_browser_is_left_to_the_worker(
    stored: Flask, uploaded: Callable[..., Import], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = uploaded()
    assert uploads.move(found, status="writing")

    def killed(*_: Any) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(steps, "prepared", killed)
        with pytest.raises(KilledError):
            steps.go_on(at(found.public_id), small=True)
    assert not work_once(stored, {"import": HANDLERS["import"]})
    with writing() as session:
        session.execute(sa.update(JobRow).values(run_after=now()))
    assert work_once(stored, {"import": HANDLERS["import"]})
    assert (at(found.public_id).status, count(ClientRow)) == ("done", 30)


def test_an_import_that_took_every_worker_down_with_it_is_ended_and_says_so(
    stored: Flask, uploaded: Callable[..., Import]
) -> None:
    left, busy = uploaded(), uploaded()
    for found in (left, busy):
        assert uploads.move(found, status="writing")
        steps.go_on(at(found.public_id), small=False)
    with writing() as session:
        session.execute(sa.update(ImportRow).values(updated_at=now() - timedelta(hours=2)))
        theirs = JobRow.payload["import"].as_string() == left.public_id
        session.execute(sa.update(JobRow).where(theirs).values(status="failed", finished_at=now(), payload={}))
    assert work_once(stored, {"purge": HANDLERS["purge"]})
    assert (at(left.public_id).status, at(busy.public_id).status) == ("failed", "writing")
    assert at(left.public_id).fault is not None


def test_a_client_of_the_same_number_added_meanwhile_is_looked_at_again(
    stored: Flask, uploaded: Callable[..., Import], monkeypatch: pytest.MonkeyPatch
) -> None:
    from survey.storage import clients  # noqa: PLC0415
    from survey.storage.client_rows import Particulars  # noqa: PLC0415

    found = ordered(uploaded())
    original = steps.prepared

    def slowly(*given: Any) -> Any:
        batch = original(*given)
        if not clients_there():
            clients.add(found.organisation_id, Particulars("Another", ref="3"))
        return batch

    def clients_there() -> int:
        return count(ClientRow)

    monkeypatch.setattr(steps, "prepared", slowly)
    assert work_once(stored, {"import": HANDLERS["import"]})
    again = at(found.public_id)
    assert (again.status, again.summary["changed"]) == ("preview", True)
    assert again.summary["counts"] == {"client": 29, "stage": 1}
    assert count(ClientRow) == 1


def test_imports_are_purged_with_their_files(stored: Flask, uploaded: Callable[..., Import]) -> None:
    old, young = uploaded(), uploaded()
    with writing() as session:
        session.execute(
            sa.update(ImportRow)
            .where(ImportRow.id == old.id)
            .values(created_at=now() - uploads.KEPT - timedelta(hours=1))
        )
    assert purge(timedelta(days=1))["imports"] == 1
    assert uploads.at_work(old.public_id) is None
    assert uploads.at_work(young.public_id) is not None
    assert count(ImportFileRow) == 2


def test_words_are_remembered_by_organisation_and_instrument(adviser: Member) -> None:
    words.remember(adviser.organisation_id, "a@1", "orders", {"immer": "always", "nie": ""})
    words.remember(adviser.organisation_id, "a@1", "orders", {"immer": "never"})
    words.remember(adviser.organisation_id, "a@1", words.HEADER, {"kunde": "firm"})
    found = words.remembered(adviser.organisation_id, "a@1")
    assert (found.names, found.values) == ({"kunde": "firm"}, {"orders": {"immer": "never", "nie": ""}})
    words.remember(adviser.organisation_id, "a@1", "orders", {"immer": None})
    assert words.remembered(adviser.organisation_id, "a@1").values == {"orders": {"nie": ""}}
    assert words.remembered(adviser.organisation_id, "b@1") == words.Words()
    assert words.remembered(adviser.organisation_id + 1, "a@1") == words.Words()


def test_an_import_is_found_by_its_organisation_only(uploaded: Callable[..., Import], adviser: Member) -> None:
    found = uploaded()
    assert uploads.find(adviser.organisation_id, found.public_id) == found
    assert uploads.find(adviser.organisation_id + 1, found.public_id) is None
    assert uploads.of_organisation(adviser.organisation_id + 1) == []


def test_long_chains_of_stages_are_written_in_one_go(uploaded: Callable[..., Import], stored: Flask) -> None:
    rows = [["firm", "ref", "stage", "orders"]]
    rows += [[f"F{at}", str(at), f"T{stage}", "always"] for stage in range(5) for at in range(3)]
    found = uploaded(rows)
    uploads.move(found, status="writing")
    steps.advance(found.public_id)
    with reading() as session:
        stages = session.scalars(sa.select(AssessmentRow).order_by(AssessmentRow.id)).all()
    assert len(stages) == 15
    by_id = {one.id: one for one in stages}
    for one in stages:
        before = by_id.get(one.previous_id or 0)
        assert (before.stage if before else None) == (None if one.stage == "T0" else f"T{int(one.stage[1:]) - 1}")
        assert before is None or (before.series, before.client_id) == (one.series, one.client_id)
