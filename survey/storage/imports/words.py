"""What an organisation means by the words of its sheets: said once, known the next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from survey.storage.database import insert, reading, writing
from survey.storage.models import SheetWordRow

HEADER = ""
"""The column under which names of columns are kept."""

LONGEST = 200
"""Characters of a word that can be kept; longer ones are said anew each time."""


@dataclass(frozen=True)
class Words:
    """``names``: name of a column → what it is; ``values``: column → what is written → what it means. All as
    ``scoring.sheetwords.normal`` makes them; "" passes over a column, or leaves an answer blank."""

    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)


def remembered(organisation_id: int, instrument: str) -> Words:
    """Everything that was said before about sheets of this instrument."""
    query = sa.select(SheetWordRow.column, SheetWordRow.word, SheetWordRow.meaning)
    found = Words()
    with reading() as session:
        for row in session.execute(query.filter_by(organisation_id=organisation_id, instrument=instrument)):
            target = found.names if row.column == HEADER else found.values.setdefault(row.column, {})
            target[row.word] = row.meaning
    return found


def remember(organisation_id: int, instrument: str, column: str, said: Mapping[str, str | None]) -> None:
    """Keep what words of a column mean; None forgets one."""
    mine = {"organisation_id": organisation_id, "instrument": instrument, "column": column}
    with writing() as session:
        for word, meaning in said.items():
            if meaning is None:
                session.execute(sa.delete(SheetWordRow).filter_by(**mine, word=word))
            elif len(word) <= LONGEST:
                new = insert(SheetWordRow).values(**mine, word=word, meaning=meaning)
                key = ["organisation_id", "instrument", "column", "word"]
                session.execute(new.on_conflict_do_update(index_elements=key, set_={"meaning": meaning}))
