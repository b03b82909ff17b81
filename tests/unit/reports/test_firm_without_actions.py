"""Reports from questionnaires of others: counts, no plan, firms that are asked nothing, and the unofficial mark."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from reports.batch import Edition, firm_reports
from reports.firm import FirmReport
from scoring.answers import table_of
from scoring.loading import load


def report_of(reference: str, answers: dict[str, Any], **profile: Any) -> FirmReport:
    table = table_of(load(reference), [answers], [{"firm": "Sun Works", "size": "small", **profile}])
    return firm_reports(table, Edition("en_GB", datetime.date(2026, 11, 24), "A4"))[0]


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
