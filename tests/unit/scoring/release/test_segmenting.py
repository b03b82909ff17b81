"""Segments in a release: of the counted firms, rounded, of enough of them each, repeated where few changed, audited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from scoring.instrument import Instrument
from scoring.release.audit import audit
from scoring.release.build import build
from scoring.release.model import NOT_STATED, OVERALL, Published, Snapshot
from scoring.release.passing import passed
from scoring.release.segmenting import SEGMENT, as_tables, with_segments
from scoring.release.tables import figures
from scoring.segments import Segments, examining, from_json
from tests.unit.scoring.release.build_cases import DATE, firms
from tests.unit.scoring.roadmap_cases import FIRST, dimension
from tests.unit.scoring.segment_cases import instrument, skewed, two_groups

MADE = instrument()
ROWS = two_groups(2, n=30, apart=50)
"""30 firms around 30 points, then 60 around 80."""


THREE = instrument(
    dimensions=[*(one.model_dump() for one in MADE.dimensions), dimension("third", [FIRST[0] | {"id": "third_rung"}])],
    reference_profiles=[],
)


def counted(rows: np.ndarray, *, of: Instrument = MADE, **given: Any) -> Snapshot:
    more = {part.id: rows[:, at] for at, part in enumerate(of.dimensions)}
    digests = pd.util.hash_pandas_object(pd.DataFrame(more), index=False).to_numpy()
    return firms(np.nanmean(rows, axis=1), more=more, **{"digests": digests, **given})


def released(snapshot: Snapshot, *history: Published) -> Published:
    return build(snapshot, MADE, campaign="Chamber", date=DATE, history=history)


def segmented(snapshot: Snapshot, *history: Published) -> tuple[Published, str]:
    found, said = with_segments(released(snapshot, *history), MADE, history)
    return found, str(said)


def segments_in(published: Published) -> Segments:
    assert published.release.segments is not None
    return from_json(published.release.segments, MADE)


@pytest.fixture(scope="module", autouse=True)
def few_samples() -> Iterator[None]:
    """How groups are tested for is held elsewhere, with as many samples as the rule says."""
    with pytest.MonkeyPatch.context() as patch:
        for name, few in {"MOST": 3, "CHOOSING": 3, "TESTING": 30, "RESAMPLES": 10}.items():
            patch.setattr(examining, name, few)
        yield


@pytest.fixture(scope="module")
def first() -> Published:
    return segmented(counted(ROWS))[0]


def test_groups_of_the_counted_firms_are_published_in_whole_points_and_without_tests(first: Published) -> None:
    found = segments_in(first)
    assert (found.kind, found.n_fitted, found.diagnostics) == ("groups", 90, None)
    assert [part.fitted for part in found.segments] == [30, 60]
    for part, rows in zip(found.segments, (ROWS[:30], ROWS[30:]), strict=True):
        assert list(part.centroid.values()) == np.floor(rows.mean(axis=0) + 0.5).tolist()
    assert str(with_segments(released(counted(ROWS)), MADE)[1]) == "Segments: 2 distinct groups."


def test_which_firm_is_in_which_is_kept_for_the_audit_and_not_in_the_release(first: Published) -> None:
    assert first.snapshot.fields[SEGMENT].tolist() == ["s1"] * 30 + ["s2"] * 60
    assert SEGMENT not in first.release.grouping
    assert all(SEGMENT not in table.fields for table in first.release.tables)


def test_csv_and_xlsx_hold_them_as_a_table(first: Published) -> None:
    told = figures(first.release).query("table == 'segments'")
    points = [np.floor(rows.mean(axis=0) + 0.5).tolist() for rows in (ROWS[:30], ROWS[30:])]
    assert told[["group", "measure", "figure", "value", "n"]].to_numpy().tolist() == [
        ["s1", "share", "share", 35, 30],
        ["s1", "first", "mean", points[0][0], 30],
        ["s1", "second", "mean", points[0][1], 30],
        ["s2", "share", "share", 65, 60],
        ["s2", "first", "mean", points[1][0], 60],
        ["s2", "second", "mean", points[1][1], 60],
    ]


def test_a_firm_without_all_scores_is_in_none() -> None:
    rows = ROWS.copy()
    rows[3, 1] = np.nan
    snapshot = counted(rows)
    snapshot.scores.loc[3, OVERALL] = 30.0
    found, _ = segmented(snapshot)
    assert segments_in(found).n_fitted == 90  # 89, to the nearest 5
    assert found.snapshot.fields[SEGMENT].tolist() == ["s1"] * 3 + [NOT_STATED] + ["s1"] * 26 + ["s2"] * 60


def test_firms_that_have_a_place_count_in_the_means_of_their_segment() -> None:
    """Ten of 90 firms lack one of three dimensions: they are placed by the other two, and no remainder is left that
    published tables less the segments would tell of."""
    rows = two_groups(3, n=30, apart=50)
    rows[:10, 2] = np.nan
    snapshot = counted(rows, of=THREE)
    last = build(snapshot, THREE, campaign="Chamber", date=DATE)
    found, _ = with_segments(last, THREE)
    assert found.snapshot.fields[SEGMENT].tolist() == ["s1"] * 30 + ["s2"] * 60
    assert found.release.segments is not None
    parts = from_json(found.release.segments, THREE).segments
    assert [part.fitted for part in parts] == [20, 60]
    means = [np.floor(np.nanmean(group, axis=0) + 0.5).tolist() for group in (rows[:30], rows[30:])]
    assert [list(part.centroid.values()) for part in parts] == means


def test_a_gradient_is_published_as_a_continuum() -> None:
    found, said = segmented(counted(skewed(2, n=120)))
    assert segments_in(found).kind == "continuum"
    assert said == "Segments: no distinct groups but a continuum, in 4 slices."
    cuts = figures(found.release).query("table == 'segments' and measure == 'overall'")
    assert cuts["group"].tolist() == ["s1", "s2", "s2", "s3", "s3", "s4"]
    assert cuts["figure"].tolist() == ["high", "low", "high", "low", "high", "low"]


def test_below_fifty_firms_there_are_none_and_it_is_said() -> None:
    found, said = segmented(counted(ROWS[:49]))
    assert found.release.segments is None
    assert said == "No segments: fewer than 50 counted firms have all scores."


def test_firms_that_are_all_alike_have_none() -> None:
    said = segmented(counted(np.full((60, 2), 40.0)))[1]
    assert said == "No segments: All 60 firms have the same scores: there is nothing to divide."


def test_scores_on_no_scale_have_none() -> None:
    snapshot = counted(ROWS)
    snapshot = replace(snapshot, scores=snapshot.scores[[]])
    assert segmented(snapshot)[1] == "No segments: its scores do not all lie on one scale."


@pytest.mark.parametrize(("seen", "there"), [(20, True), (21, False)])
def test_each_segment_needs_ten_firms_that_no_account_sees(seen: int, there: bool) -> None:
    """The smaller one has 30: an account that sees 21 of them leaves 9."""
    found, said = segmented(counted(ROWS, viewers=[range(5), range(seen)]))
    assert (found.release.segments is not None) == there
    assert said.startswith("Segments: 2" if there else "No segments: one would hold fewer firms")


def moved(rows: np.ndarray, *places: int) -> np.ndarray:
    """These firms answered anew and score 2 points less."""
    found = rows.copy()
    found[list(places)] -= 2
    return found


def test_one_firm_that_changed_is_not_told_by_new_centroids(first: Published) -> None:
    found, said = segmented(counted(moved(ROWS, 4)), first)
    assert found.release.segments == first.release.segments
    assert said.startswith("The segments are repeated from an earlier release")


def test_five_changed_firms_make_new_ones_unless_fewer_are_in_another(first: Published) -> None:
    assert segmented(counted(moved(ROWS, *range(5))), first)[1] == "Segments: 2 distinct groups."
    assert segmented(counted(moved(ROWS, 0, 1, 2, 3, 4, 40)), first)[1].startswith("The segments are repeated")
    assert segmented(counted(moved(ROWS, *range(5), *range(40, 45))), first)[1] == "Segments: 2 distinct groups."


def test_changes_add_up_over_releases_that_repeat_them(first: Published) -> None:
    second, _ = segmented(counted(moved(ROWS, *range(4))), first)
    assert second.release.segments == first.release.segments
    assert segmented(counted(moved(ROWS, *range(5))), first, second)[1] == "Segments: 2 distinct groups."


def test_firms_that_left_and_came_count_as_changed(first: Published) -> None:
    keys = np.array([f"firm {place:05d}" for place in range(91)])
    assert segmented(counted(ROWS[4:], keys=keys[4:90]), first)[1].startswith("The segments are repeated")
    more = np.vstack([ROWS, [[20.0, 20.0]]])
    kept, said = segmented(counted(more, keys=keys), first)
    assert said.startswith("The segments are repeated")
    assert kept.snapshot.fields[SEGMENT].tolist() == ["s1"] * 30 + ["s2"] * 60 + [NOT_STATED]


def test_the_audit_reads_them_as_one_more_table(first: Published) -> None:
    alone = replace(first, release=replace(first.release, segments=None))
    assert audit([first], MADE, accounts=0).statements > audit([alone], MADE, accounts=0).statements
    (seen,) = as_tables([first])
    table = seen.release.table(SEGMENT)
    assert table is not None
    assert [cell.group for cell in table.cells] == [("s1",), ("s2",)]


def small_segment(n: int) -> Published:
    """Segments of which one holds so few firms, as no rule would publish them."""
    found, _ = segmented(counted(ROWS))
    fields = found.snapshot.fields.assign(**{SEGMENT: ["s1"] * n + ["s2"] * (90 - n)})
    return replace(found, snapshot=replace(found.snapshot, fields=fields))


def test_segments_that_give_a_firm_away_are_found_and_go_before_tables_do(first: Published) -> None:
    assert audit([first], MADE).passed
    planted = small_segment(1)
    assert any(one.fields == (SEGMENT,) for one in audit([planted], MADE, accounts=0).findings)
    result = passed([], planted, MADE)
    assert result.published.release.segments is None
    assert {one.fields for one in result.held_back} == {(SEGMENT,)}
    assert result.published.release.tables == planted.release.tables
    assert SEGMENT not in result.published.snapshot.fields


def test_repeated_segments_add_nothing(first: Published) -> None:
    second, _ = segmented(counted(moved(ROWS, 4)), first)
    assert audit([first, second], MADE).passed
