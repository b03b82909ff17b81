"""Sector reports that are hard to print: fifteen sections, tables longer and wider than a page, names in any script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.firm.values import Branding, Fact
from reports.sector import Cell, Column, Exhibit, Row, Section, SectorReport
from tests.sectors import BARS, HEAT, INTERVALS, PLAIN, REPORT, SPREAD, STACK, points
from tests.unit.reports.word_cases import logo

NAMES = (
    "Manufacturing, mining, energy and water supply, waste management and remediation activities of every kind",
    "شركات البناء في الشمال",
    "情報通信業・専門サービス業",
    "Donaudampfschifffahrtsgesellschaftskapitänsverbandsmitglieder",
    "<b>Bold</b> & Co",
)

LONG = replace(
    SPREAD,
    id="long",
    title="Many groups with long names, in a table that is longer than a page, under a title that takes two lines",
    rows=tuple(
        Row(f"r{at}", f"{NAMES[at % 5]} {at}", SPREAD.rows[at % 4].cells, "of responding firms" if at % 3 else "")
        for at in range(45)
    ),
)
WIDE = replace(
    SPREAD,
    id="wide",
    title="More columns than a page is wide",
    columns=tuple(Column(f"c{at}", f"Measure number {at}", "mean", "points") for at in range(24)),
    rows=tuple(Row(f"w{at}", f"Group {at}", points(*range(at, at + 24))) for at in range(4)),
    picture="",
)
PROGRAMME = replace(
    PLAIN,
    id="programme",
    title="Which actions help most firms",
    columns=(
        Column("firms", "Firms it helps", "share", "%"),
        Column("cost", "Cost in the first year", "money", "EUR"),
        Column("who", "Who would have to do it"),
    ),
    rows=tuple(
        Row(
            f"a{at}",
            f"Test a backup, and write down how the data come back, number {at}",
            (Cell("35 %", 35.0), Cell("12,500 – 25,000 EUR", 12500.0), Cell("The owner with the outside provider")),
        )
        for at in range(12)
    ),
)
EXHIBITS = (STACK, SPREAD, BARS, INTERVALS, HEAT, PROGRAMME, WIDE)


def hard() -> SectorReport:
    """A draft in a body's own colours."""
    sections = [
        Section(
            f"part-{at}",
            f"Part {at}",
            ("Of responding firms, self-reported.",) * (at % 3),
            tuple(f"Finding {number} of part {at} says more than fits on one line of the page that it stands on, so it"
                  " goes on." for number in range(at % 4)),
            tuple(EXHIBITS[(2 * at + number) % len(EXHIBITS)] for number in range(1 + at % 2)),
        )
        for at in range(12)
    ]  # fmt: skip
    annex = [Section(f"annex-{at}", f"Annex part {at}", (), (), (HEAT,), annex=True) for at in range(2)]
    return replace(
        REPORT,
        title="Digital readiness of the crafts in the northern regions",
        draft=True,
        branding=Branding("Chamber of Crafts", "#8a1c3b", "press@chamber.example", "#d9a441", logo()),
        summary=tuple(f"Sentence {at} of the summary: half of the firms stand below." for at in range(8)),
        strip=(*REPORT.strip, Fact("Firms that have tested a backup", "60 %")),
        sections=(*sections, Section("long", "Long", (), (), (LONG,)), *annex),
        method=tuple(f"Sentence {at} on how the scores are made." for at in range(12)),
        quality=tuple(f"Sentence {at} on how far they carry." for at in range(5)),
    )


def nothing() -> SectorReport:
    """A report of too few firms."""
    return replace(
        REPORT, headline="", summary=(), strip=(), sections=(), nothing="Fewer than 11 firms so far.", draft=True
    )


def told(report: SectorReport) -> Iterator[str]:
    """Everything that a reader must find, but the tables."""
    yield from (report.title, report.headline, report.nothing, report.cite, report.branding.contact)
    yield from (*report.summary, *report.method, *report.quality)
    for fact in (*report.facts, *report.strip):
        yield from (fact.label, fact.value)
    for section in report.sections:
        yield from (section.title, *section.lead, *section.findings)
        for exhibit in section.exhibits:
            yield from (exhibit.title, exhibit.about, *exhibit.notes)


def rows_of(exhibit: Exhibit) -> Iterator[tuple[str, ...]]:
    """The head of a table and its rows, as they are shown."""
    yield (exhibit.corner, *(column.title for column in exhibit.columns))
    for row in exhibit.rows:
        yield (f"{row.head} {row.about}".strip(), *(cell.shown for cell in row.cells))
