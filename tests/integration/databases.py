"""Databases and settings for tests."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from survey.config import Settings
from survey.extensions import db

INSTRUMENTS = Path(__file__).parent / "instruments"
SECRET = "a secret that is long enough for tests"  # noqa: S105


def settings_for(data_dir: Path, url: str | None = None, **more: object) -> Settings:
    """Settings for a test; the default instrument is the built-in one, ``corner-shop`` a small one for storage."""
    given = {"data_dir": data_dir, "database_url": url, "secret_key": SECRET, "instrument_dir": INSTRUMENTS}
    return Settings.model_validate(given | more)


def create_database(server: sa.Engine, name: str, template: str = "template1") -> str:
    """A new database on the server; its address."""
    with server.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    return server.url.set(database=name).render_as_string(hide_password=False)


def drop_database(server: sa.Engine, name: str) -> None:
    with server.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def with_driver(url: str) -> sa.URL:
    return sa.make_url(url).set(drivername="postgresql+psycopg")


def close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
