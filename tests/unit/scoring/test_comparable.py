"""How much every firm is asked: by hand, of the built-in questionnaires, and what a release refuses."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from scoring.comparable import LEAST_COMMON, common_core, common_share, is_comparable
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.release.build import build
from scoring.release.model import ReleaseError
from tests.unit.scoring.release.build_cases import firms
from tests.unit.scoring.roadmap_cases import LADDER, dimension, instrument

SMALL_FIRMS = {"profile": {"size": ["micro", "small"]}}
LARGE_FIRMS = {"profile": {"size": ["medium", "large"]}}


def asked(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "single", "text": "?", "options": LADDER} | more


def two_parts(*, weight: float = 1, **changes: Any) -> Instrument:
    """One part of four questions, of which small firms alone are asked the last; one of a single question for all."""
    four = [asked("one"), asked("two"), asked("three"), asked("four", weight=weight, show_if=SMALL_FIRMS)]
    return instrument(
        [], dimensions=[dimension("first", four), dimension("second", [asked("five")], weight=3)], **changes
    )


def test_by_hand() -> None:
    """The first part weighs 1 of 4. A quarter of it is not asked of all, or with weight 3 a half."""
    assert common_share(two_parts()) == pytest.approx(1 - 1 / 16)
    assert common_share(two_parts(weight=3)) == pytest.approx(1 - 1 / 8)
    assert common_share(two_parts(weight=0)) == 1


def test_in_sums_it_is_points_and_in_counts_items() -> None:
    """4 points for each question, 12 for one of weight 3: 16 of 28 are asked of all, and 4 of 5 items."""
    assert common_share(two_parts(weight=3, overall="sum")) == pytest.approx(16 / 28)
    assert common_share(two_parts(weight=3, overall="count")) == pytest.approx(4 / 5)


def test_a_question_that_hangs_on_an_answer_is_not_asked_of_all() -> None:
    parts = [dimension("first", [asked("one"), asked("two", show_if={"answers": {"one": ["l4"]}})])]
    assert common_share(instrument([], dimensions=parts)) == 0.5


def test_a_condition_on_everything_says_whom_it_is_for() -> None:
    """Two conditions are two questionnaires in one, whose firms have nothing in common."""
    whole = [dimension("first", [asked("one", show_if=LARGE_FIRMS), asked("two", show_if=LARGE_FIRMS)])]
    assert common_share(instrument([], dimensions=whole)) == 1
    split = [dimension("first", [asked("one", show_if=LARGE_FIRMS), asked("two", show_if=SMALL_FIRMS)])]
    assert common_share(instrument([], dimensions=split)) == 0


@pytest.mark.parametrize("reference", ["sme-readiness", "eu-dma", "eurostat-dii@3", "eurostat-dii@4"])
def test_firms_can_be_compared_by_every_built_in_questionnaire(reference: str) -> None:
    assert common_share(load(reference)) >= LEAST_COMMON
    assert is_comparable(load(reference))


def test_what_is_said_is_rounded_down() -> None:
    """79.99 % is not yet 80."""
    nearly = [asked("one", weight=7999), asked("two", weight=2001, show_if=SMALL_FIRMS)]
    made = instrument([], dimensions=[dimension("first", nearly)])
    assert not is_comparable(made)
    assert "answers: 79 % of what is scored. Firms are compared only from 80 % on." in str(common_core(made))


def test_below_80_percent_there_is_no_release() -> None:
    adapted = two_parts(weight=3, overall="sum")
    with pytest.raises(ReleaseError, match="57 % of what it scores is asked of every firm, and it takes 80 %"):
        build(firms([50.0] * 30), adapted, campaign="Chamber", date=datetime.date(2026, 3, 31))
