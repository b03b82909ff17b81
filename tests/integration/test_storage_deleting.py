"""What was deleted is gone from every table, and from the files of the database as well."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from survey.instruments import by_reference
from survey.storage import access, assessments, notes, outbox, plans, purging
from survey.storage.database import reading
from survey.storage.outbox import Letter
from tests.integration.roles import ACTION, QUESTION, scene

FIRM = "Bakery Sunrise"

OF_FIRMS = {
    "assessments",
    "answers",
    "notes",
    "contributions",
    "submissions",
    "access_links",
    "browser_rights",
    "jobs",
    "job_items",
}
"""Tables that hold what firms told; an organisation's own list of clients is not theirs."""


@pytest.fixture
def public_id(app: Flask, tmp_path: Path) -> str:
    with app.app_context():
        begun = assessments.start(by_reference("corner-shop"), {"firm": FIRM}, access.new_browser()).public_id
    assert FIRM in files_of(tmp_path)
    return begun


def files_of(folder: Path) -> str:
    """The database file with its write-ahead log."""
    return "".join(file.read_text("latin-1") for file in folder.glob("waymark.sqlite3*"))


@pytest.mark.parametrize("stage", [0, 1])
def test_of_a_deleted_firm_no_row_is_left_in_any_table(app: Flask, stage: int) -> None:
    """Two stages, with all that can be said, shared and ordered about them; the other firm keeps what it has."""
    firm = scene(app)
    browser = firm.visitors["owner"].client.get_cookie("waymark_browser")
    assert browser is not None
    with app.app_context():
        first = firm.place["public_id"]
        notes.save_notes(first, {QUESTION: "ours"}, {})
        plans.mark(first, ACTION, "done", "ours", was=(None, ""))
        assessments.submit(first, counted=True)
        second = assessments.next_stage(first, browser.value).public_id
        assessments.save(second, {QUESTION: "dk"}, {})
        for one in (first, second):
            access.make_link(one, "reader", "Bank")
            outbox.order(Letter(one, "ann@example.org", "en_GB", "owner", "", []), page=one)
        before = firm.tables()
        assert all(before[name] for name in OF_FIRMS)
        assessments.delete((first, second)[stage])
    left = {name: len(rows) for name, rows in firm.tables().items() if rows and name in OF_FIRMS}
    # The other firm, and the one that an organisation has just invited; of its batch, in which nobody is left, the job
    # and that of its archive.
    assert left == {"assessments": 2, "browser_rights": 1, "access_links": 1, "jobs": 2}


def test_a_deleted_assessment_is_in_no_file(app: Flask, public_id: str, tmp_path: Path) -> None:
    with app.app_context():
        assessments.delete(public_id)
    assert FIRM not in files_of(tmp_path)


def test_a_purged_draft_is_in_no_file(app: Flask, public_id: str, tmp_path: Path) -> None:
    with app.app_context():
        purging.purge(timedelta(0))
    assert FIRM not in files_of(tmp_path)


def test_a_reader_in_the_way_delays_it_to_the_next_purge(app: Flask, public_id: str, tmp_path: Path) -> None:
    with app.app_context():
        with reading() as session:
            session.connection().exec_driver_sql("SELECT count(*) FROM assessments").scalar()
            assessments.delete(public_id)
        purging.purge(timedelta(days=1))
    assert FIRM not in files_of(tmp_path)
