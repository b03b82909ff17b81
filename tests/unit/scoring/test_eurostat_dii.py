"""Eurostat's index as data: where levels begin, what a blank leaves open, and who is not asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scoring.answers import table_of
from scoring.conditions import contradictions
from scoring.instrument import Instrument
from scoring.loading import BUILT_IN, check, load
from scoring.progress import progress
from scoring.scores import Scores, score, scores_table

VERSIONS = pytest.mark.parametrize("version", [3, 4])


def scored(version: int, *answers: list[str], size: str | None = "small") -> Scores:
    """Firms that give these answers to the twelve items, in their order; "" leaves one open."""
    instrument = load(f"eurostat-dii@{version}")
    given: list[dict[str, Any]] = [
        {item: answer for item, answer in zip(instrument.questions, firm, strict=True) if answer} for firm in answers
    ]
    profile = {"firm": "A"} | ({"size": size} if size else {})
    return score(table_of(instrument, given, [profile] * len(answers)))


def level(instrument: Instrument, place: int) -> str:
    return instrument.levels[place].id if place >= 0 else ""


@VERSIONS
@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "very_low"), (3, "very_low"), (4, "low"), (6, "low"), (7, "high"), (9, "high"), (10, "very_high"),
     (12, "very_high")],
)  # fmt: skip
def test_levels_by_the_count(version: int, count: int, expected: str) -> None:
    scores = scored(version, ["yes"] * count + ["no"] * (12 - count))
    assert scores.overall[0] == count
    assert level(scores.instrument, int(scores.level[0])) == expected


@VERSIONS
@pytest.mark.parametrize(
    ("yes", "blank", "expected"),
    [(3, 1, ""), (4, 2, "low"), (4, 3, ""), (7, 2, "high"), (9, 1, ""), (10, 2, "very_high"), (0, 3, "very_low"),
     (0, 12, "")],
)  # fmt: skip
def test_what_is_open_leaves_a_range_and_a_level_only_if_both_ends_share_it(
    version: int, yes: int, blank: int, expected: str
) -> None:
    scores = scored(version, ["yes"] * yes + [""] * blank + ["no"] * (12 - yes - blank))
    assert (scores.low["overall"][0], scores.high["overall"][0]) == (yes, yes + blank)
    assert np.isnan(scores.overall[0])
    assert level(scores.instrument, int(scores.level[0])) == expected


def test_a_file_of_scores_holds_the_range() -> None:
    instrument = load("eurostat-dii@3")
    firm = dict.fromkeys(list(instrument.questions)[:5], "yes")
    table = table_of(instrument, [firm], [{"firm": "A", "size": "small"}])
    row = scores_table(table, score(table)).iloc[0]
    assert (row["low"], row["high"]) == (5, 12)
    assert np.isnan(row["overall"])


@VERSIONS
def test_dont_know_is_open_and_never_a_no(version: int) -> None:
    scores = scored(version, ["yes"] * 4 + ["dk"] + ["no"] * 7)
    assert (scores.low["overall"][0], scores.high["overall"][0]) == (4, 5)


@VERSIONS
def test_a_firm_below_ten_people_is_asked_nothing_and_has_no_count(version: int) -> None:
    scores = scored(version, ["yes"] * 12, size="micro")
    assert np.isnan(scores.overall[0])
    assert np.isnan(scores.high["overall"][0])
    assert scores.level[0] == -1
    assert np.isnan(scores.answered[0])


@VERSIONS
def test_an_unknown_size_hides_nothing(version: int) -> None:
    assert scored(version, ["yes"] * 12, size=None).overall[0] == 12


@VERSIONS
def test_at_least_basic_begins_at_four(version: int) -> None:
    instrument = load(f"eurostat-dii@{version}")
    bounds = {level.id: level.bound for level in instrument.levels}
    assert bounds[instrument.baseline] == 4
    assert instrument.unofficial
    assert check(BUILT_IN / "eurostat-dii" / f"v{version}") == []


@VERSIONS
def test_answers_that_cannot_go_together_are_pointed_out_and_still_count(version: int) -> None:
    instrument = load(f"eurostat-dii@{version}")
    answers = {"online_sales": "no", "consumer_web_sales": "yes"}
    table = table_of(instrument, [answers], [{"firm": "A", "size": "small"}])
    place = [one.id for one in instrument.contradictions].index("online_kinds")
    assert contradictions(table)[place].tolist() == [True]
    assert score(table).low["overall"][0] == 1


def test_seven_of_the_twelve_items_differ_between_the_versions() -> None:
    """As told of the surveys of 2024 and 2025; that is why the two never share a trend."""
    three, four = (load(f"eurostat-dii@{version}") for version in (3, 4))
    assert len(three.questions) == len(four.questions) == 12
    assert len(set(three.questions) & set(four.questions)) == 5
    with pytest.raises(ValueError, match="different questionnaires"):
        progress(scored(3, ["yes"] * 12), scored(4, ["yes"] * 12))
    assert ("2025" in three.source, "2024" in four.source) == (True, True)
