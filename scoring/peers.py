"""Where a firm stands among its peers: read from what a release publishes, or counted in a table of one's own."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from scoring.messages import N_, Message, Problem, WaymarkError
from scoring.release.model import ALL, OTHER, OVERALL, Figure, Release, Summary

Kind = Literal["mean", "half", "quarter", "tenth"]

BORDERS: dict[Kind, tuple[int, ...]] = {
    "tenth": (10, 20, 30, 40, 50, 60, 70, 80, 90),
    "quarter": (25, 50, 75),
    "half": (50,),
}
"""The published quantiles, in percent, between the parts that a firm may be said to stand in; the finest first."""

LEAST: dict[Kind, int] = {"tenth": 100, "quarter": 40, "half": 20}
"""Firms that a part needs at least."""

CHAIN: tuple[tuple[str, ...], ...] = (("sector", "size"), ("sector",), ALL)
"""The tables in which a firm is looked for, those most like it first."""

EQUAL = 1e-9
"""Points by which scores differ less than that are equal."""

LIMITS = (
    Message(N_("The firms compared are those that responded, by their own account; other firms may stand elsewhere.")),
    Message(
        N_(
            "The place is read from published, rounded figures. A score within their rounding of a border is said to be"
            " on it, and one exactly on a border counts to the upper part."
        )
    ),
)
"""What a place does not show."""

EXACT_LIMITS = (
    Message(N_("The interval covers which firms happened to answer, and not who would never answer.")),
    Message(N_("An exact rank is for the owner of the table only: shown to others, it would give away single scores.")),
)


class PeersError(WaymarkError):
    """Firms among which no place can be told; ``problems`` says why."""


@dataclass(frozen=True)
class PeerGroup:
    """The published group that a firm is compared with: what is known of its scores, and whose they are.

    ``fields``, ``group``: of the cell; both empty where it holds all firms of the campaign. ``scores``: measure →
    summary, with ``OVERALL`` among them. ``date``: when the figures were computed. ``titles``: field → what a body
    calls the group, where it has lists of its own.
    """

    fields: tuple[str, ...]
    group: tuple[str, ...]
    campaign: str
    date: datetime.date
    scores: Mapping[str, Summary]
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Firms with an overall score, to the nearest 5."""
        return self.scores[OVERALL].n


@dataclass(frozen=True)
class Place:
    """In which part of its peers a firm's overall score lies.

    ``kind``: into which parts they are divided: at the mean, or into 2, 4 or 10 equally large ones. ``low``, ``high``:
    the lowest and the highest part, counted from 1 for the weakest firms, in which the score may lie; they differ where
    it is within rounding of a border. ``limits``: what it does not show.
    """

    kind: Kind
    low: int
    high: int
    peers: PeerGroup
    limits: tuple[Message, ...] = LIMITS

    @property
    def n(self) -> int:
        """Firms compared, to the nearest 5."""
        return self.peers.n

    @property
    def parts(self) -> int:
        """Into how many parts the peers are divided."""
        return len(BORDERS.get(self.kind, (50,))) + 1


def place(releases: Sequence[Release], profile: Mapping[str, Any] | pd.Series, overall: float) -> Place | None:
    """Where an ``overall`` score (unrounded) lies among the peers of a firm: see ``peer_group`` for them.

    Only published figures are read, so trying out answers shows no more than the release itself. Tenths are told from
    100 firms, quarters from 40, halves from 20, and above or below the mean otherwise, each only where all quantiles
    that it needs are published. None without a score (NaN) and where no group is published.

    Raises ``ValueError`` for an infinite score and for releases of several instruments.
    """
    if math.isinf(overall):
        raise ValueError("a score is finite")
    peers = peer_group(releases, profile)
    if peers is None or math.isnan(overall):
        return None
    summary = peers.scores[OVERALL]
    kind = finest(summary)
    borders = [summary.mean] if kind == "mean" else [summary.quantiles[percent] for percent in BORDERS[kind]]
    low, high = _parts_between(round(overall, 9), borders)
    return Place(kind, low, high, peers)


def finest(summary: Summary) -> Kind:
    """The finest parts that what is published of a score allows to speak of."""
    for kind, borders in BORDERS.items():
        if summary.n >= LEAST[kind] and all(percent in summary.quantiles for percent in borders):
            return kind
    return "mean"


def _parts_between(score: float, borders: Sequence[Figure]) -> tuple[int, int]:
    """The lowest and highest part for a score: each border may truly lie anywhere that rounds to what is published."""
    spans = [_span(border) for border in borders]
    low = 1 + sum(score >= end for _, end in spans)
    return low, low + sum(start <= score < end for start, end in spans)


def _span(figure: Figure) -> tuple[float, float]:
    """Where the number behind a published figure may lie; 5 and 95 hide how far beyond them it is."""
    return {
        "": (figure.value - 0.5, figure.value + 0.5),
        "low": (-math.inf, float(figure.value)),
        "high": (float(figure.value), math.inf),
    }[figure.beyond]


def peer_group(releases: Sequence[Release], profile: Mapping[str, Any] | pd.Series) -> PeerGroup | None:
    """The group a firm is compared with: the first that is published of those most like it.

    Of the first release, which is of the firm's own campaign: the firms of its sector and size, of its sector, all of
    them; then all firms of the further release with most firms (of several, the latest, then by name: their order
    never matters). Campaigns are never added up, since they may share firms. A firm that did not state a field is in no
    group by it. None where nothing is published. Raises ``ValueError`` for releases of several instruments.
    """
    if len({release.hash for release in releases}) > 1:
        raise ValueError("releases of several instruments are not compared")
    return next((peers for peers in _candidates(releases, profile) if OVERALL in peers.scores), None)


def _candidates(releases: Sequence[Release], profile: Mapping[str, Any] | pd.Series) -> Iterator[PeerGroup]:
    for release in releases[:1]:
        for fields in CHAIN:
            yield from _group(release, fields, profile)
    everybody = [
        peers for release in releases[1:] for peers in _group(release, ALL, profile) if OVERALL in peers.scores
    ]
    yield from sorted(everybody, key=lambda peers: (-peers.n, -peers.date.toordinal(), peers.campaign))


def _group(release: Release, fields: tuple[str, ...], profile: Mapping[str, Any] | pd.Series) -> Iterator[PeerGroup]:
    """The published group by these fields that the firm belongs to, if there is one."""
    table = release.table(*fields)
    group = tuple(_group_of(release, name, profile.get(name)) for name in fields)
    cell = table.cell(*group) if table else None
    if cell is not None:
        yield PeerGroup(fields, group, release.campaign, cell.date, cell.scores, _titles(release, fields, group))


def _titles(release: Release, fields: tuple[str, ...], group: tuple[str, ...]) -> dict[str, str]:
    """What a body calls the group, for those of its fields that it has a list of its own for."""
    called = {name: release.titles.get(name, {}).get(value, "") for name, value in zip(fields, group, strict=True)}
    return {name: title for name, title in called.items() if title}


def _group_of(release: Release, field: str, value: Any) -> str:
    """The group of a value, ``OTHER`` for one that the grouping does not know, and for no value "", as no group is."""
    return "" if pd.isna(value) or value == "" else release.grouping.get(field, {}).get(str(value), OTHER)


@dataclass(frozen=True)
class ExactPlace:
    """The mid-rank of a score in a table of one's own, in percent of its n firms, with its interval at 95 %.

    ``rank`` = 100 · (``below`` + ½ · ``equal``) / n; ``missing`` firms have no score and are left out.
    """

    rank: float
    low: float
    high: float
    n: int
    below: int
    equal: int
    missing: int
    limits: tuple[Message, ...] = EXACT_LIMITS


def exact_place(scores: ArrayLike, own: float) -> ExactPlace:
    """The exact place of the score ``own`` in the ``scores`` (n,) of firms, NaN where one has none.

    Only for tables that the user owns, never for what is published: by trying out answers anyone could search out the
    score of a peer. Scores that differ by less than 1e-9 are equal. Where the firm is in the table itself, it is among
    the equal ones. Raises ``PeersError`` where no firm has a score, ``ValueError`` where ``own`` is no finite number or
    a score is infinite.
    """
    values = np.asarray(scores, dtype=np.float64).ravel()
    scored = values[~np.isnan(values)]
    if not math.isfinite(own) or np.isinf(scored).any():
        raise ValueError("a place needs finite scores")
    n = len(scored)
    if not n:
        raise PeersError([Problem("firms", Message(N_("No firm has a score, so there is no place among them.")))])
    equal = np.abs(scored - own) < EQUAL
    below = int((scored[~equal] < own).sum())
    middle = below + equal.sum() / 2
    low, high = wilson(middle / n, n)
    return ExactPlace(100 * middle / n, 100 * low, 100 * high, n, below, int(equal.sum()), len(values) - n)


def exact_places(scores: ArrayLike, own: ArrayLike) -> pd.DataFrame:
    """The exact place of each of m scores ``own`` in the ``scores`` (n,) of firms: as ``exact_place``, for all at once.

    Columns, float64 (m,), in percent: ``rank``, ``low`` and ``high``, all NaN where there is no own score or no firm
    with one. Raises ``ValueError`` where a score is infinite.
    """
    values, places = np.asarray(scores, dtype=np.float64).ravel(), np.asarray(own, dtype=np.float64).ravel()
    if np.isinf(values).any() or np.isinf(places).any():
        raise ValueError("a place needs finite scores")
    scored = np.sort(values[~np.isnan(values)])
    found = pd.DataFrame(np.nan, index=range(len(places)), columns=["rank", "low", "high"])
    there = ~np.isnan(places)
    if not len(scored) or not there.any():
        return found
    below = np.searchsorted(scored, places[there] - EQUAL, side="right")
    up_to = np.searchsorted(scored, places[there] + EQUAL, side="left")
    share = (below + up_to) / (2 * len(scored))
    found.loc[there] = 100 * np.column_stack([share, *_wilson(share, len(scored))])
    return found


def wilson(share: float, n: int) -> tuple[float, float]:
    """The score interval at 95 % of a ``share`` in [0, 1] of ``n`` observations.

    Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference. Journal of the American
    Statistical Association 22, 209-212. Raises ``ValueError`` for n below 1 and a share outside [0, 1].
    """
    if n < 1 or not 0 <= share <= 1:
        raise ValueError("an interval needs an observation and a share between 0 and 1")
    low, high = _wilson(np.array([share]), n)
    return float(low[0]), float(high[0])


def _wilson(share: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    z = NormalDist().inv_cdf(0.975)
    middle = share + z * z / (2 * n)
    reach = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    # The share lies between them, and at 0 and 1 is one of them, which rounding must not undo.
    return np.clip((middle - reach) / whole, 0.0, share), np.clip((middle + reach) / whole, share, 1.0)
