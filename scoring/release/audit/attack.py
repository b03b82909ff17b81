"""What one viewer can work out about one measure: firms whose score is determined, or known too closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.release.audit.algebra import TOLERANCE, Freedom, freedom_of, pairs
from scoring.release.audit.classes import Classes, classes_of
from scoring.release.audit.standing import Standing, standings
from scoring.release.audit.statements import Knowledge
from scoring.release.audit.witnesses import Reach, exchanged_within, moved, narrow


@dataclass(frozen=True)
class Exposed:
    """What a viewer can work out: positions of firms whose score is ``determined``, and of those that are ``narrow``.

    ``looked``: firms unknown to the viewer; ``programs``: how many of these classes needed linear programs.
    """

    determined: np.ndarray
    narrow: np.ndarray
    looked: int
    programs: int


@dataclass(frozen=True)
class Target:
    """One measure under attack, with what is the same for every viewer worked out once."""

    knowledge: Knowledge

    @cached_property
    def classes(self) -> Classes:
        return classes_of(self.knowledge)

    @cached_property
    def freedom(self) -> Freedom:
        return freedom_of(self.knowledge, self.classes)

    @cached_property
    def standings(self) -> Sequence[Standing]:
        return standings(self.knowledge)

    def unknown(self, known: np.ndarray) -> np.ndarray:
        """How many firms of each class are unknown."""
        return np.bincount(self.classes.of[~known], minlength=self.classes.size)


def attacked(target: Target, known: np.ndarray | None = None, seed: int = 0, base: Reach | None = None) -> Exposed:
    """What one can work out who knows the values of some firms, bool (n,); None for nobody's.

    Rounding is left out of account where sums alone determine a score. Each other unknown firm must be able to have
    values 20 points apart, or a mark to be set or not; what no witness shows is counted as narrow. ``base``: what is
    shown already, by class, as by ``reach_of`` for somebody who knows all of these firms and more: where one firm of a
    class is unknown even then, any other may exchange with it first.
    """
    known = np.zeros(len(target.knowledge), dtype=bool) if known is None else known
    reach, programs = reach_of(target, known, seed, base)
    wanting = narrow(reach, target.knowledge)[target.classes.of] & ~known
    return Exposed(determined_firms(target, known), np.flatnonzero(wanting), int((~known).sum()), programs)


def reach_of(
    target: Target, known: np.ndarray, seed: int = 0, base: Reach | None = None, tries: int | None = None
) -> tuple[Reach, int]:
    """The values that an unknown firm of each class is shown to be able to have, at least to 20 points apart; inf and
    −inf for a class without one. And how many classes linear programs were needed for; ``tries`` as there."""
    from scoring.release.audit.programs import TRIES, programmed  # noqa: PLC0415 - SciPy's solver takes a second

    knowledge, classes, unknown = target.knowledge, target.classes, ~known
    low, high = exchanged_within(knowledge, classes, unknown)
    if base is not None:
        low, high = np.minimum(low, base[0]), np.maximum(high, base[1])
    wanting = np.flatnonzero(unknown & narrow((low, high), knowledge)[classes.of])
    if not len(wanting):
        return (low, high), 0
    more_low, more_high = moved(knowledge, target.standings, wanting, unknown, seed)
    np.minimum.at(low, classes.of[wanting], more_low)
    np.maximum.at(high, classes.of[wanting], more_high)
    programs = int((narrow((low, high), knowledge) & (target.unknown(known) > 0)).sum())
    if programs:
        reach = programmed(knowledge, target.standings, classes, unknown, (low, high), seed, tries or TRIES)
        return reach, programs
    return (low, high), programs


def determined_firms(target: Target, known: np.ndarray) -> np.ndarray:
    """Positions of the unknown firms whose score follows from sums and what is known: each is alone in its class."""
    n = target.unknown(known)
    alone = np.flatnonzero(n == 1)
    free = target.freedom.single(alone, np.flatnonzero(n == 0))
    found = np.isin(target.classes.of, alone[free < TOLERANCE]) & ~known
    return np.flatnonzero(found)


def determined_by_one(target: Target) -> np.ndarray:
    """Positions of the firms whose score some other firm could work out from its own."""
    n = np.bincount(target.classes.of, minlength=target.classes.size)
    alone, two = np.flatnonzero(n == 1), np.flatnonzero(n == 2)
    exposed = [alone[pairs(target.freedom, alone)], two[target.freedom.single(two, np.empty(0, np.int64)) < TOLERANCE]]
    return np.flatnonzero(np.isin(target.classes.of, np.concatenate(exposed)))


def computable(target: Target, firms: np.ndarray, known: np.ndarray, least: int) -> int:
    """How many unknown firms some firms are, bool (n,), if these are 1 … ``least`` − 1 and their sum follows; else 0."""
    inside = np.bincount(target.classes.of[firms & ~known], minlength=target.classes.size)
    if not 0 < inside.sum() < least or (inside[inside > 0] < target.unknown(known)[inside > 0]).any():
        return 0
    sums = (inside > 0).astype(np.float64)[None, :]
    free = target.freedom.left(sums, np.flatnonzero(target.unknown(known) == 0))
    return int(inside.sum()) if free[0] < TOLERANCE else 0
