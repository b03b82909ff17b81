"""What a portfolio comes to: levels, the actions that would bring most, and progress, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flask_babel import format_percent, get_locale
from flask_babel import gettext as _

from reports.firm.wording import Words
from reports.portfolio.progress import stages_title
from scoring.instrument import Instrument
from scoring.portfolio import Paired, Portfolio, most_needed
from survey.languages import translations

TOP = 10
"""Actions on the page; the workbook has all of them."""


@dataclass(frozen=True)
class LevelLine:
    """How many clients are at a level; ``share`` (0 to 1) of those that have one."""

    title: str
    clients: int
    share: float
    percent: str


@dataclass(frozen=True)
class ActionLine:
    """An action, how many clients need it, and the points that it would bring each of them on average."""

    id: str
    title: str
    clients: int
    percent: str
    each: str


@dataclass(frozen=True)
class DimensionLine:
    title: str
    n: int
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class PairLine:
    """What changed between two stages; ``interval``: of the mean change, "" where fewer than two have both."""

    pair: Paired
    title: str
    before: str
    after: str
    change: str
    interval: str
    dimensions: Sequence[DimensionLine]


def levels(portfolio: Portfolio) -> list[LevelLine]:
    """All levels, the lowest first."""
    known = portfolio.level.to_numpy()
    counts = np.bincount(known[known >= 0], minlength=len(portfolio.instrument.levels)).tolist()
    total = sum(counts) or 1
    return [
        LevelLine(level.title, clients, clients / total, percent(clients / total))
        for level, clients in zip(portfolio.instrument.levels, counts, strict=True)
    ]


def needed(portfolio: Portfolio) -> list[ActionLine]:
    """The actions that would bring all clients together most points, these first."""
    found, known = most_needed(portfolio).head(TOP), portfolio.instrument.actions_by_id
    columns = (found[name].tolist() for name in ("action", "n", "share", "each"))
    return [
        ActionLine(action, known[action].title, clients, percent(share), words().points(each))
        for action, clients, share, each in zip(*columns, strict=True)
    ]


def progress(portfolio: Portfolio) -> list[PairLine]:
    return [_pair(one, portfolio.instrument) for one in portfolio.paired]


def stages_named(first: str, second: str) -> str:
    """Two stages as the report on paper calls them."""
    return stages_title(words(), first, second)


def words() -> Words:
    """Numbers as the report on paper has them, in the visitor's language."""
    return Words(get_locale(), translations(get_locale()))


def percent(share: float) -> str:
    return str(format_percent(share, format="0 %"))


def _pair(one: Paired, instrument: Instrument) -> PairLine:
    known = not np.isnan(one.low)
    ends = {"low": _signed(one.low), "high": _signed(one.high)} if known else {}
    return PairLine(
        pair=one,
        title=stages_named(one.first, one.second),
        before=_mean(one.before),
        after=_mean(one.after),
        change=_signed(one.change),
        interval=_("%(low)s to %(high)s", **ends) if known else "",
        dimensions=[
            DimensionLine(dimension.title, n, _mean(before), _mean(after), _signed(change))
            for dimension, n, before, after, change in zip(instrument.dimensions, *_columns(one), strict=True)
        ],
    )


def _columns(one: Paired) -> Iterator[list[Any]]:
    return (one.dimensions[name].tolist() for name in ("n", "before", "after", "change"))


def _mean(value: float) -> str:
    """Means to one decimal: a difference of means is what is to be read."""
    return "" if np.isnan(value) else words().number(value, 1)


def _signed(value: float) -> str:
    return "" if np.isnan(value) else words().signed(value, 1)
