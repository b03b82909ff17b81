"""The shortest way to the next level by the plan in hand, by hand and against trying every choice of steps."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.roadmap import RoadmapChoices, Way, plan
from scoring.scores import level_of, score
from tests.unit.scoring.roadmap_cases import action, firm, instrument, names, roadmap
from tests.unit.scoring.test_roadmap_properties import ANSWERS, CHOICES, action_lists


def levels(*bounds: float, cut: str = "lower") -> dict[str, Any]:
    """Levels l0, l1 … that give way to each other at the bounds."""
    ends = [None, *bounds] if cut == "lower" else [*bounds, None]
    made = [{"id": f"l{place}", "title": "L", "meaning": "L.", "bound": bound} for place, bound in enumerate(ends)]
    return {"levels": made, "cut": cut, "baseline": "l1"}


BEST = {"rung": "l4", "ticks": ["one", "two", "three"], "hours": "many", "other": "l4"}
LIFTS: dict[str, Any] = {name: {name: answer} for name, answer in BEST.items()}

HOURS = action("hours", {"hours": "many"}, days=1, once=100)  # 25 points
OTHER = action("other", {"other": "l4"}, days=2)  # 25 points
RUNG = action("rung", {"rung": "l4"}, days=1)  # 16.6667 points
TICKS = action("ticks", {"ticks": ["one", "two", "three"]}, days=4, monthly=10)  # 16.6667 points


def test_the_step_that_is_enough_by_itself_is_taken_alone() -> None:
    quick = action("rung", {"rung": "l4"}, days=0.5)
    made = roadmap([HOURS, OTHER, quick], changes=levels(20))
    assert names(made.steps) == ["rung", "hours", "other"]
    assert made.way == Way(level=1, steps=("hours",), own_days=1, cost=100, reached=True)


def test_the_least_effort_counts_days_at_their_rate_and_cost_until_the_end() -> None:
    """25 points take a day and 100 EUR or two days: at 350 a day money is cheaper, at 50 time is."""
    cheaper = {350.0: ("hours",), 50.0: ("other",)}
    for rate, steps in cheaper.items():
        made = roadmap([HOURS, OTHER], choices=RoadmapChoices(day_rate=rate), changes=levels(25))
        assert made.way is not None
        assert made.way.steps == steps


def test_a_step_that_is_not_needed_once_another_is_there_is_dropped() -> None:
    """The hours and then the rung bring most for their effort; 50 points need the other, with which it is spared."""
    made = roadmap([HOURS, OTHER, RUNG], changes=levels(50))
    assert names(made.steps) == ["hours", "rung", "other"]
    assert made.way == Way(1, ("hours", "other"), 3, 100, reached=True)


def test_the_plan_s_own_order_is_taken_where_it_asks_less() -> None:
    """For 25 points the rung brings most for its day, and the ticks then most of the missing 8.3: 2.2 days in all. The
    plan begins with the hours (25 points for 1.6 days, each action counting half a day more), which are enough."""
    days = {"rung": 1.0, "ticks": 1.2, "hours": 1.6}
    made = roadmap([action(name, LIFTS[name], days=days[name]) for name in days], changes=levels(25))
    assert names(made.steps)[0] == "hours"
    assert made.way == Way(1, ("hours",), 1.6, 0, reached=True)


def test_steps_are_picked_from_the_plan_where_its_order_asks_more() -> None:
    """For 30 points the plan's order is rung and hours, 1.55 days; rung and ticks are enough and take 1.1."""
    days, at_once = {"rung": 0.5, "ticks": 0.6, "hours": 1.05}, RoadmapChoices(days_per_month=20)
    made = roadmap([action(name, LIFTS[name], days=days[name]) for name in days], {}, at_once, levels(30))
    assert names(made.steps) == ["rung", "hours", "ticks"]
    assert made.way == Way(1, ("rung", "ticks"), 1.1, 0, reached=True)


def test_running_cost_is_counted_from_the_start_of_the_step() -> None:
    made = roadmap([TICKS], changes=levels(10))
    assert made.way == Way(1, ("ticks",), 4, 240, reached=True)  # 24 months of 10


def test_a_step_brings_along_what_it_builds_on() -> None:
    base = action("base", {"grid": {"mail": "s1"}}, days=3)
    made = roadmap([base, action("goal", {"hours": "many"}, needs=["base"]), RUNG], changes=levels(25))
    # the goal alone is 25 points, but not without its base
    assert made.way == Way(1, ("base", "goal"), 4, 0, reached=True)


def test_where_even_the_whole_plan_is_not_enough_it_says_so() -> None:
    made = roadmap([HOURS, RUNG], changes=levels(42, 90))  # 41.6667 together
    assert made.way == Way(1, ("hours", "rung"), 2, 100, reached=False)


@pytest.mark.parametrize(
    ("bound", "cut", "reached"),
    [(25, "lower", True), (25 + 1e-10, "lower", True), (25 + 1e-8, "lower", False),
     (25, "upper", False), (25 - 1e-10, "upper", False), (25 - 1e-8, "upper", True)],
)  # fmt: skip
def test_the_cut_is_compared_as_levels_are(bound: float, cut: str, reached: bool) -> None:
    made = roadmap([HOURS], changes=levels(bound, cut=cut))
    assert made.way is not None
    assert made.way.reached is reached


def test_what_the_plan_leads_to_is_at_the_level_that_the_way_leads_to() -> None:
    """16.66667 points are 16.6667 in a file, and still short of a cut there."""
    made = roadmap([TICKS], changes=levels(16.6667))
    assert made.way is not None
    assert not made.way.reached
    assert level_of(instrument([], **levels(16.6667)), np.array([made.expected]))[0] == 0


def test_what_is_done_counts_as_in_place() -> None:
    done = RoadmapChoices(marks={"hours": "done"})
    assert roadmap([HOURS, RUNG], choices=done, changes=levels(25)).way == Way(1, (), 0, 0, reached=True)
    assert roadmap([HOURS, RUNG], choices=done, changes=levels(40)).way == Way(1, ("rung",), 1, 0, reached=True)


def test_without_a_level_or_from_the_highest_there_is_no_way() -> None:
    assert roadmap([HOURS], {"rung": "l4", "hours": 3}, changes=levels(20)).way is None
    assert roadmap([RUNG], {"hours": None, "other": None}, changes=levels(20)).way is None


def test_the_next_level_is_the_goal_and_not_a_higher_one() -> None:
    made = roadmap([HOURS, RUNG], {"rung": "l3"}, changes=levels(10, 15, 30, 60))  # 12.5 now
    assert made.way == Way(2, ("rung",), 1, 0, reached=True)


def test_an_empty_plan_leads_nowhere() -> None:
    assert roadmap([], changes=levels(20)).way == Way(1, (), 0, 0, reached=False)


@pytest.mark.parametrize("rule", ["mean", "minimum", "sum", "count"])
@given(actions=action_lists(), answers=ANSWERS, choices=CHOICES, bound=st.sampled_from([1, 2, 10, 30]))
def test_the_way_is_part_of_the_plan_leads_there_and_has_no_step_to_spare(
    rule: str, actions: Any, answers: Any, choices: RoadmapChoices, bound: float
) -> None:
    table = firm(instrument(actions, overall=rule, **levels(bound)), answers)
    scores = score(table)
    made = plan(table, scores, choices=choices)
    level = int(scores.level.iloc[0])
    if level != 0:
        assert made.way is None
        return
    assert made.way is not None
    taken = [step for step in made.steps if step.action in made.way.steps]
    assert names(taken) == list(made.way.steps)
    assert all(set(step.needs) <= set(made.way.steps) for step in taken)
    assert made.way.own_days == pytest.approx(sum(sum(step.own_days) / 2 for step in taken))
    assert made.way.cost == pytest.approx(sum(_cost(step) for step in taken), abs=0.01)
    assert made.way.reached or made.way.steps == tuple(names(made.steps))


def _cost(step: Any) -> float:
    return sum(step.cost_once) / 2 + sum(step.cost_monthly) / 2 * (24 - step.start)


@given(
    days=st.fixed_dictionaries({name: st.sampled_from([0.5, 1, 2, 4]) for name in ("rung", "ticks", "hours", "other")}),
    bound=st.sampled_from([5, 16, 20, 30, 41, 50, 60, 80]),
)
def test_against_every_choice_of_steps(days: dict[str, float], bound: float) -> None:
    """Four steps without prerequisites, each 50/3 or 25 points: what is found reaches, spares nothing, and is at most
    half as dear again as the cheapest of all sixteen choices."""
    worth = {"rung": 50 / 3, "ticks": 50 / 3, "hours": 25.0, "other": 25.0}
    made_of = instrument([action(name, LIFTS[name], days=days[name]) for name in worth], **levels(bound))
    table = firm(made_of)
    made = plan(table, score(table)).way

    def leads(steps: Any) -> bool:
        return bool(level_of(made_of, np.array([sum(worth[step] for step in steps)]))[0] > 0)

    choices = [steps for size in range(5) for steps in itertools.combinations(sorted(worth), size)]
    enough = [sum(days[step] for step in steps) for steps in choices if leads(steps)]
    assert made is not None
    assert made.reached is bool(enough)
    if enough:
        assert leads(made.steps)
        assert not any(leads(set(made.steps) - {step}) for step in made.steps)
        assert made.own_days <= 1.5 * min(enough)
