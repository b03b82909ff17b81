"""Tables out of the house: CSV, XLSX and Parquet, safe to open in a spreadsheet, whole or not at all."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pandas as pd

from scoring.messages import N_, Message, Problem, WaymarkError

FORMATS = {".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}

NO_FORMAT = N_("“{suffix}” is not a kind of table that we write. Let the name end in .csv, .xlsx or .parquet.")
TOO_MANY_ROWS = N_("A workbook holds {limit} rows and this table has {rows}. Write .csv or .parquet instead.")
NOT_WRITABLE = N_("The file cannot be written here. Check that the folder exists and that you may write into it.")


class WritingError(WaymarkError):
    """A table that cannot be written as asked."""


@dataclass(frozen=True)
class CsvDialect:
    """How CSV is written: ``separator`` between cells, ``decimal`` in numbers, and whether a mark (``bom``) before it
    says that it is UTF-8, without which Excel takes it for something else."""

    separator: str = ","
    decimal: str = "."
    bom: bool = False


PLAIN = CsvDialect()
DIALECTS: Mapping[str, CsvDialect] = {
    "plain": PLAIN,
    "excel": CsvDialect(bom=True),
    "excel-semicolon": CsvDialect(separator=";", decimal=",", bom=True),
}
"""For other programs; for Excel where numbers have a decimal point; for Excel where they have a comma."""


def write_table(
    table: pd.DataFrame,
    target: str | Path | IO[bytes],
    *,
    format: str | None = None,
    dialect: CsvDialect = PLAIN,
) -> None:
    """Write a table to a file, by the ending of its name, or to a binary stream in the ``format`` named; CSV in this
    ``dialect``.

    Missing values are empty cells. Text that a spreadsheet would take for a formula gets an apostrophe in CSV and
    is written as text in XLSX; numbers stay as they are. A file is there whole or, if anything fails, as it was
    before. Raises ``WritingError``.
    """
    if not isinstance(target, str | Path):
        target.write(WRITERS[format or "csv"](table, "-", dialect))
        return
    path = Path(target)
    kind = format or FORMATS.get(path.suffix.lower())
    if kind is None:
        raise WritingError([Problem(str(path), Message(NO_FORMAT, {"suffix": path.suffix}))])
    data = WRITERS[kind](table, str(path), dialect)
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``path`` once it is complete and on the disk; an error leaves the old one.

    Raises ``WritingError`` where that cannot be.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as error:
        raise WritingError([Problem(str(path), Message(NOT_WRITABLE))]) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _replace(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _replace(temporary: Path, path: Path) -> None:
    """Give the file its name and the rights that a new one would have; keep the entry in the folder on disk too."""
    umask = os.umask(0)
    os.umask(umask)
    temporary.chmod(0o666 & ~umask)
    try:
        temporary.replace(path)
    except OSError as error:
        raise WritingError([Problem(str(path), Message(NOT_WRITABLE))]) from error
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _csv(table: pd.DataFrame, _place: str, dialect: CsvDialect) -> bytes:
    safe = pd.DataFrame({at: _safe_column(table.iloc[:, at]) for at in range(table.shape[1])}, index=table.index)
    header = [guarded(str(name)) for name in table.columns]
    text = safe.to_csv(index=False, header=header, lineterminator="\n", sep=dialect.separator, decimal=dialect.decimal)
    return text.encode("utf-8-sig" if dialect.bom else "utf-8")


def _safe_column(column: pd.Series) -> pd.Series:
    is_text = isinstance(column.dtype, pd.StringDtype) or column.dtype == object
    return column.map(guarded, na_action="ignore") if is_text else column


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def guarded(value: Any) -> Any:
    """Text with an apostrophe before it where a spreadsheet would take it for a formula; a number is none."""
    risky = isinstance(value, str) and value.startswith(FORMULA_STARTS)
    return f"'{value}" if risky and not _NUMBER.fullmatch(value) else value


ROWS_OF_A_SHEET = 1_048_576
CHARACTERS_OF_A_CELL = 32_767


def _xlsx(table: pd.DataFrame, place: str, _dialect: CsvDialect) -> bytes:
    from scoring.workbooks import write_workbook  # noqa: PLC0415 - it is told here what a sheet holds

    if len(table) >= ROWS_OF_A_SHEET:
        counts = {"limit": ROWS_OF_A_SHEET, "rows": len(table)}
        raise WritingError([Problem(place, Message(TOO_MANY_ROWS, counts))])
    out = io.BytesIO()
    write_workbook(out, [table])
    return out.getvalue()


def cut(text: str) -> str:
    """Text as a cell of a workbook can hold it, visibly cut where it is longer."""
    return text if len(text) <= CHARACTERS_OF_A_CELL else text[: CHARACTERS_OF_A_CELL - 1] + "…"


def _parquet(table: pd.DataFrame, _place: str, _dialect: CsvDialect) -> bytes:
    out = io.BytesIO()
    table.to_parquet(out, index=False)
    return out.getvalue()


WRITERS: dict[str, Callable[[pd.DataFrame, str, CsvDialect], bytes]] = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet}
