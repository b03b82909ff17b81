"""Releases for sector reports: real ones from drawn answers, made once, and a small one written by hand."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from babel import Locale

from reports.sector import Exhibit, SectorReport, build
from reports.sector.told import Told
from reports.sector.values import Called
from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.messages import ENGLISH
from scoring.release.build import build as make
from scoring.release.model import Answered, Cell, Figure, Release, Summary, Table
from scoring.release.snapshot import snapshot_of
from scoring.scores import score
from scoring.segments import publishable, to_json
from tests.unit.reports.segment_cases import slices

DATE = datetime.date(2026, 3, 9)
MADE = datetime.date(2026, 3, 2)
SME = load("sme-readiness")


def told(release: Release, instrument: Instrument = SME, *, locale: str = "en_GB", **options: Any) -> SectorReport:
    return build(release, instrument, locale=Locale.parse(locale), date=DATE, **{"translations": ENGLISH, **options})


def answers(made: Instrument, chance: np.random.Generator, ready: float) -> dict[str, Any]:
    """One firm's answers, which all go with how ready it is; numbers are left open."""

    def rung(steps: int) -> int:
        return min(int(steps / (1 + np.exp(-ready - chance.normal()))), steps - 1)

    of_type: dict[str, Any] = {
        "single": lambda question: question.options[rung(len(question.options))].id,
        "grid": lambda question: {row.id: question.options[rung(len(question.options))].id for row in question.rows},
        "multiple": lambda question: [one.id for one in question.options if not one.exclusive and rung(2)],
    }
    return {name: of_type[one.type](one) for name, one in made.questions.items() if one.type in of_type}


def firms(n: int, made: Instrument = SME) -> AnswerTable:
    """So many firms: larger ones are readier, sectors alike; four of region "east" are too few for a cell."""
    chance = np.random.default_rng(8)
    profiles, given = [], []
    for at in range(n):
        size = str(chance.choice(["micro", "small", "medium"], p=[0.55, 0.3, 0.15]))
        profiles.append({
            "firm": f"Firm {at}", "size": size, "sector": str(chance.choice(list("CFGJ"))), "counted": "yes",
            "region": "east" if at < 4 else ("north", "south")[at % 2], "country": ("AT", "DE")[at % 3 == 0],
            "source": ("self", "interview")[at % 4 == 0],
        })  # fmt: skip
        given.append(answers(made, chance, chance.normal() + {"micro": -0.6, "small": 0.4, "medium": 1.2}[size]))
    return table_of(made, given, profiles)


def released(table: AnswerTable) -> Release:
    published = make(snapshot_of(table, score(table)), table.instrument, campaign="Chamber 2026", date=MADE)
    return published.release


def with_slices(release: Release) -> Release:
    """With segments as if they had been found; to look for them takes seconds."""
    allowed = publishable(slices(SME, 35, 55), SME)
    assert allowed is not None
    return replace(release, segments=to_json(allowed))


@cache
def many() -> tuple[AnswerTable, Release]:
    """240 firms and their release, with segments."""
    table = firms(240)
    return table, with_slices(released(table))


def told_of(release: Release, instrument: Instrument = SME) -> Told:
    from reports.firm.wording import Words  # noqa: PLC0415 - for this one

    return Told(release, instrument, Called(), None, False, Words(Locale.parse("en_GB"), ENGLISH))


def by_hand(cell: Mapping[str, Any], instrument: Instrument = SME, **given: Any) -> Release:
    """A release of the table of all firms only, about 100 of them; ``cell``: what is published of it."""
    whole = Cell((), 1, MADE, **cell)
    made = Release(
        "Chamber 2026", 1, MADE, instrument.reference, instrument.content_hash,
        n=100, least=10, grouping={}, tables=(Table((), (whole,)),),
    )  # fmt: skip
    return replace(made, **given)


def marks(of: Mapping[str, int], n: int = 100) -> dict[str, Answered]:
    return {name: Answered(n, Figure(share)) for name, share in of.items()}


def summary(mean: int, n: int = 100, **given: Any) -> Summary:
    return Summary(n, Figure(mean), **given)


def exhibit(report: SectorReport, name: str) -> Exhibit:
    return next(one for one in report.exhibits if one.id == name)


def section_ids(report: SectorReport) -> list[str]:
    return [section.id for section in report.sections]


def shown(report: SectorReport, name: str) -> dict[str, tuple[str, ...]]:
    """The rows of an exhibit, by id, as they are shown."""
    return {row.id: tuple(cell.shown for cell in row.cells) for row in exhibit(report, name).rows}


def texts(thing: object) -> Iterator[str]:
    """Every text of a value, whole, but what it is called for programs."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from texts(one)
    elif is_dataclass(thing):
        for name, value in vars(thing).items():
            if name not in ("id", "role", "unit", "picture", "beyond", "language", "instrument", "branding"):
                yield from texts(value)
