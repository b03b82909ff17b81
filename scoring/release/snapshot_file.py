"""A snapshot as a Parquet file, or the bytes of one: a row for each firm. It is never published."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from scoring.messages import N_, Message, Problem
from scoring.release.model import ReleaseError, Snapshot

FORMAT = 1

ABOUT = b"waymark"
"""The entry of the file's metadata that says what no column can: its form, its release and who sees what."""

NOT_A_SNAPSHOT = N_("This is not the snapshot of a release, or it is broken. Restore it from a backup.")
OTHER_RELEASE = N_("This is the snapshot of another release. Restore both files from one backup.")


def write_snapshot(snapshot: Snapshot, path: Path | IO[bytes], *, belongs_to: str) -> None:
    """Write a snapshot; ``belongs_to``: checksum of the release that was made from it.

    Columns: ``key``, ``digest``, ``level``, ``weight`` (if there are weights), ``field.…``, ``score.…``, ``mark.…``,
    and ``seen_by``, the numbers of the accounts that see the firm's answers.
    """
    columns = {
        "key": pa.array(snapshot.keys.tolist(), pa.string()),
        "digest": pa.array(snapshot.digests),
        "level": pa.array(snapshot.levels),
        **({} if snapshot.weights is None else {"weight": pa.array(snapshot.weights)}),
        **{f"field.{name}": pa.array(snapshot.fields[name].tolist(), pa.string()) for name in snapshot.fields},
        **{f"score.{name}": pa.array(snapshot.scores[name].to_numpy()) for name in snapshot.scores},
        **{f"mark.{name}": pa.array(np.ascontiguousarray(snapshot.marks[name])) for name in snapshot.marks},
        "seen_by": _seen_by(snapshot),
    }
    about = {"format": FORMAT, "release": belongs_to, "accounts": len(snapshot.viewers), "own_link": snapshot.own_link}
    table = pa.table(columns).replace_schema_metadata({ABOUT: json.dumps(about)})
    pq.write_table(table, path, compression="zstd")


def snapshot_bytes(snapshot: Snapshot, *, belongs_to: str) -> bytes:
    """What ``write_snapshot`` would write."""
    file = io.BytesIO()
    write_snapshot(snapshot, file, belongs_to=belongs_to)
    return file.getvalue()


def _seen_by(snapshot: Snapshot) -> pa.ListArray:
    account = np.concatenate([np.full(len(seen), at) for at, seen in enumerate(snapshot.viewers)] or [np.empty(0)])
    firm = np.concatenate([*snapshot.viewers, np.empty(0, dtype=np.intp)]).astype(np.intp)
    order = np.lexsort((account, firm))
    ends = np.concatenate([[0], np.cumsum(np.bincount(firm, minlength=len(snapshot)))])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.array(account[order], pa.int32()))


def read_snapshot(file: Path | bytes, *, belongs_to: str) -> Snapshot:
    """The snapshot in a file, or in the bytes of one, exactly as it was. Raises ``ReleaseError`` where it is broken or
    of another release."""
    place = "snapshot" if isinstance(file, bytes) else str(file)
    try:
        table = pq.read_table(io.BytesIO(file) if isinstance(file, bytes) else file)
        about = json.loads((table.schema.metadata or {})[ABOUT])
        snapshot = _snapshot(table, about["accounts"], own_link=about["own_link"])
        sound = about["format"] == FORMAT and isinstance(about["own_link"], bool)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise ReleaseError([Problem(place, Message(NOT_A_SNAPSHOT))]) from error
    if not sound:
        raise ReleaseError([Problem(place, Message(NOT_A_SNAPSHOT))])
    if about["release"] != belongs_to:
        raise ReleaseError([Problem(place, Message(OTHER_RELEASE))])
    return snapshot


def keys_in(content: bytes) -> np.ndarray:
    """The keys of the firms of a snapshot, from the bytes of its file and without reading the rest: str (n,).

    Raises ``ReleaseError`` where it is broken.
    """
    try:
        column = pq.read_table(io.BytesIO(content), columns=["key"])["key"]
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise ReleaseError([Problem("snapshot", Message(NOT_A_SNAPSHOT))]) from error
    return np.array(column.to_pylist(), dtype=object)


def _snapshot(table: pa.Table, accounts: int, *, own_link: bool) -> Snapshot:
    n = table.num_rows
    return Snapshot(
        keys=np.array(table["key"].to_pylist(), dtype=object),
        digests=_values(table, "digest", np.uint64),
        fields=_frame(table, "field.").astype("str"),
        scores=_frame(table, "score."),
        levels=_values(table, "level", np.int8),
        marks=_frame(table, "mark."),
        weights=_values(table, "weight", np.float64) if "weight" in table.column_names else None,
        viewers=_viewers(table["seen_by"].combine_chunks(), accounts, n),
        own_link=own_link,
    )


def _values(table: pa.Table, name: str, dtype: type) -> np.ndarray:
    found: np.ndarray = table[name].to_numpy().astype(dtype)
    return found


def _frame(table: pa.Table, prefix: str) -> pd.DataFrame:
    names = [name for name in table.column_names if name.startswith(prefix)]
    columns = {name.removeprefix(prefix): table[name].to_numpy() for name in names}
    return pd.DataFrame(columns, index=range(table.num_rows))


def _viewers(seen_by: pa.ListArray, accounts: int, firms: int) -> tuple[np.ndarray, ...]:
    firm = np.repeat(np.arange(firms), np.diff(seen_by.offsets.to_numpy()))
    account = seen_by.values.to_numpy()
    return tuple(firm[account == number] for number in range(accounts))
