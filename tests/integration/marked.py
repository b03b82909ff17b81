"""An organisation with a row in every table, in which no two columns hold the same: what comes out can be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from survey.storage.database import writing
from survey.storage.models import Base, UtcDateTime
from survey.storage.values import Member

NOT_OF_ORGANISATIONS = (
    *("job_items", "rate_counters", "installation"),
    *("campaigns", "campaign_invitations", "releases", "help_offers"),
)
"""To a batch belongs the job that makes it, which is of the machine all the same; campaigns are of bodies."""


class Marks(dict[str, Any]):
    """``table.column`` → what the organisation's row holds there. ``start`` tells two organisations apart."""

    def __init__(self, start: int) -> None:
        super().__init__()
        self.start = start

    def next_for(self, column: sa.Column[Any]) -> Any:
        number = self.start + len(self)
        word = f"mark{number}"
        is_colour = isinstance(column.type, sa.String) and column.type.length == len("#0f5b5e")
        moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=number)
        kinds: dict[type, Any] = {sa.JSON: {"said": word}, UtcDateTime: moment, sa.Boolean: True}
        kinds |= {
            sa.Date: moment.date(),
            sa.LargeBinary: word.encode(),
            sa.Integer: number,
            sa.Float: number / 8,
            sa.String: f"#{number:06}" if is_colour else word,
        }
        mark = next(mark for kind, mark in kinds.items() if isinstance(column.type, kind))
        self[f"{column.table.name}.{column.name}"] = mark
        return mark


def organisation(start: int) -> tuple[Member, Marks]:
    """A new organisation and its one member; ``start``: at least 1000 from any other's, of four digits."""
    marks, ids = Marks(start), dict[str, int]()
    with writing() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in NOT_OF_ORGANISATIONS:
                continue
            row = {column.name: _value(column, marks, ids) for column in table.columns if not _is_counted(column)}
            if table.name == "submissions":
                row["answered_by"] = marks["submissions.answered_by"] = {"q": ids["access_links"]}
            if table.name == "access_links":
                row["kind"] = "colleague"
            ids[table.name] = session.execute(sa.insert(table).values(row)).inserted_primary_key[0]
    name, email = marks["users.name"], marks["users.email"]
    place, called = marks["organisations.public_id"], marks["organisations.name"]
    return Member(ids["users"], name, email, "owner", ids["organisations"], place, called, "consultancy"), marks


def _is_counted(column: sa.Column[Any]) -> bool:
    return column.name == "id"


def _value(column: sa.Column[Any], marks: Marks, ids: dict[str, int]) -> Any:
    for key in column.foreign_keys:
        return ids.get(key.column.table.name)
    return marks.next_for(column)
