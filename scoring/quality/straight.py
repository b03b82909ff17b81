"""Straight-lining: the same place on the scale again and again. By place and not by points, so that a reversed question
does not hide it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from scoring.instrument import GridQuestion, SingleQuestion
from scoring.messages import N_, Message
from scoring.quality.checks import Found, found
from scoring.quality.replies import Replies

LEAST_ROWS = 3
"""Answered rows that a grid needs before it can be called flat."""

LEAST_RUN = 6
"""Shortest run that is pointed out, so that a short questionnaire does not point out everybody: our judgement."""

RUN_SHARE = 0.5
"""A run is pointed out from this share of the questions on: Curran's (2016) careful rule, half the scale."""

FLAT = N_(
    "The same choice in all rows of every grid with three answered rows or more (nondifferentiation: Herzog & Bachman"
    " 1981, Krosnick 1991)."
)
RUN = N_(
    "The same place on the scale in at least half of the single-choice questions that were asked, one after the other,"
    " and six at least (long string: Johnson 2005; half: Curran 2016; six is our judgement)."
)
ONE_LEVEL = N_(
    "A firm may truly be at one level throughout: one that has nothing yet chooses the first answer everywhere."
)
OTHERS_BETWEEN = N_(
    "Questions of other types and hidden ones are passed over; one without an answer ends the run. The same place need"
    " not mean the same in two questions, and their scales may differ in length."
)


def flat(replies: Replies) -> Iterator[Found]:
    """``flat_grids``: every grid that can be looked at is flat; figures: ``grids`` of these, and ``flat_grids``."""
    grids, flats = np.zeros(len(replies), dtype=np.int16), np.zeros(len(replies), dtype=np.int16)
    for name, question in replies.table.instrument.questions.items():
        if isinstance(question, GridQuestion) and len(question.rows) >= LEAST_ROWS:
            looked_at, same = _flat(replies.codes(name))
            looked_at &= replies.is_shown(name)
            grids += looked_at
            flats += looked_at & same
    rows = (grids > 0) & (flats == grids)
    figures = {"grids": grids, "flat_grids": flats}
    yield found("flat_grids", Message(FLAT), rows, Message(ONE_LEVEL), n=int((grids > 0).sum()), figures=figures)


def _flat(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of a grid's codes (rows, n): where enough rows are answered, and where all answered ones are the same."""
    answered = codes >= 0
    least = np.where(answered, codes, np.int8(127)).min(axis=0)
    return answered.sum(axis=0) >= LEAST_ROWS, codes.max(axis=0) == least


def long_run(replies: Replies) -> Iterator[Found]:
    """``long_run``; figures: ``longest_run`` of the same place, and ``single_choice`` questions that were asked."""
    names = [
        name for name, question in replies.table.instrument.questions.items() if isinstance(question, SingleQuestion)
    ]
    longest, asked, answered = _longest(replies, names)
    rows = longest >= np.maximum(LEAST_RUN, RUN_SHARE * asked)
    figures = {"single_choice": asked, "longest_run": longest}
    limits = (Message(ONE_LEVEL), Message(OTHERS_BETWEEN))
    yield found("long_run", Message(RUN), rows, *limits, n=int((answered >= LEAST_RUN).sum()), figures=figures)


def _longest(replies: Replies, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The longest run of the same place for each firm, and how many of these questions it was asked and answered."""
    longest, run, asked, answered = (np.zeros(len(replies), dtype=np.int16) for _ in range(4))
    last: np.ndarray = np.full(len(replies), -1, dtype=np.int8)
    for name in names:
        code, is_shown = replies.codes(name)[0], replies.is_shown(name)
        after = np.where(code < 0, 0, np.where(code == last, run + 1, 1)).astype(np.int16)
        run = np.where(is_shown, after, run)
        last = np.where(is_shown, code, last)
        asked += is_shown
        answered += is_shown & (code >= 0)
        np.maximum(longest, run, out=longest)
    return longest, asked, answered
