"""Which actions each client needs, and what they would bring it: those that fit it and bring it a point or more.

It is what ``scoring.roadmap`` plans one firm by, turned round: one action at a time over the columns of all firms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.portfolio.answered import Answered
from scoring.portfolio.gains import gains
from scoring.roadmap.actions import ActionTable, Bools
from scoring.roadmap.choices import Mark
from scoring.roadmap.fitting import SIZE_IF_UNKNOWN
from scoring.scores import Scores, score

Marks = Sequence[Mapping[str, Mark]]
"""What each firm marked its actions as; an empty mapping for one that marked none."""

LEAST = 1.0
"""Points of the overall score that an action must bring a firm by itself to be needed: one whole point, the least that
its report can show. Nearly every action would lift some answer of nearly every firm; few move a score that one sees."""


def needs(table: AnswerTable, marks: Marks = (), scores: Scores | None = None) -> pd.DataFrame:
    """Points that each action would bring each of n firms that need it, 0 where one does not: float64 (n, actions).

    Columns are action ids, in their order. Points are what the action alone adds to the overall score, from the
    answers that the firm gave with what it marked as done in place (4 decimals). A firm needs an action that brings
    it ``LEAST`` or more, unless the roadmap has a reason against it: not ``hidden``, ``programme``, ``size``,
    ``sector`` or ``staff``, and by ``marks`` neither ``done`` nor ``not_for_us``. What builds on a refused action is
    still needed. A firm of unknown size counts as small; unknown trade or staff never excludes; one without an overall
    score needs nothing that could be said in points. ``scores``: of the table, with detail; else it is scored here.

    Raises ``ValueError`` where there are marks, and not for every firm.
    """
    if marks and len(marks) != len(table):
        raise ValueError("marks must be of the same firms")
    rows = _marked(marks)
    answered = Answered(table, scores or score(table), rows.get("done", {}))
    found, actions = gains(answered), answered.actions
    found[~_fits(actions, table.profile) | (found < LEAST)] = 0.0
    for mark in ("done", "not_for_us"):
        for name, marked in rows.get(mark, {}).items():
            if name in actions.index:
                found[marked, actions.index[name]] = 0.0
    return pd.DataFrame(found, columns=[action.id for action in actions.actions], copy=False)


def _fits(table: ActionTable, profile: pd.DataFrame) -> Bools:
    """Where each action is meant for a firm of this kind, bool (n, actions): each part of the kind decided once."""
    actions = table.actions
    own = np.array([action.level != "programme" and action.id not in table.hidden for action in actions], dtype=bool)
    size = profile["size"].fillna(SIZE_IF_UNKNOWN)
    trade = profile["sector"].fillna("") + " " + profile["division"].fillna("")
    staff = profile["staff"].fillna(True)
    return (
        own
        & _each(size, table, lambda action, size: size in action.sizes)
        & _each(trade, table, lambda action, trade: action.sectors.fits(*(code or None for code in trade.split(" "))))
        & _each(staff, table, lambda action, staff: bool(staff) or not action.staff)
    )


def _each(said: pd.Series, table: ActionTable, fits: Callable[[Any, Any], bool]) -> Bools:
    place, known = pd.factorize(said)
    decided = np.array([[fits(action, one) for action in table.actions] for one in known], dtype=bool)
    found: Bools = decided.reshape(len(known), len(table))[place]
    return found


def _marked(marks: Marks) -> dict[str, dict[str, list[int]]]:
    """The rows of the firms by what they marked, and which action."""
    found: dict[str, dict[str, list[int]]] = {}
    for row, given in enumerate(marks):
        for action, mark in given.items():
            found.setdefault(mark, {}).setdefault(action, []).append(row)
    return found
