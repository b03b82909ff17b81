"""A program: reads workbooks from standard input and answers each with one visible sheet, in bounded memory.

It is started with the limits as JSON. A workbook comes as its length, which of its visible sheets is wanted, counted
from 0 (eight bytes each, big-endian), and its bytes. The answer is a line of JSON, with a fault or the number of
columns and of rows in each stretch of the sheet. Then comes for each column from A on and each stretch a line with its
distinct texts as JSON and, for each row, which of them it is, as 32 bits in the order of this machine.
"""

from __future__ import annotations

import gc
import io
import json
import resource
import sys
from collections.abc import Callable
from zipfile import ZipFile

from scoring.parsing.columns import Texts, columns_of
from scoring.parsing.forked import beside
from scoring.parsing.halves import in_halves
from scoring.parsing.rows import opened, rows_of
from scoring.parsing.scanning import LARGE_PART, Bounds, Broken, Fault, looked_through, scan


def main() -> int:
    """Answer workbooks until there are no more."""
    gc.disable()  # millions of cells, none of them in a circle, and the program ends soon
    bounds = Bounds(json.loads(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory, bounds.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # where it ends at that, it leaves nothing behind
    while size := int.from_bytes(sys.stdin.buffer.read(8)):
        wanted = int.from_bytes(sys.stdin.buffer.read(8))
        _answer(sys.stdin.buffer.read(size), wanted, bounds)
        sys.stdout.buffer.flush()
    return 0


def _answer(data: bytes, wanted: int, bounds: Bounds) -> None:
    try:
        stretches = parsed(data, bounds, wanted)
        if not stretches[0]:
            raise Fault("empty")
    except Fault as fault:
        return _say({"fault": fault.args[0], "params": dict(fault.args[1:])})
    except MemoryError:
        return _say({"fault": "too_large", "params": {}})
    except Exception:
        return _say({"fault": "damaged", "params": {}})
    _say({"columns": len(stretches[0]), "rows": [len(stretch[0].places) for stretch in stretches]})
    for column in zip(*stretches, strict=True):
        for texts in column:
            _say(texts.words)
            sys.stdout.buffer.write(texts.places)
    return None


def _say(what: object) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")


def parsed(data: bytes, bounds: Bounds, wanted: int = 0) -> list[list[Texts]]:
    """The columns of a visible sheet, in one stretch of its rows or two, each with as many columns."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Fault("encrypted")
    archive, parts = looked_through(data, bounds)
    halves = in_halves(archive, parts, bounds) if wanted == 0 else None
    return halves or [_whole(data, archive, parts, bounds, wanted)]


def _whole(data: bytes, archive: ZipFile, parts: dict[str, str], bounds: Bounds, wanted: int) -> list[Texts]:
    scanned = _scanned(archive, parts, bounds)
    try:
        book, title = opened(io.BytesIO(data), wanted)
        sheet = book.get_sheet_by_name(title)
    finally:
        told = scanned()  # what was seen in the bytes tells more than where the parser gave up
    has_truth, broken = told.get(title, (True, {}))
    return columns_of(rows_of(sheet, has_truth, broken, bounds))


def _scanned(archive: ZipFile, parts: dict[str, str], bounds: Bounds) -> Callable[[], dict[str, tuple[bool, Broken]]]:
    """What tells of each sheet, looked at meanwhile where it is large."""
    if sum(archive.getinfo(part).file_size for part in parts.values()) >= LARGE_PART:
        return beside(lambda: scan(archive, parts, bounds), bounds)
    told = scan(archive, parts, bounds)
    return lambda: told


if __name__ == "__main__":
    sys.exit(main())
