"""What segments are: groups of firms that the answers themselves fall into, slices of a continuum, or typical firms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scoring.messages import Message, WaymarkError

Kind = Literal["groups", "continuum", "profiles"]
Test = Literal["null", "stability", "dip", "steps"]

ALPHA = 0.05
"""Below this p is small."""

STABLE = 0.75
"""Mean Jaccard overlap from which a cluster is found again in resamples (Hennig 2007)."""


LEAST = 50
"""Firms with all scores below which nothing is fitted."""


class SegmentsError(WaymarkError):
    """Firms that cannot be divided, or a file of segments that cannot be used; ``problems`` says why."""


@dataclass(frozen=True)
class Silhouette:
    """Mean silhouette of k clusters, and its ``null_mean`` and ``null_sd`` over Gaussian samples clustered alike."""

    k: int
    observed: float
    null_mean: float
    null_sd: float

    @property
    def excess(self) -> float:
        """By how much the clusters stand out more than chance makes them."""
        return self.observed - self.null_mean


@dataclass(frozen=True)
class Dip:
    """Dip test of the ``n`` firms of two neighbouring clusters on the line through their centroids.

    ``first``, ``second``: places of the clusters; ``p``: how often firms of one kind would be so far apart;
    ``p_spread``: how often on average once scores are spread over the steps of their scale, None where it has none.
    """

    first: int
    second: int
    n: int
    dip: float
    p: float
    p_spread: float | None = None


@dataclass(frozen=True)
class Diagnostics:
    """Three tests of whether firms fall into groups, on ``n`` of them (at most 1,000).

    ``distinct``: how many different combinations of scores they have. ``k``: clusters with the greatest excess of
    ``silhouettes`` over chance. ``p``: how often Gaussian samples reach their silhouette. ``jaccards``: of each cluster
    in turn, its mean overlap with the cluster most like it in resamples. ``dips``: one for each pair of neighbours.
    """

    n: int
    distinct: int
    k: int
    silhouettes: tuple[Silhouette, ...]
    p: float
    jaccards: tuple[float, ...]
    dips: tuple[Dip, ...]

    @property
    def coarse(self) -> bool:
        """Whether most firms share all their scores with another, so that the tests may see the steps of the scale."""
        return 2 * self.distinct < self.n

    @property
    def failed(self) -> tuple[Test, ...]:
        """The tests that speak against groups; none where the firms fall into groups. Of "steps" it is asked only
        where the dip finds gaps."""
        gaps = max(one.p for one in self.dips) < ALPHA
        passed: dict[Test, bool] = {
            "null": self.p < ALPHA,
            "stability": min(self.jaccards) >= STABLE,
            "dip": gaps,
            "steps": not gaps or max(one.p_spread or 0.0 for one in self.dips) < ALPHA,
        }
        return tuple(test for test, holds in passed.items() if not holds)


@dataclass(frozen=True)
class Part:
    """One segment in figures: ``n`` firms that have their place in it, ``share`` of all that have a place, in [0, 1].

    ``id``: ``s1`` for the least ready, and so on; of typical firms the id of the profile. ``fitted``: of the n firms
    those with all scores, by which it was found; 0 for a typical firm. ``centroid``: dimension id → their mean score in
    points, or the profile's; in a continuum it only describes. ``low``, ``high``: in a continuum its firms have overall
    scores above ``low`` and up to ``high``; None where there is no bound, and otherwise always.
    """

    id: str
    n: int
    fitted: int
    share: float
    centroid: Mapping[str, float]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Segment(Part):
    """One segment with its name and what is said about it."""

    name: Message = field(kw_only=True)
    description: tuple[Message, ...] = field(kw_only=True)


@dataclass(frozen=True)
class Segments:
    """Segments of ``n`` firms, of which ``n_fitted`` have all scores; least ready first.

    ``kind``: "groups" only where all three tests say so, else "continuum"; "profiles" are not fitted but the
    instrument's typical firms. ``instrument``: reference; ``hash``: of its scoring content; ``dimensions``: ids of the
    dimensions on a scale of 0-100, which alone take part. ``versions``: of what it was computed with. ``diagnostics``:
    None for profiles, and where segments are published. ``method``: how they were found; ``limits``: what they are, by
    which tests, and what they do not show.
    """

    kind: Kind
    instrument: str
    hash: str
    dimensions: tuple[str, ...]
    segments: tuple[Segment, ...]
    n: int
    n_fitted: int
    seed: int
    versions: Mapping[str, str]
    diagnostics: Diagnostics | None
    method: Message
    limits: tuple[Message, ...]

    @property
    def k(self) -> int:
        return len(self.segments)

    def segment(self, name: str) -> Segment:
        """The segment with this id. Raises ``KeyError``."""
        return {one.id: one for one in self.segments}[name]
