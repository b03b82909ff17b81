"""Scores as JSON and back, so that a result stays what it was when the scorer moves on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from scoring.instrument import Instrument
from scoring.scores import Scores

WHOLE = frozenset({"level", "dimension_levels", "states"})
"""Parts of ``Scores`` that hold int8 positions; the others are float64."""


def to_json(scores: Scores) -> dict[str, Any]:
    """The scores of one firm (a ``Scores`` of one row): part → value, or column → value; no score is null."""
    return {name: _plain(getattr(scores, name)) for name in _parts()}


def from_json(instrument: Instrument, stored: Mapping[str, Any]) -> Scores:
    """The ``Scores`` of one row that ``to_json`` was given."""
    return Scores(instrument, **{name: _revived(name, stored.get(name)) for name in _parts()})


def _parts() -> list[str]:
    return [field.name for field in fields(Scores) if field.name != "instrument"]


def _plain(part: pd.DataFrame | pd.Series | None) -> Any:
    if part is None:
        return None
    if isinstance(part, pd.DataFrame):
        return {column: _number(value) for column, value in part.iloc[0].items()}
    return _number(part.iloc[0])


def _number(value: Any) -> float | int | None:
    number = value.item()
    return None if math.isnan(number) else number


def _revived(name: str, part: Any) -> pd.DataFrame | pd.Series | None:
    kind = "int8" if name in WHOLE else "float64"
    if isinstance(part, Mapping):
        return pd.DataFrame([part], dtype=kind)
    return pd.Series([part], dtype=kind, name=name)
