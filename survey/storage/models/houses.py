"""The table of how an organisation hands out reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.storage.models.base import Base, now


class HouseRow(Base):
    """An organisation's name and look on reports, its covering letter, and what it changed about actions.

    ``logo``: a PNG as ``reports.logo.prepared`` makes it. ``adaptations``: instrument → ``scoring.adaptation``.
    """

    __tablename__ = "houses"

    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    accent: Mapped[str] = mapped_column(sa.String(7), default="")
    second: Mapped[str] = mapped_column(sa.String(7), default="")
    contact: Mapped[str] = mapped_column(sa.Text, default="")
    letter: Mapped[str] = mapped_column(sa.Text, default="")
    offer: Mapped[str] = mapped_column(sa.Text, default="")
    day_rate: Mapped[float | None] = mapped_column(sa.Double)
    logo: Mapped[bytes | None]
    adaptations: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(default=now)
