"""Reports of firms that differ as much as firms do, built by the whole way from answers to ``FirmReport``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from gettext import NullTranslations
from typing import Any

import pytest
from babel import Locale

from reports import firm
from reports.firm import Advice, Branding, FirmReport, House, Previous
from reports.firm.house import advised, at_house
from scoring.answers import Answer, table_of
from scoring.instrument import GridQuestion, Instrument, MultipleQuestion, NumberQuestion, Question, SingleQuestion
from scoring.loading import load
from scoring.messages import ENGLISH
from scoring.release.model import Release
from scoring.roadmap import RoadmapChoices, plan
from scoring.scores import score
from scoring.segments import Segments
from tests.unit.reports.printed import Printed

DATE = datetime.date(2026, 3, 9)

Answers = Mapping[str, Answer]
MakeReport = Callable[..., FirmReport]


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    return load("sme-readiness")


@pytest.fixture(scope="session")
def make_report(instrument: Instrument) -> MakeReport:
    """``make_report(answers, firm=..., employees=...)``: the report of one firm, in English unless told otherwise."""

    def make(
        answers: Answers,
        *,
        of: Instrument = instrument,
        locale: str = "en_GB",
        translations: NullTranslations = ENGLISH,
        branding: Branding = Branding(),  # noqa: B008 - frozen
        house: House | None = None,
        advice: Advice = Advice(),  # noqa: B008 - frozen
        choices: RoadmapChoices = RoadmapChoices(),  # noqa: B008 - frozen
        previous: Previous | None = None,
        release: Release | Sequence[Release] | None = None,
        segments: Segments | None = None,
        **profile: Any,
    ) -> FirmReport:
        house = house or House(branding)
        table = at_house(table_of(of, [answers], [{"employees": 12, **profile}]), house)
        scores = score(table)
        roadmap = plan(table, scores, choices=advised(choices, house, advice))
        return firm.build(
            table, scores, roadmap, previous=previous, release=release, segments=segments,
            house=house, advice=advice, locale=Locale.parse(locale), translations=translations, date=DATE,
        )  # fmt: skip

    return make


def answers_at(instrument: Instrument, share: float) -> dict[str, Answer]:
    """Every scored question answered at about this share of its ladder: 0 the least, 1 the most."""
    return {name: _answer_at(question, share) for name, question in instrument.questions.items() if question.scored}


def _answer_at(question: Question, share: float) -> Answer:
    ranked: Any = sorted(
        question.bands if isinstance(question, NumberQuestion) else question.options, key=question.points
    )
    chosen = ranked[round(share * (len(ranked) - 1))]
    if isinstance(question, NumberQuestion):
        return float(chosen.lower if chosen.lower is not None else question.minimum)
    if isinstance(question, SingleQuestion):
        return str(chosen.id)
    if isinstance(question, GridQuestion):
        return {row.id: str(chosen.id) for row in question.rows}
    assert isinstance(question, MultipleQuestion)
    return [option.id for option in ranked[len(ranked) - round(share * len(ranked)) :] if not option.exclusive]


@pytest.fixture(scope="session")
def report(make_report: MakeReport, instrument: Instrument) -> FirmReport:
    """A firm half way, with something not applicable, something not known and something left open."""
    answers = answers_at(instrument, 0.5)
    answers["ai"] = "na"
    answers["backup"] = "dk"
    del answers["decisions"]
    return make_report(answers, firm="Bäckerei Sonnleitner & Töchter", sector="10", country="AT")


PrintFirm = Callable[[str, str], Printed]


@pytest.fixture(scope="session")
def print_firm(make_report: MakeReport, instrument: Instrument) -> PrintFirm:
    """``print_firm(name, paper)``: the report of one of the ten firms as PDF, made and read once."""
    from tests.unit.reports.ten_firms import firm_report  # noqa: PLC0415 - which itself needs what is above

    @cache
    def made(name: str) -> FirmReport:
        return firm_report(name, make_report, instrument)

    @cache
    def print_one(name: str, paper: str) -> Printed:
        return Printed(made(name), firm.render(made(name), paper=paper), paper)

    return print_one
