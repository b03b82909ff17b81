"""What a sector report says of a real release: its figures and no others, in order, and never more than they bear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from reports.sector import Called, SectorReport
from scoring.release.model import OVERALL, Answered, Cell, Figure, Release, Response, Table
from scoring.scores import score
from tests.unit.reports.sector.sector_cases import (
    MADE,
    SME,
    by_hand,
    exhibit,
    firms,
    many,
    released,
    section_ids,
    shown,
    told,
)

HIGH = Figure(95, "high")
SMALLEST = "“Fewer than 10 people”"


@pytest.fixture(scope="module")
def release() -> Release:
    return many()[1]


@pytest.fixture(scope="module")
def report(release: Release) -> SectorReport:
    return told(release)


def of(release: Release, *fields: str) -> Table:
    table = release.table(*fields)
    assert table is not None
    return table


def of_all(release: Release) -> Cell:
    return of(release).cells[0]


def test_the_divide_comes_first_and_what_is_for_an_annex_last(report: SectorReport) -> None:
    assert section_ids(report) == [
        "divide", "questions", "dimensions", "levels", "sectors", "sizes", "regions", "countries", "sources", "heat",
        "segments", "challenges", "programme", "official", "all-actions", "counts", "annex",
    ]  # fmt: skip
    assert [section.annex for section in report.sections].index(True) == len(report.sections) - 3


def test_exhibits_can_be_addresses_and_tables(report: SectorReport) -> None:
    names = [one.id for one in report.exhibits]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    for one in report.exhibits:
        assert {len(row.cells) for row in one.rows} == {len(one.columns)}
        assert len({row.id for row in one.rows}) == len(one.rows)
        assert all(column.title for column in one.columns)
        assert all(row.head for row in one.rows)


def test_every_score_of_a_group_is_the_published_one(report: SectorReport, release: Release) -> None:
    for field in ("sector", "size", "region", "country", "source"):
        rows = {row.id: row for row in exhibit(report, field).rows}
        for cell in (of_all(release), *of(release, field).cells):
            summary = cell.scores[OVERALL]
            figures = [summary.mean, *(summary.interval or (None, None))]
            figures += [summary.quantiles.get(percent) for percent in (10, 25, 50, 75, 90)]
            found = rows[" × ".join(cell.group) or "all"].cells
            assert [one.value for one in found] == [*(one and one.value for one in figures), summary.n]


def test_heat_maps_hold_the_published_means_and_the_annex_their_n(report: SectorReport, release: Release) -> None:
    for name, measure in (("heat-sector-size", "mean"), ("counts-sector-size", "n")):
        found = exhibit(report, name)
        for row in found.rows:
            for column, cell in zip(found.columns, row.cells, strict=True):
                published = of(release, "sector", "size").cell(row.id, column.id)
                summary = published.scores.get(OVERALL) if published else None
                value = None if summary is None else summary.mean.value if measure == "mean" else summary.n
                assert cell.value == value


def test_every_number_in_a_sentence_is_published(report: SectorReport, release: Release) -> None:
    known = {*published(release), "100", "95", "75", "12"}  # the scale, an interval, all of something
    for section in report.sections:
        if section.id in ("divide", "dimensions", "levels", "sectors", "sizes", "regions", "sources"):
            for sentence in section.findings:
                plain = re.sub(r"“[^”]*”", "", sentence)
                assert set(re.findall(r"\d+", plain)) <= known, sentence


def published(release: Release) -> Iterator[str]:
    for table in release.tables:
        for cell in table.cells:
            yield from (str(share.share.value) for share in cell.levels)
            if cell.below is not None:
                yield str(cell.below.value)
            for summary in cell.scores.values():
                quantiles = {percent: figure.value for percent, figure in summary.quantiles.items()}
                yield from map(str, (summary.n, summary.mean.value, *quantiles.values()))
                if {10, 90} <= quantiles.keys():
                    yield str(quantiles[90] - quantiles[10])


def test_the_divide_is_told_by_share_and_gap(report: SectorReport, release: Release) -> None:
    cell = of_all(release)
    assert cell.below is not None
    quantiles = cell.scores[OVERALL].quantiles
    gap = quantiles[90].value - quantiles[10].value
    assert report.sections[0].findings[0] == (
        "About 35% of the responding firms, self-reported, are below the level “Working” (about 240 firms)."
    )
    assert (
        f"a tenth higher than {quantiles[90].value}: the gap between the two is {gap} points of 100"
        in (report.sections[0].findings[1])
    )
    assert shown(report, "divide")["all"][:2] == (f"{cell.below.value}%", str(gap))
    assert [(fact.label, fact.value) for fact in report.strip][:2] == [
        ("Below “Working”", f"{cell.below.value}%"),
        ("Points between the lowest and the highest tenth", str(gap)),
    ]


def test_a_group_is_called_higher_only_where_intervals_do_not_overlap(report: SectorReport) -> None:
    sentences = {section.id: section.findings for section in report.sections}
    plain = re.sub(r"\d+", "#", sentences["sizes"][0].replace("“50 to 249 people”", "A").replace(SMALLEST, "B"))
    assert plain == (
        "The mean overall score of A (# of #, n about #) is higher than that of B (#, n about #); the # % intervals of"
        " the two do not overlap."
    )
    assert sentences["sectors"][0].startswith("No difference between the means of these groups is clear")


def test_withheld_groups_stand_there_and_look_alike(release: Release) -> None:
    table = of(release, "sector")
    small, kept = table.cells[0].group, table.cells[1:]
    hidden = replace(table, cells=kept, withheld=(small, ("nobody at all",)))
    report = told(replace(release, tables=tuple(hidden if one is table else one for one in release.tables)))
    rows = [row for row in exhibit(report, "sector").rows if row.about]
    assert [(row.about, {cell.shown for cell in row.cells}) for row in rows] == [("withheld", {"–"})] * 2
    assert "They all look the same." in exhibit(report, "sector").notes[0]
    before = sum(len(one.withheld) for one in release.tables)
    assert any(sentence.startswith(f"{before + 2} groups of ") for sentence in report.quality)


def test_a_repeated_cell_says_from_when_it_is(release: Release) -> None:
    later = replace(release, number=3)
    assert exhibit(told(later), "size").rows[1].about == "as of release 1, 2 March 2026"
    assert exhibit(told(later), "size").notes[-1].startswith("Where a date is given, fewer than five firms")


def test_the_response_rate_is_said_with_every_comparison(release: Release) -> None:
    report = told(replace(release, response=Response(800, 240)))
    assert (
        report.sections[0].lead[0] == "These are figures of responding firms, self-reported; the response rate is 30%."
    )
    assert report.summary[-1] == report.sections[0].lead[0]
    assert ("Response rate", "30%") in [(fact.label, fact.value) for fact in report.facts]
    few = told(replace(release, response=Response(800, None)))
    assert (
        few.sections[0].lead[0]
        == "These are figures of responding firms, self-reported; the response rate is not known."
    )


def test_the_summary_stands_alone(report: SectorReport) -> None:
    assert 5 <= len(report.summary) <= 7
    assert len(set(report.summary)) == len(report.summary)
    assert report.headline.startswith("About 35% of the responding firms are below “Working”, and ")


def test_below_eleven_firms_nothing_is_said_but_that() -> None:
    report = told(released(firms(10)))
    assert report.nothing == report.headline == "Fewer than 11 firms so far: no figures can be published yet."
    assert (report.sections, report.summary, report.strip, report.quality) == ((), (), (), ())
    assert report.n_shown == "fewer than 11"


def test_eleven_firms_are_told_as_far_as_they_go() -> None:
    report = told(released(firms(11)))
    assert section_ids(report)[:2] == ["divide", "dimensions"]
    assert exhibit(report, "divide").rows[0].cells[1].shown == "–"
    assert report.headline.endswith("of 100 (n about 10).")


def test_shares_of_few_firms_stand_in_tables_only() -> None:
    """Of 12 firms, 8 are published as 10 of 10: no sentence may make "more than nineteen in twenty" of that."""
    release = by_hand({"below": HIGH, "marks": {"backup.no_backup": Answered(10, HIGH)}}, n=10)
    report = told(release)
    assert section_ids(report) == ["divide"]
    assert (report.headline, report.strip[0].value) == ("About 10 firms have answered so far.", "about 10")
    assert not any("nineteen" in text or "95" in text for text in (*report.summary, *report.sections[0].findings))
    assert shown(report, "divide")["all"][0] == "> 95%"
    assert exhibit(report, "divide").notes[-1].startswith("Shares of fewer than 40 firms are coarse")


def test_nothing_but_levels_where_scores_are_withheld(release: Release) -> None:
    bare = Cell((), 1, MADE, below=Figure(40))
    report = told(replace(release, tables=(Table((), (bare,)),), segments=None))
    assert section_ids(report) == ["divide"]
    assert report.headline == (
        "About four in ten of the responding firms, self-reported, are below the level “Working”."
    )
    empty = told(replace(release, tables=()))
    assert empty.nothing.startswith("No table can be published yet")


def test_a_draft_is_not_to_be_cited(release: Release) -> None:
    called = Called(host="Chamber of Trade", address="https://example.org/releases/c/1", licence="CC BY 4.0")
    draft = told(release, draft=True, called=called)
    assert draft.cite == "A draft is not to be cited."
    assert ("Status", "Draft: not released yet") in [(fact.label, fact.value) for fact in draft.facts]
    assert told(release, called=called).cite == (
        "Chamber of Trade: Chamber 2026. Release 1, 2 March 2026. https://example.org/releases/c/1"
    )


def test_a_release_of_another_instrument_is_refused(release: Release) -> None:
    with pytest.raises(ValueError, match="not of sme-readiness@1"):
        told(replace(release, hash="0" * 64))
    with pytest.raises(ValueError, match="another questionnaire or campaign"):
        told(release, before=replace(release, campaign="Another"))


def test_the_report_is_the_same_twice_and_in_any_order_of_firms(release: Release, report: SectorReport) -> None:
    assert told(release) == report


def test_it_knows_as_much_as_the_firms_scores_do(release: Release) -> None:
    """The means told are those of the firms, to the rounding."""
    overall = score(many()[0]).overall
    assert abs(float(overall.mean()) - of_all(release).scores[OVERALL].mean.value) <= 0.5
    assert SME.content_hash == release.hash
