"""The one rule by which several people write without losing anything: nothing is overwritten that was not seen.

A value conflicts when what is stored differs both from what the page was drawn with and from what is posted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.models import AnswerRow, ContributionRow, NoteRow, now

RowT = TypeVar("RowT", AnswerRow, NoteRow, ContributionRow)


def rows_of(session: Session, kind: type[RowT], questions: Mapping[str, Any], **owner: int) -> dict[str, RowT]:
    """The row of each question; where there is none a blank one of revision 0, which is kept once it is written."""
    query = sa.select(kind).filter_by(**owner).where(kind.question.in_(questions))
    stored = {row.question: row for row in session.scalars(query)}
    blank = {question: kind(**owner, question=question, value=None, revision=0) for question in questions}
    return blank | stored


def conflicting(row: RowT, posted: Any, seen: int) -> bool:
    """Whether the row was written since it was drawn (``seen``: its revision then) and holds something else now."""
    drawn_blank_and_is = seen == 0 and row.value is None
    return row.revision != seen and not drawn_blank_and_is and not same(row.value, posted)


def write(session: Session, row: RowT, value: Any) -> None:
    row.value = value
    row.revision += 1
    row.updated_at = now()
    session.add(row)


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same; the order of ticks says nothing."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return sorted(one) == sorted(other)
    return bool(one == other)
