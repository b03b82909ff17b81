"""A portfolio from stored answers and scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.answers import AnswerTable
from scoring.portfolio.model import PROFILE, Portfolio
from scoring.portfolio.needs import Marks, needs
from scoring.portfolio.pairing import paired
from scoring.portfolio.stages import Stages, newest_of
from scoring.scores import Scores, score
from scoring.scores.levels import level_of
from scoring.scores.reducing import RANGES

Part = TypeVar("Part", pd.DataFrame, pd.Series)


def portfolio(
    table: AnswerTable, stages: Stages | None = None, *, clients: Sequence[str] = (), marks: Marks = ()
) -> Portfolio:
    """The portfolio of n clients.

    ``table``: the newest finished stage of each. ``stages``: all finished stages of the same clients, in the same
    order, with the scores that they had on their day; without them the table is scored, and nothing came before.
    ``clients``: the id of each; ``marks``: what each marked its actions as at its newest stage.

    One pass over columns: 10,000 clients take a few hundredths of a second. Raises ``ValueError`` where the parts are
    not of the same clients.
    """
    scores = score(table)
    known = newest_of(scores) if stages is None else stages
    newest = known.newest
    if len(newest) != len(table) or (clients and len(clients) != len(table)):
        raise ValueError("answers, stages and ids must be of the same clients")
    overall = known.overall[newest]
    return Portfolio(
        instrument=table.instrument,
        profile=_profile(table, clients),
        overall=pd.Series(overall, name="overall"),
        level=pd.Series(_levels(table, overall, scores), name="level"),
        dimensions=pd.DataFrame(known.dimensions[newest], columns=list(scores.dimensions)),
        change=pd.Series(known.change(), name="change"),
        points=needs(table, marks, scores),
        paired=paired(table.instrument, known),
        stages=known,
    )


def only(whole: Portfolio, mask: NDArray[np.bool_]) -> Portfolio:
    """The portfolio of some of its clients, bool (n,), with their progress alone."""
    if mask.all():
        return whole
    stages = whole.stages.of(mask) if whole.stages else None
    return Portfolio(
        instrument=whole.instrument,
        profile=_rows(whole.profile, mask),
        overall=_rows(whole.overall, mask),
        level=_rows(whole.level, mask),
        dimensions=_rows(whole.dimensions, mask),
        change=_rows(whole.change, mask),
        points=_rows(whole.points, mask),
        paired=paired(whole.instrument, stages) if stages else (),
        stages=stages,
    )


def _rows(part: Part, mask: NDArray[np.bool_]) -> Part:
    return part[mask].reset_index(drop=True)


def _profile(table: AnswerTable, clients: Sequence[str]) -> pd.DataFrame:
    columns = {name: table.profile[name].fillna("").astype("str") for name in PROFILE[1:]}
    return pd.DataFrame({"client": pd.Series(clients or [""] * len(table), dtype="str"), **columns})


def _levels(table: AnswerTable, overall: np.ndarray, scores: Scores) -> np.ndarray:
    """By the scores of their day; under sum and count a level can be known without one (see ``Scores.level``)."""
    levels = level_of(table.instrument, overall)
    if table.instrument.overall not in RANGES:
        return levels
    return np.where(np.isnan(overall), scores.level.to_numpy(), levels).astype(np.int8)
