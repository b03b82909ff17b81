"""Migrations: bring the tables to the state that the models describe."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from survey.extensions import alembic
from survey.storage.database import BUSY_SECONDS, WRITES

_LOCK = 0x7761796D61726B  # "waymark" in ASCII: the key of PostgreSQL's advisory lock


def init_app(app: Flask) -> None:
    folder = Path(__file__).parent
    app.config["ALEMBIC"] = {"script_location": str(folder), "version_locations": [str(folder / "versions")]}
    # Without it Alembic takes SQLite for a database that cannot undo a CREATE TABLE, and commits each step by itself.
    # A default in the database is only for rows older than the column: the models give theirs in Python.
    app.config["ALEMBIC_CONTEXT"] = {"transactional_ddl": True, "compare_server_default": False}
    alembic.init_app(app)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def upgrade(app: Flask) -> None:
    """Run every migration not yet applied, in one transaction: all of them or none.

    Processes that start together take turns; the later ones find nothing left to do.
    """
    with _migrating(app):
        alembic.upgrade()


def downgrade(app: Flask, revision: str) -> None:
    """Take back every migration after this one, likewise; what only later tables hold is lost."""
    with _migrating(app):
        alembic.downgrade(revision)


@contextmanager
def _migrating(app: Flask) -> Iterator[None]:
    """A transaction for Alembic to join; it commits it at the end and rolls it back on failure."""
    with app.app_context():
        connection = alembic.migration_context.connection
        assert connection is not None  # noqa: S101 - only an offline context has none
        if connection.dialect.name == "sqlite":
            # SQLite changes a table by rebuilding it, and dropping the old one would delete, by their foreign keys,
            # all rows that belong to it. The connection is closed with the context and never used for anything else.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        connection.execution_options(**{WRITES: BUSY_SECONDS})
        connection.begin()
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        yield
