"""How the figures of a portfolio are made, and what they cannot say."""

from __future__ import annotations

import datetime

from reports.firm.method import judgement, level_ranges, made_by, unofficial
from reports.firm.standing import level_lines
from reports.portfolio.told import Told
from scoring.progress import LIMITS


def method(told: Told, date: datetime.date) -> tuple[str, ...]:
    """The method and its limits; the last sentence names exactly what was computed by what."""
    words, instrument = told.words, told.instrument
    return tuple(
        sentence
        for sentence in (
            *(_figures(told) if len(told.portfolio) else ()),
            level_ranges(words, level_lines(words, instrument)),
            judgement(words, instrument),
            unofficial(words, instrument),
            instrument.source,
            made_by(words, instrument, date),
        )
        if sentence
    )


def _figures(told: Told) -> tuple[str, ...]:
    """What there is to say where anybody has a result."""
    return (
        _counted(told),
        _scores(told),
        _quartiles(told),
        _no_norm(told),
        _needs(told),
        *(_paired(told) if told.portfolio.paired else ()),
        _nameless(told),
    )


def _counted(told: Told) -> str:
    """On whom every figure rests."""
    n = len(told.portfolio)
    template = told.words.translations.ngettext(
        "Every figure rests on the newest finished assessment of {n} client. The answers are the firms’ own, or taken"
        " in an interview; nobody checked them.",
        "Every figure rests on the newest finished assessment of {n} clients. The answers are the firms’ own, or taken"
        " in interviews; nobody checked them.",
        n,
    )
    return template.format(n=told.words.number(n))


def _scores(told: Told) -> str:
    _ = told.words.translations.gettext
    return _(
        "A client without enough answers has no score; it is left out of means and counts, never counted as zero, so n"
        " can differ from part to part."
    )


def _quartiles(told: Told) -> str:
    _ = told.words.translations.gettext
    return _(
        "A quarter of the clients lies below the middle half and a quarter above it (quantiles of type 7). Figures are"
        " rounded one by one, so that sums and differences may seem to be off by one in the last place."
    )


def _no_norm(told: Told) -> str:
    _ = told.words.translations.gettext
    return _(
        "These are clients of one organisation and no sample: nothing here holds for other firms, and no client was"
        " compared with a norm."
    )


def _needs(told: Told) -> str:
    _ = told.words.translations.gettext
    if not told.instrument.actions:
        return ""
    return _(
        "That a client needs an action means that it fits its size and trade and by itself would bring a point of the"
        " overall score or more, from its own answers and with all in place that it marked as done. Several actions"
        " together seldom bring the sum of what each would. Whether there is time, money and will for it, no figure"
        " knows."
    )


def _paired(told: Told) -> tuple[str, ...]:
    _ = told.words.translations.gettext
    interval = _(
        "Intervals are those of Student for the mean of paired differences. They say how much chance can do among so"
        " many clients, and nothing about how carefully was answered."
    )
    return (interval, *(limit.render(told.words.translations) for limit in LIMITS))


def _nameless(told: Told) -> str:
    _ = told.words.translations.gettext
    if told.with_names:
        return ""
    return _(
        "Names are left out, and clients numbered by their overall score. Whoever knows these firms well may recognise"
        " one in its row all the same."
    )
