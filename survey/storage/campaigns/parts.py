"""The parts of a campaign that are changed each on a page of its own, and by what two states of one are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from survey.storage.campaigns.values import LISTS, Campaign, Lists, OwnQuestion
from survey.storage.tracing import trace
from survey.storage.values import Rhythm


@dataclass(frozen=True)
class Description:
    """What a campaign is called, what firms read of it, and when and how they can begin."""

    name: str
    instrument: str
    welcome: str = ""
    contact: str = ""
    languages: tuple[str, ...] = ()
    opens_on: date | None = None
    closes_on: date | None = None
    open_link: bool = True


@dataclass(frozen=True)
class Publishing:
    """How its releases are made: see ``Campaign``."""

    least: int = 10
    licence: str = "CC BY 4.0"
    rhythm: Rhythm = "on demand"
    next_release_on: date | None = None
    country: str = ""


DESCRIPTION = tuple(field.name for field in fields(Description))
PUBLISHING = tuple(field.name for field in fields(Publishing))


class FixedError(Exception):
    """Firms may have answered it by now, so it stays as it is."""


class NoSuchCampaignError(LookupError):
    """It was deleted, perhaps a moment ago by a colleague."""


def description_of(campaign: Campaign) -> Description:
    return Description(**{name: getattr(campaign, name) for name in DESCRIPTION})


def publishing_of(campaign: Campaign) -> Publishing:
    return Publishing(**{name: getattr(campaign, name) for name in PUBLISHING})


def trace_of(campaign: Campaign, *names: str) -> str:
    """The trace of these fields of a campaign."""
    return trace([getattr(campaign, name) for name in names])


def keeps_every_entry(before: Lists, after: Lists) -> bool:
    """Whether every entry is still there, by whatever name, and stands for the same."""
    return all(_entries(before, name) <= _entries(after, name) for name in LISTS)


def _entries(lists: Lists, name: str) -> set[tuple[str, str]]:
    return {(entry.id, entry.means) for entry in getattr(lists, name)}


def keeps_every_question(before: Sequence[OwnQuestion], after: Sequence[OwnQuestion]) -> bool:
    """Whether every question is still there with its kind and its choices, by whatever words."""
    kept = {one.id: _asked(one) for one in after}
    return all(kept.get(one.id) == _asked(one) for one in before)


def _asked(question: OwnQuestion) -> tuple[str, tuple[str, ...]]:
    return question.kind, tuple(option.id for option in question.options)
