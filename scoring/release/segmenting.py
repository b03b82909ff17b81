"""Segments in a release: of the firms that it counts, made anew only when enough of them changed, and audited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from scoring.instrument import Instrument
from scoring.messages import N_, Message
from scoring.placing import ON_ONE_SCALE
from scoring.release.disclosure import nearest_five, points
from scoring.release.model import NOT_STATED, OVERALL, Cell, Published, Snapshot, Summary, Table
from scoring.release.recompute import CHANGED
from scoring.scores import Scores, level_of
from scoring.segments import Segments, SegmentsError, fit, place, publishable, to_json

SEGMENT = "segment"
"""The field of a snapshot that says which published segment a firm was fitted into; no table is published by it."""

FOUND = {
    "groups": N_("Segments: {k} distinct groups."),
    "continuum": N_("Segments: no distinct groups but a continuum, in {k} slices."),
}
REPEATED = N_(
    "The segments are repeated from an earlier release: new ones would differ by fewer than {firms} firms from some"
    " that are published."
)
NONE_FITTED = N_("No segments: fewer than 50 counted firms have all scores.")
NOT_PUBLISHABLE = N_("No segments: one would hold fewer firms than may be published, or two of them would look alike.")
NOT_MADE = N_("No segments: {reason}")


def with_segments(
    published: Published, instrument: Instrument, history: Sequence[Published] = (), *, seed: int = 0
) -> tuple[Published, Message]:
    """The release with segments of its firms, where they may be published, and what became of them.

    Fitted are the counted firms with all scores, as ``scoring.segments.fit`` does. Published are segments that hold 5 %
    of these and ``least`` firms beside those that any one account sees, and in whole points the mean scores of all
    firms that have their place in each. Where a new segment
    and one published before differ by 1 to 4 firms, the segments of the last release are repeated instead: their
    difference would tell of those few. Which segment a firm is in is kept in the snapshot and never published.
    """
    past = [one for one in history if one.release.segments is not None]
    found = _fitted(published, instrument, seed)
    if isinstance(found, Message):
        return published, found
    segments, own = found
    made = (one for one in past if _made(one, past) is one)
    if any(_differ_by_few(before.snapshot, published.snapshot, own) for before in made):
        last = past[-1]
        then = pd.Series(last.snapshot.fields[SEGMENT].to_numpy(), index=last.snapshot.keys)
        own = then.reindex(published.snapshot.keys).fillna(NOT_STATED).to_numpy(dtype=object)
        return _holding(published, last.release.segments, own), Message(REPEATED, {"firms": CHANGED})
    return _holding(published, to_json(segments), own), Message(FOUND[segments.kind], {"k": segments.k})


def _fitted(published: Published, instrument: Instrument, seed: int) -> tuple[Segments, np.ndarray] | Message:
    """The segments as they may be published and which each firm was fitted into, or why there are none."""
    snapshot, least = published.snapshot, published.release.least
    if OVERALL not in snapshot.scores:
        return Message(NOT_MADE, {"reason": Message(N_("its scores do not all lie on one scale."))})
    scores = _scores(snapshot, instrument)
    try:
        segments = fit(scores, seed=seed)
    except SegmentsError as error:
        return Message(NOT_MADE, {"reason": error.problems[0].message})
    if segments.kind == "profiles":
        return Message(NONE_FITTED)
    own = place(segments, scores)["segment"].fillna(NOT_STATED)
    allowed = publishable(_with_means(segments, scores, own), instrument, least)
    whole = (scores.dimensions.notna().all(axis=1) & scores.overall.notna()).to_numpy()
    names = own.to_numpy(dtype=object)
    if allowed is None or min(_unknown(snapshot, whole & (names == part.id)) for part in allowed.segments) < least:
        return Message(NOT_PUBLISHABLE)
    return allowed, names


def _with_means(segments: Segments, scores: Scores, own: pd.Series) -> Segments:
    """The segments with the means of all firms that have their place in each, also of those without all scores: were
    they left out, published tables less the segments would tell of these few."""
    means = scores.dimensions[list(segments.dimensions)].groupby(own.to_numpy(dtype=object)).mean()
    centroids = {
        one.id: {name: float(means[name][one.id]) for name in segments.dimensions} for one in segments.segments
    }
    return replace(segments, segments=tuple(replace(one, centroid=centroids[one.id]) for one in segments.segments))


def _scores(snapshot: Snapshot, instrument: Instrument) -> Scores:
    """The scores of a snapshot as segments read them."""
    names = [one.id for one in instrument.dimensions if one.rule in ON_ONE_SCALE]
    dimensions, overall = snapshot.scores[names], snapshot.scores[OVERALL]
    both = dimensions.assign(overall=overall)
    levels = pd.Series(level_of(instrument, overall.to_numpy()), index=overall.index)
    answered = overall.notna().astype("float64")
    return Scores(instrument, dimensions, overall, both, both, levels, dimensions.notna().astype("int8"), answered)


def _unknown(snapshot: Snapshot, inside: np.ndarray) -> int:
    """Firms of a set that the account which sees most of them does not see."""
    seen = [int(inside[np.asarray(viewer, dtype=np.intp)].sum()) for viewer in snapshot.viewers]
    return int(inside.sum()) - max([*seen, int(snapshot.own_link)])


def _differ_by_few(before: Snapshot, now: Snapshot, own: np.ndarray) -> bool:
    """Whether some segment of ``before`` and some new one differ by 1 to 4 firms, entered, left or changed."""
    then = pd.DataFrame({"then": before.fields[SEGMENT].to_numpy(), "was": before.digests}, index=before.keys)
    here = pd.DataFrame({"now": own, "is": now.digests}, index=now.keys)
    firms = then.join(here, how="outer").fillna({"then": NOT_STATED, "now": NOT_STATED})
    both = pd.crosstab(firms["then"], firms["now"])
    same = pd.crosstab(firms["then"], firms["now"], values=firms["was"] == firms["is"], aggfunc="sum").fillna(0)
    sizes_then, sizes_now = both.sum(axis=1).to_numpy()[:, None], both.sum(axis=0).to_numpy()[None, :]
    changed = pd.DataFrame(sizes_then + sizes_now - both.to_numpy() - same.to_numpy(), both.index, both.columns)
    between = changed.drop(index=NOT_STATED, columns=NOT_STATED, errors="ignore").to_numpy()
    return bool(((between > 0) & (between < CHANGED)).any())


def _holding(published: Published, segments: Mapping[str, object] | None, own: np.ndarray) -> Published:
    fields = published.snapshot.fields.assign(**{SEGMENT: pd.Series(own, dtype="str")})
    return Published(replace(published.release, segments=segments), replace(published.snapshot, fields=fields))


def as_tables(history: Sequence[Published]) -> tuple[Published, ...]:
    """The same releases with their segments as one more table of means, so that they are audited like any other.

    The audit takes everybody to know which firm is in which cell. Of segments nobody is told: it is stricter here.
    """
    return tuple(_as_table(one, _made(one, history)) for one in history)


def without_segments(published: Published) -> Published:
    """The release with its segments held back; as it is where it has none."""
    if published.release.segments is None:
        return published
    fields = published.snapshot.fields.drop(columns=SEGMENT, errors="ignore")
    return Published(replace(published.release, segments=None), replace(published.snapshot, fields=fields))


def _made(published: Published, history: Sequence[Published]) -> Published:
    """The release in which its segments were made: the first of its campaign that has the same."""
    own = published.release
    return next(one for one in history if (one.release.campaign, one.release.segments) == (own.campaign, own.segments))


def _as_table(published: Published, made: Published) -> Published:
    release = published.release
    if release.segments is None:
        return published
    cells = tuple(_cell(made, name, members) for name, members in _members(made.snapshot))
    groups = {name: name for name in published.snapshot.fields[SEGMENT].unique()}
    grouping = {**release.grouping, SEGMENT: groups}
    return replace(
        published, release=replace(release, tables=(*release.tables, Table((SEGMENT,), cells)), grouping=grouping)
    )


def _members(snapshot: Snapshot) -> Iterator[tuple[str, np.ndarray]]:
    own = snapshot.fields[SEGMENT].to_numpy(dtype=object)
    for name in sorted(set(own) - {NOT_STATED}):
        yield name, np.flatnonzero(own == name)


def _cell(made: Published, name: str, members: np.ndarray) -> Cell:
    """The centroid as means: what is published of it, and at the ends on which side of 5 and of 95 it lies."""
    segments: Any = made.release.segments
    scores = made.snapshot.scores.iloc[members]
    summaries = {
        dimension: Summary(nearest_five(len(members)), points(scores[dimension].mean()))
        for dimension in segments["dimensions"]
    }
    return Cell((name,), made.release.number, made.release.date, summaries)
