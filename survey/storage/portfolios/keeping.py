"""What was read of clients is kept until one of them changes: whether one did is asked of indexes, in milliseconds.

It is kept in each process: nothing has to be told to it, and after a restart it is read again. Reading 10,000 clients
takes as long as drawing a dozen pages (``benchmarks/bench_portfolio``), and a portfolio is sorted and filtered often.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from scoring.adaptation import Adaptation, Adapted
from scoring.instrument import Instrument
from survey.storage import exporting
from survey.storage.database import reading
from survey.storage.exporting import UsedInstrument
from survey.storage.models import AssessmentRow, ClientRow
from survey.storage.portfolios.held import Held
from survey.storage.portfolios.reading import read
from survey.storage.portfolios.waiting import Waiting, waiting
from survey.storage.recent import recent

MOST = 4
"""Organisations that are kept at a time; of 10,000 clients each takes about 25 MB."""

SECONDS = 300
"""How long something is kept at most. Two writers that begin within a moment, and end in the other order, leave no
trace that could be seen from outside (on PostgreSQL; on SQLite one waits for the other), and states change by
themselves: an assessment that nobody touches has stalled some day."""


@dataclass(frozen=True)
class Kept:
    """What is known of an organisation's clients; ``seen``: what any change to them would change.

    ``used``: the instruments that they finished, the one last handed in first. ``waiting``: current clients that have
    begun, or were asked to, and are not done; longest untouched first.
    """

    organisation_id: int
    seen: tuple[Any, ...]
    until: float
    used: list[UsedInstrument]
    waiting: list[Waiting]
    _held: dict[int, Held] = field(default_factory=dict)

    def held(self, instrument_id: int, instrument: Instrument) -> Held:
        """The organisation's clients by this instrument, in its wording.

        They are read again where the organisation has changed its actions. The tables must not be written to: whoever
        asks next gets the same ones.
        """
        found = self._held.get(instrument_id)
        if found is None or _planned(found.portfolio.instrument) != _planned(instrument):
            found = self._held[instrument_id] = read(self.organisation_id, instrument_id, instrument)
        return replace(found, portfolio=replace(found.portfolio, instrument=instrument))


def _planned(instrument: Instrument) -> Adaptation:
    """What of the organisation's own decides the needs of clients, apart from the words."""
    return instrument.adaptation if isinstance(instrument, Adapted) else Adaptation()


def kept(organisation_id: int) -> Kept:
    """What is known of the organisation's clients, as they are now."""
    # Asked before anything is read, so that what changes meanwhile is read again next time.
    seen = _seen(organisation_id)

    def read_now() -> Kept:
        used = exporting.instruments_used(organisation_id)
        return Kept(organisation_id, seen, time.monotonic() + SECONDS, used, waiting(organisation_id))

    return recent(
        "portfolios",
        organisation_id,
        read_now,
        most=MOST,
        good=lambda found: found.seen == seen and found.until >= time.monotonic(),
    )


def _seen(organisation_id: int) -> tuple[Any, ...]:
    asked = {"organisation": organisation_id}
    with reading() as session:
        return tuple(tuple(session.execute(query, asked).one()) for query in (_CLIENTS, _ASSESSMENTS))


_CLIENTS = sa.select(
    sa.func.count(), sa.func.sum(ClientRow.id), sa.func.count(ClientRow.archived_at), sa.func.max(ClientRow.updated_at)
).where(ClientRow.organisation_id == sa.bindparam("organisation"))
_ASSESSMENTS = (
    sa.select(
        sa.func.count(),
        sa.func.sum(AssessmentRow.id),
        sa.func.count(AssessmentRow.submitted_at),
        sa.func.max(AssessmentRow.submitted_at),
        sa.func.max(AssessmentRow.updated_at),
    )
    .join(ClientRow, ClientRow.id == AssessmentRow.client_id)
    .where(ClientRow.organisation_id == sa.bindparam("organisation"))
)
