"""The clients that a portfolio is asked for, by the instrument that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from flask import abort
from numpy.typing import NDArray

from scoring.adaptation import Adaptation, adapted
from scoring.fields import SIZES
from scoring.instrument import Instrument
from scoring.portfolio import Portfolio
from survey.consultants.files.making import as_answered
from survey.consultants.portfolio.asked import Wanted
from survey.storage import client_tags, houses, portfolios
from survey.storage.client_tags import Tag
from survey.storage.exporting import UsedInstrument
from survey.storage.portfolios import Held, Kept, Waiting

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Offered:
    """An instrument that a portfolio can be by, with the actions that the organisation plans with; ``clients``: how
    many current ones finished it."""

    used: UsedInstrument
    instrument: Instrument

    @property
    def clients(self) -> int:
        return self.used.clients - self.used.archived


@dataclass(frozen=True)
class Chosen:
    """``wanted``: what of it there is. ``held``: the clients that fit it; ``waiting``: those of them that wait for
    somebody. ``tags``, ``sectors`` and ``sizes``: what there is to choose from."""

    wanted: Wanted
    offered: Sequence[Offered]
    held: Held
    waiting: Sequence[Waiting]
    tags: Sequence[Tag]
    sectors: Sequence[str]
    sizes: Sequence[str]

    @property
    def portfolio(self) -> Portfolio:
        return self.held.portfolio

    @property
    def instrument(self) -> Instrument:
        return self.held.portfolio.instrument

    def named(self, waiting: Waiting) -> tuple[str, str]:
        """The public id and the name of a client."""
        row = self.held.clients.iloc[int(np.flatnonzero(self.held.ids == waiting.id)[0])]
        return row["client"], row["firm"]


def chosen(organisation_id: int, wanted: Wanted) -> Chosen | None:
    """What is asked for; what there is not counts as not asked for. None where no client has finished anything.

    The instrument is by default the one that most clients finished.
    """
    known = portfolios.kept(organisation_id)
    offered = sorted(_offered(organisation_id, known), key=lambda one: -one.clients)
    if not offered:
        return None
    by_reference = {one.used.reference: one for one in offered}
    one = by_reference.get(wanted.instrument, offered[0])
    whole = known.held(one.used.id, one.instrument)
    tags = client_tags.tags(organisation_id)
    asked = _known(wanted, one, whole, tags)
    asked = replace(asked, instrument="" if one is offered[0] else one.used.reference)
    held = whole.of(_fitting(organisation_id, whole, asked))
    here = set(held.ids.tolist())
    waiting = [client for client in known.waiting if client.id in here]
    return Chosen(asked, offered, held, waiting, tags, _present(whole, "sector"), _sizes(whole))


def chosen_or_nothing(organisation_id: int, wanted: Wanted) -> Chosen:
    """The same; where there is no portfolio yet, the page that says that there is nothing here."""
    return chosen(organisation_id, wanted) or abort(404)


def _offered(organisation_id: int, known: Kept) -> Iterator[Offered]:
    """The instruments that current clients finished, and that are still what they answered."""
    own = houses.adaptations(organisation_id)
    for used in known.used:
        instrument = as_answered(used.reference, used.content_hash) if used.clients > used.archived else None
        if instrument:
            yield Offered(used, adapted(instrument, own.get(instrument.id, Adaptation())))


def _known(wanted: Wanted, one: Offered, whole: Held, tags: Sequence[Tag]) -> Wanted:
    ways = {"name", "overall", "change", *(dimension.id for dimension in one.instrument.dimensions)}
    tag = {tag.key: tag.name for tag in tags}.get(client_tags.key_of(wanted.tag), "")
    return replace(
        wanted,
        tag=tag,
        sector=wanted.sector if wanted.sector in _present(whole, "sector") else "",
        size=wanted.size if wanted.size in _sizes(whole) else "",
        action=wanted.action if wanted.action in one.instrument.actions_by_id else "",
        sort=wanted.sort if wanted.sort in ways else "name",
    )


def _present(whole: Held, column: str) -> list[str]:
    return sorted(value for value in whole.clients[column].unique() if value)


def _sizes(whole: Held) -> list[str]:
    present = _present(whole, "size")
    return [size for size in SIZES if size in present]


def _fitting(organisation_id: int, whole: Held, wanted: Wanted) -> Bools:
    mask = np.ones(len(whole), dtype=bool)
    if wanted.tag:
        mask &= np.isin(whole.ids, portfolios.tagged(organisation_id, wanted.tag))
    for column in ("sector", "size"):
        if value := getattr(wanted, column):
            mask = mask & (whole.clients[column] == value).to_numpy(dtype=bool)
    return mask
