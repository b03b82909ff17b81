"""The releases that firms are compared with on the command line: read before any work is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scoring.instrument import Instrument
    from scoring.release.model import Release

release_option = click.option(
    "--release",
    "releases",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A release made by waymark release to compare with; first that of the firms' own campaign, then any others.",
)


def read_releases(paths: tuple[Path, ...], instrument: Instrument) -> tuple[Release, ...]:
    """The releases in these files. Raises ``ReleaseError`` for one that is broken or of another instrument."""
    if not paths:
        return ()
    from scoring.release.files import read

    return tuple(read(path, instrument) for path in paths)
