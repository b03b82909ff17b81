"""Segments made by hand for reports: two groups, or slices of a continuum, as if found in 90 firms."""

from __future__ import annotations

from dataclasses import replace

from scoring.instrument import Instrument
from scoring.segments import Segments
from scoring.segments.fitting import versions
from scoring.segments.model import Diagnostics, Dip, Kind, Part, Silhouette
from scoring.segments.words import in_words, limits, method

TESTS = Diagnostics(90, 90, 2, (Silhouette(2, 0.5, 0.2, 0.01),), 0.005, (0.9, 0.9), (Dip(0, 1, 90, 0.1, 0.0),))


def segments_of(instrument: Instrument, kind: Kind, parts: list[Part]) -> Segments:
    """Segments as if they had been found in 90 firms."""
    found = None if kind == "profiles" else TESTS
    return Segments(
        kind, instrument.reference, instrument.content_hash, tuple(parts[0].centroid),
        in_words(kind, parts, instrument), 90, 90, 0, versions(), found, method(kind, 90), limits(kind, found),
    )  # fmt: skip


def typical(instrument: Instrument) -> Segments:
    """The typical firms, which serve where 12 firms have all scores."""
    parts = [Part(one.id, 0, 0, 0.0, dict(one.scores)) for one in instrument.reference_profiles]
    found = segments_of(instrument, "profiles", parts)
    return replace(found, n=12, n_fitted=12, method=method("profiles", 12))


def level(instrument: Instrument, points: float, **but: float) -> dict[str, float]:
    """The same points in every part, but for these."""
    return {part.id: points for part in instrument.dimensions} | but


def two_groups(instrument: Instrument, low: float, high: float) -> Segments:
    parts = [
        Part("s1", 30, 30, 1 / 3, level(instrument, low)),
        Part("s2", 60, 60, 2 / 3, level(instrument, high, data=high + 9)),
    ]
    return segments_of(instrument, "groups", parts)


def slices(instrument: Instrument, *cuts: float) -> Segments:
    bounds = [None, *cuts, None]
    parts = [
        Part(f"s{at + 1}", 30, 30, 1 / 3, level(instrument, 50), low=bounds[at], high=bounds[at + 1])
        for at in range(len(cuts) + 1)
    ]
    return segments_of(instrument, "continuum", parts)
