"""What answers at the end do to a plan: what counts double, how much time and money there is, and whose word wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.answers import table_of
from scoring.roadmap import Mark, Roadmap, RoadmapChoices, plan
from scoring.scores import score
from tests.unit.scoring.roadmap_cases import LOWEST, action, gains, instrument, names, roadmap
from tests.unit.scoring.test_roadmap_properties import ANSWERS, action_lists

WISH = {
    "id": "wish", "type": "single", "text": "What first?", "scored": False,
    "options": [{"id": one, "label": one.title(), "points": 0} for one in ("sales", "peace", "both")],
}  # fmt: skip
LACK = {
    "id": "lack", "type": "multiple", "text": "What holds you back?", "scored": False,
    "options": [{"id": one, "label": one.title(), "points": 0} for one in ("time", "money", "staff")],
}  # fmt: skip

# 16.7 points for the whole ladder, 12.5 for a few hours, both in a day: without a steer the ladder comes first.
LADDER_OR_HOURS = [action("a", {"rung": "l4"}), action("b", {"hours": "few"})]


def steer(name: str, question: str, option: str, **effects: Any) -> dict[str, Any]:
    return {"id": name, "question": question, "option": option, "because": f"Because of {option}."} | effects


def steered(
    actions: Sequence[Mapping[str, Any]],
    steering: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Any] | None = None,
    choices: RoadmapChoices | None = None,
    closing: Sequence[Mapping[str, Any]] = (WISH, LACK),
    **changes: Any,
) -> Roadmap:
    whole = {"closing": list(closing), "steering": list(steering)} | changes
    return roadmap(actions, answers, choices, whole)


def ids(steers: Sequence[Any]) -> list[str]:
    return [one.id for one in steers]


def test_points_of_a_dimension_count_double_in_choosing_and_not_in_what_is_gained() -> None:
    steering = [steer("sales", "wish", "sales", dimensions=["second"])]
    assert names(steered(LADDER_OR_HOURS, steering, {"wish": "peace"}).steps) == ["a", "b"]
    made = steered(LADDER_OR_HOURS, steering, {"wish": "sales"})
    assert names(made.steps) == ["b", "a"]
    assert gains(made) == {"b": 12.5, "a": pytest.approx(50 / 3, abs=1e-4)}
    assert ids(made.steering) == ["sales"]


def test_what_is_wished_for_early_comes_before_what_is_worth_a_little_more() -> None:
    longer = [LADDER_OR_HOURS[0], action("b", {"hours": "few"}, days=1.8)]
    doubled = steer("sales", "wish", "sales", dimensions=["second"])
    assert names(steered(longer, [doubled], {"wish": "sales"}).steps) == ["a", "b"]
    assert names(steered(longer, [doubled | {"early": True}], {"wish": "sales"}).steps) == ["b", "a"]
    much_longer = [LADDER_OR_HOURS[0], action("b", {"hours": "few"}, days=4.0)]
    assert names(steered(much_longer, [doubled | {"early": True}], {"wish": "sales"}).steps) == ["a", "b"]


def test_what_an_action_brings_counts_double_wherever_its_points_are() -> None:
    made = steered(LADDER_OR_HOURS, [steer("sales", "wish", "sales", actions=["b"])], {"wish": "sales"})
    assert names(made.steps) == ["b", "a"]
    assert gains(made) == {"b": 12.5, "a": pytest.approx(50 / 3, abs=1e-4)}


def test_a_point_named_twice_counts_double_and_not_fourfold() -> None:
    """12.5 points twice are 25 of the hours, less than 33.3 of ladder and ticks together in as many days."""
    actions = [action("a", {"rung": "l4", "ticks": ["one", "two", "three"]}), action("b", {"hours": "few"})]
    twice = [
        steer("one", "wish", "both", dimensions=["second"], actions=["b"]),
        steer("two", "lack", "staff", dimensions=["second"], actions=["b"]),
    ]
    assert names(steered(actions, twice, {"wish": "both", "lack": ["staff"]}).steps) == ["a", "b"]


def test_a_prerequisite_is_pulled_along_by_what_it_makes_possible() -> None:
    """Hours and their base bring 25 + 4.2 points in two days, ticks 16.7 in one; with the hours twice it is 54.2."""
    actions = [
        action("base", {"grid": {"mail": "s1"}}),
        action("hours", {"hours": "many"}, needs=["base"]),
        action("ticks", {"ticks": ["one", "two", "three"]}),
    ]
    plain = steered(actions, [], {})
    assert names(plain.steps) == ["ticks", "base", "hours"]
    made = steered(actions, [steer("sales", "wish", "sales", actions=["hours"])], {"wish": "sales"})
    assert names(made.steps)[0] == "base"  # the ticks then begin beside it, for there are days left


@pytest.mark.parametrize("rule", ["sum", "minimum", "count"])
def test_other_rules_are_steered_too(rule: str) -> None:
    steering = [steer("sales", "wish", "sales", dimensions=["second"], actions=["b"])]
    # under a sum four rungs are 4 points and 16.7 of the mean; a few hours 1 point and 12.5, or twice that
    assert names(steered(LADDER_OR_HOURS, steering, {"wish": "peace"}, overall=rule).steps) == ["a", "b"]
    assert names(steered(LADDER_OR_HOURS, steering, {"wish": "sales"}, overall=rule).steps) == ["b", "a"]


def test_too_little_stays_too_little_however_much_it_counts() -> None:
    """Half a hundredth of a point, twice, is still not worth anybody's time."""
    light = {"id": "light", "type": "single", "text": "Light?", "weight": 0.001, "options": [
        {"id": "no", "label": "Not yet", "points": 0}, {"id": "sure", "label": "Surely", "points": 1}]}  # fmt: skip
    small = instrument([]).model_dump(mode="json")["dimensions"]
    small[1]["questions"].append(light)
    steering = [steer("sales", "wish", "sales", actions=["a"], dimensions=["second"])]
    answers = {"light": "no", "wish": "sales"}
    made = steered([action("a", {"light": "sure"})], steering, answers, dimensions=small)
    assert [(left.action, left.kind) for left in made.left_out] == [("a", "little")]


@pytest.mark.parametrize(
    ("answers", "days", "budget"),
    [
        ({}, 3, 15_000),
        ({"lack": []}, 3, 15_000),
        ({"lack": "dk"}, 3, 15_000),
        ({"lack": ["time"]}, 1.8, 15_000),
        ({"lack": ["money"]}, 3, 9_000),
        ({"lack": ["staff"]}, 2.1, 12_000),
        ({"lack": ["time", "staff"]}, 1.5, 12_000),  # 0.6 x 0.7 is less than half, and half stays
        ({"lack": ["time", "money", "staff"]}, 1.5, 7_500),  # 0.6 x 0.8 is, too
    ],
)
def test_answers_take_off_what_is_usual_for_the_size_and_leave_half(answers: Any, days: float, budget: float) -> None:
    steering = [
        steer("no_time", "lack", "time", days=0.6),
        steer("no_money", "lack", "money", budget=0.6),
        steer("no_staff", "lack", "staff", days=0.7, budget=0.8),
    ]
    made = steered(LADDER_OR_HOURS, steering, answers)
    assert (made.days_per_month, made.budget) == (pytest.approx(days), pytest.approx(budget))
    chosen = answers.get("lack", [])
    assert ids(made.steering) == [f"no_{one}" for one in ("time", "money", "staff") if one in chosen]


def test_time_and_money_that_answers_leave_are_whole_cents() -> None:
    """15,000 x (0.7 x 0.8) is 8,399.999999999998 in floats, which no page should show."""
    factors = {"time": 0.7, "staff": 0.8}
    steering = [steer(one, "lack", one, days=factor, budget=factor) for one, factor in factors.items()]
    made = steered(LADDER_OR_HOURS, steering, {"lack": ["time", "staff"]})
    assert (made.days_per_month, made.budget) == (1.68, 8_400)


STEERING = [
    steer("sales", "wish", "sales", dimensions=["second"]),
    steer("no_time", "lack", "time", days=0.5, actions=["b"]),
    steer("no_money", "lack", "money", budget=0.5),
    steer("note", "lack", "staff", note="Ask around."),
]
ALL_GIVEN = {"wish": "sales", "lack": ["time", "money", "staff"]}


@pytest.mark.parametrize(
    ("choices", "in_force", "days", "budget", "order"),
    [
        (RoadmapChoices(), ["sales", "no_time", "no_money", "note"], 1.5, 7_500, ["b", "a"]),
        (RoadmapChoices(days_per_month=4), ["sales", "no_money", "note"], 4, 7_500, ["b", "a"]),
        (RoadmapChoices(budget=900), ["sales", "no_time", "note"], 1.5, 900, ["b", "a"]),
        (RoadmapChoices(priority="first"), ["no_money", "note"], 1.5, 7_500, ["a", "b"]),
        (RoadmapChoices(priority="gone"), ["sales", "no_time", "no_money", "note"], 1.5, 7_500, ["b", "a"]),
        (RoadmapChoices(3.0, 15_000.0, priority="first"), ["note"], 3, 15_000, ["a", "b"]),
    ],
)
def test_what_the_firm_decides_itself_wins(
    choices: RoadmapChoices, in_force: list[str], days: float, budget: float, order: list[str]
) -> None:
    made = steered(LADDER_OR_HOURS, STEERING, ALL_GIVEN, choices)
    assert ids(made.steering) == in_force
    assert ids(made.overruled) == [one["id"] for one in STEERING if one["id"] not in in_force]
    assert (made.days_per_month, made.budget) == (days, budget)
    assert names(made.steps) == order


@pytest.mark.parametrize("mark", ["done", "not_for_us"])
def test_a_steer_whose_actions_are_settled_has_nothing_more_to_say(mark: Mark) -> None:
    named = steer("sales", "wish", "sales", actions=["b"])
    answers = {"wish": "sales"}
    assert ids(steered(LADDER_OR_HOURS, [named], answers).steering) == ["sales"]
    assert not steered(LADDER_OR_HOURS, [named], answers, RoadmapChoices(marks={"b": mark})).steering
    for more in ({"dimensions": ["second"]}, {"days": 0.5}):
        assert steered(LADDER_OR_HOURS, [named | more], answers, RoadmapChoices(marks={"b": mark})).steering


def test_an_answer_that_is_hidden_steers_nothing() -> None:
    hidden = WISH | {"show_if": {"profile": {"size": ["large"]}}}
    made = steered(LADDER_OR_HOURS, STEERING[:1], {"wish": "sales"}, closing=[hidden, LACK])
    assert (made.steering, names(made.steps)) == ((), ["a", "b"])


def test_each_firm_is_steered_by_its_own_answers() -> None:
    made = instrument(LADDER_OR_HOURS, closing=[WISH, LACK], steering=STEERING)
    endings: list[dict[str, Any]] = [{"wish": "sales"}, {"wish": "peace"}, {"lack": ["time"]}]
    table = table_of(made, [LOWEST | ending for ending in endings], [{"firm": "A", "size": "small"}] * 3)
    plans = [plan(table, score(table), row) for row in range(3)]
    assert [ids(one.steering) for one in plans] == [["sales"], [], ["no_time"]]
    assert [one.days_per_month for one in plans] == [3, 3, 1.5]


@given(actions=action_lists(), answers=ANSWERS, dimension=st.sampled_from(["first", "second"]))
def test_an_answer_that_puts_a_dimension_first_plans_as_that_priority_does(
    actions: list[dict[str, Any]], answers: Any, dimension: str
) -> None:
    steering = [steer("sales", "wish", "sales", dimensions=[dimension], early=True)]
    by_answer = steered(actions, steering, answers | {"wish": "sales"})
    by_choice = steered(actions, steering, answers | {"wish": "peace"}, RoadmapChoices(priority=dimension))
    assert (by_answer.steps, by_answer.left_out) == (by_choice.steps, by_choice.left_out)


@given(actions=action_lists(), answers=ANSWERS, named=st.sets(st.sampled_from(["a0", "a1", "a2", "a3"])))
def test_what_names_everything_or_nothing_changes_no_plan(
    actions: list[dict[str, Any]], answers: Any, named: set[str]
) -> None:
    plain = steered(actions, [], answers)
    everything = [steer("sales", "wish", "sales", dimensions=["first", "second"], actions=sorted(named))]
    whole = steered(actions, everything, answers | {"wish": "sales"})
    assert names(whole.steps) == names(plain.steps)
    none = steered(actions, [steer("sales", "wish", "sales", note="Ask.")], answers | {"wish": "sales"})
    assert (none.steps, none.left_out, none.way) == (plain.steps, plain.left_out, plain.way)


@given(actions=action_lists(), answers=ANSWERS, named=st.sets(st.sampled_from(["a0", "a1", "a2", "a3"])))
def test_steering_moves_no_gain_of_what_is_left_out(
    actions: list[dict[str, Any]], answers: Any, named: set[str]
) -> None:
    """What an action brings alone is the same number, whatever counts double."""
    plain = steered(actions, [], answers)
    made = steered(actions, [steer("sales", "wish", "sales", actions=sorted(named))], answers | {"wish": "sales"})
    before = {left.action: left.gain for left in plain.left_out}
    assert all(before.get(left.action, left.gain) == left.gain for left in made.left_out)
    assert made.expected is None or 0 <= made.expected <= 100
