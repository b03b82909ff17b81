"""The items of an instrument: the smallest parts of a score that are in place or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scoring.instrument import GridQuestion, Instrument, MultipleQuestion, NumberQuestion, SingleQuestion


@dataclass(frozen=True)
class TargetItem:
    """``share``: the part of its question's points that the item earns; those of a question make 1."""

    id: str
    question: str
    dimension: str
    share: float


def items_of(instrument: Instrument) -> dict[str, TargetItem]:
    """Every item by its id, in the order asked: a single or number question, a row of a grid, a tick that earns points.

    Questions of weight 0 and unscored ones have none.
    """
    found: dict[str, TargetItem] = {}
    for dimension in instrument.dimensions:
        for question in dimension.questions:
            if not question.scored or not question.weight:
                continue
            for name, share in SHARES[type(question)](question).items():
                found[name] = TargetItem(name, question.id, dimension.id, share)
    return found


def _tick_shares(question: MultipleQuestion) -> dict[str, float]:
    points = {f"{question.id}.{option.id}": question.points(option) for option in question.options}
    return {name: value / question.max_points for name, value in points.items() if value > 0}


SHARES: dict[type, Callable[[Any], dict[str, float]]] = {
    SingleQuestion: lambda question: {question.id: 1.0},
    NumberQuestion: lambda question: {question.id: 1.0},
    GridQuestion: lambda question: {f"{question.id}.{row.id}": 1 / len(question.rows) for row in question.rows},
    MultipleQuestion: _tick_shares,
}
