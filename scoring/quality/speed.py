"""Too fast: the seconds that answering took, where a column of the sheet says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from scoring.answers import AnswerTable
from scoring.coding import shortened
from scoring.columns import Fault, understood
from scoring.instrument import BLANK, GridQuestion, TextQuestion
from scoring.messages import N_, Message
from scoring.quality.checks import Found, found
from scoring.quality.replies import Replies
from scoring.scores import State

COLUMN = "seconds"
"""Name of the carried column, in any case."""

LEAST_SECONDS = 2.0
"""Seconds that an item takes to be read and answered (Huang et al. 2012, Journal of Business and Psychology 27:99)."""

FACTOR = 2.0
"""Times the median speed from which answers are suspect (Leiner 2019, Survey Research Methods 13:229, whose index is
the mean of one for each page)."""

LEAST_TIMED = 20
"""Rows with a time from which there is a median speed: of fewer, a firm is too much of its own yardstick."""

UNDER_TWO = N_(
    "Less than 2 seconds for each item that was replied to (Huang et al. 2012); each row of a grid is an item, and free"
    " text takes no part."
)
TWICE = N_(
    "At least twice as fast, for each item that was replied to, as the median of those with a time (after the relative"
    " speed index of Leiner 2019, which goes by page and not by questionnaire)."
)
PAUSES = N_("Pauses and several sittings are in these seconds: a firm can be faster than they say, and not slower.")
PREPARED = N_("One that has its answers ready, or is interviewed from notes, is fast for a good reason.")
NOT_SECONDS = N_(
    "“{value}” is not a number of seconds. Write a number above 0, for example 840; one that is not known stays empty."
)


def seconds_of(table: AnswerTable) -> tuple[np.ndarray | None, list[Fault]]:
    """Seconds of each row, float64 (n,), NaN where not known; None without the column; and the cells that are none.

    A cell with a fault counts as not known.
    """
    names = [
        name
        for name in table.extra.columns
        if str(name).strip().casefold() == COLUMN and name not in table.instrument.questions
    ]
    if not names:
        return None, []
    column = table.extra[names[0]]
    texts = column.astype(object).where(column.notna(), "").map(str).astype("str")
    values, faults = understood(texts, str(names[0]), _read, np.nan)
    return values.astype(np.float64), faults


_NUMBER = re.compile(r"[0-9]{1,9}([.,][0-9]{1,9})?")
_ONE_OR_THOUSAND = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def _read(text: str) -> float | Message:
    """Decimal point or comma; 1,000 is refused where it could be one or a thousand, as in an answer."""
    unclear = not _NUMBER.fullmatch(text) or _ONE_OR_THOUSAND.fullmatch(text)
    number = 0.0 if unclear else float(text.replace(",", "."))
    return number if number > 0 else Message(NOT_SECONDS, {"value": shortened(text)})


def too_fast(replies: Replies) -> Iterator[Found]:
    """``under_two_seconds`` and ``twice_as_fast``; nothing without the column. Figures: ``seconds``,
    ``seconds_per_item``, and ``speed_index``, median / own seconds per item, all NaN where not known."""
    seconds, _ = seconds_of(replies.table)
    if seconds is None:
        return
    items = _items(replies)
    each = np.divide(seconds, items, out=np.full(len(items), np.nan), where=items > 0)
    timed = ~np.isnan(each)
    n, limits = int(timed.sum()), (Message(PAUSES), Message(PREPARED))
    figures = {"seconds": seconds, "seconds_per_item": each}
    yield found("under_two_seconds", Message(UNDER_TWO), each < LEAST_SECONDS, *limits, n=n, figures=figures)
    enough = n >= LEAST_TIMED
    index = float(np.median(each[timed])) / each if enough else np.full(len(each), np.nan)
    figures = {"speed_index": index}
    yield found("twice_as_fast", Message(TWICE), index >= FACTOR, *limits, n=n if enough else 0, figures=figures)


def _items(replies: Replies) -> np.ndarray:
    """What each firm replied to: questions, and rows of grids, with an answer, n/a or don't know; float64 (n,)."""
    items = np.zeros(len(replies))
    for name, question in replies.table.instrument.questions.items():
        if isinstance(question, TextQuestion):
            continue
        if isinstance(question, GridQuestion):
            items += (replies.codes(name) != BLANK).sum(axis=0) * replies.is_shown(name)
        else:
            items += replies.is_shown(name) & (replies.states[name] != State.BLANK)
    return items
