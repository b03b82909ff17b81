"""What tests of faults share with those of the whole application: its database."""

from tests.integration.conftest import app, migrated_sqlite, quick, sqlite_url  # noqa: F401 - fixtures
