"""Fonts: every character in one that has it, or visibly replaced."""

from __future__ import annotations

import json
import logging

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from reports import fonts
from reports.firm.labels import labels
from scoring.instrument import Instrument
from scoring.messages import ENGLISH
from tests.unit.reports.conftest import DATE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain – “text” €", [("NotoSans", "plain – “text” €")]),
        ("a → b", [("NotoSans", "a "), ("FiraGO", "→"), ("NotoSans", " b")]),
        ("≤ ≥", [("FiraGO", "≤"), ("NotoSans", " "), ("FiraGO", "≥")]),
        ("1\u202f000", [("NotoSans", "1\u202f000")]),
        ("ﺍ１", [("FiraGO", "ا"), ("NotoSans", "1")]),
        ("", []),
    ],
)
def test_the_font_changes_only_where_the_first_has_no_glyph(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(fonts.runs(text)) == expected


def test_a_character_in_no_font_is_replaced_visibly_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert fonts.runs("a\U0001f9ed")[-1][1].endswith(fonts.REPLACEMENT)
        fonts.runs("b\U0001f9ed")
    assert [record.getMessage() for record in caplog.records if "U+1F9ED" in record.getMessage()] == [
        "no font has a glyph for U+1F9ED; it is shown as \ufffd"
    ]
    assert fonts.missing("a\U0001f9ed") == {"\U0001f9ed"}


def test_bold_has_its_own_widths() -> None:
    assert fonts.width("Wide", 10, bold=True) > fonts.width("Wide", 10) > 0


def test_every_word_of_the_product_has_its_glyphs(instrument: Instrument) -> None:
    words = json.dumps(instrument.model_dump(mode="json"), ensure_ascii=False) + str(labels(ENGLISH))
    assert not fonts.missing(words) - {"\n"}


@pytest.mark.parametrize("name", ["en", "de", "fr", "pl", "cs", "el", "bg", "tr", "fi", "de_CH", "he", "ar"])
def test_every_number_and_date_format_has_its_glyphs(name: str) -> None:
    locale = Locale.parse(name)
    shown = format_decimal(-1234567.8, locale=locale) + format_percent(0.5, locale=locale)
    shown += format_date(DATE, format="long", locale=locale)
    assert not fonts.missing(shown) - set("\u200e\u200f\u061c")
