"""From sme-readiness to other instruments: what an answer shows, what stays unmeasured, and what is never made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.answers import table_of
from scoring.crosswalk import (
    Crosswalked,
    coverage_of,
    crosswalk,
    crosswalk_table,
    load_crosswalk,
)
from scoring.crosswalk.concluding import NO, UNMEASURED, YES
from scoring.loading import load

SOURCE = load("sme-readiness")
TARGETS = ("eurostat-dii@3", "eurostat-dii@4", "eu-dma@1")
DOCS = Path(__file__).resolve().parents[3] / "docs"


def walked(target: str, *firms: Mapping[str, Any], size: str = "small", **profile: str) -> Crosswalked:
    return crosswalk(table_of(SOURCE, firms, [{"firm": "A", "size": size} | profile] * len(firms)), load(target))


def shown(target: str, answers: Mapping[str, Any], **profile: str) -> dict[str, int]:
    """The items of one firm of which something is known."""
    known = walked(target, answers, **profile).items.iloc[0]
    return {str(name): int(value) for name, value in known.items() if value != UNMEASURED}


def test_a_firm_that_answered_nothing_shows_nothing() -> None:
    for target in TARGETS:
        assert shown(target, {}) == {}
    found = walked("eurostat-dii@3", {})
    assert (found.low[0], found.high[0], found.level[0]) == (0, 12, -1)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("unused", NO), ("tried", None), ("unruled", YES), ("agreed", YES), ("measured", YES), ("na", None), ("dk", None)],
)
def test_artificial_intelligence_in_use_or_not(answer: str, expected: int | None) -> None:
    assert shown("eurostat-dii@3", {"ai": answer}).get("ai") == expected
    assert shown("eurostat-dii@4", {"ai": answer}).get("ai") == expected


NO_ORDERS = {"online": ["facts"], "together": ["buying"], "flow": {"order": "file"}}
"""Customers cannot order online, no program sends anything to another firm, and orders come by mail."""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {"online_sales": NO, "consumer_web_sales": NO}),
        ({"online": [], "together": []}, {"online_sales": NO, "consumer_web_sales": NO}),
        ({"together": ["data_links"]}, {"consumer_web_sales": NO}),
        ({"exchange": "partners_linked"}, {"consumer_web_sales": NO}),
        ({"flow": {"order": "passes"}}, {"consumer_web_sales": NO}),
        ({"flow": {}}, {"consumer_web_sales": NO}),
        ({"together": None}, {"consumer_web_sales": NO}),
        ({"flow": {"order": "visible"}}, {}),
        ({"online": ["order"]}, {}),
        ({"online": "na"}, {}),
        ({"online": None}, {}),
    ],
)
def test_sales_are_ruled_out_but_never_shown_because_their_share_is_not_asked(
    change: dict[str, Any], expected: dict[str, int]
) -> None:
    answers = {name: value for name, value in (NO_ORDERS | change).items() if value is not None}
    assert shown("eurostat-dii@3", answers) == expected
    assert shown("eurostat-dii@4", answers) == expected


@pytest.mark.parametrize(
    ("target", "answers"),
    [
        ("eurostat-dii@3", {"dropped": ["address"]}),  # a domain may serve for mail alone
        ("eurostat-dii@4", {"alertness": []}),  # none holds for everyone, but some may be told
        ("eurostat-dii@4", {"training": "under_two"}),  # half an hour may be one person's own evening
        ("eu-dma@1", {"online": ["order"]}),  # “order or book”: a date booked is no sale
        ("eu-dma@1", {"online": ["request"]}),  # by mail, perhaps
        ("eu-dma@1", {"files_place": "office_drive"}),  # perhaps with a way in from outside
        ("eu-dma@1", {"decisions": "dated"}),  # what is needed, but not whether it fits the goals
        ("eu-dma@1", {"money": "expected"}),  # for a project, not for a year
        ("eu-dma@1", {"backup": "off_site"}),  # unplugged, and in the same room
        ("eu-dma@1", {"backup": "no_backup"}),  # synchronised files are elsewhere, and count there
        ("eu-dma@1", {"backup": "now_and_then", "files_place": "office_drive"}),  # a disk that goes home
        ("eu-dma@1", {"alertness": ["repeated"]}),  # reminded, not trained
        ("eu-dma@1", {"alertness": []}),
        ("eu-dma@1", {"job_change": "trained"}),  # those concerned, not everyone; asked, not shaping
        ("eu-dma@1", {"future": ["listed", "apprentice"]}),  # no search for gaps, no place for key skills
        ("eu-dma@1", {"staff_say": ["off_hours"]}),  # one side effect; whether it is watched is open
        ("eu-dma@1", {"flow": {"invoice": "program"}}),  # what else matters may be on paper
        ("eu-dma@1", {"emergency": "on_paper"}),
        ("eu-dma@1", {"emergency": "three_days"}),  # a way, perhaps in one head only
        ("eu-dma@1", {"circle": ["wiped"]}),  # done once, which is “partly” or “fully”
    ],
)
def test_what_leaves_a_doubt_shows_nothing(target: str, answers: dict[str, Any]) -> None:
    assert shown(target, answers, staff="yes") == {}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"decisions": "reviewed", "money": "checked"}, {"q2.needs": YES}),
        ({"money": "yearly"}, {"q2.money": YES}),
        ({"money": "repairs"}, {"q2.money": NO}),
        ({"dropped": ["address"], "online": ["facts"]}, {"q3.website": YES}),
        ({"online": ["order", "pay"]}, {"q3.sales": YES}),
        (NO_ORDERS, {"q3.sales": NO}),
        ({"runs_itself": {"machines": "itself"}}, {"q4.things": YES}),
        ({"job_change": "silent"}, {"q6.open_plans": NO}),
        ({"staff_say": ["choice"]}, {"q6.involvement": YES}),
        ({"job_change": "told", "staff_say": []}, {"q6.involvement": NO}),
        ({"flow": dict.fromkeys(("order", "invoice", "payment"), "file")}, {"q7.stored": YES}),
        ({"exchange": "by_hand"}, {"q7.linked": NO}),
        ({"files_place": "way_out", "internet": "fallback"}, {"q7.anywhere": YES}),
        ({"files_place": "one_computer"}, {"q7.anywhere": NO}),
        ({"best_customers": "report"}, {"q7.analysed": YES}),
        ({"alertness": ["repeated", "real_mails"]}, {"q8.staff": YES}),
        ({"backup": "restored"}, {"q8.backup": YES}),
        ({"backup": "automatic", "files_place": "office_drive"}, {"q8.backup": NO}),
        ({"emergency": "rehearsed"}, {"q8.continuity": YES}),
        ({"emergency": "whom_to_call"}, {"q8.continuity": NO}),
    ],
)
def test_what_shows_an_item_of_the_hubs_assessment(answers: dict[str, Any], expected: dict[str, int]) -> None:
    assert shown("eu-dma@1", answers, staff="yes") == expected


def test_three_measures_of_security_are_shown_only_all_together() -> None:
    whole = {"backup": "restored", "accounts": ["least_rights"], "two_step": {"mail": "partly"}}
    assert shown("eurostat-dii@4", whole) == {"security_measures": YES}
    less = [("backup", "off_site"), ("accounts", ["closed"]), ("two_step", {"mail": "unprotected"}),
            ("two_step", {"accounts": "everyone"})]  # fmt: skip
    for name, answer in less:
        assert shown("eurostat-dii@4", whole | {name: answer}) == {}, "fewer are no proof of a no"


def test_a_hidden_answer_shows_nothing() -> None:
    """A firm below ten people is not asked how its programs are linked, whatever an old sheet says."""
    answers = {"exchange": "most_linked"}
    assert shown("eu-dma@1", answers, size="small") == {"q7.linked": YES}
    assert shown("eu-dma@1", answers, size="micro") == {}


def test_the_count_is_what_is_shown_to_that_and_all_unmeasured() -> None:
    found = walked("eurostat-dii@3", NO_ORDERS | {"ai": "agreed", "dropped": ["address"]})
    assert (found.items == YES).to_numpy().sum() == 2
    assert (found.items == NO).to_numpy().sum() == 2
    assert (found.low[0], found.high[0], found.level[0]) == (2, 2 + 8, -1)


def test_a_firm_below_ten_people_has_no_count_and_it_is_said_why() -> None:
    found = walked("eurostat-dii@3", {"ai": "agreed"}, size="micro")
    assert np.isnan(found.low[0])
    assert np.isnan(found.high[0])
    assert found.level[0] == -1
    assert str(found.limits[1]) == "One firm has no count, because nothing is asked of a firm of its size."
    assert found.items["ai"][0] == YES, "what it uses is known all the same"


def test_no_part_of_the_hubs_assessment_gets_a_score_from_here() -> None:
    """Fewer than 60 % of each part can turn out both ways, so that even the best answers give none."""
    best = {
        question.id: [option.id for option in question.options]
        for question in SOURCE.questions.values()
        if question.type == "multiple" and question.scored
    }
    found = walked("eu-dma@1", best)
    assert all(part.share < 0.6 for part in found.coverage)
    assert found.partial.isna().all(axis=None)
    assert any("No part has a score" in str(message) for message in found.limits)


@given(st.lists(st.sampled_from([None, "unused", "tried", "agreed", "na", "dk"]), min_size=1, max_size=6))
def test_firms_do_not_touch_each_other(answers: list[str | None]) -> None:
    firms = [{"ai": answer} if answer else {} for answer in answers]
    together = walked("eurostat-dii@3", *firms)
    for place, firm in enumerate(firms):
        alone = walked("eurostat-dii@3", firm)
        pd.testing.assert_series_equal(together.items.iloc[place], alone.items.iloc[0], check_names=False)
        assert (together.low[place], together.high[place]) == (alone.low[0], alone.high[0])


def test_no_firms_give_an_empty_table() -> None:
    for target in TARGETS:
        found = walked(target)
        assert len(found) == 0
        assert len(crosswalk_table(table_of(SOURCE, [], []), found)) == 0


@pytest.mark.parametrize(
    ("target", "measured", "both_ways"), [("eurostat-dii@3", 4, 1), ("eurostat-dii@4", 7, 1), ("eu-dma@1", 14, 7)]
)
def test_the_documents_state_the_coverage_that_the_data_has(target: str, measured: int, both_ways: int) -> None:
    whole = coverage_of(load_crosswalk(SOURCE, load(target)), load(target))[0]
    assert (whole.measured, whole.both_ways) == (measured, both_ways)
    line = f"| `{target}` | {measured} of {whole.items} | {whole.both_ways} | {whole.one_way} |"
    assert line in (DOCS / "instruments.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", TARGETS)
def test_the_number_of_firms_the_coverage_and_that_it_is_not_official_are_said(target: str) -> None:
    said = " ".join(str(message) for message in walked(target, {}, {}).limits)
    assert "2 firms" in said
    assert "measured" in said
    assert "no official result" in said


def test_a_file_of_it_has_words_ranges_and_no_invented_zero() -> None:
    table = table_of(SOURCE, [{"ai": "unused"}], [{"firm": "A", "size": "medium"}])
    row = crosswalk_table(table, crosswalk(table, load("eurostat-dii@4"))).iloc[0]
    assert (row["low"], row["high"], row["ai"], row["measured"]) == (0, 11, "no", 1)
    assert pd.isna(row["level"])
    assert pd.isna(row["remote_meetings"])


def test_columns_carried_through_come_last_and_under_a_name_of_their_own() -> None:
    beside = pd.DataFrame({"ai": ["ours"], "adviser": ["Kim"]})
    table = replace(table_of(SOURCE, [{"ai": "unused"}], [{"firm": "A", "size": "medium"}]), extra=beside)
    row = crosswalk_table(table, crosswalk(table, load("eurostat-dii@4"))).iloc[0]
    assert row["ai"] == "no"
    assert row[-2:].to_dict() == {"ai.1": "ours", "adviser": "Kim"}
