"""However much there is to say of a firm, it stands on eight pages and one to pin up."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import pytest

from reports.firm import FirmReport, Previous, render
from reports.firm.paper.detail import PLAN_DETAILS, SCORE_DETAILS
from reports.firm.paper.pages import LONGEST
from scoring.answers import Answer, table_of
from scoring.instrument import Instrument
from scoring.progress import progress
from scoring.roadmap import Mark, RoadmapChoices
from scoring.scores import score
from tests.unit.reports.conftest import MakeReport, answers_at
from tests.unit.reports.printed import Printed, outside, overlapping
from tests.unit.scoring.release_cases import all_firms, release, summary

NOTE = "A note about it, with some words more than it needs. "


def firm_at_random(seed: int, make: MakeReport, instrument: Instrument) -> FirmReport:
    """A firm that came back with half its answers changed, stands beside others, marked actions and wrote notes."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    before, other = (_answers(chance, instrument) for _ in range(2))
    now = before | {name: other[name] for name in chance.sample(sorted(other), len(other) // 2)}
    for name in chance.sample(sorted(now), 3):
        del now[name]
    marked, people = chance.choice([0.0, 0.1, 0.3]), chance.choice([1, 5, 30, 180])
    choices: list[Mark] = ["done", "planned", "not_for_us"]
    marks = {one.id: chance.choice(choices) for one in instrument.actions if chance.random() < marked}
    notes = {name: NOTE * chance.choice([1, 2, 8]) for name in marks if chance.random() < 0.7}
    then, after = (score(table_of(instrument, [answers], [{"employees": 12}])) for answers in (before, now))
    parts = {dimension.id: summary(60, mean=45) for dimension in instrument.dimensions}
    return make(
        now, firm="Bäckerei Sonnleitner", stage="T2", sector="C", country="AT", employees=people,
        choices=RoadmapChoices(marks=marks, comments=notes),
        previous=Previous(progress(then, after), datetime.date(2025, 9, 1), "T1", done=("list_wishes",), expected={}),
        release=replace(release(all_firms(summary(120, mean=48), **parts)), hash=instrument.content_hash),
    )  # fmt: skip


def _answers(chance: random.Random, instrument: Instrument) -> dict[str, Answer]:
    ladders = [answers_at(instrument, share) for share in (0, 0.25, 0.5, 0.75, 1)]
    return {name: chance.choice(ladders)[name] for name in ladders[0]}


@pytest.mark.parametrize("seed", range(16))
def test_eight_pages_hold_any_firm(seed: int, make_report: MakeReport, instrument: Instrument) -> None:
    report = firm_at_random(seed, make_report, instrument)
    printed = Printed(report, render(report))
    assert len(printed.file.pages) <= LONGEST + bool(report.soon)
    if seed % 4 == 0:
        assert outside(printed) == []
        assert overlapping(printed) == []


def test_details_go_from_most_to_least() -> None:
    for details in (SCORE_DETAILS, PLAN_DETAILS):
        losses = [detail.loss for detail in details]
        assert losses == sorted(losses)
        assert losses[0] == 0
        assert len(set(details)) == len(details)
