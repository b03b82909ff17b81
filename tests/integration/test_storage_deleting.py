"""What was deleted is gone from the files of the database as well, not only from its tables."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from survey.instruments import by_reference
from survey.storage import access, assessments, purging
from survey.storage.database import reading

FIRM = "Bakery Sunrise"


@pytest.fixture
def public_id(app: Flask, tmp_path: Path) -> str:
    with app.app_context():
        begun = assessments.start(by_reference("corner-shop"), {"firm": FIRM}, access.new_browser()).public_id
    assert FIRM in files_of(tmp_path)
    return begun


def files_of(folder: Path) -> str:
    """The database file with its write-ahead log."""
    return "".join(file.read_text("latin-1") for file in folder.glob("waymark.sqlite3*"))


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
