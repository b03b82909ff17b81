"""The archive: safe names for any firm, an index for mail merges, whole or not there at all."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reports import archive
from reports.archive import COLUMNS, Entry, file_name
from reports.firm import FirmReport


def sheet(path: Path) -> Worksheet:
    with zipfile.ZipFile(path) as opened:
        found = openpyxl.load_workbook(io.BytesIO(opened.read("index.xlsx")))["index"]
    assert isinstance(found, Worksheet)
    return found


def index(path: Path) -> list[dict[str, str]]:
    head, *rows = sheet(path).values
    return [dict(zip(map(str, head), map(str, row), strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("firm", "expected"),
    [
        ("Bäckerei Sonnleitner & Töchter", "Bäckerei Sonnleitner & Töchter.pdf"),
        ("山田商店", "山田商店.pdf"),
        ("a/b\\c:d*e?f", "a b c d e f.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("CON", "_CON.pdf"),
        ("nul.tar", "_nul.tar.pdf"),
        ("COM¹", "_COM¹.pdf"),
        ("con .txt", "_con .txt.pdf"),
        ("\U0001f9c0", "report.pdf"),
        ("", "report.pdf"),
        ("Nul\x00 \u202egnp", "Nul gnp.pdf"),
        (".hidden. ", "hidden.pdf"),
    ],
)
def test_a_file_name_is_readable_and_safe(firm: str, expected: str) -> None:
    assert file_name(firm, set()) == expected


def test_a_long_name_is_cut_between_characters() -> None:
    name = file_name("é" * 1000, set())
    assert len(name.encode()) <= archive.LONGEST_NAME + 4
    assert set(name.removesuffix(".pdf")) == {"é"}


def test_names_that_differ_only_in_case_or_form_are_numbered_apart() -> None:
    taken: set[str] = set()
    names = [file_name(firm, taken) for firm in ("Café", "CAFÉ", "Cafe\u0301", "Café (2)")]
    assert names == ["Café.pdf", "CAFÉ (2).pdf", "Café (3).pdf", "Café (2) (2).pdf"]


def test_the_archive_holds_every_report_and_an_index(tmp_path: Path, report: FirmReport) -> None:
    path = tmp_path / "out.zip"
    entries = [
        archive.entry(report, b"%PDF-1", ref="007", email="a@example.org"),
        Entry("Broken", None, ref="8", fault="row 3: no such answer"),
    ]
    assert archive.write(path, entries) == 1
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [f"{report.firm}.pdf", "index.xlsx"]
        assert {info.compress_type for info in opened.infolist()} == {zipfile.ZIP_STORED}
    good, bad = index(path)
    assert tuple(good) == COLUMNS
    assert (good["ref"], good["file"], good["level"]) == ("007", f"{report.firm}.pdf", report.level)
    assert good["action_1"] == report.actions[0].title
    assert (bad["firm"], bad["file"], bad["fault"]) == ("Broken", "", "row 3: no such answer")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "http://", "＝"])
def test_no_cell_of_the_index_is_a_formula_or_a_link(tmp_path: Path, start: str) -> None:
    path, text = tmp_path / "out.zip", f"{start}cmd|' /C calc'!A0"
    archive.write(path, [Entry(text, b"", ref="007", email=text)])
    (row,) = sheet(path).iter_rows(min_row=2, max_col=3)
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in row] == [
        ("007", "s", None), (text, "s", None), (text, "s", None),
    ]  # fmt: skip


@pytest.mark.parametrize("firm", ["Nul\x00", "half \ud83e", "not \uffff a sign", "<b>&amp;", "x" * 40_000])
def test_any_text_stands_in_the_index(tmp_path: Path, firm: str) -> None:
    path = tmp_path / "out.zip"
    archive.write(path, [Entry(firm, None, fault=firm)])
    (row,) = index(path)
    assert row["firm"][:4] == row["fault"][:4] == firm[:4].replace("\x00", "\ufffd")


def test_the_index_can_be_sorted_and_read_by_its_head(tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    archive.write(path, [Entry("A", b"1"), Entry("B", b"2")])
    found = sheet(path)
    assert (found.freeze_panes, found.auto_filter.ref) == ("A2", "A1:J3")
    assert found.column_dimensions["C"].width > 30


def test_the_same_reports_give_the_same_archive(tmp_path: Path) -> None:
    for name in ("one", "two"):
        archive.write(tmp_path / name, [Entry("A", b"1"), Entry("B", b"2")])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_failure_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    path.write_bytes(b"of yesterday")

    def entries() -> Iterator[Entry]:
        yield Entry("A", b"1")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        archive.write(path, entries())
    assert path.read_bytes() == b"of yesterday"
    assert list(tmp_path.iterdir()) == [path]


def test_entries_are_taken_one_by_one(tmp_path: Path) -> None:
    """A thousand reports never wait in memory for the last one."""
    alive: list[int] = []

    def entries() -> Iterator[Entry]:
        for number in range(5):
            written = next(tmp_path.glob(".out.zip.*")).stat().st_size
            alive.append(written)
            yield Entry(f"Firm {number}", bytes(200_000))

    archive.write(tmp_path / "out.zip", entries())
    assert alive[-1] >= 3 * 200_000


class Pipe(io.RawIOBase):
    """Standard output into another program: it only counts, and cannot go back."""

    written = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self.written += len(data)
        return len(data)


def test_two_thousand_reports_go_through_a_pipe_in_the_memory_of_a_few() -> None:
    pipe = Pipe()
    tracemalloc.start()
    try:
        archive.write_to(pipe, (Entry(f"Firm {number}", bytes(50_000)) for number in range(2_000)))  # type: ignore[arg-type]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert pipe.written > 100_000_000
    assert peak < 5_000_000
