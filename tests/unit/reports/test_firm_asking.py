"""What a firm did not know goes to whoever can tell; what it left open is listed apart."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.instrument import Instrument
from tests.unit.reports.conftest import MakeReport, answers_at


@pytest.fixture(scope="module")
def asking(instrument: Instrument) -> dict[str, list[str]]:
    """Who is asked → the questions that may be answered "don't know", in the order asked."""
    found: dict[str, list[str]] = {}
    for name, question in instrument.questions.items():
        if question.scored and question.dk != "no" and question.ask:
            found.setdefault(question.ask.who, []).append(name)
    return found


def test_what_is_not_known_is_grouped_by_who_can_tell(
    make_report: MakeReport, instrument: Instrument, asking: dict[str, list[str]]
) -> None:
    unknown = [name for names in asking.values() for name in names[:2]]
    groups = make_report(answers_at(instrument, 0.5) | dict.fromkeys(unknown, "dk")).ask
    assert {group.who: [item.question for item in group.items] for group in groups} == {
        who: names[:2] for who, names in asking.items()
    }
    for item in (item for group in groups for item in group.items):
        question = instrument.questions[item.question]
        assert question.ask is not None
        assert (item.text, item.about) == (question.ask.text, question.text)
    assert all(group.title and group.lead.endswith(":") for group in groups)


def test_where_nobody_is_named_the_firm_finds_out_itself(make_report: MakeReport, instrument: Instrument) -> None:
    content = instrument.model_dump()
    asked = next(one for part in content["dimensions"] for one in part["questions"] if one["dk"] != "no")
    asked["ask"] = None
    plain = Instrument.model_validate(content)
    (group,) = make_report(answers_at(plain, 0.5) | {asked["id"]: "dk"}, of=plain).ask
    assert (group.who, group.title) == ("", "Find out in the firm")
    assert [(item.text, item.about) for item in group.items] == [(asked["text"], "")]


def test_of_a_grid_the_rows_are_named(make_report: MakeReport, instrument: Instrument) -> None:
    rows: dict[str, Any] = {"mail": "dk", "accounts": "everyone", "files": "everyone", "remote": "dk"}
    report = make_report(answers_at(instrument, 0.5) | {"two_step": rows})
    labels = {row.id: row.label for row in instrument.questions["two_step"].rows}
    text = instrument.questions["two_step"].text
    (item,) = [item for group in report.ask for item in group.items]
    assert item.about == f"{text} ({labels['mail']}; {labels['remote']})"
    assert report.left_open == (f"{text} ({labels['shop']})",)


def test_a_grid_that_is_wholly_open_or_unknown_is_named_as_a_whole(
    make_report: MakeReport, instrument: Instrument
) -> None:
    rows = instrument.questions["two_step"].rows
    text = instrument.questions["two_step"].text
    unknown = make_report(answers_at(instrument, 0.5) | {"two_step": {row.id: "dk" for row in rows}})
    assert [item.about for group in unknown.ask for item in group.items] == [text]
    answers = dict(answers_at(instrument, 0.5))
    del answers["two_step"]
    assert make_report(answers).left_open == (text,)


def test_not_knowing_is_asked_about_even_where_it_counts_as_nothing(
    make_report: MakeReport, instrument: Instrument
) -> None:
    assert instrument.questions["backup"].dk == "zero"
    report = make_report(answers_at(instrument, 0.5) | {"backup": "dk"})
    assert [item.question for group in report.ask for item in group.items] == ["backup"]


def test_what_does_not_apply_or_was_not_asked_is_neither(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 0.5) | {"ai": "na"}, employees=1)
    assert report.ask == report.left_open == ()


def test_questions_without_points_are_not_called_open(make_report: MakeReport, instrument: Instrument) -> None:
    assert instrument.closing
    assert make_report(answers_at(instrument, 0.5)).left_open == ()
