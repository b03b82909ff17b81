"""Parquet files: from typed columns to a sheet of text."""

from __future__ import annotations

import datetime
import io
from typing import Any

import numpy as np
import pandas as pd

from scoring.messages import N_, Message, Problem
from scoring.reading.limits import LIMITS, TOO_MANY_COLUMNS, TOO_MANY_ROWS, Limits
from scoring.reading.sheet import Known, ReadingError, Sheet

DAMAGED = N_("This is not a Parquet file that we can read: it is damaged or not complete.")


def read_parquet(data: bytes, place: str, *, known: Known | None = None, limits: Limits = LIMITS) -> Sheet:  # noqa: ARG001 - its columns have names
    """The sheet in a Parquet file; rows are counted as if a header stood above them. Nulls are blank, 3.0 is "3",
    lists are joined by semicolons; NUL, which no database holds as text, is nothing. Raises ``ReadingError``.
    """
    import pyarrow as pa  # noqa: PLC0415 - slow to import, and only Parquet needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(io.BytesIO(data))
        _refuse_large(file.metadata, place, limits)
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise ReadingError([Problem(place, Message(DAMAGED))]) from error
    cells = {place: _text(column) for place, column in enumerate(table.columns)}
    rows = np.arange(2, table.num_rows + 2)
    names = tuple(name.replace("\0", "") for name in table.column_names)
    return Sheet(names, pd.DataFrame(cells, index=range(table.num_rows)), rows, format="parquet")


def _refuse_large(found: Any, place: str, limits: Limits) -> None:
    """By what the file says of itself, before anything is unpacked."""
    unpacked = sum(found.row_group(at).total_byte_size for at in range(found.num_row_groups))
    if found.num_columns > limits.columns:
        counts = {"found": found.num_columns, "limit": limits.columns}
        raise ReadingError([Problem(place, Message(TOO_MANY_COLUMNS, counts))])
    if found.num_rows > limits.rows or unpacked > limits.unpacked:
        raise ReadingError([Problem(place, Message(TOO_MANY_ROWS, {"limit": limits.rows}))])


def _text(column: Any) -> pd.Series:
    """One column as text; each distinct value of a dictionary column is looked at once."""
    values = column.to_pylist()
    words = {value: _word(value) for value in {value for value in values if not isinstance(value, list | dict)}}
    return pd.Series(
        [_word(value) if isinstance(value, list | dict) else words[value] for value in values], dtype="str"
    )


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if np.isnan(value) else str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    return ";".join(map(_word, value)) if isinstance(value, list) else str(value).replace("\0", "")
