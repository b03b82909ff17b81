"""Clients and their assessments in words: how far each is, what it reached, who gave the answers."""

from __future__ import annotations

from datetime import datetime

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from scoring.messages import WaymarkError
from scoring.scores import rounded
from survey import instruments
from survey.storage.client_assessments import State
from survey.storage.values import Source


def state_words(state: State, touched: datetime, finished: datetime | None) -> str:
    """The state of one client or assessment. ``touched``: when that was last changed."""
    dates = {"since": format_date(touched, "medium"), "date": format_date(finished, "medium") if finished else ""}
    words = {
        "none": _("no assessment yet"),
        "invited": _("invited, not begun"),
        "opened": _("opened, nothing answered yet"),
        "begun": _("begun"),
        "stalled": _("stalled since %(since)s", **dates),
        "finished": _("finished on %(date)s", **dates),
        "update": _("finished on %(date)s, update open", **dates),
    }
    return str(words[state])


def state_counts() -> dict[State, str]:
    """How each state is called above the list, behind the number of its clients."""
    return {
        "none": _("without assessment"),
        "invited": _("invited, not begun"),
        "opened": _("opened, not begun"),
        "begun": _("begun"),
        "stalled": _("stalled"),
        "finished": _("finished"),
        "update": _("with an update open"),
    }


def source_words() -> dict[Source, str]:
    return {
        "self": _("answered by the firm"),
        "interview": _("asked by an adviser"),
        "import": _("from a sheet"),
    }


def score_shown(overall: float | None, instrument: str) -> str:
    """The score as on the page of results; "" where there is none."""
    if overall is None:
        return ""
    digits = _rounded(overall, instrument)
    places = len(digits.partition(".")[2])
    return str(format_decimal(float(digits), format=f"0.{'0' * places}" if places else "0"))


def level_shown(level: int | None, instrument: str) -> str:
    """The name of the level; "" where there is no score."""
    if level is None or level < 0:
        return ""
    try:
        levels = instruments.by_reference(instrument).levels
    except WaymarkError:
        return ""
    return levels[level].title if level < len(levels) else ""


def change_shown(after: float | None, before: float | None, instrument: str) -> str:
    """By how much the score has changed, as the difference of the two that are shown; "" where one is missing."""
    if after is None or before is None:
        return ""
    change = float(_rounded(after, instrument)) - float(_rounded(before, instrument))
    return str(format_decimal(round(change, 1), format="+0.#;−0.#")) if round(change, 1) else str(_("unchanged"))


def _rounded(overall: float, instrument: str) -> str:
    try:
        return rounded(overall, instruments.by_reference(instrument))
    except WaymarkError:  # an instrument that was taken away since: its levels are not known, the number is
        return f"{overall:.0f}"
