"""Which segment each firm belongs to, how far it is from the border, and which dimensions decide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoring.messages import N_, Message, Problem
from scoring.placing import nearest, profile_centres
from scoring.scores import Scores
from scoring.segments.model import Part, Segments, SegmentsError

SEPARATOR = ";"
"""Between the ids in ``why``, as between options in a sheet."""

DECIDING = 3
"""The most dimensions that are named."""

EQUAL = 9
"""Decimals after which overall scores are compared with a cut, and contributions with 0."""

OTHER_INSTRUMENT = N_("These segments are of {found}, not of {expected}. Make or take those of this one.")
OTHER_CONTENT = N_("These segments were made when {reference} was scored by other rules. Make them again.")


def place(segments: Segments, scores: Scores) -> pd.DataFrame:
    """The place of each of n firms, with the index of the scores.

    ``segment``: string, its id; <NA> for a firm with less than 60 % of the dimensions, in a continuum without an
    overall score. ``border``: float64, points to the border: (d₂² − d₁²) / (2‖c₁ − c₂‖), with distances scaled to the
    dimensions present; in a continuum from the overall score to the nearest cut; NaN without a place or a second
    segment. ``runner_up``: string, the segment beyond that border. ``why``: string, the ids of up to three dimensions
    that add most to d₂² − d₁², most first, with ``;`` between them; <NA> without a place, "" in a continuum, where
    nothing but the overall score counts, and at the border itself.

    Raises ``SegmentsError`` for scores of another instrument or other scoring content.
    """
    if problem := mismatch(segments.instrument, segments.hash, scores):
        raise SegmentsError([problem])
    found = (
        by_score(segments.segments, scores) if segments.kind == "continuum" else by_centroid(segments.segments, scores)
    )
    return found.astype({"segment": "string", "border": "float64", "runner_up": "string", "why": "string"})


def mismatch(reference: str, content_hash: str, scores: Scores) -> Problem | None:
    """What is wrong where segments are not of the instrument of these scores."""
    return strange(reference, content_hash, scores.instrument.reference, scores.instrument.content_hash)


def strange(reference: str, content_hash: str, expected: str, expected_hash: str) -> Problem | None:
    if reference != expected:
        return Problem("instrument", Message(OTHER_INSTRUMENT, {"found": reference, "expected": expected}))
    if content_hash != expected_hash:
        return Problem("hash", Message(OTHER_CONTENT, {"reference": reference}))
    return None


def by_score(parts: Sequence[Part], scores: Scores) -> pd.DataFrame:
    """Slices of a continuum: a firm at a cut belongs to the lower one."""
    cuts = np.array([part.high for part in parts[:-1]], dtype=np.float64)
    overall = scores.overall.to_numpy(dtype=np.float64).round(EQUAL)
    at = np.searchsorted(cuts.round(EQUAL), overall)
    below, above = overall - _bound(cuts, at - 1, -np.inf), _bound(cuts, at, np.inf) - overall
    runner_up = np.where(below <= above, at - 1, at + 1)
    ids = np.array([part.id for part in parts] + [pd.NA], dtype=object)
    there = ~np.isnan(overall)
    found = {
        "segment": ids[np.where(there, at, -1)],
        "border": np.where(there, np.minimum(below, above), np.nan),
        "runner_up": ids[np.where(there, runner_up, -1)],
        "why": pd.Series("", index=scores.overall.index, dtype="string").where(there),
    }
    return pd.DataFrame(found, index=scores.overall.index)


def _bound(cuts: np.ndarray, at: np.ndarray, beyond: float) -> np.ndarray:
    """The cut at each place; ``beyond`` where there is none."""
    found: np.ndarray = np.where((at >= 0) & (at < len(cuts)), cuts[np.clip(at, 0, len(cuts) - 1)], beyond)
    return found


def by_centroid(parts: Sequence[Part], scores: Scores) -> pd.DataFrame:
    """Groups and typical firms: the nearest centroid, and the nearest of the others."""
    centroids = pd.DataFrame([part.centroid for part in parts], index=[part.id for part in parts], dtype=np.float64)
    return _beside(centroids, scores)


def place_by_profile(scores: Scores) -> pd.DataFrame:
    """Where there are no segments, the typical firm of the instrument that each of n firms is nearest to: as ``place``.

    All <NA> where the instrument has none.
    """
    return _beside(profile_centres(scores.instrument), scores)


def _beside(centroids: pd.DataFrame, scores: Scores) -> pd.DataFrame:
    points = scores.dimensions[list(centroids.columns)]
    found = nearest(points, centroids).rename(columns={"centre": "segment"})
    found["why"] = _why(points, centroids, found)
    return found


def _why(points: pd.DataFrame, centroids: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """What each dimension adds to d₂² − d₁², put into words for each firm that has a runner-up."""
    placed = found["runner_up"].notna().to_numpy()
    why = found["segment"].where(found["segment"].isna(), "")
    scores = points[placed].to_numpy(dtype=np.float64)
    first = centroids.loc[found.loc[placed, "segment"].astype(object)].to_numpy()
    second = centroids.loc[found.loc[placed, "runner_up"].astype(object)].to_numpy()
    added = np.nan_to_num((scores - second) ** 2 - (scores - first) ** 2).round(EQUAL)
    why[placed] = _most(added, [str(name) for name in points.columns])
    return why


def _most(added: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """The names of the up to three largest positive numbers of each row; each distinct answer is written once."""
    order = np.argsort(-added, axis=1, kind="stable")[:, :DECIDING]
    counts = np.take_along_axis(added, order, axis=1) > 0
    codes = np.where(counts, order + 1, 0) @ (len(names) + 1) ** np.arange(order.shape[1])
    _, rows, which = np.unique(codes, return_index=True, return_inverse=True)
    written = [SEPARATOR.join(names[at] for at in order[row][counts[row]]) for row in rows]
    return np.array(written, dtype=object)[which]
