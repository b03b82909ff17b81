"""What each action alone would bring each firm, in points of the overall score: one pass over all firms for each.

It is what ``scoring.roadmap.gains`` says of one firm, turned round: one action at a time over the columns of all firms.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scoring.instrument import NOT_APPLICABLE
from scoring.portfolio.answered import Answered
from scoring.roadmap.actions import Floats
from scoring.roadmap.gains import worth_of
from scoring.scores import State


def gains(answered: Answered) -> Floats:
    """Points that each action alone would bring on top of the answers, float64 (n, actions), to 4 decimals.

    Exact by every rule of scoring; 0 where a firm has no overall score (under sum and count: no lower end of one).
    """
    if not len(answered.actions):
        return np.zeros((len(answered.table), 0))
    linear = answered.table.instrument.is_weighted_mean
    found = _by_shares(answered) if linear else _by_scoring(answered)
    scored = np.isfinite(answered.scores.low["overall"].to_numpy())
    return np.where(scored[:, None], np.round(found, 4) + 0.0, 0.0)


def _by_shares(answered: Answered) -> Floats:
    """Under weighted means an action brings what its questions gain, each by its share."""
    assert answered.scores.weights is not None  # noqa: S101 - scored with detail
    shares, actions = answered.scores.weights.to_numpy(), answered.actions
    found = np.zeros((len(answered.table), len(actions)), order="F")
    now: dict[int, Floats] = {}
    for place in range(len(actions)):
        for question in sorted({int(actions.question_of[cell]) for cell in answered.lifted(place)}):
            if question not in now:
                now[question] = _earned(answered, question)
            gained = _earned(answered, question, place) - now[question]
            found[:, place] += 100.0 * shares[:, question] * gained
    return found


def _earned(answered: Answered, question: int, place: int | None = None) -> Floats:
    """The score of a question that is answered, 0 to 1, float64 (n,); with the action at ``place``, if there is one."""
    cells, actions = answered.cells_of(question), answered.actions
    lifted = set() if place is None else set(answered.lifted(place))
    total = np.zeros(len(answered.table))
    for cell in cells:
        points = answered.points(cell)
        total += answered.raised(points, cell, place) if place is not None and cell in lifted else points
    most = float(actions.max_points[cells[0]])
    earned: Floats = np.clip(total / (answered.rows(question) * most), 0.0, 1.0) if most > 0 else total * 0.0
    return earned


def _by_scoring(answered: Answered) -> Floats:
    """By the other rules: all firms are scored again with each action. What is hidden now stays hidden."""
    codes = _settled(answered)
    before = _worth(answered, codes)
    found = np.zeros((len(answered.table), len(answered.actions)), order="F")
    for place in range(len(answered.actions)):
        imagined = codes.copy()
        for cell in answered.lifted(place):
            points = answered.points(cell)
            _put(answered, imagined, cell, answered.raised(points, cell, place))
        found[:, place] = _worth(answered, imagined) - before
    return found


def _settled(answered: Answered) -> NDArray[np.int8]:
    """All codes, int8 (cells, n): what is hidden does not apply, what was marked as done is in place."""
    actions = answered.actions
    codes = np.ascontiguousarray(answered.table.codes.T).copy()
    for cell, at in enumerate(actions.cells):
        hidden = answered.states[:, actions.question_of[cell]] == State.HIDDEN
        codes[at] = np.where(hidden, NOT_APPLICABLE, codes[at])
        _put(answered, codes, cell, answered.points(cell))
    return codes


def _put(answered: Answered, codes: NDArray[np.int8], cell: int, points: Floats) -> None:
    """Where answers that can be lifted earn more than now, the first code of the cell that does earn these points."""
    known, at = answered.actions.points[cell], answered.actions.cells[cell]
    now = known[np.maximum(codes[at], 0)]
    for more in np.unique(points[answered.liftable(cell) & (points > now)]):
        better = answered.liftable(cell) & (points == more) & (points > now)
        codes[at, better] = int(np.flatnonzero(known == more)[0])


def _worth(answered: Answered, codes: NDArray[np.int8]) -> Floats:
    """The overall score of each firm by these codes, every question shown."""
    return worth_of(replace(answered.table, instrument=answered.actions.unconditional, codes=codes.T))
