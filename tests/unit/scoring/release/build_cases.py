"""Firms for releases in a line each, and releases of them, with an instrument of two levels cut at 50."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from scoring.release.build import build
from scoring.release.model import NOT_STATED, OVERALL, Published, Release, Snapshot
from scoring.scores import level_of
from tests.unit.scoring.roadmap_cases import instrument

SMALL = instrument([])
"""Levels ``low`` and, from 50, ``high``, which is the baseline."""

DATE = datetime.date(2026, 3, 31)


def firms(scores: Sequence[float], **given: Any) -> Snapshot:
    """One firm for each overall score. ``size``, ``sector`` …: a value for all, or one each. ``more``: further
    measures. ``marks``: by name. ``keys``, ``digests``, ``weights``, ``viewers``, ``own_link`` as in a snapshot."""
    n = len(scores)
    columns = {OVERALL: np.asarray(scores, dtype=np.float64), **given.get("more", {})}
    fields = {name: given.get(name, NOT_STATED) for name in ("size", "sector", "country", "region", "source")}
    fields |= {"group": given["group"]} if "group" in given else {}
    measured = pd.DataFrame(columns, index=range(n), dtype=np.float64)
    return Snapshot(
        keys=np.array(given.get("keys", [f"firm {place:05d}" for place in range(n)]), dtype=object),
        digests=np.asarray(given.get("digests", pd.util.hash_array(columns[OVERALL])), dtype=np.uint64),
        fields=pd.DataFrame(fields, index=range(n), dtype="str"),
        scores=measured,
        levels=level_of(SMALL, columns[OVERALL]),
        marks=pd.DataFrame(given.get("marks", {}), index=range(n), dtype=np.int8),
        weights=given.get("weights"),
        viewers=tuple(np.array(seen) for seen in given.get("viewers", ())),
        own_link=given.get("own_link", False),
    )


def published(snapshot: Snapshot, *history: Published, **more: Any) -> Published:
    return build(snapshot, SMALL, **({"campaign": "Chamber 2026", "date": DATE, "history": history} | more))


def release(snapshot: Snapshot, *history: Published, **more: Any) -> Release:
    return published(snapshot, *history, **more).release


def in_groups(groups: Mapping[str, int]) -> list[str]:
    """The value of one field for so many firms each: ``{"A": 11, "F": 12}``."""
    return [value for value, count in groups.items() for _ in range(count)]


def random_firms(n: int, seed: int = 0, **given: Any) -> Snapshot:
    """Firms with scores around 50 in all fields; a twentieth has no overall score."""
    chance = np.random.default_rng(seed)
    scores = np.clip(chance.normal(50, 20, n), 0, 100)
    scores[chance.random(n) < 0.05] = np.nan
    fields = {
        "sector": chance.choice(list("ACFGJS"), n, p=[0.05, 0.3, 0.1, 0.3, 0.2, 0.05]),
        "size": chance.choice(["micro", "small", "medium", "large"], n, p=[0.6, 0.25, 0.1, 0.05]),
        "region": chance.choice(["north", "south", "west"], n, p=[0.5, 0.4, 0.1]),
    }
    second = np.where(chance.random(n) < 0.1, np.nan, np.clip(scores + chance.normal(0, 10, n), 0, 100))
    marks = {"rung.l0": chance.integers(-1, 2, n), "action.do": chance.integers(0, 2, n)}
    return firms(scores, **({"more": {"first": second}, "marks": marks} | fields | given))


def reordered(snapshot: Snapshot, order: np.ndarray) -> Snapshot:
    """The same firms in another order."""
    place = np.argsort(order)
    return Snapshot(
        snapshot.keys[order],
        snapshot.digests[order],
        snapshot.fields.iloc[order].reset_index(drop=True),
        snapshot.scores.iloc[order].reset_index(drop=True),
        snapshot.levels[order],
        snapshot.marks.iloc[order].reset_index(drop=True),
        None if snapshot.weights is None else snapshot.weights[order],
        tuple(place[seen] for seen in snapshot.viewers),
        snapshot.own_link,
    )


def together(*snapshots: Snapshot) -> Snapshot:
    """The firms of several snapshots, which must differ in their keys."""
    return Snapshot(
        np.concatenate([one.keys for one in snapshots]),
        np.concatenate([one.digests for one in snapshots]),
        pd.concat([one.fields for one in snapshots], ignore_index=True),
        pd.concat([one.scores for one in snapshots], ignore_index=True),
        np.concatenate([one.levels for one in snapshots]),
        pd.concat([one.marks for one in snapshots], ignore_index=True),
    )
