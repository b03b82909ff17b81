"""What firms are compared with on the command line, releases and segments: read before any work is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scoring.instrument import Instrument
    from scoring.release.model import Release
    from scoring.segments import Segments

release_option = click.option(
    "--release",
    "releases",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A release made by waymark release to compare with; first that of the firms' own campaign, then any others.",
)

segments_option = click.option(
    "--segments",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Segments made by waymark segment to place firms in; by default those of the first release, if it has any.",
)


def read_releases(paths: tuple[Path, ...], instrument: Instrument) -> tuple[Release, ...]:
    """The releases in these files. Raises ``ReleaseError`` for one that is broken or of another instrument."""
    if not paths:
        return ()
    from scoring.release.files import read

    return tuple(read(path, instrument) for path in paths)


def read_segments(path: Path | None, releases: tuple[Release, ...], instrument: Instrument) -> Segments | None:
    """The segments in this file, else those that the first release publishes.

    Raises ``SegmentsError`` for what is broken or of another instrument.
    """
    from scoring.segments import load, published_in

    if path is not None:
        return load(path, instrument)
    return published_in(releases[0], instrument) if releases else None
