"""Classes: firms that are in the same cells throughout, so that what is published cannot tell one from another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.release.audit.statements import Block, Knowledge


@dataclass(frozen=True)
class Classes:
    """The class of each of n firms, int64 (n,), 0 … ``size`` − 1.

    Firms of a class may exchange their values without changing anything that was published: not a mean, a quantile, a
    count or an interval, and no measure of inequality either.
    """

    of: np.ndarray
    size: int

    def first(self) -> np.ndarray:
        """A firm of each class, by position: the first."""
        found = np.full(self.size, len(self.of), dtype=np.int64)
        np.minimum.at(found, self.of, np.arange(len(self.of)))
        return found


def classes_of(knowledge: Knowledge) -> Classes:
    """The classes of n firms: the same set of every block, and the same weight wherever weights count."""
    found, size = np.zeros(len(knowledge), dtype=np.int64), min(len(knowledge), 1)
    for block in knowledge.blocks:
        for column in _columns(block):
            codes, names = pd.factorize(found * (int(column.max(initial=-1)) + 2) + column + 1, sort=True)
            found, size = codes.astype(np.int64), len(names)
    return Classes(found, size)


def _columns(block: Block) -> list[np.ndarray]:
    columns = [block.codes.astype(np.int64)]
    if block.weights is not None:
        columns.append(pd.factorize(np.where(block.codes < 0, 0.0, block.weights), sort=True)[0].astype(np.int64))
    return columns


def spread(classes: Classes, values: np.ndarray, unknown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and the highest value of the unknown firms of each class; inf and −inf where there are none."""
    low, high = np.full(classes.size, np.inf), np.full(classes.size, -np.inf)
    np.minimum.at(low, classes.of[unknown], values[unknown])
    np.maximum.at(high, classes.of[unknown], values[unknown])
    return low, high
