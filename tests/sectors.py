"""A sector report made by hand, with every kind of exhibit, for tests of what is drawn and written of it."""

from __future__ import annotations

import datetime
from gettext import NullTranslations

from reports.firm.values import Branding, Fact
from reports.sector import Cell, Column, Exhibit, Row, Section, SectorReport
from reports.sector.labels import labels

NONE = Cell("–")
N = Column("n", "Firms", "n", "firms")


def points(*values: float | None) -> tuple[Cell, ...]:
    return tuple(NONE if value is None else Cell(f"{value:.0f}", value) for value in values)


def shares(*values: float) -> tuple[Cell, ...]:
    return tuple(Cell("< 5 %", 5, "low") if value < 5 else Cell(f"{value:.0f} %", value) for value in values)


SPREAD = Exhibit(
    "sectors",
    "Construction trails trade by eleven points",
    "Sector",
    (
        N,
        Column("mean", "Mean", "mean", "points"),
        Column("p10", "Lowest tenth", "p10", "points"),
        Column("p25", "Lowest quarter", "p25", "points"),
        Column("p50", "Half", "p50", "points"),
        Column("p75", "Highest quarter", "p75", "points"),
        Column("p90", "Highest tenth", "p90", "points"),
    ),
    (
        Row("all", "All firms", points(640, 47, 21, 33, 46, 60, 74), strong=True),
        Row("C", "Manufacturing, mining, energy and water supply, and waste", points(220, 49, 22, 35, 48, 63, 76)),
        Row("F", "Construction", points(60, 40, None, 28, 39, 50, None)),
        Row("G", "Trade & transport <b>", points(30, 51, None, None, 52, None, None)),
        Row("J", "Services", (NONE,) * 7),
    ),
    "spread",
    "A line reaches from the lowest to the highest tenth of the firms, a box over their middle half.",
    notes=("Figures of fewer than 11 firms are left out.",),
)

BARS = Exhibit(
    "backup",
    "Four in ten have never tested a backup",
    "Answer",
    (N, Column("share", "Share", "share", "%")),
    (
        Row("never", "Never tested", (*points(640), *shares(40))),
        Row("year", "Within a year", (*points(640), *shares(55))),
        Row("month", "Within a month", (*points(640), *shares(3))),
    ),
    "bars",
    "Each bar is the share of the firms that gave this answer.",
)

INTERVALS = Exhibit(
    "change",
    "Firms that answered twice rose by four points",
    "Part",
    (
        Column("mean", "Change", "mean", "points"),
        Column("low", "Interval from", "low", "points"),
        Column("high", "Interval to", "high", "points"),
        Column("weighted", "Weighted", "weighted", "points"),
    ),
    (
        Row("overall", "Overall", points(4, 1, 7, 3), strong=True),
        Row("data", "Data", points(-3, -8, 2, -2)),
    ),
    "bars",
    "Each bar is a mean change; the line over it is its interval at 95 %.",
    end=20,
)


def _shaded(*values: float | None) -> tuple[Cell, ...]:
    return tuple(
        NONE if value is None else Cell(f"{value:.0f}", value, shade=min(int(value // 20), 4)) for value in values
    )


HEAT = Exhibit(
    "map",
    "Where which sector stands",
    "Sector",
    tuple(
        Column(title.split()[0].lower(), title, "mean", "points")
        for title in (
            "Strategy and leadership",
            "People and skills",
            "Processes and automation",
            "Technology and infrastructure",
            "Data",
            "Security and privacy",
            "Customers, markets and platforms",
            "Responsible and shared benefit",
        )
    ),
    (
        Row("all", "All firms", _shaded(47, 51, 38, 66, 29, 55, 81, 12), strong=True),
        Row("C", "Manufacturing, mining, energy", _shaded(49, 44, 52, 61, 33, 58, 70, 18)),
        Row("F", "Construction", _shaded(40, None, 30, 51, 20, 44, 63, None)),
    ),
    "heat",
    "The darker, the higher.",
)

STACK = Exhibit(
    "levels",
    "Half of the firms stand below the baseline",
    "Size",
    (
        N,
        *(
            Column(title.lower(), title, "share", "%")
            for title in ("Starting", "Building", "Working", "Leading", "Ahead")
        ),
    ),
    (
        Row("all", "All firms", (*points(640), *shares(20, 30, 30, 15, 5)), strong=True),
        Row("micro", "Fewer than 10 people", (*points(300), *shares(35, 35, 20, 10, 3))),
        Row("small", "10 to 49 people", (*points(60), *shares(10, 25, 40, 20), NONE)),
    ),
    "stack",
    "Each bar is all firms of one size, parted by level.",
)

PLAIN = Exhibit(
    "cost",
    "What the five most useful actions cost",
    "Action",
    (Column("cost", "Cost", "money", "EUR"), Column("who", "Who")),
    (Row("backup", "=Test a backup", (Cell("12,500 EUR", 12500.0), Cell("@owner"))),),
)

REPORT = SectorReport(
    title="Spring survey",
    campaign="Spring survey",
    host="Chamber of Crafts",
    number=2,
    date=datetime.date(2026, 3, 31),
    date_shown="31 March 2026",
    language="en_GB",
    branding=Branding(),
    instrument="Digital readiness of small firms, version 1",
    draft=False,
    n_shown="640 firms",
    facts=(Fact("Firms", "640"), Fact("Released", "31 March 2026")),
    headline="Half of the firms stand below the baseline, and the best tenth is 53 points ahead of the last.",
    summary=("Four in ten have never tested a backup.", "Construction trails trade by eleven points."),
    strip=(Fact("Below the baseline", "50 %"), Fact("P90 – P10", "53 points"), Fact("Mean", "47")),
    sections=(
        Section("divide", "The divide", ("Lead.",), ("Half stand below the baseline.",), (STACK, SPREAD)),
        Section("answers", "What firms said", (), ("Four in ten have never tested a backup.",), (BARS, INTERVALS)),
        Section("annex", "Annex", (), (), (HEAT, PLAIN), annex=True),
    ),
    method=("Firms answered for themselves.",),
    quality=("Intervals cover sampling error only.",),
    cite="Chamber of Crafts: Spring survey, release 2. CC BY 4.0.",
    nothing="",
    labels=labels(NullTranslations()),
)
"""Every picture, missing figures, markup and formulas where somebody typed a name."""
