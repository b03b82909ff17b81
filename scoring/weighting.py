"""Weighting: what responding firms would say if sizes and sectors were as frequent among them as in the population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from scoring.messages import N_, Message, Problem, WaymarkError, counted

TOLERANCE = 1e-6
"""How far a weighted margin may be from the population's, relatively."""

ROUNDS = 100
"""Rounds of raking after which it is given up."""

TRIM = 5.0
"""A weight above this many times the mean is cut to it: one firm then never speaks for too many."""

EFFECTIVE = 10.0
"""Effective firms from which a weighted figure is given."""

LARGEST = 0.2
"""Share of all weight above which one firm decides a figure too much for it to be given."""

_SLACK = 1e-9


class WeightingError(WaymarkError):
    """A population table that these firms cannot be weighted to; ``problems`` says why, cell by cell."""


class RakingError(WeightingError):
    """The margins were not met within ``ROUNDS`` rounds."""


@dataclass(frozen=True)
class Merge:
    """A cell (row, column) without a responding firm whose ``population`` was added to that of the cell ``into``."""

    cell: tuple[str, str]
    into: tuple[str, str]
    population: float

    @property
    def message(self) -> Message:
        row, column = self.cell
        return Message(
            N_(
                "No firm of “{row}”, “{column}” answered; its population is counted with “{into_row}”, “{into_column}”."
            ),
            {"row": row, "column": column, "into_row": self.into[0], "into_column": self.into[1]},
        )


@dataclass(frozen=True)
class Weighting:
    """Weights of firms, in their order: float64 (firms,), mean 1 over the ``n`` weighted, NaN for ``unplaced`` firms,
    whose row or column is not known.

    ``rounds`` of raking; ``trimmed``: how many weights were cut, after which the margins are met only nearly;
    ``merges``: empty cells that were merged. ``effective``, ``largest``: see those functions.
    """

    weights: np.ndarray
    n: int
    unplaced: int
    rounds: int
    trimmed: int
    merges: tuple[Merge, ...]

    @property
    def effective(self) -> float:
        return effective(self.weights)

    @property
    def largest(self) -> float:
        return largest(self.weights)

    @property
    def usable(self) -> bool:
        return usable(self.weights)

    @property
    def notes(self) -> tuple[Message, ...]:
        """How it was weighted, which cells were merged, who has no weight or less, and what weights do not mend."""
        return (METHOD, *(merge.message for merge in self.merges), *_less(self.unplaced, self.trimmed), NOT_SHOWN)


METHOD = Message(
    N_("Raked to the two margins of a population table, weights above {times} times the mean trimmed, then rescaled."),
    {"times": int(TRIM)},
)
NOT_SHOWN = Message(
    N_("Weights mend who is too rare among those who answered, not that those who answered may differ from the others.")
)
TOO_FEW = Message(
    N_("There is no weighted figure: it needs {effective} effective firms and none with over {share} % of the weight."),
    {"effective": int(EFFECTIVE), "share": round(100 * LARGEST)},
)


def _less(unplaced: int, trimmed: int) -> tuple[Message, ...]:
    """Which firms count for less than they would, or for nothing; only where there are any."""
    told = {
        counted(
            "One firm has no weight: its place in the population table is not known.",
            "{n} firms have no weight: their place in the population table is not known.",
            unplaced,
        ): unplaced,
        counted(
            "One weight was cut to {times} times the mean, so that the margins are met only nearly.",
            "{n} weights were cut to {times} times the mean, so that the margins are met only nearly.",
            trimmed,
            times=int(TRIM),
        ): trimmed,
    }
    return tuple(message for message, n in told.items() if n)


def rake(rows: ArrayLike | pd.Series, columns: ArrayLike | pd.Series, population: pd.DataFrame) -> Weighting:
    """Weights with which n firms have the two margins of ``population`` (Deming and Stephan 1940).

    ``rows``, ``columns``: the label of each firm in the two fields, missing where not known (that firm has no weight).
    ``population``: firms in each cell, index and columns the labels, in an order in which neighbours are alike; the
    field with the more natural order, such as size, in the rows. A cell with population and no firm is first merged
    with the nearest cell that has firms: in its own column, else in its own row, else anywhere; the first of several.
    Rows and columns are then scaled in turn until both margins are met to a relative 1e-6, weights above 5 × the mean
    are cut to it, once, and all are rescaled to the sum n.

    Raises ``WeightingError`` with all faults of the table (a cell that is lacking, is no number of 0 or more, is too
    large to be added up, or has 0 where firms answered; a label twice) and where no firm has both labels,
    ``RakingError`` where 100 rounds are not enough, ``ValueError`` where the two fields differ in length.
    """
    row, column = _labels(rows), _labels(columns)
    if len(row) != len(column):
        raise ValueError(f"{len(row)} labels of rows and {len(column)} of columns")
    table, row_names, column_names = _table(population)
    known = ~(row.isna() | column.isna()).to_numpy()
    at = _cells(row[known], column[known], row_names, column_names)
    counts = np.bincount(at, minlength=table.size).reshape(table.shape)
    _check(table, population.isna().to_numpy(), counts, row_names, column_names)
    merged, merges = _merged(table, counts, row_names, column_names)
    fitted, rounds = _raked(counts.astype(np.float64), merged * (counts.sum() / merged.sum()))
    raw = (fitted / np.maximum(counts, 1)).ravel()[at]
    cut = np.minimum(raw, TRIM * raw.mean())
    weights = np.full(len(row), np.nan)
    weights[known] = cut * (len(cut) / cut.sum())
    return Weighting(weights, len(cut), int((~known).sum()), rounds, int((cut < raw).sum()), merges)


def _labels(labels: ArrayLike | pd.Series) -> pd.Series:
    return pd.Series(np.asarray(labels, dtype=object)).astype("string")


def _table(population: pd.DataFrame) -> tuple[np.ndarray, list[str], list[str]]:
    """The cells as float64, NaN for what is no number, and the labels of rows and columns."""
    rows, columns = [str(name) for name in population.index], [str(name) for name in population.columns]
    twice = sorted({name for names in (rows, columns) for name in names if names.count(name) > 1})
    if twice:
        message = N_("This label stands in the table more than once.")
        raise WeightingError([Problem(name, Message(message)) for name in twice])
    cells = population.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return cells, rows, columns


def _cells(row: pd.Series, column: pd.Series, rows: list[str], columns: list[str]) -> np.ndarray:
    """The place of each firm's cell in the table, row by row."""
    at_row, at_column = pd.Index(rows).get_indexer(pd.Index(row)), pd.Index(columns).get_indexer(pd.Index(column))
    lacking = sorted({*zip(row[at_row < 0], column[at_row < 0], strict=True)})
    lacking += sorted({*zip(row[at_column < 0], column[at_column < 0], strict=True)} - {*lacking})
    if lacking:
        raise WeightingError([_problem(r, c, LACKING) for r, c in lacking])
    if not len(row):
        raise WeightingError([Problem("firms", Message(N_("No firm has a place in the population table.")))])
    return np.asarray(at_row * len(columns) + at_column, dtype=np.intp)


LACKING = N_("The population table lacks this cell.")
NO_NUMBER = N_("The population of a cell must be a number of 0 or more.")
TOO_LARGE = N_("The population of a cell must be a number small enough to be added up.")
NO_POPULATION = N_("The population table has no firm here, but one answered: correct the table or merge the cell.")


def _problem(row: str, column: str, text: str) -> Problem:
    return Problem(f"{row} / {column}", Message(text))


def _check(table: np.ndarray, lacking: np.ndarray, counts: np.ndarray, rows: list[str], columns: list[str]) -> None:
    wrong = ~lacking & ~(np.isfinite(table) & (table >= 0))
    huge = ~wrong & (table > np.finfo(np.float64).max / max(table.size, 1))
    against = (table == 0) & (counts > 0)
    problems = [
        _problem(rows[r], columns[c], text)
        for found, text in ((lacking, LACKING), (wrong, NO_NUMBER), (huge, TOO_LARGE), (against, NO_POPULATION))
        for r, c in np.argwhere(found)
    ]
    if problems:
        raise WeightingError(problems)


def _merged(
    table: np.ndarray, counts: np.ndarray, rows: list[str], columns: list[str]
) -> tuple[np.ndarray, tuple[Merge, ...]]:
    """The population with every empty cell moved into a neighbour, so that what is left can be met by these firms."""
    merged, merges = table.copy(), []
    filled = np.argwhere(counts > 0)
    for r, c in np.argwhere((counts == 0) & (table > 0)):
        steps = np.abs(filled - (r, c))
        far = np.select([steps[:, 1] == 0, steps[:, 0] == 0], [0, 1], 2)  # own column, own row, anywhere
        into_r, into_c = filled[np.lexsort((steps.sum(axis=1), far))[0]]
        merged[r, c] = 0.0
        merged[into_r, into_c] += table[r, c]
        merges.append(Merge((rows[r], columns[c]), (rows[into_r], columns[into_c]), float(table[r, c])))
    return merged, tuple(merges)


def _raked(cells: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, int]:
    """Cells scaled until their margins are those of ``target``, and the rounds that took."""
    row_sums, column_sums = target.sum(axis=1), target.sum(axis=0)
    for done in range(1, ROUNDS + 1):
        cells = cells * _ratio(row_sums, cells.sum(axis=1))[:, None]
        cells = cells * _ratio(column_sums, cells.sum(axis=0))
        if np.abs(_ratio(cells.sum(axis=1), row_sums) - 1).max() <= TOLERANCE:  # the columns were met just now
            return cells, done
    text = N_("The margins were not met in {rounds} rounds: merge small rows or columns of the population table.")
    raise RakingError([Problem("population", Message(text, {"rounds": ROUNDS}))])


def _ratio(wanted: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Wanted over found; 1 where nothing is found, which after merging means that nothing is wanted."""
    ratio: np.ndarray = np.divide(wanted, found, out=np.ones_like(wanted), where=found > 0)
    return ratio


def effective(weights: ArrayLike) -> float:
    """Effective number of firms (Σw)² / Σw² (Kish 1965), n for equal weights; NaN is left out, 0 without weight."""
    there = _present(weights)
    return float(there.sum() ** 2 / (there @ there)) if there.any() else 0.0


def largest(weights: ArrayLike) -> float:
    """The share of all weight that the heaviest firm has, in [0, 1]; NaN is left out, 1 without weight."""
    there = _present(weights)
    return float(there.max() / there.sum()) if there.any() else 1.0


def usable(weights: ArrayLike) -> bool:
    """Whether figures with these weights are given: 10 effective firms or more, and none with over 20 % of the weight.

    Both are compared after allowing for 1e-9, which sums of floats leave behind.
    """
    return effective(weights) >= EFFECTIVE - _SLACK and largest(weights) <= LARGEST + _SLACK


def _present(weights: ArrayLike) -> np.ndarray:
    values = np.asarray(weights, dtype=np.float64)
    there: np.ndarray = values[~np.isnan(values)]
    if not (np.isfinite(there) & (there >= 0)).all():
        raise ValueError("weights must be numbers of 0 or more")
    return there


@dataclass(frozen=True)
class WeightedMean:
    """The mean of n firms' values ``plain`` and ``weighted``, on the scale of the values.

    ``weighted`` is None, and ``why`` says so, where the weights of just these firms are not usable.
    """

    n: int
    plain: float
    weighted: float | None
    effective: float
    largest: float

    @property
    def why(self) -> Message | None:
        return TOO_FEW if self.weighted is None else None


def weighted_mean(values: ArrayLike, weights: ArrayLike) -> WeightedMean:
    """The mean Σwx / Σw over the firms that have both a value and a weight; a share is the mean of zeros and ones.

    Whether it is given is asked of the weights of these firms only. Raises ``WeightingError`` where no firm has both,
    ``ValueError`` where there is not one weight for each value, or one is below 0.
    """
    points, weight = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if points.shape != weight.shape or points.ndim != 1:
        raise ValueError(f"one weight for each value is needed, not {points.shape} and {weight.shape}")
    there = ~(np.isnan(points) | np.isnan(weight))
    if not there.any():
        raise WeightingError([Problem("firms", Message(N_("No firm has both a value and a weight.")))])
    points, weight = points[there], weight[there]
    if not np.isfinite(points).all():
        raise ValueError("values must be finite")
    mean = float(points @ weight / weight.sum()) if usable(weight) else None
    return WeightedMean(len(points), float(points.mean()), mean, effective(weight), largest(weight))
