"""What holds for every plan: order, room, money, gains, and that a plan depends on nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.roadmap import PHASES, REASONS, Roadmap, RoadmapChoices, plan
from scoring.scores import score
from tests.unit.scoring.roadmap_cases import action, firm, instrument, kinds, names

QUESTION_LIFTS = {
    "rung": st.sampled_from(["l1", "l2", "l3", "l4"]),
    "ticks": st.lists(st.sampled_from(["one", "two", "three"]), min_size=1, unique=True),
    "grid": st.dictionaries(st.sampled_from(["mail", "files"]), st.sampled_from(["s1", "s2"]), min_size=1),
    "hours": st.sampled_from(["few", "many"]),
    "other": st.sampled_from(["l1", "l2", "l3", "l4"]),
}
LIFTS = st.lists(st.sampled_from(sorted(QUESTION_LIFTS)), min_size=1, max_size=2, unique=True).flatmap(
    lambda chosen: st.fixed_dictionaries({name: QUESTION_LIFTS[name] for name in chosen})
)
ANSWERS = st.fixed_dictionaries(
    {
        "rung": st.sampled_from([None, "dk", "l0", "l1", "l3"]),
        "ticks": st.sampled_from([None, "dk", [], ["never"], ["one"], ["one", "two"]]),
        "grid": st.sampled_from([None, "na", {"mail": "s0", "files": "s1"}, {"mail": "na", "files": "s0"}]),
        "hours": st.sampled_from([None, "dk", 0, 2, 10]),
        "other": st.sampled_from([None, "na", "dk", "l0", "l2", "l4"]),
    }
)


@st.composite
def action_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to eight actions, each needing some of those before it."""
    made: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 8))):
        needs = draw(st.lists(st.sampled_from([one["id"] for one in made]), unique=True, max_size=2)) if made else []
        made.append(
            action(
                f"a{number}", draw(LIFTS), days=draw(st.sampled_from([0, 0.5, 2, 7, 20])),
                once=draw(st.sampled_from([0, 200, 3000])), monthly=draw(st.sampled_from([0, 15, 90])),
                weeks=draw(st.sampled_from([1, 6, 20])), needs=needs,
            )
        )  # fmt: skip
    return made


CHOICES = st.builds(
    RoadmapChoices,
    days_per_month=st.sampled_from([None, 0, 0.5, 2]),
    budget=st.sampled_from([None, 0, 500, 5000]),
    marks=st.dictionaries(st.sampled_from(["a0", "a1", "a2"]), st.sampled_from(["done", "planned", "not_for_us"])),
    order=st.lists(st.sampled_from(["a0", "a1", "a3", "a5"]), unique=True).map(tuple),
    priority=st.sampled_from([None, "second"]),
)


@settings(deadline=None)
@given(
    actions=action_lists(), answers=ANSWERS, choices=CHOICES, rule=st.sampled_from(["mean", "mean", "sum", "minimum"])
)
def test_what_always_holds(actions: list[dict[str, Any]], answers: Any, choices: RoadmapChoices, rule: str) -> None:
    table = firm(instrument(actions, overall=rule), answers)
    scores = score(table)
    made = plan(table, scores, choices=choices)
    assert made == plan(table, scores, choices=choices)
    assert {*names(made.steps), *names(made.left_out)} == {one["id"] for one in actions}
    assert len(made.steps) + len(made.left_out) == len(actions)
    assert all(left.kind in REASONS and str(left.reason) for left in made.left_out)
    _check_time(made)
    _check_needs(made, {one["id"]: one["needs"] for one in actions})
    _check_money(made)
    _check_gains(made, choices, float(scores.overall.iloc[0]))


def _check_time(made: Roadmap) -> None:
    assert list(made.steps) == sorted(made.steps, key=lambda step: step.start)
    for month in (slot / 4 for slot in range(96)):
        going_on = [step for step in made.steps if step.start <= month < step.end]
        rate = sum(sum(step.own_days) / 2 / (step.end - step.start) for step in going_on)
        assert rate <= made.days_per_month + 1e-6
    for step in made.steps:
        begin, end = PHASES[step.phase]
        assert begin <= step.start < end
        assert step.start < step.end <= 24


def _check_needs(made: Roadmap, needs: dict[str, list[str]]) -> None:
    ends, left = {step.action: step.end for step in made.steps}, kinds(made)
    for step in made.steps:
        wanted = needs[step.action]
        assert set(step.needs) <= set(wanted)
        assert all(step.start >= ends[need] for need in wanted if need in ends)
        assert all(left[need] in IN_PLACE for need in wanted if need in left)


IN_PLACE = ("done", "in_place", "not_applicable", "covered", "not_for_us")
"""Why a prerequisite may be absent: what is marked as not for us only where its answers are there."""


def _check_money(made: Roadmap) -> None:
    spent = 0.0
    for step in made.steps:
        spent += sum(step.cost_once) / 2 + sum(step.cost_monthly) / 2 * (24 - step.start)
        assert step.running_cost == pytest.approx(spent, abs=0.01)
    assert spent <= made.budget + 1e-6


def _check_gains(made: Roadmap, choices: RoadmapChoices, overall: float) -> None:
    assert all(step.gain >= 0 for step in made.steps)
    if made.expected is not None and "done" not in choices.marks.values():
        assert sum(step.gain for step in made.steps) == pytest.approx(made.expected - overall, abs=1e-4)


@settings(deadline=None)
@given(actions=action_lists(), answers=ANSWERS)
def test_a_firm_s_plan_does_not_depend_on_the_others_of_the_table(actions: list[dict[str, Any]], answers: Any) -> None:
    made = instrument(actions)
    alone = firm(made, answers)
    table = type(alone)(made, *(_thrice(part) for part in (alone.codes, alone.profile, alone.extra)))
    assert plan(table, score(table), 1) == plan(alone, score(alone))


def _thrice(part: Any) -> Any:
    rows = [0, 0, 0]
    return part[rows] if not hasattr(part, "iloc") else part.iloc[rows].reset_index(drop=True)
