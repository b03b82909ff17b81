"""Stable or borderline: whether a level survives other weights, by hand and against re-weighting one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.answers import table_of
from scoring.fragility import fragility
from scoring.instrument import Instrument
from scoring.scores import Scores, level_of, score
from tests.unit.scoring.roadmap_cases import LADDER, dimension, instrument
from tests.unit.scoring.test_scores_properties import tables

Triple = tuple[float, float, float]


def three(weights: Triple = (1, 1, 1), rules: Sequence[str] = ("mean",) * 3, **changes: Any) -> Instrument:
    """Three dimensions of one ladder each (0, 25 … 100 points), with a cut at 50 unless it says otherwise."""
    names = ("left", "middle", "right")
    asked = [{"id": name, "type": "single", "text": "?", "na": True, "options": LADDER} for name in names]
    parts = [
        dimension(f"d_{name}", [question], weight=weight, rule=rule)
        for name, question, weight, rule in zip(names, asked, weights, rules, strict=True)
    ]
    return instrument([], dimensions=parts, **changes)


def scored(made: Instrument, *rungs: str) -> Scores:
    """Firms by the rungs that they stand on, such as ``"134"``; ``-`` is blank, ``x`` not applicable."""
    codes = {"-": None, "x": "na"}
    answers = [
        {
            question: answer
            for question, rung in zip(("left", "middle", "right"), firm, strict=True)
            if (answer := codes.get(rung, f"l{rung}")) is not None
        }
        for firm in rungs
    ]
    return score(table_of(made, answers, [{}] * len(answers)))


def test_by_hand() -> None:
    """The cut is at 50.

    4, 2, 0: 50 now; the first times 0.8 makes (80 + 50 + 0) / 2.8 = 46.4. 2, 2, 2: 50 however it is weighed.
    2, 2, 3: 58.3; the last times 0.8 still makes (50 + 50 + 60) / 2.8 = 57.1. 1, 2, 2: 41.7, at most 43.3.
    """
    firms = ("420", "222", "223", "122")
    assert fragility(scored(three(), *firms)).tolist() == ["borderline", "stable", "stable", "stable"]


def test_one_weight_alone_is_changed_and_the_others_keep_theirs() -> None:
    """Weights 3, 1, 1 and rungs 2, 3, 1 (50, 75, 25): 50 now; the second times 0.8 makes (150 + 60 + 25) / 4.8 = 48.96,
    and the last times 1.2 (150 + 75 + 30) / 5.2 = 49.04. With 2, 3, 2: 55; least is (150 + 60 + 50) / 4.8 = 54.2."""
    assert fragility(scored(three((3, 1, 1)), "231", "232")).tolist() == ["borderline", "stable"]


@pytest.mark.parametrize(
    ("firm", "cut", "found"),
    [
        ("400", 37.5, "borderline"),  # 33.3 now; only the first times 1.2 makes 120 / 3.2 = 37.5
        ("400", 37.6, "stable"),
        ("440", 71.4, "borderline"),  # 66.7 now; only the last times 0.8 makes 200 / 2.8 = 71.43
        ("440", 71.5, "stable"),
    ],
)
def test_a_fifth_more_and_a_fifth_less(firm: str, cut: float, found: str) -> None:
    levels = [{"id": "low", "title": "L", "meaning": "L."}, {"id": "top", "title": "T", "meaning": "T.", "bound": cut}]
    assert fragility(scored(three(levels=levels), firm)).tolist() == [found]


def test_weights_are_shared_out_again_among_the_scored_dimensions() -> None:
    """Of 4, 2 and nothing 75 is left: (80 + 50) / 1.8 = 72.2 at least. Of 3, 1 and nothing 50, at the cut:
    (75 + 20) / 1.8 = 52.8 or (60 + 25) / 1.8 = 47.2."""
    assert fragility(scored(three(), "42x", "31x", "42-", "31-")).tolist() == ["stable", "borderline"] * 2


def test_without_a_level_there_is_nothing_to_hold() -> None:
    found = fragility(scored(three(), "4--", "xxx", "222"))
    assert found.isna().tolist() == [True, True, False]
    assert found.dtype == "string"


@pytest.mark.parametrize("rule", ["sum", "minimum", "count"])
def test_weights_do_not_enter_other_rules(rule: str) -> None:
    made = scored(three(overall=rule), "420")
    assert made.level.iloc[0] >= 0
    assert fragility(made).isna().all()


def test_a_part_may_have_another_rule_where_the_whole_is_a_weighted_mean() -> None:
    made = three(rules=("minimum", "mean", "mean"))
    assert fragility(scored(made, "420", "222")).tolist() == ["borderline", "stable"]


def test_a_dimension_without_weight_moves_nothing() -> None:
    assert fragility(scored(three((0, 1, 1)), "422", "022")).tolist() == ["stable", "stable"]


def test_no_firms_are_no_fault() -> None:
    assert fragility(score(table_of(three(), [], []))).tolist() == []


def slowly(scores: Scores) -> list[object]:
    """Firm by firm and weight by weight, from the dimensions' scores."""
    weights = {dimension.id: dimension.weight for dimension in scores.instrument.dimensions}
    found: list[object] = []
    for row in range(len(scores)):
        level = int(scores.level.iloc[row])
        if level < 0 or scores.instrument.overall != "mean":
            found.append(pd.NA)
            continue
        own = {name: value for name, value in scores.dimensions.iloc[row].items() if not np.isnan(value)}
        others = set()
        for changed in own:
            for factor in (0.8, 1.2):
                new = {name: weights[str(name)] * (factor if name == changed else 1) for name in own}
                mean = sum(new[name] * own[name] for name in own) / sum(new.values())
                others.add(int(level_of(scores.instrument, np.array([mean]))[0]))
        found.append("stable" if others == {level} else "borderline")
    return found


@pytest.mark.parametrize("name", ["states", "ticks", "grids", "conditions", "bands", "weakest", "adding"])
@given(data=st.data())
def test_as_by_changing_each_weight_in_turn(tiny: Any, name: str, data: Any) -> None:
    scores = score(data.draw(tables(tiny(name))))
    pd.testing.assert_series_equal(fragility(scores), pd.Series(slowly(scores), dtype="string", name="fragility"))


@given(rungs=st.lists(st.text("01234-x", min_size=3, max_size=3), min_size=1, max_size=40))
def test_as_by_changing_each_weight_in_turn_at_the_cut(rungs: list[str]) -> None:
    """Whole rungs fall onto the cut of 50 often, which random answers hardly do."""
    for made in (three(), three((2, 1, 1)), three((3, 0, 1))):
        scores = scored(made, *rungs)
        pd.testing.assert_series_equal(fragility(scores), pd.Series(slowly(scores), dtype="string", name="fragility"))


def test_a_firm_alone_is_as_fragile_as_among_others() -> None:
    firms = ("420", "222", "31x", "4--")
    together = fragility(scored(three(), *firms))
    pd.testing.assert_series_equal(
        together, pd.concat([fragility(scored(three(), one)) for one in firms], ignore_index=True)
    )
