"""What a portfolio report says: figures worked out by hand, whom it names, and what it leaves away and says so."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import is_dataclass
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from babel import Locale

from reports.firm import Branding, Fact
from reports.portfolio import Covered, PortfolioReport, Waiting, build, heat
from reports.portfolio.charts import change_chart, level_chart, spread_chart
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.messages import ENGLISH
from scoring.portfolio import Portfolio
from scoring.portfolio.pairing import paired
from scoring.portfolio.stages import Stages
from scoring.progress import LIMITS
from scoring.scores import level_of
from tests import pseudo
from tests.catalogues import catalogue
from tests.unit.reports.portfolio_cases import invented

DATE = datetime.date(2026, 3, 9)
NAN = float("nan")


def told(
    portfolio: Portfolio, covered: Covered | None = None, *, locale: str = "en_GB", **options: Any
) -> PortfolioReport:
    return build(
        portfolio,
        covered=covered or Covered(len(portfolio)),
        locale=Locale.parse(locale),
        date=DATE,
        **{"translations": ENGLISH, **options},
    )


def by_hand(
    instrument: Instrument, scores: Sequence[float], names: Sequence[str], *, before: Sequence[float] = ()
) -> Portfolio:
    """Clients who have the same score in every part; ``before``: at the stage before, where there was one."""
    n = len(scores)
    overall = np.array(scores, dtype=float)
    earlier = np.array(before or [NAN] * n, dtype=float)
    has_two = ~np.isnan(earlier)
    client = np.repeat(np.arange(n), 1 + has_two)
    number = np.concatenate([np.zeros(0, dtype=int), *(np.arange(1 + two) for two in has_two)])
    every = np.column_stack([earlier, overall]).ravel()[np.column_stack([has_two, has_two | True]).ravel()]
    stages = Stages(client, number, every, np.repeat(every[:, None], len(instrument.dimensions), axis=1))
    points = pd.DataFrame(0.0, index=range(n), columns=[action.id for action in instrument.actions])
    profile = {"client": "", "firm": list(names), "ref": [f"K{row}" for row in range(n)], "stage": "T0", "date": ""}
    return Portfolio(
        instrument=instrument,
        profile=pd.DataFrame(profile | {"sector": "", "size": ""}, dtype="str"),
        overall=pd.Series(overall),
        level=pd.Series(level_of(instrument, overall)),
        dimensions=pd.DataFrame({one.id: overall for one in instrument.dimensions}),
        change=pd.Series(overall - earlier),
        points=points,
        paired=paired(instrument, stages),
    )


@pytest.fixture(scope="module")
def six(instrument: Instrument) -> Portfolio:
    """Levels: Starting 10; Building 30, 38; Working 50, 59.96; one without a score."""
    names = ("Ash", "Birch", "Cedar", "Elm", "Ash", "Fir")
    found = by_hand(instrument, (10, 30, 38, 50, 59.96, NAN), names, before=(NAN, 35, 30, 40, NAN, NAN))
    found.points.loc[[0, 1, 2, 3], "red_folder"] = [4.0, 2.0, 2.0, 1.0]
    found.points.loc[[0, 4], "wish_list"] = 3.0
    found.points.loc[[5], "quarter_review"] = 20.0
    return found


@pytest.fixture(scope="module")
def report(six: Portfolio) -> PortfolioReport:
    covered = Covered(
        9,
        (Fact("Tag", "Chamber"),),
        (
            Waiting("Oak", "stalled", datetime.date(2025, 12, 1)),
            Waiting("Yew", "begun", DATE),
            Waiting("Elm", "begun", DATE, has_result=True),
            Waiting("Fig", "invited", DATE),
        ),
    )
    return told(six, covered, branding=Branding("Nord"))


# Figures ----------------------------------------------------------------------------------------------------------


def test_every_figure_says_how_many_it_rests_on(report: PortfolioReport) -> None:
    assert report.headline == "5 of 9 clients have an overall score; the mean is 38 of 100."
    assert report.findings == (
        "3 of 5 are still below “Working”.",
        "The middle half of the overall scores lies between 30 and 50, the median is 38 (n = 5).",
        f"A workshop on “{report.workshops[0].title}” would bring most: to 4 of 6, 2.3 points each on average.",
        "From assessment 1 to 2 the overall scores of the 3 clients with both changed by +4.3 on average (95 % interval"
        " -15.9 to +24.6).",
        "3 clients have no result by this questionnaire yet; 2 of them began and did not finish.",
    )
    assert [(fact.label, fact.value) for fact in report.strip] == [
        ("Clients", "9"), ("With a result", "6"), ("Mean of the overall score", "38"), ("Middle half", "30 to 50"),
    ]  # fmt: skip


def test_levels_count_those_who_have_one(report: PortfolioReport) -> None:
    assert [(level.title, level.shown) for level in report.levels] == [
        ("Starting", "1 of 5"),
        ("Building", "2 of 5"),
        ("Working", "2 of 5"),
        ("Connected", "0 of 5"),
        ("Leading", "0 of 5"),
    ]


def test_of_few_scores_each_is_shown_and_no_quartile(instrument: Instrument) -> None:
    few = told(by_hand(instrument, (40, 20, 30, NAN), "abcd")).overall
    assert (few.n, few.mean, few.low, few.median, few.points) == (3, 30.0, None, None, (20.0, 30.0, 40.0))
    assert (few.ends_shown, few.middle_shown) == ("20 to 40", "–")


def test_scores_are_shown_as_on_the_report_of_the_client(report: PortfolioReport) -> None:
    shown = {row.firm: row.overall.shown for row in report.heat.rows}
    assert shown == {"Ash (K4)": "59.9", "Elm": "50", "Cedar": "38", "Birch": "30", "Ash (K0)": "10", "Fir": "–"}


def test_the_heat_map_begins_with_the_highest_and_ends_with_those_without_a_score(report: PortfolioReport) -> None:
    assert [row.firm for row in report.heat.rows] == ["Ash (K4)", "Elm", "Cedar", "Birch", "Ash (K0)", "Fir"]
    assert [row.overall.band for row in report.heat.rows] == [2, 2, 1, 1, 0, -1]
    assert [row.change for row in report.heat.rows] == ["", "+10", "+8", "-5", "", ""]
    assert report.heat.rest == ""


# Whom to call, what to offer --------------------------------------------------------------------------------------


def test_a_workshop_is_what_two_or_more_need_with_the_lowest_named_first(report: PortfolioReport) -> None:
    assert [(one.action, one.shown, one.each, one.who) for one in report.workshops] == [
        ("red_folder", "4 of 6", "2.3", "Ash (K0); Birch; Cedar; Elm"),
        ("wish_list", "2 of 6", "3.0", "Ash (K0); Ash (K4)"),
    ]
    assert report.workshops_lead.endswith("The first 2 together would bring something to 5 clients of 6.")


def test_each_list_says_whom_to_call_and_why(report: PortfolioReport) -> None:
    calls = {one.id: [(call.firm, call.why) for call in one.calls] for one in report.calls}
    assert calls == {
        "stuck": [("Oak", "untouched since 1 December 2025")],
        "improved": [("Elm", "50: +10 since the assessment before"), ("Cedar", "38: +8 since the assessment before")],
        "close": [("Ash (K4)", "59.9: 1 point to “Connected”"), ("Cedar", "38: 2 points to “Working”")],
        "unfinished": [
            ("Yew", "begun, last touched on 9 March 2026"),
            ("Elm", "begun, last touched on 9 March 2026"),
            ("Fig", "invited, not begun since 9 March 2026"),
        ],
        "no_further": [("Birch", "30: -5 since the assessment before")],
    }


def test_a_change_too_small_to_be_shown_is_still_no_standstill(instrument: Instrument) -> None:
    """A change is the difference of the two scores as shown, so that nobody reads 50, then 50, and +0.3."""
    report = told(by_hand(instrument, (50.3, 50.1, 50.1), "abc", before=(50.1, 50.3, 50.1)))
    calls = {one.id: [(call.firm, call.why) for call in one.calls] for one in report.calls}
    assert calls["improved"] == [("a", "50: less than a point more than before")]
    assert calls["no_further"] == [("b", "50: as before"), ("c", "50: as before")]
    assert [row.change for row in report.heat.rows] == ["0", "0", "0"]


def test_a_long_list_says_how_many_more_there_are(instrument: Instrument) -> None:
    waiting = tuple(Waiting(f"Firm {place}", "stalled", DATE) for place in range(25))
    (only,) = told(by_hand(instrument, (), ()), Covered(25, waiting=waiting)).calls
    assert (only.shown, len(only.calls), only.more) == ("25 clients", 10, "and 15 more")


# Progress ---------------------------------------------------------------------------------------------------------


def test_progress_is_of_the_same_clients_with_interval_and_n(report: PortfolioReport) -> None:
    """Changes −5, +8, +10: mean 4.33, s = 8.14, t(2) = 4.303, so ± 20.2."""
    (part,) = report.progress
    assert part.title == "Assessment 1 to 2 (n = 3)"
    assert part.sentence.endswith("2 rose, 0 stayed as they were and 1 fell.")
    assert (part.lines[0].n, part.lines[0].before, part.lines[0].after, part.lines[0].change) == (
        "3", "35.0", "39.3", "+4.3",
    )  # fmt: skip
    assert part.low == pytest.approx(-15.9, abs=0.05)


def test_one_pair_alone_has_no_interval(instrument: Instrument) -> None:
    (part,) = told(by_hand(instrument, (30, 40), "ab", before=(NAN, 35))).progress
    assert (part.low, part.high) == (None, None)
    assert part.sentence.startswith(
        "From assessment 1 to 2 the overall score of the 1 client with both changed by +5.0."
    )


def test_without_a_second_stage_that_is_said(instrument: Instrument) -> None:
    report = told(by_hand(instrument, (30, 40), "ab"))
    assert report.progress == ()
    assert report.progress_lead.startswith("No client has results at two assessments yet")
    assert not any("regression to the mean" in sentence for sentence in report.method)


# Without names, without anything, with too much -------------------------------------------------------------------


def test_without_names_nobody_is_named(six: Portfolio) -> None:
    covered = Covered(9, waiting=(Waiting("Oak", "begun", DATE),))
    report = told(six, covered, names=False)
    assert [row.firm for row in report.heat.rows] == [f"Client {place}" for place in range(1, 7)]
    assert (report.calls, report.calls_lead) == ((), "")
    assert all(workshop.who == "" for workshop in report.workshops)
    said = repr(report)
    assert not any(name in said for name in ("Birch", "Cedar", "Elm", "Oak", "K4"))
    assert any("Names are left out" in sentence for sentence in report.method)


@pytest.mark.parametrize("clients", [0, 4])
def test_nobody_with_a_result_is_told_as_that(instrument: Instrument, clients: int) -> None:
    report = told(by_hand(instrument, (), ()), Covered(clients))
    assert report.headline == (
        "None of 4 clients has an overall score yet." if clients else "No client fits the filters."
    )
    assert report.heat.rows == ()
    assert report.overall.mean_shown == "–"
    assert not any("quarter of the clients" in sentence for sentence in report.method)


def test_scores_that_are_all_missing_are_never_zero(instrument: Instrument) -> None:
    report = told(by_hand(instrument, (NAN, NAN), "ab"), Covered(2))
    assert report.headline == "None of 2 clients has an overall score yet."
    assert [(row.overall.shown, row.overall.band) for row in report.heat.rows] == [("–", -1)] * 2
    assert report.dimensions[0].n == 0


def test_of_ten_thousand_both_ends_are_told_and_all_are_counted() -> None:
    report = told(invented(10_000, stages=1))
    ends = heat.ENDS
    assert (len(report.heat.rows), report.heat.parted) == (2 * ends, ends)
    assert "Of 10,000 clients with a result, the 50 with the highest and the 50 with the lowest" in report.heat.lead
    counted = [*report.heat.bands, report.heat.unscored]
    for column in range(9):
        assert sum(int(band.counts[column].replace(",", "")) for band in counted if band) == 10_000
    scored = sum(int(band.counts[0].replace(",", "")) for band in report.heat.bands)
    assert report.heat.rest == f"{scored - 2 * ends:,} clients in between are not shown."
    assert len(repr(report)) < 200_000, "however many there are"


def test_an_instrument_on_another_scale_is_cut_into_fifths() -> None:
    report = told(invented(30, load("eurostat-dii@4")))
    assert [band.title for band in report.heat.bands][::4] == ["0% to 20% of the scale", "80% to 100% of the scale"]
    assert report.workshops_lead == ""
    assert " of 12." in report.headline


def test_numbers_are_those_of_the_locale(six: Portfolio) -> None:
    assert told(six, locale="de_AT").workshops[0].each == "2,3"
    assert told(six, locale="de_AT").facts[0].value == "9. März 2026"


class Greek(NullTranslations):
    """Turns what is in the template of the catalogue into Greek letters, and leaves everything else."""

    def __init__(self) -> None:
        super().__init__()
        ids = [*(message.id for message in catalogue("reports")), *(limit.id for limit in LIMITS)]
        self.known = {text for one in ids for text in (one if isinstance(one, tuple) else (one,))}

    def gettext(self, message: str) -> str:
        return pseudo.pseudo(message) if message in self.known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def test_every_word_is_from_a_catalogue_or_the_instrument(tmp_path: Path) -> None:
    instrument = load("sme-readiness", folder=pseudo.write_instrument(tmp_path), language=pseudo.LOCALE)
    waiting = tuple(Waiting("Ω", state, DATE) for state in ("invited", "opened", "begun", "stalled", "update"))
    covered = Covered(300, waiting=waiting)
    for portfolio in (invented(250, instrument, stages=2, names=("Ω",)), invented(0, instrument)):
        for names in (True, False):
            report = told(portfolio, covered, locale=pseudo.LOCALE, translations=Greek(), names=names)
            read = " ".join(texts(report)).replace("sme-readiness@1", "").replace(instrument.content_hash[:12], "")
            assert re.findall(r"[A-Za-z]{3,}", re.sub(r"\{[a-z]+\}", "", read)) == []


def texts(thing: object) -> Iterator[str]:
    """Every text of a value, whole, but what it is called for programs."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from texts(one)
    elif is_dataclass(thing):
        for name, value in vars(thing).items():
            if name not in ("id", "action", "language"):
                yield from texts(value)


# Charts -----------------------------------------------------------------------------------------------------------


def test_charts_have_their_figures_as_a_table(report: PortfolioReport) -> None:
    assert level_chart(report).rows[1] == ("Building", "2 of 5")
    assert spread_chart(report).rows[0] == ("Overall score", "5", "38", "38", "30 to 50", "10 to 60")
    assert change_chart(report).rows == (("Assessment 1 to 2 (n = 3)", "+4.3"),)


def test_shapes_stay_within_their_chart() -> None:
    report = told(invented(40, stages=2))
    for chart in (level_chart(report), spread_chart(report), change_chart(report)):
        for shape in chart.shapes:
            if hasattr(shape, "width"):
                assert 0 <= shape.x <= shape.x + shape.width <= chart.width
                assert 0 <= shape.y <= shape.y + shape.height <= chart.height
