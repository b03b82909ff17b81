"""Migrations build what the models describe, together or not at all."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from scoring.answers import table_of
from scoring.instrument import Instrument
from scoring.scores import score
from survey import create_app
from survey.extensions import alembic, db
from survey.instruments import by_reference
from survey.storage import access, assessments, database, frozen, migrations
from survey.storage.assessments import StoredAnswer
from survey.storage.batches import purging
from survey.storage.database import reading
from survey.storage.models import SubmissionRow
from tests.integration.batches import finished, item_rows, ordered
from tests.integration.databases import close, create_database, drop_database, settings_for
from tests.integration.members import member, organisation
from tests.integration.spared import DURABLE


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
    migrations.downgrade(empty, "base")
    assert _tables(empty) == {"alembic_version"}


def test_what_came_before_batches_outlives_that_these_are_taken_back(empty: Flask) -> None:
    migrations.upgrade(empty)
    with empty.app_context():
        us = member(empty, organisation(empty))
        [client] = finished(us, "Bakery Sun")
        ordered(us, [client])
        [before] = _dimension_scores()
    migrations.downgrade(empty, "0003")
    migrations.upgrade(empty)
    with empty.app_context():
        assert _dimension_scores() == [before]
        assert _broken_references() == []
        purging.purge()
        assert item_rows() == [], "their batch is gone"


def _dimension_scores() -> list[bytes | None]:
    with reading() as session:
        return list(session.scalars(sa.select(SubmissionRow.dimension_scores)))


def test_what_firms_gave_before_is_kept(filled: Flask) -> None:
    migrations.upgrade(filled)
    with filled.app_context():
        open_one, handed_in = (assessments.find(name, BROWSER) for name in ("open", "handed-in"))
        assert open_one is not None
        assert handed_in is not None
        for found in (open_one, handed_in):
            assert (found.series, found.revision, found.role) == (found.public_id, 1, "owner")
            assert (found.previous, found.following) == (None, None)
        assert (open_one.has_results, handed_in.has_results) == (False, True)
        assert assessments.answers("open") == {"orders": StoredAnswer("never", 4), "lists": StoredAnswer(None, 2)}
        assert assessments.submission("open") is None
        submission = assessments.submission("handed-in")
        assert submission is not None
        assert (submission.revision, submission.answers, submission.profile) == (1, GIVEN, PROFILE)
        assert [(link.kind, link.name, link.pages) for link in access.links("handed-in")] == [("owner", "", ())]
        assert _broken_references() == []


def test_overall_scores_from_before_are_sorted_by(filled: Flask) -> None:
    with filled.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE submissions SET scores = '{\"overall\": 62.5}'"))
    migrations.upgrade(filled)
    with filled.app_context(), reading() as session:
        assert session.scalars(sa.select(SubmissionRow.overall)).all() == [62.5]


def test_a_firm_from_before_goes_on(filled: Flask) -> None:
    migrations.upgrade(filled)
    with filled.app_context():
        opened = access.exchange(TOKEN, "another browser")
        assert opened == access.Opened("handed-in", "owner")
        assert assessments.reopen("handed-in").revision == 2
        assert assessments.keep_as_it_was("handed-in").revision == 1
        following = assessments.next_stage("handed-in", "another browser")
        assert assessments.answers_before(following.public_id) == GIVEN
        assessments.delete("handed-in")
        assert [one.public_id for one in assessments.of_browser(BROWSER)] == ["open"]


def test_taken_back_each_firm_keeps_its_newest_result(filled: Flask) -> None:
    migrations.upgrade(filled)
    with filled.app_context():
        assessments.reopen("handed-in")
        assessments.save("handed-in", {"orders": "sometimes"}, {"orders": 1})
        assessments.submit("handed-in", counted=True)
        access.exchange(access.make_link("handed-in", "reader"), "the bank")
    migrations.downgrade(filled, "0001")
    with filled.app_context(), db.engine.connect() as connection:
        results = connection.execute(sa.text("SELECT answers FROM submissions")).scalars().all()
        counts = [
            connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608 - names of ours
            for table in ("assessments", "answers", "access_links", "browser_rights")
        ]
    assert [result if isinstance(result, dict) else json.loads(result) for result in results] == [
        {"orders": "sometimes"}
    ]
    assert counts == [2, 3, 1, 2]


def test_a_migration_that_stops_half_way_leaves_nothing(empty: Flask, tmp_path: Path) -> None:
    _interrupt(empty, tmp_path)
    assert _tables(empty) == set()


def test_a_migration_that_stops_half_way_leaves_data_as_it_was(filled: Flask, tmp_path: Path) -> None:
    before = _everything(filled)
    _interrupt(filled, tmp_path)
    assert _everything(filled) == before
    assert len(before["answers"]) > 1


def test_processes_that_start_together_migrate_once(empty: Flask, tmp_path: Path) -> None:
    settings = empty.config["WAYMARK"]
    apps = [create_app(settings) for _ in range(3)]
    with ThreadPoolExecutor(len(apps)) as pool:
        list(pool.map(migrations.upgrade, apps))
    assert "assessments" in _tables(empty)
    for app in apps:
        close(app)


def test_the_database_file_is_private_and_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PRAGMAS", DURABLE)
    app = create_app(settings_for(tmp_path))
    migrations.upgrade(app)
    with app.app_context(), db.engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in EXPECTED_PRAGMAS}
        modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("waymark.sqlite3*")}
    close(app)
    assert pragmas == EXPECTED_PRAGMAS
    assert modes == {0o600}


EXPECTED_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}

BROWSER, TOKEN = "a browser", "a token"
PROFILE = {"firm": "Bäckerei", "trade": "bakery", "people": "micro", "country": "DE", "region": ""}
GIVEN = {"orders": "always"}


@pytest.fixture
def filled(empty: Flask) -> Flask:
    """A database as the first version left it: one open assessment, one handed in."""
    with empty.app_context():
        alembic.upgrade("0001")
    with empty.app_context(), db.engine.begin() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        for name, rows in _rows_of_0001(by_reference("corner-shop")).items():
            connection.execute(sa.insert(tables.tables[name]), rows)
    return empty


def _rows_of_0001(shop: Instrument) -> dict[str, list[dict[str, Any]]]:
    """Rows by table, the tables in the order in which they refer to each other; ids count from 1."""
    then = datetime(2025, 5, 1, tzinfo=UTC)
    table = table_of(shop, [GIVEN], [{}])
    assessment = {
        "instrument_id": 1,
        "profile": PROFILE,
        "stage": "T0",
        "choices": {},
        "choices_revision": 0,
        "created_at": then,
        "updated_at": then,
    }
    never = {"submitted_at": None, "counted": None, "counted_at": None}
    result = {"answers": GIVEN, "codes": table.blob(0), "scores": frozen.to_json(score(table)), "scorer_version": 1}
    return {
        "instruments": [
            {
                "name": "corner-shop",
                "version": 1,
                "switches": "",
                "content_hash": shop.content_hash,
                "first_used_at": then,
            }
        ],
        "assessments": [
            assessment | never | {"public_id": "open", "status": "open"},
            assessment
            | {"submitted_at": then, "counted": True, "counted_at": then}
            | {"public_id": "handed-in", "status": "submitted"},
        ],
        "answers": [
            {"assessment_id": 1, "question": "orders", "value": "never", "revision": 4, "updated_at": then},
            {"assessment_id": 1, "question": "lists", "value": sa.null(), "revision": 2, "updated_at": then},
            {"assessment_id": 2, "question": "orders", "value": "always", "revision": 1, "updated_at": then},
        ],
        "submissions": [result | {"assessment_id": 2, "content_hash": shop.content_hash, "submitted_at": then}],
        "access_links": [{"assessment_id": 2, "token_hash": access.digest(TOKEN), "created_at": then}],
        "browser_rights": [
            {"browser_hash": access.digest(BROWSER), "assessment_id": 1, "link_id": None, "created_at": then},
            {"browser_hash": access.digest(BROWSER), "assessment_id": 2, "link_id": 1, "created_at": then},
        ],
    }


def _broken_references() -> list[Any]:
    """Rows that refer to nothing, which only SQLite lets happen, where a migration was careless."""
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            return []
        return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))


INTERRUPTED = '''
"""A migration that is stopped after its first table."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    raise KeyboardInterrupt
'''


def _interrupt(app: Flask, folder: Path) -> None:
    """Migrate up to one that is stopped after the others have run."""
    versions = folder / "versions"
    shutil.copytree(Path(migrations.__file__).parent / "versions", versions)
    (versions / "9999_interrupted.py").write_text(INTERRUPTED)
    updated = create_app(app.config["WAYMARK"])
    updated.config["ALEMBIC"]["version_locations"] = [str(versions)]
    with pytest.raises(KeyboardInterrupt):
        migrations.upgrade(updated)
    close(updated)


def _everything(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, with the names of its columns."""
    with app.app_context(), db.engine.connect() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        return {
            name: [tuple(table.columns.keys()), *map(tuple, connection.execute(sa.select(table)))]
            for name, table in tables.tables.items()
        }


def _tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(sa.inspect(db.engine).get_table_names())
