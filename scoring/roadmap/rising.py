"""How answers rise with the actions taken, as variables of an integer program.

An answer that several actions lift takes the greatest of what they lead to. So it rises in steps, and each step is
there once one of the actions that lead as far is taken: the score is a weighted sum of steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from scoring.roadmap.actions import Floats
from scoring.roadmap.gains import Standing
from scoring.roadmap.program import Program

Takers = tuple[int, ...]
"""Places, among the candidates, of the actions any of which is enough for a step."""

Rises = Mapping[int, Mapping[Takers, float]]
"""For each question that can rise, its steps, and by how much each raises the question's score (0 to 1)."""


def rises(standing: Standing, base: Floats, candidates: Sequence[int]) -> Rises:
    """The steps that the candidates can lift answers by, over the cell points ``base``."""
    targets = standing.targets[list(candidates)]
    found: dict[int, dict[Takers, float]] = defaultdict(lambda: defaultdict(float))
    for cell in np.flatnonzero((targets > base).any(axis=0) & (standing.mean.unit > 0)):
        reached, before = targets[:, cell], base[cell]
        for points in np.unique(reached[reached > before]):
            takers = tuple(int(place) for place in np.flatnonzero(reached >= points))
            found[int(standing.actions.question_of[cell])][takers] += standing.mean.unit[cell] * (points - before)
            before = points
    return found


def gains_of(
    program: Program, found: Rises, taken: Sequence[Mapping[int, float]], earned: Floats
) -> dict[int, dict[int, float]]:
    """For each question the variables, with their weights, that add up to what it gains over its present score.

    ``taken``: for each candidate the variables of which one is 1 once it is taken. ``earned``: float64 (questions,),
    present scores before they are clipped at 0. Steps that the same actions lead to share a variable.
    """
    steps: dict[Takers, dict[int, float]] = {}
    for takers in dict.fromkeys(takers for parts in found.values() for takers in parts):
        steps[takers] = _step(program, [taken[place] for place in takers])
    gains = {question: _sum(parts, steps) for question, parts in found.items()}
    for question, gain in gains.items():
        if earned[question] < 0:
            gains[question] = _above_zero(program, gain, float(earned[question]), sum(found[question].values()))
    return gains


def _step(program: Program, takers: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """1 once any of the takers is taken. Whole, although it would be so by itself: with such variables left open the
    solver is a quarter faster, and now and then ends with an error (HiGHS, status 4)."""
    if len(takers) == 1:
        return dict(takers[0])
    step = program.variable()
    program.at_most({step: 1.0} | {variable: -1.0 for taken in takers for variable in taken}, 0.0)
    return {step: 1.0}


def _sum(parts: Mapping[Takers, float], steps: Mapping[Takers, Mapping[int, float]]) -> dict[int, float]:
    total: dict[int, float] = defaultdict(float)
    for takers, amount in parts.items():
        for variable, weight in steps[takers].items():
            total[variable] += amount * weight
    return dict(total)


def _above_zero(program: Program, gain: Mapping[int, float], earned: float, most: float) -> dict[int, float]:
    """What is gained over 0 where options count so much against the firm that the question stands below it."""
    over, is_over = program.variable(whole=False), program.variable()
    program.at_most({over: 1.0, is_over: -max(earned + most, 0.0)}, 0.0)
    program.at_most({over: 1.0, is_over: -earned} | {variable: -weight for variable, weight in gain.items()}, 0.0)
    return {over: 1.0}
