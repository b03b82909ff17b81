"""Profiles: size bands, sectors by code or trade, and values that contradict each other."""

from __future__ import annotations

import pandas as pd
import pytest

from scoring.checks.content import RESERVED_COLUMNS
from scoring.profile import PEOPLE, PROFILE, profile_table


def profile(**given):
    table, faults = profile_table(pd.DataFrame([given]))
    assert not faults
    return {name: table[name].tolist()[0] if pd.notna(table[name].iloc[0]) else None for name in PROFILE}


def faults_of(**given):
    _, faults = profile_table(pd.DataFrame([given]))
    return [(fault.column, fault.value, str(fault.message)) for fault in faults]


@pytest.mark.parametrize(
    ("employees", "size"),
    [(0, "micro"), (9, "micro"), (10, "small"), (49, "small"), (50, "medium"), (249, "medium"), (250, "large")],
)
def test_size_bands(employees, size):
    assert profile(employees=str(employees))["size"] == size


def test_the_bands_that_people_choose_from_agree_with_them():
    for band in PEOPLE:
        assert profile(employees=str(band.headcount))["size"] == band.size
        assert band.staff is (band.headcount > 1)


def test_a_size_that_contradicts_the_employees_is_a_fault():
    assert faults_of(employees="12", size="Small") == []
    [(column, value, message)] = faults_of(employees="12", size="micro")
    assert (column, value) == ("size", "micro")
    assert message == "12 employees make a firm small, not micro. Correct one of the two."


@pytest.mark.parametrize(("employees", "staff"), [("0", False), ("1", None), ("2", True), ("", None)])
def test_staff_follows_from_the_employees_where_they_leave_no_doubt(employees, staff):
    assert profile(employees=employees)["staff"] is staff


@pytest.mark.parametrize(
    ("sector", "section", "division"),
    [
        ("C", "C", None),
        ("c", "C", None),
        ("10", "C", "10"),
        ("1", "A", "01"),  # a spreadsheet took the zero
        ("C10", "C", "10"),
        ("10.71", "C", "10"),
        ("bakery, PASTRY shop", "C", "10"),
        ("Haulier, road freight", "H", "49"),
        ("Manufacturing", "C", None),
        ("", None, None),
    ],
)
def test_a_sector_is_a_section_a_division_or_a_trade(sector, section, division):
    found = profile(sector=sector)
    assert (found["sector"], found["division"]) == (section, division)


@pytest.mark.parametrize("sector", ["Z", "00", "04", "99.999", "C49", "Quantum barbershop"])
def test_what_is_no_sector(sector):
    [(column, value, _)] = faults_of(sector=sector)
    assert (column, value) == ("sector", sector)


def test_a_word_that_fits_trades_of_several_divisions_is_not_guessed():
    [(_, _, message)] = faults_of(sector="repair")
    assert "could be several trades" in message
    assert "Car repair garage" in message


def test_a_section_that_contradicts_the_division_is_a_fault():
    assert [column for column, _, _ in faults_of(sector="G", division="10")] == ["sector"]


def test_two_divisions_that_contradict_each_other_are_a_fault():
    assert [column for column, _, _ in faults_of(sector="49", division="10")] == ["sector"]
    assert faults_of(sector="10", division="10") == []


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("firm", "  Bäcker Müller ", "Bäcker Müller"),
        ("firm", "NA", "NA"),
        ("region", "null", "null"),
        ("ref", "007", "007"),
        ("employees", "12.0", 12),
        ("country", "de", "DE"),
        ("country", "UK", "GB"),
        ("stage", "t1", "T1"),
        ("stage", "T00", "T0"),
        ("stage", "t01", "T1"),
        ("stage", "T10", "T10"),
        ("stage", "", "T0"),
        ("date", "2026-03-31", "2026-03-31"),
        ("source", "Interview", "interview"),
        ("counted", "yes", True),
        ("counted", "", False),
    ],
)
def test_values_are_brought_into_one_form(field, given, kept):
    assert profile(**{field: given})[field] == kept


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("employees", "-1"), ("employees", "12.5"), ("employees", "1,000"), ("employees", "1e3"), ("employees", "١٢"),
        ("size", "tiny"), ("country", "Germany"), ("country", "XX"), ("stage", "2"), ("date", "31.03.2026"),
        ("date", "2026-02-30"), ("source", "hearsay"), ("counted", "perhaps"), ("email", "nobody"),
        ("email", "a@b, c@d"), ("firm", "x" * 301),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_fault_and_missing(field, given):
    table, faults = profile_table(pd.DataFrame([{field: given}]))
    assert [(fault.row, fault.column) for fault in faults] == [(0, field)]
    assert pd.isna(table[field].iloc[0]) or field == "counted" or table[field].iloc[0] == "T0"


def test_values_may_be_typed_already():
    found = profile(employees=3, staff=True, counted=False, firm=None)
    assert (found["employees"], found["staff"], found["counted"], found["firm"]) == (3, True, False, None)


def test_the_columns_are_always_the_same():
    table, _ = profile_table(pd.DataFrame(index=range(2)))
    assert tuple(table.columns) == PROFILE
    assert table["employees"].dtype == "Int64"


def test_no_dimension_or_question_can_be_called_like_a_profile_column():
    assert set(PROFILE) <= RESERVED_COLUMNS
