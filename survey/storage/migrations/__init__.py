"""Migrations: bring the tables to the state that the models describe."""

from __future__ import annotations

import logging
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
    app.config["ALEMBIC_CONTEXT"] = {"transactional_ddl": True}
    alembic.init_app(app)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def upgrade(app: Flask) -> None:
    """Run every migration not yet applied, in one transaction: all of them or none.

    Processes that start together take turns; the later ones find nothing left to do.
    """
    with app.app_context():
        connection = alembic.migration_context.connection
        assert connection is not None  # noqa: S101 - only an offline context has none
        connection.execution_options(**{WRITES: BUSY_SECONDS})
        connection.begin()
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        alembic.upgrade()  # joins the transaction, commits it at the end and rolls it back on failure
