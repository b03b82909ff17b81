"""The invented firm that an instrument brings along, to show what a report looks like."""

from __future__ import annotations

from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument


def sample_table(instrument: Instrument) -> AnswerTable | None:
    """The sample firm's answers as a table of one row; None where the instrument has no sample firm.

    Raises ``AnswerError`` where an answer is not one that the instrument offers, which ``loading.check`` reports too.
    """
    sample = instrument.sample
    if sample is None:
        return None
    return table_of(instrument, [sample.answers], [{"firm": sample.firm, **sample.profile}])
