"""The sector report of invented firms as PDF against the report of one firm as PDF: rendering alone.

    python -m benchmarks.bench_sector --firms 2000

A report has every section that a release of a body's campaign has: sizes, sectors, regions, questions, programme. The
two take turns, each with reports that it has not seen before; each figure is the median of the rounds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
import pandas as pd
import pypdfium2
from babel import Locale

from benchmarks.bench_portfolio import random_table
from benchmarks.bench_scoring import in_turns
from benchmarks.reports_by.firms import EDITION, firms
from reports import firm
from reports.batch import made_of
from reports.catalogues import catalogue
from reports.sector import Called, SectorReport, build
from reports.sector.editing import docx
from reports.sector.paper import render
from scoring.answers import AnswerTable
from scoring.loading import load
from scoring.profile import profile_table
from scoring.release.build import build as release
from scoring.release.snapshot import snapshot_of
from scoring.scores import score

ROUNDS = 5
GOAL = 20
ONE, SECTOR, WORD = "the report of one firm", "the sector report", "the sector report as DOCX"
Report = TypeVar("Report")
REGIONS = tuple(f"AT-{place}" for place in range(1, 10))


def main() -> None:
    """Print milliseconds, ratio and pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=2000)
    count = parser.parse_args().firms
    reports = [report(count + place) for place in range(ROUNDS + 1)]
    single = [made.report for made in made_of(firms(ROUNDS + 1), EDITION)]
    pages = len(pypdfium2.PdfDocument(render(reports[0])))
    firm.render(single[0])  # both warm
    ways: dict[str, Callable[[], object]] = {
        ONE: in_order(firm.render, single[1:]),
        SECTOR: in_order(render, reports[1:]),
        WORD: in_order(docx, reports[1:]),
    }
    seconds = in_turns(ways, ROUNDS)
    print(f"\nThe sector report of {count:,} firms as PDF, {pages} pages, median of {ROUNDS} rounds")
    for name, taken in seconds.items():
        print(f"{name:28}{1000 * taken:9.1f} ms{taken / seconds[ONE]:8.1f} x")
    print(f"goal: the sector report at most {GOAL} x {ONE}; no goal for DOCX")


def in_order(make: Callable[[Report], bytes], reports: Iterable[Report]) -> Callable[[], bytes]:
    """A function that makes one report after the other, one at each call."""
    following = iter(reports)
    return lambda: make(next(following))


def report(count: int) -> SectorReport:
    """Of so many counted firms, no two numbers of which make the same."""
    instrument, table = load("sme-readiness"), counted(count)
    made = release(snapshot_of(table, score(table)), instrument, campaign=f"Campaign {count}", date=EDITION.date)
    called = Called("Chamber of Crafts", country="AT", licence="CC BY 4.0")
    locale, translations = Locale.parse(EDITION.language), catalogue(EDITION.language)
    return build(made.release, instrument, called=called, locale=locale, translations=translations, date=EDITION.date)


def counted(count: int) -> AnswerTable:
    """Firms of all sizes, trades and regions that agreed to be counted."""
    table, chance = random_table(load("sme-readiness"), count), np.random.default_rng(count)
    stated = {
        "firm": [f"Firm {place}" for place in range(count)],
        "size": chance.choice(["micro", "small", "medium"], count),
        "sector": chance.choice([*"ACFGJM"], count),
        "region": chance.choice(REGIONS, count),
        "country": ["AT"] * count,
        "counted": ["yes"] * count,
    }
    profile, _ = profile_table(pd.DataFrame(stated, dtype="str"))
    return AnswerTable(table.instrument, table.codes, profile, table.extra)


if __name__ == "__main__":
    main()
