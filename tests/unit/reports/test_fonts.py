"""Fonts: every character in the first that has it, or visibly replaced, one mark for a whole picture."""

from __future__ import annotations

import datetime
import json
import logging
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

import reports
from reports import fonts
from reports.firm.labels import labels
from reports.text import clean
from scoring.instrument import Instrument
from scoring.messages import ENGLISH

ROOT = Path(reports.__file__).parent.parent
WORDS_OF_CJK = ["株式会社さくら製作所", "北京智慧科技有限公司", "한국중소기업", "、。「」（）", "㈱①ﾊﾝｶｸ", "﨑髙"]
with_cjk = pytest.mark.skipif(find_spec("mpl_font") is None, reason="the extra cjk is not installed")


def names(text: str, bold: bool = False) -> list[str]:
    return [name for name, _ in fonts.runs(text, bold)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain – “text” €", [("NotoSans", "plain – “text” €")]),
        ("a → b", [("NotoSans", "a "), ("FiraGO", "→"), ("NotoSans", " b")]),
        ("≤ ≥", [("FiraGO", "≤"), ("NotoSans", " "), ("FiraGO", "≥")]),
        ("1\u202f000", [("NotoSans", "1\u202f000")]),
        ("\ufe8d", [("FiraGO", "\u0627")]),
        ("", []),
    ],
)
def test_the_font_changes_only_where_the_first_has_no_glyph(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(fonts.runs(text)) == expected


@with_cjk
@pytest.mark.parametrize("word", WORDS_OF_CJK)
def test_chinese_japanese_and_korean_have_a_regular_and_a_bold_font(word: str) -> None:
    assert names(word) == ["WenQuanYiMicroHei"]
    assert names(word, bold=True) == ["NotoSansCJKsc-Bold"]
    assert not fonts.missing(word)


@with_cjk
def test_the_rarest_han_characters_are_shown_in_both_weights() -> None:
    assert names("𠮷") == ["NotoSansCJKsc-Regular"]
    assert names("𠮷", bold=True) == ["NotoSansCJKsc-Bold"]


@with_cjk
def test_the_font_of_a_character_does_not_depend_on_what_came_before(tmp_path: Path) -> None:
    words = ["Sun 株式会社", "𠮷野家", "→ 北京", "한국"]
    found = []
    for order in (words, words[::-1]):
        for clear in fonts._forget:
            clear()
        found.append({word: fonts.runs(word, bold) for bold in (False, True) for word in order})
    assert found[0] == found[1]


@with_cjk
def test_the_large_fonts_are_opened_only_for_their_characters() -> None:
    """Whatever a process opens is told by an audit hook, so nothing has to be known about how fonts are read."""
    script = """
import datetime, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from dataclasses import replace
from reports.batch import Edition, made_of
from reports.firm import render
from reports.firm.unshown import unshown
from scoring.loading import load
from scoring.sample import sample_table
table = sample_table(load("sme-readiness"))
report = made_of(table, Edition("en_GB", datetime.date(2026, 3, 9)))[0].report
render(replace(report, title="Bäckerei Żółć → Хлеб مخبز מאפייה \U0001f9ed"))
unshown(report)
large = lambda: sorted({path.split("/")[-1] for path in opened if "mpl_font" in path and path.endswith(("otf", "ttc"))})
print(large(), "matplotlib" in sys.modules)
render(replace(report, title="北京"))
print(large(), "matplotlib" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    first, second = done.stdout.splitlines()
    assert first == "[] False"
    assert second == "['NotoSansCJKsc-Bold.otf', 'wqy-microhei.ttc'] False"


def test_a_character_in_no_font_is_replaced_visibly_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert fonts.runs("a\U0001f9ed")[-1][1].endswith(fonts.REPLACEMENT)
        fonts.runs("b\U0001f9ed")
    assert [record.getMessage() for record in caplog.records if "U+1F9ED" in record.getMessage()] == [
        "no font has a glyph for U+1F9ED; it is shown as \ufffd"
    ]
    assert fonts.missing("a\U0001f9ed") == {"\U0001f9ed"}


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f468"),
        ("\U0001f44d\U0001f3fd", "\U0001f44d"),
        ("\U0001f9d1\U0001f3fd\u200d\U0001f4bb", "\U0001f9d1"),
        ("\U0001f1e9\U0001f1ea", "\U0001f1e9"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "\U0001f3f4"),
    ],
    ids=["family", "skin tone", "person at work", "flag", "flag of a region"],
)
def test_a_picture_of_several_characters_is_one_mark(written: str, first: str) -> None:
    for bold in (False, True):
        assert "".join(part for _, part in fonts.runs(f"a{written}b", bold)) == "a\ufffdb"
    assert fonts.missing(written) == {first}
    assert fonts.width(written, 10) == fonts.width(fonts.REPLACEMENT, 10)


def test_marks_of_variants_vanish_beside_a_character_that_is_shown() -> None:
    assert fonts.runs("1\ufe0f\u20e3 →\ufe0e") == fonts.runs("1 →")
    assert not fonts.missing("1\ufe0f\u20e3 →\ufe0e")


def test_pictures_beside_each_other_stay_apart() -> None:
    assert fonts.runs("\U0001f468\U0001f469") == (("NotoSans", "\ufffd\ufffd"),)
    assert fonts.runs("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7") == (("NotoSans", "\ufffd\ufffd"),)


def test_bold_has_its_own_widths() -> None:
    assert fonts.width("Wide", 10, bold=True) > fonts.width("Wide", 10) > 0


def test_what_is_shown_in_regular_is_shown_in_bold() -> None:
    assert fonts._glyphs("NotoSans") == fonts._glyphs("NotoSans-Bold")
    assert fonts._glyphs("FiraGO") == fonts._glyphs("FiraGO-Bold")


def test_every_word_of_the_product_has_its_glyphs(instrument: Instrument) -> None:
    words = json.dumps(instrument.model_dump(mode="json"), ensure_ascii=False) + str(labels(ENGLISH))
    assert not fonts.missing(words)


CATALOGUES = sorted(path for floor in ("scoring", "reports") for path in (ROOT / floor / "translations").rglob("*.po*"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_every_string_of_every_catalogue_of_a_report_has_its_glyphs(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    words = "\n".join(f"{message.id} {message.string}" for message in catalogue)
    assert len(words) > 1000
    assert not fonts.missing(clean(words))


@pytest.mark.parametrize(
    "name", ["en_GB", "de", "de_CH", "fr", "pl", "cs", "fi", "el", "bg", "tr", "ar", "fa", "ur", "he"]
)
def test_every_format_of_a_language_has_its_glyphs(name: str) -> None:
    assert not fonts.missing(clean(formatted(Locale.parse(name))))


@with_cjk
@pytest.mark.parametrize("name", ["zh_Hans", "zh_Hant", "ja", "ko"])
def test_every_format_of_a_language_with_other_signs_has_its_glyphs(name: str) -> None:
    assert not fonts.missing(clean(formatted(Locale.parse(name))))


def formatted(locale: Locale) -> str:
    """Dates of every month and day of the week, numbers, money and lists in this language."""
    days = [datetime.date(2026, month, 1 + month) for month in range(1, 13)]
    kinds = ("full", "long", "medium", "short")
    shown = [format_date(day, format=kind, locale=locale) for day in days for kind in kinds]
    shown += [format_date(day, format="LLLL y", locale=locale) for day in days]
    shown += [format_currency(-1234567.5, money, locale=locale) for money in ("EUR", "USD", "GBP", "CHF", "PLN", "JPY")]
    shown += [format_decimal(-1234567.8, locale=locale), format_percent(0.5, locale=locale)]
    shown += [format_list(["1", "2", "3"], style=style, locale=locale) for style in ("standard", "or")]
    return "\n".join(shown)
