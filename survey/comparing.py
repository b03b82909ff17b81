"""The release whose published figures results are compared with: read and checked once, at start."""

# ruff: noqa: PLC0415 - most surveys have no release, and need not read what reads one

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from survey.config import PREFIX, ConfigurationError, Settings

if TYPE_CHECKING:
    from flask import Flask

    from reports.firm.record import Compared as Checksums
    from scoring.instrument import Instrument
    from scoring.release.model import Release
    from scoring.segments import Segments

KEY = "WAYMARK_RELEASE_READ"


@dataclass(frozen=True)
class Compared:
    """A release as it was read, with its segments where it publishes some, and the checksums of both."""

    release: Release
    segments: Segments | None
    checksums: Checksums


def init_app(app: Flask, settings: Settings) -> None:
    app.config[KEY] = read_release(settings)


def read_release(settings: Settings) -> Compared | None:
    """The release that the settings name, if any.

    Raises ``ConfigurationError`` where it cannot be read, or is of another instrument than the one in use.
    """
    if settings.release is None:
        return None
    from reports.firm.record import compared_with as checksums_of
    from scoring.loading import load
    from scoring.release.files import read
    from scoring.release.model import ReleaseError
    from scoring.segments import SegmentsError, published_in

    instrument = load(settings.instrument, folder=settings.instrument_dir)
    try:
        release = read(settings.release, instrument)
        segments = published_in(release, instrument)
        return Compared(release, segments, checksums_of([release], segments))
    except (ReleaseError, SegmentsError) as error:
        raise ConfigurationError(f"{PREFIX}RELEASE: {error}") from error


def compared_with(instrument: Instrument) -> Compared | None:
    """What answers to this instrument are compared with; those to an earlier version with nothing."""
    from flask import current_app

    found: Compared | None = current_app.config[KEY]
    return found if found and found.release.hash == instrument.content_hash else None
