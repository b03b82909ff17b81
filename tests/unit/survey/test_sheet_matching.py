"""Whose a row is: by number, otherwise by name and then a person decides."""

from __future__ import annotations

import pytest

from survey.storage.imports.matching import ALL, NEW, SAME, KnownClient, Match, Row, match

BAKERY = KnownClient(1, "b", "7", "Mill Lane Bakery", "mill lane bakery")
NAMESAKE = KnownClient(2, "n", "", "Mill Lane Bakery", "mill lane bakery")
JOINER = KnownClient(3, "j", "A-1", "Tischlerei Öz", "tischlerei oz")


def row(firm: str, ref: str = "", number: int = 2) -> Row:
    return Row(number - 2, number, firm, ref)


def one(given: Row, *clients: KnownClient, **decisions: str) -> Match:
    return match([given], clients, decisions)[0]


@pytest.mark.parametrize("ref", ["A-1", "a-1"])
def test_a_number_decides_whatever_the_name(ref: str) -> None:
    assert one(row("Quite another", ref), BAKERY, JOINER) == Match(JOINER)


def test_of_two_numbers_that_differ_by_case_the_same_one_is_meant() -> None:
    other = KnownClient(4, "o", "a-1", "Other", "other")
    assert one(row("X", "a-1"), JOINER, other) == Match(other)
    assert one(row("X", "A-1"), other, JOINER) == Match(JOINER)


def test_an_unknown_number_and_name_are_a_new_client() -> None:
    assert one(row("Harbour", "9"), BAKERY) == Match(key="ref 9")
    assert one(row("Harbour"), BAKERY) == Match(key="name harbour")


@pytest.mark.parametrize("name", ["Mill Lane Bakery", "MILL  lane bakery"])
def test_a_name_alone_is_asked_about(name: str) -> None:
    assert one(row(name), BAKERY) == Match(candidates=(BAKERY,))


def test_accents_do_not_tell_names_apart() -> None:
    assert one(row("Tischlerei Oz"), JOINER).candidates == (JOINER,)


def test_who_has_another_number_is_another_client() -> None:
    assert one(row("Mill Lane Bakery", "8"), BAKERY) == Match(key="ref 8")
    assert one(row("Mill Lane Bakery", "8"), BAKERY, NAMESAKE).candidates == (NAMESAKE,)


@pytest.mark.parametrize("decisions", [{"2": "b"}, {ALL: SAME}])
def test_a_decision_for_the_same(decisions: dict[str, str]) -> None:
    assert match([row("Mill Lane Bakery")], [BAKERY], decisions) == [Match(BAKERY)]


@pytest.mark.parametrize("decisions", [{"2": NEW}, {ALL: NEW}, {"2": NEW, ALL: SAME}])
def test_a_decision_for_a_new_one(decisions: dict[str, str]) -> None:
    assert match([row("Mill Lane Bakery")], [BAKERY], decisions) == [Match(key="name mill lane bakery")]


def test_among_several_of_a_name_only_a_choice_decides() -> None:
    given = row("Mill Lane Bakery")
    assert match([given], [BAKERY, NAMESAKE], {ALL: SAME})[0].candidates == (BAKERY, NAMESAKE)
    assert match([given], [BAKERY, NAMESAKE], {"2": "n"}) == [Match(NAMESAKE)]


def test_a_decision_for_a_client_that_is_none_of_them_decides_nothing() -> None:
    assert match([row("Mill Lane Bakery")], [BAKERY, JOINER], {"2": "j"})[0].candidates == (BAKERY,)


def test_a_number_in_one_row_holds_for_the_other_rows_of_the_name() -> None:
    rows = [row("Harbour", "9"), row("harbour", number=3), row("Kontor", number=4)]
    assert [found.key for found in match(rows, [], {})] == ["ref 9", "ref 9", "name kontor"]


def test_two_numbers_of_one_name_hold_for_no_other_row() -> None:
    rows = [row("Harbour", "9"), row("Harbour", "10", 3), row("Harbour", number=4)]
    assert [found.key for found in match(rows, [], {})] == ["ref 9", "ref 10", "name harbour"]


def test_a_number_with_two_names_is_one_firm_that_either_name_may_find() -> None:
    rows = [row("Mill Lane Bakery", "9"), row("Mill Bakery", "9", 3)]
    assert [found.candidates for found in match(rows, [NAMESAKE], {})] == [(NAMESAKE,), (NAMESAKE,)]
    assert match(rows, [NAMESAKE], {ALL: SAME}) == [Match(NAMESAKE), Match(NAMESAKE)]
