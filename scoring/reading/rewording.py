"""Words of one's own in a column, read as the words that we know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from scoring.reading.sheet import Sheet
from scoring.sheetwords import normal

NO_WORDS: Mapping[str, Mapping[str, str]] = {}


def reworded(sheet: Sheet, names: Sequence[str], words: Mapping[str, Mapping[str, str]]) -> Sheet:
    """The sheet with the cells of the columns ``words`` said as they are to be read.

    ``names``: what each column is read as; ``words``: see ``answers.interpret``.
    """
    told = {at: words[name.casefold()] for at, name in enumerate(names) if words.get(name.casefold())}
    if not told:
        return sheet
    cells = sheet.cells.copy(deep=False)
    for at, instead in told.items():
        cells[at] = _column(sheet.cells[at], instead)
    return replace(sheet, cells=cells)


def _column(column: pd.Series, instead: Mapping[str, str]) -> pd.Series:
    places, distinct = pd.factorize(column)
    read = np.array([instead.get(normal(text), text) for text in distinct], dtype=object)
    return pd.Series(read[places], index=column.index, dtype="str")
