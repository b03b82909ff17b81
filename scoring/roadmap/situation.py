"""The situation that one firm plans in: where it stands, which actions fit, and the means it has for them."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.answers import AnswerTable
from scoring.roadmap.choices import DAY_RATE, OPENINGS, RoadmapChoices
from scoring.roadmap.choosing import Case
from scoring.roadmap.fitting import Firm, Fit, firm_of, fit_of
from scoring.roadmap.gains import Standing, standing
from scoring.roadmap.steering import Emphasis, Steering, steering_of
from scoring.scores import Scores


@dataclass(frozen=True)
class Situation:
    """What a plan of one firm starts from. ``openings``: how many actions may begin in each phase. ``level``: position
    of its present level in ``instrument.levels``, −1 without one."""

    case: Case
    fit: Fit
    steering: Steering
    openings: tuple[int, ...]
    level: int


def situation_of(table: AnswerTable, scores: Scores, row: int, choices: RoadmapChoices) -> Situation:
    """The situation of one firm of the table, given what it decided."""
    firm, where = firm_of(table, row), standing(table, scores, row)
    fit = fit_of(where, firm, choices.marks)
    steering = steering_of(table, row, firm.kind.size, choices)
    return Situation(
        case=_case(where, firm, fit, steering, choices),
        fit=fit,
        steering=steering,
        openings=_openings(firm),
        level=int(scores.level.to_numpy()[row]),
    )


def _case(where: Standing, firm: Firm, fit: Fit, steering: Steering, choices: RoadmapChoices) -> Case:
    return Case(
        standing=where,
        demands=where.actions.demands(firm.kind.size, firm.people),
        days_per_month=steering.days_per_month,
        budget=steering.budget,
        day_rate=DAY_RATE if choices.day_rate is None else choices.day_rate,
        places=sum(_openings(firm)),
        open_needs=fit.open_needs,
        barred=fit.barred,
        emphasis=steering.emphasis,
        early=_raising(where, steering.early),
    )


def _raising(where: Standing, emphasis: Emphasis) -> frozenset[int]:
    """The actions that are named or lift a question of the dimensions named."""
    dimension_of = where.actions.instrument.dimension_of
    return frozenset(
        place
        for place, action in enumerate(where.actions.actions)
        if action.id in emphasis.actions or any(dimension_of[name].id in emphasis.dimensions for name in action.lifts)
    )


def _openings(firm: Firm) -> tuple[int, ...]:
    return OPENINGS["solo" if firm.people == 1 else firm.kind.size]
