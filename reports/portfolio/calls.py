"""Whom to call, and why: near the next level, further than before, no further, or not finished."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from reports.portfolio.told import Told
from reports.portfolio.values import Call, CallList
from scoring.portfolio import call
from scoring.progress import PLACES

TOLD = 10
"""So many of each list are told."""


def call_lists(told: Told) -> tuple[CallList, ...]:
    """The lists that somebody is on; none without names, since whom to call is no matter of outsiders."""
    if not told.with_names:
        return ()
    found = call(told.portfolio)
    made = (
        _close(told, found.close),
        _improved(told, found.improved),
        _stuck(told),
        _unfinished(told),
    )
    return tuple(one for one in made if one.n)


def calls_lead(told: Told, lists: Sequence[CallList]) -> str:
    """How to read the lists; "" where there are none by design."""
    _ = told.words.translations.gettext
    if not told.with_names:
        return ""
    if not lists:
        return _(
            "Nobody stands out: no client is near the next level, has changed since the stage before or is waiting."
        )
    return _("One client may stand in several lists. Each begins with those whom it concerns most.")


def _close(told: Told, missing: pd.Series) -> CallList:
    _ = told.words.translations.gettext
    return _list(
        told,
        "close",
        (_("Close to the next level"), _("A talk and one finished action may carry them over.")),
        len(missing),
        [(told.names[row], _to_next(told, row, points)) for row, points in _first(missing)],
    )


def _to_next(told: Told, row: int, missing: float) -> str:
    """How far it is: whole points up, at least one, as on the report of the client."""
    points = max(1, math.ceil(round(missing, PLACES)))
    template = told.words.translations.ngettext(
        "{score}: {n} point to “{level}”", "{score}: {n} points to “{level}”", points
    )
    level = told.instrument.levels[int(told.portfolio.level.iloc[row]) + 1].title
    return template.format(score=_score(told, row), n=told.words.number(points), level=level)


def _improved(told: Told, gained: pd.Series) -> CallList:
    _ = told.words.translations.gettext
    return _list(
        told,
        "improved",
        (_("Further than before"), _("Ask what helped; others can learn from it.")),
        len(gained),
        [(told.names[row], _changed(told, row, points)) for row, points in _first(gained)],
    )


def _stuck(told: Told) -> CallList:
    """Those whose overall score did not rise since the stage before, the largest loss first."""
    _ = told.words.translations.gettext
    change = np.round(told.portfolio.change.to_numpy(dtype=np.float64), PLACES)
    rows = np.flatnonzero(change <= 0)
    rows = rows[np.argsort(change[rows], kind="stable")]
    return _list(
        told,
        "stuck",
        (_("No further than before"), _("Ask what stands in the way.")),
        len(rows),
        [(told.names[row], _changed(told, row, points)) for row, points in _first(pd.Series(change[rows], index=rows))],
    )


def _changed(told: Told, row: int, points: float) -> str:
    template = told.words.translations.gettext("{score}: {change} since the stage before")
    return template.format(score=_score(told, row), change=told.words.signed(points, 1))


def _unfinished(told: Told) -> CallList:
    _ = told.words.translations.gettext
    waiting = told.covered.unfinished
    return _list(
        told,
        "unfinished",
        (_("Begun and not finished"), _("Offer to fill in the rest together.")),
        len(waiting),
        [(one.firm, _waiting(told, one.since)) for one in waiting[:TOLD]],
    )


def _waiting(told: Told, since: datetime.date | None) -> str:
    _ = told.words.translations.gettext
    if since is None:
        return _("begun")
    return _("untouched since {date}").format(date=told.words.date(since))


def _score(told: Told, row: int) -> str:
    return told.scores(told.overall[[row]])[0]


def _first(values: pd.Series) -> list[tuple[int, float]]:
    head = values.iloc[:TOLD]
    return [(int(row), float(value)) for row, value in zip(head.index, head, strict=True)]


def _list(told: Told, name: str, words: tuple[str, str], n: int, calls: Sequence[tuple[str, str]]) -> CallList:
    """A list with its first entries."""
    ngettext, number = told.words.translations.ngettext, told.words.number
    left = n - len(calls)
    more = ngettext("and {n} more", "and {n} more", left).format(n=number(left)) if left else ""
    counted = ngettext("{n} client", "{n} clients", n).format(n=number(n))
    return CallList(name, words[0], words[1], n, counted, tuple(Call(firm, why) for firm, why in calls), more)
