"""Batches in words: where one stands, how long it takes, how large it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _

from survey.languages import named
from survey.storage.batches import Batch, BatchStatus, Item, Only
from survey.storage.models import now

SECONDS_OF_A_MINUTE = 60
MINUTES_OF_AN_HOUR = 60


def suggested_name() -> str:
    return str(_("Roadmaps of %(date)s", date=format_date(now(), "long")))


def status_words(status: BatchStatus) -> str:
    """Where a batch stands, in a line of the list."""
    told = {
        "waiting": _("waits for its turn"),
        "running": _("being made"),
        "paused": _("paused"),
        "packing": _("being packed"),
        "done": _("ready"),
        "cancelled": _("cancelled"),
    }
    return str(told[status])


def item_words(item: Item) -> str:
    """Where one report stands."""
    if item.status == "done" and not item.has_file:
        return str(_("removed"))
    told = {
        "waiting": _("waiting"),
        "running": _("being made"),
        "done": _("ready"),
        "failed": _("set aside"),
        "cancelled": _("not made"),
    }
    return str(told[item.status])


def count_words(count: int, only: Only, batch: Batch) -> str:
    """How many reports of a kind there are."""
    number = format_decimal(count)
    is_gone = batch.status == "cancelled" or batch.has_expired
    told = {
        "": _("all %(count)s", count=number),
        "failed": _("%(count)s set aside", count=number),
        "done": _("%(count)s removed", count=number) if is_gone else _("%(count)s ready", count=number),
        "open": _("%(count)s not made", count=number) if is_gone else _("%(count)s to be made", count=number),
    }
    return str(told[only])


def progress(batch: Batch) -> str:
    """How much of the batch there is."""
    return _COUNTS.get(batch.status, _made)(batch)


def next_step(batch: Batch) -> str:
    """What comes next, and when; "" where nothing does."""
    return _NEXT[batch.status](batch)


def time_words(seconds: float | None) -> str:
    """How long something still takes; None: nobody knows yet."""
    if seconds is None:
        return str(_("How long it takes is known in a moment."))
    if seconds < SECONDS_OF_A_MINUTE:
        return str(_("Less than a minute left."))
    minutes = math.ceil(seconds / SECONDS_OF_A_MINUTE)
    if minutes <= MINUTES_OF_AN_HOUR:
        return str(ngettext("About %(num)s minute left.", "About %(num)s minutes left.", minutes))
    hours = math.ceil(minutes / MINUTES_OF_AN_HOUR)
    return str(ngettext("About %(num)s hour left.", "About %(num)s hours left.", hours))


def size_words(size: int) -> str:
    """Bytes as a person says them."""
    if size < 1_000_000:
        return str(_("%(n)s kB", n=format_decimal(max(1, round(size / 1000)))))
    if size < 1_000_000_000:
        return str(_("%(n)s MB", n=format_decimal(round(size / 1_000_000, 1))))
    return str(_("%(n)s GB", n=format_decimal(round(size / 1_000_000_000, 1))))


def language_name(code: str) -> str:
    """What a language calls itself, as the frame of the page does; its code where it is not offered any more."""
    return dict(named()).get(code, code)


def _waiting(batch: Batch) -> str:
    number = format_decimal(batch.total)
    return str(
        ngettext("%(n)s roadmap waits for its turn.", "%(n)s roadmaps wait for their turn.", batch.total, n=number)
    )


def _made(batch: Batch) -> str:
    numbers = {"done": format_decimal(batch.done), "n": format_decimal(batch.total)}
    return str(ngettext("%(done)s of %(n)s roadmap made.", "%(done)s of %(n)s roadmaps made.", batch.total, **numbers))


def _ready(batch: Batch) -> str:
    number = format_decimal(batch.done)
    return str(ngettext("%(n)s roadmap is ready.", "%(n)s roadmaps are ready.", batch.done, n=number))


_COUNTS: Mapping[BatchStatus, Callable[[Batch], str]] = {
    "waiting": _waiting,
    "done": _ready,
    "cancelled": lambda _batch: str(_("Cancelled.")),
}


_NEXT: Mapping[BatchStatus, Callable[[Batch], str]] = {
    "waiting": lambda _batch: str(_("It begins as soon as the worker is free.")),
    "running": lambda batch: time_words(batch.seconds_left),
    "paused": lambda _batch: str(_("Paused: nothing more is made until somebody lets it go on.")),
    "packing": lambda _batch: str(_("They are being put into one ZIP.")),
    "done": lambda batch: str(_("Their files were kept for a while and are removed.")) if batch.has_expired else "",
    "cancelled": lambda _batch: str(_("What had been made is removed.")),
}
