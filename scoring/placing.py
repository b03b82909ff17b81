"""Which of several centres a firm is nearest to: a reference profile, later a segment, and how near the border."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.instrument import Instrument
from scoring.scores import Scores
from scoring.scores.measuring import TOLERANCE

REQUIRED_SHARE = 0.6
"""Share of the dimensions that a firm needs a score in to be placed."""

ON_ONE_SCALE = ("mean", "minimum")
"""Rules that give a dimension 0-100; a sum or a count cannot be laid beside a profile."""


NONE = -1
"""Position of no centre: the last name, which is <NA>."""


def nearest(points: pd.DataFrame, centres: pd.DataFrame, required_share: float = REQUIRED_SHARE) -> pd.DataFrame:
    """The nearest centre of each of n firms, and how far it is from the border to the next nearest.

    ``points``: float64 (n, dimensions), NaN where there is no score; ``centres``: float64 (k, dimensions), index the
    names of the centres; the columns of ``centres`` say which dimensions count. Distance is Euclidean; where m of d
    dimensions have a score, its square is that over the m times d/m. Columns of the result, with the index of
    ``points``: ``centre`` string, the first of several at the same distance; <NA> where less than ``required_share``
    (less 1e-9) of the dimensions have a score. ``border`` float64: (d₂² − d₁²) / (2‖c₁ − c₂‖) in points, for the
    nearest and the next nearest centre, which for a firm with all scores is its distance from the plane between the
    two; 0 where these are the same place, NaN where there is no place or no second centre. ``runner_up`` string, that
    next nearest centre.

    Raises ``ValueError`` where ``points`` lacks a column of ``centres``, or a centre has no value somewhere.
    """
    places = centres.to_numpy(dtype=np.float64)
    if missing := [str(name) for name in centres.columns if name not in points.columns]:
        raise ValueError(f"there are no scores for: {', '.join(missing)}")
    if np.isnan(places).any():
        raise ValueError("every centre needs a value in every dimension")
    scores = points[list(centres.columns)].to_numpy(dtype=np.float64)
    placed = _has_enough(scores, required_share) & (len(places) > 0)
    first = np.full(len(scores), NONE)
    second, border = first.copy(), np.full(len(scores), np.nan)
    if placed.any():
        first[placed], second[placed], border[placed] = _placed(_squares(scores[placed], places), places)
    names = pd.array([*centres.index, pd.NA], dtype="string")
    return pd.DataFrame({"centre": names[first], "border": border, "runner_up": names[second]}, index=points.index)


def _has_enough(scores: np.ndarray, required_share: float) -> np.ndarray:
    there = (~np.isnan(scores)).sum(axis=1)
    enough: np.ndarray = (there > 0) & (there >= scores.shape[1] * (required_share - TOLERANCE))
    return enough


def _squares(scores: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Squared distances (firms, centres), scaled to the dimensions present."""
    scored = ~np.isnan(scores)
    squares = np.empty((len(scores), len(places)))
    for number, place in enumerate(places):
        apart = np.where(scored, scores - place, 0.0)
        squares[:, number] = np.einsum("ij,ij->i", apart, apart)
    squares *= (scores.shape[1] / scored.sum(axis=1))[:, None]
    return squares


def _placed(squares: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The nearest centre of each firm, the next nearest, and the distance from the border between them."""
    order = np.argsort(squares, axis=1, kind="stable")
    first = order[:, 0]
    if len(places) == 1:
        return first, np.full(len(squares), NONE), np.full(len(squares), np.nan)
    second, rows = order[:, 1], np.arange(len(squares))
    between = np.linalg.norm(places[first] - places[second], axis=1)
    wider = squares[rows, second] - squares[rows, first]
    return first, second, np.divide(wider, 2 * between, out=np.zeros(len(rows)), where=between > 0)


def nearest_profile(scores: Scores) -> pd.DataFrame:
    """The nearest reference profile of the instrument for each of n firms: columns as ``nearest``, ``centre`` its id.

    Reference profiles are the authors' judgement of what typical firms look like, not groups found in answers. All
    <NA> where the instrument has none. Dimensions with a sum or a count take no part.
    """
    return nearest(scores.dimensions, profile_centres(scores.instrument))


def profile_centres(instrument: Instrument) -> pd.DataFrame:
    """The reference profiles of the instrument, float64 (profiles, dimensions on 0-100), index their ids."""
    compared = [dimension.id for dimension in instrument.dimensions if dimension.rule in ON_ONE_SCALE]
    rows = {profile.id: [profile.scores[name] for name in compared] for profile in instrument.reference_profiles}
    return pd.DataFrame.from_dict(rows, orient="index", columns=compared, dtype=np.float64)
