"""The plan: what comes first, what comes before what, what has no place and why, and what always holds."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from scoring.instrument import Quantity
from scoring.messages import WaymarkError
from scoring.roadmap import Roadmap, RoadmapChoices, plan
from scoring.scores import score
from tests.unit.scoring.roadmap_cases import action, firm, gains, instrument, kinds, names, roadmap

EVERYTHING = {"rung": "l4", "ticks": ["one", "two", "three"], "grid": {"mail": "s2", "files": "s2"}}


def test_most_points_for_the_effort_come_first() -> None:
    actions = [
        action("small", {"rung": "l1"}),  # 4.2 points for a day
        action("dear", {"ticks": ["one", "two"]}, once=9000),  # 11.1 points for a day and 9,000
        action("large", {"hours": "many"}),  # 25 points for a day
    ]
    made = roadmap(actions)
    assert names(made.steps) == ["large", "small", "dear"]


def test_a_trivial_action_does_not_crowd_out_an_important_one() -> None:
    """By points for each euro alone a tick in no time would win, 5.6 against 25 points for half a day."""
    made = roadmap([action("trivial", {"ticks": ["one"]}, days=0.05), action("basic", {"hours": "many"}, days=0.5)])
    assert names(made.steps) == ["basic", "trivial"]


def test_a_quick_win_comes_before_the_long_haul() -> None:
    """One rung in a quarter of a day (4.17 points, 0.016 for each EUR of it with half a day's charge) is done before
    ten days for three ticks (16.67 points, 0.005 for each EUR), though in a plan of few places the latter counts more.
    """
    quick = action("quick", {"rung": "l1"}, 0.25)
    made = roadmap([action("long", {"ticks": ["one", "two", "three"]}, 10), quick])
    assert names(made.steps) == ["quick", "long"]


def test_time_and_money_are_weighed_by_the_day_rate() -> None:
    actions = [action("work", {"rung": "l4"}, days=4), action("money", {"ticks": ["one", "two", "three"]}, once=900)]
    assert names(roadmap(actions).steps) == ["money", "work"]  # four days at 350 are 1,400
    assert names(roadmap(actions, choices=RoadmapChoices(day_rate=100)).steps) == ["work", "money"]


def test_ties_go_to_fewer_days_then_to_the_smaller_id() -> None:
    tied = [action("b", {"rung": "l4"}), action("a", {"ticks": ["one", "two", "three"]})]
    assert names(roadmap(tied).steps) == ["a", "b"]
    shorter = [action("b", {"rung": "l4"}, days=1, once=350), action("a", {"ticks": EVERYTHING["ticks"]}, days=2)]
    assert names(roadmap(shorter).steps) == ["b", "a"]


def test_the_order_of_actions_in_the_file_does_not_matter() -> None:
    actions = [
        action("a", {"rung": "l2"}), action("b", {"rung": "l4"}, days=3, needs=["a"]), action("c", {"hours": "few"}),
        action("d", {"ticks": ["one"]}, needs=["c"]), action("e", {"other": "l3"}, once=100),
    ]  # fmt: skip
    made = [roadmap(list(order)) for order in itertools.permutations(actions)]
    assert all(one == made[0] for one in made)


def test_prerequisites_come_before_and_count_as_effort() -> None:
    actions = [
        action("goal", {"hours": "many"}, needs=["middle"]),
        action("middle", {"rung": "l1"}, days=10, needs=["base"]),
        action("base", {"rung": "l1"}, days=10),
        action("quick", {"ticks": ["one", "two", "three"]}),
    ]
    made = roadmap(actions)
    assert names(made.steps) == ["quick", "base", "middle", "goal"]
    assert [step.needs for step in made.steps] == [(), (), ("base",), ("middle",)]
    assert gains(made)["middle"] == 0
    starts = {step.action: step.start for step in made.steps}
    ends = {step.action: step.end for step in made.steps}
    assert starts["middle"] >= ends["base"]
    assert starts["goal"] >= ends["middle"]


@pytest.mark.parametrize(
    ("answers", "choices", "changes"),
    [
        ({"rung": "l4"}, RoadmapChoices(), {}),  # its answers are there
        ({"other": "na"}, RoadmapChoices(), {"lifts": {"other": "l2"}}),  # it is about what does not apply
        ({}, RoadmapChoices(marks={"base": "done"}), {}),
        ({}, RoadmapChoices(), {"sizes": ["large"]}),  # it does not fit this firm
    ],
)
def test_a_prerequisite_in_place_or_waived_is_not_added(answers: Any, choices: RoadmapChoices, changes: Any) -> None:
    base = action("base", {"rung": "l1"}) | changes
    made = roadmap([base, action("goal", {"hours": "many"}, needs=["base"])], answers, choices)
    assert names(made.steps) == ["goal"]
    assert made.steps[0].needs == ()


def test_a_prerequisite_whose_answer_is_not_known_comes_first_all_the_same() -> None:
    made = roadmap([action("base", {"rung": "l4"}), action("goal", {"hours": "many"}, needs=["base"])], {"rung": "dk"})
    assert [(step.action, step.gain, step.because != ()) for step in made.steps] == [
        ("base", 0, False),
        ("goal", 25, True),
    ]


@pytest.mark.parametrize(
    ("changes", "profile", "kind"),
    [
        ({"sizes": ["medium", "large"]}, {}, "size"),
        ({"sectors": {"only": ["C"]}}, {"sector": "I"}, "sector"),
        ({"sectors": {"excluded": ["49"]}}, {"sector": "49"}, "sector"),
        ({"staff": True}, {"size": "micro", "employees": 0}, "staff"),
        ({"level": "programme"}, {}, "programme"),
    ],
)
def test_what_does_not_fit_is_left_out(changes: Any, profile: Any, kind: str) -> None:
    made = roadmap([action("lift", {"hours": "many"}, **changes)], {}, **profile)
    assert kinds(made) == {"lift": kind}


def test_an_unknown_trade_or_size_leaves_nothing_out() -> None:
    lift = action("lift", {"hours": "many"}, sectors={"only": ["C"]}, sizes=["small"])
    made = roadmap([lift], {}, size="")
    assert names(made.steps) == ["lift"]
    assert (made.days_per_month, made.budget) == (3, 15_000)  # as a small firm


@pytest.mark.parametrize(
    ("profile", "people", "days", "budget"),
    [
        ({"size": "micro"}, 5, 1.5, 4_000),
        ({"size": "small"}, 25, 3, 15_000),
        ({"size": "medium"}, 120, 10, 120_000),
        ({"size": "large"}, 400, 25, 400_000),
        ({"size": "", "employees": 12}, 12, 3, 15_000),
        ({"size": "micro", "employees": 0}, 1, 1.5, 4_000),
    ],
)
def test_a_plan_fits_the_size_of_the_firm(profile: Any, people: int, days: float, budget: float) -> None:
    each = action("lift", {"hours": "many"}) | {"cost_once": Quantity(small=[0, 10], per_person=[1, 3]).model_dump()}
    made = roadmap([each], {}, **profile)
    assert (made.days_per_month, made.budget) == (days, budget)
    assert made.steps[0].cost_once == (people, 10 + 3 * people)


def test_the_budget_counts_running_cost_until_the_end() -> None:
    actions = [action("lift", {"hours": "many"}, once=100, monthly=10)]  # 100 and 24 months of 10 are 340
    assert names(roadmap(actions, choices=RoadmapChoices(budget=340)).steps) == ["lift"]
    assert kinds(roadmap(actions, choices=RoadmapChoices(budget=339))) == {"lift": "over_budget"}


def test_too_dear_an_action_makes_room_for_cheaper_ones() -> None:
    actions = [
        action("dear", {"hours": "many"}, needs=["step"], once=900),
        action("step", {"rung": "l1"}, once=200),
        action("cheap", {"ticks": ["one"]}, once=100),
    ]
    made = roadmap(actions, choices=RoadmapChoices(budget=1000))
    assert kinds(made) == {"dear": "over_budget"}
    assert made.steps[-1].running_cost == 300


def test_own_days_fit_the_days_of_each_month() -> None:
    actions = [action("a", {"rung": "l4"}, days=3), action("b", {"ticks": ["one", "two", "three"]}, days=3)]
    made = roadmap(actions, choices=RoadmapChoices(days_per_month=2))
    assert [(step.action, step.start, step.end) for step in made.steps] == [("a", 0, 1.5), ("b", 1.5, 3)]
    assert [step.running_days for step in made.steps] == [3, 6]


def test_actions_run_beside_each_other_where_the_days_allow() -> None:
    actions = [action("a", {"rung": "l4"}, weeks=13), action("b", {"ticks": ["one", "two", "three"]}, weeks=13)]
    made = roadmap(actions)
    assert [(step.start, step.end) for step in made.steps] == [(0, 3), (0, 3)]


@pytest.mark.parametrize("choices", [RoadmapChoices(days_per_month=0), RoadmapChoices(days_per_month=1)])
def test_what_has_no_room_within_the_time_is_left_out(choices: RoadmapChoices) -> None:
    assert kinds(roadmap([action("lift", {"hours": "many"}, days=25)], choices=choices)) == {"lift": "no_room"}


def test_a_phase_holds_no_more_than_a_small_team_can_begin() -> None:
    """Thirty cheap actions, each another part of the answer: no more than fit into a year of daily business."""
    bits = [{"id": f"t{n}", "label": f"Tick {n}", "points": 1} for n in range(30)]
    question = {"id": "many", "type": "multiple", "text": "Which?", "options": bits}
    part = {"id": "all", "title": "All", "short": "All", "description": "All.", "questions": [question]}
    actions = [action(f"a{n}", {"many": [f"t{n}"]}, days=0.1) for n in range(30)]
    table = instrument(actions, dimensions=[part])
    firms = (("micro", 1), ("micro", 5), ("small", 20), ("medium", 99))
    plans = [planned(table, {"many": []}, size=size, employees=employees) for size, employees in firms]
    begun = [tuple(sum(step.phase == phase for step in made.steps) for phase in range(4)) for made in plans]
    assert begun == [(3, 3, 4, 4), (4, 3, 4, 4), (4, 4, 5, 5), (5, 4, 5, 4)]


def planned(made: Any, answers: Any, **profile: Any) -> Roadmap:
    blank = dict.fromkeys(("rung", "ticks", "grid", "hours", "other"))
    table = firm(made, blank | answers, **profile)
    return plan(table, score(table))


def test_done_is_expected_next_time_and_never_scored() -> None:
    actions = [action("done", {"rung": "l4"}), action("next", {"hours": "many"}, needs=["done"])]
    made = roadmap(actions, choices=RoadmapChoices(marks={"done": "done"}))
    assert (names(made.steps), kinds(made)) == (["next"], {"done": "done"})
    assert made.expected == pytest.approx(50 / 3 + 25, abs=1e-4)
    assert gains(made) == {"next": 25}


def test_what_done_covers_is_no_reason_any_more() -> None:
    actions = [action("done", {"rung": "l4"}), action("same", {"rung": "l3"}), action("more", EVERYTHING)]
    made = roadmap(actions, choices=RoadmapChoices(marks={"done": "done"}))
    assert kinds(made) == {"done": "done", "same": "covered"}
    assert {reason.question for reason in made.steps[0].because} == {"ticks", "grid"}


def test_planned_comes_early_whatever_it_brings() -> None:
    actions = [
        action("large", {"hours": "many"}),
        action("pet", {"ticks": ["one"]}, days=5),
        action("no", {"rung": "l0"}),
    ]
    made = roadmap(actions, choices=RoadmapChoices(marks={"pet": "planned", "no": "planned"}, comments={"pet": "<b>"}))
    assert names(made.steps)[-1] == "large"
    assert {step.action: (step.mark, step.comment) for step in made.steps} == {
        "pet": ("planned", "<b>"), "no": ("planned", ""), "large": (None, ""),
    }  # fmt: skip


def test_a_planned_prerequisite_comes_before_even_where_it_is_in_place() -> None:
    actions = [action("base", {"rung": "l1"}, days=3), action("goal", {"hours": "many"}, needs=["base"])]
    made = roadmap(actions, {"rung": "l4"}, RoadmapChoices(marks={"base": "planned"}, order=("goal",)))
    assert [(step.action, step.needs) for step in made.steps] == [("base", ()), ("goal", ("base",))]


@pytest.mark.parametrize(
    ("means", "kind"), [({"budget": 50}, "over_budget"), ({"days_per_month": 0}, "no_room"), ({}, "")]
)
def test_planned_is_in_the_plan_unless_it_says_what_it_lacks(means: Any, kind: str) -> None:
    """That its answer is in place already, or not known, is no reason where the firm plans it all the same."""
    actions = [action("base", {"rung": "l1"}, once=100), action("asked", {"other": "l4"}, once=100)]
    marks: Any = {"base": "planned", "asked": "planned"}
    made = roadmap(actions, {"rung": "l4", "other": "dk"}, RoadmapChoices(marks=marks, **means))
    assert kinds(made) == (dict.fromkeys(marks, kind) if kind else {})


def test_planned_says_that_it_builds_on_what_is_not_for_us() -> None:
    actions = [action("base", {"rung": "l1"}), action("asked", {"other": "l4"}, needs=["base"])]
    made = roadmap(actions, {"other": "dk"}, RoadmapChoices(marks={"base": "not_for_us", "asked": "planned"}))
    assert kinds(made) == {"base": "not_for_us", "asked": "needs_refused"}


def test_not_for_us_takes_along_what_needs_it() -> None:
    actions = [
        action("base", {"rung": "l1"}),
        action("goal", {"hours": "many"}, needs=["base"]),
        action("summit", {"other": "l4"}, needs=["goal"]),
        action("free", {"ticks": ["one"]}),
    ]
    made = roadmap(actions, choices=RoadmapChoices(marks={"base": "not_for_us"}))
    assert names(made.steps) == ["free"]
    assert kinds(made) == {"base": "not_for_us", "goal": "needs_refused", "summit": "needs_refused"}
    assert "“Do base”" in str(made.left_out[0].reason)


def test_not_for_us_does_not_matter_where_its_answers_are_there() -> None:
    actions = [action("base", {"rung": "l1"}), action("goal", {"hours": "many"}, needs=["base"])]
    made = roadmap(actions, {"rung": "l2"}, RoadmapChoices(marks={"base": "not_for_us"}))
    assert names(made.steps) == ["goal"]


def test_the_firm_s_own_order_comes_first() -> None:
    actions = [
        action("large", {"hours": "many"}),
        action("base", {"rung": "l1"}, days=4),
        action("last", {"ticks": ["one"]}, days=4, needs=["base"]),
        action("wish", {"grid": {"mail": "s2"}}, days=4),
    ]
    made = roadmap(actions, choices=RoadmapChoices(order=("last", "gone", "wish"), marks={"gone": "done"}))
    assert names(made.steps) == ["base", "last", "wish", "large"]


def test_a_dimension_of_priority_comes_first() -> None:
    actions = [action("a", {"rung": "l4"}), action("b", {"hours": "few"})]  # 16.7 and 12.5 points
    assert names(roadmap(actions).steps) == ["a", "b"]
    made = roadmap(actions, choices=RoadmapChoices(priority="second"))
    assert gains(made) == {"b": 12.5, "a": pytest.approx(50 / 3, abs=1e-4)}
    assert names(made.steps) == ["b", "a"]


def test_every_choice_that_cannot_be_is_named() -> None:
    with pytest.raises(WaymarkError) as caught:
        RoadmapChoices(days_per_month=-1, budget=float("nan"), day_rate=float("inf"), marks={"a": "later"})  # type: ignore[dict-item]
    assert [problem.place for problem in caught.value.problems] == ["days_per_month", "budget", "day_rate", "marks.a"]


def test_an_instrument_without_actions_has_an_empty_plan() -> None:
    made = roadmap([], {"rung": "dk"})
    assert (made.steps, made.left_out, made.find_out, made.expected) == ((), (), ("rung",), 0)
