"""What is found out about all firms of a table in one pass, before the report of each is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from scoring.answers import AnswerTable
from scoring.conditions import contradictions
from scoring.fragility import fragility
from scoring.scores import Scores
from scoring.segments.model import Segments
from scoring.segments.place import SEPARATOR, place, place_by_profile


@dataclass(frozen=True)
class Place:
    """Where a firm lies among segments or typical firms, as ``segments.place`` says of each.

    ``segment``: its id, None where the firm has no place; ``runner_up``: the one beyond the border. ``border``: points,
    NaN without one. ``deciding``: ids of the dimensions that set the two apart.
    """

    segment: str | None
    border: float
    runner_up: str | None
    deciding: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What was found out about one firm. ``contradictory``: for each contradiction of the instrument whether its
    answers are; ``stability``: "stable", "borderline", or "" where the question does not arise."""

    contradictory: tuple[bool, ...]
    stability: str
    place: Place


def verdicts(table: AnswerTable, scores: Scores, segments: Segments | None) -> list[Verdict]:
    """One for each firm of the table, in its order; placed beside the typical firms where there are no segments.

    Raises ``SegmentsError`` for segments of another instrument.
    """
    held = contradictions(table).T.tolist()
    stability = fragility(scores).fillna("")
    found = place_by_profile(scores) if segments is None else place(segments, scores)
    return [Verdict(tuple(row), str(firm), at) for row, firm, at in zip(held, stability, _places(found), strict=True)]


def _places(found: pd.DataFrame) -> Iterator[Place]:
    named = found[["segment", "runner_up", "why"]].astype(object)
    known = named.where(named.notna(), None)
    for segment, runner_up, why, border in zip(*(known[name] for name in known), found["border"], strict=True):
        yield Place(segment, float(border), runner_up, tuple(name for name in (why or "").split(SEPARATOR) if name))


def verdict(table: AnswerTable, scores: Scores, segments: Segments | None, row: int) -> Verdict:
    """That of one firm alone."""
    here = slice(row, row + 1)
    frames = ("dimensions", "overall", "low", "high", "level", "dimension_levels", "answered")
    rows: dict[str, Any] = {name: getattr(scores, name).iloc[here] for name in frames}
    alone = replace(scores, **rows, questions=None, states=None, weights=None)
    return verdicts(table[here], alone, segments)[0]
