"""A campaign as plain values: what a body set, its own lists and questions, and what a firm said for it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from survey.storage.values import ReleaseStatus, Rhythm

ListName = Literal["sector", "region", "group"]
"""The lists that a body may have of its own; ``group``: its member groups, which only a campaign has."""

LISTS: tuple[ListName, ...] = ("sector", "region", "group")

MOST_ENTRIES = 40
MOST_QUESTIONS = 5
LEAST_OPTIONS, MOST_OPTIONS = 2, 10

LEAST_FIRMS, MOST_FIRMS = 10, 100
"""Bounds of the unknown firms that a published cell needs: firms were promised groups of at least ten."""


@dataclass(frozen=True)
class Entry:
    """A choice in a list of a body's own.

    ``id``: what stands in tables and files; ``name``: what firms choose by. ``means``: a NACE section for a sector, an
    ISO 3166-2 code for a region ("" where none fits), "" for a group.
    """

    id: str
    name: str
    means: str = ""


@dataclass(frozen=True)
class Lists:
    """A body's own lists; where one is empty, firms are asked as everywhere."""

    sector: tuple[Entry, ...] = ()
    region: tuple[Entry, ...] = ()
    group: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class OwnOption:
    id: str
    text: str


@dataclass(frozen=True)
class OwnQuestion:
    """A question that a body adds: unscored, to be answered by a choice, since only counts are ever published."""

    id: str
    text: str
    kind: Literal["single", "multiple"]
    options: tuple[OwnOption, ...]


@dataclass(frozen=True)
class Quota:
    """How many firms of a sector and size a body hopes for; "" for any."""

    sector: str
    size: str
    firms: int


@dataclass(frozen=True)
class Campaign:
    """A campaign with what its body set. ``organisation_id``: None where nobody looks after the standing one."""

    id: int
    public_id: str
    organisation_id: int | None
    organisation_name: str
    standing: bool
    invented: bool
    instrument: str
    name: str
    welcome: str = ""
    contact: str = ""
    has_logo: bool = False
    languages: tuple[str, ...] = ()
    opens_on: date | None = None
    closes_on: date | None = None
    open_link: bool = True
    lists: Lists = field(default_factory=Lists)
    questions: tuple[OwnQuestion, ...] = ()
    quotas: tuple[Quota, ...] = ()
    population: Mapping[str, Mapping[str, float]] | None = None
    """Sector → size → firms, in the groups of the campaign."""
    grouping: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → group → the group that it is merged into, as a body decided before its first release."""
    least: int = 10
    licence: str = "CC BY 4.0"
    country: str = ""
    """Whose official figures stand beside those of a release (ISO 3166-1), where it tells firms of no two countries."""
    rhythm: Rhythm = "on demand"
    next_release_on: date | None = None
    revision: int = 0

    @property
    def is_gone(self) -> bool:
        """Whether it was deleted, and only what later releases are checked by is left of it: see ``removing``."""
        return self.organisation_id is None and not self.standing

    def is_open(self, day: date) -> bool:
        """Whether firms can begin on this day."""
        return self.has_opened(day) and (self.closes_on is None or day <= self.closes_on)

    def has_opened(self, day: date) -> bool:
        """Whether firms could begin by this day, so that what they were asked stays as it was.

        That a firm has begun is not asked: a body that tried what it can still change would learn it.
        """
        return self.opens_on is None or self.opens_on <= day


@dataclass(frozen=True)
class TakingPart:
    """What a firm said for a campaign alone: its choices from the lists, and what makes it count once."""

    sector: str = ""
    region: str = ""
    group: str = ""
    register: str = ""
    """Number in a public register, or for VAT."""
    email: str = ""


@dataclass(frozen=True)
class KeptRelease:
    """A release as it is kept, without its figures. ``reason``: why it was withdrawn, as everybody reads it."""

    campaign: str
    number: int
    status: ReleaseStatus
    day: date
    note: str
    created_at: datetime
    published_at: datetime | None
    withdrawn_at: datetime | None
    reason: str = ""
