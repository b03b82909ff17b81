"""Segments of firms: cuts, places, borders and names by hand, few firms and odd ones, and what may be published."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.scores import Scores
from scoring.segments import Segments, SegmentsError, fit, fitting, place, publishable
from scoring.segments.model import Diagnostics, Dip, Kind, Part, Silhouette
from scoring.segments.words import in_words, limits, method
from tests.unit.scoring.roadmap_cases import FIRST, SECOND, dimension
from tests.unit.scoring.segment_cases import instrument, scores_of, two_groups

MADE = instrument()
NONE = float("nan")


def segments(kind: Kind, *parts: Part, n_fitted: int = 100) -> Segments:
    words, named = (method(kind, n_fitted), limits(kind, None)), in_words(kind, parts, MADE)
    made_of = (MADE.reference, MADE.content_hash, ("first", "second"))
    return Segments(kind, *made_of, named, 120, n_fitted, 0, {"numpy": "2"}, None, *words)


def part(name: str, first: float, second: float, fitted: int = 50, **cuts: float | None) -> Part:
    return Part(name, fitted, fitted, 0.5, {"first": first, "second": second}, **cuts)


GROUPS = segments("groups", part("s1", 20, 30), part("s2", 80, 30))
SLICES = segments(
    "continuum", part("s1", 20, 20, high=40.0), part("s2", 50, 50, low=40.0, high=60.0), part("s3", 80, 80, low=60.0)
)


@pytest.fixture
def no_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests have spoken: a continuum. What they look at is tested elsewhere."""
    found = Diagnostics(100, 90, 2, (Silhouette(2, 0.3, 0.3, 0.1),), 0.4, (0.9, 0.6), (Dip(0, 1, 100, 0.02, 0.7),))
    monkeypatch.setattr(fitting, "examine", lambda _, **__: found)


def placed(found: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(value) else value for value in row) for row in found.itertuples(index=False)]


class TestPlaces:
    def test_of_groups_are_by_the_nearest_centroid_and_the_plane_between_two(self) -> None:
        """The border is at 50 of the first; the second, in which the centroids agree, decides nothing."""
        found = place(GROUPS, scores_of(MADE, [[40, 30], [65, 90], [50, 10]]))
        assert placed(found) == [("s1", 10, "s2", "first"), ("s2", 15, "s1", "first"), ("s1", 0, "s2", "")]
        assert [str(kind) for kind in found.dtypes] == ["string", "float64", "string", "string"]

    def test_name_what_decides_most_first(self) -> None:
        """To (20, 20) rather than (60, 100), from (30, 30): 30² − 10² = 800 by the first, 70² − 10² = 4800."""
        found = place(segments("groups", part("s1", 20, 20), part("s2", 60, 100)), scores_of(MADE, [[30, 30]]))
        assert placed(found)[0][3] == "second;first"

    def test_need_sixty_per_cent_of_the_dimensions(self) -> None:
        assert placed(place(GROUPS, scores_of(MADE, [[40, NONE], [NONE, NONE]])))[0] == (None, None, None, None)

    def test_of_a_continuum_are_by_the_overall_score_with_ties_below(self) -> None:
        found = place(SLICES, scores_of(MADE, [[0, 0]] * 6, overall=[0, 40, 40 + 1e-12, 47, 58, 100]))
        assert placed(found) == [
            ("s1", 40, "s2", ""), ("s1", 0, "s2", ""), ("s1", 0, "s2", ""),
            ("s2", 7, "s1", ""), ("s2", 2, "s3", ""), ("s3", 40, "s2", ""),
        ]  # fmt: skip

    def test_of_a_continuum_need_an_overall_score(self) -> None:
        found = place(SLICES, scores_of(MADE, [[50, 50], [50, NONE]], overall=[NONE, 50]))
        assert placed(found) == [(None, None, None, None), ("s2", 10, "s1", "")]

    def test_of_no_firms_are_none(self) -> None:
        for one in (GROUPS, SLICES):
            assert len(place(one, scores_of(MADE, []))) == 0

    def test_are_not_told_of_another_instrument(self) -> None:
        other = instrument(id="other")
        with pytest.raises(SegmentsError, match="These segments are of small@1, not of other@1"):
            place(GROUPS, scores_of(other, [[1, 2]]))
        changed = instrument(dimensions=[dimension("first", FIRST, weight=2), dimension("second", SECOND)])
        with pytest.raises(SegmentsError, match="scored by other rules"):
            place(GROUPS, scores_of(changed, [[1, 2]]))

    @given(st.lists(st.tuples(*[st.floats(0, 100, width=16)] * 2), min_size=1, max_size=6))
    def test_a_firm_alone_has_the_place_it_has_among_others(self, rows) -> None:
        three = segments("groups", part("s1", 10, 20), part("s2", 50, 55), part("s3", 70, 40))
        alone = [placed(place(three, scores_of(MADE, [row])))[0] for row in rows]
        assert placed(place(three, scores_of(MADE, rows))) == alone


class TestAContinuum:
    def test_is_cut_into_thirds_below_a_hundred_firms(self, no_groups) -> None:
        found = fit(scores_of(MADE, [[score, score] for score in range(1, 61)]))
        assert (found.kind, [one.n for one in found.segments]) == ("continuum", [20, 20, 20])
        assert str(found.segments[1].name) == "The middle third of the firms that answered"
        assert found.segments[0].high == pytest.approx(1 + 59 / 3)
        assert found.segments[0].centroid == {"first": 10.5, "second": 10.5}

    def test_never_parts_equal_scores(self, no_groups) -> None:
        """Of 100 firms 70 have 10: two quartiles are there, and no quarter is one."""
        found = fit(scores_of(MADE, [[10, 10]] * 70 + [[score, score] for score in range(20, 50)]))
        assert [one.n for one in found.segments] == [70, 5, 25]
        assert str(found.method).endswith("as far as equal scores allow.")
        assert str(found.segments[0].name) == "Slice 1 of 3, from the lowest, of the firms that answered"

    def test_has_no_slice_without_firms(self, no_groups) -> None:
        """Of 50 firms 33 have 0 and the next has 18: the upper tercile, at 12, parts nobody whom the lower does not."""
        found = fit(scores_of(MADE, [[0, 0]] * 33 + [[score, score] for score in range(18, 35)]))
        assert [(one.n, one.low, one.high) for one in found.segments] == [(33, None, 0), (17, 0, None)]

    def test_without_two_scores_is_refused(self, no_groups) -> None:
        with pytest.raises(SegmentsError, match="too many have the same overall score"):
            fit(scores_of(MADE, [[40, 60], [60, 40]] * 30))

    def test_says_which_tests_spoke_against_groups(self, no_groups) -> None:
        told = [str(message) for message in fit(scores_of(MADE, [[score, score] for score in range(60)])).limits]
        assert "Readiness runs on without groups" in told[0]
        assert "(p = 0.400; below 0.05 is needed)" in told[1]
        assert "(overlap 0.60; 0.75 is needed)" in told[2]
        assert "(dip test, p = 0.700)" in told[3]


class TestFirmsThatAreFew:
    def test_are_laid_beside_typical_firms(self) -> None:
        """Plain before keen, by their means; 49 firms with all scores are one too few."""
        found = fit(scores_of(MADE, [[30, 20]] * 48 + [[90, 80]] + [[NONE, 50]] * 9))
        assert (found.kind, found.n, found.n_fitted, found.diagnostics) == ("profiles", 58, 49, None)
        assert [(one.id, one.n, str(one.name)) for one in found.segments] == [
            ("plain", 48, "Plain"), ("keen", 1, "Keen"),
        ]  # fmt: skip
        assert "not groups found in answers" in str(found.limits[0])

    @pytest.mark.parametrize("rows", [[], [[50, 50]], [[50, 50]] * 2, [[NONE, NONE]] * 80])
    def test_may_be_none_one_or_without_scores(self, rows) -> None:
        found = fit(scores_of(MADE, rows))
        assert found.kind == "profiles"
        assert sum(one.share for one in found.segments) in {0, 1}

    def test_without_typical_firms_are_refused(self) -> None:
        with pytest.raises(SegmentsError, match="50 firms with all scores are needed, not 1"):
            fit(scores_of(instrument(reference_profiles=[]), [[50, 50]]))


class TestOddFirms:
    def test_that_are_all_alike_are_refused(self) -> None:
        with pytest.raises(SegmentsError, match="All 60 firms have the same scores"):
            fit(scores_of(MADE, [[50, 50]] * 60))

    def test_of_two_kinds_only_are_two_groups(self) -> None:
        """k cannot exceed the firms that differ; the samples held against them lie on the line between the two."""
        found = fit(scores_of(MADE, [[20, 30]] * 30 + [[70, 90]] * 40))
        assert (found.kind, [one.n for one in found.segments]) == ("groups", [30, 40])
        assert found.diagnostics is not None
        assert [one.k for one in found.diagnostics.silhouettes] == [2]
        assert "70 firms have only 2 different combinations of scores" in str(found.limits[2])

    def test_may_agree_in_a_dimension(self) -> None:
        rows = two_groups(2, n=25, apart=50)
        rows[:, 1] = 40
        found = fit(scores_of(MADE, rows))
        assert (found.kind, [one.centroid["second"] for one in found.segments]) == ("groups", [40, 40])

    def test_need_two_dimensions_from_0_to_100(self) -> None:
        made = instrument(dimensions=[dimension("first", FIRST), dimension("second", SECOND, rule="sum")])
        with pytest.raises(SegmentsError, match="small@1 has 1"):
            fit(scores_of(made, [[50, 3]] * 60))


class TestNames:
    def test_tell_groups_apart_by_what_they_are_stronger_and_weaker_in(self) -> None:
        """Of firms in the ratio 1 : 3 around it, (40, 60) is 40 − (20 + 3·70)/4 = −17.5 and 60 − 30 = +30 apart."""
        made = segments("groups", part("s1", 20, 30, 10), part("s2", 40, 60), part("s3", 70, 30, 30))
        assert [str(one.name) for one in made.segments] == [
            "Group 1 of 3: behind the others, most of all in The first",
            "Group 2 of 3: stronger in The second, weaker in The first",
            "Group 3 of 3: stronger in The first, weaker in The second",
        ]
        assert [str(line) for line in made.segments[1].description] == [
            "These firms have 50 points on average over all parts.",
            "Points above the mean of the other firms: The second 30.",
            "Points below the mean of the other firms: The first 18.",
        ]

    def test_say_so_where_nothing_does(self) -> None:
        made = segments("groups", part("s1", 50, 50), part("s2", 54.9, 50))
        assert str(made.segments[1].name) == "Group 2 of 2: much like the others"
        assert "In no part do these firms lie 5 points or more" in str(made.segments[1].description[1])

    def test_of_slices_tell_their_bounds(self) -> None:
        told = [str(one.description[0]) for one in SLICES.segments]
        assert told == ["Overall scores up to 40.", "Overall scores above 40 and up to 60.", "Overall scores above 60."]


class TestPublishing:
    def test_rounds_everything_and_tells_no_tests(self) -> None:
        raw = segments("groups", part("s1", 3.2, 30.5, 13), part("s2", 96.4, 72.49, 87))
        found = publishable(dataclasses.replace(raw, diagnostics=ANY), MADE)
        assert found is not None
        assert [(one.n, one.fitted, one.share) for one in found.segments] == [(15, 15, 0.15), (85, 85, 0.85)]
        assert [one.centroid for one in found.segments] == [{"first": 5, "second": 31}, {"first": 95, "second": 72}]
        assert (found.n, found.n_fitted, found.diagnostics) == (120, 100, None)

    @pytest.mark.parametrize(
        ("smallest", "n_fitted", "least", "is_published"),
        [(10, 100, 10, True), (9, 100, 10, False), (9, 100, 5, True), (14, 300, 10, False), (15, 300, 10, True)],
    )
    def test_needs_ten_firms_and_five_per_cent_in_each(self, smallest, n_fitted, least, is_published) -> None:
        made = segments("groups", part("s1", 20, 30, smallest), part("s2", 80, 30, 90), n_fitted=n_fitted)
        assert (publishable(made, MADE, least) is not None) is is_published

    def test_leaves_out_cuts_that_coincide_and_typical_firms(self) -> None:
        near = segments(
            "continuum", part("s1", 1, 1, high=40.1), part("s2", 2, 2, low=40.1, high=40.2), part("s3", 9, 9, low=40.2)
        )
        assert publishable(near, MADE) is None
        assert publishable(SLICES, MADE) is not None
        assert publishable(fit(scores_of(MADE, [[50, 50]] * 20)), MADE) is None

    def test_never_below_five_nor_of_another_instrument(self) -> None:
        with pytest.raises(ValueError, match="at least 5"):
            publishable(GROUPS, MADE, least=4)
        other = instrument(dimensions=[dimension("first", FIRST, weight=2), dimension("second", SECOND)])
        with pytest.raises(ValueError, match="these segments are of small@1"):
            publishable(GROUPS, other)


ANY = Diagnostics(100, 90, 2, (Silhouette(2, 0.6, 0.3, 0.1),), 0.005, (0.9, 0.9), (Dip(0, 1, 100, 0.1, 0.001),))


def test_a_sheet_of_firms_is_placed_where_it_was_fitted() -> None:
    """Firms without some score are placed, and counted, but not fitted on."""
    made = instrument()
    rows = np.concatenate([two_groups(2, n=30, apart=50), [[NONE, 20]] * 5])
    scores: Scores = scores_of(made, rows)
    found = fit(scores)
    counts = place(found, scores)["segment"].value_counts()
    assert (found.n, found.n_fitted) == (95, 90)
    assert {one.id: one.n for one in found.segments} == counts.to_dict()
    assert [one.fitted for one in found.segments] == [30, 60]
