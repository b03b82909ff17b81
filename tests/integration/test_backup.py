"""Backups: whole while the survey is in use, private, and never over something else."""

from __future__ import annotations

import stat
from pathlib import Path

import pysqlite3
import pytest
from click.testing import CliRunner
from flask import Flask

from scoring.loading import load
from survey.cli import main
from survey.storage import access, assessments
from survey.storage.backup import BackupError, backup
from tests.integration.databases import settings_for

PROFILE = {"firm": "Sun", "trade": "bakery", "people": "micro", "country": "", "region": ""}


def test_a_copy_holds_everything_while_a_writer_is_at_work(app: Flask, sqlite_url: str, tmp_path: Path) -> None:
    with app.app_context():
        assessments.start(load("sme-readiness"), PROFILE, access.new_browser())
    busy = pysqlite3.connect(tmp_path / "waymark.sqlite3", isolation_level=None)
    busy.execute("BEGIN IMMEDIATE")
    busy.execute("DELETE FROM assessments")
    target = tmp_path / "copy.sqlite3"
    backup(settings_for(tmp_path, sqlite_url), target)
    busy.execute("ROLLBACK")
    busy.close()
    copy = pysqlite3.connect(target)
    assert copy.execute("SELECT count(*) FROM assessments").fetchone() == (1,)
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_backup_replaces_nothing(sqlite_url: str, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("mine")
    with pytest.raises(BackupError, match="already"):
        backup(settings_for(tmp_path, sqlite_url), target)
    assert target.read_text() == "mine"


def test_what_cannot_be_copied_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_DATA_DIR", str(tmp_path / "empty"))
    result = CliRunner().invoke(main, ["backup", str(tmp_path / "copy")])
    assert (result.exit_code, "no database here yet" in result.stderr) == (1, True)
    elsewhere = settings_for(tmp_path, "postgresql://somewhere/waymark")
    with pytest.raises(BackupError, match="pg_dump"):
        backup(elsewhere, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
