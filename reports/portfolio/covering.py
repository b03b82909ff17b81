"""Whom a portfolio report covers, as facts for its cover: how many clients, chosen how, assessed when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from reports.firm.values import Fact
from reports.portfolio.progress import stages
from reports.portfolio.told import Told


def facts(told: Told, date: datetime.date) -> tuple[Fact, ...]:
    """What was looked at, of whom and when; filters as they were given."""
    _, words = told.words.translations.gettext, told.words
    return (
        Fact(_("Date"), words.date(date)),
        Fact(_("Questionnaire"), _questionnaire(told)),
        Fact(_("Clients"), _clients(told)),
        Fact(_("Newest result"), stages(told) if len(told.portfolio) else ""),
        Fact(_("Assessed"), " ".join(_assessed(told))),
        *told.covered.filters,
    )


def _questionnaire(told: Told) -> str:
    template = told.words.translations.gettext("{title} (unofficial)") if told.instrument.unofficial else "{title}"
    return template.format(title=told.instrument.title)


def _clients(told: Told) -> str:
    template = told.words.translations.ngettext(
        "{n} client, of whom {results} with a result", "{n} clients, of whom {results} with a result",
        told.covered.clients,
    )  # fmt: skip
    return template.format(n=told.words.number(told.covered.clients), results=told.words.number(len(told.portfolio)))


def _assessed(told: Told) -> Iterator[str]:
    """From the earliest to the latest date of a result, where dates are known."""
    known = sorted(filter(None, map(_date, told.portfolio.profile["date"].fillna("").unique())))
    if not known:
        return
    first, last = told.words.date(known[0]), told.words.date(known[-1])
    template = told.words.translations.gettext("{first} to {last}")
    yield first if first == last else template.format(first=first, last=last)


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
