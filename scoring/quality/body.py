"""The quality of a body of answers, as one value: counts, reliability, checks, and the firms to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.coding import shortened
from scoring.instrument import Instrument
from scoring.messages import N_, Message
from scoring.quality.checks import Check, Found, contradicting, copied, unknowing
from scoring.quality.dimensions import DimensionQuality, dimension_qualities
from scoring.quality.questions import QuestionQuality, question_qualities
from scoring.quality.replies import Replies, replies
from scoring.quality.speed import seconds_of, too_fast
from scoring.quality.straight import flat, long_run
from scoring.reading import RowProblem
from scoring.release.firms import keys_of
from scoring.scores import Scores

CHECKS: tuple[Callable[[Replies], Iterator[Found]], ...] = (
    flat,
    long_run,
    contradicting,
    too_fast,
    copied,
    unknowing,
)

HINTS = N_(
    "A hint is a reason to look again and to ask, never one to delete: careful firms are pointed out as well, and"
    " careless ones are missed."
)
SELF_REPORTED = N_("Of responding firms, self-reported: nobody has checked that the answers are true.")
STAGES = N_("Some firms are here with several assessments. Each counts as one, although they are not independent.")
NO_FIRMS = N_("There are no firms here, and so no figures.")


@dataclass(frozen=True)
class Quality:
    """What can be said of the answers of n rows, each one firm at one stage; ``firms`` different names.

    ``questions``: every question; ``dimensions``: every dimension, then all scored questions together; ``checks``: what
    was looked for. ``to_look_at``: the rows that any check points out, in their order: ``row``, ``firm``, ``stage``,
    ``hints`` (a tuple of ids of checks), then the figures that the checks looked at, missing where there is none:
    ``grids``, ``flat_grids``, ``single_choice``, ``longest_run``, ``seconds``, ``seconds_per_item`` and ``speed_index``
    (only where there are times), ``same_as`` (the row of another one with the same answers), ``dont_know`` (a share).
    ``faults``: cells of the column ``seconds`` that are none. ``limits``: what holds for all of it.
    """

    instrument: Instrument
    n: int
    firms: int
    questions: tuple[QuestionQuality, ...]
    dimensions: tuple[DimensionQuality, ...]
    checks: tuple[Check, ...]
    to_look_at: pd.DataFrame
    faults: tuple[RowProblem, ...]
    limits: tuple[Message, ...]


def quality(table: AnswerTable, scores: Scores, rows: np.ndarray | None = None) -> Quality:
    """The quality of n rows of answers and their scores.

    ``rows``: by which number each row is named, int (n,), as ``Reading.rows`` has it; else they are counted from 1.
    Not applicable, hidden, blank and don't know are counted apart; what of them is missing from alpha and omega is said
    in ``reliability``. Nothing is left out, changed or weighted because a check points it out.

    Raises ``ValueError`` for scores without detail, scores of other answers, or ``rows`` of another length.
    """
    numbers = np.arange(1, len(table) + 1) if rows is None else np.asarray(rows)
    if len(numbers) != len(table):
        raise ValueError("there must be one row number for each row of answers")
    known = replies(table, scores)
    found = tuple(chain.from_iterable(check(known) for check in CHECKS))
    firms = _firms(table.profile)
    return Quality(
        instrument=table.instrument,
        n=len(table),
        firms=firms,
        questions=question_qualities(known),
        dimensions=dimension_qualities(scores),
        checks=tuple(one.check for one in found),
        to_look_at=_to_look_at(table, found, numbers),
        faults=_faults(table, numbers),
        limits=_limits(len(table), firms),
    )


def _firms(profile: pd.DataFrame) -> int:
    """Different firms, as releases tell them apart; a row without number and name is a firm by itself."""
    keys = keys_of(profile)
    return int(keys.nunique() + keys.isna().sum())


def _to_look_at(table: AnswerTable, found: Sequence[Found], numbers: np.ndarray) -> pd.DataFrame:
    hits = np.array([one.rows for one in found], dtype=bool).reshape(len(found), len(table))
    places = np.flatnonzero(hits.any(axis=0))
    figures: dict[str, Any] = {name: values[places] for one in found for name, values in one.figures.items()}
    profile = table.profile.iloc[places]
    looked_at = {
        "row": numbers[places],
        "firm": profile["firm"].to_numpy(),
        "stage": profile["stage"].to_numpy(),
        "hints": _hints([one.check.id for one in found], hits[:, places]),
    }
    same = figures["same_as"]
    figures["same_as"] = pd.arrays.IntegerArray(numbers[same].astype(np.int64), same < 0)
    return pd.DataFrame(looked_at | figures)


def _hints(ids: Sequence[str], hits: np.ndarray) -> pd.Series:
    """The ids of the checks that point out each row, as tuples; each combination is put together once."""
    combinations, places = np.unique(hits, axis=1, return_inverse=True)
    named = [tuple(id for id, hit in zip(ids, column, strict=True) if hit) for column in combinations.T]
    return pd.Series([named[place] for place in places.ravel()], dtype=object)


def _faults(table: AnswerTable, numbers: np.ndarray) -> tuple[RowProblem, ...]:
    _, faults = seconds_of(table)
    return tuple(
        RowProblem(int(numbers[fault.row]), fault.column, shortened(fault.value), fault.message) for fault in faults
    )


def _limits(n: int, firms: int) -> tuple[Message, ...]:
    if n == 0:
        return (Message(NO_FIRMS),)
    stages = (Message(STAGES),) if n > firms else ()
    return (Message(HINTS), Message(SELF_REPORTED), *stages)
