"""A sector report as plain values in words: sections with sentences and exhibits, which page, PDF, DOCX, workbook and
CSV all read, so that no figure can differ between them.

An exhibit is a table, and mostly a chart of it: whoever draws one draws the other's figures.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from reports.firm.values import Branding, Fact
from reports.sector.labels import Labels
from scoring.release.model import Beyond

Picture = Literal["", "bars", "spread", "heat", "stack"]
"""How an exhibit is drawn: not at all; a bar for each row (its first column with a unit); a line from P10 to P90 with
quartiles, median and mean for each row; a shade for each cell; one bar per row, parted by its columns."""

SHADES = 5
"""Of a heat map, and of the parts of a bar."""

Role = Literal["", "n", "mean", "p10", "p25", "p50", "p75", "p90", "low", "high", "weighted", "share", "count", "money"]
"""What a column holds, for what draws it and for number formats."""


@dataclass(frozen=True)
class Column:
    """``id``: its name in files; ``unit``: what stands behind a number there (“points”, “%”, “EUR”, “firms”)."""

    id: str
    title: str
    role: Role = ""
    unit: str = ""


@dataclass(frozen=True)
class Cell:
    """A figure as it is shown everywhere and, for files and charts, as a number.

    ``value``: None where there is none, or it is a text. ``beyond``: as of ``scoring.release.Figure``. ``shade``: 0
    (lowest) to 4 on a heat map, -1 for none. A withheld or empty figure is an “–” without a value.
    """

    shown: str
    value: float | None = None
    beyond: Beyond = ""
    shade: int = -1


@dataclass(frozen=True)
class Row:
    """``id``: its name in files. ``about``: a second line under the head. ``strong``: the row of all firms."""

    id: str
    head: str
    cells: tuple[Cell, ...]
    about: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Exhibit:
    """One table and its chart.

    ``id``: an address and a file name. ``title``: a sentence of what it shows. ``about``: how to read it. ``corner``:
    the head of the first column. ``end``: of the scale of a chart, from 0. ``notes``: stand below, each a sentence (who
    is left out, what is withheld, from which release a figure is repeated).
    """

    id: str
    title: str
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    picture: Picture = ""
    about: str = ""
    end: float = 100.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the report. ``findings``: sentences computed from the figures, the most telling first."""

    id: str
    title: str
    lead: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    annex: bool = False


@dataclass(frozen=True)
class Called:
    """A campaign as its reports speak of it, as far as the release does not say.

    ``host``: the body's name. ``address``: of the release on the web, "" for none. ``period``: first and last day on
    which firms answered. ``licence``: how figures may be reused. ``country``: ISO 3166-1 of a campaign in one country,
    of which a release says nothing, since a field with one group has no table; it chooses the official figures.
    """

    host: str = ""
    contact: str = ""
    address: str = ""
    period: tuple[datetime.date | None, datetime.date | None] = (None, None)
    licence: str = ""
    branding: Branding = Branding()  # noqa: RUF009 - frozen
    country: str = ""


@dataclass(frozen=True)
class SectorReport:
    """Everything a sector report says, in the order in which it is read.

    ``draft``: not released yet, and said so on every page. ``facts``: who, when, how many, by what. ``headline``: one
    sentence. ``summary``: the findings that a board reads. ``strip``: three or four large figures. ``sections``: those
    with nothing to tell are left out. ``nothing``: why there are no figures; "" where there are. ``cite``: how to.
    """

    title: str
    campaign: str
    host: str
    number: int
    date: datetime.date
    date_shown: str
    language: str
    branding: Branding
    instrument: str
    draft: bool
    n_shown: str
    facts: tuple[Fact, ...]
    headline: str
    summary: tuple[str, ...]
    strip: tuple[Fact, ...]
    sections: tuple[Section, ...]
    method: tuple[str, ...]
    quality: tuple[str, ...]
    cite: str
    nothing: str
    labels: Labels

    @property
    def sender(self) -> str:
        """Who hands the report out."""
        return self.branding.organisation or self.host or self.branding.sender

    @property
    def released(self) -> str:
        """Which release it is of, for the head of every page."""
        return self.labels.release.format(number=self.number, date=self.date_shown)

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """All of them, in the order in which they are read."""
        return tuple(exhibit for section in self.sections for exhibit in section.exhibits)
