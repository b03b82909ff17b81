"""A firm is told its segment, how near the border it is and why: by groups, by slices, and where it has no place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from scoring.answers import Answer, table_of
from scoring.instrument import Instrument
from scoring.scores import score
from scoring.segments import Segments, SegmentsError, place, publishable
from scoring.segments.model import Part
from tests.unit.reports.conftest import MakeReport, answers_at
from tests.unit.reports.segment_cases import level, segments_of, slices, two_groups, typical


@pytest.fixture(scope="module")
def half(instrument: Instrument) -> dict[str, Answer]:
    return answers_at(instrument, 0.5)


def border(segments: Segments, instrument: Instrument, answers: Mapping[str, Answer]) -> float:
    found = place(segments, score(table_of(instrument, [answers], [{"employees": 12}])))
    return float(found["border"].iloc[0])


GROUP_1 = "“Group 1 of 2: behind the others, most of all in Data”"
GROUP_2 = "“Group 2 of 2: ahead of the others, most of all in Data”"


def test_a_firm_is_told_its_group_what_sets_it_apart_the_border_and_why(
    make_report: MakeReport, instrument: Instrument, half: dict[str, Answer]
) -> None:
    groups = two_groups(instrument, 10, 60)
    told = make_report(half, segments=groups).segment
    points = round(border(groups, instrument, half))
    assert points > 5
    assert told.startswith(
        f"By their answers, 90 responding firms fall into 2 distinct groups. Yours: {GROUP_2}. These firms have 61"
        " points on average over all parts. Points above the mean of the other firms: Data 59, "
    )
    assert f"All parts together, the border to {GROUP_1} is {points} points away. What decides most: " in told


def test_near_the_border_it_says_so(make_report: MakeReport, instrument: Instrument, half: dict[str, Answer]) -> None:
    said = {}
    for high in range(50, 95, 3):
        groups = two_groups(instrument, 10, high)
        points = border(groups, instrument, half)
        told = make_report(half, segments=groups).segment
        said[high] = (points < 5, "is much like both" in told or "is as much like the one as the other" in told)
    assert {near for near, _ in said.values()} == {True, False}
    assert all(near == told for near, told in said.values())


def test_on_the_border_no_group_is_nearer(make_report: MakeReport, instrument: Instrument) -> None:
    answers = answers_at(instrument, 0)
    parts = [Part(f"s{at}", 45, 45, 0.5, level(instrument, 20, data=data)) for at, data in ((1, 0.0), (2, 0.4))]
    told = make_report(answers, segments=segments_of(instrument, "groups", parts)).segment
    assert "lies on the border to" in told


def test_a_continuum_is_called_so_and_its_slices_by_their_scores(
    make_report: MakeReport, instrument: Instrument, half: dict[str, Answer]
) -> None:
    overall = make_report(half).overall
    assert overall is not None
    low, high = overall - 8.0, overall + 14.0
    report = make_report(half, segments=slices(instrument, low, high))
    assert report.segment == (
        "The answers of 90 responding firms show no distinct groups. So they are cut into slices by their overall"
        " scores, which only say where a firm stands. Yours: “The middle third of the firms that answered”. Overall"
        f" scores above {round(low)} and up to {round(high)}. The slice below ends 8 points under your score."
    )
    assert any("slices are cut by score, and firms beside a cut are alike" in text for text in report.method)


def test_at_a_cut_a_firm_is_in_the_lower_slice(
    make_report: MakeReport, instrument: Instrument, half: dict[str, Answer]
) -> None:
    overall = make_report(half).overall
    assert overall is not None
    told = make_report(half, segments=slices(instrument, overall - 30, overall)).segment
    assert "Yours: “The middle third" in told
    assert told.endswith("Your score lies right at the cut to the slice above.")


def test_the_nearest_cut_is_told_with_its_side_and_a_single_point_as_one(
    make_report: MakeReport, instrument: Instrument, half: dict[str, Answer]
) -> None:
    overall = make_report(half).overall
    assert overall is not None

    def told(low: float, high: float) -> str:
        return make_report(half, segments=slices(instrument, overall + low, overall + high)).segment

    assert told(-8, 1).endswith("The slice above begins 1 point over your score.")
    assert told(-0.3, 8).endswith("Your score lies right at the cut to the slice below.")
    assert told(6, 8).endswith("The slice above begins 6 points over your score.")
    assert told(-9, -1).endswith("The slice below ends 1 point under your score.")


def test_published_segments_speak_of_about_so_many_firms(
    make_report: MakeReport, instrument: Instrument, half: dict[str, Answer]
) -> None:
    published = publishable(two_groups(instrument, 10, 60), instrument)
    assert published is not None
    assert make_report(half, segments=published).segment.startswith("By their answers, about 90 responding firms fall")


def test_where_too_little_was_answered_no_place_is_guessed(make_report: MakeReport, instrument: Instrument) -> None:
    groups, cut = two_groups(instrument, 10, 60), slices(instrument, 20.0, 50.0)
    assert make_report({}, segments=groups).segment.endswith(
        "Too few of your parts have a score to place your firm in one of them."
    )
    assert make_report({}, segments=cut).segment.endswith("Without an overall score your firm lies in none of them.")


def test_below_fifty_firms_typical_firms_serve_as_without_segments(
    make_report: MakeReport, instrument: Instrument, half: dict[str, Answer]
) -> None:
    report = make_report(half, segments=typical(instrument))
    assert report.segment == make_report(half).segment
    assert report.segment.startswith("Of the 5 typical firms")


def test_beside_typical_firms_too_it_is_told_the_border_and_why(
    make_report: MakeReport, instrument: Instrument, half: dict[str, Answer]
) -> None:
    found = place(typical(instrument), score(table_of(instrument, [half], [{"employees": 12}]))).iloc[0]
    titles = {one.id: one.title for one in instrument.reference_profiles}
    titles |= {one.id: one.title for one in instrument.dimensions}
    points, told = round(found["border"]), make_report(half).segment
    assert f"yours is closest to “{titles[found['segment']]}”" in told
    assert f"All parts together, the border to “{titles[found['runner_up']]}” is " in told
    assert f"{points} point" in told
    decides = [titles[name] for name in found["why"].split(";")]
    assert told.endswith(f"What decides most: {'; '.join(decides)}.")


def test_it_says_how_many_firms_were_too_few(
    make_report: MakeReport, instrument: Instrument, half: dict[str, Answer]
) -> None:
    told = " ".join(make_report(half, segments=typical(instrument)).method)
    assert "Firms with all scores: 12, which is too few: groups are looked for from 50 on." in told
    assert "not groups found in answers" in told
    assert "too few" not in " ".join(make_report(half).method)


def test_typical_firms_of_another_instrument_are_refused(make_report: MakeReport, instrument: Instrument) -> None:
    with pytest.raises(SegmentsError, match="scored by other rules"):
        make_report({}, segments=replace(typical(instrument), hash="0" * 64))


def test_segments_speak_in_the_words_of_the_firms_instrument(
    make_report: MakeReport, instrument: Instrument, half: dict[str, Answer]
) -> None:
    """They may have been read in another language than the report is made in."""
    content = instrument.model_dump()
    for part in content["dimensions"]:
        part["title"] = part["title"].upper()
    loud = Instrument.model_validate(content)
    told = make_report(half, of=loud, segments=two_groups(instrument, 10, 60)).segment
    assert "most of all in DATA”" in told
    assert "Data" not in told


def test_segments_of_another_instrument_are_refused(make_report: MakeReport, instrument: Instrument) -> None:
    with pytest.raises(SegmentsError, match="scored by other rules"):
        make_report({}, segments=replace(two_groups(instrument, 10, 60), hash="0" * 64))
