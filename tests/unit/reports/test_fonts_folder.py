"""The operator's own fonts: taken by weight in the order of their names, refused with what is wrong with them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pdfplumber
import pymupdf_fonts
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

from reports import fonts
from reports.batch import Edition, entries
from reports.firm import FirmReport, render
from reports.fonts.folder import FontFolderError, fonts_in
from scoring.instrument import Instrument
from scoring.parallel import local
from scoring.sample import sample_table
from tests.unit.reports.conftest import DATE

BIRDS = "\U00013171\U00013172"
"""Hieroglyphs, which none of the other fonts has."""


@pytest.fixture(autouse=True)
def _no_folder_afterwards() -> Iterator[None]:
    yield
    fonts.use_folder(None)


def make_font(path: Path, characters: str, *, weight: int = 400, width: int = 500) -> None:
    """A TrueType font in which each character is a box of this width; all have the same name inside."""
    pen = TTGlyphPen(None)
    for move, point in ((pen.moveTo, (50, 0)), (pen.lineTo, (50, 700)), (pen.lineTo, (width - 50, 700))):
        move(point)
    pen.closePath()
    box = pen.glyph()
    named = {f"c{ord(character):X}": ord(character) for character in characters}
    order = [".notdef", *named]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(order)
    font.setupCharacterMap({code: name for name, code in named.items()})
    font.setupGlyf(dict.fromkeys(order, box))
    font.setupHorizontalMetrics(dict.fromkeys(order, (width, 50)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Own", "styleName": "Regular", "psName": "NotoSans-Regular"})
    font.setupOS2(usWeightClass=weight, sTypoAscender=800, sTypoDescender=-200)
    font.setupPost()
    font.save(path)


def test_a_folder_shows_what_no_other_font_has(tmp_path: Path) -> None:
    assert fonts.missing(BIRDS) == set(BIRDS)
    make_font(tmp_path / "birds.ttf", BIRDS)
    fonts.use_folder(tmp_path)
    assert not fonts.missing(BIRDS)
    assert fonts.runs(f"a{BIRDS}") == (("NotoSans", "a"), ("Folder1-0", BIRDS))
    assert fonts.width(BIRDS, 10) == pytest.approx(10)
    fonts.use_folder(None)
    assert fonts.missing(BIRDS) == set(BIRDS)


def test_files_are_taken_in_the_order_of_their_names_and_after_the_built_in_fonts(tmp_path: Path) -> None:
    make_font(tmp_path / "b.TTF", BIRDS + "a", width=900)
    make_font(tmp_path / "a.otf", BIRDS[0], width=700)
    fonts.use_folder(tmp_path)
    assert fonts.runs(f"a{BIRDS}") == (("NotoSans", "a"), ("Folder1-0", BIRDS[0]), ("Folder2-0", BIRDS[1]))


@pytest.mark.parametrize(("name", "weight"), [("own-Bold.ttf", 400), ("own-x.ttf", 600)])
def test_a_font_is_bold_by_its_name_or_its_weight(tmp_path: Path, name: str, weight: int) -> None:
    make_font(tmp_path / "own.ttf", BIRDS, width=500)
    make_font(tmp_path / name, BIRDS, weight=weight, width=800)
    fonts.use_folder(tmp_path)
    assert fonts.width(BIRDS, 10) == pytest.approx(10)
    assert fonts.width(BIRDS, 10, bold=True) == pytest.approx(16)


@pytest.mark.parametrize("weight", [400, 700])
def test_one_weight_serves_both(tmp_path: Path, weight: int) -> None:
    make_font(tmp_path / "own.ttf", BIRDS, weight=weight)
    fonts.use_folder(tmp_path)
    assert fonts.runs(BIRDS) == fonts.runs(BIRDS, bold=True) == (("Folder1-0", BIRDS),)


def test_a_report_is_set_in_them_and_can_be_searched(tmp_path: Path, report: FirmReport) -> None:
    """The font calls itself by the name of a built-in one, as another edition of it does: nothing is mixed up."""
    make_font(tmp_path / "birds.ttf", BIRDS)
    fonts.use_folder(tmp_path)
    pdf = render(replace(report, title=f"Sun {BIRDS}"))
    with pdfplumber.open(BytesIO(pdf)) as document:
        assert f"Sun {BIRDS}" in document.pages[0].extract_text()
        drawn = {char["fontname"].partition("+")[2] for char in document.pages[0].chars if char["text"] in BIRDS}
    assert drawn == {"NotoSans-Regular-Folder1-0"}


def test_a_report_that_needs_none_of_them_is_the_same_to_the_byte(tmp_path: Path, report: FirmReport) -> None:
    before = render(report)
    make_font(tmp_path / "birds.ttf", BIRDS)
    fonts.use_folder(tmp_path)
    assert render(report) == before


def test_every_file_at_fault_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "note.ttf").write_text("not a font")
    whole = pymupdf_fonts.myfont("notos")
    (tmp_path / "short.ttf").write_bytes(whole[: len(whole) // 3])
    make_font(tmp_path / "sound.ttf", BIRDS)
    (tmp_path / "readme.txt").write_text("no font either, and none of our business")
    with pytest.raises(FontFolderError) as raised:
        fonts.use_folder(tmp_path)
    told = {Path(problem.place).name: str(problem.message) for problem in raised.value.problems}
    assert set(told) == {"note.ttf", "short.ttf"}
    assert "no font, or a broken one" in told["note.ttf"]
    assert "Put a whole copy there" in told["short.ttf"]
    assert fonts.missing(BIRDS), "a folder that was refused is not used"


@pytest.mark.skipif(find_spec("mpl_font") is None, reason="the extra cjk has the only such font at hand")
def test_postscript_outlines_are_refused(tmp_path: Path) -> None:
    spec = find_spec("mpl_font")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    (source,) = Path(spec.submodule_search_locations[0]).rglob("NotoSansCJKsc-Light.otf")
    (tmp_path / "light.otf").symlink_to(source)
    with pytest.raises(FontFolderError, match=r"light\.otf: The font has PostScript outlines.*TrueType edition"):
        fonts.use_folder(tmp_path)


def test_a_folder_that_is_not_there_or_empty_is_told(tmp_path: Path) -> None:
    with pytest.raises(FontFolderError, match="no such folder"):
        fonts.use_folder(tmp_path / "nowhere")
    with pytest.raises(FontFolderError, match=r"holds no fonts.*\.ttf, \.ttc, \.otf"):
        fonts.use_folder(tmp_path)


def test_a_worker_goes_on_without_them_and_says_so_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0" + b"?" * 200)
    make_font(tmp_path / "sound.ttf", BIRDS)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            fonts.use_folder(tmp_path, strict=False)
    assert not fonts.missing(BIRDS)
    assert [record.getMessage().partition(": ")[0] for record in caplog.records] == [str(tmp_path / "broken.ttf")]
    fonts.use_folder(tmp_path / "nowhere", strict=False)
    assert fonts.missing(BIRDS)


def test_a_file_that_breaks_later_costs_its_characters_and_not_the_report(
    tmp_path: Path, report: FirmReport, caplog: pytest.LogCaptureFixture
) -> None:
    make_font(tmp_path / "birds.ttf", BIRDS)
    fonts.use_folder(tmp_path)
    (tmp_path / "birds.ttf").write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        pdf = render(replace(report, title=f"Sun {BIRDS}"))
    with pdfplumber.open(BytesIO(pdf)) as document:
        assert f"Sun {fonts.REPLACEMENT * 2}" in document.pages[0].extract_text()
    assert "birds.ttf" in caplog.text


def test_every_font_of_a_collection_counts(tmp_path: Path) -> None:
    collection = TTCollection()
    for number, character in enumerate(BIRDS):
        make_font(tmp_path / "one.part", character, weight=400 + 300 * number)
        collection.fonts.append(TTFont(BytesIO((tmp_path / "one.part").read_bytes())))
    collection.save(tmp_path / "both.ttc")
    found = fonts_in(tmp_path)
    assert ([face.name for face in found.regular], [face.name for face in found.bold]) == (["Folder1-0"], ["Folder1-1"])
    fonts.use_folder(tmp_path)
    assert fonts.runs(BIRDS) == (("Folder1-0", BIRDS[0]), ("Folder1-1", BIRDS[1]))


def test_a_batch_takes_the_folder_along_and_warns_of_what_is_not_shown(tmp_path: Path, instrument: Instrument) -> None:
    """A process of the pool knows nothing of the settings: the edition carries the folder to it."""
    table = sample_table(instrument)
    assert table is not None
    table.profile["firm"] = [f"Sun {BIRDS}"]
    make_font(tmp_path / "birds.ttf", BIRDS[0])
    edition = Edition("en_GB", DATE, font_dir=tmp_path)
    with local(1) as executor:
        (without,) = entries(table, replace(edition, font_dir=None), executor)
        (entry,) = entries(table, edition, executor)
    assert "U+13171, U+13172" in without.warning
    assert "U+13172" in entry.warning
    assert "U+13171" not in entry.warning
