"""A portfolio report on paper: nothing outside the frame, nothing cut, everything marked as what it is."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from babel import Locale

from reports import theme
from reports.firm import Branding, Fact
from reports.portfolio import Covered, PortfolioReport, Waiting, build, render
from reports.portfolio.paper.shades import shades, written_on
from reports.text import clean
from scoring.loading import load
from scoring.messages import ENGLISH
from tests.unit.reports.portfolio_cases import HARD_NAMES, invented
from tests.unit.reports.printed import Printed, destination, outside, overlapping, squeezed

DATE = datetime.date(2026, 3, 9)
BRANDING = Branding("Nord Beratung & Söhne", contact="Hauptstraße 4, 1010 Wien")

CASES = {
    "nobody": lambda: report(0),
    "three": lambda: report(3),
    "thirty": lambda: report(30, stages=2),
    "many": lambda: report(1000, stages=2),
    "hard": lambda: report(12, stages=1, names=HARD_NAMES),
    "missing": lambda: report(3, missing=1.0),
    "count": lambda: report(6, instrument=load("eurostat-dii@4")),
}
PRINTED = [("three", "A4"), ("thirty", "A4"), ("many", "A4"), ("hard", "Letter"), ("missing", "A4"), ("count", "A4")]

Print = Callable[[str, str], Printed]


def report(n: int, *, with_names: bool = True, **options: object) -> PortfolioReport:
    names = options.get("names", ("Oak",))
    waiting = tuple(Waiting(name, "stalled", DATE) for name in names)  # type: ignore[attr-defined]
    return build(
        invented(n, **options),  # type: ignore[arg-type]
        covered=Covered(n + len(waiting), (Fact("Tag", "<b>Chamber</b>"),), waiting),
        branding=BRANDING,
        locale=Locale.parse("en_GB"),
        translations=ENGLISH,
        date=DATE,
        names=with_names,
    )


@pytest.fixture(scope="session")
def print_portfolio() -> Print:
    """``print_portfolio(name, paper)``: one of ``CASES`` as PDF, made and read once."""

    @cache
    def print_one(name: str, paper: str) -> Printed:
        told = CASES[name]()
        return Printed(told, render(told, paper=paper), paper)

    return print_one


@pytest.fixture(params=PRINTED, ids="-".join)
def printed(request: pytest.FixtureRequest, print_portfolio: Print) -> Printed:
    return print_portfolio(*request.param)


# The frame --------------------------------------------------------------------------------------------------------


def test_every_text_is_inside_the_frame_and_none_over_another(printed: Printed) -> None:
    assert outside(printed) == []
    if printed.report.n <= 30:  # looking for pairs takes its time, and more clients are only more rows
        assert overlapping(printed) == []


def test_every_shape_is_inside_the_frame(printed: Printed) -> None:
    for page in printed.pages[1:]:
        for shape in page.shapes:
            assert shape.left >= theme.MARGIN_SIDE - 0.61
            assert shape.right <= page.width - theme.MARGIN_SIDE + 0.61


def test_pages_are_few_however_many_clients_there_are(print_portfolio: Print) -> None:
    assert len(print_portfolio("nobody", "A4").file.pages) == 2
    assert 4 <= len(print_portfolio("thirty", "A4").file.pages) <= 7
    assert len(print_portfolio("many", "A4").file.pages) <= 9


# What stands there ------------------------------------------------------------------------------------------------


def test_every_name_and_every_number_of_the_heat_map_is_printed_whole(printed: Printed) -> None:
    told = printed.report
    wanted = [
        squeezed("".join([clean(row.firm), row.overall.shown, row.change, *(cell.shown for cell in row.cells)]))
        for row in told.heat.rows
        if row.firm.isascii()  # others are read in an order of their own
    ]
    rows = {"".join(row) for table in printed.tables() for row in table}
    assert [row for row in wanted if row not in rows] == []


def test_every_sentence_is_printed_whole(printed: Printed) -> None:
    told = printed.report
    sentences = [told.headline, *told.findings, *told.method]
    sentences += [sentence for part in told.progress for sentence in (part.sentence, part.done)]
    sentences += [call.why for one in told.calls for call in one.calls]
    sentences += [text for one in told.workshops for text in (one.title, one.summary, one.owner, one.lifts)]
    assert [sentence for sentence in sentences if squeezed(sentence) not in printed.read] == []


def test_how_the_figures_are_made_stands_on_one_page(printed: Printed) -> None:
    read = [squeezed("".join(run.text for run in page.runs)) for page in printed.pages]
    parts = [printed.report.labels.method, *printed.report.method]
    found = [[at for at, text in enumerate(read) if at and squeezed(part)[:20] in text] for part in parts]
    assert found == [[found[0][0]]] * len(parts)


def test_the_cover_says_whom_it_covers(print_portfolio: Print) -> None:
    one = print_portfolio("thirty", "A4")
    cover = squeezed("".join(run.text for run in one.pages[0].runs))
    for fact in one.report.facts:
        assert squeezed(fact.label + fact.value) in cover
    assert squeezed(BRANDING.contact) in cover


def test_the_summary_is_one_page(print_portfolio: Print) -> None:
    one = print_portfolio("many", "A4")
    last = squeezed(one.report.calls[-1].title)
    assert last in squeezed("".join(run.text for run in one.pages[1].runs))


def test_markup_in_names_is_text(print_portfolio: Print) -> None:
    one = print_portfolio("hard", "Letter")
    assert squeezed("<b>Ash</b> &amp; Söhne <para><font size=90>x</font></para>") in one.read
    assert one.file.check_pdf_syntax() == []


def test_characters_without_a_font_are_named(print_portfolio: Print) -> None:
    assert "U+10FFFF" in print_portfolio("hard", "Letter").read


def test_without_names_no_name_is_in_the_file() -> None:
    one = Printed(told := report(8, stages=1, with_names=False), render(told))
    read = one.read + squeezed("".join(run.text for page in one.pages for run in page.runs))
    assert "Client8" in read
    assert not any(name in read for name in ("Sonnleitner", "Hofer", "Oak", "1003"))
    assert b"Sonnleitner" not in one.pdf


# Found and read ---------------------------------------------------------------------------------------------------


def test_contents_and_outline_lead_to_the_chapters(print_portfolio: Print) -> None:
    one = print_portfolio("thirty", "A4")
    with one.file.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    words = one.report.labels
    assert titles == [
        words.summary, words.dimensions, words.workshops, words.calls, words.heat, words.progress, words.method,
    ]  # fmt: skip
    contents = one.tree.all("TOCI")
    assert [one.text(entry).rsplit(" ", 1)[0] for entry in contents] == titles
    for entry in contents:
        (link,) = [link for node in entry.walk() for link in node.links]
        page, _ = destination(one, link.Dest)
        assert str(page + 1) == one.text(entry).rsplit(" ", 1)[1]


def test_the_heat_map_is_a_table_whose_head_is_repeated_and_read_once(print_portfolio: Print) -> None:
    one = print_portfolio("many", "A4")
    maps = [table for table in one.tree.all("Table") if one.text(table.nodes[0]).startswith("Client Overall")]
    assert len(maps) == 2, "the two ends"
    for table in maps:
        assert {node.role for node in table.nodes[0].nodes} == {"TH"}
        assert len({len(row.nodes) for row in table.nodes}) == 1
    assert max(len(table.pages()) for table in maps) > 1
    assert one.read.count("ClientOverallChangeStrategy") == 2


def test_charts_have_words_beside_them(print_portfolio: Print) -> None:
    figures = print_portfolio("thirty", "A4").tree.all("Figure")
    assert len(figures) == 3
    assert all(str(figure.thing.Alt).endswith(".") or ":" in str(figure.thing.Alt) for figure in figures)


def test_the_same_report_gives_the_same_bytes(print_portfolio: Print) -> None:
    one = print_portfolio("three", "A4")
    assert render(one.report) == one.pdf


def test_more_dimensions_than_fit_stand_in_tables_of_their_own() -> None:
    told = report(6)
    wide = replace(
        told.heat,
        columns=told.heat.columns * 3,
        titles=told.heat.titles * 3,
        rows=tuple(replace(row, cells=row.cells * 3) for row in told.heat.rows),
    )
    one = Printed(told, render(replace(told, heat=wide)))
    assert outside(one) == []
    assert overlapping(one) == []
    maps = [table for table in one.tables() if table[0][:2] == ["Client", "Overall"]]
    assert [cell for table in maps for cell in table[0][2:]] == [squeezed(name) for name in wide.columns]


def test_of_no_other_paper() -> None:
    with pytest.raises(KeyError):
        render(report(0), paper="A5")


# Shades -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accent", [theme.ACCENT, "#000000", "#7a0019", "#767676", "#0000ff", "#b3009e", "#8a6100"])
def test_what_is_written_on_a_shade_can_be_read(accent: str) -> None:
    assert theme.on_white(accent) >= theme.READABLE
    for steps in (1, 2, 3, 5, 8, 11):
        found = shades(accent, steps)
        assert len(set(found.values())) == steps
        for colour in found.values():
            assert contrast(colour, theme.COLOURS[written_on(colour)]) >= theme.READABLE, (accent, steps, colour)


def contrast(colour: str, other: str) -> float:
    first, second = (1.05 / theme.on_white(one) for one in (colour, other))  # relative luminance + 0.05
    return max(first, second) / min(first, second)
