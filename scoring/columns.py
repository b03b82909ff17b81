"""Columns of text, understood by their distinct values: each is looked at once, however many rows hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoring.messages import Message


@dataclass(frozen=True)
class Fault:
    """One value that could not be used: row (counted from 0), column, the value, and why."""

    row: int
    column: str
    value: str
    message: Message


def understood(
    column: pd.Series, name: str, read: Callable[[str], Any], missing: Any = None
) -> tuple[np.ndarray, list[Fault]]:
    """What ``read`` makes of each value, as an object array, and a fault for each row where it gave a Message.

    Values are trimmed before; an empty one is not read: it becomes ``missing``, as does one with a fault.
    """
    places, distinct = pd.factorize(column.str.strip())
    texts = distinct.tolist()
    meanings = [missing if text == "" else read(text) for text in texts]
    faulty = np.array([isinstance(meaning, Message) for meaning in meanings] + [False], dtype=bool)
    rows = np.flatnonzero(faulty[places])
    faults = [Fault(int(row), name, texts[places[row]], meanings[places[row]]) for row in rows]
    values = np.empty(len(meanings) + 1, dtype=object)
    for place, meaning in enumerate((*meanings, missing)):  # one by one: numpy would take tuples apart
        values[place] = missing if isinstance(meaning, Message) else meaning
    return values[places], faults
