"""The first steps as calendar entries: read back by a program that reads calendars."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from icalendar import Calendar, Event

from reports.firm import FirmReport, plan_calendar
from tests.unit.reports.conftest import DATE, MakeReport
from tests.unit.reports.test_plan_sheet import with_first

DAY = datetime.timedelta(days=1)


def entries(report: FirmReport, **more: str) -> list[Event]:
    return list(Calendar.from_ical(plan_calendar(report, **more)).events)


def test_there_are_three_steps_and_a_review(report: FirmReport) -> None:
    *steps, review = entries(report)
    assert [str(step["SUMMARY"]) for step in steps] == [card.title for card in report.actions[:3]]
    for step, card in zip(steps, report.actions, strict=False):
        assert step["DTSTART"].dt == card.start_date
        assert step["DTEND"].dt == card.end_date + DAY, "the end is the day after the last"
        assert card.summary in step["DESCRIPTION"]
        assert card.measure in step["DESCRIPTION"]
    assert (review["DTSTART"].dt, review["DTEND"].dt) == (datetime.date(2026, 9, 9), datetime.date(2026, 9, 10))
    assert str(review["SUMMARY"]) == report.labels.files.review


def test_entries_are_whole_days_that_keep_nobody_busy(report: FirmReport) -> None:
    for entry in entries(report):
        assert type(entry["DTSTART"].dt) is datetime.date
        assert entry["TRANSP"] == "TRANSPARENT"
        assert entry["DTSTAMP"].dt == datetime.datetime.combine(DATE, datetime.time(), datetime.UTC)


def test_ids_are_those_of_firm_and_step(report: FirmReport) -> None:
    ids = [str(entry["UID"]) for entry in entries(report, series="one")]
    assert len(set(ids)) == 4
    later = replace(report, date=datetime.date(2027, 1, 1), language="de-AT")
    assert [str(entry["UID"]) for entry in entries(later, series="one")] == ids, "replaced, not doubled"
    assert not set(ids) & {str(entry["UID"]) for entry in entries(report, series="other")}
    assert not any("one" in name or "Sonnleitner" in name for name in ids)


def test_nothing_the_firm_wrote_is_in_it_but_its_name(report: FirmReport) -> None:
    told = plan_calendar(with_first(report, comment="our secret")).decode()
    assert "secret" not in told
    assert "Sonnleitner" in told


def test_lines_are_folded_and_the_bytes_repeat(report: FirmReport) -> None:
    content = plan_calendar(report)
    assert content == plan_calendar(report)
    assert content.endswith(b"\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line


@pytest.mark.parametrize(
    "title",
    [
        "Cheese, wine; and \\ more",
        "End\r\nEND:VEVENT\r\nBEGIN:VALARM",
        "Ä" * 400,
        "شركة النجارة",
        "Nul\x00 and \ud800",
        "{firm} %s",
    ],
)
def test_any_text_comes_back_as_one_entry(report: FirmReport, title: str) -> None:
    hostile = replace(with_first(report, title=title, summary=title), title=title)
    first, *others = entries(hostile)
    assert len(others) == 3
    assert "VALARM" not in {sub.name for sub in first.walk()}
    expected = " ".join(title.replace("\x00", "\ufffd").replace("\ud800", "\ufffd").split())
    assert str(first["SUMMARY"]) == expected


def test_without_a_plan_there_is_the_review(make_report: MakeReport) -> None:
    (review,) = entries(make_report({}))
    assert review["DTSTART"].dt == datetime.date(2026, 9, 9)
