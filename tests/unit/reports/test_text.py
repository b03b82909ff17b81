"""Text on paper: cleaned, measured, broken; whatever a firm calls itself is only ever text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import reports
from reports import fonts
from reports.text import clean, fitted, lines, one_line
from reports.theme import BODY


def width(line: str) -> float:
    return fonts.width(line, BODY.size)


def test_lines_break_at_spaces_and_never_exceed_the_width() -> None:
    text = "Two words and then a few more of them, so that a narrow column needs several lines for all of it."
    broken = lines(text, BODY, 120)
    assert len(broken) > 2
    assert " ".join(broken) == text
    assert max(map(width, broken)) <= 120


def test_a_word_wider_than_the_column_is_cut_and_nothing_of_it_is_lost() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter"
    broken = lines(word, BODY, 100)
    assert "".join(broken) == word
    assert max(map(width, broken)) <= 100


def test_twenty_thousand_characters_without_a_space_are_set() -> None:
    broken = lines("m" * 20_000, BODY, 400)
    assert sum(map(len, broken)) == 20_000
    assert max(map(width, broken)) <= 400


def test_past_the_last_allowed_line_an_ellipsis_says_that_there_was_more() -> None:
    broken = lines("word " * 200, replace(BODY, max_lines=2), 120)
    assert len(broken) == 2
    assert broken[-1].endswith("…")
    assert width(broken[-1]) <= 120


def test_a_text_that_fits_has_no_ellipsis() -> None:
    assert lines("short", replace(BODY, max_lines=1), 120) == ("short",)
    assert fitted("short", 9, False, 120) == "short"
    assert fitted("m" * 100, 9, False, 120).endswith("…")


def test_line_ends_are_kept_and_no_break_spaces_hold() -> None:
    assert lines("one\r\ntwo\rthree", BODY, 400) == ("one", "two", "three")
    assert lines("12\u00a0000\u202fEUR", BODY, 30) != ("12", "000", "EUR")


def test_an_empty_text_is_one_empty_line() -> None:
    assert lines("", BODY, 100) == ("",)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("a\x00b", "a\ufffdb"),
        ("a\tb", "a b"),
        ("e\u0301", "é"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u202egnp.exe", "gnp.exe"),
        ("lone \ud800 half", "lone \ufffd half"),
    ],
)
def test_what_cannot_be_seen_is_taken_out_or_made_visible(typed: str, shown: str) -> None:
    assert clean(typed) == shown


def test_one_line_has_no_line_end() -> None:
    assert one_line("  a\n\nb\u2028c ") == "a b c"


def test_right_to_left_lines_are_drawn_from_the_left_in_the_order_of_the_bidirectional_algorithm() -> None:
    assert lines("שלום", BODY, 200) == ("םולש",)
    assert lines("ABC שלום", BODY, 200) == ("ABC םולש",)


def test_arabic_letters_are_joined() -> None:
    (line,) = lines("سلام", BODY, 200)
    assert all("\ufb50" <= letter <= "\ufefc" for letter in line)


def test_no_part_of_the_reports_reads_markup() -> None:
    """ReportLab's Paragraph would: ``<img src="/etc/hostname">`` in a firm's name embeds the file."""
    folder = Path(reports.__file__).parent
    for path in folder.rglob("*.py"):
        assert not re.search(r"Paragraph\(|platypus|reportlab\.graphics", path.read_text()), path.name
