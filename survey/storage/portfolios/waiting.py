"""Clients whose newest assessment waits for somebody, and clients with a tag: few of many, by indexes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

import sqlalchemy as sa

from survey.storage import client_tags
from survey.storage.client_assessments import State, state_of
from survey.storage.database import reading
from survey.storage.models import AssessmentRow, ClientRow, ClientTagRow


@dataclass(frozen=True)
class Waiting:
    """A client whose newest assessment is not finished, or open for an update; ``since``: when it was last touched."""

    id: int
    state: State
    since: datetime


def waiting(organisation_id: int) -> list[Waiting]:
    """The current clients that have begun, or were asked to, and are not done; longest untouched first."""
    newest = sa.select(sa.func.max(_LATER.id)).where(_LATER.client_id == ClientRow.id).correlate(ClientRow)
    query = (
        sa.select(ClientRow.id, state_of().label("state"), AssessmentRow.updated_at)
        .join(AssessmentRow, AssessmentRow.client_id == ClientRow.id)
        .where(
            ClientRow.organisation_id == organisation_id,
            ClientRow.archived_at.is_(None),
            AssessmentRow.status == "open",
            AssessmentRow.id == newest.scalar_subquery(),
        )
        .order_by(AssessmentRow.updated_at, ClientRow.id)
    )
    with reading() as session:
        return [Waiting(row.id, cast(State, row.state), row.updated_at) for row in session.execute(query)]


_LATER = sa.orm.aliased(AssessmentRow)


def tagged(organisation_id: int, tag: str) -> list[int]:
    """Numbers of the organisation's clients with this tag, in any case."""
    mine = sa.select(ClientTagRow.client_id).join(ClientRow, ClientRow.id == ClientTagRow.client_id)
    query = mine.where(ClientRow.organisation_id == organisation_id, ClientTagRow.key == client_tags.key_of(tag))
    with reading() as session:
        return list(session.scalars(query))
