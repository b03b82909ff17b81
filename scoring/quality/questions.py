"""How each question was answered: what is missing, what everybody answered alike, how many are at either end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.quality.replies import Replies
from scoring.scores import State


@dataclass(frozen=True)
class QuestionQuality:
    """One question of n firms: how many of them ``answered``, left it ``blank``, said ``dont_know`` or
    ``not_applicable``, or had it ``hidden`` by its condition; these five add up to n.

    ``measured``: firms with a score of the question; of them ``mean``, and the shares at its least and greatest score,
    ``floor`` (0) and ``ceiling`` (1), all in [0, 1] and None where no firm has one, as for unscored questions.
    ``constant``: whether all of them, two or more, have the same.
    """

    question: str
    type: str
    dimension: str | None
    answered: int
    blank: int
    dont_know: int
    not_applicable: int
    hidden: int
    measured: int
    mean: float | None
    floor: float | None
    ceiling: float | None
    constant: bool

    @property
    def asked(self) -> int:
        """Firms that the question was shown to."""
        return self.answered + self.blank + self.dont_know + self.not_applicable

    def share(self, count: int) -> float | None:
        """A count as a share of the firms that were asked; None where none was."""
        return count / self.asked if self.asked else None


def question_qualities(replies: Replies) -> tuple[QuestionQuality, ...]:
    """Every question, in the order asked, the closing ones too."""
    return tuple(_quality(replies, name) for name in replies.states)


def _quality(replies: Replies, name: str) -> QuestionQuality:
    instrument = replies.table.instrument
    question, dimension = instrument.questions[name], instrument.dimension_of.get(name)
    values = _scores(replies, name)
    some = len(values) > 0
    return QuestionQuality(
        question=name,
        type=question.type,
        dimension=None if dimension is None else dimension.id,
        **_counts(replies.states[name]),
        measured=len(values),
        mean=float(values.mean()) if some else None,
        floor=float((values == 0).mean()) if some else None,
        ceiling=float((values == 1).mean()) if some else None,
        constant=len(values) > 1 and bool(values.min() == values.max()),
    )


def _counts(states: np.ndarray) -> dict[str, int]:
    found = np.bincount(states + np.int8(-State.HIDDEN), minlength=len(State))
    return {state.name.lower(): int(found[state - State.HIDDEN]) for state in State}


def _scores(replies: Replies, name: str) -> np.ndarray:
    questions = replies.scores.questions
    if questions is None or name not in questions:
        return np.empty(0)
    values = questions[name].to_numpy()
    scored: np.ndarray = values[~np.isnan(values)]
    return scored
