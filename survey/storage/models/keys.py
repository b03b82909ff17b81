"""The table of keys by which programs of an organisation ask."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.storage.models.base import Base, now, owner


class KeyRow(Base):
    """A key by which a program asks in the name of an organisation; kept as ``LinkRow`` keeps its token.

    ``scopes``: what it may ask for. It may never do more than the member who made it, and ends with the membership.
    """

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = owner("organisations")
    user_id: Mapped[int] = owner("users")
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
