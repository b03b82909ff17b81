"""Marks of Eurostat's Digital Intensity Index: which firms have at least basic intensity, as far as answers tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.crosswalk import Crosswalked, CrosswalkError, crosswalk, load_crosswalk
from scoring.crosswalk.items import items_of
from scoring.instrument import Instrument
from scoring.loading import available, load
from scoring.official import INDEX

DII = "dii-"
"""What the marks of the index begin with, followed by its version; no question's id has a hyphen."""

BASIC = "basic"

AT_LEAST = 4
"""Items in place from which Eurostat calls the intensity basic or more."""


def index_marks(table: AnswerTable, *, folder: Path | None = None) -> pd.DataFrame:
    """A mark for each version of the index that the crosswalk of the instrument can decide, int8 (n, marks).

    With c items in place and u unmeasured, ``dii-4.basic`` is 1 where c ≥ 4, 0 where c + u < 4, else −1: it cannot be
    said. Also −1 for firms of fewer than 10 people, of which the index does not speak. The mark is there only where the
    crosswalk can come to both, else its share would be of firms that were picked by the answer. The firms that have it
    are those that can be told: n of the mark beside n of the cell says how many. ``folder``: see ``load_crosswalk``.
    """
    marks = {
        f"{DII}{target.version}.{BASIC}": _basic(crosswalk(table, target, folder=folder))
        for target in _decided(table.instrument, folder)
    }
    return pd.DataFrame(marks, index=range(len(table)), dtype=np.int8)


def _basic(found: Crosswalked) -> np.ndarray:
    marks: np.ndarray = np.select([found.low >= AT_LEAST, found.high < AT_LEAST], [1, 0], -1).astype(np.int8)
    return marks


def _decided(instrument: Instrument, folder: Path | None) -> Iterator[Instrument]:
    """The versions of the index of which basic intensity and less can both be shown."""
    references = [entry.reference for entry in available() if entry.reference.partition("@")[0] == INDEX]
    for target in map(load, references):
        try:
            items = load_crosswalk(instrument, target, folder=folder).items.values()
        except CrosswalkError:
            continue
        shown = sum(item.yes is not None for item in items)
        ruled_out = sum(item.no is not None for item in items)
        if shown >= AT_LEAST and ruled_out > len(items_of(target)) - AT_LEAST:
            yield target
