"""The firms of a campaign as a release sees them: each once, under a pseudonym, with what is told beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.instrument import Instrument
from scoring.messages import Message
from scoring.release.campaigns import pseudonymous
from scoring.release.firms import counted_firms
from scoring.release.model import OWN, Choice, Response, Snapshot
from scoring.release.population import weighting_of
from scoring.release.snapshot import fields_of, seen_by, snapshot_of
from scoring.scores import score
from survey.storage.campaigns.participation import participation
from survey.storage.campaigns.values import LISTS, Campaign
from survey.storage.releases.counting import answered
from survey.storage.releases.salt import salt


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
    """The firms of the campaign that count. Raises ``WeightingError`` and ``ReleaseError``."""
    given, people = answered(campaign, instrument), population_of(campaign)
    snapshot = snapshot_of(
        given.table,
        score(given.table, detail=False),
        accounts=given.accounts,
        own_link=True,
        population=people,
        fields=given.fields,
        choices=given.choices,
    )
    weighting = weighting_of(snapshot.fields, people) if people is not None and len(snapshot) else None
    # What has a plural form says exact numbers of firms, which are nobody's business.
    notes = tuple(note for note in weighting.notes if note.other is None) if weighting else ()
    response = response_of(campaign, instrument)
    return Firms(pseudonymous(snapshot, salt()), titles_of(campaign), choices_of(campaign), response, notes)


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
