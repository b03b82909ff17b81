"""Linear algebra: which firms, and which withheld cells, follow from sums alone, as if nothing had been rounded.

Scores enter as unknowns, one for each class of interchangeable firms. A sum is determined where its coefficients are
a combination of those of the published sums; that means where it meets no direction in which the unknowns may move
(the null space of the matrix of sums). ``Freedom`` keeps the projection onto these directions, and whatever a viewer
knows already is one row more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.release.audit.classes import Classes
from scoring.release.audit.statements import Knowledge

TOLERANCE = 1e-7
"""Squared length below which a direction is none: coefficients are 0, 1 or weights near 1, in some hundreds of rows."""


@dataclass(frozen=True)
class Freedom:
    """``rows``: float64 (classes, rank), orthonormal columns that span the published sums, classes as unknowns.

    A row is scaled by nothing: two classes that always appear together are not told apart by sums and have the same.
    """

    rows: np.ndarray

    def left(self, sums: np.ndarray, known: np.ndarray) -> np.ndarray:
        """The squared length of the part of each sum that stays free, float64 (m,), for one who knows some classes.

        ``sums``: float64 (m, classes); ``known``: classes, by number, of which the sum of the unknown firms is known.
        """
        inside = sums @ self.rows
        free = np.einsum("ij,ij->i", sums, sums) - np.einsum("ij,ij->i", inside, inside)
        if len(known):
            here = self.rows[known]
            among = np.eye(len(known)) - here @ here.T
            across = sums[:, known] - inside @ here.T
            free = free - np.einsum("ij,ij->i", across @ np.linalg.pinv(among, rcond=1e-9, hermitian=True), across)
        result: np.ndarray = free
        return result

    def single(self, classes: np.ndarray, known: np.ndarray) -> np.ndarray:
        """The same for each of some classes alone, without a matrix of their number by that of all classes."""
        own = self.rows[classes]
        free = 1.0 - np.einsum("ij,ij->i", own, own)
        if len(known):
            here = self.rows[known]
            among = np.eye(len(known)) - here @ here.T
            across = (classes[:, None] == known[None, :]).astype(np.float64) - own @ here.T
            free = free - np.einsum("ij,ij->i", across @ np.linalg.pinv(among, rcond=1e-9, hermitian=True), across)
        result: np.ndarray = free
        return result


def freedom_of(knowledge: Knowledge, classes: Classes) -> Freedom:
    """The freedom that the published sums leave to n firms of these classes."""
    matrix = _sums(knowledge, classes)
    if not matrix.size:
        return Freedom(np.zeros((classes.size, 0)))
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    _, sizes, directions = np.linalg.svd(matrix, full_matrices=False)
    return Freedom(directions[sizes > 1e-9 * sizes[0]].T)


def _sums(knowledge: Knowledge, classes: Classes) -> np.ndarray:
    """float64 (published sums, classes): the weight of each class in each sum."""
    first = classes.first()
    rows = [np.zeros((0, classes.size))]
    for block in knowledge.blocks:
        codes = block.codes[first]
        weights = np.ones(classes.size) if block.weights is None else block.weights[first]
        told = np.array([code for code, facts in enumerate(block.facts) if facts.sums], dtype=np.int64)
        told = told[np.isin(told, codes)]
        rows.append(np.where(codes[None, :] == told[:, None], weights[None, :], 0.0))
    return np.concatenate(rows)


def pairs(freedom: Freedom, alone: np.ndarray) -> np.ndarray:
    """Which of some classes of one firm each are determined for one that knows just one other of them, bool (m,).

    Two such firms tell of each other where their free directions are parallel; random combinations of the directions,
    from a fixed seed, find all of these at once.
    """
    mixes = np.random.default_rng(0).standard_normal((len(freedom.rows), 6))
    free = (mixes - freedom.rows @ (freedom.rows.T @ mixes))[alone]
    length = np.linalg.norm(free, axis=1, keepdims=True)
    loose = length[:, 0] > 1e-6
    found: np.ndarray = ~loose
    heading = free[loose] / length[loose]
    heading *= np.sign(heading[np.arange(len(heading)), np.abs(heading).argmax(axis=1)])[:, None]
    for shift in (0.0, 5e-7):  # two that are equal but for noise fall on one side of a step in one of the two
        _, of, n = np.unique(np.round(heading + shift, 6), axis=0, return_inverse=True, return_counts=True)
        found[loose] |= n[of.ravel()] > 1
    return found
