"""The releases whose published figures a firm is compared with: those of its campaign, and the one of the settings."""

# ruff: noqa: PLC0415 - most surveys have no release, and need not read what reads one

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from survey.config import PREFIX, ConfigurationError, Settings

if TYPE_CHECKING:
    from flask import Flask

    from reports.firm.record import Compared as Checksums
    from scoring.instrument import Instrument
    from scoring.release.model import Release
    from scoring.segments import Segments

KEY = "WAYMARK_RELEASE_READ"

MOST = 32
"""Releases of campaigns of which a process keeps the checksums and the segments."""

OWN_LISTS = ("sector", "region")
"""Fields of a profile for which a body may have a list of its own."""


@dataclass(frozen=True)
class Read:
    """A release as it was read, with its segments where it publishes some, and the checksums of both."""

    release: Release
    segments: Segments | None
    checksums: Checksums


@dataclass(frozen=True)
class Compared:
    """What firms of one campaign are compared with: ``releases``, that of their own first; segments of the first.

    ``own``: whether the first is their own campaign's, so that what they chose from its lists means something in it.
    """

    releases: tuple[Release, ...]
    segments: Segments | None
    checksums: Checksums
    own: bool

    def among(self, taking_part: Mapping[str, Any]) -> dict[str, str]:
        """What a firm is in the first release, where that goes by lists of a body's own; ``taking_part`` as stored.

        Who chose from no list of this body is in none of its groups: a NACE section is none of them.
        """
        listed = [name for name in OWN_LISTS if self.releases[0].titles.get(name)]
        return {name: str(taking_part.get(name, "")) if self.own else "" for name in listed}


def init_app(app: Flask, settings: Settings) -> None:
    app.config[KEY] = read_release(settings)


def read_release(settings: Settings) -> Read | None:
    """The release that the settings name, if any.

    Raises ``ConfigurationError`` where it cannot be read, or is of another instrument than the one in use.
    """
    if settings.release is None:
        return None
    from scoring.loading import load
    from scoring.release.files import read
    from scoring.release.model import ReleaseError
    from scoring.segments import SegmentsError

    instrument = load(settings.instrument, folder=settings.instrument_dir)
    try:
        return _read(read(settings.release, instrument), instrument)
    except (ReleaseError, SegmentsError) as error:
        raise ConfigurationError(f"{PREFIX}RELEASE: {error}") from error


def compared_with(instrument: Instrument, campaign_id: int | None) -> Compared | None:
    """What answers to this instrument are compared with: the latest release of the campaign that they were given for,
    that of the firms which nobody invited, and that of the settings.

    Each as far as it measures the same; None without any. ``campaign_id``: None for firms that nobody invited.
    """
    from flask import current_app

    from survey.storage.campaigns.finding import standing_id

    standing = standing_id()
    theirs = standing if campaign_id is None else campaign_id
    asked = [one for one in dict.fromkeys((theirs, standing)) if one is not None]
    found = {one: read for one in asked if (read := _latest(one, instrument))}
    given: Read | None = current_app.config[KEY]
    further = [given] if given and given.release.hash == instrument.content_hash else []
    return _together([*found.values(), *further], own=theirs in found)


def _together(found: Sequence[Read], *, own: bool) -> Compared | None:
    if not found:
        return None
    checksums = tuple(one for read in found for one in read.checksums.releases)
    first = found[0]
    return Compared(
        tuple(read.release for read in found), first.segments, replace(first.checksums, releases=checksums), own
    )


def _latest(campaign_id: int, instrument: Instrument) -> Read | None:
    """The latest published release of the campaign; None where there is none, or of another instrument."""
    from scoring.release.model import ReleaseError
    from survey.storage import releases

    try:
        release = releases.latest(campaign_id, instrument)
    except ReleaseError:
        return None
    return _summed_up(release, instrument) if release else None


def _summed_up(release: Release, instrument: Instrument) -> Read:
    """Its checksum and segments, reckoned once for each release as ``storage.releases`` keeps it."""
    from survey.storage.recent import recent

    return recent(
        "comparing",
        id(release),
        lambda: _read(release, instrument),
        most=MOST,
        good=lambda found: found.release is release,
    )


def _read(release: Release, instrument: Instrument) -> Read:
    """Raises ``SegmentsError``."""
    from reports.firm.record import compared_with as checksums_of
    from scoring.segments import published_in

    segments = published_in(release, instrument)
    releases: Sequence[Release] = [release]
    return Read(release, segments, checksums_of(releases, segments))
