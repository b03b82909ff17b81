"""Whom to call, and why: stuck, improved, close to the next level, not finished, or no further than before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from reports.portfolio.told import Told
from reports.portfolio.values import Call, CallList, State, Waiting
from scoring.portfolio import call
from scoring.progress import PLACES
from scoring.scores import points_to_next, shown_change

TOLD = 10
"""So many of each list are told."""


def call_lists(told: Told) -> tuple[CallList, ...]:
    """The lists that somebody is on; none without names, since whom to call is no matter of outsiders."""
    if not told.with_names:
        return ()
    found = call(told.portfolio)
    made = (
        _stuck(told),
        _improved(told, found.improved),
        _close(told, found.close),
        _unfinished(told),
        _no_further(told),
    )
    return tuple(one for one in made if one.n)


def calls_lead(told: Told, lists: Sequence[CallList]) -> str:
    """How to read the lists; "" where there are none by design."""
    _ = told.words.translations.gettext
    if not told.with_names:
        return ""
    if not lists:
        return _(
            "Nobody stands out: no client is near the next level, has changed since the assessment before or is"
            " waiting."
        )
    return _("One client may stand in several lists. Each begins with those whom it concerns most.")


def _close(told: Told, missing: pd.Series) -> CallList:
    _ = told.words.translations.gettext
    words = _("Close to the next level"), _("A talk and one finished action may carry them over.")
    return _list(told, "close", words, len(missing), [_near(told, row) for row, _points in _first(missing)])


def _near(told: Told, row: int) -> Call:
    return Call(told.names[row], _to_next(told, row))


def _to_next(told: Told, row: int) -> str:
    """How far it is: whole points up, at least one, as on the report of the client."""
    points = points_to_next(told.instrument, float(told.overall[row])) or 1
    template = told.words.translations.ngettext(
        "{score}: {n} point to “{level}”", "{score}: {n} points to “{level}”", points
    )
    level = told.instrument.levels[int(told.portfolio.level.iloc[row]) + 1].title
    return template.format(score=_score(told, row), n=told.words.number(points), level=level)


def _improved(told: Told, gained: pd.Series) -> CallList:
    _ = told.words.translations.gettext
    words = _("Improved"), _("Ask what helped; others can learn from it.")
    return _list(told, "improved", words, len(gained), [_changed(told, *one) for one in _first(gained)])


def _no_further(told: Told) -> CallList:
    """Those whose overall score did not rise since the stage before, the largest loss first."""
    _ = told.words.translations.gettext
    change = np.round(told.portfolio.change.to_numpy(dtype=np.float64), PLACES)
    rows = np.flatnonzero(change <= 0)
    rows = rows[np.argsort(change[rows], kind="stable")]
    words = _("No further than before"), _("Ask what stands in the way.")
    calls = [_changed(told, *one) for one in _first(pd.Series(change[rows], index=rows))]
    return _list(told, "no_further", words, len(rows), calls)


def _changed(told: Told, row: int, points: float) -> Call:
    """The change as it is shown; what is too small for that is still told apart from nothing."""
    _ = told.words.translations.gettext
    template = _("{score}: {change} since the assessment before")
    if not shown_change(told.instrument, float(told.overall[row]) - points, float(told.overall[row])):
        template = _("{score}: less than a point more than before") if points > 0 else _("{score}: as before")
    return Call(told.names[row], template.format(score=_score(told, row), change=told.change(row)))


def _stuck(told: Told) -> CallList:
    _ = told.words.translations.gettext
    found = [one for one in told.covered.waiting if one.state == "stalled"]
    words = _("Stuck"), _("Begun, and untouched for long. Ask what stands in the way.")
    return _list(told, "stuck", words, len(found), [_waits(told, one) for one in found[:TOLD]])


def _unfinished(told: Told) -> CallList:
    _ = told.words.translations.gettext
    found = [one for one in told.covered.waiting if one.state != "stalled"]
    words = _("Not finished"), _("Offer to fill in the rest together.")
    return _list(told, "unfinished", words, len(found), [_waits(told, one) for one in found[:TOLD]])


def _waits(told: Told, one: Waiting) -> Call:
    template = _waiting(told)[one.state]
    return Call(one.firm, template.format(date=told.words.date(one.since)))


def _waiting(told: Told) -> Mapping[State, str]:
    _ = told.words.translations.gettext
    return {
        "invited": _("invited, not begun since {date}"),
        "opened": _("opened, not begun since {date}"),
        "begun": _("begun, last touched on {date}"),
        "stalled": _("untouched since {date}"),
        "update": _("update open since {date}"),
    }


def _score(told: Told, row: int) -> str:
    return told.scores(told.overall[[row]])[0]


def _first(values: pd.Series) -> list[tuple[int, float]]:
    head = values.iloc[:TOLD]
    return [(int(row), float(value)) for row, value in zip(head.index, head, strict=True)]


def _list(told: Told, name: str, words: tuple[str, str], n: int, calls: Sequence[Call]) -> CallList:
    """A list with its first entries."""
    ngettext, number = told.words.translations.ngettext, told.words.number
    left = n - len(calls)
    more = ngettext("and {n} more", "and {n} more", left).format(n=number(left)) if left else ""
    counted = ngettext("{n} client", "{n} clients", n).format(n=number(n))
    return CallList(name, words[0], words[1], n, counted, tuple(calls), more)
