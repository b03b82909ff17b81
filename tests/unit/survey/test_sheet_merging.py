"""A row over the stage that it corrects: what the sheet has is taken, what it has not stays."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from scoring.answers import AnswerTable, all_answers, answers_of, table_of
from scoring.instrument import Instrument
from scoring.loading import load
from survey.profiles import BLANK, merged, profile_of_row, profile_row
from survey.storage.imports.merging import Incoming, table_of_written
from survey.storage.imports.planning import KnownStage

SHOP = Path(__file__).resolve().parents[2] / "integration" / "instruments" / "corner-shop" / "v1"
BEFORE: dict[str, Any] = {
    "orders": "never",
    "lists": ["stock"],
    "checks": {"oven": "weekly", "van": "na"},
    "rework": 1.0,
    "wish": "Time",
}


@pytest.fixture(scope="module")
def shop() -> Instrument:
    return load(SHOP)


def stage(shop: Instrument, answers: dict[str, Any], **profile: str) -> KnownStage:
    codes = table_of(shop, [answers], [{}]).blob(0)
    moment = datetime(2026, 3, 31, tzinfo=UTC)
    return KnownStage(1, 0, "s", 1, "import", False, False, moment, BLANK | profile, answers, codes)


def row(shop: Instrument, answers: dict[str, Any], columns: set[str] | None = None, **profile: Any) -> Incoming:
    """A row with these answers; by default the sheet has a column for everything."""
    table = table_of(shop, [answers], [{"firm": "A"} | profile])
    return Incoming(table, frozenset({*shop.cells, "wish"} if columns is None else columns))


def test_the_same_answers_are_the_same(shop: Instrument) -> None:
    there = stage(shop, BEFORE, firm="A")
    assert row(shop, BEFORE).same_answers(0, there)
    assert row(shop, BEFORE).same(0, there)
    assert not row(shop, BEFORE | {"orders": "always"}).same_answers(0, there)
    assert not row(shop, BEFORE | {"wish": "Money"}).same_answers(0, there)


def test_another_profile_is_not_the_same_but_the_answers_are(shop: Instrument) -> None:
    given = row(shop, BEFORE, employees=12)
    there = stage(shop, BEFORE, firm="A")
    assert given.same_answers(0, there)
    assert not given.same(0, there)


def test_only_columns_of_the_sheet_are_compared_and_taken(shop: Instrument) -> None:
    given, there = row(shop, {"orders": "always"}, {"orders", "checks.van"}), stage(shop, BEFORE)
    written = given.corrected(0, there)
    assert written.answers == BEFORE | {"orders": "always", "checks": {"oven": "weekly"}}
    assert written.codes.tobytes() == table_of(shop, [dict(written.answers)], [{}]).blob(0)
    assert row(shop, {"orders": "never"}, {"orders"}).same_answers(0, there)


def test_blank_cells_remove_and_are_counted(shop: Instrument) -> None:
    written = row(shop, {"orders": "never"}).corrected(0, stage(shop, BEFORE))
    assert (written.answers, written.removed) == ({"orders": "never"}, 4)


def test_a_number_in_the_same_band_stays_as_exact_as_it_was(shop: Instrument) -> None:
    written = row(shop, {"rework": "hardly"}, {"rework"}).corrected(0, stage(shop, BEFORE))
    assert written.answers["rework"] == 1.0


def test_written_rows_are_scored_with_the_profile_as_it_is_stored(shop: Instrument) -> None:
    given = row(shop, BEFORE, employees=3, sector="10")
    written = given.corrected(0, stage(shop, {}, firm="B", trade="F", country="DE"))
    table = table_of_written(given, [written], ["T1"])
    said = table.profile.iloc[0]
    assert (said["firm"], said["sector"], said["division"], said["size"], said["country"]) == (
        "B",
        "C",
        "10",
        "micro",
        "DE",
    )
    assert said["stage"] == "T1"


def test_all_answers_are_the_answers_of_each(shop: Instrument) -> None:
    given = [BEFORE | {"rework": "hardly"}, {}, {"lists": [], "orders": "always"}, {"lists": "na", "wish": "x"}]
    table = table_of(shop, given, [{}] * len(given))
    assert all_answers(table) == given == [answers_of(table, at) for at in range(len(table))]
    assert all_answers(table[:0]) == []


@pytest.mark.parametrize(
    ("row", "profile"),
    [
        (
            {"sector": "C", "division": "10", "employees": 0},
            {"trade": "C", "division": "10", "people": "solo", "employees": 0},
        ),
        ({"sector": "F", "employees": 1}, {"trade": "F", "size": "micro", "employees": 1}),
        ({"employees": 12}, {"people": "small", "employees": 12}),
        ({"size": "medium"}, {"people": "medium"}),
        ({"size": "micro"}, {"size": "micro"}),
        ({"size": "micro", "staff": True}, {"people": "micro"}),
        ({"country": "DE", "region": "DE-BY", "firm": "A"}, {"country": "DE", "region": "DE-BY", "firm": "A"}),
        ({}, {}),
    ],
)
def test_a_row_becomes_a_profile_and_the_same_row_again(
    shop: Instrument, row: dict[str, Any], profile: dict[str, Any]
) -> None:
    def said(given: dict[str, Any]) -> tuple[dict[str, Any], AnswerTable]:
        table = table_of(shop, [{}], [given])
        return table.profile.iloc[0].to_dict(), table

    first, table = said(row)
    assert profile_of_row(first) == profile
    _, again = said(profile_row(profile_of_row(first)))
    assert again.profile.drop(columns="staff").equals(table.profile.drop(columns="staff"))


def test_what_is_said_anew_replaces_all_that_says_the_same() -> None:
    before = BLANK | {"trade": "C", "division": "10", "people": "small", "employees": 12, "country": "DE"}
    assert merged(before, {"trade": "F"}) == BLANK | {
        "trade": "F",
        "people": "small",
        "employees": 12,
        "country": "DE",
    }
    assert merged(before, {"size": "micro", "employees": 1})["size"] == "micro"
    assert "people" not in merged(before, {"size": "micro", "employees": 1})
    assert merged(before, {}) == before


def test_what_says_the_same_more_exactly_stays() -> None:
    before = BLANK | {"trade": "bakery", "people": "solo"}
    assert merged(before, {"trade": "C", "division": "10", "size": "micro"}) == before
    assert merged(before, {"trade": "C", "division": "11"})["trade"] == "C"
    assert merged(before, {"people": "micro"})["people"] == "micro"


def test_a_number_is_taken_as_the_sheet_says_it_and_a_band_changes_no_number_in_it(shop: Instrument) -> None:
    there = stage(shop, BEFORE | {"rework": 1.0}, firm="A")
    table = table_of(shop, [BEFORE | {"rework": 0.0}], [{"firm": "A"}])
    columns = frozenset({*shop.cells, "wish"})
    number = Incoming(table, columns, pd.DataFrame({"rework": [0.0]}))
    band = Incoming(table, columns, pd.DataFrame({"rework": [float("nan")]}))
    assert (number.same_answers(0, there), band.same_answers(0, there)) == (False, True)
    assert number.corrected(0, there).answers["rework"] == 0.0
    assert band.corrected(0, there).answers["rework"] == 1.0
    assert (number.added(0, {}).answers["rework"], band.added(0, {}).answers["rework"]) == (0.0, "hardly")
