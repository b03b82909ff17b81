"""The best plan by quarters, by hand and against trying every choice of actions and quarters."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.answers import AnswerTable
from scoring.loading import load
from scoring.roadmap import RoadmapChoices, exact, plan
from scoring.roadmap.exact import BestPlan, best_plan
from scoring.roadmap.situation import situation_of
from scoring.sample import sample_table
from scoring.scores import score
from tests.unit.scoring.roadmap_cases import FIRST, SECOND, action, dimension, firm, instrument
from tests.unit.scoring.test_roadmap_properties import ANSWERS, action_lists
from tests.unit.scoring.test_roadmap_way import HOURS, LIFTS, OTHER, RUNG

AMPLE = RoadmapChoices(days_per_month=10, budget=10_000)


def best(
    actions: Sequence[Mapping[str, Any]],
    choices: RoadmapChoices = AMPLE,
    answers: Mapping[str, Any] | None = None,
    time_limit: float = 30,
    **changes: Any,
) -> BestPlan:
    table = firm(instrument(actions, **changes), answers)
    return best_plan(table, score(table), 0, choices, quarters=2, time_limit=time_limit)


def done(made: BestPlan) -> dict[str, int]:
    return {task.action: task.done for task in made.tasks}


def test_the_plan_of_a_whole_questionnaire_is_proven_in_few_branches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some forty actions; “done in this quarter” as a variable would take more, and thousands in eight quarters."""
    monkeypatch.setattr(exact, "BRANCHES", 20)
    table = sample_table(load("sme-readiness"))
    assert table is not None
    found = best_plan(table, score(table), 0, RoadmapChoices(days_per_month=2, budget=3000), quarters=4)
    assert found.proven == "all"


def test_within_the_days_it_takes_what_brings_most_together() -> None:
    """6 own days: the search takes what brings most for a day, the rung, and then has no room for hours and other."""
    made = [
        action("rung", LIFTS["rung"], days=1),
        action("hours", LIFTS["hours"], days=3),
        action("other", LIFTS["other"], days=3),
    ]
    plan_of = best(made, RoadmapChoices(days_per_month=1, budget=0))
    assert done(plan_of) == {"hours": 0, "other": 1}
    assert (plan_of.scores, plan_of.days, plan_of.own_days, plan_of.proven) == ((25.0, 50.0), (3.0, 3.0), 6.0, "all")


def test_what_is_there_sooner_is_better_where_the_end_is_the_same() -> None:
    """Three days a quarter: the hours (25 points) come before the rung (16.6667), which waits for its days."""
    made = [action("rung", LIFTS["rung"], days=2), action("hours", LIFTS["hours"], days=2)]
    plan_of = best(made, RoadmapChoices(days_per_month=1))
    assert done(plan_of) == {"hours": 0, "rung": 1}
    assert [task.start for task in plan_of.tasks] == [0, 0]
    assert plan_of.days == (3.0, 1.0)


def test_of_plans_that_bring_as_much_as_soon_it_is_the_one_with_fewest_days_then_actions() -> None:
    """All three ticks: two actions of one day each before one of three; and one of two days before those."""
    all_ticks = {"ticks": ["one", "two", "three"]}
    parts = [action("one", {"ticks": ["one", "two"]}, days=1), action("two", {"ticks": ["three"]}, days=1)]
    assert set(done(best([action("all", all_ticks, days=3), *parts]))) == {"one", "two"}
    assert set(done(best([action("all", all_ticks, days=2), *parts]))) == {"all"}


def test_a_tick_that_only_makes_up_for_what_counts_against_brings_nothing() -> None:
    """Own days for one of the two: a third of the ticks would be 5.6 points, but a smell of −2 eats two of them."""
    ticks = {
        "id": "ticks", "type": "multiple", "text": "Which?", "options": [
            *({"id": name, "label": name.title(), "points": 1} for name in ("one", "two", "three")),
            {"id": "smell", "label": "A smell", "points": -2},
        ],
    }  # fmt: skip
    parts = {"dimensions": [dimension("first", [FIRST[0], ticks, FIRST[2]]), dimension("second", SECOND)]}
    made = [action("tick", {"ticks": ["one"]}, days=3), action("rung", {"rung": "l1"}, days=3)]
    tight = RoadmapChoices(days_per_month=0.5)
    assert done(best(made, tight, {"ticks": ["smell"]}, **parts)) == {"rung": 1}
    assert done(best(made, tight, {"ticks": []}, **parts)) == {"tick": 1}


def test_the_budget_holds_the_monthly_costs_of_24_months_whenever_an_action_is_done() -> None:
    made = [action("runs", LIFTS["hours"], monthly=10)]
    assert done(best(made, RoadmapChoices(days_per_month=10, budget=240))) == {"runs": 0}
    assert done(best(made, RoadmapChoices(days_per_month=10, budget=239))) == {}


def test_prerequisites_are_done_by_the_same_quarter() -> None:
    base = action("base", {"grid": {"mail": "s1"}}, days=2, weeks=20)
    made = best([base, action("goal", {"hours": "many"}, needs=["base"])])
    assert done(made) == {"base": 1, "goal": 1}
    assert {task.action: (task.start, task.needs) for task in made.tasks} == {"base": (0, ()), "goal": (0, ("base",))}


def test_nothing_is_done_before_its_weeks_have_passed() -> None:
    assert done(best([action("quick", LIFTS["hours"], weeks=13), action("slow", LIFTS["other"], weeks=14)])) == {
        "quick": 0, "slow": 1,
    }  # fmt: skip
    assert done(best([action("too_slow", LIFTS["hours"], weeks=27)])) == {}


def test_planned_actions_come_first_as_far_as_they_find_room() -> None:
    tight = {"days_per_month": 1.0, "budget": 0.0}
    made = [action("big", {"rung": "l1"}, days=6), action("hours", LIFTS["hours"], days=6)]
    assert done(best(made, RoadmapChoices(**tight))) == {"hours": 1}
    assert done(best(made, RoadmapChoices(**tight, marks={"big": "planned"}))) == {"big": 1}
    both = best(made, RoadmapChoices(**tight, marks={"big": "planned", "hours": "planned"}))
    assert (done(both), both.unplaced) == ({"hours": 1}, ("big",))


def test_what_is_done_or_not_for_the_firm_is_left_out() -> None:
    marked = RoadmapChoices(days_per_month=10, budget=10_000, marks={"hours": "done", "other": "not_for_us"})
    made = best([HOURS, OTHER, RUNG], marked)
    assert (done(made), made.scores) == ({"rung": 0}, (41.6667, 41.6667))


@pytest.mark.parametrize(
    ("actions", "choices"),
    [([], AMPLE), ([OTHER], RoadmapChoices(days_per_month=0)), ([HOURS], RoadmapChoices(budget=0))],
)
def test_without_actions_days_or_money_there_is_nothing_to_do(actions: Any, choices: RoadmapChoices) -> None:
    made = best(actions, choices)
    assert (made.tasks, made.scores, made.own_days, made.cost, made.proven) == ((), (0.0, 0.0), 0, 0, "all")


def test_who_knows_nothing_has_nothing_to_plan() -> None:
    assert best([HOURS], answers=dict.fromkeys(("rung", "ticks", "grid", "hours", "other"), "dk")).tasks == ()


def test_a_minimum_is_raised_where_it_is_lowest() -> None:
    """6 own days: what brings most for a day is hours and other, and leaves the first part at 0 for want of 5 days."""
    made = [
        action("hours", LIFTS["hours"], days=1),
        action("other", LIFTS["other"], days=1.5),
        action("rung", LIFTS["rung"], days=5),
    ]
    tight = RoadmapChoices(days_per_month=1, budget=0)
    assert set(done(best(made, tight))) == {"hours", "other"}
    lowest = best(made, tight, overall="minimum")
    assert (set(done(lowest)), lowest.scores, lowest.proven) == ({"hours", "rung"}, (0.0, 33.3333), "all")
    parts = [dimension("first", FIRST, rule="minimum"), dimension("second", SECOND, rule="minimum")]
    lowest = best(made, tight, overall="minimum", dimensions=parts)
    assert (lowest.tasks, lowest.scores, lowest.proven) == ((), (0.0, 0.0), "all")


def test_of_a_count_only_what_becomes_full_is_worth_anything() -> None:
    made = [action("nearly", {"rung": "l3", "other": "l3"}, days=1), action("hours", LIFTS["hours"], days=6)]
    tight = RoadmapChoices(days_per_month=1, budget=0)
    assert done(best(made, tight)) == {"nearly": 0}
    counted = best(made, tight, overall="count")
    assert (done(counted), counted.scores, counted.proven) == ({"hours": 1}, (0.0, 1.0), "all")


def test_a_firm_without_an_overall_score_is_told_none() -> None:
    """Half of the weight is answered: no score. A tick list left open: a count from 0 to 1 of 5."""
    half = best([HOURS], answers={"rung": None, "ticks": None, "grid": None})
    assert (done(half), half.scores) == ({"hours": 0}, None)
    assert best([HOURS], answers={"ticks": None}, overall="count").scores is None


COUNTED_PARTS = {"dimensions": [dimension("first", FIRST, rule="count"), dimension("second", SECOND, rule="count")]}


@pytest.mark.parametrize(("time_limit", "changes"), [(0, {}), (0, {"overall": "minimum"}), (30, COUNTED_PARTS)])
def test_where_nothing_can_be_proven_the_plan_is_searched_and_says_so(time_limit: float, changes: Any) -> None:
    made = best([HOURS, OTHER], time_limit=time_limit, **changes)
    assert (done(made), made.proven) == ({"hours": 0, "other": 0}, "nothing")
    assert made.cost <= made.budget
    assert "not proven" in str(made.note)


def test_a_programmer_s_mistakes_are_named() -> None:
    table = firm(instrument([HOURS]))
    with pytest.raises(ValueError, match="0 quarters"):
        best_plan(table, score(table), quarters=0)
    with pytest.raises(ValueError, match="time limit"):
        best_plan(table, score(table), time_limit=float("nan"))


CASES = st.fixed_dictionaries(
    {
        "actions": action_lists().map(lambda made: made[:4]),
        "answers": ANSWERS | st.just({}),
        "days": st.sampled_from([0, 0.5, 1, 3]),
        "budget": st.sampled_from([0, 500, 5000]),
        "marks": st.dictionaries(st.sampled_from(["a0", "a1"]), st.sampled_from(["done", "planned", "not_for_us"])),
        "overall": st.sampled_from(["mean", "mean", "sum", "count", "minimum"]),
    }
)


@settings(deadline=None, max_examples=25)
@given(case=CASES)
def test_no_choice_of_actions_and_quarters_is_better(case: dict[str, Any]) -> None:
    table = firm(instrument(case["actions"], overall=case["overall"]), case["answers"])
    choices = RoadmapChoices(days_per_month=case["days"], budget=case["budget"], marks=case["marks"])
    made = best_plan(table, score(table), 0, choices, quarters=2)
    assert made.proven == "all"
    assert all(task.start <= task.done for task in made.tasks)
    assert sum(made.days) == pytest.approx(made.own_days)
    assert max(made.days) <= 3 * case["days"] + 1e-6
    found = _brute_force(table, choices)
    assert (len(made.tasks), made.own_days) == (found[4], pytest.approx(found[3]))
    end, total = worth_of(table, choices, made)
    assert (end, total) == (pytest.approx(found[1], abs=1e-4), pytest.approx(found[2], abs=2e-4))
    if not np.isnan(score(table).overall.iloc[0]):
        assert made.scores is not None
        assert (end, total) == (pytest.approx(made.scores[-1], abs=1e-4), pytest.approx(sum(made.scores), abs=2e-4))


def worth_of(table: AnswerTable, choices: RoadmapChoices, made: BestPlan) -> tuple[float, float]:
    """What a plan of 2 quarters is worth at its end, and over both; also where no overall score is told."""
    found = situation_of(table, score(table), 0, choices)
    standing, index = found.case.standing, found.case.standing.actions.index
    ended = [[index[task.action] for task in made.tasks if task.done <= quarter] for quarter in (0, 1)]
    rows = [np.maximum(found.fit.base, standing.targets[one].max(0, initial=-np.inf)) for one in ended]
    first, last = standing.worth(np.vstack(rows))
    return float(last), float(first + last)


def _brute_force(table: AnswerTable, choices: RoadmapChoices) -> tuple[int, float, float, float, int]:
    """Planned actions, score at the end, sum of scores, own days and number of the best of all plans of 2 quarters."""
    found = situation_of(table, score(table), 0, choices)
    case, actions = found.case, found.case.standing.actions.actions
    days, cost = case.days, case.once + 24 * case.monthly
    best_key = None
    for ends in itertools.product((0, 1, math.inf), repeat=len(actions)):
        chosen = [one for one, end in enumerate(ends) if end < math.inf]
        due = [sum(days[one] for one in chosen if ends[one] <= quarter) for quarter in (0, 1)]
        if not (
            not found.fit.barred & set(chosen)
            and all(ends[need] <= ends[one] for one in chosen for need in case.open_needs[one])
            and all(actions[one].weeks <= 13 * (ends[one] + 1) for one in chosen)
            and all(each <= 3 * choices.days_per_month * (q + 1) + 1e-9 for q, each in enumerate(due))  # type: ignore[operator]
            and sum(cost[one] for one in chosen) <= case.budget + 1e-9
        ):
            continue
        rows = [
            np.maximum(
                found.fit.base, case.standing.targets[[o for o in chosen if ends[o] <= q]].max(0, initial=-np.inf)
            )
            for q in (0, 1)
        ]
        scores = case.standing.worth(np.vstack(rows))
        planned = sum(choices.marks.get(actions[one].id) == "planned" for one in chosen)
        worked = float(sum(days[one] for one in chosen))
        key = (planned, round(float(scores[1]), 6), round(float(scores.sum()), 6), -round(worked, 6), -len(chosen))
        best_key = key if best_key is None else max(best_key, key)
    assert best_key is not None
    return best_key[0], best_key[1], best_key[2], -best_key[3], -best_key[4]


@settings(deadline=None, max_examples=15)
@given(actions=action_lists(), answers=ANSWERS | st.just({}), days=st.sampled_from([0.2, 1, 4]))
def test_it_is_never_worse_than_the_plan_that_is_searched(actions: Any, answers: Any, days: float) -> None:
    """The plan of ``plan`` is one of those that were to choose from, once its money is counted as here."""
    table = firm(instrument(actions), answers)
    searched = plan(table, score(table), choices=RoadmapChoices(days_per_month=days, budget=3000))
    cost = sum(sum(step.cost_once) / 2 + 12 * sum(step.cost_monthly) for step in searched.steps)
    made = best_plan(table, score(table), 0, RoadmapChoices(days_per_month=days, budget=max(3000, cost)))
    assert made.proven == "all"
    if searched.expected is not None:
        assert made.scores is not None
        assert made.scores[-1] >= searched.expected - 1e-4
