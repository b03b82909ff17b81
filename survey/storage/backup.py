"""A backup of the database while it is in use: one consistent, compact copy."""

from __future__ import annotations

import os
import secrets
from contextlib import closing
from pathlib import Path

import pysqlite3

from scoring.messages import N_, Message, Problem, WaymarkError
from survey.config import Settings
from survey.storage.database import BUSY_SECONDS


class BackupError(WaymarkError):
    """A backup that was not made, and why."""


def backup(settings: Settings, target: Path) -> None:
    """Copy the SQLite database to a new file that only its owner may read; whole, or not there.

    Raises ``BackupError`` where there is nothing to copy, where ``target`` exists, or for another kind of database.
    """
    source = _source(settings)
    if target.exists():
        raise _refused(target, N_("There is a file of this name already. Choose another one; backups replace nothing."))
    if not target.parent.is_dir():
        raise _refused(target.parent, N_("There is no such folder."))
    copy = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    copy.touch(mode=0o600)  # VACUUM INTO accepts an empty file, and keeps its rights
    try:
        with closing(pysqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=BUSY_SECONDS)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        copy.rename(target)
    finally:
        copy.unlink(missing_ok=True)


def _source(settings: Settings) -> Path:
    if settings.url.get_backend_name() != "sqlite":
        raise _refused("backup", N_("This backs up SQLite only. For PostgreSQL use pg_dump."))
    source = Path(settings.url.database or "")
    if not source.exists():
        raise _refused(source, N_("There is no database here yet."))
    return source


def _refused(place: Path | str, text: str) -> BackupError:
    return BackupError([Problem(str(place), Message(text))])
