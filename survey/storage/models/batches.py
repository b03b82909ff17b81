"""Tables of batches: many clients' reports ordered at once, under the name of whoever hands them out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.storage.models.base import Base, now, owner


class BatchRow(Base):
    """Reports of several clients. How far it is, its job and the items of that say; this row says what was ordered.

    ``key``: of the form that ordered it, so that pressing twice orders once. ``house``, ``logo``: under whose name, as
    it was when it was ordered. ``for_us``: with what each was made from attached. ``updated_at``: since when it is
    worked on without a pause. ``packed_at``: the archive is there. ``expires_at``: when its files go.
    """

    __tablename__ = "batches"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(40), unique=True)
    organisation_id: Mapped[int] = owner("organisations")
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    job_id: Mapped[int] = mapped_column(sa.ForeignKey("jobs.id", ondelete="CASCADE"), unique=True)
    key: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str]
    language: Mapped[str] = mapped_column(sa.String(20))
    paper: Mapped[str] = mapped_column(sa.String(20))
    for_us: Mapped[bool] = mapped_column(default=False)
    letter: Mapped[bool] = mapped_column(default=False)
    day: Mapped[date]
    house: Mapped[dict[str, Any]] = mapped_column(default=dict)
    logo: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    cancelled_at: Mapped[datetime | None]
    packed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
