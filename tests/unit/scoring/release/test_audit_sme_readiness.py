"""A release of the built-in instrument: all its scores pass the audit, and what little does not is held back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scoring.answers import table_of
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.release.audit import audit
from scoring.release.build import build
from scoring.release.model import Published
from scoring.release.passing import passed
from scoring.release.snapshot import snapshot_of
from scoring.scores import score
from tests.unit.scoring.release.build_cases import DATE

SME = load("sme-readiness")


def answers(made: Instrument, chance: np.random.Generator) -> dict[str, Any]:
    """One firm's answers, which all go with how ready it is; numbers are left open."""
    ready = chance.normal()

    def rung(steps: int) -> int:
        return min(int(steps / (1 + np.exp(-ready - chance.normal()))), steps - 1)

    of_type: dict[str, Any] = {
        "single": lambda question: question.options[rung(len(question.options))].id,
        "grid": lambda question: {row.id: question.options[rung(len(question.options))].id for row in question.rows},
        "multiple": lambda question: [one.id for one in question.options if not one.exclusive and rung(2)],
    }
    return {name: of_type[one.type](one) for name, one in made.questions.items() if one.type in of_type}


def campaign(name: str, n: int) -> Published:
    """A release of the first ``n`` firms, a third of them small and the others micro."""
    chance = np.random.default_rng(0)
    profiles = [
        {"firm": f"Firm {at}", "size": ("small", "micro", "micro")[at % 3], "counted": "yes"} for at in range(n)
    ]
    table = table_of(SME, [answers(SME, chance) for _ in profiles], profiles)
    return build(snapshot_of(table, score(table)), SME, campaign=name, date=DATE)


@pytest.fixture(scope="module")
def sixty() -> Published:
    last = campaign("Chamber", 60)
    assert [table.name for table in last.release.tables] == ["all", "size"]
    assert all(len(cell.scores) == 9 and len(cell.marks) > 200 for table in last.release.tables for cell in table.cells)
    return last


def test_no_score_is_held_back_and_few_answers_are(sixty: Published) -> None:
    result = passed([], sixty, SME)
    names = [{*cell.scores} for table in result.published.release.tables for cell in table.cells]
    assert names == [{*cell.scores} for table in sixty.release.tables for cell in table.cells]
    held = {one.measure for one in result.held_back}
    assert len(held) < 10
    assert held <= set(sixty.snapshot.marks)
    assert (result.earlier, result.out_of_time) == ((), 0)
    assert audit([result.published], SME).passed


def test_two_campaigns_one_firm_apart_are_found_in_every_score() -> None:
    guild, chamber = campaign("Guild", 11), campaign("Chamber", 12)
    scores = set(chamber.release.tables[0].cells[0].scores)
    assert len(scores) == 9
    assert audit([chamber], SME, measures=scores).passed
    found = audit([guild, chamber], SME, measures=scores, accounts=0).findings
    assert {(one.measure, one.what, one.firms) for one in found} == {(name, "determined", 1) for name in scores}
