"""Scores as JSON and back, so that a result stays what it was when the scorer moves on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd

from scoring.instrument import Instrument
from scoring.scores import Scores

WHOLE = frozenset({"level", "dimension_levels", "states"})
"""Parts of ``Scores`` that hold int8 positions; the others are float64."""


def to_json(scores: Scores) -> dict[str, Any]:
    """The detailed scores of one firm (a ``Scores`` of one row): part → value, or column → value; no score is null."""
    return {name: _plain(getattr(scores, name)) for name in _parts()}


def to_json_rows(scores: Scores) -> list[dict[str, Any]]:
    """``to_json`` of every firm, in one go."""
    parts = [_plain_rows(getattr(scores, name)) for name in _parts()]
    return [dict(zip(_parts(), row, strict=True)) for row in zip(*parts, strict=True)]


def packed(stored: Mapping[str, Any]) -> bytes:
    """The scores of the dimensions of what ``to_json`` gave: a little-endian float32 each, in their order; no score is
    NaN."""
    return np.array(list(stored["dimensions"].values()), dtype="<f4").tobytes()


def from_json(instrument: Instrument, stored: Mapping[str, Any]) -> Scores:
    """The ``Scores`` of one row that ``to_json`` was given; a part that later versions added has its default."""
    return Scores(instrument, **{name: _revived(name, stored[name]) for name in _parts() if name in stored})


def from_json_rows(instrument: Instrument, stored: Sequence[Mapping[str, Any]]) -> Scores:
    """The ``Scores`` of several rows, each of which ``to_json`` gave; all by the same version of the scorer."""
    known = [name for name in _parts() if name in stored[0]]
    return Scores(instrument, **{name: _revived_rows(name, [row[name] for row in stored]) for name in known})


def _parts() -> list[str]:
    return [field.name for field in fields(Scores) if field.name != "instrument"]


def _plain(part: pd.DataFrame | pd.Series) -> Any:
    if isinstance(part, pd.DataFrame):
        return dict(zip(part.columns, _numbers(part.iloc[0]), strict=True))
    return _numbers(part)[0]


def _plain_rows(part: pd.DataFrame | pd.Series) -> list[Any]:
    values = part.to_numpy().astype(object)
    values[part.isna().to_numpy()] = None
    if isinstance(part, pd.DataFrame):
        names = part.columns.tolist()
        return [dict(zip(names, row, strict=True)) for row in values.tolist()]
    plain: list[Any] = values.tolist()
    return plain


def _numbers(row: pd.Series) -> list[float | int | None]:
    return [None if math.isnan(number) else number for number in row.tolist()]


def _revived(name: str, part: Any) -> Any:
    return _revived_rows(name, [part])


def _revived_rows(name: str, parts: list[Any]) -> Any:
    kind = "int8" if name in WHOLE else "float64"
    if isinstance(parts[0], Mapping):
        return pd.DataFrame(parts, dtype=kind)
    return pd.Series(parts, dtype=kind, name=name)
