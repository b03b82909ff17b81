"""The release whose published figures results are compared with: read and checked once, at start."""

# ruff: noqa: PLC0415 - most surveys have no release, and need not read what reads one

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.config import PREFIX, ConfigurationError, Settings

if TYPE_CHECKING:
    from flask import Flask

    from scoring.instrument import Instrument
    from scoring.release.model import Release

KEY = "WAYMARK_RELEASE_READ"


def init_app(app: Flask, settings: Settings) -> None:
    app.config[KEY] = read_release(settings)


def read_release(settings: Settings) -> Release | None:
    """The release that the settings name, if any.

    Raises ``ConfigurationError`` where it cannot be read, or is of another instrument than the one in use.
    """
    if settings.release is None:
        return None
    from scoring.loading import load
    from scoring.release.files import read
    from scoring.release.model import ReleaseError

    instrument = load(settings.instrument, folder=settings.instrument_dir)
    try:
        return read(settings.release, instrument)
    except ReleaseError as error:
        raise ConfigurationError(f"{PREFIX}RELEASE: {error}") from error


def release_of(instrument: Instrument) -> Release | None:
    """The release that answers to this instrument are compared with; those to an earlier version have none."""
    from flask import current_app

    release: Release | None = current_app.config[KEY]
    return release if release and release.hash == instrument.content_hash else None
