"""Counters within a window of time, for rate limits."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from survey.storage.database import SHORT_SECONDS, executed, insert, reading, writing
from survey.storage.models import CounterRow, now


def add(key: str, amount: int, seconds: float) -> int:
    """Count, in one statement, and begin a new window where the last one is over; the count so far."""
    moment = now()
    until = moment + timedelta(seconds=seconds)
    over = CounterRow.expires_at <= moment
    statement = insert(CounterRow).values(key=key, amount=amount, expires_at=until)
    counted = statement.on_conflict_do_update(
        index_elements=[CounterRow.key],
        set_={
            "amount": sa.case((over, amount), else_=CounterRow.amount + amount),
            "expires_at": sa.case((over, until), else_=CounterRow.expires_at),
        },
    ).returning(CounterRow.amount)
    # A page that only reads must not wait for another writer because it is counted.
    with writing(SHORT_SECONDS) as session:
        return int(session.execute(counted).scalar_one())


def read(key: str) -> tuple[int, float]:
    """The count and the end of its window in seconds since 1970; (0, 0) where nothing was counted."""
    query = sa.select(CounterRow).where(CounterRow.key == key, CounterRow.expires_at > now())
    with reading() as session:
        row = session.scalar(query)
        return (row.amount, row.expires_at.timestamp()) if row else (0, 0.0)


def remove(key: str) -> None:
    with writing() as session:
        session.execute(sa.delete(CounterRow).filter_by(key=key))


def remove_all() -> int:
    with writing() as session:
        return executed(session, sa.delete(CounterRow))
