"""Packing: the archive of a batch is written from its parts, all of it or nothing, and takes their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reports import archive
from reports.archive import Entry
from scoring.messages import WaymarkError
from survey.storage.batches import loading, packing, partfiles
from survey.storage.batches.held import folder_of
from survey.storage.batches.packing import Unwanted
from survey.storage.batches.partfiles import LostError, Place
from survey.storage.jobs import Job


def run_pack(job: Job) -> None:
    """Make the archive that a job of items waits for, again where a report was taken out meanwhile."""
    number = job.payload["job"]
    while (order := loading.order_of(number)) and packing.is_wanted(number):
        folder = folder_of(order.public_id)
        try:
            if _packed(number, folder, order.language):
                return
        except LostError as lost:
            packing.redo(number, lost.part)
            return
        except Unwanted:
            return


def _packed(number: int, folder: Path, language: str) -> bool:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, made = folder / partfiles.archive_name(), list[int]()

    def entries() -> Iterator[Entry]:
        for id, entry in packing.entries(number, folder, language):
            if entry.pdf is not None:
                made.append(id)
            yield entry

    try:
        archive.write(path, entries())
        places = [Place(path.name, first, size) for first, size in archive.places(path)]
        taken = packing.packed(number, path, list(zip(made, places, strict=True)))
    except (OSError, WaymarkError):
        if packing.is_wanted(number):
            raise
        taken = False  # who ended it has removed the folder meanwhile
    if taken:
        partfiles.clear(folder, keep={path.name})
    else:
        partfiles.drop(folder, path.name)
    return taken
