"""The application on a database of its own: SQLite for every test, and PostgreSQL as well where a test says so."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from survey import create_app
from survey.instruments import by_reference
from survey.storage import access, assessments, migrations
from survey.storage.assessments import Assessment
from survey.storage.values import Member
from tests import pseudo
from tests.integration.databases import close, create_database, empty, settings_for, with_driver
from tests.integration.handed_in import handed_in
from tests.integration.members import member, organisation
from tests.integration.pages import Visitor
from tests.integration.spared import spare


@pytest.fixture(scope="session", autouse=True)
def quick(tmp_path_factory: pytest.TempPathFactory) -> None:
    spare(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="session")
def pseudo_spoken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Settings of a site that speaks the pseudo-language alone. Written once: it takes longer than most tests."""
    folder = tmp_path_factory.mktemp("pseudo")
    return {
        "languages": [pseudo.LOCALE],
        "translation_dirs": [pseudo.write_catalogues(folder / "catalogues")],
        "instrument_dir": pseudo.write_instrument(folder / "instruments"),
    }


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(settings_for(folder))
    migrations.upgrade(app)
    close(app)
    return folder / "waymark.sqlite3"


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[sa.Engine]:
    """A real PostgreSQL, one for the whole run: the processes of pytest-xdist find it by the run's name."""
    pgserver = pytest.importorskip("pgserver")
    folder = Path(tempfile.gettempdir()) / f"waymark-postgres-{testrun_uid}"
    server = pgserver.get_server(folder, cleanup_mode="delete")
    engine = sa.create_engine(with_driver(server.get_uri()), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:  # nothing here has to outlive a power failure
        connection.execute(sa.text("ALTER SYSTEM SET fsync = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    yield engine
    engine.dispose()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_postgres(
    postgres_server: sa.Engine, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sa.Engine]:
    """A database with all tables and no rows, to be emptied after each test: a clone takes longer than most tests."""
    url = create_database(postgres_server, f"test_{worker_id}")
    app = create_app(settings_for(tmp_path_factory.mktemp("postgres"), url))
    migrations.upgrade(app)
    close(app)
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    shutil.copy(migrated_sqlite, tmp_path / "waymark.sqlite3")
    return f"sqlite:///{tmp_path / 'waymark.sqlite3'}"


@pytest.fixture
def postgres_url(migrated_postgres: sa.Engine) -> Iterator[str]:
    yield migrated_postgres.url.render_as_string(hide_password=False)
    empty(migrated_postgres)


@pytest.fixture(params=["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.postgres)])
def each_database(request: pytest.FixtureRequest) -> str:
    """The address of an empty database with all tables; the test runs once on each kind."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on SQLite."""
    app = create_app(settings_for(tmp_path, sqlite_url))
    app.testing = True
    yield app
    close(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def here(app: Flask) -> Iterator[Flask]:
    """The application on SQLite with its context, for what storage does alike on both databases."""
    with app.app_context():
        yield app


@pytest.fixture
def stored(each_database: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on each database, with an open context in which storage can be called."""
    app = create_app(settings_for(tmp_path, each_database))
    with app.app_context():
        yield app
    close(app)


@pytest.fixture
def every_type(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application asking a small instrument that has a question of every type."""
    app = create_app(settings_for(tmp_path, sqlite_url, instrument="every-type"))
    app.testing = True
    yield app
    close(app)


@pytest.fixture
def corner_shop(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application asking a handful of questions, to as many requests as a test makes."""
    app = create_app(settings_for(tmp_path, sqlite_url, instrument="corner-shop", rate_limit="100000 per minute"))
    app.testing = True
    yield app
    close(app)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser without scripts at the application."""
    return Visitor(app)


@pytest.fixture
def firm(app: Flask, visitor: Visitor) -> Assessment:
    """A firm that this visitor has handed in the answers of."""
    return handed_in(app, visitor)


@pytest.fixture
def browser() -> str:
    """The secret of a browser."""
    return access.new_browser()


@pytest.fixture
def started(stored: Flask, browser: str) -> str:
    """An assessment that this browser began, on each database."""
    return assessments.start(by_reference("corner-shop"), {"people": "micro"}, browser).public_id


@pytest.fixture
def us(stored: Flask) -> Member:
    """Who leads an organisation, on each database."""
    return member(stored, organisation(stored))


@pytest.fixture
def others(stored: Flask) -> Member:
    """Who leads another one."""
    return member(stored, organisation(stored, "Other"))
