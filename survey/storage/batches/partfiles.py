"""Part files: the PDFs of a chunk one after the other, whole and on disk before anybody is told of them.

Names are ours alone, so that nothing else in a folder is ever touched.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.writing import replacing

_OURS = re.compile(r"\.?(part-[0-9a-f]{16}|archive-[0-9a-f]{16}\.zip)(\..+)?")
_FOLDER = re.compile(r"[A-Za-z0-9_-]{16}")
FRESH_SECONDS = 3600.0
"""What nobody was told of yet may just have been written."""


class LostError(LookupError):
    """A part is not there, or not all of it; ``part``: its name."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True)
class Place:
    """Where a PDF is."""

    part: str
    offset: int
    size: int


def put(folder: Path, pdfs: Sequence[bytes]) -> list[Place]:
    """Write PDFs into one new part. Raises ``WritingError`` where that cannot be."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"part-{secrets.token_hex(8)}"
    places, offset = [], 0
    with replacing(folder / name) as file:
        for pdf in pdfs:
            file.write(pdf)
            places.append(Place(name, offset, len(pdf)))
            offset += len(pdf)
    return places


def archive_name() -> str:
    """Another one for each time that the same is packed: who was told of the one before still finds what it says."""
    return f"archive-{secrets.token_hex(8)}.zip"


def read(folder: Path, place: Place) -> bytes:
    """One PDF. Raises ``LostError``."""
    try:
        with (folder / place.part).open("rb") as file:
            file.seek(place.offset)
            found = file.read(place.size)
    except FileNotFoundError:
        raise LostError(place.part) from None
    if len(found) < place.size:
        raise LostError(place.part)
    return found


def drop(folder: Path, part: str) -> None:
    """Remove a part that nobody was told of, and the folder if that was all."""
    (folder / part).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        folder.rmdir()


def blank(folder: Path, places: Collection[Place]) -> None:
    """Overwrite PDFs where they are; whoever looks for them finds nothing."""
    for place in places:
        with contextlib.suppress(FileNotFoundError), (folder / place.part).open("r+b") as file:
            file.seek(place.offset)
            file.write(bytes(place.size))
            file.flush()
            os.fsync(file.fileno())


def clear(folder: Path, keep: Collection[str] = (), *, older_than: float = 0.0) -> int:
    """Remove all that is ours but what is to be kept and what is younger than so many seconds; how many files."""
    removed = 0
    for path in _files(folder):
        if _OURS.fullmatch(path.name) and path.name not in keep and _is_older(path, older_than):
            path.unlink(missing_ok=True)
            removed += 1
    with contextlib.suppress(OSError):
        folder.rmdir()
    return removed


def folders(root: Path) -> list[Path]:
    """Folders that may be those of batches."""
    return [path for path in _files(root) if _FOLDER.fullmatch(path.name) and path.is_dir()]


def _files(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_older(path: Path, seconds: float) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return not seconds or time.time() - path.stat().st_mtime > seconds
    return False
