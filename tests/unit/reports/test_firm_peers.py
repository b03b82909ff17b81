"""A firm beside those that answered: its place in words, where they lie in each part, the same on page and paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reports import charts, drawing
from reports.charts import Chart, Rect
from reports.firm import FirmReport, render
from reports.firm.peers import ON_BORDER, SECTOR_GROUPS, STANDS
from scoring.instrument import Instrument
from scoring.peers import BORDERS
from scoring.release.grouping import SECTOR_GROUPS as SECTIONS_TO_GROUPS
from scoring.release.model import Figure, Release, Summary
from scoring.trades import SECTIONS
from tests.copied import pages_of, words_of
from tests.unit.reports.conftest import MakeReport, answers_at
from tests.unit.scoring.release_cases import all_firms, release, summary, table


@pytest.fixture(scope="module")
def half_way(make_report: MakeReport, instrument: Instrument) -> float:
    """The score of a firm that gave the middle answer everywhere."""
    overall = make_report(answers_at(instrument, 0.5)).overall
    assert overall is not None
    return overall


def told(make_report: MakeReport, instrument: Instrument, *releases: Release, **profile: Any) -> FirmReport:
    """The report of that firm, compared with releases of its instrument."""
    own = [replace(one, hash=instrument.content_hash) for one in releases]
    return make_report(answers_at(instrument, 0.5), release=own, **profile)


def around(score: float, *beside: float) -> Summary:
    """40 firms with quartiles so far from a score."""
    return summary(40, quantiles={percent: round(score + by) for percent, by in zip((25, 50, 75), beside, strict=True)})


def test_without_a_release_a_place_is_promised_and_never_guessed(make_report: MakeReport) -> None:
    report = make_report({})
    assert report.peers == ""
    assert report.peers_awaited == "Fewer than 11 firms like yours so far; this fills in by itself."
    assert report.peers_note == ""
    assert [line.peers for line in report.dimensions] == [None] * 8


def test_a_release_that_publishes_no_group_says_from_when_on(make_report: MakeReport, instrument: Instrument) -> None:
    assert told(make_report, instrument, release(least=15)).peers.startswith("Fewer than 16 firms like yours so far;")


def test_the_place_says_among_how_many_of_whom_and_when(
    make_report: MakeReport, instrument: Instrument, half_way: float
) -> None:
    both = table(["sector", "size"], {("B-E", "small"): around(half_way, -20, -10, 10)})
    report = told(make_report, instrument, release(all_firms(summary(200)), both), sector="C")
    assert report.peers == (
        "Your score is in the second-highest quarter of the firms compared. About 50% to 75% of them score lower."
        " Compared with about 40 responding firms, self-reported: Manufacturing, energy and water · 10 to 49 people ·"
        " “Chamber 2026”, 3 May 2026."
    )


def test_the_method_says_how_much_every_firm_is_asked(
    make_report: MakeReport, instrument: Instrument, half_way: float
) -> None:
    """Only where firms are compared."""
    said = "Asked of every firm, whatever its profile or answers: 81 % of what is scored."
    compared = told(make_report, instrument, release(all_firms(around(half_way, -20, -10, 10))))
    assert any(said in sentence for sentence in compared.method)
    assert not any(said in sentence for sentence in make_report({}).method)


@pytest.mark.parametrize(
    ("beside", "sentence"),
    [
        ((5, 10, 20), ("Your score is in the lowest quarter of the firms compared.", "About 25% of them or fewer")),
        ((-20, -10, -5), ("Your score is in the highest quarter of the firms compared.", "About 75% of them or more")),
        (
            (-20, 0, 20),
            ("Your score is on the border between two quarters of the firms compared:", "about 50% of them"),
        ),
        (
            (0, 0, 20),
            (
                "The published figures leave open where exactly your score lies:",
                "between 0% and 75% of the firms compared",
            ),
        ),
    ],
)
def test_quarters_in_words(
    make_report: MakeReport,
    instrument: Instrument,
    half_way: float,
    beside: tuple[float, ...],
    sentence: tuple[str, str],
) -> None:
    report = told(make_report, instrument, release(all_firms(around(half_way, *beside))))
    among = "Compared with about 40 responding firms, self-reported: All firms · "
    assert report.peers.startswith(f"{' '.join(sentence)} score lower. {among}")


def test_halves_in_words(make_report: MakeReport, instrument: Instrument, half_way: float) -> None:
    said = [
        told(make_report, instrument, release(all_firms(summary(20, quantiles={50: round(half_way) + by})))).peers
        for by in (-10, 0, 10)
    ]
    assert said[0].startswith("Your score is in the upper half of the firms compared. Compared with about 20 ")
    assert said[1].startswith(
        "Your score is right in the middle of the firms compared: about as many score lower as hig"
    )
    assert said[2].startswith("Your score is in the lower half of the firms compared. Compared with about 20 ")


def test_a_mean_in_words(make_report: MakeReport, instrument: Instrument, half_way: float) -> None:
    means = {"above": 10, "about": round(half_way), "below": 90}
    for word, mean in means.items():
        report = told(make_report, instrument, release(all_firms(summary(15, mean=mean))))
        assert report.peers.startswith(
            f"Your score is {word} the mean of the firms compared, {mean}; among so few, no more can be told."
        )


def test_a_border_that_is_hidden_beyond_5_or_95_is_not_claimed(make_report: MakeReport, instrument: Instrument) -> None:
    quantiles = {25: Figure(5, "low"), 50: Figure(40), 75: Figure(60)}
    own = replace(release(all_firms(replace(summary(40), quantiles=quantiles))), hash=instrument.content_hash)
    report = make_report(answers_at(instrument, 0), release=own)
    assert report.overall == 0
    assert "between 0% and 50% of the firms compared score lower" in report.peers


def test_every_part_and_every_sector_group_has_its_words() -> None:
    assert set(STANDS) == {(kind, part) for kind, borders in BORDERS.items() for part in range(1, len(borders) + 2)}
    assert set(ON_BORDER) == set(BORDERS)
    assert {*SECTIONS_TO_GROUPS.values()} <= SECTOR_GROUPS.keys() | SECTIONS.keys()


@pytest.mark.parametrize(("sector", "size", "title"), [
    ("F", {"employees": 12}, "Construction · 10 to 49 people"),
    ("A", {"employees": 12}, "Other sectors · 10 to 49 people"),
    ("C", {"employees": 60}, "Manufacturing, energy and water · Other sizes"),
])  # fmt: skip
def test_groups_have_titles(
    make_report: MakeReport, instrument: Instrument, sector: str, size: dict[str, int], title: str
) -> None:
    groups = [("F", "small"), ("other", "small"), ("B-E", "other")]
    one = release(table(["sector", "size"], dict.fromkeys(groups, summary(20))))
    assert f": {title} · “Chamber 2026”" in told(make_report, instrument, one, sector=sector, **size).peers


def test_without_an_overall_score_the_peers_are_shown_and_no_place_is_told(
    make_report: MakeReport, instrument: Instrument
) -> None:
    own = replace(release(all_firms(summary(40), data=summary(40))), hash=instrument.content_hash)
    report = make_report({}, release=own)
    assert report.peers.startswith("Without an overall score you have no place among them. Compared with about 40 ")
    assert {line.id for line in report.dimensions if line.peers} == {"data"}


def test_a_release_of_another_instrument_is_refused(make_report: MakeReport) -> None:
    with pytest.raises(ValueError, match="sme-readiness"):
        make_report({}, release=release(all_firms(summary(40))))


def test_the_method_says_what_a_comparison_does_not_show(make_report: MakeReport, instrument: Instrument) -> None:
    compared = told(make_report, instrument, release(all_firms(summary(40))))
    assert any("those that responded, by their own account" in sentence for sentence in compared.method)
    assert compared.method[-1].startswith("Instrument ")
    assert not any("responded" in sentence for sentence in make_report({}).method)


# Where the firms compared lie in each part -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def beside_others(make_report: MakeReport, instrument: Instrument) -> FirmReport:
    """Quartiles of one part, hidden ends of the second, the middle of the third, the mean of the fourth."""
    ends = replace(summary(40), quantiles={25: Figure(5, "low"), 50: Figure(50), 75: Figure(95, "high")})
    first, second, third, fourth = (part.id for part in instrument.dimensions[:4])
    quarters = summary(100, quantiles=dict.fromkeys(range(10, 100, 10), 50) | {25: 38, 50: 50, 75: 61})
    parts = {first: quarters, second: ends, third: summary(20, quantiles={50: 45}), fourth: summary(15, mean=43)}
    return told(make_report, instrument, release(all_firms(summary(100), **parts)))


def test_a_part_shows_the_middle_half_or_what_there_is(beside_others: FirmReport) -> None:
    shown = [
        (line.peers.kind, line.peers.low, line.peers.high, line.peers.shown)
        for line in beside_others.dimensions[:4]
        if line.peers
    ]
    assert shown == [
        ("half", 38, 61, "38 to 61"),
        ("half", 5, 95, "≤ 5 to 95+"),
        ("middle", 45, 45, "middle 45"),
        ("mean", 43, 43, "mean 43"),
    ]
    assert [line.peers for line in beside_others.dimensions[4:]] == [None] * 4
    for word in ("middle half of the firms compared", "is the middle of the firms", "is the mean of the firms"):
        assert word in beside_others.peers_note


def test_what_no_part_has_is_not_explained(make_report: MakeReport, instrument: Instrument) -> None:
    note = told(make_report, instrument, release(all_firms(summary(40), data=summary(40)))).peers_note
    assert "middle half" in note
    assert "stroke" not in note


def marks(chart: Chart) -> list[Rect]:
    return [shape for shape in chart.shapes if isinstance(shape, Rect) and shape.role == "peers"]


@pytest.mark.parametrize("wide", [235, 480, 900])
def test_marks_stand_under_their_bar_where_the_figures_are(beside_others: FirmReport, wide: float) -> None:
    chart = charts.dimension_bars(beside_others, wide)
    tracks = [shape for shape in chart.shapes if isinstance(shape, Rect) and shape.role == "track"]
    place = charts.ranked(beside_others).index(beside_others.dimensions[0])
    track = tracks[place]
    assert len(marks(chart)) == 3 + 3 + 1 + 1
    above, below = track.y + track.height, tracks[place + 1].y
    line, low, high = (mark for mark in marks(chart) if above < mark.y < below)
    assert (line.x - track.x) / track.width == pytest.approx(0.38)
    assert (line.x + line.width - track.x) / track.width == pytest.approx(0.61)
    assert [mark.x + mark.width / 2 for mark in (low, high)] == pytest.approx([line.x, line.x + line.width])
    assert all(above < mark.y and mark.y - above < below - mark.y - mark.height for mark in (line, low, high))
    assert all(
        mark.x >= 0 and mark.x + mark.width <= wide and mark.y + mark.height <= chart.height for mark in marks(chart)
    )


def test_what_the_marks_show_stands_in_the_table_and_is_said(beside_others: FirmReport) -> None:
    chart = charts.dimension_bars(beside_others)
    assert chart.headers[-1] == "Others"
    told = {row[0]: row[-1] for row in chart.rows}
    shown = [told[line.title] for line in beside_others.dimensions]
    assert shown == ["38 to 61", "≤ 5 to 95+", "middle 45", "mean 43", "", "", "", ""]
    assert "middle half" in drawing.svg(chart)


def test_a_chart_without_peers_is_as_it_was(report: FirmReport) -> None:
    chart = charts.dimension_bars(report)
    assert marks(chart) == []
    assert len(chart.headers) == 3


def test_the_pdf_says_what_the_report_says(beside_others: FirmReport) -> None:
    read = words_of(render(beside_others))
    for said in (beside_others.peers, *beside_others.peers_note.split(". ")):
        assert said.rstrip(".") in read
    for line in beside_others.dimensions[:4]:
        assert line.peers
        assert f"{line.shown} {line.peers.shown}" in read


def test_both_papers_of_the_summary_still_have_two_pages(beside_others: FirmReport) -> None:
    for paper in ("A4", "Letter"):
        assert len(pages_of(render(beside_others, paper=paper, extent="short"))) == 2


def test_who_the_firm_is_beyond_its_group_changes_nothing(make_report: MakeReport, instrument: Instrument) -> None:
    own = replace(release(all_firms(summary(100))), hash=instrument.content_hash)
    one, other = (make_report(answers_at(instrument, 0.5), release=own, firm=name, country="AT") for name in ("A", "B"))
    assert one.peers == other.peers
