"""Releases as files: JSON for everyone, and a private folder that keeps each with the snapshot it was made from."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scoring import jsonfile
from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem
from scoring.release.checking import problems_of
from scoring.release.model import Published, Release, ReleaseError
from scoring.release.records import plain, rebuilt
from scoring.writing import replacing

FORMAT = 1
"""Version of the file's form; raised when an older reader would misread a newer file."""

NOT_JSON = N_("This is not a release: the file is not JSON. {reason}")
NOT_A_RELEASE = N_("This is not a release: “format”: {format} is missing, or is of a later version.")
SEGMENTS = N_("This is a file of segments, not a release.")
CHANGED = N_("The file was changed after it was written: its checksum does not agree. Take the original.")
NOT_READABLE = N_("The file cannot be read. Check its name and that you may read it.")


def to_json(release: Release) -> dict[str, Any]:
    """The release as JSON can hold it; the manual says what each name means.

    A figure is a number, or ``{"below": 5}`` or ``{"above": 95}`` where only that is published. ``checksum`` is the
    SHA-256 of all the rest, as JSON with sorted names and no spaces.
    """
    content = {"format": FORMAT, **plain(release)}
    return {**content, "checksum": jsonfile.checksum_of(content)}


def from_json(data: Mapping[str, Any], instrument: Instrument | None = None) -> Release:
    """The release that ``to_json`` made this of.

    Raises ``ReleaseError`` with every name that is not known or missing, every value of another kind or outside its
    range, and each of their places; for a checksum that does not agree; and, with an ``instrument``, for a release of
    another one or of other scoring content.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise ReleaseError([Problem("format", Message(NOT_A_RELEASE, {"format": FORMAT}))])
    if "kind" in data and "tables" not in data:
        raise ReleaseError([Problem("tables", Message(SEGMENTS))])
    content = {name: value for name, value in data.items() if name != "checksum"}
    release, problems = rebuilt(Release, {name: value for name, value in content.items() if name != "format"})
    problems = problems or problems_of(release, instrument)
    if not problems and data.get("checksum") != jsonfile.checksum_of(content):
        problems = [Problem("checksum", Message(CHANGED))]
    if problems:
        raise ReleaseError(problems)
    found: Release = release
    return found


def save(release: Release, path: str | Path) -> None:
    """Write a release to a JSON file, whole or not at all. Raises ``WritingError``."""
    with replacing(Path(path)) as file:
        file.write(written(release))


def written(release: Release) -> bytes:
    """The bytes of a release's file: the same for the same release."""
    return jsonfile.written(to_json(release))


def read(path: str | Path, instrument: Instrument | None = None) -> Release:
    """The release in a file. Raises ``ReleaseError``, each place beginning with the file's name: see ``from_json``."""
    path = Path(path)
    try:
        return from_json(_parsed(path), instrument)
    except ReleaseError as error:
        raise ReleaseError([Problem(f"{path.name}, {one.place}", one.message) for one in error.problems]) from error


def _parsed(path: Path) -> Any:
    try:
        return jsonfile.parsed(path)
    except OSError as error:
        raise ReleaseError([Problem("-", Message(NOT_READABLE))]) from error
    except ValueError as error:
        raise ReleaseError([Problem("-", Message(NOT_JSON, {"reason": str(error)}))]) from error


RELEASE, SNAPSHOT = "release.json", "snapshot.parquet"

NAME = re.compile(r"(?!0000)[0-9]{4}|[1-9][0-9]{4,}", re.ASCII)

FOREIGN = N_("This is no release that was kept here. Keep nothing else in this folder.")
GAP = N_("Release {number} is missing. Without it the audit cannot be trusted: restore it from a backup.")
NOT_NEXT = N_("Release {number} is there already: another was kept since this one was made. Make it again.")
TOO_EARLY = N_("Release {number} cannot be kept: the folder holds {n}.")
NO_FOLDER = N_("The folder cannot be made or written. Check that the one above it exists and that you may write there.")
NOT_THIS = N_("This says that it is release {found} of “{campaign}”, but stands where another is expected.")


def keep(published: Published, folder: str | Path) -> Path:
    """Keep a release with its snapshot as the next one in the private folder of its campaign; returns where.

    The folder is made where it is not there, readable by its owner only. Each release is a folder of its own, called
    ``0001``, ``0002`` …, which is put there by one renaming: whole or not at all, and by one process only. Raises
    ``ReleaseError`` where this is not the next number.
    """
    folder, number = Path(folder), published.release.number
    target, made = _place_for(number, folder)
    try:
        _write_both(published, made)
        made.rename(target)
    except OSError as error:
        taken = error.errno in (errno.ENOTEMPTY, errno.EEXIST)
        raise _refused(folder, NOT_NEXT if taken else NO_FOLDER, number=number) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    _sync(folder)
    return target


def _place_for(number: int, folder: Path) -> tuple[Path, Path]:
    """Where release ``number`` will stand, and a new folder beside it to make it in."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        there = len(_kept(folder))
        if number != there + 1:
            raise _refused(folder, NOT_NEXT if number <= there else TOO_EARLY, number=number, n=there)
        return folder / f"{number:04}", Path(tempfile.mkdtemp(dir=folder, prefix=".making-"))
    except OSError as error:
        raise _refused(folder, NO_FOLDER) from error


def _refused(place: Path, text: str, **told: object) -> ReleaseError:
    return ReleaseError([Problem(str(place), Message(text, told))])


def _write_both(published: Published, folder: Path) -> None:
    from scoring.release.snapshot_file import write_snapshot  # noqa: PLC0415 - whoever reads releases has no snapshots

    (folder / RELEASE).write_bytes(written(published.release))
    write_snapshot(published.snapshot, folder / SNAPSHOT, belongs_to=to_json(published.release)["checksum"])
    for name in (RELEASE, SNAPSHOT):
        (folder / name).chmod(0o600)
        _sync(folder / name)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _kept(folder: Path) -> list[Path]:
    """The folders of the releases kept so far, oldest first; what is being made or was given up has a dot."""
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    if foreign := [name for name in names if not NAME.fullmatch(name)]:
        raise ReleaseError([Problem(str(folder / name), Message(FOREIGN)) for name in foreign])
    missing = [number for number in range(1, len(names) + 1) if f"{number:04}" not in names]
    if missing:
        raise _refused(folder, GAP, number=missing[0])
    return [folder / f"{number:04}" for number in range(1, len(names) + 1)]


def history(folder: str | Path, instrument: Instrument) -> tuple[Published, ...]:
    """All releases kept in a folder, oldest first; none where there is no folder yet.

    Raises ``ReleaseError`` where one is missing, changed, of another campaign or of another instrument, or where the
    folder holds anything else.
    """
    folder = Path(folder)
    if not folder.exists():
        return ()
    if not folder.is_dir():
        raise _refused(folder, NO_FOLDER)
    found: list[Published] = []
    for place in _kept(folder):
        published = _published(place, instrument)
        campaigns = {published.release.campaign, *(one.release.campaign for one in found)}
        if published.release.number != len(found) + 1 or len(campaigns) > 1:
            raise _refused(place, NOT_THIS, found=published.release.number, campaign=published.release.campaign)
        found.append(published)
    return tuple(found)


def _published(place: Path, instrument: Instrument) -> Published:
    from scoring.release.snapshot_file import read_snapshot  # noqa: PLC0415 - as above

    release = read(place / RELEASE, instrument)
    written_then = _parsed(place / RELEASE)["checksum"]  # a later version may write more of the same release
    return Published(release, read_snapshot(place / SNAPSHOT, belongs_to=written_then))


def is_private(folder: str | Path) -> bool:
    """Whether nobody but its owner (and the machine's administrator) can look into a folder."""
    return not Path(folder).stat().st_mode & 0o077
