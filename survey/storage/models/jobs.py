"""Tables of work: jobs and their items, and the counters of rate limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.storage.models.base import Base, now, owner


class Leased:
    """Work that one worker at a time holds, for as long as it keeps extending its lease."""

    status: Mapped[str] = mapped_column(sa.String(20), default="waiting")
    attempt: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[str | None] = mapped_column(sa.String(64))
    lease_until: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.Text)


class JobRow(Leased, Base):
    """A job; ``key`` names work that must not be ordered twice."""

    __tablename__ = "jobs"
    __table_args__ = (sa.Index(None, "status", "run_after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    key: Mapped[str | None] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]]
    run_after: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class JobItemRow(Leased, Base):
    """One part of a job that can be done, and repeated, by itself; ``result``: what came of it."""

    __tablename__ = "job_items"
    __table_args__ = (sa.UniqueConstraint("job_id", "position"), sa.Index(None, "job_id", "status", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = owner("jobs")
    position: Mapped[int]
    payload: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    finished_at: Mapped[datetime | None]


class CounterRow(Base):
    """How often a visitor did something within a window of time."""

    __tablename__ = "rate_counters"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    amount: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)
