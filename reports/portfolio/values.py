"""A portfolio report as plain values in words: all that its PDF reads, and what a page or a workbook can read too."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from reports.firm.values import Branding, Fact
from reports.portfolio.labels import Labels

State = Literal["invited", "opened", "begun", "stalled", "update"]


@dataclass(frozen=True)
class Waiting:
    """A client whose newest assessment waits for somebody. ``stalled``: begun, and untouched for long; ``update``:
    handed in, and open again. ``since``: when it was last touched; ``has_result``: whether it finished one before.
    """

    firm: str
    state: State
    since: datetime.date
    has_result: bool = False


@dataclass(frozen=True)
class Covered:
    """Whom a portfolio is about, as far as its tables do not say.

    ``clients``: how many the filters leave, with a result or without. ``filters``: what was chosen, in words.
    ``waiting``: those of them that wait for somebody, whoever waited longest first.
    """

    clients: int
    filters: tuple[Fact, ...] = ()
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True)
class LevelCount:
    """How many clients stand at a level, which covers the overall scale from ``start`` to ``end``."""

    title: str
    meaning: str
    start: float
    end: float
    n: int
    shown: str
    """“12 of 40”."""


@dataclass(frozen=True)
class Spread:
    """How the clients lie on one scale: that of a dimension, or the overall one.

    ``low``, ``median``, ``high``: quartiles (type 7); None for fewer than ``fewest`` clients, whose values all
    stand in ``points`` then. ``least``, ``most``: the ends. Texts are those figures as they are shown.
    """

    id: str
    title: str
    short: str
    n: int
    maximum: float
    mean: float | None
    low: float | None = None
    median: float | None = None
    high: float | None = None
    least: float | None = None
    most: float | None = None
    points: tuple[float, ...] = ()
    n_shown: str = ""
    mean_shown: str = ""
    median_shown: str = ""
    middle_shown: str = ""
    """From the lower to the upper quartile."""
    ends_shown: str = ""


@dataclass(frozen=True)
class Workshop:
    """An action that many clients need, as a meeting for all of them."""

    action: str
    title: str
    summary: str
    n: int
    shown: str
    """“34 of 40”."""
    each: str
    """Points of the overall score that it would bring each of them, on average."""
    owner: str
    lifts: str
    """The parts whose answers it improves."""
    who: str
    """Which clients, the lowest scores first; "" where names are left out."""


@dataclass(frozen=True)
class Call:
    """A client to call, and why."""

    firm: str
    why: str


@dataclass(frozen=True)
class CallList:
    """Clients that are called for the same reason; ``shown``: how many there are, of whom ``calls`` are the first."""

    id: str
    title: str
    about: str
    n: int
    shown: str
    calls: tuple[Call, ...]
    more: str = ""


@dataclass(frozen=True)
class Cell:
    """A score in the heat map; ``band`` counts from 0 at the lower end, -1 where there is none."""

    shown: str
    band: int


@dataclass(frozen=True)
class HeatRow:
    """A client on the heat map; ``change``: of the overall score since its stage before, "" where there is none."""

    firm: str
    overall: Cell
    change: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Band:
    """A stretch of the scale with its shade, and how many clients stand in it: overall first, then by dimension."""

    title: str
    counts: tuple[str, ...] = ()
    shades: tuple[int, ...] = ()
    """How many of ten clients these are, rounded up, 0 for none: what the counts are shaded by."""


@dataclass(frozen=True)
class HeatMap:
    """Clients × dimensions, the highest overall score first.

    ``lead``: how to read it, and which clients stand there where not all do. ``rest``: said between the two groups of
    rows then; ``rows`` from ``parted`` on are those after it. ``bands``: the lowest first; ``unscored`` counts those
    without a score.
    """

    lead: str
    columns: tuple[str, ...]
    titles: tuple[str, ...]
    bands: tuple[Band, ...]
    rows: tuple[HeatRow, ...]
    unscored: Band | None = None
    has_changes: bool = False
    parted: int = 0
    rest: str = ""


@dataclass(frozen=True)
class ChangeOfPart:
    """What changed between two stages, in one part of the score."""

    title: str
    n: str
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class PairedPart:
    """Two stages of the same clients. ``change``, ``low`` and ``high`` are numbers for a chart, None where unknown."""

    title: str
    sentence: str
    done: str
    n: int
    change: float | None
    low: float | None
    high: float | None
    change_shown: str
    lines: tuple[ChangeOfPart, ...]


@dataclass(frozen=True)
class PortfolioReport:
    """Everything a portfolio report says; ``n``: clients with a result, on whom every figure rests."""

    title: str
    date: datetime.date
    date_shown: str
    language: str
    branding: Branding
    instrument: str
    facts: tuple[Fact, ...]
    n: int
    headline: str
    findings: tuple[str, ...]
    strip: tuple[Fact, ...]
    levels: tuple[LevelCount, ...]
    levels_text: str
    overall: Spread
    dimensions: tuple[Spread, ...]
    workshops: tuple[Workshop, ...]
    workshops_lead: str
    calls: tuple[CallList, ...]
    calls_lead: str
    heat: HeatMap
    progress: tuple[PairedPart, ...]
    progress_lead: str
    method: tuple[str, ...]
    labels: Labels
