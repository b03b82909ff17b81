"""The sections that a single release made of answers does not have: by figures written by hand."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from reports.sector import Called, SectorReport
from reports.sector.challenges import standing, themes_of
from reports.sector.comparing import is_higher, is_more_often
from reports.sector.figures import share_told, without
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.release.model import (
    Answered,
    Cell,
    Choice,
    Coefficients,
    Figure,
    LevelShare,
    Polarisation,
    Summary,
    Table,
)
from scoring.scores import score
from scoring.segments import publishable, to_json
from tests.unit.reports.sector.sector_cases import (
    MADE,
    SME,
    by_hand,
    exhibit,
    firms,
    many,
    marks,
    released,
    section_ids,
    shown,
    summary,
    told,
    told_of,
    with_slices,
)
from tests.unit.reports.segment_cases import two_groups
from tests.unit.scoring.roadmap_cases import FIRST, dimension, instrument

LOW, HIGH = Figure(5, "low"), Figure(95, "high")


def spread(mean: int, low: int, high: int, n: int = 100) -> Summary:
    return Summary(n, Figure(mean), (Figure(low), Figure(high)))


def findings(report: SectorReport, name: str) -> tuple[str, ...]:
    return next(section.findings for section in report.sections if section.id == name)


# What may be called higher ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "higher"),
    [
        (spread(60, 57, 63), spread(50, 47, 53), True),
        (spread(60, 53, 67), spread(50, 47, 53), False),  # the intervals touch
        (spread(51, 51, 51), spread(50, 50, 50), False),  # a point may be rounding
        (summary(90), summary(10), False),  # too few firms for intervals
        (Summary(100, HIGH, (HIGH, HIGH)), Summary(100, Figure(94), (Figure(93), HIGH)), False),
    ],
)
def test_a_mean_is_higher_only_where_intervals_part(one: Summary, other: Summary, higher: bool) -> None:
    assert is_higher(one, other) is higher
    assert not is_higher(other, one)


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ((Figure(70), 100), (Figure(30), 100), True),
        ((Figure(45), 100), (Figure(40), 100), False),
        ((Figure(90), 10), (Figure(30), 10), False),  # 1.96 × 0.173, and 0.69 of rounding
        ((Figure(50), 200), (Figure(40), 200), False),  # 1.96 × 0.0495, and 0.079 of rounding
        ((Figure(60), 200), (Figure(40), 200), True),
        ((HIGH, 100), (Figure(90), 100), False),
        ((Figure(50), 0), (Figure(5), 100), False),
    ],
)
def test_a_share_is_greater_only_beyond_rounding_and_chance(
    one: tuple[Figure, int], other: tuple[Figure, int], more: bool
) -> None:
    assert is_more_often(one, other) is more


def test_shares_in_words() -> None:
    words = told_of(by_hand({})).words
    known = {5: "About one in twenty", 25: "About a quarter", 35: "About 35%", 40: "About four in ten", 65: "About 65%"}
    assert {percent: share_told(words, Figure(percent)) for percent in known} == known
    assert share_told(words, LOW) == "Fewer than one in twenty"
    assert share_told(words, without(LOW)) == "More than nineteen in twenty"


# Questions --------------------------------------------------------------------------------------------------------


def test_four_in_ten_have_no_backup() -> None:
    backup = {f"backup.{one.id}": 15 for one in SME.questions["backup"].options} | {"backup.no_backup": 40}  # type: ignore[union-attr]
    report = told(by_hand({"marks": marks(backup | {"alertness.call_back": 30, "two_step.mail.unprotected": 10})}))
    assert findings(report, "questions") == (
        "About four in ten of the firms answered “There is none” when asked “How is your data backed up?” (n about"
        " 100).",
    )
    assert shown(report, "questions") == {
        "backup.no_backup": ("40%", "100", "Security"),
        "alertness.call_back": ("70%", "100", "Security"),
    }
    assert [(row.head, row.about) for row in exhibit(report, "questions").rows] == [
        ("There is none", "How is your data backed up?"),
        ("Not named: Rings back before accepting new bank details", SME.questions["alertness"].text),
    ]


def test_a_row_of_a_grid_and_a_missing_tick_in_words() -> None:
    report = told(by_hand({"marks": {"two_step.mail.unprotected": Answered(60, HIGH)}}))
    assert findings(report, "questions")[0] == (
        "More than nineteen in twenty of the firms answered “For nobody” for “E-mail” when asked “Where does signing in"
        " need a second step besides the password?” (n about 60)."
    )
    report = told(by_hand({"marks": {"monthly.sales": Answered(60, LOW)}}))
    assert findings(report, "questions")[0].startswith("More than nineteen in twenty of the firms did not name “Sales”")


def test_what_few_lack_is_no_headline() -> None:
    report = told(by_hand({"marks": marks({"backup.no_backup": 15, "monthly.sales": 85})}))
    assert "questions" not in section_ids(report)


# Levels -----------------------------------------------------------------------------------------------------------


def levels(*shares: tuple[str, int]) -> tuple[LevelShare, ...]:
    return tuple(LevelShare(tuple(names.split("+")), Figure(share)) for names, share in shares)


def test_levels_by_size_stand_in_stretches_that_all_have() -> None:
    every = levels(("starting", 30), ("building", 40), ("working+connected", 25), ("leading", 5))
    small = levels(("starting", 35), ("building+working+connected", 65 - 5), ("leading", 5))
    release = by_hand({"levels": every, "below": Figure(70)})
    sizes = Table(("size",), (Cell(("micro",), 1, MADE, levels=small), Cell(("small",), 1, MADE, below=LOW)))
    report = told(replace(release, tables=(*release.tables, sizes)))
    assert [row.head for row in exhibit(report, "levels").rows] == [
        "Starting", "Building", "Working to Connected", "Leading",
    ]  # fmt: skip
    assert [column.title for column in exhibit(report, "levels-size").columns] == [
        "Starting", "Building to Connected", "Leading",
    ]  # fmt: skip
    assert shown(report, "levels-size") == {"all": ("30%", "≈ 65%", "5%"), "micro": ("35%", "60%", "5%")}
    assert exhibit(report, "levels-size").notes[-1] == "Sizes with too few firms for levels are left out."


# Challenges -------------------------------------------------------------------------------------------------------


def one_theme() -> Instrument:
    """The small instrument whose first question alone speaks to a challenge."""
    rung: Any = FIRST[0]
    first: list[Any] = [{**rung, "themes": ["C1"]}, *FIRST[1:]]
    theme = {"id": "C1", "kind": "challenge", "title": "Safety", "programme": "Offer checks."}
    return instrument([], dimensions=[dimension("first", first)], themes=[theme])


def test_a_challenge_is_the_mean_of_its_questions_and_says_of_how_many() -> None:
    made = one_theme()
    of = {"rung.l0": 40, "rung.l1": 0, "rung.l2": 20, "rung.l3": 0, "rung.l4": 40}
    report = told(by_hand({"marks": marks(of)}, made), made)
    assert findings(report, "challenges") == ("“Safety”: firms stand at about 50 of 100, by 1 of 1 question.",)
    assert shown(report, "recommendations")["C1"] == (
        "Offer checks.", "On the 1 question that speaks to it responding firms stand at about 50 of 100.",
    )  # fmt: skip


def test_a_challenge_of_which_too_little_is_known_has_no_figure() -> None:
    asked = [name for name, question in SME.questions.items() if "C1" in question.themes and question.scored]
    assert len(asked) > 3
    report = told(by_hand({"marks": marks({f"backup.{one.id}": 20 for one in SME.questions["backup"].options})}))  # type: ignore[union-attr]
    assert "challenges" not in section_ids(report)


def test_a_challenge_agrees_with_the_scores_of_the_firms() -> None:
    """By the questions that every firm is asked, from shares in steps of 5 %: within 1.5 points."""
    table, release = many()
    scores = score(table, detail=True).questions
    assert scores is not None
    here, cell = told_of(release), release.tables[0].cells[0]
    for theme in themes_of(SME, "challenge"):
        found = standing(here, theme, cell)
        assert all(SME.questions[name].show_if is None for name in found.known)
        weight = {name: SME.questions[name].weight for name in found.known}
        mean = sum(weight[name] * float(scores[name].mean()) for name in weight) / sum(weight.values())
        scale = 100.0 if float(scores.max().max()) <= 1 else 1.0
        assert found.mean == pytest.approx(scale * mean, abs=1.5)


# Segments ---------------------------------------------------------------------------------------------------------


def test_a_continuum_is_called_one_and_groups_are_called_groups() -> None:
    release = by_hand({"scores": {"overall": summary(50)}})
    continuum = told(with_slices(release))
    assert findings(continuum, "segments")[0] == (
        "The firms do not fall into groups: they form a continuum, which was cut into 3 slices by score (about 90 firms"
        " with all scores)."
    )
    assert shown(continuum, "segments")["s2"][-4:] == ("35%", "30", "35", "55")
    allowed = publishable(two_groups(SME, 30, 70), SME)
    groups = told(replace(release, segments=to_json(allowed))) if allowed else continuum
    assert findings(groups, "segments")[0] == (
        "The firms fall into 2 distinct groups (about 90 firms with all scores)."
    )
    assert [column.id for column in exhibit(groups, "segments").columns][-2:] == ["of_firms", "n"]


# Change -----------------------------------------------------------------------------------------------------------


def two(before: dict[str, Any], now: dict[str, Any]) -> SectorReport:
    later = by_hand(now, number=2, date=datetime.date(2027, 3, 1))
    cell = replace(later.tables[0].cells[0], number=2)
    return told(replace(later, tables=(Table((), (cell,)),)), before=by_hand(before))


def test_a_mean_rose_only_where_the_intervals_part() -> None:
    quantiles = {10: Figure(20), 90: Figure(70)}
    report = two(
        {"scores": {"overall": spread(40, 38, 42)}, "below": Figure(60)},
        {"scores": {"overall": replace(spread(50, 48, 52, 120), quantiles=quantiles)}, "below": Figure(30)},
    )
    assert findings(report, "change") == (
        "The mean overall score rose from 40 in the release of 2 March 2026 (n about 100) to 50 in this one (n about"
        " 120).",
        "The share below “Working” fell from 60% to 30%: the divide narrows at its lower end.",
    )
    assert shown(report, "change") == {
        "below": ("60%", "30%", "-30", "100", "120"), "overall": ("40", "50", "+10", "100", "120"),
    }  # fmt: skip
    report = two({"scores": {"overall": spread(48, 44, 52)}}, {"scores": {"overall": spread(50, 46, 54)}})
    assert "no clear change" in findings(report, "change")[0]


def test_a_difference_from_beyond_an_end_is_not_reckoned() -> None:
    report = two({"scores": {"overall": summary(50)}, "below": LOW}, {"scores": {"overall": summary(50)}, "below": LOW})
    assert shown(report, "change")["below"] == ("< 5%", "< 5%", "–", "100", "100")


def test_figures_that_stay_are_said_to_stay() -> None:
    before = by_hand({"scores": {"overall": summary(50)}})
    report = told(replace(before, number=2), before=before)
    assert findings(report, "change")[0].startswith("Since the release of 2 March 2026 fewer than five firms came")


def test_firms_that_answered_twice_are_told_apart() -> None:
    scores = {"overall": summary(50), "change": spread(4, -1, 9, 40), "change.data": spread(6, 2, 10, 40)}
    report = told(by_hand({"scores": scores}))
    assert findings(report, "change") == (
        "Firms that answered twice changed by +4 points on average (n about 40); the 95 % interval, -1 to +9, holds no"
        " change too.",
    )
    assert shown(report, "answered-twice") == {
        "change": ("+4", "-1", "+9", "40"), "change.data": ("+6", "+2", "+10", "40"),
    }  # fmt: skip
    lead = next(section.lead for section in report.sections if section.id == "change")
    assert any("regression to the mean" in sentence for sentence in lead)


# The body's own questions and lists -------------------------------------------------------------------------------


def test_own_questions_are_told_of_all_and_by_size() -> None:
    choice = Choice("own-q1", "Do you train apprentices?", {"yes": "Yes", "later": "Not yet"})
    release = by_hand({"marks": marks({"own-q1.yes": 60, "own-q1.later": 40})}, choices=(choice,))
    sizes = Table(("size",), (Cell(("micro",), 1, MADE, marks=marks({"own-q1.yes": 30}, 50)),))
    report = told(replace(release, tables=(*release.tables, sizes)), called=Called(host="Chamber of Trade"))
    assert next(section.title for section in report.sections if section.id == "own") == "Questions of Chamber of Trade"
    assert findings(report, "own") == (
        "“Do you train apprentices?”: most often “Yes” was answered (60%, n about 100).",
    )
    assert shown(report, "own-q1") == {"yes": ("60%", "100", "30%"), "later": ("40%", "100", "–")}


def test_groups_are_called_as_the_body_calls_them() -> None:
    cells = tuple(Cell((name,), 1, MADE, scores={"overall": summary(50, 20)}) for name in ("r1", "other", "not stated"))
    release = by_hand({"scores": {"overall": summary(50)}}, titles={"region": {"r1": "Upper <b>Valley</b>"}})
    report = told(replace(release, tables=(*release.tables, Table(("region",), cells))))
    assert [row.head for row in exhibit(report, "region").rows] == [
        "All firms", "Upper <b>Valley</b>", "Other regions", "Not stated",
    ]  # fmt: skip


def test_a_group_that_was_put_together_is_called_by_its_parts() -> None:
    table = Table(("sector",), (Cell(("B-E + F",), 1, MADE, below=Figure(50)), Cell(("A",), 1, MADE, below=Figure(50))))
    release = by_hand({"below": Figure(50)})
    report = told(replace(release, tables=(*release.tables, table)))
    assert exhibit(report, "divide").rows[1].head == "Manufacturing, energy and water + Construction"


# Weighted, official, annex ----------------------------------------------------------------------------------------


def test_weighted_stands_beside_plain() -> None:
    report = told(by_hand({"scores": {"overall": summary(50, weighted=Figure(44))}}))
    assert shown(report, "weighted") == {"overall": ("50", "44", "100")}
    assert findings(report, "weighted")[0].endswith("the mean overall score is 44; not weighted it is 50.")


def test_official_figures_stand_beside_the_same_version_only() -> None:
    of = {"dii-3.basic": Answered(60, Figure(75)), "dii-4.basic": Answered(60, Figure(40))}
    report = told(by_hand({"marks": of}), called=Called(country="AT"))
    assert [one.id for one in report.exhibits] == ["official-3"]
    rows = shown(report, "official-3")
    assert rows["own-all"] == ("75%", "60", "2026", "–")
    assert rows["AT-10-49"][0] == "70.5%"
    assert not any("Fewer than 10" in row.head for row in exhibit(report, "official-3").rows)


def test_the_index_itself_gives_its_own_figure() -> None:
    index = load("eurostat-dii@3")
    report = told(by_hand({"below": Figure(30)}, index), index, called=Called(country="AT"))
    assert shown(report, "official-3")["own-all"][:2] == ("70%", "–")


def test_the_annex_says_what_its_coefficients_mean() -> None:
    cell = {
        "scores": {"overall": summary(50)},
        "polarisation": Polarisation(0.21, 0.08, "sector", 0.1),
        "reliability": {"data": Coefficients(60, 0.71, None)},
    }
    report = told(by_hand(cell))
    assert shown(report, "inequality") == {"all": ("0.21", "0.08", "0.10")}
    assert shown(report, "reliability") == {"data": ("0.71", "–", "60")}
    assert findings(report, "annex")[0].startswith("About 10% of the inequality of scores lies between sectors")
    assert any("partly checklists" in sentence for sentence in report.sections[-1].lead)


# Ends of the scale, and small numbers -----------------------------------------------------------------------------


def test_a_gap_from_an_end_is_at_least_so_wide() -> None:
    quantiles = {10: LOW, 50: Figure(40), 90: HIGH}
    report = told(by_hand({"scores": {"overall": summary(40, quantiles=quantiles)}, "below": LOW}))
    assert shown(report, "divide")["all"] == ("< 5%", "≥ 90", "40", "–", "–", "100")
    assert report.headline == (
        "Fewer than one in twenty of the responding firms are below “Working”, and at least 90 points lie between those"
        " at the lower and at the upper end."
    )


@pytest.mark.parametrize("end", [LOW, HIGH])
def test_nobody_is_said_to_score_beyond_an_end_that_all_are_beyond(end: Figure) -> None:
    """Where P10 is above 95, no tenth scores lower than 95."""
    quantiles = dict.fromkeys((10, 50, 90), end)
    report = told(by_hand({"scores": {"overall": summary(40, quantiles=quantiles)}, "below": LOW}))
    assert not any("A tenth of the firms" in sentence for sentence in findings(report, "divide"))


def test_one_group_and_one_point_are_singular() -> None:
    quantiles = {10: Figure(40), 90: Figure(41)}
    release = by_hand({"scores": {"overall": summary(40, quantiles=quantiles)}, "below": Figure(50)})
    table = Table(("size",), (Cell(("micro",), 1, MADE, below=Figure(50)),), withheld=(("small",),))
    report = told(replace(release, tables=(*release.tables, table)))
    assert "1 point lies between" in report.headline
    assert any(sentence.startswith("1 group of 3 in the tables is withheld") for sentence in report.quality)


def test_a_release_of_a_ladder_of_opinions() -> None:
    likert = load("tests/instruments/likert.yaml")
    report = told(by_hand({"scores": {"overall": summary(50)}, "below": Figure(50)}, likert), likert)
    assert section_ids(report)[0] == "divide"
    assert "programme" not in section_ids(report)


@pytest.mark.parametrize("name", ["eurostat-dii@4", "eu-dma"])
def test_instruments_that_count_or_have_no_actions(name: str) -> None:
    made = load(name)
    report = told(released(firms(120, made)), made)
    assert section_ids(report)[0] == "divide"
    assert "programme" not in section_ids(report)
    if made.overall == "count":
        assert all("score" not in sentence for sentence in report.summary)
        assert [column.id for column in exhibit(report, "sector").columns] == ["below", "n"]
    else:
        assert exhibit(report, "sector").picture == "spread"
