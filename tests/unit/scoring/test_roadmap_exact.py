"""The cheapest way to the next level, by hand and against trying every choice of actions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.answers import AnswerTable
from scoring.roadmap import RoadmapChoices, Way, plan
from scoring.roadmap.exact import cheapest_way
from scoring.roadmap.situation import situation_of
from scoring.scores import level_of, score
from tests.unit.scoring.roadmap_cases import FIRST, SECOND, action, dimension, firm, instrument
from tests.unit.scoring.test_roadmap_properties import ANSWERS, action_lists
from tests.unit.scoring.test_roadmap_way import HOURS, LIFTS, OTHER, RUNG, TICKS, levels

MONEY = RoadmapChoices(day_rate=100)


def way(
    actions: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Any] | None = None,
    choices: RoadmapChoices = MONEY,
    time_limit: float = 30,
    **changes: Any,
) -> Way | None:
    """The cheapest way of the small firm, its own day worth 100 EUR."""
    table = firm(instrument(actions, **changes), answers)
    return cheapest_way(table, score(table), 0, choices, time_limit=time_limit)


def steps(found: Way | None) -> tuple[str, ...]:
    assert found is not None
    assert found.found == "cheapest"
    return found.steps


def test_the_cheapest_counts_days_at_their_rate_and_the_cost_of_all_months() -> None:
    """25 points: a day and 100 EUR, or two days. 16.7 points: a day, or four and 24 months of 10 EUR."""
    assert way([HOURS, OTHER], **levels(25)) == Way(1, ("hours",), 1, 100, True, "cheapest", 25.0)
    assert steps(way([HOURS, OTHER], choices=RoadmapChoices(day_rate=99), **levels(25))) == ("other",)
    assert way([TICKS], **levels(16)) == Way(1, ("ticks",), 4, 240, True, "cheapest", 16.6667)


def test_it_is_the_cheapest_of_all_where_a_search_takes_what_brings_most_first() -> None:
    """For 33 points the rung and the ticks are enough (33.3333) and ask least; what brings most is the hours."""
    days = {"rung": 1.1, "ticks": 1.1, "hours": 1.5, "other": 1.5}
    made = [action(name, LIFTS[name], days=days[name]) for name in days]
    assert steps(way(made, **levels(33))) == ("rung", "ticks")
    assert steps(way(made, **levels(34))) == ("hours", "rung")


def test_a_way_of_a_firm_without_an_overall_score_leads_to_none() -> None:
    """The ticks are open: 0 to 1 items, both at the lowest level, which is left with two."""
    found = way([HOURS, OTHER], {"ticks": None}, overall="count", **levels(2))
    assert steps(found) == ("hours", "other")
    assert found is not None
    assert found.score is None


def test_where_no_way_leads_there_none_is_called_the_cheapest() -> None:
    far, near = way([HOURS], **levels(60)), way([HOURS], **levels(20))
    assert far is not None
    assert near is not None
    assert (far.reached, "cheapest" in str(far.note)) == (False, False)
    assert "No way leads there" in str(far.note)
    assert (near.reached, "proven" in str(near.note)) == (True, True)


def test_neither_the_budget_nor_the_days_of_the_plan_bound_it() -> None:
    broke = RoadmapChoices(days_per_month=0, budget=0)
    made = [HOURS, OTHER]
    assert steps(way(made, choices=broke, **levels(25))) == ("hours",)
    table = firm(instrument(made, **levels(25)))
    assert plan(table, score(table), choices=broke).steps == ()
    exact = plan(table, score(table), choices=broke, exact=True).way
    assert exact == cheapest_way(table, score(table), 0, broke)


def test_several_actions_on_one_answer_give_the_most_and_ticks_are_united() -> None:
    """Two rungs of one ladder give the higher, 8.3333 points; two different ticks 11.1111."""
    ladder = [action("low", {"rung": "l1"}), action("mid", {"rung": "l2"})]
    found = way(ladder, **levels(9))
    assert found is not None
    assert (found.reached, found.score) == (False, 8.3333)
    union = [action("two_and_one", {"ticks": ["one", "two"]}), action("two_and_three", {"ticks": ["two", "three"]})]
    assert steps(way(union, **levels(16))) == ("two_and_one", "two_and_three")


def test_an_option_that_counts_against_gives_way_to_the_first_tick() -> None:
    """“Never will” is −1 point and counts as 0 already: one tick is worth a third of 16.6667 points."""
    one = action("tick", {"ticks": ["one"]})
    assert steps(way([one], {"ticks": ["never"]}, **levels(5.5))) == ("tick",)
    found = way([one], {"ticks": ["never"]}, **levels(5.6))
    assert found is not None
    assert not found.reached


def test_options_that_count_against_are_made_up_for_before_anything_is_gained() -> None:
    """A smell of −2 points stays: two ticks only make up for it, and the third is what counts."""
    smells = {
        "id": "ticks", "type": "multiple", "text": "Which?", "options": [
            *({"id": name, "label": name.title(), "points": 1} for name in ("one", "two", "three")),
            {"id": "smell", "label": "A smell", "points": -2},
        ],
    }  # fmt: skip
    parts = {"dimensions": [dimension("first", [smells]), dimension("second", SECOND)]}
    made = [action(name, {"ticks": [name]}, days=days) for name, days in (("one", 1), ("two", 2), ("three", 3))]
    answers = {"rung": None, "grid": None, "ticks": ["smell"]}
    assert steps(way(made, answers, **parts, **levels(16))) == ("one", "three", "two")
    found = way(made[:2], answers, **parts, **levels(16))
    assert found is not None
    assert (found.reached, found.score) == (False, 0.0)


def test_what_an_action_builds_on_comes_along_and_is_paid_for() -> None:
    base = action("base", {"grid": {"mail": "s1"}}, days=3)
    goal = action("goal", {"hours": "many"}, needs=["base"])
    assert steps(way([base, goal], **levels(25))) == ("base", "goal")
    assert steps(way([base, goal, OTHER], **levels(25))) == ("other",)


def test_ties_go_to_fewer_days_then_to_fewer_actions_then_to_ids() -> None:
    money = action("money", {"hours": "many"}, days=0, once=100)
    work = action("work", {"other": "l4"}, days=1)
    assert steps(way([work, money], **levels(25))) == ("money",)
    halves = [action(name, {"ticks": ["one"]}, days=0, once=50) for name in ("half_a", "half_b")]
    assert steps(way([money, *halves], **levels(25))) == ("money",)
    twins = [action(f"twin{place:02}", {"hours": "many"}, days=1) for place in range(20, 0, -1)]
    assert steps(way(twins, **levels(25))) == ("twin01",)
    pairs = [action(name, {"other" if name in "bd" else "hours": "many" if name in "ac" else "l4"}) for name in "dcba"]
    assert steps(way(pairs, **levels(50))) == ("a", "b")


def test_a_cent_less_is_cheaper_whatever_the_days() -> None:
    work = action("work", {"other": "l4"}, days=1)
    dearer = [action("money", {"hours": "many"}, days=0, once=100 + cents / 100) for cents in (0, 1)]
    assert [steps(way([work, one], **levels(25))) for one in dearer] == [("money",), ("work",)]


def test_what_asks_nothing_is_taken_only_where_it_is_needed() -> None:
    free = [action("free", {"rung": "l1"}, days=0), action("more", {"ticks": ["one"]}, days=0), RUNG]
    assert steps(way(free, choices=RoadmapChoices(day_rate=0), **levels(4))) == ("free",)


@pytest.mark.parametrize(
    ("bound", "cut", "reached"),
    [(25, "lower", True), (25 + 1e-10, "lower", True), (25 + 1e-8, "lower", False), (25 + 1e-7, "lower", False),
     (25, "upper", False), (25 - 1e-10, "upper", False), (25 - 1e-8, "upper", True)],
)  # fmt: skip
def test_the_cut_is_compared_as_levels_are(bound: float, cut: str, reached: bool) -> None:
    found = way([HOURS], **levels(bound, cut=cut))
    assert found is not None
    assert found.reached is reached


def test_a_choice_that_the_solver_takes_for_enough_is_scored_before_it_is_told() -> None:
    """25 points fall short of the cut by less than the solver can tell; the dearer way does not."""
    assert steps(way([HOURS, OTHER, RUNG], **levels(25 + 1e-8))) == ("hours", "rung")


def test_marks_are_respected() -> None:
    marked = [RoadmapChoices(day_rate=100, marks={"hours": mark}) for mark in ("not_for_us", "done")]  # type: ignore[dict-item]
    assert steps(way([HOURS, OTHER], choices=marked[0], **levels(25))) == ("other",)
    assert way([HOURS, OTHER], choices=marked[1], **levels(25)) == Way(1, (), 0, 0, True, "cheapest", 25.0)
    assert steps(way([HOURS, OTHER], choices=marked[1], **levels(40))) == ("other",)


def test_what_is_not_known_is_not_lifted_but_named() -> None:
    found = way([RUNG, OTHER], {"rung": "dk"}, **levels(20))
    assert found is not None
    assert (found.steps, found.reached, found.find_out) == (("other",), True, ("rung",))
    assert way([RUNG], {"rung": "dk"}, **levels(20)) == Way(1, (), 0, 0, False, "cheapest", 0.0, ("rung",))


def test_without_actions_a_level_or_a_higher_one_there_is_no_way() -> None:
    assert way([], **levels(20)) == Way(1, (), 0, 0, False, "cheapest", 0.0)
    assert way([HOURS], {"rung": "l4", "hours": 3}, **levels(20)) is None
    assert way([RUNG], {"hours": None, "other": None}, **levels(20)) is None
    assert way([RUNG], dict.fromkeys(("rung", "ticks", "grid", "hours", "other"), "dk"), **levels(20)) is None


def test_when_the_time_is_over_a_way_that_was_looked_for_is_told_as_such() -> None:
    days = {"rung": 1.0, "ticks": 1.2, "hours": 1.6}
    found = way([action(name, LIFTS[name], days=days[name]) for name in days], time_limit=0, **levels(25))
    assert found is not None
    assert (found.found, found.reached, found.steps) == ("greedy", True, ("hours",))
    assert str(found.note).startswith("The solver reached its limit")
    with pytest.raises(ValueError, match="time limit"):
        way([HOURS], time_limit=-1, **levels(25))


RULES = [("mean", "mean"), ("minimum", "mean"), ("minimum", "minimum"), ("mean", "minimum"), ("sum", "mean"),
         ("count", "mean"), ("mean", "sum"), ("mean", "count")]  # fmt: skip


CASES = st.fixed_dictionaries(
    {
        "actions": action_lists(),
        "answers": ANSWERS | st.just({}),
        "rate": st.sampled_from([0, 100, 350]),
        "marks": st.dictionaries(st.sampled_from(["a0", "a1"]), st.sampled_from(["done", "planned", "not_for_us"])),
        "levels": st.builds(levels, st.sampled_from([1, 2, 10, 30]), cut=st.sampled_from(["lower", "upper"])),
    }
)


@pytest.mark.parametrize(("overall", "rule"), RULES)
@settings(deadline=None, max_examples=60)
@given(case=CASES)
def test_it_is_the_first_of_all_choices_of_actions(overall: str, rule: str, case: dict[str, Any]) -> None:
    parts = [dimension("first", FIRST, rule=rule), dimension("second", SECOND, rule=rule)]
    made = instrument(case["actions"], overall=overall, dimensions=parts, **case["levels"])
    table, choices = firm(made, case["answers"]), RoadmapChoices(day_rate=case["rate"], marks=case["marks"])
    found = cheapest_way(table, score(table), 0, choices)
    if score(table).level.iloc[0] != 0:
        assert found is None
        return
    best = _brute_force(table, choices)
    assert found is not None
    assert found.reached is (best is not None)
    assert found.found == "cheapest"
    if best is not None:
        assert found.steps == best
    searched = cheapest_way(table, score(table), 0, choices, time_limit=0)
    assert searched is not None
    assert _effort(found, case["rate"]) <= _effort(searched, case["rate"]) or not found.reached
    walked = plan(table, score(table), choices=choices).way
    assert walked is not None
    assert found.reached or not walked.reached


def _effort(found: Way, rate: float) -> float:
    return round(found.own_days * rate + found.cost, 2)


def _brute_force(table: AnswerTable, choices: RoadmapChoices) -> tuple[str, ...] | None:
    """The first by effort, days, number and ids of all sets of actions that hold what they build on and lead there."""
    found = situation_of(table, score(table), 0, choices)
    names = [one.id for one in found.case.standing.actions.actions]
    free = [place for place in range(len(names)) if place not in found.fit.barred]
    sets = [
        chosen
        for size in range(len(free) + 1)
        for chosen in itertools.combinations(free, size)
        if all(set(found.fit.open_needs[one]) <= set(chosen) for one in chosen)
    ]
    rows = np.array([np.maximum(found.fit.base, _lifted(found.case.standing.targets, chosen)) for chosen in sets])
    there = level_of(table.instrument, found.case.standing.worth(rows)) > 0
    keys = [
        (*_key(table, names, chosen, choices.day_rate), chosen) for chosen, ok in zip(sets, there, strict=True) if ok
    ]
    return tuple(names[one] for one in min(keys)[-1]) if keys else None


def _lifted(targets: np.ndarray, chosen: Iterable[int]) -> np.ndarray:
    return targets[list(chosen)].max(axis=0, initial=-np.inf)


def _key(table: AnswerTable, names: list[str], chosen: tuple[int, ...], rate: float) -> tuple[Fraction, Fraction, int]:
    """Effort and days in exact fractions, and the number of actions."""
    effort = days = Fraction(0)
    for place in chosen:
        one = table.instrument.actions_by_id[names[place]]
        spans = [quantity.for_firm("small", 25) for quantity in (one.own_days, one.cost_once, one.cost_monthly)]
        own, once, monthly = ((Fraction(low) + Fraction(high)) / 2 for low, high in spans)
        effort += own * Fraction(rate) + once + 24 * monthly
        days += own
    return effort, days, len(chosen)
