"""The database connection: SQLite or PostgreSQL, and the two ways to use it, ``reading`` and ``writing``."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import pysqlite3
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy_lite._extension import _close_async_sessions
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey.config import ConfigurationError, Settings
from survey.extensions import db

BUSY_SECONDS = 10
SHORT_SECONDS = 0.5
"""How long to wait for another writer where the work can be left undone."""

WRITES = "waymark_writes"
"""Execution option of a transaction that writes: for how many seconds it waits for another writer."""

FIXED_SQLITE = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""First releases of each maintained line without the fault by which a WAL file could be read while it was reset."""

PRAGMAS = (
    f"busy_timeout = {BUSY_SECONDS * 1000}",
    "synchronous = FULL",
    "foreign_keys = ON",
    # Deleted answers are overwritten, not merely unlinked.
    "secure_delete = ON",
)


class Json(str):
    """A value that is JSON already: made before the transaction, so that no writer waits for a whole sheet of it."""

    __slots__ = ()


def as_json(value: Any) -> Json:
    """What the database keeps of a value. NaN is no JSON: PostgreSQL refuses it, SQLite would keep what is not read."""
    return value if isinstance(value, Json) else Json(json.dumps(value, allow_nan=False))


@contextmanager
def reading() -> Iterator[Session]:
    """A session for a few queries; what it returns must be values, for it is closed at once."""
    with Session(db.engine) as session:
        yield session


@contextmanager
def writing(patience: float = BUSY_SECONDS) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back if anything fails.

    On SQLite it is the only writer from its first moment, so that what it reads cannot change before it writes; on
    PostgreSQL the same is had by ``with_for_update`` on the row that everything else belongs to. ``patience``: how
    many seconds it waits on SQLite for the writer before it; then it fails with ``OperationalError``.
    """
    with Session(db.engine) as session, session.begin():
        session.connection(execution_options={WRITES: patience})
        yield session


def is_ready() -> bool:
    """Whether the database answers and holds our tables."""
    try:
        with reading() as session:
            session.execute(sa.text("SELECT 1 FROM instruments LIMIT 1"))
    except sa.exc.SQLAlchemyError:
        return False
    return True


def insert(table: type[Any]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, which both databases write alike but SQLAlchemy keeps apart."""
    return sqlite.insert(table) if db.engine.dialect.name == "sqlite" else postgresql.insert(table)


def executed(session: Session, statement: sa.Update | sa.Delete) -> int:
    """Execute; how many rows were changed or removed."""
    return cast(sa.CursorResult[Any], session.execute(statement)).rowcount


def empty_log() -> None:
    """Let go of what was deleted: SQLite's write-ahead log still holds the pages as they were before.

    Where a reader is in the way for long, the log stays until the next time, at the latest the hourly purge: no
    other writer may go on while this waits.
    """
    if db.engine.dialect.name != "sqlite":
        return
    with closing(db.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(_wait(SHORT_SECONDS))
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def init_app(app: Flask, settings: Settings) -> None:
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": settings.url, **_options(settings)}}
    db.init_app(app)
    # It would start a thread and an event loop after every request, to close sessions that nobody here opens.
    app.teardown_appcontext_funcs.remove(_close_async_sessions)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sa.event.listen(db.engine, "connect", _configure)
            sa.event.listen(db.engine, "begin", _begin)


def check_sqlite(version: tuple[int, int, int]) -> None:
    """Refuse an SQLite whose write-ahead log can lose data."""
    line = [fixed for fixed in FIXED_SQLITE if fixed[:2] == version[:2]]
    if version < (line[0] if line else FIXED_SQLITE[-1]):
        raise ConfigurationError(
            f"SQLite {'.'.join(map(str, version))} can damage its write-ahead log. Install pysqlite3 0.6.1 or later."
        )


def _options(settings: Settings) -> dict[str, Any]:
    # Parameters are answers, which have no place in an error message.
    shared = {"json_serializer": as_json, "hide_parameters": True}
    if settings.url.drivername == "sqlite":
        return shared | _sqlite_options(Path(settings.url.database or ""))
    return shared | {"pool_pre_ping": True}


def _sqlite_options(path: Path) -> dict[str, Any]:
    check_sqlite(pysqlite3.sqlite_version_info)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives its log and index files the mode of the database file.
    path.touch(mode=0o600)
    return {"module": pysqlite3}


def _configure(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin when SQLAlchemy says so, see _begin
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _use_log(connection)


def _use_log(connection: Any) -> None:
    """Switch to the write-ahead log; of processes that start together SQLite refuses all but one, without waiting."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except pysqlite3.OperationalError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: sa.Connection) -> None:
    patience = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql(_wait(patience or BUSY_SECONDS))
    connection.exec_driver_sql("BEGIN IMMEDIATE" if patience else "BEGIN DEFERRED")


def _wait(seconds: float) -> str:
    return f"PRAGMA busy_timeout = {round(seconds * 1000)}"
