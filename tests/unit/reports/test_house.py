"""Under an organisation's name: its letter, actions and words are in the report, and always marked as its own."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from reports.batch import Edition, Made, made_of
from reports.firm import Advice, Branding, FirmReport, House, plan_sheet, render
from reports.firm.house import LONGEST_COMMENT, advised, at_house
from reports.firm.paper.pages import LONGEST
from reports.firm.record import RecordError, read
from reports.firm.verifying import record_in, verify
from scoring.adaptation import Adaptation
from scoring.adaptation import read as adaptation_of
from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.roadmap import RoadmapChoices
from tests.unit.reports.conftest import MakeReport, answers_at
from tests.unit.reports.printed import Printed, outside, overlapping, squeezed

NAME = "Chamber of Crafts"
OWN = {
    "id": "pool", "like": "spare_line", "title": "A line from our pool", "summary": "We lend you one.",
    "steps": ["Call us.", "Plug it in."], "owner": "The Chamber", "measure": "It rings.", "weeks": 1,
    "price_year": 2027,
}  # fmt: skip
CHANGED = {
    "device_list": {"own_days": {"micro": [1, 1]}},
    "clean_list": {"cost_once": {"micro": [0, 90]}},
    "walk_job": {"own_days": {"micro": [2, 2]}, "cost_once": {"micro": [10, 20]}},
}
LETTER = "Dear {firm},\n\n{score} points on {date}. Begin with “{first_action}” {{now}}.\n\n{adviser}, {organisation}"
HOUSE = House(
    Branding(NAME, contact="desk@example.org"),
    LETTER,
    "One free hour a year.",
    420.0,
    {"sme-readiness": adaptation_of({"hidden": ["fake_mail_hour", "ai_hour"], "changed": CHANGED, "own": [OWN]})},
)
ADVICE = Advice(
    {
        "walk_job": "Take Anna along.",
        "pool": "We have two left.",
        "gone": "Never said.",
        "ready_program": "Wait for the new one.",
    },
    ("walk_job", "pool"),
)
DATE = datetime.date(2026, 11, 28)
EDITION = Edition("en_GB", DATE, house=HOUSE, record=True)


@pytest.fixture(scope="module")
def table(instrument: Instrument) -> AnswerTable:
    return table_of(instrument, [answers_at(instrument, 0.5)], [{"firm": "Span <b>& Töchter</b>", "employees": 12}])


@pytest.fixture(scope="module")
def made(table: AnswerTable) -> Made:
    choices = RoadmapChoices(comments={"walk_job": "After the holidays."})
    (one,) = made_of(table, EDITION, exact=True, choices=[choices], advice=[ADVICE])
    return one


@pytest.fixture(scope="module")
def pdf(made: Made) -> bytes:
    return render(made.report, record=made.record)


@pytest.fixture(scope="module")
def printed(made: Made, pdf: bytes) -> Printed:
    return Printed(made.report, pdf)


def card(report: FirmReport, action: str) -> Any:
    return next(one for one in report.actions if one.id == action)


def test_cards_say_what_is_the_organisations(made: Made) -> None:
    origins = {one.id: one.origin for one in made.report.actions if one.origin}
    assert origins["pool"] == f"An offer of {NAME}"
    assert origins["clean_list"] == f"Cost as estimated by {NAME}"
    assert origins["walk_job"] == f"Days and cost as estimated by {NAME}"
    assert origins.keys() <= {"pool", *CHANGED}


def test_what_the_adviser_says_is_labelled_and_apart_from_the_firms_note(made: Made) -> None:
    walk = card(made.report, "walk_job")
    assert (walk.advice.label, walk.advice.value) == (f"Your adviser ({NAME})", "Take Anna along.")
    assert walk.comment == "After the holidays."
    assert card(made.report, "pool").advice.value == "We have two left."


def test_what_is_said_of_actions_outside_the_plan_is_told_beside_it(made: Made) -> None:
    assert made.report.adviser == f"Your adviser ({NAME})"
    assert [fact.value for fact in made.report.advice_beside] == ["Wait for the new one."]


def test_all_that_was_changed_is_told_by_name(made: Made) -> None:
    hidden, changed, own, rate, order = made.report.adapted
    assert "without 2 actions" in hidden
    assert "Try AI for two hours" in hidden
    assert f"{NAME} estimates days or costs of 3 actions" in changed
    assert "1 action of its own: A line from our pool." in own
    assert "EUR 420" in rate
    assert order.startswith("Your adviser put these first: ")
    assert order in made.report.steering
    assert [one.id for one in made.report.actions][:2] == ["walk_job", "pool"]


def test_without_a_house_nothing_is_marked(table: AnswerTable) -> None:
    (one,) = made_of(table, Edition("en_GB", DATE, record=True))
    assert (one.report.adapted, one.report.letter, one.report.offer) == ((), "", None)
    assert not any(step.origin or step.advice for step in one.report.actions)
    told = json.loads(one.record)
    assert told["format"] == 1
    assert "handed" not in told


def test_the_firms_own_choice_comes_before_the_organisations() -> None:
    own = RoadmapChoices(day_rate=0.0, order=("pool",))
    assert advised(own, HOUSE, ADVICE) == own
    once = advised(RoadmapChoices(), HOUSE, ADVICE)
    assert (once.day_rate, once.order) == (420.0, ("walk_job", "pool"))
    assert advised(once, HOUSE, ADVICE) == once


def test_the_letter_is_the_first_page_and_the_budget_holds(printed: Printed, made: Made) -> None:
    first = squeezed("".join(run.text for run in printed.pages[0].marked()))
    assert squeezed("Dear Span <b>& Töchter</b>,") in first
    assert squeezed(f"Begin with “{made.report.actions[0].title}” {{now}}.") in first
    assert squeezed(f"{NAME}, {NAME}") in first
    assert len(printed.pages) <= LONGEST + 2
    assert outside(printed) == []
    assert overlapping(printed) == []


def test_contents_count_the_letter(printed: Printed) -> None:
    cover = squeezed("".join(run.text for run in printed.pages[1].marked()))
    assert squeezed("On one page3") in cover


def test_paper_carries_every_mark(printed: Printed, made: Made) -> None:
    text = squeezed(printed.read)
    for said in (
        f"An offer of {NAME}",
        "Take Anna along.",
        f"Your adviser ({NAME})",
        "One free hour a year.",
        "Wait for the new one.",
    ):
        assert squeezed(said) in text
    two = Printed(made.report, render(made.report, extent="short"))
    assert len(two.pages) == 2
    assert squeezed(f"An offer of {NAME}") in squeezed(two.read)
    assert squeezed("Take Anna along.") in squeezed(two.read)


def test_the_sheet_has_a_column_of_the_organisations(made: Made, table: AnswerTable) -> None:
    sheet = rows_of(plan_sheet(made.report))
    assert sheet[0][-1] == NAME
    own = next(row for row in sheet if row[1] == "A line from our pool")
    assert own[-1] == f"An offer of {NAME}\nWe have two left."
    (plain,) = made_of(table, Edition("en_GB", DATE))
    assert rows_of(plan_sheet(plain.report))[0][-1] == plain.report.labels.files.note


def rows_of(book: bytes) -> list[list[Any]]:
    """From the heads of the columns on."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    return rows[next(place for place, row in enumerate(rows) if row[0] == "No.") :]


def test_it_verifies_to_the_byte(pdf: bytes, instrument: Instrument) -> None:
    assert verify(pdf, instrument).to_the_byte
    record = record_in(pdf)
    assert record.house.letter == LETTER
    assert record.advice == ADVICE


def test_a_batch_says_the_same_as_one_alone(table: AnswerTable, made: Made) -> None:
    three = table[[0, 0, 0]]
    said = [Advice(), ADVICE, Advice()]
    choices = [RoadmapChoices(), RoadmapChoices(comments={"walk_job": "After the holidays."}), RoadmapChoices()]
    together = made_of(three, EDITION, exact=True, choices=choices, advice=said)
    assert together[1].record == made.record
    assert together[1].report == made.report
    assert together[0].report.actions[0].advice is None


def test_the_instrument_is_adapted_once_for_all(table: AnswerTable) -> None:
    assert at_house(table, HOUSE).instrument is at_house(table, HOUSE).instrument
    assert at_house(table, House()) is table


def test_what_a_later_revision_took_away_keeps_no_report_from_being_made(table: AnswerTable) -> None:
    gone = adaptation_of({"hidden": ["gone"], "changed": {"gone": {}}, "own": [OWN | {"like": "gone"}]})
    (one,) = made_of(table, replace(EDITION, house=replace(HOUSE, adaptations={"sme-readiness": gone})))
    assert one.report.actions
    assert read(one.record).handed is not None
    assert read(one.record).house.adaptations["sme-readiness"] == Adaptation()


def test_marks_on_hidden_actions_are_kept_and_told(table: AnswerTable) -> None:
    choices = RoadmapChoices(marks={"ai_hour": "done", "fake_mail_hour": "planned"}, comments={"ai_hour": "In May."})
    (one,) = made_of(table, EDITION, choices=[choices])
    assert [(done.id, done.comment) for done in one.report.done] == [("ai_hour", "In May.")]
    assert [planned.id for planned in one.report.unplaced] == ["fake_mail_hour"]
    assert one.report.unplaced[0].reason == "Whoever advises you does not plan with it."


def test_a_firm_without_score_gets_its_letter(make_report: MakeReport) -> None:
    report = make_report({}, house=replace(HOUSE, letter="{score}|{level}|{first_action}"), firm="Span")
    assert report.letter == f"{report.overall_shown}|no level yet|no step yet"


Change = Callable[[dict[str, Any]], object]

WRONG: Mapping[str, tuple[Change, str]] = {
    "the older format": (lambda told: told.update(format=1), "format"),
    "a letter that looks things up": (
        lambda told: told["handed"].update(letter="{firm.__class__}"), "handed.letter"
    ),
    "a letter without end": (lambda told: told["handed"].update(letter="x" * 500_000), "handed.letter"),
    "an offer without end": (lambda told: told["handed"].update(offer="x" * 500_000), "handed.offer"),
    "less than no money": (lambda told: told["handed"].update(day_rate=-1), "handed.day_rate"),
    "more than all money": (lambda told: told["handed"].update(day_rate=1e17), "handed.day_rate"),
    "a comment without end": (
        lambda told: told["handed"]["advice"]["comments"].update(pool="x" * (LONGEST_COMMENT + 1)),
        "handed.advice.comments.pool",
    ),
    "no action": (lambda told: told["handed"]["adaptation"].update(own=[{"id": "x"}]), "handed.adaptation.own.0.like"),
    "no id": (lambda told: told["handed"]["adaptation"].update(hidden=["../x"]), "handed.adaptation.hidden.0"),
    "no list": (lambda told: told["handed"]["adaptation"].update(hidden={}), "handed.adaptation.hidden"),
    "a name too many": (lambda told: told["handed"].update(colour=1), "handed.colour"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_record_that_cannot_be_is_told_with_its_place(made: Made, kind: str) -> None:
    change, place = WRONG[kind]
    told = json.loads(made.record)
    change(told)
    with pytest.raises(RecordError) as caught:
        read(json.dumps(told).encode())
    assert place in [problem.place for problem in caught.value.problems]
