"""Trades: everyday names found as people type them, each with its place in the classification."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from scoring.trades import SECTIONS, TRADES, find_trades, is_sector, section_of, similar_trades, trade


def found(text, *translations):
    return [one.id for one in find_trades(text, *translations)]


@pytest.mark.parametrize(
    ("division", "section"),
    [
        ("01", "A"), ("09", "B"), ("10", "C"), ("33", "C"), ("35", "D"), ("39", "E"), ("43", "F"), ("47", "G"),
        ("49", "H"), ("56", "I"), ("62", "J"), ("66", "K"), ("68", "L"), ("75", "M"), ("82", "N"), ("84", "O"),
        ("85", "P"), ("88", "Q"), ("93", "R"), ("96", "S"), ("98", "T"), ("99", "U"),
    ],
)  # fmt: skip
def test_divisions_belong_to_sections(division, section):
    assert section_of(division) == section


@pytest.mark.parametrize(
    "division", ["00", "04", "34", "40", "44", "48", "54", "57", "67", "76", "83", "89", "1", "C", ""]
)
def test_what_is_no_division(division):
    assert section_of(division) is None


def test_every_trade_has_a_place_and_a_name_of_its_own():
    assert len({one.id for one in TRADES}) == len({one.name for one in TRADES}) == len(TRADES) >= 80
    assert all(section_of(one.division) in SECTIONS for one in TRADES)


def test_every_section_with_small_firms_has_a_trade():
    assert {one.section for one in TRADES} >= set("ABCDEFGHIJKLMNPQRS")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bakery, pastry shop", "bakery"),
        ("bread", "bakery"),
        ("BAKER", "bakery"),
        ("cafe", "restaurant"),
        ("café", "restaurant"),
        ("plumber", "plumber"),
        ("dentist", "doctor"),
        ("web developer", "software"),
        ("trucking", "haulier"),
        ("Hairdresser", "hairdresser"),
        ("farmer", "farm"),
        ("physiotherapist", "therapy"),
        ("consultant", "consultancy"),
        ("nail", "hairdresser"),
    ],
)
def test_what_people_type_leads_to_their_trade(text, expected):
    assert expected in found(text)[:3]


def test_an_exact_name_comes_alone():
    assert found("Software developer") == ["software"]


def test_nothing_and_nonsense_find_nothing():
    assert found("") == found("  ,") == found("xyzzy") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Road haulage", "haulier"),
        ("a small hotel", "hotel"),
        ("Plastics and rubber products", "plastics"),
        ("we bake bread", "bakery"),
        ("heat pumps", "plumber"),
        ("yoga studio", "sport"),
    ],
)
def test_words_much_like_a_trade_offer_it(text, expected):
    assert found(text) == [], "nothing is called so, and nothing is taken without asking"
    assert expected in [one.id for one in similar_trades(text)][:5]


def test_what_is_like_nothing_offers_nothing():
    assert similar_trades("xyzzy") == similar_trades("") == similar_trades("we do it all") == []


def test_the_search_is_in_the_language_of_the_person():
    class German(NullTranslations):
        def gettext(self, message):
            return {"Bakery, pastry shop": "Bäckerei, Konditorei"}.get(message, message)

    assert found("backerei", German()) == ["bakery"]


def test_a_trade_by_its_id():
    assert trade("bakery").division == "10"
    assert trade("nonsense") is None


@pytest.mark.parametrize(
    ("code", "known"),
    [("C", True), ("10", True), ("V", False), ("c", False), ("00", False), ("04", False), ("٤٩", False)],
)
def test_a_sector_is_a_section_or_a_division_that_there_is(code: str, known: bool) -> None:
    assert is_sector(code) is known
