"""What works and what matters most: only what the answers say, in their own words, and something for every firm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reports.firm import Finding, FirmReport
from scoring.instrument import Instrument
from scoring.loading import load
from tests.unit.reports.conftest import MakeReport, answers_at

TWO_STEP = {"mail": "everyone", "files": "partly", "accounts": "unprotected", "remote": "na", "shop": "na"}


def strength(report: FirmReport, question: str) -> Finding:
    return next(finding for finding in report.works if finding.question == question)


def gap(report: FirmReport, question: str) -> Finding:
    return next(finding for finding in report.gaps if finding.question == question)


@pytest.fixture(scope="module")
def worst(instrument: Instrument) -> dict[str, Any]:
    return dict(answers_at(instrument, 0))


def test_ticks_and_rows_in_place_are_what_works_in_a_weak_firm(make_report: MakeReport, worst: dict[str, Any]) -> None:
    report = make_report(
        worst | {"access": ["person", "paper", "patience"], "monthly": ["sales"], "two_step": TWO_STEP}
    )
    assert {finding.question for finding in report.works} == {"access", "monthly", "two_step"}
    assert strength(report, "access").text.startswith("You ticked 3 of 5: A person who answers the phone; Paper")
    assert strength(report, "monthly").text == "You ticked: Sales.", "1 of 6 would not encourage"
    assert strength(report, "two_step").text == "You answered “For everyone” for: E-mail."


def test_rows_that_do_not_stand_firmly_are_not_claimed(make_report: MakeReport, worst: dict[str, Any]) -> None:
    report = make_report(worst | {"two_step": TWO_STEP})
    assert [finding.question for finding in report.works] == ["two_step"]
    assert "Files" not in report.works[0].text
    assert "Banking" not in report.works[0].text


def test_whole_answers_come_before_single_ticks(make_report: MakeReport, worst: dict[str, Any]) -> None:
    report = make_report(worst | {"access": ["person", "paper", "patience"], "internet": "everywhere"})
    assert [finding.question for finding in report.works] == ["internet", "access"]
    assert report.works[0].text == "You answered “Good wherever we work”."


def test_a_middling_choice_is_no_strength(make_report: MakeReport, worst: dict[str, Any]) -> None:
    report = make_report(worst | {"internet": "office_only"})
    assert report.works == ()
    assert report.no_works == "Nothing stands firmly yet, so every first step will show."


def test_a_gap_names_what_is_missing_and_what_it_is_worth(make_report: MakeReport, instrument: Instrument) -> None:
    best = answers_at(instrument, 1)
    skills = dict.fromkeys(("shared_files", "fake_mail", "main_program"), "everyone") | {"figures": "one"}
    report = make_report(best | {"access": ["person", "paper"], "skills": skills})
    lacking = gap(report, "access")
    assert lacking.text.startswith("You did not tick: Large type, clear contrast, plain words online; ")
    assert lacking.action is not None
    assert f"Step {lacking.action} helps: “{report.actions[lacking.action - 1].title}”." in lacking.text
    assert lacking.text.endswith(f"Worth up to {lacking.points:.1f} of the 100 points of your score.")
    assert gap(report, "skills").text.startswith("You answered “One person” for: Read our figures and act on them.")


def test_nothing_ticked_is_said_without_a_list(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 1) | {"access": []})
    assert gap(report, "access").text.startswith("You ticked none of the 5. ")


def test_rows_of_a_gap_begin_with_the_one_furthest_behind(make_report: MakeReport, instrument: Instrument) -> None:
    skills = {"shared_files": "everyone", "fake_mail": "some", "main_program": "most", "figures": "nobody"}
    report = make_report(answers_at(instrument, 1) | {"skills": skills})
    assert gap(report, "skills").text.startswith(
        "You answered: Read our figures and act on them – Nobody; Recognise a false mail or message – Some; "
    )


def test_a_part_names_its_strongest_answer_only_where_it_is_half_way(
    make_report: MakeReport, worst: dict[str, Any]
) -> None:
    weak = make_report(worst | {"devices": "half"}).dimensions[3]
    assert weak.sentence.startswith("Most to gain, up to ")
    better = make_report(worst | {"devices": "all_updated"}).dimensions[3]
    assert better.sentence.startswith("Furthest along: “How many of your computers, phones and tills still receive")
    none = make_report(worst).dimensions[3]
    assert none.sentence.startswith("Nothing here earns points yet. Most to gain, up to ")


def test_what_is_among_the_gaps_is_the_last_to_be_praised(
    make_report: MakeReport, instrument: Instrument, worst: dict[str, Any]
) -> None:
    ticked = ("access", "monthly", "rules", "reach", "dropped", "accounts")
    report = make_report(worst | {name: [instrument.questions[name].options[0].id] for name in ticked})
    assert len(report.works) == 3
    both = {finding.question for finding in report.works} & {finding.question for finding in report.gaps}
    assert not both


def test_an_instrument_without_actions_has_gaps_and_says_why_there_is_no_plan(make_report: MakeReport) -> None:
    plain = load(Path(__file__).parents[2] / "instruments" / "it_flexibility.yaml")
    answers = {name: float(1 + place % 5) for place, name in enumerate(plain.questions)}
    report = make_report(answers, of=plain)
    assert [finding.text for finding in report.gaps] == [
        "Your answer: Not at all. Worth up to 6.3 of the 100 points of your score."
    ] * 3
    assert report.no_actions.startswith("This questionnaire holds no actions")
    assert len({finding.dimension for finding in report.works}) == 3


def test_a_gap_that_one_decimal_does_not_show_is_none(make_report: MakeReport, instrument: Instrument) -> None:
    content = instrument.model_dump()
    asked = content["dimensions"][0]["questions"][0]
    asked["weight"] = 0.01
    light = Instrument.model_validate(content)
    report = make_report({**answers_at(light, 1), asked["id"]: answers_at(light, 0)[asked["id"]]}, of=light)
    assert 0 < next(line for line in report.dimensions[0].questions if line.id == asked["id"]).possible < 0.05
    assert report.gaps == ()
    assert report.no_gaps.startswith("Every answer that counts")


def test_answers_that_are_too_few_to_be_scored_are_not_said_to_earn_all(
    make_report: MakeReport, instrument: Instrument
) -> None:
    """Of a firm that knows nothing only those answers count for which not knowing is worth nothing."""
    report = make_report(
        {question.id: "dk" for part in instrument.dimensions for question in part.questions if question.dk != "no"}
    )
    assert (report.works, report.gaps) == ((), ())
    assert report.no_works == "Too little is answered so far to say."
    assert report.no_gaps == "A gap shows only where enough is answered."
