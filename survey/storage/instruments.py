"""Instruments seen: a version keeps the scoring content it had when first used."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem, WaymarkError
from survey.storage.database import insert
from survey.storage.models import InstrumentRow, now


class InstrumentChangedError(WaymarkError):
    """The instrument's scoring content is not what answers were given to under the same version."""


def recorded(session: Session, instrument: Instrument) -> int:
    """The row id of the instrument, recorded at its first use; raises ``InstrumentChangedError`` on another content."""
    name = {
        "name": instrument.id,
        "version": instrument.version,
        "switches": instrument.reference.partition("?")[2],
    }
    session.execute(
        insert(InstrumentRow)
        .values(**name, content_hash=instrument.content_hash, first_used_at=now())
        .on_conflict_do_nothing()
    )
    row = session.execute(sa.select(InstrumentRow).filter_by(**name)).scalar_one()
    if row.content_hash != instrument.content_hash:
        text = N_(
            "Questions, points or rules changed since firms answered this version. Give the change a new version."
        )
        raise InstrumentChangedError([Problem(instrument.reference, Message(text))])
    return row.id


def reference_of(row: InstrumentRow) -> str:
    """``id@version`` with any switches."""
    return f"{row.name}@{row.version}" + (f"?{row.switches}" if row.switches else "")
