"""Databases and settings for tests."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from survey.config import Settings
from survey.extensions import db
from survey.storage.models import Base

INSTRUMENTS = Path(__file__).parent / "instruments"
SECRET = "a secret that is long enough for tests"  # noqa: S105


def settings_for(data_dir: Path, url: str | None = None, **more: object) -> Settings:
    """Settings for a test; the default instrument is the built-in one, ``corner-shop`` a small one for storage."""
    given = {"data_dir": data_dir, "database_url": url, "secret_key": SECRET, "instrument_dir": INSTRUMENTS}
    return Settings.model_validate(given | more)


def create_database(server: sa.Engine, name: str) -> str:
    """A new database on the server; its address."""
    with server.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    return server.url.set(database=name).render_as_string(hide_password=False)


def empty(database: sa.Engine) -> None:
    """Take all rows away and count from one again; whoever is still in the way is sent away, as from one dropped."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
    with database.begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {others}")
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # in any order
        for table in Base.metadata.sorted_tables:
            connection.execute(table.delete())
        connection.exec_driver_sql("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")


def drop_database(server: sa.Engine, name: str) -> None:
    with server.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def with_driver(url: str) -> sa.URL:
    return sa.make_url(url).set(drivername="postgresql+psycopg")


def close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
