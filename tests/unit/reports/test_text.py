"""Text on paper: cleaned, measured, broken; whatever a firm calls itself is only ever text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import reports
from reports import fonts
from reports.text import clean, fitted, lines, one_line
from reports.theme import BODY, Style


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
    assert lines("Hello שלום", BODY, 200) == ("Hello םולש",)


def test_a_name_from_another_script_does_not_turn_the_sentence_round_that_begins_with_it() -> None:
    assert lines("שלום is at “Building”", BODY, 200) == ("םולש is at “Building”",)


def test_arabic_letters_are_joined() -> None:
    (line,) = lines("سلام", BODY, 200)
    assert all("\ufb50" <= letter <= "\ufefc" for letter in line)


def test_no_part_of_the_reports_reads_markup() -> None:
    """ReportLab's Paragraph would: ``<img src="/etc/hostname">`` in a firm's name embeds the file."""
    folder = Path(reports.__file__).parent
    for path in folder.rglob("*.py"):
        assert not re.search(r"Paragraph\(|platypus|reportlab\.graphics", path.read_text()), path.name


def drawn_words(text: str, width: float = 400) -> tuple[str, ...]:
    """Hebrew letters as capitals, so that the order can be read here: א is A, ב is B …"""
    hebrew = {chr(0x41 + number): chr(0x5D0 + number) for number in range(26)}
    latin = {letter: capital for capital, letter in hebrew.items()}
    given = text.translate(str.maketrans(hebrew))
    return tuple(line.translate(str.maketrans(latin)) for line in lines(given, BODY, width))


@pytest.mark.parametrize(
    ("read", "drawn"),
    [
        ("ABC 24", "24 CBA"),
        ("ABC (sun) [DEF] 24", "24 [FED] (sun) CBA"),
        ("sun (ABC) [24]", "sun (CBA) [24]"),
        ("(ABC)", "(CBA)"),
        ("«ABC» a<b", "a<b «CBA»"),
        ("ABC 3<5", "5>3 CBA"),
        ("ABC ([D]) x([E]y)", "(y[E])x ([D]) CBA"),
        ("sun ([A], b)", "sun ([A], b)"),
        ("ABC: 12-24, 3.5 %", "% 3.5 ,12-24 :CBA"),
    ],
)
def test_brackets_are_drawn_as_they_open_and_close_in_reading(read: str, drawn: str) -> None:
    assert drawn_words(read) == (drawn,)


def test_lines_are_broken_in_the_order_of_reading_and_keep_the_direction_of_their_paragraph() -> None:
    """The second line begins with a Latin word; it is still read from the right."""
    broken = drawn_words("ABCD EFGHEFGH mill IJ.", width("אבגד הוזחהוזח") + 2)
    assert broken == ("HGFEHGFE DCBA", ".JI mill")
    assert drawn_words("ABC.\nabc.") == (".CBA", "abc.")


def test_an_ellipsis_stands_where_reading_ends() -> None:
    hebrew = "אבגד הוזח טיכל"
    (line,) = lines(hebrew, replace(BODY, max_lines=1), width("אבגד הוזח") + 12)
    assert line == "…חזוה דגבא"
    assert fitted(hebrew, BODY.size, False, width(line)) == line
    assert fitted("Sunflowers אבגד הוזח", BODY.size, False, width("Sunflowers אבגד…") + 1).endswith("דגבא…")


def test_arabic_among_latin_words_and_digits_is_joined_and_turned_by_itself() -> None:
    (line,) = lines("مخبز الشمس 24 (Sun)", BODY, 400)
    assert line.startswith("(Sun) 24 ")
    assert line.endswith("\ufea8\ufee3"), "the name begins at the right: meem at the start of a word, khah in one"
    (line,) = lines("Sun مخبز GmbH", BODY, 400)
    assert (line[:4], line[-5:]) == ("Sun ", " GmbH")


@pytest.mark.parametrize(
    "word",
    ["پژوهشگاه چاپ گلستان", "ٹیکنالوجی ڈیزائن ہے میں بڑے", "ئۇيغۇر", "الله", "ﷺ"],
    ids=["Persian", "Urdu", "Uyghur", "often one glyph", "always one glyph"],
)
def test_letters_of_other_languages_in_arabic_script_are_shown(word: str) -> None:
    assert not fonts.missing(word)
    (line,) = lines(word, BODY, 400)
    assert not fonts.missing(line)
    assert {name for name, part in fonts.runs(line) if part.strip()} == {"FiraGO"}


def test_a_mark_that_keeps_letters_apart_does_so_and_is_not_drawn() -> None:
    (apart,), (joined,) = lines("می\u200cخواهم", BODY, 400), lines("میخواهم", BODY, 400)
    assert "\u200c" not in apart
    assert ("\ufbfd" in apart, "\ufbfd" in joined) == (True, False)


def test_vowel_signs_stay_and_come_before_their_letter_where_the_font_draws_them_over_the_next() -> None:
    assert lines("שָׁ", BODY, 400) == ("\u05c1\u05b8\u05e9",)
    (line,) = lines("مُحَمَّد", BODY, 400)
    assert sorted(line)[:4] == ["\u064e", "\u064e", "\u064f", "\u0651"]


def test_letters_that_came_in_their_joined_forms_are_set_like_others() -> None:
    assert lines("\ufee3\ufea8\ufe92\ufeb0", BODY, 400) == lines("مخبز", BODY, 400)


def test_a_mark_that_the_order_is_found_with_is_never_drawn() -> None:
    assert lines("א\u034f(ב)\u034f", BODY, 400) == lines("א(ב)", BODY, 400)


def test_an_ellipsis_on_an_indented_line_stays_within_it() -> None:
    style = Style(8, 11, max_lines=1)
    for letters in range(20, 40):
        (line,) = lines("word " * 5 + "x" * letters + " and more", style, 150, 40)
        assert line.endswith("…")
        assert 40 + fonts.width(line, 8, False) <= 150
