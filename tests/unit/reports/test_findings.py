"""What works and what matters most: only what the answers say, in their own words, and something for every firm."""

from __future__ import annotations

from typing import Any

import pytest

from reports.firm import FirmReport
from scoring.instrument import Instrument
from tests.unit.reports.conftest import MakeReport, answers_at

TWO_STEP = {"mail": "everyone", "files": "partly", "accounts": "unprotected", "remote": "na", "shop": "na"}


def found(report: FirmReport, question: str) -> Any:
    return next(finding for finding in (*report.works, *report.gaps) if finding.question == question)


@pytest.fixture(scope="module")
def worst(instrument: Instrument) -> dict[str, Any]:
    return dict(answers_at(instrument, 0))


def test_ticks_and_rows_in_place_are_what_works_in_a_weak_firm(make_report: MakeReport, worst: dict[str, Any]) -> None:
    report = make_report(
        worst | {"access": ["person", "paper", "patience"], "monthly": ["sales"], "two_step": TWO_STEP}
    )
    assert {finding.question for finding in report.works} == {"access", "monthly", "two_step"}
    assert found(report, "access").text.startswith("You ticked 3 of 5: A person who answers the phone; Paper")
    assert found(report, "monthly").text == "You ticked: Sales.", "1 of 6 would not encourage"
    assert found(report, "two_step").text == "You answered “For everyone” for: E-mail."


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
    gap = found(report, "access")
    assert gap.text.startswith("You did not tick: Large type, clear contrast, plain words online; ")
    assert f"Step {gap.action} helps: “{report.actions[gap.action - 1].title}”." in gap.text
    assert gap.text.endswith(f"Worth up to {gap.points:.1f} more points.")
    assert found(report, "skills").text.startswith("You answered “One person” for: Read our figures and act on them.")


def test_nothing_ticked_is_said_without_a_list(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 1) | {"access": []})
    assert found(report, "access").text.startswith("You ticked none of the 5. ")


def test_rows_of_a_gap_begin_with_the_one_furthest_behind(make_report: MakeReport, instrument: Instrument) -> None:
    skills = {"shared_files": "everyone", "fake_mail": "some", "main_program": "most", "figures": "nobody"}
    report = make_report(answers_at(instrument, 1) | {"skills": skills})
    assert found(report, "skills").text.startswith(
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
