"""What published shares of answers say of a question: its mean score, and what an action would add to it.

Shares are rounded to steps of 5 %, so both are near the truth and not it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reports.sector.comparing import TOLD_FROM
from reports.sector.figures import fraction
from scoring.actions import Lift
from scoring.instrument import (
    GridQuestion,
    Instrument,
    MultipleQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
)
from scoring.release.model import Answered, Cell

Marks = Mapping[str, Answered]


@dataclass(frozen=True)
class Ladder:
    """The shares of firms on each step of one answer: pairs of points (0 to the most) and share, which add up to 1."""

    n: int
    steps: tuple[tuple[float, float], ...]

    def mean(self) -> float:
        return sum(points * share for points, share in self.steps)

    def rise(self, target: float) -> float:
        """How many points more the firms would have on average, were all below ``target`` lifted to it."""
        return sum(share * max(target - points, 0.0) for points, share in self.steps)


def ladder(question: Question, cell_name: str, marks: Marks) -> Ladder | None:
    """None where the share of one of the options is not published."""
    options: Sequence[tuple[str, float]] = [
        (f"{cell_name}.{name}", min(max(points, 0.0), question.max_points)) for name, points in points_of(question)
    ]
    if not options or any(name not in marks for name, _ in options):
        return None
    shares = [fraction(marks[name].share) for name, _ in options]
    total = sum(shares)
    steps = tuple((points, share / total) for (_, points), share in zip(options, shares, strict=True))
    return Ladder(max(marks[name].n for name, _ in options), steps)


def points_of(question: Question) -> list[tuple[str, float]]:
    """Option or band id → points as scored."""
    if isinstance(question, NumberQuestion):
        return [(band.id, question.points(band)) for band in question.bands]
    if isinstance(question, SingleQuestion | GridQuestion | MultipleQuestion):
        return [(option.id, question.points(option)) for option in question.options]
    return []


def score_of(question: Question, cell: Cell) -> float | None:
    """The mean score of a question over the firms that answered it, 0 to 1; None where its shares are not published,
    or of fewer than ``TOLD_FROM`` firms."""
    if not question.scored or question.max_points <= 0 or answered_by(question, cell.marks) < TOLD_FROM:
        return None
    found = SCORES[type(question)](question, cell.marks)
    return None if found is None else min(max(found / question.max_points, 0.0), 1.0)


def _score_of_one(question: Question, marks: Marks) -> float | None:
    found = ladder(question, question.id, marks)
    return found.mean() if found else None


def _score_of_grid(question: GridQuestion, marks: Marks) -> float | None:
    """The mean of the rows that are published, each by the firms that answered it."""
    rows = [found for row in question.rows if (found := ladder(question, f"{question.id}.{row.id}", marks))]
    firms = sum(row.n for row in rows)
    return sum(row.n * row.mean() for row in rows) / firms if firms else None


def _score_of_ticks(question: MultipleQuestion, marks: Marks) -> float | None:
    options = [(marks.get(f"{question.id}.{name}"), points) for name, points in points_of(question)]
    if any(answered is None for answered, _ in options):
        return None
    return sum(fraction(answered.share) * points for answered, points in options if answered)


SCORES: dict[type, Callable[..., float | None]] = {
    SingleQuestion: _score_of_one,
    NumberQuestion: _score_of_one,
    GridQuestion: _score_of_grid,
    MultipleQuestion: _score_of_ticks,
}


def gain_of(question: Question, lift: Lift, cell: Cell) -> float:
    """By how much an action raises the mean score of a question, 0 to 1; 0 where its shares are not published."""
    if not question.scored or question.max_points <= 0:
        return 0.0
    gain: float = GAINS[type(question)](question, lift, cell.marks) / question.max_points
    return min(max(gain, 0.0), 1.0)


def _gain_of_one(question: Question, lift: str, marks: Marks) -> float:
    found = ladder(question, question.id, marks)
    return found.rise(dict(points_of(question))[lift]) if found else 0.0


def _gain_of_grid(question: GridQuestion, lift: Mapping[str, str], marks: Marks) -> float:
    """What the lifted rows gain, over all rows: a question scores the mean of its answered rows."""
    points = dict(points_of(question))
    rows = {row.id: ladder(question, f"{question.id}.{row.id}", marks) for row in question.rows}
    firms = sum(found.n for found in rows.values() if found)
    gained = (found.n * found.rise(points[lift[row]]) for row, found in rows.items() if found and row in lift)
    return sum(gained) / firms if firms else 0.0


def _gain_of_ticks(question: MultipleQuestion, lift: Sequence[str], marks: Marks) -> float:
    """What is not ticked yet of what the action adds: the union of both."""
    points = dict(points_of(question))
    known = [(points[name], marks[f"{question.id}.{name}"]) for name in set(lift) if f"{question.id}.{name}" in marks]
    return sum(max(value, 0.0) * (1 - fraction(answered.share)) for value, answered in known)


GAINS: dict[type, Callable[..., float]] = {
    SingleQuestion: _gain_of_one,
    NumberQuestion: _gain_of_one,
    GridQuestion: _gain_of_grid,
    MultipleQuestion: _gain_of_ticks,
}


def weights(instrument: Instrument) -> dict[str, float]:
    """What each scored question weighs in the whole, adding up to 1: its share of its part × that part's share."""
    found: dict[str, float] = {}
    parts = sum(one.weight for one in instrument.dimensions) or 1.0
    for dimension in instrument.dimensions:
        own = {question.id: question.weight for question in dimension.questions if question.scored}
        total = sum(own.values()) or 1.0
        found |= {name: dimension.weight / parts * weight / total for name, weight in own.items()}
    return found


def weights_as_answered(instrument: Instrument, cell: Cell) -> dict[str, float]:
    """The same as they are on average among the firms: what few answered weighs less, and the rest of its part more.

    A question of which nothing is published counts as not answered: mostly that is why.
    """
    found: dict[str, float] = {}
    parts = sum(one.weight for one in instrument.dimensions) or 1.0
    for dimension in instrument.dimensions:
        scored = [question for question in dimension.questions if question.scored]
        own = {question.id: question.weight * answered_by(question, cell.marks) for question in scored}
        total = sum(own.values()) or 1.0
        found |= {name: dimension.weight / parts * weight / total for name, weight in own.items()}
    return found


def answered_by(question: Question, marks: Marks) -> int:
    """The most firms that answered a cell of the question; 0 where none is published."""
    return max((answered.n for name, answered in marks.items() if name.startswith(f"{question.id}.")), default=0)
