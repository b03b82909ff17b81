"""Which actions each client needs: those that fit it and would lift an answer that it gave, all clients in one pass.

It is what ``scoring.roadmap`` plans one firm by, turned round: one action at a time over the columns of all firms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.answers import AnswerTable
from scoring.instrument import Action
from scoring.roadmap.actions import NOT_LIFTED, ActionTable, action_table
from scoring.roadmap.choices import Mark
from scoring.roadmap.fitting import SIZE_IF_UNKNOWN
from scoring.scores import Scores, State, score

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

Marks = Sequence[Mapping[str, Mark]]
"""What each firm marked its actions as; an empty mapping for one that marked none."""

NO_CODE = 3
"""Codes below 0 (no answer), moved up so that they can be looked up."""


def needs(table: AnswerTable, marks: Marks = (), scores: Scores | None = None) -> pd.DataFrame:
    """Whether each action fits each of n firms and would lift an answer that it gave: bool (n, actions).

    Columns are action ids, in their order. So it is where the roadmap has no other reason to leave the action out
    than room, money and what others bring already: not ``programme``, ``size``, ``sector`` or ``staff``, not
    ``in_place``, ``covered``, ``not_applicable`` or ``find_out``, and by ``marks`` neither ``done`` nor
    ``not_for_us``. What builds on a refused action is still needed. A firm of unknown size counts as small; unknown
    trade or staff never excludes. ``scores``: of the table, with detail; else it is scored here.

    Raises ``ValueError`` where there are marks, and not for every firm.
    """
    actions = action_table(table.instrument)
    if marks and len(marks) != len(table):
        raise ValueError("marks must be of the same firms")
    answered = _Answered(actions, table, scores or score(table))
    rows = _marked(marks)
    found = _fits(actions.actions, table.profile)
    for place, action in enumerate(actions.actions):
        found[:, place] &= _lifts(answered, place, rows.get("done", {}))
        for mark in ("done", "not_for_us"):
            found[rows.get(mark, {}).get(action.id, []), place] = False
    return pd.DataFrame(found, columns=[action.id for action in actions.actions], copy=False)


class _Answered:
    """The answers of all firms, a column of each cell at a time."""

    def __init__(self, actions: ActionTable, table: AnswerTable, scores: Scores) -> None:
        assert scores.states is not None  # noqa: S101 - scored with detail
        self.actions = actions
        self.codes = np.ascontiguousarray(table.codes.T)[actions.cells]
        self.states = scores.states.to_numpy()

    def liftable(self, cell: int) -> Bools:
        """Where an action can lift the answer in this cell: it was given, counts, and does not stand alone."""
        question = self.actions.question_of[cell]
        given: Bools = (self.codes[cell] >= 0) & (self.states[:, question] == State.ANSWERED)
        for other in self._alone(int(question)):
            given &= self.codes[other] <= 0
        return given

    def _alone(self, question: int) -> list[int]:
        """The ticks of a question that exclude all others and earn points: with one of them nothing can be added."""
        mine = np.flatnonzero(self.actions.question_of == question)
        points = self.actions.points[mine]
        earning = points[:, 1] > 0 if points.shape[1] > 1 else np.zeros(len(mine), dtype=bool)
        return [int(cell) for cell in mine[self.actions.is_exclusive[mine] & earning]]

    def below(self, cell: int, target: float) -> Bools:
        """Where the answer in this cell earns less than ``target``."""
        points = self.actions.points[cell]
        less: Bools = np.concatenate([np.zeros(NO_CODE, dtype=bool), points < target])[self.codes[cell] + NO_CODE]
        return less


def _lifts(answered: _Answered, place: int, done: Mapping[str, Sequence[int]]) -> Bools:
    """Where the action leads to more than the firm's answers, and than what it marked as done leads to."""
    actions = answered.actions
    lifted = np.zeros(answered.codes.shape[1], dtype=bool)
    for cell in np.flatnonzero(actions.targets[place] > NOT_LIFTED):
        target = actions.targets[place, cell]
        more = answered.below(int(cell), float(target)) & answered.liftable(int(cell))
        for other, rows in done.items():
            if other in actions.index and actions.targets[actions.index[other], cell] >= target:
                more[rows] = False
        lifted |= more
    return lifted


def _fits(actions: Sequence[Action], profile: pd.DataFrame) -> Bools:
    """Where each action is meant for a firm of this kind, bool (n, actions): each part of the kind decided once."""
    own = np.array([action.level != "programme" for action in actions], dtype=bool)
    size = profile["size"].fillna(SIZE_IF_UNKNOWN)
    trade = profile["sector"].fillna("") + " " + profile["division"].fillna("")
    staff = profile["staff"].fillna(True)
    return (
        own
        & _each(size, actions, lambda action, size: size in action.sizes)
        & _each(trade, actions, lambda action, trade: action.sectors.fits(*(code or None for code in trade.split(" "))))
        & _each(staff, actions, lambda action, staff: bool(staff) or not action.staff)
    )


def _each(said: pd.Series, actions: Sequence[Action], fits: Callable[[Action, Any], bool]) -> Bools:
    place, known = pd.factorize(said)
    table = np.array([[fits(action, one) for action in actions] for one in known], dtype=bool)
    found: Bools = table.reshape(len(known), len(actions))[place]
    return found


def _marked(marks: Marks) -> dict[str, dict[str, list[int]]]:
    """The rows of the firms by what they marked, and which action."""
    found: dict[str, dict[str, list[int]]] = {}
    for row, given in enumerate(marks):
        for action, mark in given.items():
            found.setdefault(mark, {}).setdefault(action, []).append(row)
    return found
