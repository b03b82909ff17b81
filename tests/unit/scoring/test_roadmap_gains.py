"""What an action still brings one firm, by hand: a question of the first part is worth 50/3 points, else 25."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from scoring.roadmap import Because, RoadmapChoices, plan
from scoring.scores import score
from tests.unit.scoring.roadmap_cases import (
    FIRST,
    LADDER,
    SECOND,
    action,
    dimension,
    firm,
    gains,
    instrument,
    kinds,
    names,
    roadmap,
)


@pytest.mark.parametrize(
    ("lifts", "answers", "gain"),
    [
        ({"rung": "l3"}, {}, 50 / 3 * 3 / 4),
        ({"rung": "l3"}, {"rung": "l2"}, 50 / 3 * 1 / 4),
        ({"ticks": ["one", "two"]}, {}, 50 / 3 * 2 / 3),
        ({"ticks": ["one", "two"]}, {"ticks": ["two", "three"]}, 50 / 3 * 1 / 3),
        ({"ticks": ["one"]}, {"ticks": ["never"]}, 50 / 3 * 1 / 3),  # never counts -1, clipped to 0, and gives way
        ({"grid": {"mail": "s2"}}, {}, 50 / 3 * 1 / 2),
        ({"grid": {"mail": "s2", "files": "s1"}}, {"grid": {"mail": "s2", "files": "s0"}}, 50 / 3 * 1 / 4),
        ({"grid": {"mail": "s2", "files": "s2"}}, {"grid": {"mail": "s0", "files": "na"}}, 50 / 3),
        ({"hours": "many"}, {}, 25),
        ({"hours": "many"}, {"hours": 3}, 25 / 2),
        ({"rung": "l4", "other": "l2"}, {}, 50 / 3 + 25 / 2),
        ({"rung": "l4"}, {"other": "na"}, 50 / 3),
        ({"hours": "many"}, {"other": "na"}, 50),  # the only question left of its part
    ],
)
def test_a_gain_is_what_the_overall_score_rises_by(lifts: Any, answers: Any, gain: float) -> None:
    made = roadmap([action("lift", lifts)], answers)
    assert gains(made) == {"lift": pytest.approx(gain, abs=1e-4)}
    assert sum(reason.points for reason in made.steps[0].because) == pytest.approx(gain, abs=2e-4)


@pytest.mark.parametrize(
    ("lifts", "answers", "kind"),
    [
        ({"rung": "l3"}, {"rung": "l3"}, "in_place"),
        ({"rung": "l3"}, {"rung": "l4"}, "in_place"),
        ({"ticks": ["one"]}, {"ticks": ["one", "two"]}, "in_place"),
        ({"hours": "few"}, {"hours": 9}, "in_place"),
        ({"grid": {"mail": "s1"}}, {"grid": {"mail": "s2", "files": "s0"}}, "in_place"),
        ({"rung": "l3"}, {"rung": None}, "find_out"),
        ({"rung": "l3"}, {"rung": "dk"}, "find_out"),
        ({"ticks": ["one"]}, {"ticks": "dk"}, "find_out"),
        ({"grid": {"mail": "s1"}}, {"grid": {"files": "s0"}}, "find_out"),
        ({"other": "l3"}, {"other": "na"}, "not_applicable"),
        ({"grid": {"mail": "s2"}}, {"grid": {"mail": "na", "files": "s0"}}, "not_applicable"),
    ],
)
def test_what_is_in_place_unknown_or_not_applicable_is_not_lifted(lifts: Any, answers: Any, kind: str) -> None:
    made = roadmap([action("lift", lifts)], answers)
    assert made.steps == ()
    assert kinds(made) == {"lift": kind}
    assert made.left_out[0].gain == 0


def test_what_is_open_or_not_known_is_to_be_found_out() -> None:
    answers = {"rung": "dk", "ticks": None, "grid": {"mail": "s0", "files": "dk"}, "other": "na"}
    assert roadmap([action("lift", {"hours": "many"})], answers).find_out == ("rung", "ticks", "grid")


def test_a_hidden_question_is_neither_lifted_nor_asked_after() -> None:
    hidden = SECOND[1] | {"show_if": {"profile": {"size": ["large"]}}}
    changes = {"dimensions": [dimension("first", FIRST), dimension("second", [SECOND[0], hidden])]}
    made = roadmap([action("lift", {"other": "l4"})], {}, changes=changes)
    assert kinds(made) == {"lift": "not_applicable"}
    assert made.find_out == ()


def test_do_not_know_worth_zero_is_not_lifted_either() -> None:
    question = {"id": "sure", "type": "single", "text": "Sure?", "dk": "zero", "options": LADDER}
    changes = {"dimensions": [dimension("first", FIRST), dimension("second", [*SECOND, question])]}
    made = roadmap([action("lift", {"sure": "l4"})], {"sure": "dk"}, changes=changes)
    assert (kinds(made), made.find_out) == ({"lift": "find_out"}, ("sure",))


def test_several_actions_on_one_question_give_the_best_or_the_union() -> None:
    actions = [
        action("first", {"rung": "l2"}),
        action("second", {"rung": "l4"}, days=3),
        action("third", {"ticks": ["one", "two"]}),
        action("fourth", {"ticks": ["two", "three"]}, days=3),
    ]
    made = roadmap(actions)
    # 50/3 for all of the ladder and 50/3 for all ticks, whoever comes first
    assert made.expected == pytest.approx(100 / 3, abs=1e-4)
    assert sum(gains(made).values()) == pytest.approx(100 / 3, abs=1e-4)


def test_an_action_that_adds_nothing_to_those_before_it_is_left_out() -> None:
    made = roadmap([action("all", {"rung": "l4"}), action("part", {"rung": "l3"}, days=9)])
    assert (names(made.steps), kinds(made)) == (["all"], {"part": "covered"})
    assert made.left_out[0].gain == pytest.approx(12.5)


def test_what_brings_next_to_nothing_is_left_out() -> None:
    # one rung of a question with 1/500 of the weight: 100 * 1/2 * 1/503 * 1/4 = 0.0249 points
    light = {"id": "light", "type": "single", "text": "Light?", "options": LADDER, "weight": 1}
    heavy = [question | {"weight": 250} for question in SECOND]
    changes = {"dimensions": [dimension("first", FIRST), dimension("second", [*heavy, light])]}
    made = roadmap([action("lift", {"light": "l1"})], {"light": "l0"}, changes=changes)
    assert kinds(made) == {"lift": "little"}


def test_the_reasons_name_the_answer_that_is_lifted() -> None:
    lifts = {"rung": "l3", "ticks": ["one", "two"], "grid": {"mail": "s2", "files": "s2"}, "hours": "many"}
    answers = {"rung": "l1", "ticks": ["two"], "grid": {"mail": "s1", "files": "s2"}, "hours": 2.5}
    (step,) = roadmap([action("lift", lifts)], answers).steps
    assert step.because == (
        Because("rung", None, "l1", ("l3",), 8.3333),
        Because("ticks", None, None, ("one",), 5.5556),
        Because("grid", "mail", "s1", ("s2",), 4.1667),
        Because("hours", None, "few", ("many",), 12.5),
    )


def test_without_an_overall_score_gains_weigh_what_has_one() -> None:
    answers = {"hours": None, "other": None}  # half of the weight: no overall score
    made = roadmap([action("lift", {"rung": "l4"}), action("blind", {"hours": "many"})], answers)
    assert made.expected is None
    assert gains(made) == {"lift": pytest.approx(100 / 3, abs=1e-4)}
    assert kinds(made) == {"blind": "find_out"}


def test_without_any_score_there_is_nothing_to_plan() -> None:
    made = roadmap([action("lift", {"rung": "l4"})], dict.fromkeys(("ticks", "grid", "hours", "other")))
    assert (made.steps, made.expected) == ((), None)
    assert kinds(made) == {"lift": "little"}


@pytest.mark.parametrize(
    ("rule", "answers", "gain", "expected"),
    [
        ("minimum", {"rung": "l1"}, 0.0, 0.0),  # the other part stays at 0, though the action is right
        ("sum", {"rung": "l1"}, 3.0, 4.0),  # the rungs' points, not a share of them
        ("count", {"rung": "l1"}, 1.0, 1.0),
    ],
)
def test_other_rules_are_scored_again(rule: str, answers: Any, gain: float, expected: float) -> None:
    made = roadmap([action("lift", {"rung": "l4"})], answers, changes={"overall": rule})
    assert gains(made) == {"lift": gain}
    assert made.expected == expected


def test_a_shared_minimum_is_lifted_step_by_step() -> None:
    parts = [dimension("first", FIRST, rule="minimum"), dimension("second", SECOND, rule="minimum")]
    answers = {"ticks": ["one", "two", "three"], "grid": {"mail": "s2", "files": "s2"}, "rung": "l4"}
    actions = [action("hours", {"hours": "many"}), action("other", {"other": "l2"})]
    made = roadmap(actions, answers, changes={"dimensions": parts})
    # (100 + 0) / 2 before; the second part's minimum is 0 until both are lifted, then 50
    assert sorted(gains(made).values()) == [0.0, 25.0]
    assert made.expected == 75.0


def test_blanks_leave_a_sum_open_and_gains_count_from_its_low_end() -> None:
    made = roadmap([action("lift", {"rung": "l4"})], {"hours": None}, changes={"overall": "sum"})
    assert made.expected is None
    assert gains(made) == {"lift": 4.0}


def test_a_lift_does_not_open_a_hidden_question_under_other_rules() -> None:
    shown = SECOND[1] | {"show_if": {"answers": {"rung": ["l4"]}}}
    changes = {"overall": "sum", "dimensions": [dimension("first", FIRST), dimension("second", [SECOND[0], shown])]}
    made = roadmap([action("lift", {"rung": "l4"})], {}, changes=changes)
    assert (gains(made), made.expected) == ({"lift": 4.0}, 4.0)


@pytest.mark.parametrize("rule", ["sum", "mean"])
def test_an_answer_kept_behind_a_condition_adds_nothing_to_what_is_expected(rule: str) -> None:
    hidden = SECOND[1] | {"show_if": {"profile": {"size": ["large"]}}}
    parts = [dimension("first", FIRST), dimension("second", [SECOND[0], hidden], rule="minimum")]
    answers = {"hours": 9, "other": "l1"}
    made = roadmap([action("lift", {"rung": "l4"})], answers, changes={"dimensions": parts, "overall": rule})
    # 4 of the rung and 2 of the hours; a third of the first part and all of the second
    assert made.expected == pytest.approx({"sum": 6, "mean": (100 / 3 + 100) / 2}[rule], abs=1e-4)


def test_scores_without_detail_are_enough() -> None:
    table = firm(instrument([action("lift", {"rung": "l4"})]))
    assert plan(table, score(table, detail=False)) == plan(table, score(table))


def test_scores_stay_as_they_are() -> None:
    table = firm(instrument([action("lift", {"rung": "l4"})]))
    scores = score(table)
    before = scores.questions.to_numpy().copy(), table.codes.copy()  # type: ignore[union-attr]
    plan(table, scores, choices=RoadmapChoices(marks={"lift": "done"}))
    assert np.array_equal(before[0], scores.questions.to_numpy())  # type: ignore[union-attr]
    assert np.array_equal(before[1], table.codes)
    assert math.isclose(float(scores.overall.iloc[0]), 0.0)
