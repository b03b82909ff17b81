"""Migrations build what the models describe, together or not at all."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from survey import create_app
from survey.extensions import alembic, db
from survey.storage import migrations
from tests.integration.databases import close, create_database, drop_database, settings_for


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """The application on a database without tables."""
    if request.param == "sqlite":
        app = create_app(settings_for(tmp_path))
        yield app
        close(app)
        return
    server = request.getfixturevalue("postgres_server")
    name = f"empty_{worker_id}"
    app = create_app(settings_for(tmp_path, create_database(server, name)))
    yield app
    close(app)
    drop_database(server, name)


def test_migrated_tables_are_those_of_the_models(empty: Flask) -> None:
    migrations.upgrade(empty)
    with empty.app_context():
        assert alembic.compare_metadata() == []


def test_migrating_twice_changes_nothing(empty: Flask) -> None:
    migrations.upgrade(empty)
    migrations.upgrade(empty)
    assert "assessments" in _tables(empty)


def test_migrations_can_be_taken_back(empty: Flask) -> None:
    migrations.upgrade(empty)
    with empty.app_context():
        alembic.downgrade("base")
    assert _tables(empty) == {"alembic_version"}


def test_a_migration_that_stops_half_way_leaves_nothing(empty: Flask, tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    shutil.copytree(Path(migrations.__file__).parent / "versions", versions)
    (versions / "0003_interrupted.py").write_text(INTERRUPTED)
    empty.config["ALEMBIC"]["version_locations"] = [str(versions)]
    with pytest.raises(KeyboardInterrupt):
        migrations.upgrade(empty)
    assert _tables(empty) == set()


def test_processes_that_start_together_migrate_once(empty: Flask, tmp_path: Path) -> None:
    settings = empty.config["WAYMARK"]
    apps = [create_app(settings) for _ in range(3)]
    with ThreadPoolExecutor(len(apps)) as pool:
        list(pool.map(migrations.upgrade, apps))
    assert "assessments" in _tables(empty)
    for app in apps:
        close(app)


def test_the_database_file_is_private_and_durable(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path))
    migrations.upgrade(app)
    with app.app_context(), db.engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in EXPECTED_PRAGMAS}
        modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("waymark.sqlite3*")}
    close(app)
    assert pragmas == EXPECTED_PRAGMAS
    assert modes == {0o600}


EXPECTED_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}

INTERRUPTED = '''
"""A migration that is stopped after its first table."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    raise KeyboardInterrupt
'''


def _tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(sa.inspect(db.engine).get_table_names())
