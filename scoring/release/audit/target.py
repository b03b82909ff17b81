"""One measure under attack, with what is the same for every viewer worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.release.audit.algebra import Freedom, freedom_of
from scoring.release.audit.classes import Classes, classes_of
from scoring.release.audit.standing import Standing, standings
from scoring.release.audit.statements import Knowledge


@dataclass(frozen=True)
class Target:
    """What is told about a measure, the classes of its firms, the freedom that sums leave, and how the truth stands."""

    knowledge: Knowledge

    @cached_property
    def classes(self) -> Classes:
        return classes_of(self.knowledge)

    @cached_property
    def freedom(self) -> Freedom:
        return freedom_of(self.knowledge, self.classes)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        return standings(self.knowledge)

    @cached_property
    def codes(self) -> np.ndarray:
        """The set of every block that each class is in, int (classes, blocks), −1 for none."""
        first = self.classes.first()
        columns = [block.codes[first] for block in self.knowledge.blocks]
        found: np.ndarray = np.array(columns, dtype=np.int32).reshape(len(columns), len(first)).T
        return found

    def unknown(self, known: np.ndarray) -> np.ndarray:
        """How many firms of each class are not ``known``, bool (n,)."""
        return np.bincount(self.classes.of[~known], minlength=self.classes.size)
