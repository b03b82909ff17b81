"""The report of a firm that came back, on paper: what it marked, what is still open, and what changed."""

from __future__ import annotations

import datetime

import pytest

from reports.firm import FirmReport, Previous, render
from reports.firm.paper.pages import LONGEST
from scoring.answers import table_of
from scoring.instrument import Instrument
from scoring.progress import progress
from scoring.roadmap import RoadmapChoices
from scoring.scores import score
from tests.unit.reports.conftest import MakeReport, answers_at
from tests.unit.reports.printed import Printed, outside, overlapping, squeezed


@pytest.fixture(scope="module")
def again(make_report: MakeReport, instrument: Instrument) -> FirmReport:
    """A firm that does a little better than last time, marked two actions and steers by a wish and a want of time."""
    before, after = answers_at(instrument, 0.3), answers_at(instrument, 0.5)
    closing = {"first_wish": "paperwork", "obstacles": ["time"], "help_wanted": ["neutral_adviser", "short_courses"]}
    answers = {**after, "backup": "dk", "ai": "na", **closing}
    del answers["decisions"]
    first, second = make_report(answers).actions[:2]
    then, now = (score(table_of(instrument, [given], [{"employees": 12}])) for given in (before, answers))
    return make_report(
        answers,
        firm="Bäckerei Sonnleitner",
        country="AT",
        stage="T1",
        choices=RoadmapChoices(
            marks={first.id: "done", second.id: "not_for_us"}, comments={first.id: "In May.", second.id: "<b>No</b>"}
        ),
        previous=Previous(
            progress(then, now), datetime.date(2025, 9, 1), "T0", done=(first.id,), expected={first.id: first.gain}
        ),
    )


@pytest.fixture(scope="module")
def printed(again: FirmReport) -> Printed:
    return Printed(again, render(again))


@pytest.fixture(scope="module")
def words(printed: Printed) -> str:
    """All that is read, without white space."""
    return printed.read


def test_nothing_leaves_the_page_or_lies_over_anything_else(printed: Printed) -> None:
    assert outside(printed) == []
    assert overlapping(printed) == []


def test_what_stands_beside_the_score_is_printed(again: FirmReport, words: str) -> None:
    for told in (again.stability, again.segment, again.official):
        assert told
        assert squeezed(told) in words
    assert again.peers_awaited
    assert squeezed(again.peers_awaited) not in words, "paper does not fill in by itself"


def test_what_the_plan_is_made_for_is_printed(again: FirmReport, words: str) -> None:
    assert len(again.steering) >= 2
    for told in (again.made_for, *again.steering, again.way):
        assert told
        assert squeezed(told) in words


def test_what_was_marked_is_printed_with_the_firms_notes(again: FirmReport, words: str) -> None:
    assert again.done
    assert again.refused
    for action in (*again.done, *again.refused):
        for told in (*action.title.split(), action.comment, action.gain_shown):  # a title may break in its column
            assert squeezed(told) in words


def test_whom_to_ask_and_what_is_open_is_printed(again: FirmReport, words: str) -> None:
    assert again.ask
    assert again.left_open
    for group in again.ask:
        assert squeezed(group.title + group.items[0].text) in words
        assert all(squeezed(item.about) in words for item in group.items)
    assert all(squeezed(question) in words for question in again.left_open)


def test_the_change_is_printed_part_by_part_and_question_by_question(
    again: FirmReport, printed: Printed, words: str
) -> None:
    found = again.progress
    assert found is not None
    assert found.overall is not None
    rows = [row for table in printed.tables() for row in table]
    for line in (*found.lines, found.overall):
        assert [squeezed(told) for told in (line.title, line.before, line.after, line.change)] in rows
    assert found.parts
    assert found.done
    for told in (
        found.lead,
        found.caution,
        found.rest,
        *found.done,
        *(fact.label + fact.value for fact in found.parts),
    ):
        assert told
        assert squeezed(told) in words


def test_help_that_was_wished_for_stands_on_its_cards(make_report: MakeReport, instrument: Instrument) -> None:
    steer = next(one for one in instrument.steering if one.note)
    answers = {**answers_at(instrument, 0.2), steer.question: [steer.option]}
    report = make_report(answers, choices=RoadmapChoices(marks={steer.note_on[0]: "planned"}))
    assert any(card.notes for card in report.actions)
    assert squeezed(steer.note) in Printed(report, render(report)).read


def test_no_report_is_longer_than_eight_pages_and_one_to_pin_up(
    again: FirmReport, printed: Printed, make_report: MakeReport, instrument: Instrument
) -> None:
    assert len(printed.pages) == LONGEST + bool(again.soon)
    sample = instrument.sample
    assert sample is not None
    for answers, employees in (
        (sample.answers, 12),
        (answers_at(instrument, 0.5), 4),
        (answers_at(instrument, 0.7), 180),
    ):
        report = make_report(answers, employees=employees, country="AT")
        assert len(Printed(report, render(report)).file.pages) <= LONGEST + bool(report.soon)
