"""What a campaign adds to its firms: entries of a body's own lists, answers to its own questions, and pseudonyms."""

from __future__ import annotations

import hmac
from dataclasses import replace

import numpy as np
import pandas as pd

from scoring.release.model import OWN, Snapshot

OWN_FIELDS = ("sector", "region", "group")
"""The fields for which a body can have a list of its own; ``group``: its member groups."""

LEAST_SALT = 16
"""Bytes of a salt: with fewer, names could be tried out until their pseudonyms agree."""


def own_fields(fields: pd.DataFrame | None, rows: int) -> pd.DataFrame:
    """The entries of own lists that were chosen in each row, if any; an empty text is none.

    Raises ``ValueError`` for a field that has no own list, and where they are not of these rows.
    """
    if fields is None:
        return pd.DataFrame(index=range(rows))
    if len(fields) != rows or not set(fields) <= set(OWN_FIELDS):
        raise ValueError(f"own fields are {', '.join(OWN_FIELDS)}, with a row for each row of the table")
    texts = fields.astype("string").reset_index(drop=True)
    return texts.mask(texts == "")


def checked_choices(choices: pd.DataFrame | None, rows: int) -> pd.DataFrame:
    """The marks of own questions in each row, int8 (rows, marks); none where there are no questions.

    Raises ``ValueError`` for a name other than ``own-….option``, a value other than 1, 0 and −1, and where they are not
    of these rows.
    """
    if choices is None:
        return pd.DataFrame(index=range(rows))
    named = all(str(name).startswith(OWN) and "." in str(name) for name in choices)
    if len(choices) != rows or not named or not choices.isin([1, 0, -1]).to_numpy().all():
        raise ValueError(f"marks of own questions are {OWN}….option: 1, 0 or -1, with a row for each row of the table")
    return choices.astype(np.int8).reset_index(drop=True)


def pseudonymous(snapshot: Snapshot, salt: bytes) -> Snapshot:
    """The same firms under the HMAC-SHA256 of their keys (hexadecimal), in the order of these: so a place tells nothing
    of a name either. With one salt a firm is the same one in all snapshots, as histories and their audit need.

    Raises ``ValueError`` for a salt of fewer than ``LEAST_SALT`` bytes.
    """
    if len(salt) < LEAST_SALT:
        raise ValueError(f"a salt has at least {LEAST_SALT} bytes")
    names = [hmac.digest(salt, str(key).encode(), "sha256").hex() for key in snapshot.keys]
    keys = np.array(names, dtype=object)
    order = np.argsort(keys, kind="stable")
    return replace(_in_order(snapshot, order), keys=keys[order])


def _in_order(snapshot: Snapshot, order: np.ndarray) -> Snapshot:
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return replace(
        snapshot,
        keys=snapshot.keys[order],
        digests=snapshot.digests[order],
        fields=snapshot.fields.iloc[order].reset_index(drop=True),
        scores=snapshot.scores.iloc[order].reset_index(drop=True),
        levels=snapshot.levels[order],
        marks=snapshot.marks.iloc[order].reset_index(drop=True),
        weights=None if snapshot.weights is None else snapshot.weights[order],
        viewers=tuple(np.sort(place[seen]) for seen in snapshot.viewers),
    )
