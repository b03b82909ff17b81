"""Verifying a report: the same, or what was changed; whatever is handed in, an answer and no accident."""

from __future__ import annotations

import datetime
import io
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from babel import Locale

from reports.firm import build, render
from reports.firm.record import RecordError, compared_with, record_of, written
from reports.firm.verifying import Verdict, record_in, verify
from reports.opening import LARGEST, OpeningError
from scoring.answers import table_of
from scoring.instrument import Instrument
from scoring.jsonfile import checksum_of
from scoring.messages import ENGLISH
from scoring.release.model import Release
from scoring.roadmap import plan
from scoring.scores import score
from scoring.segments import published_in
from scoring.segments.files import to_json
from tests.unit.reports.conftest import answers_at
from tests.unit.reports.segment_cases import two_groups
from tests.unit.scoring.release_cases import all_firms, release, summary

DATE, GB = datetime.date(2026, 11, 28), Locale.parse("en_GB")


def made(instrument: Instrument, *releases: Release, paper: str = "A4") -> bytes:
    table = table_of(instrument, [answers_at(instrument, 0.5)], [{"firm": "山 & <b>Span</b>", "employees": 12}])
    scores = score(table)
    roadmap = plan(table, scores, exact=True)
    segments = published_in(releases[0], instrument) if releases else None
    report = build(
        table, scores, roadmap, release=releases, segments=segments, locale=GB, translations=ENGLISH, date=DATE
    )
    compared = compared_with(releases, segments)
    record = record_of(table, scores, roadmap, exact=True, compared=compared, locale=GB, date=DATE, paper=paper)
    return render(report, paper=paper, record=written(record))


@pytest.fixture(scope="module")
def pdf(instrument: Instrument) -> bytes:
    return made(instrument)


def checked(pdf: bytes, instrument: Instrument, **more: Any) -> Verdict:
    return verify(pdf, instrument, translations=ENGLISH, **more)


def said(pdf: bytes, instrument: Instrument) -> str:
    verdict = checked(pdf, instrument)
    assert not verdict.same
    return "\n".join(str(one) for one in verdict.differences)


def tampered(pdf: bytes, change: Callable[[pikepdf.Pdf], object], **how: Any) -> bytes:
    """What another program saves after a change."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out, **how)
    return out.getvalue()


def as_it_is(_opened: pikepdf.Pdf) -> None:
    """Only saved anew."""


def with_record(pdf: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The report with another record attached in the place of its own."""

    def replaced(opened: pikepdf.Pdf) -> None:
        told = json.loads(opened.attachments["waymark.json"].get_file().read_bytes())
        change(told)
        content = (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()
        stream = opened.Root.Names.EmbeddedFiles.Names[1].EF.F
        stream.write(content)
        stream.Params.Size = len(content)

    return tampered(pdf, replaced)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_an_untouched_report_is_the_same_to_the_byte(instrument: Instrument, paper: str) -> None:
    verdict = checked(made(instrument, paper=paper), instrument)
    assert (verdict.same, verdict.to_the_byte) == (True, True)


def test_the_attachment_is_listed_typed_dated_and_associated(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert list(opened.attachments) == ["waymark.json"]
        (file,) = opened.Root.AF
        stream = opened.attachments["waymark.json"].get_file()
        assert (str(file.AFRelationship), stream.mime_type) == ("/Data", "application/json")
        assert stream.creation_date == datetime.datetime(2026, 11, 28, tzinfo=datetime.UTC)
        assert not opened.get_warnings()


def test_without_a_record_nothing_is_attached_and_the_pages_are_the_same(pdf: bytes, instrument: Instrument) -> None:
    table = table_of(instrument, [answers_at(instrument, 0.5)], [{"firm": "山 & <b>Span</b>", "employees": 12}])
    scores = score(table)
    report = build(table, scores, plan(table, scores, exact=True), locale=GB, translations=ENGLISH, date=DATE)
    bare = render(report)
    assert len(pdf) - len(bare) < 6_000
    with pikepdf.open(io.BytesIO(bare)) as one, pikepdf.open(io.BytesIO(pdf)) as other:
        assert not one.attachments
        drawn = [[page.Contents.read_bytes() for page in opened.pages] for opened in (one, other)]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "recompress_flate": True},
        {"stream_decode_level": pikepdf.StreamDecodeLevel.generalized, "compress_streams": False},
    ],
)
def test_saved_anew_without_a_change_it_is_still_the_same(
    pdf: bytes, instrument: Instrument, how: dict[str, Any]
) -> None:
    verdict = checked(tampered(pdf, as_it_is, **how), instrument)
    assert (verdict.same, verdict.to_the_byte) == (True, False)


def paint(opened: pikepdf.Pdf) -> None:
    opened.pages[2].contents_add(b"0 0 300 300 re f")


def note(opened: pikepdf.Pdf) -> None:
    """A note over the score, as any viewer can put it there."""
    box = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 500, 500], Contents="95 of 100"
    )
    opened.pages[1].obj.Annots = opened.make_indirect(pikepdf.Array([box]))


def font(opened: pikepdf.Pdf) -> None:
    """Another shape for a digit: the same codes are drawn, and look like something else."""
    fonts = opened.pages[1].obj.Resources.Font
    program = next(fonts[name].FontDescriptor.FontFile2 for name in fonts if "/FontDescriptor" in fonts[name])
    data = bytearray(program.read_bytes())
    data[len(data) // 2] ^= 0xFF
    program.write(bytes(data))


def turn(opened: pikepdf.Pdf) -> None:
    opened.pages[0].rotate(90, relative=False)


def link(opened: pikepdf.Pdf) -> None:
    opened.pages[0].obj.Annots[0] = opened.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 99, 99],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://elsewhere.example"),
        )
    )


def drop(opened: pikepdf.Pdf) -> None:
    del opened.pages[-1]


def title(opened: pikepdf.Pdf) -> None:
    opened.docinfo["/Title"] = "Another firm"


def script(opened: pikepdf.Pdf) -> None:
    opened.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


CHANGES: Mapping[Callable[[pikepdf.Pdf], None], str] = {
    paint: "What these pages show differs from what the answers give: 3.",
    note: "of these pages were changed: 2.",
    turn: "of these pages were changed: 1.",
    link: "of these pages were changed: 1.",
    font: "of these pages were changed: ",
    drop: "made again",
    title: "something beside them was changed",
    script: "something beside them was changed",
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_page_that_was_tampered_with_is_named(
    pdf: bytes, instrument: Instrument, change: Callable[[pikepdf.Pdf], None]
) -> None:
    assert CHANGES[change] in said(tampered(pdf, change), instrument)


def test_a_byte_in_the_middle_is_found(pdf: bytes, instrument: Instrument) -> None:
    place = pdf.index(b"stream", len(pdf) // 2) + 40
    other = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    with pytest.raises(OpeningError):
        checked(other, instrument)


def test_a_stated_score_that_the_answers_do_not_give_is_named(pdf: bytes, instrument: Instrument) -> None:
    overall = record_in(pdf).scores.overall
    told = said(with_record(pdf, lambda told: told["scores"].update(overall=95.0, level="leading")), instrument)
    assert f"Overall score: the report states 95.0, its answers give {overall}." in told
    assert "Level: the report states leading" in told


def test_other_answers_make_other_scores_and_pages(pdf: bytes, instrument: Instrument) -> None:
    best = answers_at(instrument, 1)["decisions"]
    told = said(with_record(pdf, lambda told: told["answers"].update(decisions=best)), instrument)
    assert "strategy: the report states" in told
    assert "What these pages show differs from what the answers give: 2" in told


def test_other_answers_with_scores_to_match_are_found_on_the_pages(pdf: bytes, instrument: Instrument) -> None:
    def somebody_else(told: dict[str, Any]) -> None:
        told["profile"]["firm"] = "Somebody else"
        told["checksum"] = checksum_of({name: value for name, value in told.items() if name != "checksum"})

    assert said(with_record(pdf, somebody_else), instrument).startswith("What these pages show differs")


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["choices"].update(revision=7),
        lambda told: told["profile"].update(region="AT-4"),
        lambda told: told.pop("checksum"),
        lambda told: told.update(date=told.pop("date")),
    ],
)
def test_a_record_is_held_to_the_letter_where_no_page_shows_it(
    pdf: bytes, instrument: Instrument, change: Callable[[dict[str, Any]], object]
) -> None:
    assert "The attached record was changed" in said(with_record(pdf, change), instrument)


def test_other_versions_are_named(pdf: bytes, instrument: Instrument) -> None:
    def older(told: dict[str, Any]) -> None:
        told["waymark"], told["scorer"], told["instrument"]["revision"] = "0.0.1", 0, 77

    told = said(with_record(pdf, older), instrument)
    assert "Waymark: the report was made with 0.0.1" in told
    assert "Version of the scorer: the report was made with 0" in told
    assert "wording and actions: the report was made with 77" in told


@pytest.fixture(scope="module")
def compared(instrument: Instrument) -> Release:
    held = to_json(two_groups(instrument, 20, 55))
    found = release(all_firms(summary(100)))
    return replace(found, instrument=instrument.reference, hash=instrument.content_hash, segments=held)


def test_a_report_with_a_release_needs_it_and_says_which(instrument: Instrument, compared: Release) -> None:
    pdf = made(instrument, compared)
    assert checked(pdf, instrument, releases=[compared]).to_the_byte
    checksum = compared_with([compared], None).releases[0]
    with pytest.raises(RecordError, match=f"{checksum}: The release with this checksum is needed"):
        checked(pdf, instrument)


def test_another_release_is_not_taken_for_it(instrument: Instrument, compared: Release) -> None:
    with pytest.raises(RecordError, match="--release"):
        checked(made(instrument, compared), instrument, releases=[replace(compared, number=2)])


def test_segments_of_a_file_of_their_own_are_asked_for(pdf: bytes, instrument: Instrument) -> None:
    with pytest.raises(RecordError, match="--segments"):
        checked(with_record(pdf, lambda told: told["compared"].update(segments="a" * 64)), instrument)


def encrypted(pdf: bytes, password: str) -> bytes:
    return tampered(pdf, as_it_is, encryption=pikepdf.Encryption(owner="own", user=password))


def bomb(opened: pikepdf.Pdf) -> None:
    """An attachment of 100 kB that unpacks to 100 MB."""
    stream = opened.Root.Names.EmbeddedFiles.Names[1].EF.F
    stream.write(zlib.compress(bytes(100_000_000), 9), filter=pikepdf.Name.FlateDecode)


def another(opened: pikepdf.Pdf) -> None:
    opened.attachments["waymark.json"].obj.F = opened.attachments["waymark.json"].obj.UF = "other.json"
    opened.Root.Names.EmbeddedFiles.Names[0] = pikepdf.String("other.json")


def no_list(opened: pikepdf.Pdf) -> None:
    opened.Root.Names.EmbeddedFiles = pikepdf.Array([1, 2])


def two(opened: pikepdf.Pdf) -> None:
    opened.attachments["more.txt"] = b"x"


def none(opened: pikepdf.Pdf) -> None:
    del opened.attachments["waymark.json"]


def packed_twice(opened: pikepdf.Pdf) -> None:
    """Only of one way of packing is it known beforehand how far it unpacks."""
    stream = opened.make_stream(zlib.compress(b"z" * 3_000_000))
    stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.ASCII85Decode])
    files = opened.Root.Names.EmbeddedFiles.Names[1].EF
    files.F = files.UF = stream


def many_pages(opened: pikepdf.Pdf) -> None:
    opened.Root.Pages.Kids = pikepdf.Array([opened.Root.Pages.Kids[0]] * 100_000)


REFUSED: Mapping[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "no PDF"),
    "another kind": (lambda _: b"PK\x03\x04", "no PDF"),
    "cut": (lambda pdf: pdf[:-400], "no PDF"),
    "more after its end": (lambda pdf: pdf + b"1 0 obj <<>> endobj", "no PDF"),
    "no table of objects": (lambda pdf: pdf.replace(b"xref", b"xxxx"), "no PDF"),
    "huge": (lambda pdf: pdf + bytes(LARGEST), "MB"),
    "encrypted": (lambda pdf: encrypted(pdf, "secret"), "encrypted"),
    "encrypted for all": (lambda pdf: encrypted(pdf, ""), "encrypted"),
    "none attached": (lambda pdf: tampered(pdf, none), "Nothing is attached"),
    "several attached": (lambda pdf: tampered(pdf, two), "2 files are attached"),
    "another attached": (lambda pdf: tampered(pdf, another), "“other.json” is attached"),
    "no list": (lambda pdf: tampered(pdf, no_list), "PDF: "),
    "a bomb": (lambda pdf: tampered(pdf, bomb), "no PDF"),
    "packed twice": (lambda pdf: tampered(pdf, packed_twice), "PDF: "),
    "one page again and again": (lambda pdf: tampered(pdf, many_pages), "PDF: "),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_looked_into_is_refused_with_the_reason(pdf: bytes, instrument: Instrument, kind: str) -> None:
    change, reason = REFUSED[kind]
    with pytest.raises(OpeningError, match=reason):
        checked(change(pdf), instrument)
