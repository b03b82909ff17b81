"""Reports from questionnaires of others: counts, no plan, firms that are asked nothing, and the unofficial mark."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from reports.batch import Edition, made_of
from reports.charts import dimension_bars
from reports.firm import FirmReport
from scoring.answers import table_of
from scoring.instrument import GridQuestion, MultipleQuestion
from scoring.loading import load


def report_of(reference: str, answers: dict[str, Any], **profile: Any) -> FirmReport:
    table = table_of(load(reference), [answers], [{"firm": "Sun Works", "size": "small", **profile}])
    return made_of(table, Edition("en_GB", datetime.date(2026, 11, 24), "A4"))[0].report


def items(yes: int, open_ones: int = 0) -> dict[str, str]:
    """Answers to the index: this many yes, then no, and the last ones left open."""
    asked = list(load("eurostat-dii@3").questions)
    known = asked[: len(asked) - open_ones]
    return {name: "yes" if place < yes else "no" for place, name in enumerate(known)}


def test_a_count_is_told_in_items() -> None:
    report = report_of("eurostat-dii@3", items(8))
    assert (report.overall_shown, report.overall_of, report.level) == ("8", "of 12 items", "High")
    assert report.to_next == "2 items to “Very high”"
    assert [level.range_shown for level in report.levels] == ["0 to 3", "4 to 6", "7 to 9", "10 to 12"]
    assert "counts as one more" in report.gaps[0].text


def test_what_is_open_leaves_a_range_and_the_reason_for_no_level() -> None:
    report = report_of("eurostat-dii@3", items(3, open_ones=5))
    assert report.overall_shown == "3 to 8"
    assert report.level == ""
    assert "different levels" in report.level_meaning


def test_a_firm_that_is_asked_nothing_is_told_why_and_not_that_it_declined() -> None:
    report = report_of("eurostat-dii@3", items(12), size="micro")
    assert report.overall is None
    assert "is meant for a firm like yours" in report.level_meaning
    assert "ten people or more" in report.level_meaning
    assert "You marked" not in report.level_meaning
    assert report.no_actions == "This questionnaire holds no actions, so there is no plan."


@pytest.mark.parametrize(("yes", "begins"), [(8, True), (12, False)])
def test_where_to_begin_is_said_only_where_points_are_to_be_gained(yes: int, begins: bool) -> None:
    report = report_of("eurostat-dii@3", items(yes))
    assert report.actions == ()
    assert ("Begin where" in report.no_actions) is begins


@pytest.mark.parametrize("reference", ["eu-dma", "eurostat-dii@3", "eurostat-dii@4"])
def test_it_is_marked_as_unofficial_beside_its_title(reference: str) -> None:
    report = report_of(reference, {})
    assert any(fact.value == f"{load(reference).title} (unofficial)" for fact in report.facts)
    assert any("not an official one" in sentence for sentence in report.method)
    assert not any("authors’ judgement" in sentence for sentence in report.method)


def test_our_own_questionnaire_is_not() -> None:
    report = report_of("sme-readiness", {})
    assert not any("unofficial" in fact.value for fact in report.facts)


@pytest.mark.parametrize("ticked", [True, False])
def test_a_tick_that_counts_and_is_nothing_to_aim_at_is_neither_a_gap_nor_a_strength(ticked: bool) -> None:
    instrument = load("eu-dma")
    answers: dict[str, Any] = {}
    for name, question in instrument.questions.items():
        if isinstance(question, GridQuestion):
            best = max(question.options, key=lambda option: option.points).id
            answers[name] = {row.id: best for row in question.rows}
        elif isinstance(question, MultipleQuestion):
            answers[name] = [one.id for one in question.options if ticked or not one.adverse]
    report = report_of("eu-dma", answers)
    told = " ".join(finding.text for finding in (*report.works, *report.gaps))
    assert "collect data digitally" not in told
    assert [finding.question for finding in report.gaps] == []
    (line,) = (line for part in report.dimensions for line in part.questions if line.id == "q7")
    assert (line.points == line.possible) is ticked


def test_a_firm_that_is_asked_nothing_is_neither_compared_nor_told_to_answer_more() -> None:
    report = report_of("eurostat-dii@3", {}, size="micro")
    assert (report.headline, report.peers) == ("Nothing to score for Sun Works", "")
    assert report.no_works == report.no_gaps == "Nothing was asked, so there is nothing to tell."


def test_where_items_are_counted_no_part_lacks_answers_for_a_score() -> None:
    report = report_of("eurostat-dii@3", items(3, open_ones=5))
    assert not any("Too little" in part.sentence for part in report.dimensions)
    assert dimension_bars(report).description.startswith("One bar for each part.")


def test_levels_that_end_at_their_cut_say_so() -> None:
    ranges = [level.range_shown for level in report_of("eu-dma", {}).levels]
    assert ranges == ["0 to 25", "over 25 to 50", "over 50 to 75", "over 75 to 100"]
