"""Segments of a body of scores: distinct groups where three tests say so, else slices of a continuum."""

from __future__ import annotations

import sys
from importlib.metadata import version

import numpy as np
import pandas as pd

from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem
from scoring.placing import ON_ONE_SCALE
from scoring.scores import Scores
from scoring.segments.clustering import GRID, cluster, on_grid, sums_of
from scoring.segments.examining import examine
from scoring.segments.model import LEAST, Diagnostics, Kind, Part, Segments, SegmentsError
from scoring.segments.place import EQUAL, by_centroid, by_score
from scoring.segments.words import in_words, limits, method

QUARTERS_FROM = 100
"""Firms from which a continuum is cut into quarters, and below into thirds."""

TOO_FEW_DIMENSIONS = N_("Segments need two parts with scores from 0 to 100; {reference} has {n}.")
NO_PROFILES = N_(
    "{least} firms with all scores are needed, not {n}, and {reference} has no typical firms to use instead."
)
ALL_ALIKE = N_("All {n} firms have the same scores: there is nothing to divide.")
NO_CUT = N_(
    "The {n} firms fall into no groups, and too many have the same overall score to cut it: there is nothing to divide."
)

PACKAGES = {"numpy": "numpy", "scipy": "scipy", "scikit-learn": "scikit-learn", "waymark": "waymark-readiness"}


def fit(scores: Scores, *, seed: int = 0) -> Segments:
    """Find the segments of n firms, one row each.

    Only dimensions on a scale of 0-100 take part. Fitted are the firms that have all of these and an overall score; the
    others are only placed, as ``place`` says. With 50 firms or more: ``examine`` looks for groups on at most 1,000 of
    them; if all its tests say so, k-means at its k on all firms gives *groups*. Otherwise the overall score is cut into
    a *continuum*: at its quartiles (type 7), below 100 firms at its terciles; equal scores are never parted but stay
    below the cut, and cuts that coincide, or between or beyond which nobody lies, fall away. With fewer firms nothing
    is fitted and the instrument's reference profiles serve, called *profiles*.

    The order of the firms does not matter, and the same scores and seed give the same segments, ordered by the mean of
    their centroids (a continuum by its cuts).

    Raises ``SegmentsError`` for an instrument with fewer than two such dimensions, for too few firms where it has no
    reference profiles, and where all firms are alike.
    """
    dimensions = compared(scores.instrument)
    complete = _complete(scores, dimensions)
    if complete.sum() < LEAST:
        return _segments("profiles", _profiles(scores, dimensions), scores, seed)
    rows = scores.dimensions.loc[complete, list(dimensions)].to_numpy(dtype=np.float64)
    if (np.ptp(np.rint(rows * GRID), axis=0) == 0).all():
        raise SegmentsError([Problem("scores", Message(ALL_ALIKE, {"n": len(rows)}))])
    diagnostics = examine(rows, seed=seed)
    if diagnostics.failed:
        parts = _slices(rows, scores.overall[complete].to_numpy(dtype=np.float64), dimensions)
        return _segments("continuum", parts, scores, seed, diagnostics)
    parts = _groups(rows, diagnostics.k, dimensions, seed)
    return _segments("groups", parts, scores, seed, diagnostics)


def compared(instrument: Instrument) -> tuple[str, ...]:
    """The ids of the dimensions that take part. Raises ``SegmentsError`` for fewer than two."""
    found = tuple(dimension.id for dimension in instrument.dimensions if dimension.rule in ON_ONE_SCALE)
    if len(found) < 2:
        told = {"reference": instrument.reference, "n": len(found)}
        raise SegmentsError([Problem("dimensions", Message(TOO_FEW_DIMENSIONS, told))])
    return found


def _complete(scores: Scores, dimensions: tuple[str, ...]) -> np.ndarray:
    """Which firms have all scores, bool (n,)."""
    there = scores.dimensions[list(dimensions)].notna().all(axis=1) & scores.overall.notna()
    return there.to_numpy(dtype=bool)


def _groups(rows: np.ndarray, k: int, dimensions: tuple[str, ...], seed: int) -> list[Part]:
    found = cluster(rows, k, seed=seed)
    return [
        _part(place, int(n), centroid, dimensions)
        for place, (n, centroid) in enumerate(zip(found.sizes, found.centroids, strict=True))
    ]


def _slices(rows: np.ndarray, overall: np.ndarray, dimensions: tuple[str, ...]) -> list[Part]:
    """The overall score in slices of as many firms each, as far as equal scores allow."""
    points = overall.round(EQUAL)
    count = 4 if len(points) >= QUARTERS_FROM else 3
    cuts = np.unique(np.quantile(points, np.arange(1, count) / count).round(EQUAL))
    below = np.searchsorted(np.sort(points), cuts, side="right")
    cuts = cuts[(below < len(points)) & (np.diff(below, prepend=0) > 0)]
    if not len(cuts):
        raise SegmentsError([Problem("scores", Message(NO_CUT, {"n": len(points)}))])
    sums, sizes = sums_of(on_grid(rows), np.searchsorted(cuts, points), len(cuts) + 1)
    bounds = [None, *cuts.tolist(), None]
    return [
        _part(place, int(n), total / n, dimensions, low=bounds[place], high=bounds[place + 1])
        for place, (n, total) in enumerate(zip(sizes, sums, strict=True))
    ]


def _part(place: int, n: int, centroid: np.ndarray, dimensions: tuple[str, ...], **bounds: float | None) -> Part:
    means = dict(zip(dimensions, centroid.tolist(), strict=True))
    return Part(f"s{place + 1}", n, n, 0.0, means, **bounds)


def _profiles(scores: Scores, dimensions: tuple[str, ...]) -> list[Part]:
    """The reference profiles of the instrument, by the mean of their scores."""
    instrument = scores.instrument
    if not instrument.reference_profiles:
        n = int(_complete(scores, dimensions).sum())
        told = {"n": n, "least": LEAST, "reference": instrument.reference}
        raise SegmentsError([Problem("scores", Message(NO_PROFILES, told))])
    parts = [
        Part(profile.id, 0, 0, 0.0, {name: float(profile.scores[name]) for name in dimensions})
        for profile in instrument.reference_profiles
    ]
    return sorted(parts, key=lambda part: sum(part.centroid.values()))


def _segments(
    kind: Kind,
    parts: list[Part],
    scores: Scores,
    seed: int,
    diagnostics: Diagnostics | None = None,
) -> Segments:
    """The segments, once the firms that have a place in each are counted."""
    instrument, dimensions = scores.instrument, tuple(parts[0].centroid)
    n_fitted = int(_complete(scores, dimensions).sum())
    found = by_score(parts, scores) if kind == "continuum" else by_centroid(parts, scores)
    return Segments(
        kind=kind,
        instrument=instrument.reference,
        hash=instrument.content_hash,
        dimensions=dimensions,
        segments=in_words(kind, _counted(parts, found["segment"]), instrument),
        n=len(scores),
        n_fitted=n_fitted,
        seed=seed,
        versions=versions(),
        diagnostics=diagnostics,
        method=method(kind, n_fitted),
        limits=limits(kind, diagnostics),
    )


def _counted(parts: list[Part], placed: pd.Series) -> list[Part]:
    counts = placed.value_counts()
    total = max(int(counts.sum()), 1)
    firms = {part.id: int(counts.get(part.id, 0)) for part in parts}
    return [Part(**vars(part) | {"n": firms[part.id], "share": firms[part.id] / total}) for part in parts]


def versions() -> dict[str, str]:
    """Of everything that the result could depend on."""
    python = ".".join(str(number) for number in sys.version_info[:3])
    return {"python": python} | {name: version(package) for name, package in PACKAGES.items()}
