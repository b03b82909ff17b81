"""The snapshot of a release: which firms count, which stage speaks for them, and what is held about them."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.answers import table_of
from scoring.reading.sheet import ReadingError
from scoring.release.firms import counted_firms
from scoring.release.model import NOT_STATED, ReleaseError, Snapshot
from scoring.release.population import read_population, weighting_of
from scoring.release.snapshot import snapshot_of
from scoring.scores import score
from scoring.weighting import WeightingError
from tests.unit.scoring.release.snapshot_cases import ACTIONS, AGREED, named, placed, snapshot, table
from tests.unit.scoring.roadmap_cases import LOWEST, instrument


class TestWhoCounts:
    def test_only_firms_that_agreed_each_once_in_the_order_of_their_keys(self):
        found = snapshot(*named("Sun", "moon"), ({"firm": "Star"}, {}), ({"firm": "Mars", "counted": "no"}, {}))
        assert found.keys.tolist() == ["firm moon", "firm sun"]

    def test_a_firm_is_its_number_else_its_name_in_whatever_case(self):
        rows = table(
            ({"firm": "Bakery  Sun", "ref": "A17", **AGREED}, {}),
            ({"firm": "Sun Bakery", "ref": "a17", "stage": "T1", **AGREED}, {}),
            ({"firm": "BAKERY SUN", **AGREED}, {}),
            ({"firm": "bakery sun", "stage": "T2", **AGREED}, {}),
            ({"firm": "a17", **AGREED}, {}),
        )
        firms = counted_firms(rows)
        assert firms.keys.tolist() == ["firm a17", "firm bakery sun", "ref a17"]
        assert firms.latest.tolist() == [4, 3, 1]
        assert firms.first.tolist() == [4, 2, 0]
        assert firms.of_row.tolist() == [2, 2, 1, 1, 0]

    def test_the_latest_stage_speaks_for_a_firm_ten_after_two(self):
        found = snapshot(
            *[({"firm": "Sun", "stage": f"T{stage}", **AGREED}, {"rung": f"l{rung}"}) for stage, rung in
              ((10, 4), (2, 1), (0, 0))]
        )  # fmt: skip
        assert found.marks[[f"rung.l{rung}" for rung in range(5)]].to_numpy().tolist() == [[0, 0, 0, 0, 1]]

    def test_a_firm_that_no_longer_agrees_is_not_counted_and_a_stage_without_consent_is_no_first(self):
        rows = table(
            ({"firm": "Sun", "stage": "T0", **AGREED}, {}), ({"firm": "Sun", "stage": "T1"}, {}),
            ({"firm": "Moon", "stage": "T0"}, {}), ({"firm": "Moon", "stage": "T1", **AGREED}, {}),
        )  # fmt: skip
        firms = counted_firms(rows)
        assert (firms.keys.tolist(), firms.latest.tolist(), firms.first.tolist()) == (["firm moon"], [3], [3])
        assert firms.not_counted == 1
        assert "One firm is left out" in str(firms.notes[0])

    @pytest.mark.parametrize("turned", [False, True])
    def test_of_the_same_firm_at_the_same_stage_the_row_with_the_later_date_is_used(self, turned: bool):
        rows = [
            ({"firm": "Sun", "ref": "1", "date": "2026-01-02", **AGREED}, {"rung": "l2"}),
            ({"firm": "Sun Ltd", "ref": "1", "date": "2026-03-01", **AGREED}, {"rung": "l3"}),
            ({"firm": "The Sun", "ref": "1", **AGREED}, {"rung": "l4"}),
        ]
        answers = table(*(rows[::-1] if turned else rows))
        assert snapshot_of(answers, score(answers)).marks["rung.l3"].tolist() == [1]
        assert counted_firms(answers).repeated == 2
        assert "2 rows are left out" in str(counted_firms(answers).notes[-1])

    def test_nobody_is_an_empty_snapshot(self):
        for found in (snapshot(), snapshot(({"firm": "Sun"}, {}))):
            assert (len(found), found.scores.shape[0], found.marks.shape[0], found.weights) == (0, 0, 0, None)

    def test_a_counted_firm_without_any_name_is_refused(self):
        with pytest.raises(ReleaseError, match="One counted firm has neither a name nor a number"):
            snapshot((AGREED, {}), ({"firm": "Sun", **AGREED}, {}))
        assert len(snapshot(({}, {}), ({"firm": "Sun", **AGREED}, {}))) == 1, "who is not counted needs no name"


class TestWhatIsHeld:
    def test_fields_are_text_and_not_stated_where_unknown(self):
        found = snapshot(({"firm": "Sun", "sector": "10", "size": "small", "region": "North", **AGREED}, {}))
        assert found.fields.to_dict("records") == [
            {"size": "small", "sector": "C", "country": NOT_STATED, "region": "North", "source": NOT_STATED}
        ]

    def test_scores_and_the_change_since_the_first_stage_where_both_have_one(self):
        """rung from 0 to 4 of 4 is 33.33 points of ``first`` and 16.67 of the overall score."""
        found = snapshot(
            ({"firm": "Moon", **AGREED}, {"other": None, "hours": None}),
            ({"firm": "Moon", "stage": "T1", **AGREED}, {"other": "l4", "hours": 9.0}),
            ({"firm": "Star", **AGREED}, {}),
            ({"firm": "Sun", **AGREED}, {}),
            ({"firm": "Sun", "stage": "T1", **AGREED}, {"rung": "l4"}),
        )
        expected = {
            "overall": [50, 0, 100 / 6], "first": [0, 0, 100 / 3], "second": [100, 0, 0],
            "change": [np.nan, np.nan, 100 / 6], "change.first": [0, np.nan, 100 / 3],
            "change.second": [np.nan, np.nan, 0],
        }  # fmt: skip
        pd.testing.assert_frame_equal(found.scores, pd.DataFrame(expected, dtype=np.float64))
        assert found.levels.tolist() == [1, 0, 0]

    def test_all_scores_missing_is_missing_and_no_level(self):
        found = snapshot(({"firm": "Sun", **AGREED}, dict.fromkeys(LOWEST)))
        assert found.scores.isna().all().all()
        assert found.levels.tolist() == [-1]
        assert (found.marks == -1).all().all()

    def test_sums_and_counts_are_no_scores_but_have_levels_and_marks(self, tiny):
        counting = tiny("counting")
        answers = table_of(
            counting, [{"website": "present", "shop": "present", "cloud": "dk"}], [{"firm": "A", **AGREED}]
        )
        found = snapshot_of(answers, score(answers))
        assert list(found.scores) == []
        assert found.levels.tolist() == [1], "2 to 3 items are both basic"
        assert found.marks.loc[0, ["website.present", "cloud.present", "tools.mail.present"]].tolist() == [1, -1, -1]

    def test_accounts_see_firms_whichever_of_their_rows_they_see(self):
        rows = (*named("Sun", "Moon"), ({"firm": "Sun", "stage": "T1", **AGREED}, {}), ({"firm": "Mars"}, {}))
        found = snapshot(
            *rows, accounts=[np.array([0, 3]), np.array([2, 0, 1]), np.array([], dtype=int)], own_link=True
        )
        assert [seen.tolist() for seen in found.viewers] == [[1], [0, 1], []]
        assert found.own_link
        with pytest.raises(ValueError, match="a row that the table does not have"):
            snapshot(*named("Sun"), accounts=[np.array([1])])

    def test_scores_of_another_table_are_refused(self):
        with pytest.raises(ValueError, match="not those of this table"):
            snapshot_of(table(*named("Sun")), score(table(*named("Sun", "Moon"))))


class TestOrderAndDigests:
    FIRMS = (
        *named("Sun", "Moon", size="small", sector="F"),
        ({"firm": "Sun", "stage": "T1", **AGREED}, {"rung": "l4"}),
        ({"firm": "Mars", **AGREED}, {"hours": None}),
    )

    @given(st.permutations(range(4)))
    def test_the_order_of_rows_changes_nothing(self, order: list[int]):
        _assert_equal(snapshot(*[self.FIRMS[at] for at in order]), snapshot(*self.FIRMS))

    def test_a_digest_is_of_what_is_measured_not_of_the_profile(self):
        before = dict(zip(snapshot(*self.FIRMS).keys, snapshot(*self.FIRMS).digests, strict=True))
        moved = snapshot(*named("Moon", size="large", sector="A"), ({"firm": "Mars", **AGREED}, {"hours": 2.0}))
        after = dict(zip(moved.keys, moved.digests, strict=True))
        assert after["firm moon"] == before["firm moon"]
        assert after["firm mars"] != before["firm mars"]

    def test_other_actions_change_no_digest(self):
        fewer = table(*self.FIRMS, made=instrument(ACTIONS[:1]))
        assert (snapshot_of(fewer, score(fewer)).digests == snapshot(*self.FIRMS).digests).all()

    def test_digests_of_different_answers_differ(self):
        parts = itertools.product(range(5), ("l0", "l2", "na"), (0.0, 2.0), ([], ["one"], ["two"]))
        answers = [
            {"rung": f"l{rung}", "other": other, "hours": hours, "ticks": ticks} for rung, other, hours, ticks in parts
        ]
        found = snapshot(*[({"firm": f"Firm {at}", **AGREED}, one) for at, one in enumerate(answers)])
        assert len(np.unique(found.digests)) == len(answers) == 90

    def test_another_process_finds_the_same_digests(self):
        """With another seed of Python's own hashes."""
        code = (
            "from tests.unit.scoring.release.test_snapshot import TestOrderAndDigests as T, snapshot; "
            "print(snapshot(*T.FIRMS).digests.tolist())"
        )
        root = Path(__file__).parents[4]
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root,
            env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(root)},
        )  # fmt: skip
        assert done.stdout.strip() == str(snapshot(*self.FIRMS).digests.tolist())

    def test_scores_without_detail_give_the_same(self):
        answers = table(*self.FIRMS)
        _assert_equal(snapshot_of(answers, score(answers, detail=False)), snapshot_of(answers, score(answers)))


def _assert_equal(one: Snapshot, other: Snapshot) -> None:
    assert (one.keys == other.keys).all()
    assert (one.digests == other.digests).all()
    assert (one.levels == other.levels).all()
    for name in ("fields", "scores", "marks"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


POPULATION = pd.DataFrame({"A": [100, 20], "B-E": [300, 80]}, index=["micro", "small"])


class TestPopulation:
    def test_weights_meet_the_population_by_size_and_by_groups_of_sectors(self):
        """Micro firms are 80 % of the population and half of those that answered."""
        firms = placed(("micro", "A"), ("micro", "C"), ("small", "A"), ("small", "E"), (None, "A"), ("micro", None))
        weights = snapshot(*firms, population=POPULATION).weights
        assert weights is not None
        assert np.isnan(weights[4:]).all(), "without size or sector there is no weight"
        assert weights[:2].sum() == pytest.approx(4 * 400 / 500)
        assert weights[[0, 2]].sum() == pytest.approx(4 * 120 / 500)

    def test_merged_cells_can_be_told(self):
        fields = snapshot(*placed(("micro", "A"), ("micro", "B"), ("small", "C"))).fields
        told = [str(note) for note in weighting_of(fields, POPULATION).notes]
        assert any("No firm of “small”, “A” answered" in note for note in told)

    @pytest.mark.parametrize("corner", ["", '""', " ", "size"])
    @pytest.mark.parametrize("separator", [",", ";"])
    def test_a_file_may_leave_the_corner_empty_as_spreadsheets_and_pandas_do(
        self, corner: str, separator: str, tmp_path: Path
    ):
        lines = [[corner, "A", "B-E"], ["micro", "100", "300"], ["small", "20", "80"]]
        path = tmp_path / "population.csv"
        path.write_text("".join(separator.join(line) + "\n" for line in lines), encoding="utf-8")
        assert read_population(path).astype(int).equals(POPULATION)

    def test_any_other_column_without_a_name_is_refused(self, tmp_path: Path):
        path = tmp_path / "population.csv"
        path.write_text(",A,,B-E\nmicro,100,1,300\n", encoding="utf-8")
        with pytest.raises(ReadingError, match="Column C has no name"):
            read_population(path)

    @pytest.mark.parametrize(
        ("population", "said"),
        [
            (POPULATION[["A"]], "micro / C: The population table lacks this cell"),
            (POPULATION.drop("small"), "small / A: The population table lacks this cell"),
            (POPULATION.assign(A=[0, 20]), "micro / A: The population table has no firm here, but one answered"),
            (POPULATION.assign(A=["many", 20]), "micro / A: The population of a cell must be a number"),
            (POPULATION.assign(**{"A-C": [1, 1]}), "A-C: Section A stands in “A” too"),
        ],
    )
    def test_a_table_that_does_not_fit_is_refused(self, population: pd.DataFrame, said: str):
        firms = placed(("micro", "A"), ("micro", "C"), ("small", "A"))
        with pytest.raises(WeightingError) as raised:
            snapshot(*firms, population=population)
        assert said in str(raised.value)
