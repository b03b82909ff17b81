"""How firm a level is, which typical firm is nearest, and the official figure: in words, and only where it is so."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from reports.firm.place import FLAGS
from scoring.answers import table_of
from scoring.fragility import fragility
from scoring.instrument import Instrument
from scoring.official import FIGURES, official_figure
from scoring.placing import nearest_profile
from scoring.scores import score
from tests.unit.reports.conftest import MakeReport, answers_at


def mixtures(instrument: Instrument) -> list[dict[str, Any]]:
    """Firms that are strong in some parts and weak in others, to different degrees."""
    weak, strong = answers_at(instrument, 0), answers_at(instrument, 1)
    parts = [[question.id for question in part.questions] for part in instrument.dimensions]
    found = []
    for count in range(len(parts)):
        chosen = [name for part in parts[:count] for name in part]
        for step in (0.25, 0.4, 0.5, 0.75):
            found.append(weak | answers_at(instrument, step) | {name: strong[name] for name in chosen})
    return found


def test_the_level_is_called_what_the_scores_say(make_report: MakeReport, instrument: Instrument) -> None:
    firms = mixtures(instrument)
    found = fragility(score(table_of(instrument, firms, [{"employees": 12}] * len(firms)))).tolist()
    assert set(found) == {"stable", "borderline"}
    begins = {"stable": "Your level is stable: ", "borderline": "You are close to the border: "}
    for answers, kind in zip(firms, found, strict=True):
        assert make_report(answers).stability.startswith(begins[kind])


def test_without_a_level_nothing_is_said_to_be_stable(make_report: MakeReport) -> None:
    assert make_report({}).stability == ""


def test_the_nearest_typical_firm_is_told_as_a_sketch(make_report: MakeReport, instrument: Instrument) -> None:
    answers = answers_at(instrument, 0.2)
    nearest = nearest_profile(score(table_of(instrument, [answers], [{"employees": 12}]))).centre.iloc[0]
    titles = {one.id: one.title for one in instrument.reference_profiles}
    told = make_report(answers).segment
    assert told.startswith(
        f"Of the 5 typical firms described in this questionnaire, yours is closest to “{titles[nearest]}”"
    )
    assert " These are sketches by the authors, not groups found in data. " in told


def test_between_two_typical_firms_it_says_so(make_report: MakeReport, instrument: Instrument) -> None:
    firms = mixtures(instrument)
    borders = nearest_profile(score(table_of(instrument, firms, [{"employees": 12}] * len(firms)))).border.tolist()
    said = [make_report(answers).segment for answers in firms]
    told = ["much like both" in one or "is as much like the one as the other" in one for one in said]
    assert told == [border < 5 for border in borders]
    assert True in told
    assert False in told


def test_a_firm_that_answered_too_little_is_like_no_other(make_report: MakeReport, instrument: Instrument) -> None:
    first = [question.id for question in instrument.dimensions[0].questions]
    answers = {name: answer for name, answer in answers_at(instrument, 0.5).items() if name in first}
    assert make_report(answers).segment == ""


def test_an_instrument_with_fewer_than_two_profiles_places_nobody(
    make_report: MakeReport, instrument: Instrument
) -> None:
    content = instrument.model_dump()
    content["reference_profiles"] = content["reference_profiles"][:1]
    alone = Instrument.model_validate(content)
    assert make_report(answers_at(alone, 0.5), of=alone).segment == ""


def test_the_official_figure_stands_with_its_source_and_as_no_comparison(
    make_report: MakeReport, instrument: Instrument
) -> None:
    figure = official_figure("AT", "small")
    assert figure is not None
    assert make_report(answers_at(instrument, 0.5), country="AT").official == (
        f"Austria, 10 to 49 people: in {figure.year}, 70.5% of firms reached at least a basic level of"
        f" digital intensity (Eurostat, isoc_e_dii, version {figure.version}, copied on 23 November 2026). It counts"
        " twelve yes-or-no items, so it is no score to compare with yours."
    )


def test_nearly_all_is_not_all(make_report: MakeReport, instrument: Instrument) -> None:
    figure = official_figure("BE", "large")
    assert figure is not None
    assert 99.5 < figure.share < 99.6
    assert " 99.6% of firms " in make_report(answers_at(instrument, 0.5), country="BE", employees=300).official


@pytest.mark.parametrize(
    "profile", [{"employees": 9, "country": "AT"}, {"employees": 12}, {"employees": 12, "country": "NZ"}]
)
def test_where_no_figure_applies_none_is_shown(
    make_report: MakeReport, instrument: Instrument, profile: dict[str, Any]
) -> None:
    assert make_report(answers_at(instrument, 0.5), **profile).official == ""


def published() -> list[dict[str, str]]:
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["OBS_VALUE"]]


def test_every_mark_in_the_figures_has_its_words() -> None:
    assert {letter for row in published() for letter in row["OBS_FLAG"]} <= set(FLAGS)


def test_a_marked_figure_says_what_the_mark_means(make_report: MakeReport, instrument: Instrument) -> None:
    flagged = next(row for row in published() if "d" in row["OBS_FLAG"] and row["size_emp"] == "10-49")
    country = {"EL": "GR", "UK": "GB"}.get(flagged["geo"], flagged["geo"])
    assert "; marked there: definition differs)." in make_report(answers_at(instrument, 0.5), country=country).official
