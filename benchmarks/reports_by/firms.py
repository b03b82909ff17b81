"""Invented firms to report on: random answers, names and countries of their own, each firm different."""

from __future__ import annotations

import datetime

import pandas as pd

from benchmarks.bench_scoring import random_firms
from reports.batch import Edition
from scoring.answers import AnswerTable
from scoring.loading import load
from scoring.profile import profile_table

EDITION = Edition("en_GB", datetime.date(2026, 3, 9), record=True)

NAMES = ("Bäckerei {} & Töchter", "{} Joinery Ltd", "Menuiserie {}", "{} Kunststofftechnik GmbH", "Café {}")
COUNTRIES = ("AT", "IE", "FR", "DE", "PT")
EMPLOYEES = (4, 12, 23, 80, 140)


def firms(count: int) -> AnswerTable:
    """So many firms that answered ``sme-readiness``."""
    table = random_firms(load("sme-readiness"), count)
    given = {
        "firm": [NAMES[number % len(NAMES)].format(number + 1) for number in range(count)],
        "country": [COUNTRIES[number % len(COUNTRIES)] for number in range(count)],
        "employees": [str(EMPLOYEES[number % len(EMPLOYEES)]) for number in range(count)],
    }
    profile, _ = profile_table(pd.DataFrame(given, dtype="str"))
    return AnswerTable(table.instrument, table.codes, profile, table.extra)
