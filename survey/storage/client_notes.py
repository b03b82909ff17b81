"""What members wrote down about a client, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from survey.storage.client_rows import locked
from survey.storage.database import executed, reading, writing
from survey.storage.models import ClientNoteRow


@dataclass(frozen=True)
class ClientNote:
    """``user_id``: who wrote it; None where the account is gone, of which ``author`` stays."""

    id: int
    user_id: int | None
    author: str
    text: str
    created_at: datetime


def notes(client_id: int) -> list[ClientNote]:
    query = sa.select(ClientNoteRow).filter_by(client_id=client_id)
    with reading() as session:
        rows = session.scalars(query.order_by(ClientNoteRow.created_at.desc(), ClientNoteRow.id.desc()))
        return [ClientNote(row.id, row.user_id, row.author, row.text, row.created_at) for row in rows]


def add_note(client_id: int, user_id: int, author: str, text: str) -> None:
    """Raises ``NoSuchClientError``."""
    with writing() as session:
        locked(session, client_id)
        session.add(ClientNoteRow(client_id=client_id, user_id=user_id, author=author, text=text))


def delete_note(client_id: int, note_id: int, user_id: int) -> bool:
    """Remove a note of one's own; whether there was one."""
    mine = sa.delete(ClientNoteRow).filter_by(id=note_id, client_id=client_id, user_id=user_id)
    with writing() as session:
        return executed(session, mine) == 1
