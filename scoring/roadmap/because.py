"""Why an action: the answers of one firm that it lifts, each with the points that it brings by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.instrument import GridQuestion, MultipleQuestion, NumberQuestion, TextQuestion
from scoring.roadmap.actions import ActionTable, Floats
from scoring.roadmap.gains import Standing


@dataclass(frozen=True)
class Because:
    """One reason for an action: the answer that it lifts. ``row`` for grids; ids, put into words by the report.

    ``current``: option or band id now chosen (single, number, grid row); None for a multiple, where ``target`` holds
    the option ids that the action adds. ``points``: what it brings on the overall scale by itself (4 decimals).
    """

    question: str
    row: str | None
    current: str | None
    target: tuple[str, ...]
    points: float


def because(standing: Standing, base: Floats, actions: Sequence[int]) -> list[tuple[Because, ...]]:
    """The reasons for each action, over the cell points ``base``; none where it lifts no answer that was given."""
    chosen = np.array(actions, dtype=np.intp)
    lifts = standing.targets[chosen] > base
    place, cell = np.nonzero(lifts)
    if not len(place):
        return [() for _ in actions]
    answer = standing.actions.answer_of[cell]
    fresh = np.concatenate([[True], (place[1:] != place[:-1]) | (answer[1:] != answer[:-1])])
    group = np.cumsum(fresh) - 1
    values = np.repeat(base[None, :], group[-1] + 2, axis=0)
    values[group + 1, cell] = standing.targets[chosen[place], cell]
    worth = standing.worth(values)
    found: list[list[Because]] = [[] for _ in actions]
    for number, cells in enumerate(np.split(cell, np.flatnonzero(fresh)[1:])):
        position = place[np.flatnonzero(fresh)[number]]
        found[position].append(_reason(standing, actions[position], cells, float(worth[number + 1] - worth[0])))
    return [tuple(reasons) for reasons in found]


def _reason(standing: Standing, action: int, cells: np.ndarray, points: float) -> Because:
    table = standing.actions
    first = int(cells[0])
    question = table.questions[table.question_of[first]]
    parts = [_part(table, int(cell)) for cell in cells if not table.is_exclusive[cell]]
    lift = table.actions[action].lifts[question.id]
    if isinstance(question, MultipleQuestion):
        return Because(question.id, None, None, tuple(parts), round(points, 4))
    row = parts[0] if isinstance(question, GridQuestion) else None
    target = lift[row] if isinstance(lift, dict) and row is not None else str(lift)
    return Because(question.id, row, _chosen(standing, first), (target,), round(points, 4))


def _part(table: ActionTable, cell: int) -> str:
    """The option or row that a cell stands for; of other questions the id."""
    name = table.instrument.cells[int(table.cells[cell])]
    return name.rpartition(".")[2]


def _chosen(standing: Standing, cell: int) -> str | None:
    question = standing.actions.questions[standing.actions.question_of[cell]]
    if isinstance(question, TextQuestion):
        return None
    offered = question.bands if isinstance(question, NumberQuestion) else question.options
    return offered[int(standing.codes[cell])].id
