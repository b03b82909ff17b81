"""What people may type into names and notes: it is printed as typed, or cut visibly, and does nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from reports.firm import Advice, Branding, FirmReport, House, render
from reports.firm.paper.pages import LONGEST
from reports.text import clean
from scoring.adaptation import LONGEST_STEP, LONGEST_SUMMARY, LONGEST_TITLE, read
from scoring.instrument import Instrument
from scoring.roadmap import Mark, RoadmapChoices
from tests.unit.reports.conftest import MakeReport
from tests.unit.reports.printed import Printed, outside, overlapping, squeezed
from tests.unit.reports.ten_firms import mixed

SECONDS = 5.0
"""What a processor may take to make one report whatever was typed: no measure of speed, which ``benchmarks`` takes."""

TYPED = {
    "markup": "<b>Ash</b> &amp; Söhne <para><font size=90>x</font></para> </para>",
    "picture": '<img src="/etc/hostname" width="400" height="400"/>',
    "link": '<a href="javascript:alert(1)">Ltd</a> <onDraw name="x"/> https://example.org/?a=1&b=2',
    "operators": ") Tj ET EMC Q (\\) \\) <</MCID 1>> BDC endstream endobj %%EOF \\000",
    "format": "%s {page} {0} {firm.__class__} %(x)s ${x}",
    "right_to_left_marks": "\u202eLtd gnitnuoccA\u202c \u2067Ash\u2069\u200f & \u061cElm\u200b",
    "right_to_left": "مخبز الشمس (فرع 24) & שמש בע״מ Ltd 2026",
    "emoji": "👩‍👩‍👧 Cheese \U0001f9c0 & 🏴‍☠️ \U0010ffff",
    "no_space": "W" * 20_000,
    "no_space_wide": "𝕎ü漢" * 7_000,
    "no_space_arabic": "شمس" * 7_000,
    "nul": "Nul\x00l\x07\x1b[31m & \x7fSons\x9b",
    "long_words": " ".join(["Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"] * 40),
    "lines": "line\n" * 5_000,
    "line_ends": "one\r\ntwo\rthree\u2028four\u2029five\x85six\x0bseven\x0ceight",
    "spaces": " " * 20_000 + "x",
    "marks_upon_marks": "Z" + "\u0301\u0316" * 1_500,
    "nothing": "",
}


@pytest.fixture(scope="module", params=TYPED)
def typed(request: pytest.FixtureRequest) -> str:
    return TYPED[request.param]


def house(typed: str, instrument: Instrument) -> House:
    """An organisation that writes this wherever it may write, as long as it may, and that asks for the impossible."""
    most_of = {"title": LONGEST_TITLE, "summary": LONGEST_SUMMARY, "owner": LONGEST_TITLE, "measure": LONGEST_STEP}
    texts = {name: typed.strip()[:most] or "x" for name, most in most_of.items()}
    steps = [typed.strip()[:LONGEST_STEP] or "x"] * 12
    likes = [action.id for action in instrument.actions[9:20]]
    told = {"steps": steps, "weeks": 1, "price_year": 2026} | texts
    own = [{"id": f"own_{number}", "like": like} | told for number, like in enumerate(likes)]
    demands = {"cost_once": {"small": [0, 1e7]}, "own_days": {"small": [1, 1]}}
    changed = {action.id: demands for action in instrument.actions[20:]}
    adaptation = read({"hidden": likes, "changed": changed, "own": own})
    return House(Branding(typed, typed, typed, typed), typed, typed, 0.0, {instrument.id: adaptation})


@pytest.fixture(scope="module")
def hostile(typed: str, make_report: MakeReport, instrument: Instrument) -> Printed:
    """A report in which all that people type is this text, the organisation and its adviser too, made within the time
    it may take.

    The longest names are refused when answers are read; pages hold them all the same.
    """
    marks: dict[str, Mark] = {action.id: "planned" for action in instrument.actions[:6]}
    marks |= {instrument.actions[7].id: "done", instrument.actions[8].id: "not_for_us"}
    choices = RoadmapChoices(marks=marks, comments={action.id: typed for action in instrument.actions})
    begun = time.process_time()
    made = make_report(
        mixed(instrument), firm=typed[:300], choices=choices, country="AT",
        house=house(typed, instrument), advice=Advice(choices.comments, tuple(choices.comments), typed),
    )  # fmt: skip
    report = replace(made, firm=typed, title=typed or made.title)
    pdf = render(report)
    assert time.process_time() - begun < SECONDS
    return Printed(report, pdf)


def test_it_has_no_more_pages_than_any_other_report(hostile: Printed) -> None:
    assert len(hostile.pages) <= LONGEST + 1 + bool(hostile.report.letter)


def test_nothing_leaves_the_frame_or_lies_over_anything_else(hostile: Printed) -> None:
    assert outside(hostile) == []
    assert overlapping(hostile) == []


def test_notes_are_printed_as_typed_or_cut_with_a_visible_ellipsis(hostile: Printed, typed: str) -> None:
    told = squeezed(clean(typed))
    label = squeezed(hostile.report.labels.comment)
    notes = [
        squeezed("".join(run.text for run in hostile.runs(node))).removeprefix(label)
        for node in hostile.tree.all("P")
        if hostile.text(node).startswith(hostile.report.labels.comment)
    ]
    assert len(notes) == sum(bool(action.comment) for action in hostile.report.actions)
    if typed.isascii() and typed.strip():
        assert notes
        assert all(note == told or (note[-1] == "…" and told.startswith(note[:-1])) for note in notes)


def test_the_name_is_printed_as_typed_or_cut_with_a_visible_ellipsis(hostile: Printed, typed: str) -> None:
    cover = squeezed("".join(run.text for run in hostile.pages[bool(hostile.report.letter)].marked()))
    told = squeezed(clean(typed))
    if typed.isascii() and len(told) < 200:
        assert told in cover
    elif told:
        assert "…" in cover or not typed.isascii()


def test_nothing_is_embedded_and_nothing_runs(hostile: Printed) -> None:
    for thing in _dictionaries(hostile.file):
        assert thing.get("/Subtype") not in ("/Image", "/Form"), "no picture was given"
        for key in ("/EmbeddedFiles", "/EF", "/URI", "/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch"):
            assert key not in thing
        assert thing.get("/S") not in ("/URI", "/JavaScript", "/Launch", "/SubmitForm", "/GoToR")
    assert hostile.file.attachments == {}


def _dictionaries(file: pikepdf.Pdf) -> Iterator[Any]:
    return (thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream))


def test_tree_and_pages_agree_and_the_file_is_sound(hostile: Printed) -> None:
    assert hostile.file.check_pdf_syntax() == []
    drawn = {(n, run.mark) for n, page in enumerate(hostile.pages) for run in page.marked()}
    assert drawn <= set(hostile.tree.marks())
    assert all(run.tag for page in hostile.pages for run in page.runs), "all is marked"


def test_what_is_shown_beside_the_pages_is_one_line(hostile: Printed) -> None:
    with hostile.file.open_outline() as outline:
        titles = [str(hostile.file.docinfo["/Title"]), *(str(item.title) for item in outline.root)]
    assert not [title for title in titles if any(ord(letter) < 32 for letter in title)]


def test_on_two_pages_too(hostile: Printed) -> None:
    report: FirmReport = hostile.report
    begun = time.process_time()
    two = Printed(report, render(report, extent="short"))
    assert time.process_time() - begun < SECONDS
    assert len(two.pages) == 2
    assert outside(two) == []
    assert overlapping(two) == []
