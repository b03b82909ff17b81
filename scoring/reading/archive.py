"""Files that came packed together: how many, how large, and by which name they are called."""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from scoring.messages import N_, Message, Problem
from scoring.reading.limits import TOO_MANY_FILES, Limits
from scoring.reading.sheet import ReadingError

NESTED = N_("There is an archive within the archive. Unpack it first.")
UNPACKS = N_("The archive unpacks to more than {limit} megabytes. Upload its files in several goes.")
BROKEN = N_("The archive is damaged or protected by a password. Pack the files again, or upload them one by one.")
PACKED = b"PK\x03\x04"


def unpacked_files(files: Sequence[tuple[str, bytes]], limits: Limits) -> list[tuple[str, bytes]]:
    """The files themselves: what archives hold in their place, everything by a harmless name of its own.

    Raises ``ReadingError`` for an archive that is beyond the limits, damaged, or holds another.
    """
    found: list[tuple[str, bytes]] = []
    left = limits.unpacked
    for name, data in files:
        archive = _archive(data, harmless(name))
        if archive is None:
            found.append((name, data))
        else:
            found += _members(archive, harmless(name), left, limits)
            left -= sum(len(one) for _, one in found)
        if len(found) > limits.files:
            raise ReadingError([Problem("-", Message(TOO_MANY_FILES, {"limit": limits.files}))])
    return _apart(found)


def _archive(data: bytes, place: str) -> zipfile.ZipFile | None:
    """The archive in these bytes, unless they are a document that is packed so itself."""
    if not data.startswith(PACKED):
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        return None  # a workbook that is not complete, as far as anybody can tell
    if is_rest(archive):
        raise ReadingError([Problem(place, Message(BROKEN))])
    documents = {"[Content_Types].xml", "META-INF/manifest.xml"}
    return None if documents & set(archive.namelist()) else archive


def is_rest(archive: zipfile.ZipFile) -> bool:
    """Whether other data stand before it: what was cut off ends with the table of contents of a file within it."""
    return min((entry.header_offset for entry in archive.infolist()), default=0) > 0


def _members(archive: zipfile.ZipFile, place: str, left: int, limits: Limits) -> Iterator[tuple[str, bytes]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_litter(entry.filename)]
    if len(entries) > limits.files:
        raise ReadingError([Problem(place, Message(TOO_MANY_FILES, {"limit": limits.files}))])
    if sum(entry.file_size for entry in entries) > left or any(_is_bomb(entry, limits) for entry in entries):
        raise ReadingError([Problem(place, Message(UNPACKS, {"limit": limits.unpacked // 1_000_000}))])
    for entry in entries:
        try:
            data = archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise ReadingError([Problem(place, Message(BROKEN))]) from error
        if _archive(data, place) is not None:
            raise ReadingError([Problem(place, Message(NESTED))])
        yield entry.filename, data


def _is_bomb(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    return entry.file_size > 10_000_000 and entry.file_size > limits.ratio * entry.compress_size


def _is_litter(path: str) -> bool:
    """What systems add to archives, and spreadsheet programs to folders, for themselves."""
    name = path.replace("\\", "/").rpartition("/")[2]
    return "__MACOSX/" in path or name.startswith((".", "~$")) or name == "Thumbs.db"


def harmless(path: str) -> str:
    """The name of a file without its folders and without what cannot be seen, at most 100 characters."""
    name = path.replace("\\", "/").rpartition("/")[2]
    shown = "".join(one for one in unicodedata.normalize("NFC", name) if unicodedata.category(one)[0] != "C")
    return shown.strip()[-100:] or "-"


def _apart(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Files of the same name told apart by a number."""
    seen: dict[str, int] = {}
    apart = []
    for path, data in files:
        name = harmless(path)
        times = seen[name] = seen.get(name, 0) + 1
        stem, dot, ending = name.rpartition(".")
        apart.append((name if times == 1 else f"{stem} ({times}){dot}{ending}", data))
    return apart
