"""The firms of a campaign as a release sees them: each once, under a pseudonym, with what is told beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.instrument import Instrument
from scoring.messages import N_, Message
from scoring.release.campaigns import pseudonymous
from scoring.release.firms import counted_firms
from scoring.release.model import OWN, Choice, Response, Snapshot
from scoring.release.population import weighting_of
from scoring.release.snapshot import fields_of, seen_by, snapshot_of
from scoring.scores import score
from scoring.weighting import METHOD, NOT_SHOWN, WeightingError
from survey.storage.campaigns.participation import participation
from survey.storage.campaigns.values import LISTS, Campaign
from survey.storage.releases.counting import answered
from survey.storage.releases.salt import salt

NEIGHBOURS = Message(
    N_("A cell of the population table from which no firm answered is counted with one beside it. Where the firms that"
       " answered cannot be weighted to the table, as where it says that there are none of their kind, nothing is"
       " weighted.")
)  # fmt: skip
HOW_WEIGHTED = (METHOD, NEIGHBOURS, NOT_SHOWN)
"""The same whoever answered: what became of single cells would tell which of them have no firm."""


@dataclass(frozen=True)
class Firms:
    """``titles``: of the body's own lists, field → entry → what it is called; ``choices``: its own questions;
    ``response``: to its invitations, None where it sent none; ``notes``: how the firms are weighted."""

    snapshot: Snapshot
    titles: Mapping[str, Mapping[str, str]]
    choices: tuple[Choice, ...]
    response: Response | None
    notes: tuple[Message, ...]


@dataclass(frozen=True)
class Places:
    """Which groups the firms that count are in, and nothing else of them: ``fields`` as ``Snapshot.fields``;
    ``viewers``: for each account that sees answers of firms their positions."""

    fields: pd.DataFrame
    viewers: tuple[NDArray[np.intp], ...]


def firms_of(campaign: Campaign, instrument: Instrument) -> Firms:
    """The firms of the campaign that count. Raises ``ReleaseError``."""
    given, people = answered(campaign, instrument), population_of(campaign)
    snapshot = snapshot_of(
        given.table,
        score(given.table, detail=False),
        accounts=given.accounts,
        own_link=True,
        fields=given.fields,
        choices=given.choices,
    )
    weighted = replace(snapshot, weights=_weights(snapshot.fields, people))
    return Firms(
        pseudonymous(weighted, salt()),
        titles_of(campaign),
        choices_of(campaign),
        response_of(campaign, instrument),
        () if people is None else HOW_WEIGHTED,
    )


def _weights(fields: pd.DataFrame, people: pd.DataFrame | None) -> NDArray[np.float64] | None:
    """None where the firms cannot be weighted. What stands against it is not told: a body could lay out a table so that
    it is a single firm that does."""
    if people is None or not len(fields):
        return None
    try:
        return weighting_of(fields, people).weights
    except WeightingError:
        return None


def places_of(campaign: Campaign, instrument: Instrument) -> Places:
    """The groups of the firms that count. Raises ``ReleaseError``."""
    given = answered(campaign, instrument)
    firms = counted_firms(given.table)
    viewers = tuple(seen_by(rows, firms) for rows in given.accounts)
    return Places(fields_of(given.table, firms, given.fields), viewers)


def response_of(campaign: Campaign, instrument: Instrument) -> Response | None:
    """To the body's invitations, None where it has none; as everybody may know it at any time."""
    told = participation(campaign, instrument)
    invited = told.invited or None
    if invited is None:
        return None
    handed_in = told.by_code.handed_in or None
    return Response(invited, min(handed_in, invited) if handed_in else None)


def population_of(campaign: Campaign) -> pd.DataFrame | None:
    """Firms that there are: rows the size classes, columns the sectors."""
    return None if campaign.population is None else pd.DataFrame(dict(campaign.population))


def titles_of(campaign: Campaign) -> dict[str, dict[str, str]]:
    lists = {name: getattr(campaign.lists, name) for name in LISTS}
    return {name: {entry.id: entry.name for entry in entries} for name, entries in lists.items() if entries}


def choices_of(campaign: Campaign) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{OWN}{one.id}", one.text, {option.id: option.text for option in one.options})
        for one in campaign.questions
    )
