"""Columns of text, understood by their distinct values: each is looked at once, however many rows hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoring.messages import Message


@dataclass(frozen=True)
class Fault:
    """One value that could not be used: row (counted from 0), column, the value, and why.

    ``others``: further rows with the very same, where they are not told one by one.
    """

    row: int
    column: str
    value: str
    message: Message
    others: Sequence[int] = ()


def understood(
    column: pd.Series, name: str, read: Callable[[str], Any], missing: Any = None, listed: int | None = None
) -> tuple[np.ndarray, list[Fault]]:
    """What ``read`` makes of each value, as an object array, and a fault for each row where it gave a Message.

    Values are trimmed before; an empty one is not read: it becomes ``missing``, as does one with a fault.
    ``listed``: of how many rows with the same value there is a fault each, the rest being told by the last of these.
    """
    places, texts = _coded(column)
    meanings = [missing if text == "" else read(text) for text in texts]
    faulty = np.array([isinstance(meaning, Message) for meaning in meanings] + [False], dtype=bool)
    rows = np.flatnonzero(faulty[places])
    told, others = (rows, {}) if listed is None else _cut(rows, places[rows], listed)
    faults = [
        Fault(int(row), name, texts[places[row]], meanings[places[row]], others.get(int(row), ())) for row in told
    ]
    values = np.empty(len(meanings) + 1, dtype=object)
    for place, meaning in enumerate((*meanings, missing)):  # one by one: numpy would take tuples apart
        values[place] = missing if isinstance(meaning, Message) else meaning
    return values[places], faults


def _cut(rows: np.ndarray, words: np.ndarray, listed: int) -> tuple[np.ndarray, dict[int, list[int]]]:
    """Of the rows with the same word the first ``listed``; and by the last of these the others."""
    order = np.argsort(words, kind="stable")
    begins = np.flatnonzero(np.diff(words[order], prepend=-1))
    told, others = [], {}
    for same in np.split(rows[order], begins[1:]):
        told.append(same[:listed])
        if len(same) > listed:
            others[int(same[listed - 1])] = same[listed:].tolist()
    return np.sort(np.concatenate(told)) if told else rows, others


def _coded(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Which text stands in each row, -1 for none, and the texts, trimmed."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        words = column.cat.categories.to_numpy(
            dtype=object
        )  # an index of Arrow's texts makes each of them anew, slowly
        return column.cat.codes.to_numpy(), [text.strip() for text in words]
    places, distinct = pd.factorize(column.str.strip())
    return places, distinct.tolist()
