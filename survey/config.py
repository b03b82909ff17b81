"""Settings: everything an operator can change, read from ``WAYMARK_…`` environment variables."""

# ruff: noqa: PLC0415 - the command line reads settings too, and mostly without a database or a limit

from __future__ import annotations

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails
    from sqlalchemy import URL

SECRET_LENGTH = 32
PREFIX = "WAYMARK_"
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class ConfigurationError(Exception):
    """Settings with which Waymark will not start; the message says what to change."""


def _parts(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _language(code: str) -> str:
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"{code!r} is not a language code such as de or pt_BR") from error
    return code


def _rate(limits: str) -> str:
    from limits import parse_many

    parse_many(limits)
    return limits


def _database(url: SecretStr) -> SecretStr:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        given = make_url(url.get_secret_value())
    except ArgumentError as error:
        raise ValueError("not a database address; it looks like postgresql://user:password@host/name") from error
    kind = given.drivername.partition("+")[0]
    if kind not in DRIVERS:
        raise ValueError(f"{kind} is not supported; use PostgreSQL, or nothing for SQLite")
    if kind == "sqlite" and given.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file, which web and worker processes can share")
    return url


def _public_url(url: str) -> str:
    site = re.fullmatch(r"(https?://(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?)/?", url.strip(), re.ASCII)
    if site is None:
        raise ValueError("not the address of a site; it looks like https://survey.example.org")
    return site[1]


def _smtp(url: SecretStr, others: ValidationInfo) -> SecretStr:
    from survey.mail.server import server_of

    server_of(url.get_secret_value())
    # A field that is wrong itself is missing here, and has its own complaint.
    missing = [f"{PREFIX}{name.upper()}" for name in ("public_url", "mail_from") if others.data.get(name, name) is None]
    if missing:
        raise ValueError(f"mail also needs {' and '.join(missing)}")
    return url


def _sender(address: str) -> str:
    from survey.mail.address import sender_of

    sender_of(address)
    return address


Parts = BeforeValidator(_parts)
DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
Rate = Annotated[str, AfterValidator(_rate)]
PublicUrl = Annotated[str, AfterValidator(_public_url)]
SmtpUrl = Annotated[SecretStr, AfterValidator(_smtp)]
Sender = Annotated[str, AfterValidator(_sender)]


class Settings(BaseSettings):
    """Each field is the environment variable ``WAYMARK_`` + its name in capitals; lists are separated by commas."""

    # An address of a database holds a password: no error may repeat what was given.
    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Field(Path("var"), description="Folder for the SQLite database and the secret key.")
    database_url: DatabaseUrl | None = Field(
        None,
        description="Address of the database, for example postgresql://user:password@host/waymark. "
        "Unset: a SQLite file in the data folder.",
    )
    secret_key: SecretStr | None = Field(
        None,
        description=f"Signs cookies; at least {SECRET_LENGTH} characters. Made at first start and kept in the data "
        "folder when the database is SQLite; must be set with any other database.",
    )
    secret_key_fallbacks: Annotated[list[SecretStr], NoDecode, Parts] = Field(
        [], description="Earlier secret keys whose cookies are still accepted while keys are changed."
    )
    instrument: str = Field("sme-readiness", description="Instrument that new assessments answer: id, or id@version.")
    instrument_dir: Path | None = Field(None, description="Folder with instruments of your own.")
    release: Path | None = Field(
        None,
        description="Release file made by waymark release, with whose published figures results are compared. "
        "Read at start.",
    )
    font_dir: Path | None = Field(
        None,
        description="Folder with TrueType fonts (.ttf, .ttc, .otf) for what the built-in ones cannot print; a report "
        "takes them in the order of their names. Read at start.",
    )
    languages: Annotated[list[Annotated[str, AfterValidator(_language)]], NoDecode, Parts] = Field(
        ["en_GB"], min_length=1, description="Languages offered, the default one first."
    )
    translation_dirs: Annotated[list[Path], NoDecode, Parts] = Field(
        [], description="Folders with further message catalogues, read after the built-in ones."
    )
    host: str = Field("127.0.0.1", description="Address that waymark serve listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that waymark serve listens on.")
    workers: int = Field(2, ge=1, le=64, description="Web processes that waymark serve starts.")
    trusted_proxies: int = Field(
        0, ge=0, le=10, description="Reverse proxies in front, whose X-Forwarded-… headers are believed."
    )
    allow_plain_http: bool = Field(
        False,
        description="Let cookies travel over plain HTTP, for an office network without TLS. "
        "Not needed on this computer itself (127.0.0.1).",
    )
    public_url: PublicUrl | None = Field(
        None,
        description="Address under which people reach this site, for example https://survey.example.org; private links "
        "begin with it. Unset: the address that was asked for.",
    )
    # After the two settings that it needs: a check sees only the fields before it.
    mail_from: Sender | None = Field(None, description="Sender of mail, for example survey@example.org.")
    smtp_url: SmtpUrl | None = Field(
        None,
        description="Mail server that sends private links: smtp://user:password@host:port with STARTTLS (?tls=no goes "
        "without), or smtps://… with TLS from the start. Unset: no mail is sent, people use their own.",
    )
    draft_days: int = Field(
        180, ge=1, le=3650, description="Unfinished assessments untouched for so many days are removed."
    )
    files_dir: Path | None = Field(
        None,
        description="Folder for the reports of batches; the same for all computers that share the database. "
        "Unset: batches in the data folder.",
    )
    batch_days: int = Field(30, ge=1, le=3650, description="The files of a batch are kept for so many days.")
    batch_workers: int | None = Field(
        None,
        ge=1,
        le=256,
        description="Processes of this computer that make the reports of batches, beside the web. "
        "Unset: one for each processor but one.",
    )
    scheduler: str | None = Field(
        None,
        description="Address of a Dask cluster that makes the reports of batches instead: tls://host:port, "
        "on this computer also tcp://.",
    )
    max_request_bytes: int = Field(1_000_000, ge=10_000, description="Largest request accepted.")
    max_upload_bytes: int = Field(
        20_000_000, ge=100_000, description="Largest upload of sheets by a consultant, all files together."
    )
    rate_limit: Rate = Field(
        "600 per minute", description="Requests of one visitor (one address; a whole office may share it)."
    )
    rate_limit_key: Rate = Field("300 per minute", description="Requests of programs by one key.")
    rate_limit_start: Rate = Field("200 per hour", description="New assessments for one visitor.")
    rate_limit_links: Rate = Field("60 per hour", description="Private links opened by one visitor.")
    rate_limit_mail: Rate = Field(
        "20 per hour",
        description="Links sent by mail for one visitor, and from one assessment; to one mailbox always 5 per hour.",
    )
    rate_limit_sign_in: Rate = Field(
        "60 per hour", description="Attempts to sign in by one visitor (one address; a whole office may share it)."
    )
    rate_limit_account: Rate = Field(
        "10 per 15 minutes", description="Attempts to sign in to one account, and as many at its second step."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")

    def __init__(self, **given: Any) -> None:
        """Raises ``ConfigurationError`` that names every wrong variable."""
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise ConfigurationError("\n".join(map(_complaint, error.errors()))) from None

    @property
    def url(self) -> URL:
        """The database, with the driver that is tested."""
        from sqlalchemy import URL, make_url

        if self.database_url is None:
            return URL.create("sqlite", database=str(self.data_dir.absolute() / "waymark.sqlite3"))
        given = make_url(self.database_url.get_secret_value())
        url = given.set(drivername=DRIVERS[given.drivername.partition("+")[0]])
        return url if url.drivername != "sqlite" else url.set(database=str(Path(url.database or "").absolute()))

    @property
    def batches_dir(self) -> Path:
        """Where the files of batches are."""
        return (self.files_dir or self.data_dir / "batches").absolute()

    @property
    def draft_age(self) -> timedelta:
        return timedelta(days=self.draft_days)


def _complaint(error: ErrorDetails) -> str:
    return f"{PREFIX}{str(error['loc'][0]).upper()}: {error['msg'].removeprefix('Value error, ')}"


def secret_keys(settings: Settings) -> tuple[str, list[str]]:
    """The signing key and the earlier ones that are still accepted.

    With SQLite all processes share one folder, so a key can be made there at first start. Any other database may be
    served from several computers, which must agree on the key: there it has to be given.
    """
    given = [key.get_secret_value() for key in (settings.secret_key, *settings.secret_key_fallbacks) if key]
    if any(len(key) < SECRET_LENGTH for key in given):
        raise ConfigurationError(
            f"A secret key is shorter than {SECRET_LENGTH} characters. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if settings.secret_key:
        return given[0], given[1:]
    if settings.url.drivername != "sqlite":
        raise ConfigurationError(f"Set {PREFIX}SECRET_KEY: with this database no key is made for you.")
    return _kept_key(settings.data_dir / "secret_key"), given


def _kept_key(path: Path) -> str:
    """The key in the file, made if there is none; processes that start together end up with the same one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    if not path.exists():
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        _link_first(fresh, path)
    key = path.read_text().strip()
    if len(key) < SECRET_LENGTH:
        raise ConfigurationError(f"The secret key in {path} is damaged. Remove the file to have a new one made.")
    return key


def _link_first(fresh: Path, path: Path) -> None:
    """Give the file its name unless another process was faster: a hard link, unlike a rename, never replaces."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def settings_table() -> list[tuple[str, str, str]]:
    """(environment variable, default, description) of every setting, for the README and its test."""
    return [
        (f"{PREFIX}{name.upper()}", _shown(field.get_default()), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _shown(default: Any) -> str:
    if default is None or default == []:
        return ""
    if isinstance(default, list):
        return ",".join(default)
    return str(default).lower() if isinstance(default, bool) else str(default)
