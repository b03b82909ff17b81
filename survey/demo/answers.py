"""Made-up answers: each near the rung of its ladder that a firm of this readiness would stand on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from scoring.answers import Answer
from scoring.instrument import (
    GridQuestion,
    Instrument,
    Lift,
    MultipleQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
)

SPREAD = 0.22
"""How far the answers of one firm lie from its readiness, as a standard deviation of the ladder."""

OPEN, UNKNOWN = 0.02, 0.03
"""How often a question is left open, or answered "don't know"."""

Random = np.random.Generator


def answered(instrument: Instrument, readiness: Mapping[str, float], chance: Random) -> dict[str, Answer]:
    """Answers of one firm; ``readiness``: dimension → 0 (nothing) to 1 (all there is). Text questions stay open."""
    of = {question.id: dimension.id for dimension in instrument.dimensions for question in dimension.questions}
    found: dict[str, Answer] = {}
    for question in instrument.questions.values():
        at = float(np.clip(readiness.get(of.get(question.id, ""), 0.5) + chance.normal(0, SPREAD), 0, 1))
        if isinstance(question, TextQuestion) or chance.random() < OPEN:
            continue
        unknown = question.dk != "no" and chance.random() < UNKNOWN
        found[question.id] = "dk" if unknown else _ANSWERS[type(question)](question, at, chance)
    return found


def lifted(answers: Mapping[str, Answer], lifts: Mapping[str, Lift]) -> dict[str, Answer]:
    """The answers after an action was done: where something was answered, what it leads to."""
    found = dict(answers)
    for question, to in lifts.items():
        before = found.get(question)
        if before in (None, "dk", "na"):
            continue
        if isinstance(to, list) and isinstance(before, list):
            found[question] = sorted({*before, *to})
        elif isinstance(to, dict) and isinstance(before, dict):
            found[question] = {**before, **{row: option for row, option in to.items() if row in before}}
        elif isinstance(to, str) and isinstance(before, str):
            found[question] = to
    return found


def _single(question: SingleQuestion, at: float, _chance: Random) -> Answer:
    return str(_rung(question, at).id)


def _multiple(question: MultipleQuestion, at: float, chance: Random) -> Answer:
    several = [option.id for option in question.options if not (option.exclusive or option.adverse)]
    return [option for option in several if chance.random() < at]


def _grid(question: GridQuestion, at: float, chance: Random) -> Answer:
    near = np.clip(at + chance.normal(0, SPREAD / 2, len(question.rows)), 0, 1).tolist()
    return {row.id: _rung(question, here).id for row, here in zip(question.rows, near, strict=True)}


def _number(question: NumberQuestion, at: float, chance: Random) -> Answer:
    band = _ladder(question)[round(at * (len(question.bands) - 1))]
    low = question.minimum if band.lower is None else band.lower
    high = min(question.maximum, 2 * low + 10) if band.upper is None else band.upper
    return round(float(low + (high - low) * chance.uniform(0, 0.9)), question.decimals)


def _rung(question: SingleQuestion | GridQuestion, at: float) -> Any:
    ladder = _ladder(question)
    return ladder[round(at * (len(ladder) - 1))]


def _ladder(question: Any) -> list[Any]:
    """Options or bands from the fewest points to the most; of those with as many, in their own order."""
    rungs = question.bands if isinstance(question, NumberQuestion) else question.options
    return sorted(rungs, key=question.points)


_ANSWERS: Mapping[type[Question], Callable[[Any, float, Random], Answer]] = {
    SingleQuestion: _single,
    MultipleQuestion: _multiple,
    GridQuestion: _grid,
    NumberQuestion: _number,
}
