"""Progress between two assessments, and which questions it came from: of one firm, or of all firms of a table."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.messages import N_, Message
from scoring.scores import Scores

PLACES = 9
"""Decimals of points that count: what differs beyond them is what sums of floats leave behind."""

IN_FILES = 4
"""Decimals of points in files."""

METHOD = Message(
    N_("Each stage of a firm is compared with the one before: the later score less the earlier, where there are both.")
)
PARTS = Message(
    N_(
        "A question scored both times has the part ½(w₀ + w₁)(s₁ − s₀) of the change, with its share of the overall"
        " score (w) and its score in points (s) then and now; the rest is what applies or was answered differently."
    )
)
"""How a change is split, where every score is a weighted mean."""

LIMITS = (
    Message(N_("Of the firms that answered again, self-reported: those who did not return may differ.")),
    Message(
        N_(
            "Part of a change may be that answering has taught something, or that firms which were low by chance come"
            " nearer to the mean (regression to the mean)."
        )
    ),
)
"""What a change between two stages does not show."""


@dataclass(frozen=True)
class Change:
    """A score before and after, on its own scale (0-100 for a mean), not rounded."""

    before: float
    after: float

    @property
    def points(self) -> float:
        """By how much it rose; negative where it fell."""
        return self.after - self.before


@dataclass(frozen=True)
class DimensionChange:
    """The score of one dimension before and after; None where it had none, which is never 0."""

    id: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Part:
    """What one question, answered both times, adds to the change of the overall score.

    ``points``: its part of the change, negative where it fell; ``before``, ``after``: its own score, 0-100.
    """

    question: str
    points: float
    before: float
    after: float


@dataclass(frozen=True)
class Progress:
    """What changed between two assessments of a firm.

    ``overall``: None where either has no overall score. ``dimensions``: all of them, in the order of the instrument.
    ``parts``: questions answered both times whose score changed, the largest part up or down first, then in the order
    asked. ``rest``: what changed because something else applies, was answered or counts more or less now: parts and
    rest add up to the change of the overall score. No parts and None without a change of the overall score, and where
    not every score is a weighted mean, since a question then has no share of its own.
    """

    overall: Change | None
    dimensions: tuple[DimensionChange, ...]
    parts: tuple[Part, ...] = ()
    rest: float | None = None


def stages_in_turn(table: AnswerTable) -> tuple[np.ndarray, np.ndarray]:
    """The rows of each firm's stages, and beside each the row of the stage after it: two intp arrays (pairs,), by firm.

    A firm is the same one by its ``ref``, else by its name.
    """
    from scoring.release.firms import everybody  # noqa: PLC0415 - releases know firms, and read progress

    firm = everybody(table).of_row
    stage = table.profile["stage"].fillna("T0").str.removeprefix("T").astype("int64").to_numpy()
    order = np.lexsort((stage, firm))
    follows = np.flatnonzero(np.diff(firm[order]) == 0)
    return order[follows], order[follows + 1]


def progress(before: Scores, after: Scores, *, row_before: int = 0, row_after: int = 0) -> Progress:
    """The progress of the firm in row ``row_before`` of one table of scores to ``row_after`` of another.

    A question answered in both, with effective weights w₀, w₁ (its share of the overall score, see ``Scores.weights``)
    and scores s₀, s₁ in points, has the part ½(w₀ + w₁)(s₁ − s₀). With the same weights that is exactly what it moved;
    what the changing weights move is the rest, for it has no single question to be laid at.

    Raises ``ValueError`` where the two were not scored by the same rules, or, for weighted means, without detail.
    """
    _check_same_rules(before, after)
    overall = _overall(before, after, row_before, row_after)
    dimensions = _dimensions(before, after, row_before, row_after)
    if overall is None or not after.instrument.is_weighted_mean:
        return Progress(overall, dimensions)
    parts = _parts(before, after, row_before, row_after)
    rest = overall.points - math.fsum(part.points for part in parts)
    return Progress(overall, dimensions, parts, rest if round(rest, PLACES) else 0.0)


def _check_same_rules(before: Scores, after: Scores) -> None:
    if before.instrument.content_hash != after.instrument.content_hash:
        names = f"{before.instrument.reference} and {after.instrument.reference}"
        raise ValueError(f"scores of different questionnaires cannot be compared: {names} differ in what they score")


def _overall(before: Scores, after: Scores, row_before: int, row_after: int) -> Change | None:
    change = Change(float(before.overall.iloc[row_before]), float(after.overall.iloc[row_after]))
    return None if math.isnan(change.points) else change


def _dimensions(before: Scores, after: Scores, row_before: int, row_after: int) -> tuple[DimensionChange, ...]:
    first, second = before.dimensions.iloc[row_before], after.dimensions.iloc[row_after]
    return tuple(DimensionChange(str(name), _known(first[name]), _known(second[name])) for name in first.index)


def _known(score: float) -> float | None:
    return None if math.isnan(score) else float(score)


def _parts(before: Scores, after: Scores, row_before: int, row_after: int) -> tuple[Part, ...]:
    asked, first, weight_before = _detail(before, row_before)
    _, second, weight_after = _detail(after, row_after)
    points = (weight_before + weight_after) / 2 * (second - first)
    moved = np.flatnonzero(np.nan_to_num(points))
    return tuple(
        Part(asked[place], float(points[place]), float(first[place]), float(second[place]))
        for place in sorted(moved, key=lambda place: -round(abs(points[place]), PLACES))
    )


def _detail(scores: Scores, row: int | slice = slice(None)) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Ids, scores (0-100, NaN without one) and effective weights of the questions, of one firm or of all."""
    if scores.questions is None or scores.weights is None:
        raise ValueError("progress needs scores with detail")
    return list(scores.questions.columns), 100 * scores.questions.to_numpy()[row], scores.weights.to_numpy()[row]


def changes(before: Scores, after: Scores) -> pd.DataFrame:
    """The progress of n firms at once, each in the same row of both scores: what ``progress`` says of each.

    Columns, float64 (n,): ``overall.before``, ``overall.after``, ``overall.change``, the same for each dimension, NaN
    where there is no score; for weighted means also ``part.<question>`` (0 for a question that was not answered in
    both) and ``rest``, NaN without a change of the overall score. The index is that of ``after``.

    Raises ``ValueError`` as ``progress``, and for scores of different length.
    """
    _check_same_rules(before, after)
    if len(before) != len(after):
        raise ValueError("a firm needs a row in both scores")
    columns: dict[str, np.ndarray] = {}
    for name in ("overall", *after.dimensions):
        first, second = (_column(scores, name) for scores in (before, after))
        columns |= {f"{name}.before": first, f"{name}.after": second, f"{name}.change": second - first}
    if after.instrument.is_weighted_mean:
        columns |= _all_parts(before, after, columns["overall.change"])
    return pd.DataFrame(columns, index=after.overall.index)


def _column(scores: Scores, name: str) -> np.ndarray:
    column = scores.overall if name == "overall" else scores.dimensions[name]
    return column.to_numpy(dtype=np.float64)


def _all_parts(before: Scores, after: Scores, change: np.ndarray) -> dict[str, np.ndarray]:
    """The part of every question, and the rest."""
    asked, first, weight_before = _detail(before)
    _, second, weight_after = _detail(after)
    points = np.nan_to_num((weight_before + weight_after) / 2 * (second - first))
    points[np.isnan(change)] = np.nan
    rest = change - points.sum(axis=1)
    found = {f"part.{name}": points[:, place] for place, name in enumerate(asked)}
    return found | {"rest": np.where(np.abs(rest) < 10.0**-PLACES, 0.0, rest)}


def rounded(found: pd.DataFrame) -> pd.DataFrame:
    """The columns of ``changes`` to the decimals of files, so that what is written adds up to the last of them.

    Changes are those of the rounded scores, and what rounding the parts leaves goes into the rest.
    """
    told = found.round(IN_FILES)
    for name in (str(one).removesuffix(".change") for one in found if str(one).endswith(".change")):
        told[f"{name}.change"] = _difference(told[f"{name}.after"], told[f"{name}.before"])
    if "rest" in told:
        told["rest"] = _difference(told["overall.change"], told.filter(regex=r"^part\.").sum(axis=1))
    return told


def _difference(more: pd.Series, less: pd.Series) -> pd.Series:
    return (more - less).round(IN_FILES) + 0.0  # + 0.0, or a file would say -0.0
