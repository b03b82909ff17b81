"""The first steps of a plan and the day to look back on it, as a calendar to take over (RFC 5545)."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

from icalendar import Calendar, Event

from reports.firm.moments import after
from reports.firm.values import ActionCard, FirmReport
from reports.text import clean, one_line

FIRST_STEPS = 3
REVIEW_AFTER = 6
"""Months."""

NAMES = uuid.UUID("6c8a4f0e-64f5-4b3c-9d0c-6f1f2b7f9b51")
"""The namespace of our entries: a name in it always gives the same id."""


def plan_calendar(report: FirmReport, *, series: str = "") -> bytes:
    """Entries for the whole days of the first three steps, and for a review after six months; bytes are repeatable.

    ``series`` names the firm where its own name does not tell it from others; entries of one firm keep their ids, so
    that a calendar taken over again replaces them. Nothing that the firm wrote is in them save its name.
    """
    calendar = Calendar()
    calendar.add("PRODID", "-//Waymark//Digital roadmap//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", one_line(report.labels.files.plan.format(firm=report.title)))
    key = f"{series or report.firm}\n{report.instrument}"
    for card in report.actions[:FIRST_STEPS]:
        calendar.add_component(_step(report, card, key))
    calendar.add_component(_review(report, key))
    return bytes(calendar.to_ical())


def _step(report: FirmReport, card: ActionCard, key: str) -> Event:
    days = (card.start_date, max(card.start_date, card.end_date))
    return _entry(report, (key, card.id), days, card.title, "\n".join(_description(report, card)))


def _description(report: FirmReport, card: ActionCard) -> Iterator[str]:
    """What to do, how, by whom, and when it is done."""
    yield card.summary
    yield from (f"{number}. {step}" for number, step in enumerate(card.steps, 1))
    if card.owner:
        yield f"{report.labels.owner}: {card.owner}"
    if card.measure:
        yield f"{report.labels.measure}: {card.measure}"


def _review(report: FirmReport, key: str) -> Event:
    words, day = report.labels.files, after(report.date, REVIEW_AFTER)
    return _entry(report, (key, "review"), (day, day), words.review, words.review_text)


def _entry(
    report: FirmReport, name: tuple[str, str], days: tuple[datetime.date, datetime.date], title: str, text: str
) -> Event:
    """Whole days, which do not make anyone busy; the end that a calendar wants is the day after the last."""
    entry = Event()
    entry.add("UID", f"{uuid.uuid5(NAMES, chr(10).join(name))}@waymark")
    entry.add("DTSTAMP", datetime.datetime.combine(report.date, datetime.time(), datetime.UTC))
    entry.add("DTSTART", days[0])
    entry.add("DTEND", days[1] + datetime.timedelta(days=1))
    entry.add("SUMMARY", one_line(title), {"LANGUAGE": report.language})
    entry.add("DESCRIPTION", clean(text), {"LANGUAGE": report.language})
    entry.add("TRANSP", "TRANSPARENT")
    return entry
