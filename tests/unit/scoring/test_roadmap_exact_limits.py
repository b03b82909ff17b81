"""Within which limits the solver comes to an end, and the plan by quarters whose order is not proven."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.roadmap import RoadmapChoices, cheapest, quarters
from scoring.roadmap.exact import BestPlan, best_plan, cheapest_way
from scoring.roadmap.program import UnfinishedError
from scoring.scores import score
from tests.unit.scoring.roadmap_cases import FIRST, SECOND, action, dimension, firm, instrument
from tests.unit.scoring.test_roadmap_properties import ANSWERS, action_lists
from tests.unit.scoring.test_roadmap_way import levels

FULL = {
    "rung": {"rung": "l4"}, "hours": {"hours": "many"}, "other": {"other": "l4"}, "mail": {"grid": {"mail": "s2"}},
    "files": {"grid": {"files": "s2"}}, "one": {"ticks": ["one"]}, "two": {"ticks": ["two"]},
    "three": {"ticks": ["three"]},
}  # fmt: skip
LESS = {"half_rung": {"rung": "l2"}, "few_hours": {"hours": "few"}, "most_other": {"other": "l3"},
        "some_mail": {"grid": {"mail": "s1"}}}  # fmt: skip


@pytest.mark.parametrize(("overall", "rule", "bound", "rounds"), [("mean", "count", 2, 20), ("count", "mean", 4, 5)])
def test_rules_that_no_weights_tell_are_solved_in_few_rounds(
    monkeypatch: pytest.MonkeyPatch, overall: str, rule: str, bound: float, rounds: int
) -> None:
    """A row excludes all that fails for one lack; excluding one choice at a time would take hundreds of them."""
    monkeypatch.setattr(cheapest, "ROUNDS", rounds)
    made = [action(name, lifts, days=1 + place / 10) for place, (name, lifts) in enumerate(FULL.items())]
    made += [action(name, lifts, days=0.2 + place / 10) for place, (name, lifts) in enumerate(LESS.items())]
    parts = [dimension("first", FIRST, rule=rule), dimension("second", SECOND, rule=rule)]
    table = firm(instrument(made, overall=overall, dimensions=parts, **levels(bound)))
    found = cheapest_way(table, score(table), 0, RoadmapChoices(day_rate=100))
    assert found is not None
    assert (found.found, found.steps) == ("cheapest", ("files", "hours", "mail", "other", "rung"))


CASES = st.fixed_dictionaries(
    {
        "actions": action_lists(),
        "answers": ANSWERS | st.just({}),
        "days": st.sampled_from([0.5, 1, 3]),
        "budget": st.sampled_from([500, 5000]),
    }
)


@settings(deadline=None, max_examples=30)
@given(case=CASES)
def test_a_plan_whose_order_is_not_proven_brings_as_much_and_can_be_done(case: dict[str, Any]) -> None:
    table = firm(instrument(case["actions"]), case["answers"])
    choices = RoadmapChoices(days_per_month=case["days"], budget=case["budget"])
    proven = best_plan(table, score(table), 0, choices, quarters=3)
    with mock.patch.object(quarters, "soonest", side_effect=UnfinishedError):
        packed = best_plan(table, score(table), 0, choices, quarters=3)
    assert packed.proven in ("points", "all")
    assert packed.proven == "points" or not packed.tasks  # without candidates there is nothing to prove
    assert (packed.scores is None) == (proven.scores is None)
    if packed.scores is not None and proven.scores is not None:
        assert packed.scores[-1] == pytest.approx(proven.scores[-1], abs=1e-4)
        assert sum(packed.scores) <= sum(proven.scores) + 1e-3
    assert packed.cost <= case["budget"] + 1e-6
    _check_calendar(packed, {one["id"]: one for one in case["actions"]}, 3 * case["days"])


@settings(deadline=None, max_examples=30)
@given(case=CASES, overall=st.sampled_from(["mean", "minimum", "count"]))
def test_a_plan_that_was_searched_can_be_done_and_paid(case: dict[str, Any], overall: str) -> None:
    table = firm(instrument(case["actions"], overall=overall), case["answers"])
    choices = RoadmapChoices(days_per_month=case["days"], budget=case["budget"])
    made = best_plan(table, score(table), 0, choices, quarters=3, time_limit=0)
    assert made.proven == "nothing" or not made.tasks
    assert made.cost <= case["budget"] + 1e-6
    assert made.cost == pytest.approx(sum(task.cost for task in made.tasks))
    _check_calendar(made, {one["id"]: one for one in case["actions"]}, 3 * case["days"])


def test_a_plan_that_was_searched_pays_24_months_of_what_begins_late() -> None:
    """50 EUR a month from month 6 on would be 900, within a budget of 1,000; over all 24 months it is 1,200."""
    made = [action("hours", {"hours": "many"}, days=6), action("runs", {"other": "l4"}, days=7, monthly=50)]
    table = firm(instrument(made))
    for budget, found in ((1000, ["hours"]), (1200, ["hours", "runs"])):
        choices = RoadmapChoices(days_per_month=1, budget=budget)
        searched = best_plan(table, score(table), 0, choices, time_limit=0)
        assert searched.proven == "nothing"
        assert [task.action for task in searched.tasks] == found
        assert searched.cost <= budget


def _check_calendar(made: BestPlan, actions: dict[str, dict[str, Any]], capacity: float) -> None:
    done = {task.action: task.done for task in made.tasks}
    for quarter in range(3):
        assert sum(task.own_days for task in made.tasks if task.done <= quarter) <= capacity * (quarter + 1) + 1e-6
    for task in made.tasks:
        assert 0 <= task.start <= task.done < 3
        assert actions[task.action]["weeks"] <= 13 * (task.done + 1)
        assert all(done[need] <= task.done for need in task.needs)


def test_what_brings_most_for_its_days_is_done_first_where_the_order_is_not_proven() -> None:
    made = [
        action("rung", {"rung": "l4"}, days=3),
        action("hours", {"hours": "many"}, days=3),
        action("base", {"grid": {"mail": "s1"}}, days=1),
        action("goal", {"other": "l4"}, days=2, needs=["base"]),
    ]
    table = firm(instrument(made))
    with mock.patch.object(quarters, "soonest", side_effect=UnfinishedError):
        found = best_plan(table, score(table), 0, RoadmapChoices(days_per_month=1, budget=0), quarters=3)
    assert {task.action: task.done for task in found.tasks} == {"base": 0, "goal": 0, "hours": 1, "rung": 2}
    assert "Another might bring them sooner" in str(found.note)


def test_what_builds_on_something_slow_waits_for_it_where_the_order_is_not_proven() -> None:
    slow = action("slow", {"grid": {"mail": "s1"}}, days=1, weeks=20)
    table = firm(instrument([slow, action("goal", {"other": "l4"}, days=1, needs=["slow"])]))
    with mock.patch.object(quarters, "soonest", side_effect=UnfinishedError):
        found = best_plan(table, score(table), 0, RoadmapChoices(days_per_month=1, budget=0), quarters=3)
    assert {task.action: task.done for task in found.tasks} == {"slow": 1, "goal": 1}
