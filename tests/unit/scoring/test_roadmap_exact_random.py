"""The cheapest way and the best plan on random instruments, against answering and scoring anew for every choice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.roadmap import RoadmapChoices
from scoring.roadmap.exact import best_plan, cheapest_way
from scoring.roadmap.situation import situation_of
from scoring.scores import Scores, score
from tests.unit.scoring.random_instruments import Answers, chance_of, lifted, random_answers, random_instrument

Choice = tuple[str, ...]
PROFILE = {"firm": "A firm", "size": "small"}


def choices_of(table: AnswerTable, scores: Scores) -> Iterator[Choice]:
    """Every set of actions that holds what each of them builds on, by number and ids."""
    found = situation_of(table, scores, 0, RoadmapChoices())
    names = [one.id for one in found.case.standing.actions.actions]
    needs = {names[place]: {names[need] for need in found.fit.open_needs[place]} for place in range(len(names))}
    for count in range(len(names) + 1):
        for chosen in itertools.combinations(names, count):
            if all(needs[one] <= set(chosen) for one in chosen):
                yield chosen


def scored(made: Instrument, answers: Answers, choices: list[Choice]) -> Scores:
    rows = [lifted(made, answers, chosen) for chosen in choices]
    return score(table_of(made, rows, [PROFILE] * len(rows)))


def asked_for(made: Instrument, chosen: Choice, rate: float) -> tuple[Fraction, Fraction]:
    """Effort and own days, exactly."""
    effort = days = Fraction(0)
    for one in (made.actions_by_id[name] for name in chosen):
        own, once, monthly = (
            sum(map(Fraction, quantity.for_firm("small", 25))) / 2
            for quantity in (one.own_days, one.cost_once, one.cost_monthly)
        )
        effort, days = effort + own * Fraction(rate) + once + 24 * monthly, days + own
    return effort, days


@pytest.mark.parametrize("seed", range(80))
def test_the_cheapest_way_is_the_first_of_all_that_reach_the_level(seed: int) -> None:
    chance = chance_of(seed)
    made, rate = random_instrument(chance), chance.choice([0, 100, 350])
    answers = random_answers(chance, made)
    table = table_of(made, [answers], [PROFILE])
    scores = score(table)
    found = cheapest_way(table, scores, 0, RoadmapChoices(day_rate=rate))
    level = int(scores.level.iloc[0])
    if not 0 <= level < len(made.levels) - 1:
        assert found is None
        return
    choices = [*choices_of(table, scores)]
    there = scored(made, answers, choices).level.to_numpy() > level
    keys = [
        (*asked_for(made, chosen, rate), len(chosen), chosen)
        for chosen, reached in zip(choices, there, strict=True)
        if reached
    ]
    assert found is not None
    assert (found.found, found.reached) == ("cheapest", bool(keys))
    if keys:
        assert found.steps == min(keys)[-1]


NOT_TOLD = ("mean", "count")
"""Rules, overall and by dimension, that no program of quarters knows."""


@pytest.mark.parametrize("seed", range(80))
def test_no_plan_by_quarters_brings_more_or_brings_it_sooner(seed: int) -> None:
    chance = chance_of(1000 + seed)
    made = random_instrument(chance)
    while (made.overall, made.dimensions[0].rule) == NOT_TOLD or len(made.actions) > 5:
        made = random_instrument(chance)
    answers = random_answers(chance, made)
    table = table_of(made, [answers], [PROFILE])
    scores = score(table)
    if np.isnan(scores.overall.iloc[0]):
        return
    days, budget = chance.choice([0.3, 1.0, 3.0]), chance.choice([0.0, 400.0, 5000.0])
    found = best_plan(table, scores, 0, RoadmapChoices(days_per_month=days, budget=budget), quarters=2)
    choices = [*choices_of(table, scores)]
    points = dict(zip(choices, scored(made, answers, choices).overall.to_numpy(), strict=True))
    best = max(_keys(made, points, days, budget))
    assert found.proven == "all"
    assert found.scores is not None
    assert found.scores[-1] == pytest.approx(best[0], abs=2e-4)
    assert sum(found.scores) == pytest.approx(best[1], abs=4e-4)
    assert (found.own_days, len(found.tasks)) == (pytest.approx(-best[2]), -best[3])


def _keys(
    made: Instrument, points: dict[Choice, float], days: float, budget: float
) -> Iterator[tuple[float, float, float, int]]:
    """Score at the end, sum of scores, own days and number (both negative) of each plan of two quarters that can be
    done: what is done by the end of the first is part of what is done by the end of the second."""
    for whole, end in points.items():
        cost, own = (float(each) for each in asked_for(made, whole, 0))
        late = all(made.actions_by_id[one].weeks <= 26 for one in whole)
        if not late or cost > budget + 1e-9 or own > 6 * days + 1e-9:
            continue
        for first, begun in points.items():
            early = all(made.actions_by_id[one].weeks <= 13 for one in first)
            if early and set(first) <= set(whole) and float(asked_for(made, first, 0)[1]) <= 3 * days + 1e-9:
                yield round(end, 6), round(begun + end, 6), -round(own, 6), -len(whole)
