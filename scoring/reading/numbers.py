"""Numbers as they stand in a sheet: codes keep only their band."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from scoring.columns import understood
from scoring.instrument import Instrument, NumberQuestion
from scoring.reading.header import NOTHING, columns_of
from scoring.reading.rewording import NO_WORDS, reworded
from scoring.reading.sheet import Sheet
from scoring.reading.words import number_in


def exact_numbers(
    sheet: Sheet,
    instrument: Instrument,
    rows: np.ndarray,
    *,
    names: Mapping[str, str] = NOTHING,
    words: Mapping[str, Mapping[str, str]] = NO_WORDS,
) -> pd.DataFrame:
    """The numbers in these ``rows`` (numbers of rows in the sheet) by question id, float64 (n, questions of numbers
    that have a column); missing where a cell says no number, as where it names a band.

    ``names`` and ``words``: as ``interpret`` was given them. Raises nothing for rows that it read without fault.
    """
    columns = columns_of(sheet.header, instrument, names)
    read, good = reworded(sheet, columns.names, words), np.isin(sheet.rows, rows)
    found = {
        name: understood(read.cells[place], name, number_in, np.nan)[0][good].astype(np.float64)
        for name, place in columns.whole.items()
        if isinstance(instrument.questions[name], NumberQuestion)
    }
    return pd.DataFrame(found, index=range(int(good.sum())))
