"""What a release is: published tables about firms, frozen, the same for every viewer; and what they were made from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from scoring.messages import WaymarkError

ALL: tuple[str, ...] = ()
"""The fields of the table that has one cell only: all firms."""

OVERALL = "overall"
"""The measure that is the overall score; the others are named by their dimension."""

OTHER = "other"
"""The group into which those too small for a cell of their own are merged."""

NOT_STATED = "not stated"
"""The group of the firms whose field is not known: a group like any other."""

OWN = "own-"
"""What the id of a body's own question begins with; no question of an instrument does, whose ids have no hyphen."""

Beyond = Literal["", "low", "high"]


class ReleaseError(WaymarkError):
    """A release that cannot be made, kept or read; ``problems`` says why."""


@dataclass(frozen=True)
class Figure:
    """A published number, rounded: whole points, or a share in steps of 5 %.

    ``beyond``: "low" where the true number lies below 5, which is then the ``value``; "high" where it lies above 95.
    """

    value: int
    beyond: Beyond = ""


@dataclass(frozen=True)
class Summary:
    """What is published of one score in one cell.

    ``n``: firms that have the score, to the nearest 5. ``mean``: whole points. ``interval``: of the mean at 95 %, for
    sampling error only, from 40 firms. ``quantiles``: percent → whole points: 50 from 20 firms, 25 and 75 from 40, the
    deciles from 100. ``weighted``: the mean weighted to the population, where that is published.
    """

    n: int
    mean: Figure
    interval: tuple[Figure, Figure] | None = None
    quantiles: Mapping[int, Figure] = field(default_factory=dict)
    weighted: Figure | None = None


@dataclass(frozen=True)
class LevelShare:
    """The share of firms in some adjacent levels (ids, in rising order), merged until each holds five firms."""

    levels: tuple[str, ...]
    share: Figure


@dataclass(frozen=True)
class Polarisation:
    """How unequal the overall scores of one cell are: from 40 firms, to 2 decimals; None where there is none.

    ``between_share``: share of Theil's T that lies between the published cells of the table named in ``by``.
    """

    gini: float | None
    theil: float | None
    by: str | None = None
    between_share: float | None = None


@dataclass(frozen=True)
class Answered:
    """How one yes-or-no mark is spread in one cell: an option of a question, or an action that would help.

    ``n``: firms that have the mark, to the nearest 5; ``share``: of those, in steps of 5 %.
    """

    n: int
    share: Figure


@dataclass(frozen=True)
class Coefficients:
    """How well the questions of one dimension hang together, to 2 decimals; None where there is none.

    ``n``: firms that answered all of them, to the nearest 5.
    """

    n: int
    alpha: float | None
    omega: float | None


@dataclass(frozen=True)
class Response:
    """Firms that were invited and those of them that answered, rounded down to fives; None for under 5."""

    invited: int | None
    answered: int | None


@dataclass(frozen=True)
class Choice:
    """A question that a body added to its campaign, unscored: its answers are marks, ``<id>.<option>``.

    ``id``: begins with ``OWN``. ``options``: id → text.
    """

    id: str
    text: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    """One group of one table; only what may be published.

    ``group``: a group for each field of the table. ``scores``: measure (``OVERALL``, dimension ids, ``change`` or
    ``change.<dimension>`` for firms that answered twice) → summary. ``below``: share strictly below the baseline level.
    ``marks``: ``question.option`` or ``action.<id>`` → its spread. ``reliability``: dimension → its coefficients, in
    the cell of all firms only. ``number``, ``date``: of the release in which the
    cell was computed last; earlier than the release's own where fewer than five of its firms changed since.
    """

    group: tuple[str, ...]
    number: int
    date: datetime.date
    scores: Mapping[str, Summary] = field(default_factory=dict)
    levels: tuple[LevelShare, ...] = ()
    below: Figure | None = None
    polarisation: Polarisation | None = None
    marks: Mapping[str, Answered] = field(default_factory=dict)
    reliability: Mapping[str, Coefficients] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One declared table: by no field (``ALL``), by one, or by two.

    ``withheld``: the groups without a published cell; empty and small ones look the same.
    """

    fields: tuple[str, ...]
    cells: tuple[Cell, ...]
    withheld: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """``all``, ``size``, ``sector × size``."""
        return " × ".join(self.fields) or "all"

    def cell(self, *group: str) -> Cell | None:
        """The published cell of a group, if there is one."""
        return next((cell for cell in self.cells if cell.group == group), None)


@dataclass(frozen=True)
class Release:
    """Frozen, disclosure-controlled tables of one campaign and one instrument.

    ``campaign``: what it is called. ``number``: 1 for the first; ``date``: of publication. ``instrument``: reference;
    ``hash``: of its scoring content. ``n``: firms in it, to the nearest 5; None below the least. ``grouping``: field →
    value → group, fixed by the first release. ``tables``: those declared that have two published cells or more, and
    the table of all. ``least``: unknown firms that a cell needs. ``segments``: the segments as published, if any (a
    plain mapping, read by ``scoring.segments.from_json``). ``response``: to the invitations of the campaign, where
    there were any. ``titles``: field → group → what a body calls it, for lists of its own. ``choices``: its own
    questions.
    """

    campaign: str
    number: int
    date: datetime.date
    instrument: str
    hash: str
    n: int | None
    least: int
    grouping: Mapping[str, Mapping[str, str]]
    tables: tuple[Table, ...]
    segments: Mapping[str, object] | None = None
    response: Response | None = None
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()

    def table(self, *fields: str) -> Table | None:
        """The table by these fields, if it is published."""
        return next((table for table in self.tables if table.fields == fields), None)


@dataclass(frozen=True)
class Coherence:
    """How far the answers to the questions of one dimension go together, not rounded; None where there is none.

    ``n``: firms that answered all of them; ``seen``: the most of these that one account sees.
    """

    n: int
    seen: int
    alpha: float | None
    omega: float | None


@dataclass(frozen=True)
class Snapshot:
    """The firms that a release counted, as they were then. Never published; later releases and the audit need it.

    n firms, one row each. ``keys``: str (n,), what makes a firm the same one next time. ``digests``: uint64 (n,), of
    what is measured of it, so that a change is seen; not of its fields, since another group is seen by itself.
    ``fields``: n rows, columns the profile fields that tables go by (text, ``NOT_STATED`` where unknown), not yet
    grouped. ``scores``: float64 (n, measures), not rounded, NaN without a score. ``levels``: int8 (n,), position in
    ``instrument.levels`` or -1. ``marks``: int8 (n, marks), 1, 0, or -1 where the mark does not arise. ``weights``:
    float64 (n,) mean 1, or None; NaN for a firm without one. ``viewers``: for each account that can see answers of
    firms, their positions. ``own_link``: whether each firm can see its own answers, as in the survey. ``coherence``:
    by dimension, of many firms only; it is for the release made of this snapshot, and not kept with it.
    """

    keys: np.ndarray
    digests: np.ndarray
    fields: pd.DataFrame
    scores: pd.DataFrame
    levels: np.ndarray
    marks: pd.DataFrame
    weights: np.ndarray | None = None
    viewers: tuple[np.ndarray, ...] = ()
    own_link: bool = False
    coherence: Mapping[str, Coherence] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True)
class Published:
    """A release together with what it was made from. The history of a campaign is a sequence of these, oldest first."""

    release: Release
    snapshot: Snapshot
