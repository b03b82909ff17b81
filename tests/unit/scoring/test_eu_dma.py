"""The EU hubs' assessment as data: the worked example in all settings, and what an answer may be."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from scoring.answers import AnswerError, table_of
from scoring.instrument import GridQuestion, Instrument, MultipleQuestion
from scoring.loading import BUILT_IN, check, load
from scoring.scores import score
from scoring.scores.levels import level_of


def _rows(question: str, *answers: str, rest: str) -> dict[str, str]:
    """A grid with these answers in its first rows and ``rest`` in the others."""
    asked = load("eu-dma").questions[question]
    assert isinstance(asked, GridQuestion)
    return {row.id: answer for row, answer in zip(asked.rows, (*answers, *(rest,) * len(asked.rows)), strict=False)}


def _ticks(question: str, number: int) -> list[str]:
    """The first ticks of a question, without the one that counts against."""
    asked = load("eu-dma").questions[question]
    assert isinstance(asked, MultipleQuestion)
    return [option.id for option in asked.options if option.id != "on_paper"][:number]


EXAMPLE: dict[str, Any] = {
    "q1": _rows("q1", *["invested"] * 3, *["planned"] * 4, rest="neither"),
    "q2": _ticks("q2", 4),
    "q3": _ticks("q3", 6),
    "q4": _rows("q4", "running", "considered", rest="unused"),
    "q5": _ticks("q5", 2),
    "q6": _ticks("q6", 3),
    "q7": _ticks("q7", 3),
    "q8": _ticks("q8", 3),
    "q9": _rows("q9", "considered", "prototype", rest="unused"),
    "q10": _ticks("q10", 2),
    "q11": _rows("q11", "partly", "fully", rest="not_yet"),
}
"""3 areas invested in, 4 others planned; 4, 6, 2, 3, 3, 3 and 2 ticks; grids (5, 1), (1, 2) and (½, 1), the rest 0."""


def scores_of(instrument: Instrument, answers: dict[str, Any]) -> dict[str, float]:
    scores = score(table_of(instrument, [answers], [{"firm": "A"}]))
    return {**scores.dimensions.iloc[0].round(4).to_dict(), "overall": round(float(scores.overall[0]), 4)}


@pytest.mark.parametrize(
    ("q1", "q7", "strategy", "data", "overall"),
    [
        ("parts", "tick", 36.6667, 43.75, 31.5040),
        ("areas", "tick", 45.0, 43.75, 32.8929),
        ("parts", "exclusive", 36.6667, 46.4286, 31.9504),
        ("areas", "exclusive", 45.0, 46.4286, 33.3393),
    ],
)
def test_the_worked_example_in_all_settings(q1: str, q7: str, strategy: float, data: float, overall: float) -> None:
    instrument = load(f"eu-dma?q1={q1}&q7={q7}")
    assert scores_of(instrument, EXAMPLE) == {
        "strategy": strategy, "readiness": 38.5714, "people": 33.0357, "data": data, "automation": 12.0,
        "green": 25.0, "overall": overall,
    }  # fmt: skip
    assert instrument.levels[int(level_of(instrument, np.array([overall]))[0])].title == "Average"


def test_the_example_by_hand_without_our_own_scorer() -> None:
    """Plain fractions: ticks 10·k/n, grids 10·Σ/(5·rows), then the plain means."""
    data = (Fraction(3, 8) + Fraction(3, 6)) / 2
    readiness = (Fraction(6, 10) + Fraction(6, 35)) / 2
    people = (Fraction(2, 7) + Fraction(3, 8)) / 2
    green = (Fraction(2, 10) + Fraction(3, 10)) / 2
    parts = [Fraction(3 + 4 + 4, 30), readiness, people, data, Fraction(3, 25), green]
    expected = [round(float(100 * part), 4) for part in (*parts, sum(parts) / 6)]
    assert list(scores_of(load("eu-dma"), EXAMPLE).values()) == expected


def _drawn(random: np.random.Generator, *, exclusive: bool) -> dict[str, Any]:
    """Answers to everything at random; what stands alone does so."""
    answers: dict[str, Any] = {}
    for question in load("eu-dma").questions.values():
        if isinstance(question, GridQuestion):
            answers[question.id] = {
                row.id: str(random.choice([option.id for option in question.options])) for row in question.rows
            }
        elif isinstance(question, MultipleQuestion):
            answers[question.id] = [option.id for option in question.options if random.random() < 0.4]
    if exclusive and "on_paper" in answers["q7"]:
        answers["q7"] = ["on_paper"]
    return answers


STAGES = ["unused", "considered", "prototype", "testing", "introducing", "running"]


def _slowly(answers: dict[str, Any], q1: str, q7: str) -> list[Fraction]:
    """The six parts and the overall score, 0 to 100, from the rules and the numbers of items alone."""
    areas, ticks = list(answers["q1"].values()), {name: len(answers[name]) for name in answers}
    invested = areas.count("invested") + areas.count("both")
    planned = areas.count("planned") + areas.count("both")
    data = Fraction(ticks["q7"], 8) if q7 == "tick" else Fraction(len(set(answers["q7"]) - {"on_paper"}), 7)
    technologies = Fraction(sum(map(STAGES.index, answers["q4"].values())), 5 * 7)
    choices = Fraction(sum(map(["not_yet", "partly", "fully"].index, answers["q11"].values())), 2 * 5)
    parts = [
        Fraction(invested + planned + ticks["q2"], 30)
        if q1 == "parts"
        else (Fraction(2 * invested + areas.count("planned"), 20) + Fraction(ticks["q2"], 10)) / 2,
        (Fraction(ticks["q3"], 10) + technologies) / 2,
        (Fraction(ticks["q5"], 7) + Fraction(ticks["q6"], 8)) / 2,
        (data + Fraction(ticks["q8"], 6)) / 2,
        Fraction(sum(map(STAGES.index, answers["q9"].values())), 5 * 5),
        (Fraction(ticks["q10"], 10) + choices) / 2,
    ]
    return [100 * part for part in (*parts, sum(parts) / 6)]


@pytest.mark.parametrize("q1", ["parts", "areas"])
@pytest.mark.parametrize("q7", ["tick", "exclusive"])
def test_300_random_sheets_by_plain_fractions(q1: str, q7: str) -> None:
    random = np.random.default_rng(0)
    sheets = [_drawn(random, exclusive=q7 == "exclusive") for _ in range(300)]
    expected = [_slowly(sheet, q1, q7) for sheet in sheets]
    scores = score(table_of(load(f"eu-dma?q1={q1}&q7={q7}"), sheets, [{"firm": "A"}] * 300))
    found = np.column_stack([scores.dimensions, scores.overall])
    np.testing.assert_allclose(found, np.array(expected, dtype=float), rtol=0, atol=1e-9)
    assert scores.level.tolist() == [sum(overall > bound for bound in (25, 50, 75)) for *_, overall in expected]


@pytest.mark.parametrize(
    ("whole", "overall", "level"),
    [((), 25, "basic"), (("strategy", "automation", "people"), 75, "moderately_advanced")],
)
def test_a_sheet_that_scores_exactly_a_bound(whole: tuple[str, ...], overall: float, level: str) -> None:
    """Half of the points in readiness, data and green, all or none elsewhere; one tick more is the next level."""
    instrument = load("eu-dma")
    answers = {
        "q1": _rows("q1", rest="both" if "strategy" in whole else "neither"),
        "q2": _ticks("q2", 10 if "strategy" in whole else 0),
        "q3": _ticks("q3", 4),
        "q4": _rows("q4", *["running"] * 4, "considered", rest="unused"),
        "q5": _ticks("q5", 7 if "people" in whole else 0),
        "q6": _ticks("q6", 8 if "people" in whole else 0),
        "q7": _ticks("q7", 4),
        "q8": _ticks("q8", 3),
        "q9": _rows("q9", rest="running" if "automation" in whole else "unused"),
        "q10": _ticks("q10", 10),
        "q11": _rows("q11", rest="not_yet"),
    }
    more = answers | {"q3": _ticks("q3", 5)}
    scores = score(table_of(instrument, [answers, more], [{"firm": "A"}, {"firm": "B"}]))
    assert scores.overall[0] == pytest.approx(overall)
    first, second = (int(place) for place in scores.level)
    assert instrument.levels[first].id == level
    assert second == first + 1


def test_an_area_both_invested_in_and_planned_counts_twice_in_parts_and_once_in_areas() -> None:
    both = {"q1": _rows("q1", "both", rest="neither"), "q2": []}
    assert scores_of(load("eu-dma?q1=parts"), both)["strategy"] == round(100 * 2 / 30, 4)
    assert scores_of(load("eu-dma?q1=areas"), both)["strategy"] == round(100 * (1 / 10 + 0) / 2, 4)


def test_that_data_is_not_collected_digitally_is_a_tick_of_eight_or_stands_alone() -> None:
    only = {"q7": ["on_paper"], "q8": []}
    assert scores_of(load("eu-dma?q7=tick"), only)["data"] == round(100 / 8 / 2, 4)
    assert scores_of(load("eu-dma?q7=exclusive"), only)["data"] == 0
    with_another = {"q7": ["on_paper", "stored"], "q8": []}
    assert scores_of(load("eu-dma?q7=tick"), with_another)["data"] == round(100 * 2 / 8 / 2, 4)
    with pytest.raises(AnswerError, match="cannot go together"):
        scores_of(load("eu-dma?q7=exclusive"), with_another)


@pytest.mark.parametrize("switches", ["", "?q1=areas&q7=exclusive"])
def test_nothing_is_not_applicable_and_the_ends_are_0_and_100(switches: str) -> None:
    instrument = load(f"eu-dma{switches}")
    assert not any(question.na or question.dk != "no" for question in instrument.questions.values())
    most: dict[str, Any] = {}
    least: dict[str, Any] = {}
    for question in instrument.questions.values():
        if isinstance(question, GridQuestion):
            ranked = sorted(question.options, key=question.points)
            least[question.id] = {row.id: ranked[0].id for row in question.rows}
            most[question.id] = {row.id: ranked[-1].id for row in question.rows}
        elif isinstance(question, MultipleQuestion):
            least[question.id], most[question.id] = [], [o.id for o in question.options if question.points(o) > 0]
    assert set(scores_of(instrument, most).values()) == {100.0}
    assert set(scores_of(instrument, least).values()) == {0.0}


@pytest.mark.parametrize(
    ("overall", "level"),
    [(0, "basic"), (25, "basic"), (25.0001, "average"), (50, "average"), (75, "moderately_advanced"),
     (75.0001, "advanced"), (100, "advanced")],
)  # fmt: skip
def test_a_level_ends_at_its_bound(overall: float, level: str) -> None:
    instrument = load("eu-dma")
    assert instrument.levels[int(level_of(instrument, np.array([overall]))[0])].id == level


def test_the_shape_is_that_of_the_tool_and_it_calls_itself_unofficial() -> None:
    instrument = load("eu-dma")
    sizes = [
        len(question.rows if isinstance(question, GridQuestion) else question.options)  # type: ignore[union-attr]
        for question in instrument.questions.values()
    ]
    assert sizes == [10, 10, 10, 7, 7, 8, 8, 6, 5, 10, 5]
    assert [len(dimension.questions) for dimension in instrument.dimensions] == [2, 2, 2, 2, 1, 2]
    assert instrument.unofficial
    assert "None of them had a part in these words" in instrument.source
    assert "nofficial" not in instrument.source + instrument.description, "pages and reports say it, once each"
    assert check(BUILT_IN / "eu-dma" / "v1") == []
