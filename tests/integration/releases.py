"""Releases to compare with, and what a report says of them: for the tests of the page and of the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scoring.instrument import Instrument
from scoring.release.files import save
from scoring.segments import to_json
from tests.unit.reports.segment_cases import two_groups
from tests.unit.scoring.release_cases import all_firms, release, summary, table

AMONG = "Compared with about 40 responding firms, self-reported: Manufacturing, energy and water · 10 to 49 people · "
SEGMENT = "responding firms fall into 2 distinct groups."


def release_file(path: Path, of: Instrument, *, campaign: str = "Spring", segments: bool = False) -> Path:
    """A release of this instrument with two tables, one of them with every part, and with two groups if wished."""
    own = table(["sector", "size"], {("B-E", "small"): summary(40)})
    parts = {part.id: summary(40) for part in of.dimensions}
    cells = (replace(own.cells[0], scores={**own.cells[0].scores, **parts}),)
    made = release(all_firms(summary(100)), replace(own, cells=cells), campaign=campaign)
    held = to_json(two_groups(of, 20, 55)) if segments else None
    save(replace(made, instrument=of.reference, hash=of.content_hash, segments=held), path)
    return path
