"""The snapshot of a release: the counted firms of a table, one row each, with all that is published about them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.instrument import Instrument
from scoring.placing import ON_ONE_SCALE
from scoring.release.campaigns import checked_choices, own_fields
from scoring.release.coefficients import coherence_of
from scoring.release.firms import Firms, counted_firms
from scoring.release.grouping import FIELDS
from scoring.release.index import DII, index_marks
from scoring.release.marks import ACTION, marks_of
from scoring.release.model import NOT_STATED, OVERALL, OWN, Snapshot
from scoring.release.population import weighting_of
from scoring.release.shown import CHANGE
from scoring.scores import Scores, score

DECIMALS = 4
"""Decimals of a score that a digest looks at: those that files carry. Beyond them another machine may differ."""


def snapshot_of(  # noqa: PLR0913 - what a release looks at, by name
    table: AnswerTable,
    scores: Scores,
    *,
    accounts: Sequence[np.ndarray] = (),
    own_link: bool = False,
    population: pd.DataFrame | None = None,
    fields: pd.DataFrame | None = None,
    choices: pd.DataFrame | None = None,
    keys: np.ndarray | None = None,
) -> Snapshot:
    """The counted firms of a table as a release sees them, in the order of their keys.

    ``table`` and ``scores`` are of the same rows; which of them count and which stage speaks for a firm is said in
    ``counted_firms``. Scores are the overall score and the dimensions that lie on 0-100, NaN without one; sums and
    counts do not, and an overall score made of them neither: those instruments publish levels and marks only. A change
    is latest minus first stage, NaN where either has no score or there is one stage only. Unknown fields are
    ``NOT_STATED``. ``accounts``: for each account that can see answers the rows of the table that it sees, as
    positions; rows of firms that are not counted are no matter. ``population``: see ``weighting_of``.

    Of a campaign, one row for each row of the table, of which a firm's latest speaks for it: ``fields``: any of
    ``OWN_FIELDS``, the entries of its own lists, which stand in place of the profile's, NA where none was chosen.
    ``choices``: int8 (rows, marks), ``own-q1.option``: 1, 0, or −1 where its own question was not answered; they take
    no part in digests, or a body could have cells computed again by dropping a question. ``keys``: see
    ``counted_firms``.

    Raises ``ReleaseError`` for counted firms without any name, ``WeightingError`` for a population that these firms
    cannot be weighted to, ``ValueError`` where table and scores do not belong together or an account sees a row that
    is not there.
    """
    if len(table) != len(scores) or table.instrument.content_hash != scores.instrument.content_hash:
        raise ValueError("the scores are not those of this table")
    firms = counted_firms(table, keys)
    measured = _scores(scores, firms)
    questions, states = _detail(table, scores, firms.latest)
    marks = marks_of(table[firms.latest], states)
    viewers = tuple(seen_by(rows, firms) for rows in accounts)
    stated = fields_of(table, firms, fields)
    own = checked_choices(choices, len(table)).iloc[firms.latest].reset_index(drop=True)
    weighting = weighting_of(stated, population) if population is not None and len(firms) else None
    return Snapshot(
        keys=firms.keys,
        digests=digests_of(measured, marks),
        fields=stated,
        scores=measured,
        levels=scores.level.to_numpy()[firms.latest].astype(np.int8),
        marks=pd.concat([marks, index_marks(table[firms.latest]), own], axis=1),
        weights=None if weighting is None else weighting.weights,
        viewers=viewers,
        own_link=own_link,
        coherence=coherence_of(questions, table.instrument, viewers),
    )


def _scores(scores: Scores, firms: Firms) -> pd.DataFrame:
    """Scores and changes, float64 (n, measures)."""
    columns = {name: values[firms.latest] for name, values in _on_0_100(scores).items()}
    changes = {}
    again = firms.first != firms.latest
    for name, values in _on_0_100(scores).items():
        change = np.where(again, values[firms.latest] - values[firms.first], np.nan)
        changes[CHANGE if name == OVERALL else f"{CHANGE}.{name}"] = change
    return pd.DataFrame({**columns, **changes}, index=range(len(firms)), dtype=np.float64)


def _on_0_100(scores: Scores) -> dict[str, np.ndarray]:
    """The measures on 0-100; sums of shares may leave it by 1e-13, which is cut off."""
    instrument = scores.instrument
    compared = {dimension.id: scores.dimensions[dimension.id] for dimension in instrument.dimensions
                if dimension.rule in ON_ONE_SCALE}  # fmt: skip
    whole = {OVERALL: scores.overall} if _overall_is_on_0_100(instrument) else {}
    return {
        name: np.clip(values.to_numpy(dtype=np.float64), 0.0, 100.0) for name, values in {**whole, **compared}.items()
    }


def _overall_is_on_0_100(instrument: Instrument) -> bool:
    return instrument.overall in ON_ONE_SCALE and all(one.rule in ON_ONE_SCALE for one in instrument.dimensions)


PIECE = 65_536
"""Firms whose detail is scored at a time, where the scores came without: all of it takes 800 bytes a firm."""


def _detail(table: AnswerTable, scores: Scores, rows: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The score of each scored question and what became of it, as ``Scores`` has them, of these rows."""
    if scores.questions is not None and scores.states is not None:
        both = scores.questions, scores.states
        return both[0].iloc[rows].reset_index(drop=True), both[1].iloc[rows].reset_index(drop=True)
    starts = range(0, max(len(rows), 1), PIECE)
    tables = (table[rows[start : start + PIECE]] for start in starts)
    pieces = [_detail(piece, score(piece), np.arange(len(piece))) for piece in tables]
    questions, states = (pd.concat(parts, ignore_index=True) for parts in zip(*pieces, strict=True))
    return questions, states


def fields_of(table: AnswerTable, firms: Firms, fields: pd.DataFrame | None = None) -> pd.DataFrame:
    """The fields of the counted ``firms`` of a table, as ``Snapshot.fields``; ``fields``: see ``snapshot_of``."""
    profile, own = table.profile, own_fields(fields, len(table))
    known = {name: own[name] if name in own else profile[name] for name in FIELDS if name in own or name in profile}
    latest = {name: values.iloc[firms.latest].fillna(NOT_STATED) for name, values in known.items()}
    stated = {name: values.to_numpy(dtype=object) for name, values in latest.items()}
    return pd.DataFrame(stated, index=range(len(firms)), dtype="str")


def digests_of(scores: pd.DataFrame, marks: pd.DataFrame) -> np.ndarray:
    """uint64 (n,): the same number whenever a firm's scores, to 4 decimals, and options are the same, in any process.

    Marks of actions are left out: a new list of actions changes no firm, and must not make a cell be computed again.
    So are those of a body's own questions, which come and go as the body likes, and of the index, whose crosswalk may
    be mended.
    """
    digests = np.zeros(len(scores), dtype=np.uint64)
    for name in scores:
        units = np.nan_to_num(scores[name].to_numpy() * 10**DECIMALS, nan=-(2.0**40))
        digests = _mixed(digests ^ np.round(units).astype(np.int64).view(np.uint64))
    options = [name for name in marks if not str(name).startswith((ACTION, DII, OWN))]
    for start in range(0, len(options), TRITS):
        packed = np.zeros(len(scores), dtype=np.uint64)
        for name in options[start : start + TRITS]:
            packed = packed * np.uint64(3) + (marks[name].to_numpy() + 1).astype(np.uint64)
        digests = _mixed(digests ^ packed)
    return digests


TRITS = 40
"""Values of −1, 0 and 1 that fit into 64 bits."""


def _mixed(values: np.ndarray) -> np.ndarray:
    """SplitMix64 (Steele, Lea and Flood 2014): every bit of the input moves about half of those that come out."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: np.ndarray = values ^ (values >> np.uint64(31))
    return mixed


def seen_by(rows: np.ndarray, firms: Firms) -> np.ndarray:
    """Positions of the firms of these rows, each once; whoever sees one stage of a firm counts as seeing the firm."""
    at = np.asarray(rows, dtype=np.intp)
    if len(at) and (at.min() < 0 or at.max() >= len(firms.of_row)):
        raise ValueError("an account sees a row that the table does not have")
    seen = np.unique(firms.of_row[at])
    found: np.ndarray = seen[seen >= 0]
    return found
