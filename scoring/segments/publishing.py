"""Segments as everyone may see them: of enough firms each, with rounded figures; and out of a release."""

from __future__ import annotations

from dataclasses import replace

from scoring.instrument import Instrument
from scoring.release.disclosure import Rules, nearest_five, points, share
from scoring.release.model import Release
from scoring.segments.files import from_json
from scoring.segments.model import Part, Segments
from scoring.segments.words import in_words, limits, method

SHARE = 0.05
"""Share of the fitted firms that a published segment needs."""


def publishable(segments: Segments, instrument: Instrument, least: int = 10) -> Segments | None:
    """The segments with what may be published of them; None where that is nothing.

    Each needs ``least`` firms that it was fitted on, and 5 % of all that were. Centroids and cuts are in whole points
    from 5 to 95, numbers of firms to the nearest 5, shares in steps of 5 %, and there are no diagnostics; a continuum
    whose cuts would then coincide is not published, nor are typical firms, which the instrument describes already.
    Whether enough of the firms are unknown to every account is for the release to see to.

    Raises ``ValueError`` for a ``least`` below 5, and for another instrument.
    """
    if instrument.content_hash != segments.hash:
        raise ValueError(f"these segments are of {segments.instrument}, not of {instrument.reference}")
    needed = max(Rules(least).least, SHARE * segments.n_fitted)
    if segments.kind == "profiles" or min(part.fitted for part in segments.segments) < needed:
        return None
    total = sum(part.n for part in segments.segments)
    parts = [_rounded(part, total) for part in segments.segments]
    cuts = [part.high for part in parts[:-1]]
    if segments.kind == "continuum" and len(set(cuts)) < len(cuts):
        return None
    n_fitted = nearest_five(segments.n_fitted)
    return replace(
        segments,
        segments=in_words(segments.kind, parts, instrument),
        n=nearest_five(segments.n),
        n_fitted=n_fitted,
        diagnostics=None,
        method=method(segments.kind, n_fitted),
        limits=limits(segments.kind, None),
    )


def published_in(release: Release, instrument: Instrument) -> Segments | None:
    """The segments that a release publishes, if it does. Raises ``SegmentsError`` as ``from_json`` does."""
    return None if release.segments is None else from_json(release.segments, instrument)


def _rounded(part: Part, total: int) -> Part:
    return Part(
        part.id,
        nearest_five(part.n),
        nearest_five(part.fitted),
        share(part.n, total).value / 100,
        {name: float(points(value).value) for name, value in part.centroid.items()},
        None if part.low is None else float(points(part.low).value),
        None if part.high is None else float(points(part.high).value),
    )
