"""Tables of an organisation's clients, put together from storage some clients at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from scoring.instrument import Instrument
from scoring.loading import load
from scoring.messages import WaymarkError
from survey import instruments
from survey.consultants.clients.wording import state_counts
from survey.consultants.files.tables import answers_table, clients_table, scores_of_the_day, told_of
from survey.storage import exporting
from survey.storage.exporting import UsedInstrument

Tables = Iterator[pd.DataFrame]
"""Tables of the same columns, to stand one under the other."""


@dataclass(frozen=True)
class Asked:
    """An instrument that clients of an organisation finished, with its wording in the visitor's language."""

    organisation_id: int
    used: UsedInstrument
    instrument: Instrument


def asked(organisation_id: int) -> list[Asked]:
    """Every instrument that clients finished and that is still what they answered, the likeliest to be wanted first."""
    found = []
    for used in exporting.instruments_used(organisation_id):
        instrument = as_answered(used.reference, used.content_hash)
        found += [Asked(organisation_id, used, instrument)] if instrument else []
    return found


def as_answered(reference: str, content_hash: str, language: str = "") -> Instrument | None:
    """The instrument, by default in the visitor's language; None where its file was taken away or asks something else
    by now, so that answers must not be read by it."""
    settings = current_app.config["WAYMARK"]
    try:
        instrument = load(reference, folder=settings.instrument_dir, language=language or str(get_locale()))
    except WaymarkError:
        return None
    return instrument if instrument.content_hash == content_hash else None


def client_tables(organisation_id: int, ids: Sequence[int]) -> Tables:
    """Clients with their newest result, in the visitor's language."""
    states, levels = state_counts(), cache(_levels)

    def level_of(reference: str, position: int) -> str:
        return levels(reference)[position] if position < len(levels(reference)) else ""

    for some in exporting.batches(ids):
        yield clients_table(exporting.clients(organisation_id, some), states, level_of, _)


def answer_tables(asked: Asked, ids: Sequence[int], *, newest: bool = False, labels: bool = False) -> Tables:
    """What clients answered, in the columns of the template."""
    told = told_of(asked.instrument)
    for some in exporting.batches(ids):
        stages = exporting.finished(asked.organisation_id, some, asked.used.id, told=told, newest=newest)
        yield answers_table(asked.instrument, stages, labels=labels)


def score_tables(asked: Asked, ids: Sequence[int]) -> Tables:
    """Every finished stage with its scores of the day."""
    for some in exporting.batches(ids):
        yield scores_of_the_day(asked.instrument, exporting.finished(asked.organisation_id, some, asked.used.id))


def _levels(reference: str) -> tuple[str, ...]:
    """The titles of an instrument's levels; none where its file was taken away."""
    try:
        return tuple(level.title for level in instruments.by_reference(reference).levels)
    except WaymarkError:
        return ()
