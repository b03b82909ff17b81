"""CSV and its relatives: from bytes to a sheet, whatever the encoding and separator."""

from __future__ import annotations

import csv
import io

from scoring.messages import N_, Message, Problem
from scoring.reading.limits import LIMITS, TOO_MANY_ROWS, Limits
from scoring.reading.sheet import Known, ReadingError, Sheet, sheet_of

SEPARATORS = (",", ";", "\t", "|")
HEADER = 1_000_000
"""Characters within which the header is found."""

NOT_TEXT = N_("The file is neither a workbook nor text that we can read. Save it as CSV (UTF-8) or as .xlsx.")


def read_text(
    data: bytes, place: str, *, known: Known | None = None, corner: bool = False, limits: Limits = LIMITS
) -> Sheet:
    """The sheet in a CSV file: UTF-8, UTF-16 with its mark, or Windows-1252; separated by comma, semicolon, tab or bar.

    A first line ``sep=;`` says which separator it is and, as in Excel, is no row; otherwise it is the one that gives
    the header most columns. Everything stays text: nothing is a number, a date or missing here. ``known`` and
    ``corner``: see ``sheet_of``. Raises ``ReadingError``.
    """
    if max(data.count(b"\n"), data.count(b"\r")) > limits.rows + 1:
        raise ReadingError([Problem(place, Message(TOO_MANY_ROWS, {"limit": limits.rows}))])
    text = decoded(data, place)
    first, _, rest = text.partition("\n")
    told = first.strip().casefold() in {f"sep={mark}" for mark in SEPARATORS}
    separator, lines = (first.strip()[-1], rest) if told else (_separator(text), text)
    return sheet_of(io.StringIO(lines, newline=""), separator, place, known=known, corner=corner, limits=limits)


MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(data: bytes, place: str) -> str:
    """Bytes as text; what is not valid UTF-8 and carries no mark is taken for Windows-1252."""
    marked = [encoding for mark, encoding in MARKS if data.startswith(mark)]
    for encoding in marked or ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ReadingError([Problem(place, Message(NOT_TEXT))])


def _separator(text: str) -> str:
    """The separator that gives the first line with anything in it the most columns."""
    beginning = text[:HEADER]
    return max(SEPARATORS, key=lambda mark: _columns(beginning, mark))


def _columns(text: str, separator: str) -> int:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return next((len(record) for record in reader if any(cell.strip() for cell in record)), 0)
    except csv.Error:
        return 0
