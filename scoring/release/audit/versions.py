"""Which rows of several snapshots are the same answers of the same firm, and so the same unknowns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoring.release.model import Snapshot
from scoring.release.shown import is_change
from scoring.release.snapshot import digests_of


def versions_of(snapshots: Sequence[Snapshot]) -> tuple[int, np.ndarray, tuple[np.ndarray, ...]]:
    """How many distinct answers of distinct firms there are, the key of each, object (n,), and for each snapshot which
    of them its firms have.

    A firm that answered anew is another unknown. One that did not is the same wherever it is counted, also where one
    campaign knows what it answered before, and so its change, and another does not.
    """
    keys = np.concatenate([snapshot.keys for snapshot in snapshots])
    whole = np.concatenate([snapshot.digests for snapshot in snapshots])
    digests = whole if len(snapshots) == 1 else _without_changes(snapshots, keys, whole)
    of, found = pd.factorize(pd.MultiIndex.from_arrays([pd.factorize(keys)[0], pd.factorize(digests)[0]]))
    first = np.full(len(found), len(of), dtype=np.int64)
    np.minimum.at(first, of, np.arange(len(of)))
    ends = np.cumsum([len(snapshot) for snapshot in snapshots])
    return len(found), keys[first], tuple(np.split(of, ends[:-1]))


def _without_changes(snapshots: Sequence[Snapshot], keys: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Digests that leave changes out, but for firms of which two are told for the same answers: uint64 (rows,)."""
    answers = [
        digests_of(one.scores[[name for name in one.scores if not is_change(str(name))]], one.marks)
        for one in snapshots
    ]
    rows = pd.DataFrame({"key": keys, "whole": whole, "answers": np.concatenate(answers)})
    told = rows[np.concatenate([_has_change(one) for one in snapshots])].drop_duplicates()
    several = told[told.duplicated(["key", "answers"], keep=False)].set_index(["key", "answers"]).index
    both = pd.MultiIndex.from_frame(rows[["key", "answers"]])
    found: np.ndarray = np.where(both.isin(several), whole, rows["answers"].to_numpy())
    return found


def _has_change(snapshot: Snapshot) -> np.ndarray:
    """Which firms have a change of any score, bool (n,)."""
    changes = snapshot.scores[[name for name in snapshot.scores if is_change(str(name))]]
    found: np.ndarray = changes.notna().any(axis=1).to_numpy()
    return found
