"""What makes a firm's answers worth a second look: what a check is, and those that look at answers as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from scoring.conditions import answered, contradictions
from scoring.messages import N_, Message
from scoring.quality.replies import Replies
from scoring.scores import State

OFTEN_UNKNOWN = 0.5
"""Share of "don't know" from which a firm is pointed out: the authors' judgement, no threshold is published."""

CONTRADICTING = N_("Answers that do not go together, as the questionnaire names them: {message}")
UNKNOWN = N_(
    "“Don’t know” to half or more of the questions asked that allow it (the share is our judgement; Krosnick 1991 has"
    " it as a sign of answering with little effort)."
)
UNKNOWN_LIMIT = N_("An honest “don’t know” is worth more than a guess: perhaps another person should be asked.")
COPIES = N_("The same code in every cell as another row, at least one of them an answer.")
COPIES_LIMIT = N_(
    "Firms that are alike can answer alike, the more so the fewer questions there are. It may also be the same firm"
    " under two names, or unchanged since its last assessment."
)


@dataclass(frozen=True)
class Check:
    """One check of a body of answers: the ``rule``, with its source; ``n`` rows that it could be put to, ``found`` that
    it points out, and what that does not show."""

    id: str
    rule: Message
    n: int
    found: int
    limits: tuple[Message, ...] = ()


class Found(NamedTuple):
    """A check with the rows that it points out, bool (n,), and the figures that it looked at: (n,) by name."""

    check: Check
    rows: np.ndarray
    figures: Mapping[str, np.ndarray]


def found(
    id: str,
    rule: Message,
    rows: np.ndarray,
    *limits: Message,
    n: int | None = None,
    figures: Mapping[str, np.ndarray] | None = None,
) -> Found:
    """What a check found; ``n`` is all rows unless it could not be put to some."""
    check = Check(id, rule, len(rows) if n is None else n, int(rows.sum()), limits)
    return Found(check, rows, figures or {})


def contradicting(replies: Replies) -> Iterator[Found]:
    """One check for each contradiction that the instrument names, ``contradiction.<id>``.

    It can be put to rows that answered all questions it names, and to those where fewer are enough to contradict.
    """
    named = replies.table.instrument.contradictions
    holding, known = contradictions(replies.table), answered(replies.table, [one.when for one in named])
    for one, rows, answers in zip(named, holding, known, strict=True):
        rule = Message(CONTRADICTING, {"message": one.message})
        yield found(f"contradiction.{one.id}", rule, rows, n=int((rows | answers).sum()))


def unknowing(replies: Replies) -> Iterator[Found]:
    """``dont_know``: its share of the questions asked that allow it."""
    asked, unknown = np.zeros(len(replies), dtype=np.int64), np.zeros(len(replies), dtype=np.int64)
    for name, question in replies.table.instrument.questions.items():
        if question.type != "text" and question.dk != "no":
            asked += replies.is_shown(name)
            unknown += replies.states[name] == State.DONT_KNOW
    share = np.divide(unknown, asked, out=np.zeros(len(replies)), where=asked > 0)
    figures = {"dont_know": share}
    rows = (asked > 0) & (share >= OFTEN_UNKNOWN)
    yield found("dont_know", Message(UNKNOWN), rows, Message(UNKNOWN_LIMIT), n=int((asked > 0).sum()), figures=figures)


def copied(replies: Replies) -> Iterator[Found]:
    """``same_answers``: rows with the same code in every cell; ``same_as`` is the place of another one, −1 without."""
    codes = replies.table.codes
    there = np.flatnonzero((codes >= 0).any(axis=1))
    other = np.full(len(codes), -1, dtype=np.int64)
    other[there] = _same_as(codes, there)
    figures = {"same_as": other}
    yield found("same_answers", Message(COPIES), other >= 0, Message(COPIES_LIMIT), n=len(there), figures=figures)


def _same_as(codes: np.ndarray, places: np.ndarray) -> np.ndarray:
    """For each row at ``places`` the first with the same codes, for that one the last of them; −1 where it is alone."""
    marks = pd.Series(_fingerprints(codes)[places])
    among = pd.Series(places).groupby(marks)
    first, last = among.transform("first").to_numpy(), among.transform("last").to_numpy()
    other = np.where(places == first, last, first)
    candidates = np.flatnonzero(other != places)
    unequal = (codes[places[candidates]] != codes[other[candidates]]).any(axis=1)
    other[candidates[unequal]] = -1  # others hardly ever have the same mark
    other[other == places] = -1
    return other


def _fingerprints(codes: np.ndarray) -> np.ndarray:
    """A number of 64 bits for each row; equal rows have the same, and others hardly ever."""
    factors: np.ndarray = np.random.default_rng(0).integers(1, 2**63, size=(codes.shape[1],), dtype=np.uint64)
    marks: np.ndarray = np.zeros(len(codes), dtype=np.uint64)
    for place, factor in enumerate(factors):
        marks += codes[:, place].astype(np.uint64) * factor
    return marks
