"""How much of a file is read: what is beyond is refused before it costs time or memory."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.messages import N_


@dataclass(frozen=True)
class Limits:
    """Bounds of what is read at a time; the defaults suit one's own machine, a server sets closer ones.

    ``bytes``: of all files together; ``rows``, ``columns`` and ``cells`` of a sheet; ``characters`` of a cell;
    ``unpacked``: bytes of a workbook or an archive once unpacked; ``ratio``: bytes that one of a part of ten megabytes
    or more may unpack to (a sheet of answers has 10 to 20); ``seconds`` for each workbook; ``memory``: address space in
    bytes of the program that parses them; ``files`` at a time.
    """

    bytes: int = 1024**3
    rows: int = 1_000_000
    columns: int = 2_000
    cells: int = 60_000_000
    characters: int = 131_072
    unpacked: int = 1024**3
    ratio: int = 100
    seconds: float = 120.0
    memory: int = 4 * 1024**3
    files: int = 2_000


LIMITS = Limits()

TOO_BIG = N_("The file has more than {limit} megabytes. Delete what is not needed, or divide it.")
TOO_MANY_ROWS = N_("The file has more than {limit} rows. Divide it into several.")
TOO_MANY_COLUMNS = N_("The file has {found} columns, more than the {limit} that we read. Delete those not needed.")
TOO_MANY_FILES = N_("These are more than {limit} files. Upload them in several goes.")
LONG_CELL = N_("Around row {row} a cell has more than {limit} characters.")
