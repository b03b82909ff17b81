"""Tables of a consultancy: its clients with tags and notes, sheets on their way in, and the words of such sheets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.storage.models.base import Base, now, owner
from survey.storage.values import ImportStatus, SheetLayout


class ClientRow(Base):
    """A firm as an organisation knows it. Its assessments point here; after a merger they may be of several series.

    ``ref``: the organisation's own number for it. ``sort_name``: the name as lists are sorted and searched by.
    """

    __tablename__ = "clients"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "ref"),
        sa.Index(None, "organisation_id", "archived_at", "sort_name", "id"),
        sa.Index(None, "organisation_id", "sort_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(40), unique=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id", ondelete="CASCADE"))
    ref: Mapped[str | None] = mapped_column(sa.String(100))
    name: Mapped[str] = mapped_column(sa.String(300))
    sort_name: Mapped[str] = mapped_column(sa.String(300))
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    profile: Mapped[dict[str, Any]] = mapped_column(default=dict)
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class ClientTagRow(Base):
    """A tag of a client; ``key``: as it is compared, whatever the case."""

    __tablename__ = "client_tags"
    __table_args__ = (sa.Index(None, "key", "client_id"),)

    client_id: Mapped[int] = mapped_column(
        sa.ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    tag: Mapped[str] = mapped_column(sa.String(60))


class ClientNoteRow(Base):
    """What a member wrote down about a client; ``author``: the member's name, which stays when the account goes."""

    __tablename__ = "client_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = owner("clients")
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    author: Mapped[str] = mapped_column(sa.String(254))
    text: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


class ImportRow(Base):
    """A sheet on its way in, from upload to the clients that it made.

    ``sheet``: its cells as they were parsed, once. ``names``, ``words`` and ``decisions``: what the member said about
    columns, values and which row is which client. ``summary``: what the preview tells. ``fault``: why it ended.
    ``done`` of ``total``: rows, while a worker is at it.
    """

    __tablename__ = "imports"
    __table_args__ = (sa.Index(None, "organisation_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(40), unique=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    instrument: Mapped[str]
    language: Mapped[str] = mapped_column(sa.String(20))
    status: Mapped[ImportStatus] = mapped_column(sa.String(20))
    layout: Mapped[SheetLayout | None] = mapped_column(sa.String(20))
    mode: Mapped[str] = mapped_column(sa.String(20), default="correction")
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    decisions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fault: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    revision: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class ImportFileRow(Base):
    """A file as it was uploaded, and (position -1) the cells that were read from all of them."""

    __tablename__ = "import_files"

    import_id: Mapped[int] = mapped_column(
        sa.ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(255))
    data: Mapped[bytes]


class SheetWordRow(Base):
    """What an organisation means by a word of its sheets: a column's name (``column`` empty), or a value in a column.

    ``meaning``: the column's id or the answer's; empty where it is to be passed over.
    """

    __tablename__ = "sheet_words"

    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    instrument: Mapped[str] = mapped_column(primary_key=True)
    column: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    meaning: Mapped[str]
