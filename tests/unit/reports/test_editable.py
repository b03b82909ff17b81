"""The document to edit: all that the report says is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from docx.document import Document

from reports.firm import FirmReport
from scoring.loading import load
from tests.unit.reports.conftest import MakeReport, answers_at
from tests.unit.reports.word_cases import full_report, headings, opened, words


@pytest.fixture(scope="module")
def full(report: FirmReport) -> FirmReport:
    return full_report(report)


def told(report: FirmReport) -> Iterator[str]:
    """Everything that a reader must find."""
    yield from (report.title, report.headline, report.overall_shown, report.level)
    yield "" if report.overall is None else report.overall_of
    yield from (report.level_meaning, report.to_next, report.answered, report.scale_note, report.expected)
    yield from (report.stability, report.peers, report.peers_note, report.segment, report.official, report.address)
    yield from (report.made_for, report.way, report.no_works, report.no_gaps, report.no_actions, report.date_shown)
    yield from (*report.steering, *report.way_actions, *report.contradictions, *report.left_open, *report.method)
    yield from (*report.letter.split("\n"), *report.adapted)
    for fact in (
        *report.facts,
        *report.totals,
        *report.later,
        *([report.offer] if report.offer else []),
        *report.advice_beside,
    ):
        yield from (fact.label, fact.value)
    for finding in (*report.works, *report.gaps):
        yield from (finding.title, finding.text)
    for marked in (*report.done, *report.refused, *report.unplaced):
        yield from (marked.title, marked.comment, marked.gain_shown, marked.reason)
    for phase in report.phases:
        yield phase.title if phase.actions else ""


def told_of_parts(report: FirmReport) -> Iterator[str]:
    for line in report.dimensions:
        yield from (line.title, line.shown, line.level, line.description, line.sentence, line.left_out, line.lift)
        for asked in line.questions:
            yield from (asked.text, asked.shown, asked.note)
            yield from (f"{row.label}: {row.value}" for row in asked.rows)
            yield "" if asked.rows else asked.answer
            if asked.steps:
                steps = "step" if len(asked.steps) == 1 else "steps"
                yield f"{asked.shown} {steps} {', '.join(map(str, asked.steps))}"


def told_of_steps(report: FirmReport) -> Iterator[str]:
    for card in report.actions:
        yield from (f"{card.number}  {card.title}", card.summary, *card.because, *card.steps, card.owner, card.measure)
        yield from (card.when, card.due_shown, card.own_days, card.outside_days, card.cost_once, card.cost_monthly)
        yield from (card.running_days, card.running_cost, card.needs_shown, card.grant_note, card.comment)
        yield from (card.gain_shown, card.status_shown, *card.notes, card.origin)
        yield from (card.advice.label, card.advice.value) if card.advice else ()


def missing(texts: Iterator[str], document: Document) -> list[str]:
    found = words(document)
    return [text for text in texts if " ".join(text.split()) not in found]


def test_it_tells_everything_that_the_report_does(full: FirmReport) -> None:
    document = opened(full)
    assert missing(told(full), document) == []
    assert missing(told_of_parts(full), document) == []
    assert missing(told_of_steps(full), document) == []


def test_it_tells_of_people_asking_and_progress(full: FirmReport) -> None:
    expected = (
        "What it means for people Most cope. The office learns the new board Nobody else learns.",
        "Could you tell us: ☐ Which? What it is for", "Data 20 31 +11 Overall 30 40 +10",
        "Backups +3.5", "The rest: 1.", "Bought a safe", "Small changes mean nothing.",
        "Prepared by Chamber of Crafts office@example.org Read it online https://survey.example.org/r/abc",
    )  # fmt: skip
    assert missing(iter(expected), opened(full)) == []


def test_nothing_answered_is_told_too(make_report: MakeReport) -> None:
    report = make_report({})
    document = opened(report)
    assert missing(told(report), document) == []
    assert missing(told_of_parts(report), document) == []


@pytest.mark.parametrize("reference", ["eu-dma", "eurostat-dii"])
def test_an_instrument_without_actions_has_no_list_to_pin_up(make_report: MakeReport, reference: str) -> None:
    other = load(reference)
    report = make_report(answers_at(other, 0.5), of=other)
    document = opened(report)
    assert missing(told(report), document) == []
    absent = {report.labels.pinup, report.labels.actions, report.labels.people}
    assert not absent & set(headings(document, 1))


def test_each_step_says_what_the_plan_takes_up_to_it(report: FirmReport) -> None:
    (table,) = (one for one in opened(report).tables if one.cell(0, 4).text == "Days so far")
    assert [cell.text for cell in table.rows[0].cells][4:] == ["Days so far", "Cost so far"]
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        [str(card.number), card.title, card.own_days, card.cost, card.running_days, card.running_cost]
        for card in report.actions
    ]


def test_a_plan_that_begins_later_has_nothing_to_pin_up(report: FirmReport) -> None:
    first, *rest = report.phases
    late = replace(first, actions=tuple(replace(card, start=3.0) for card in first.actions))
    later = opened(replace(report, phases=(late, *rest)))
    assert report.labels.pinup in headings(opened(report), 1)
    assert report.labels.pinup not in headings(later, 1)
    assert report.labels.actions in headings(later, 1)
