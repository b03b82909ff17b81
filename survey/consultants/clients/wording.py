"""Clients and their assessments in words: how far each is, what it reached, who gave the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from scoring.instrument import Instrument
from scoring.messages import WaymarkError
from scoring.scores import rounded, shown_change
from survey import instruments
from survey.storage.client_assessments import State
from survey.storage.values import Source


def state_words(state: State, touched: datetime, finished: datetime | None) -> str:
    """The state of one client or assessment. ``touched``: when that was last changed."""
    return str(_WORDS[state](touched, finished))


_WORDS: Mapping[State, Callable[[datetime, datetime | None], str]] = {
    "none": lambda *_when: _("no assessment yet"),
    "invited": lambda *_when: _("invited, not begun"),
    "opened": lambda *_when: _("opened, nothing answered yet"),
    "begun": lambda *_when: _("begun"),
    "stalled": lambda touched, _finished: _("stalled since %(date)s", date=format_date(touched, "medium")),
    "finished": lambda _touched, finished: _("finished on %(date)s", date=format_date(finished, "medium")),
    "update": lambda _touched, finished: _("finished on %(date)s, update open", date=format_date(finished, "medium")),
}


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


def by_reference(references: Iterable[str]) -> dict[str, Instrument | None]:
    """The instruments of these references, each loaded once; None for one that was taken away since."""
    return {reference: _loaded(reference) for reference in set(references)}


def score_shown(overall: float | None, instrument: Instrument | None) -> str:
    """The score as on the page of results; "" where there is none."""
    if overall is None:
        return ""
    digits = _rounded(overall, instrument)
    places = len(digits.partition(".")[2])
    return str(format_decimal(float(digits), format=f"0.{'0' * places}" if places else "0"))


def level_shown(level: int | None, instrument: Instrument | None) -> str:
    """The name of the level; "" where there is no score."""
    if level is None or instrument is None or not 0 <= level < len(instrument.levels):
        return ""
    return instrument.levels[level].title


def change_shown(after: float | None, before: float | None, instrument: Instrument | None) -> str:
    """By how much the score has changed, as the difference of the two that are shown; "" where one is missing."""
    if after is None or before is None:
        return ""
    change = shown_change(instrument, before, after) if instrument else float(f"{after:.0f}") - float(f"{before:.0f}")
    return str(format_decimal(change, format="+0.#;−0.#")) if change else str(_("unchanged"))


def _rounded(overall: float, instrument: Instrument | None) -> str:
    return rounded(overall, instrument) if instrument else f"{overall:.0f}"


def _loaded(reference: str) -> Instrument | None:
    try:
        return instruments.by_reference(reference)
    except WaymarkError:
        return None
