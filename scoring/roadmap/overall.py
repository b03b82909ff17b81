"""The points that the overall score gains, as variables of an integer program that wants them to be many.

Under weighted means and sums they are a weighted sum of what questions gain. The lowest of several is a variable that
is no greater than any of them, and a counted question one that is no greater than the share it has of what it lacked:
a program that wants many points makes these as great as they can be, and then they are what the scorer says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from scoring.instrument import Dimension
from scoring.roadmap.actions import Floats
from scoring.roadmap.cheapest import weights_of, worth_of
from scoring.roadmap.gains import Standing
from scoring.roadmap.program import Program

Sum = Mapping[int, float]
"""Variables with their weights."""

Gains = Mapping[int, Sum]
"""What each question gains, 0 to 1."""


def is_told(standing: Standing) -> bool:
    """Whether the rules of the instrument can be told so: not where sums or counts of dimensions are taken further."""
    instrument = standing.actions.instrument
    parts = {dimension.rule for dimension in instrument.dimensions}
    return instrument.overall in ("sum", "count") or parts <= PARTS.keys()


def points_of(program: Program, standing: Standing, base: Floats, gains: Gains) -> Sum:
    """The points that the overall score gains over that of the cell points ``base``; see ``is_told``."""
    weights = weights_of(standing)
    if weights is not None:
        return worth_of(gains, weights)
    if standing.actions.instrument.overall == "count":
        return _counted(program, standing, base, gains)
    earned = 100.0 * np.clip(standing.mean.earned(base), 0.0, 1.0)
    parts = [PARTS[dimension.rule](program, gains, shares, earned) for dimension, shares in _scored(standing)]
    if standing.actions.instrument.overall == "minimum" and standing.has_score:
        return _lowest(program, parts)[0]
    weights_of_parts = np.array([dimension.weight for dimension, _ in _scored(standing)])
    return _total(zip((gain for gain, _ in parts), weights_of_parts / weights_of_parts.sum(), strict=True))


def _counted(program: Program, standing: Standing, base: Floats, gains: Gains) -> Sum:
    """1 for each question that becomes full; one with an open row cannot."""
    earned = np.clip(standing.mean.earned(base), 0.0, 1.0)
    short = set(standing.actions.question_of[standing.unknown].tolist())
    found = {}
    for question, gain in gains.items():
        lacks = 1.0 - float(earned[question])
        if question not in short and lacks > 1e-9:
            full = program.variable()
            program.at_most({full: lacks} | _negative(gain), 0.0)
            found[full] = 1.0
    return found


Part = tuple[Sum, float]
"""What a score gains, and what it is to begin with, 0 to 100."""


def _scored(standing: Standing) -> Iterator[tuple[Dimension, Floats]]:
    """Each dimension that has a score, with the share that each of all questions has in it."""
    place = 0
    for dimension in standing.actions.instrument.dimensions:
        count = sum(question.scored for question in dimension.questions)
        shares = np.zeros(len(standing.mean.shares))
        shares[place : place + count] = standing.mean.shares[place : place + count]
        place += count
        if shares.any():
            yield dimension, shares / shares.sum()


def _mean(_: Program, gains: Gains, shares: Floats, earned: Floats) -> Part:
    weights = {int(question): 100.0 * float(shares[question]) for question in np.flatnonzero(shares)}
    return worth_of(gains, weights), float(shares @ earned)


def _least(program: Program, gains: Gains, shares: Floats, earned: Floats) -> Part:
    questions = [int(question) for question in np.flatnonzero(shares)]
    return _lowest(program, [(worth_of(gains, {each: 100.0}), float(earned[each])) for each in questions])


PARTS: Mapping[str, Callable[[Program, Gains, Floats, Floats], Part]] = {"mean": _mean, "minimum": _least}


def _lowest(program: Program, parts: Iterable[Part]) -> Part:
    """The lowest of several scores: what it gains is at most how far each of them comes to lie above the lowest now."""
    parts = list(parts)
    now = min((score for _, score in parts), default=0.0)
    rise = program.variable(whole=False, upper=100.0)
    for gain, score in parts:
        program.at_most({rise: 1.0} | _negative(gain), score - now)
    return {rise: 1.0}, now


def _negative(amounts: Sum) -> dict[int, float]:
    return {variable: -amount for variable, amount in amounts.items()}


def _total(parts: Iterable[tuple[Sum, float]]) -> Sum:
    found: dict[int, float] = {}
    for gain, weight in parts:
        for variable, amount in gain.items():
            found[variable] = found.get(variable, 0.0) + weight * amount
    return found
