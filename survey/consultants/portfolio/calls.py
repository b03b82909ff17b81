"""Whom to call, and why: four lists of clients with the reason for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from scoring.portfolio import call
from scoring.scores import points_to_next, shown_change
from survey.consultants.clients.wording import change_shown, level_shown, score_shown, state_words
from survey.consultants.portfolio.choosing import Chosen
from survey.storage.portfolios import Waiting

FIRST = 5
"""Clients of each list on the page of the portfolio."""

LISTS = ("stuck", "improved", "close", "unfinished")


@dataclass(frozen=True)
class Called:
    """A client to call, and why; ``points``: those that the reason tells, None where it is about days."""

    client: str
    firm: str
    reason: str
    points: float | None = None


@dataclass(frozen=True)
class CallList:
    """One list, from its beginning; ``total``: how many there are in all."""

    id: str
    title: str
    about: str
    clients: Sequence[Called]
    total: int


def call_lists(chosen: Chosen) -> list[CallList]:
    """All four, each up to the first few."""
    return [call_list(chosen, name, 0, FIRST) for name in LISTS]


def call_list(chosen: Chosen, name: str, start: int, stop: int) -> CallList:
    """Clients of one list from ``start`` up to ``stop``."""
    title, about = _words()[name]
    clients, total = _FOUND[name](chosen, start, stop)
    return CallList(name, title, about, clients, total)


def _words() -> Mapping[str, tuple[str, str]]:
    return {
        "stuck": (_("Stuck"), _("Begun, and untouched for 14 days or more; longest first.")),
        "improved": (_("Improved"), _("Higher overall than at the assessment before; most first.")),
        "close": (
            _("Close to the next level"),
            _("At most 15 % of a level, or one point, is missing; fewest points first."),
        ),
        "unfinished": (_("Not finished"), _("Asked, opened or begun less than 14 days ago; longest untouched first.")),
    }


def _stuck(chosen: Chosen, start: int, stop: int) -> tuple[list[Called], int]:
    found = [one for one in chosen.waiting if one.state == "stalled"]
    return [_waits(chosen, one) for one in found[start:stop]], len(found)


def _unfinished(chosen: Chosen, start: int, stop: int) -> tuple[list[Called], int]:
    found = [one for one in chosen.waiting if one.state != "stalled"]
    return [_waits(chosen, one) for one in found[start:stop]], len(found)


def _improved(chosen: Chosen, start: int, stop: int) -> tuple[list[Called], int]:
    found = call(chosen.portfolio).improved
    return _scored(chosen, found[start:stop], _risen), len(found)


def _close(chosen: Chosen, start: int, stop: int) -> tuple[list[Called], int]:
    found = call(chosen.portfolio).close
    return _scored(chosen, found[start:stop], _nearly), len(found)


_FOUND: Mapping[str, Callable[[Chosen, int, int], tuple[list[Called], int]]] = {
    "stuck": _stuck,
    "improved": _improved,
    "close": _close,
    "unfinished": _unfinished,
}


def _waits(chosen: Chosen, one: Waiting) -> Called:
    client, firm = chosen.named(one)
    since = format_date(one.since, "medium")
    state = state_words("begun" if one.state == "stalled" else one.state, one.since, one.since)
    if one.state == "update":
        state = _("an update is open")
    return Called(client, firm, _("%(state)s, last touched on %(date)s", state=state, date=since))


def _scored(chosen: Chosen, found: pd.Series, why: Callable[[Chosen, int], tuple[str, float]]) -> list[Called]:
    rows = chosen.portfolio.profile.iloc[found.index]
    columns = (rows["client"], rows["firm"], found.index.tolist())
    return [Called(client, firm, *why(chosen, row)) for client, firm, row in zip(*columns, strict=True)]


def _risen(chosen: Chosen, row: int) -> tuple[str, float]:
    """As the two scores are shown; a rise that these do not show is still told."""
    now, instrument = float(chosen.portfolio.overall.iloc[row]), chosen.instrument
    before = now - float(chosen.portfolio.change.iloc[row])
    points, shown = shown_change(instrument, before, now), score_shown(now, instrument)
    if not points:
        return _("less than a point more, now at %(score)s", score=shown), points
    return _(
        "%(change)s since the assessment before, now at %(score)s",
        change=change_shown(now, before, instrument),
        score=shown,
    ), points


def _nearly(chosen: Chosen, row: int) -> tuple[str, float]:
    """Whole points up, at least one, as on the report of the client."""
    points = points_to_next(chosen.instrument, float(chosen.portfolio.overall.iloc[row])) or 1
    level = level_shown(int(chosen.portfolio.level.iloc[row]) + 1, chosen.instrument)
    return ngettext("%(num)s point to “%(level)s”", "%(num)s points to “%(level)s”", points, level=level), points
