"""What one viewer can work out about one measure: firms whose score is determined, or known too closely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.release.audit.algebra import TOLERANCE, pairs
from scoring.release.audit.dispersion import room
from scoring.release.audit.target import Target
from scoring.release.audit.witnesses import Reach, Work, exchanged_within, moved, narrow


@dataclass(frozen=True)
class Exposed:
    """What a viewer can work out: positions of firms whose score is ``determined``, and of those that are ``narrow``.

    ``looked``: firms unknown to the viewer; ``reach``: what is shown that a firm of each class can have; ``work``: what
    that took.
    """

    determined: np.ndarray
    narrow: np.ndarray
    looked: int
    reach: Reach
    work: Work


def attacked(target: Target, known: np.ndarray | None = None, seed: int = 0, base: Reach | None = None) -> Exposed:
    """What one can work out who knows the values of some firms, bool (n,); None for nobody's.

    Rounding is left out of account where sums alone determine a score. Each other unknown firm must be able to have
    values 20 points apart, or a mark to be set or not; what no witness shows is counted as narrow. ``base``: the
    ``reach`` for somebody who knows all of these firms and more: where one firm of a class is unknown even then, any
    other may exchange with it first.
    """
    known = np.zeros(len(target.knowledge), dtype=bool) if known is None else known
    reach, work = _reach_of(target, known, seed, base)
    wanting = narrow(_in_room(target, known, reach), target.knowledge)[target.classes.of] & ~known
    return Exposed(determined_firms(target, known), np.flatnonzero(wanting), int((~known).sum()), reach, work)


def _reach_of(target: Target, known: np.ndarray, seed: int, base: Reach | None) -> tuple[Reach, Work]:
    """The values that an unknown firm of each class is shown to be able to have, at least as far as 20 points apart;
    inf and −inf for a class without one."""
    from scoring.release.audit.programs import programmed  # noqa: PLC0415 - SciPy's solver takes a second

    knowledge, of = target.knowledge, target.classes.of
    low, high = exchanged_within(knowledge, target.classes, ~known)
    if base is not None:
        low, high = np.minimum(low, base[0]), np.maximum(high, base[1])
    wanting = np.flatnonzero(~known & narrow((low, high), knowledge)[of])
    if not len(wanting):
        return (low, high), Work()
    more_low, more_high = moved(knowledge, target.standings, wanting, ~known, seed)
    np.minimum.at(low, of[wanting], more_low)
    np.maximum.at(high, of[wanting], more_high)
    classes = int((narrow((low, high), knowledge) & (target.unknown(known) > 0)).sum())
    if not classes:
        return (low, high), Work()
    reach, out_of_time = programmed(target, ~known, (low, high), seed)
    return reach, Work(classes, out_of_time)


def _in_room(target: Target, known: np.ndarray, reach: Reach) -> Reach:
    """A reach, by class, less what would lie too far from the other scores of some cell."""
    low, high = reach
    for block, codes in zip(target.knowledge.blocks, target.codes.T, strict=True):
        told = {code: facts.dispersion for code, facts in enumerate(block.facts) if facts.dispersion is not None}
        for code, dispersion in told.items():
            own = target.knowledge.values[(block.codes == code) & known]
            from_, to = room(dispersion, own, target.knowledge.scale)
            low = np.where(codes == code, np.maximum(low, from_), low)
            high = np.where(codes == code, np.minimum(high, to), high)
    return low, high


def determined_firms(target: Target, known: np.ndarray) -> np.ndarray:
    """Positions of the unknown firms whose score follows from sums and what is known: each is alone in its class."""
    n = target.unknown(known)
    alone = np.flatnonzero(n == 1)
    free = target.freedom.single(alone, np.flatnonzero(n == 0))
    return np.flatnonzero(np.isin(target.classes.of, alone[free < TOLERANCE]) & ~known)


def determined_by_one(target: Target) -> np.ndarray:
    """Positions of the firms whose score some other firm could work out from its own."""
    n = np.bincount(target.classes.of, minlength=target.classes.size)
    alone, two = np.flatnonzero(n == 1), np.flatnonzero(n == 2)
    nobody = np.empty(0, dtype=np.int64)
    exposed = [alone[pairs(target.freedom, alone)], two[target.freedom.single(two, nobody) < TOLERANCE]]
    return np.flatnonzero(np.isin(target.classes.of, np.concatenate(exposed)))


def computable(target: Target, firms: np.ndarray, known: np.ndarray, least: int) -> int:
    """How many of some firms, bool (n,), are unknown, if that is 1 … ``least`` − 1 and their sum follows; else 0."""
    n = target.unknown(known)
    inside = np.bincount(target.classes.of[firms & ~known], minlength=target.classes.size)
    if not 0 < inside.sum() < least or (inside[inside > 0] < n[inside > 0]).any():
        return 0
    free = target.freedom.left((inside > 0).astype(np.float64)[None, :], np.flatnonzero(n == 0))
    return int(inside.sum()) if free[0] < TOLERANCE else 0
