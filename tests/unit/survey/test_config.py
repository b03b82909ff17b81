"""Settings are read from the environment, and unsafe ones are refused with what to do about it."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from survey.config import ConfigurationError, Settings, secret_keys, settings_table
from survey.storage.database import check_sqlite

LONG = "a key of more than thirty-two characters"


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_LANGUAGES", "de, pt_BR,")
    monkeypatch.setenv("WAYMARK_TRANSLATION_DIRS", "one,two")
    settings = Settings()
    assert settings.languages == ["de", "pt_BR"]
    assert settings.translation_dirs == [Path("one"), Path("two")]


def test_an_unset_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    url = Settings(data_dir=tmp_path).url
    assert (url.drivername, url.database) == ("sqlite", str(tmp_path / "waymark.sqlite3"))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_postgresql_is_reached_by_the_driver_that_is_tested(scheme: str) -> None:
    url = Settings(database_url=f"{scheme}://me:secret@host/name").url
    assert url.render_as_string(hide_password=False) == "postgresql+psycopg://me:secret@host/name"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DATABASE_URL", "mysql://host/name", "mysql is not supported"),
        ("DATABASE_URL", "waymark", "not a database address"),
        ("DATABASE_URL", "sqlite://", "SQLite needs a file"),
        ("LANGUAGES", "en,klingon!", "'klingon!' is not a language code"),
        ("LANGUAGES", "", "at least 1 item"),
        ("RATE_LIMIT", "often", "string"),
        ("PORT", "70000", "65535"),
        ("DRAFT_DAYS", "0", "greater than or equal to 1"),
        ("LOG_LEVEL", "loud", "'debug', 'info', 'warning' or 'error'"),
        ("PUBLIC_URL", "survey.example.org", "not the address of a site"),
        ("PUBLIC_URL", "ftp://survey.example.org", "not the address of a site"),
        ("PUBLIC_URL", "https://survey.example.org/waymark", "not the address of a site"),
        ("PUBLIC_URL", "https://me:hidden@survey.example.org", "not the address of a site"),
        ("MAIL_FROM", "survey", "not a mail address"),
        ("MAIL_FROM", "a@example.org, b@example.org", "not a mail address"),
        ("SMTP_URL", "mail.example.org:587", "not a mail server"),
        ("SMTP_URL", "smtp://mail.example.org:port", "not a mail server"),
        ("SMTP_URL", "smtp://mail.example.org?tls=maybe", "not a mail server"),
        ("SMTP_URL", "smtps://mail.example.org?tls=no", "not a mail server"),
        ("SMTP_URL", "smtp://", "not a mail server"),
        ("SMTP_URL", "smtp://mail.example.org", "mail also needs WAYMARK_PUBLIC_URL and WAYMARK_MAIL_FROM"),
        ("RATE_LIMIT_MAIL", "often", "string"),
    ],
)
def test_a_wrong_value_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(f"WAYMARK_{name}", value)
    with pytest.raises(ConfigurationError, match=f"WAYMARK_{name}: .*{message}"):
        Settings()


def test_every_wrong_value_is_named_and_none_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_DATABASE_URL", "mysql://me:hidden@host/name")
    monkeypatch.setenv("WAYMARK_PORT", "x")
    with pytest.raises(ConfigurationError) as caught:
        Settings()
    assert "WAYMARK_DATABASE_URL: mysql" in str(caught.value)
    assert "WAYMARK_PORT: " in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_mail_needs_to_know_who_sends_it_and_where_its_links_lead() -> None:
    with pytest.raises(ConfigurationError, match=r"WAYMARK_SMTP_URL: mail also needs WAYMARK_MAIL_FROM$"):
        Settings.model_validate({"smtp_url": "smtp://host", "public_url": "https://survey.example.org"})
    with pytest.raises(ConfigurationError) as caught:
        Settings.model_validate({"smtp_url": "smtp://host", "public_url": "nowhere", "mail_from": "nobody"})
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "WAYMARK_PUBLIC_URL",
        "WAYMARK_MAIL_FROM",
    ], "what is wrong is named once, and not as missing as well"


def test_the_password_of_the_mail_server_is_shown_nowhere() -> None:
    given = {
        "smtp_url": "smtp://me:hidden@host",
        "public_url": "https://survey.example.org",
        "mail_from": "a@b.example",
    }
    assert "hidden" not in repr(Settings.model_validate(given))
    with pytest.raises(ConfigurationError) as caught:
        Settings.model_validate(given | {"smtp_url": "smtp://me:hidden@host:x"})
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "site"),
    [
        ("https://survey.example.org/", "https://survey.example.org"),
        ("http://10.0.0.7:8000", "http://10.0.0.7:8000"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_the_public_address_is_the_beginning_of_every_link(given: str, site: str) -> None:
    assert Settings.model_validate({"public_url": given}).public_url == site


def test_secrets_do_not_show(tmp_path: Path) -> None:
    shown = repr(Settings(data_dir=tmp_path, secret_key=LONG, database_url="postgresql://me:hidden@host/name"))
    assert LONG not in shown
    assert "hidden" not in shown


def test_the_first_start_makes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    key, fallbacks = secret_keys(settings)
    file = tmp_path / "var" / "secret_key"
    assert (len(key) >= 64, fallbacks) == (True, [])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert secret_keys(settings) == (key, [])
    assert list(file.parent.iterdir()) == [file]


def test_processes_that_start_together_use_one_key(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        assert len({key for key, _ in pool.map(lambda _: secret_keys(settings), range(8))}) == 1


def test_a_given_key_is_used_and_earlier_ones_stay_accepted(tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {"data_dir": tmp_path, "secret_key": LONG, "secret_key_fallbacks": f"{LONG}1,{LONG}2"}
    )
    assert secret_keys(settings) == (LONG, [f"{LONG}1", f"{LONG}2"])
    assert list(tmp_path.iterdir()) == []


def test_a_key_for_another_database_must_be_given() -> None:
    with pytest.raises(ConfigurationError, match="Set WAYMARK_SECRET_KEY"):
        secret_keys(Settings(database_url="postgresql://host/name"))


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="shorter than 32 characters"):
        secret_keys(Settings(data_dir=tmp_path, secret_key="short"))  # noqa: S106
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(ConfigurationError, match="damaged"):
        secret_keys(Settings(data_dir=tmp_path))


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 46, 0), (3, 50, 6), (3, 51, 2)])
def test_an_sqlite_that_can_lose_data_is_refused(version: tuple[int, int, int]) -> None:
    with pytest.raises(ConfigurationError, match="pysqlite3"):
        check_sqlite(version)


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 0), (4, 0, 0)])
def test_a_mended_sqlite_is_accepted(version: tuple[int, int, int]) -> None:
    check_sqlite(version)


def test_every_setting_is_described() -> None:
    table = settings_table()
    assert len(table) == len(Settings.model_fields)
    assert all(name.startswith("WAYMARK_") and description.endswith(".") for name, _, description in table)
    defaults = {name: default for name, default, _ in table}
    assert (defaults["WAYMARK_DRAFT_DAYS"], defaults["WAYMARK_LANGUAGES"], defaults["WAYMARK_SECRET_KEY"]) == (
        "180",
        "en_GB",
        "",
    )
