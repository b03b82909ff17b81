"""A sheet between two requests: its text as Parquet, and beside it what else there is to know of it."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from scoring.messages import Message
from scoring.reading.sheet import Misfit, Sheet, text_column

KEY = b"sheet"
ROWS = "rows"


def packed(sheet: Sheet) -> bytes:
    """See ``Sheet.to_bytes``."""
    columns = {str(at): pa.array(sheet.cells[at].astype("str"), pa.large_string()) for at in range(len(sheet.header))}
    table = pa.table({ROWS: pa.array(sheet.rows), **columns})
    out = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata({KEY: json.dumps(_about(sheet))}), out, compression="lz4", write_statistics=False
    )
    return out.getvalue()


def _about(sheet: Sheet) -> dict[str, Any]:
    misfits = [{"row": one.row, "cells": one.cells, "message": asdict(one.message)} for one in sheet.misfits]
    lines = None if sheet.lines is None else sheet.lines.tolist()
    kept = {"header": sheet.header, "head": sheet.head, "above": sheet.above, "format": sheet.format}
    return {**kept, "sources": sheet.sources, "misfits": misfits, "lines": lines}


def unpacked(data: bytes) -> Sheet:
    """See ``Sheet.from_bytes``."""
    table = pq.read_table(io.BytesIO(data))
    about = json.loads(table.schema.metadata[KEY])
    rows = table[ROWS].to_numpy()
    cells = {at: text_column(table[str(at)].chunks) for at in range(len(about["header"]))}
    return Sheet(
        tuple(about["header"]),
        pd.DataFrame(cells, index=range(len(rows))),
        rows,
        tuple(Misfit(one["row"], tuple(one["cells"]), Message(**one["message"])) for one in about["misfits"]),
        about["head"],
        tuple(map(tuple, about["above"])),
        about["format"],
        tuple(about["sources"]),
        None if about["lines"] is None else np.array(about["lines"], dtype=np.int32).reshape(len(rows), -1),
    )
