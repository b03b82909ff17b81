"""What a release would look like, before it is made: from counts in fives, so that no firm that enters is noticed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.release.disclosure import Rules
from scoring.release.grouping import fixed_by
from scoring.release.model import NOT_STATED, OTHER
from scoring.release.proposing import Awaited, AwaitedTable, Preview, Proposal, preview
from tests.unit.scoring.release.build_cases import firms, in_groups, release


def firms_in(groups: dict[str, int], field: str = "region", **more: Any) -> pd.DataFrame:
    return pd.DataFrame({field: in_groups(groups), **more}, dtype="str")


def of(groups: dict[str, int], field: str = "region", **options: Any) -> Preview:
    return preview(firms_in(groups, field), **options)


def table(found: Preview, *fields: str) -> AwaitedTable:
    return next(one for one in found.tables if one.fields == fields)


def fates(found: Preview, *fields: str) -> dict[str, tuple[str, str]]:
    return {" ".join(one.group): (one.fate, one.why) for one in table(found, *fields).groups}


class TestOfOneField:
    def test_small_groups_go_to_the_others_and_take_one_along_that_would_pass(self):
        found = of({"n": 5, "e": 6, "s": 20, "w": 40}, own_link=True, rules=Rules(20))
        assert fates(found, "region") == {
            "n": ("merged", "few"), "e": ("merged", "few"), "s": ("merged", "protects"), "w": ("published", ""),
        }  # fmt: skip
        assert table(found, "region").failing == 3

    def test_of_what_is_known_beforehand_it_is_not_told_whether_anybody_is_in_it(self):
        """A body with an entry for each firm would else see whose first answers came in."""
        own = {"group": ["Smith", "Miller", "Jones"]}
        empty, one = (of({"Smith": 20, "Miller": 20, "Jones": n}, "group", own=own) for n in (0, 1))
        assert empty == one
        assert fates(one, "group")["Jones"] == ("merged", "few")
        assert list(fates(of({"micro": 20, "small": 30}, "size"), "size")) == ["micro", "small", "medium", "large"]
        assert fates(of({"AT": 20, "CH": 30, "LI": 4}, "country"), "country").keys() == {"AT", "CH"}

    def test_firms_are_told_in_fives(self):
        told = {
            one.group[0]: one.firms
            for one in table(of({"n": 4, "e": 9, "s": 20, "w": 41}, own={"region": "nesw"}), "region").groups
        }
        assert told == {"n": None, "e": 5, "s": 20, "w": 40}
        assert (of({"n": 44}).n, of({"n": 4}).n) == (40, None)

    def test_where_the_fives_leave_it_open_that_is_told(self):
        """Ten to fourteen firms of whom each sees itself: eleven are enough, ten are not."""
        sure = {
            one.group[0]: one.sure for one in table(of({"n": 12, "s": 40, "w": 50}, own_link=True), "region").groups
        }
        assert sure == {"n": False, "s": False, "w": True}
        assert all(one.sure for one in table(of({"n": 16, "s": 40}, own_link=True), "region").groups)

    def test_a_field_with_one_group_that_is_large_enough_has_no_table(self):
        assert fates(of({"n": 6, "s": 40}), "region") == {"n": ("withheld", "few"), "s": ("withheld", "alone")}
        assert not of({"n": 3, "s": 6}).enough
        assert of({"n": 15}, own_link=True).enough
        assert not of({"n": 14}, own_link=True).enough, "ten is what is told"

    def test_what_an_account_sees_does_not_count(self):
        groups = {"n": 18, "s": 40, "w": 50}
        assert fates(of(groups), "region")["n"] == ("published", "")
        assert fates(of(groups, viewers=[np.arange(12)]), "region")["n"] == ("merged", "few")
        assert not of({"n": 20}, viewers=[np.arange(12)]).enough

    def test_sectors_begin_in_groups_and_entries_of_an_own_list_as_they_are(self):
        groups = {"B": 12, "C": 12, "F": 20}
        assert {"B-E", "F"} <= fates(of(groups, "sector"), "sector").keys()
        assert set(fates(of(groups, "sector", own={"sector": "BCF"}), "sector")) == {"B", "C", "F"}

    def test_the_body_s_groups_and_a_lower_least_are_gone_by(self):
        groups = {"n": 8, "s": 9, "w": 40}
        assert set(fates(of(groups, merges={"region": {"n": "s"}}), "region")) == {"n + s", "w"}
        assert fates(of(groups, rules=Rules(5)), "region")["n"] == ("published", "")


class TestOfTwoFields:
    SECTORS, SIZES = ("C", "F", "G"), ("micro", "small")

    def many(self, *counts: int) -> pd.DataFrame:
        kinds = [(sector, size) for sector in self.SECTORS for size in self.SIZES]
        rows = [kind for kind, n in zip(kinds, counts, strict=True) for _ in range(n)]
        return pd.DataFrame(rows, columns=["sector", "size"], dtype="str")

    def test_cells_that_are_few_and_those_that_protect_them(self):
        found = fates(preview(self.many(40, 40, 40, 7, 50, 40)), "sector", "size")
        assert found["F small"] == ("withheld", "few")
        assert sorted(found.values()).count(("withheld", "protects")) == 3, "one more in its row, its column, and both"
        assert found["G-I micro"] == ("published", "")

    def test_from_two_hundred_firms(self):
        names = [one.fields for one in preview(self.many(30, 30, 30, 30, 40, 39)).tables]
        assert names == [("size",), ("sector",)]


class TestProposals:
    def test_groups_that_pass_together_the_smallest_first(self):
        """n and e hold back s; n with s, or e with s, or both with w would do, and s alone be named."""
        found = of({"n": 5, "e": 26, "s": 40, "w": 90})
        assert table(found, "region").failing == 2
        assert found.proposals[0] == Proposal("region", ("e", "n"), 1)
        assert {one.field for one in found.proposals} == {"region"}
        merged = of({"n": 5, "e": 26, "s": 40, "w": 90}, merges={"region": {"e": "n"}})
        assert table(merged, "region").failing == 0
        assert merged.proposals == ()

    def test_no_more_than_asked_for(self):
        assert len(of({"n": 5, "e": 26, "s": 40, "w": 90}, most=2).proposals) == 2

    def test_cells_of_two_fields_count_too(self):
        """As small firms are few, neither table by size and sector has a cell of theirs."""
        rows = {"C micro": 60, "C small": 20, "F micro": 60, "F small": 20, "G micro": 60, "G medium": 6}
        sector, size = zip(*(name.split() for name in in_groups(rows)), strict=True)
        found = preview(pd.DataFrame({"sector": sector, "size": size}, dtype="str"))
        best = found.proposals[0]
        assert (best.field, set(best.groups)) == ("size", {"small", "medium"})
        assert best.more > 1

    def test_none_where_an_earlier_release_fixed_the_groups(self):
        groups = {"n": 5, "e": 26, "s": 40, "w": 90}
        first = release(firms([50.0] * 161, region=in_groups(groups)))
        found = of(groups, fixed=fixed_by([first]))
        assert table(found, "region").fixed
        assert found.proposals == ()
        assert fates(found, "region") == dict.fromkeys(["s", "w", OTHER], ("published", ""))
        assert fates(of({**groups, "s": 4}, fixed=fixed_by([first])), "region")["s"] == ("withheld", "few")

    def test_groups_that_are_several_already_can_take_one_more(self):
        merges = {"region": {"n": "e", "n + e": "s"}}
        assert set(fates(of({"n": 5, "e": 26, "s": 40, "w": 90}, merges=merges), "region")) == {"e + n + s", "w"}


GROUPS = st.dictionaries(st.sampled_from(["n", "e", "s", "w", NOT_STATED]), st.integers(0, 45), min_size=2)


@given(GROUPS, st.data())
def test_a_firm_that_enters_is_not_noticed_unless_a_count_in_fives_says_so(
    groups: dict[str, int], data: st.DataObject
) -> None:
    more = {name: data.draw(st.integers(n // 5 * 5, n // 5 * 5 + 4)) for name, n in groups.items()}
    few, few_more = (sum(n for n in one.values() if n < 5) // 5 for one in (groups, more))
    assume(few == few_more)
    before, after = (of(one, own={"region": "nesw"}, own_link=True) for one in (groups, more))
    assert (before.tables, before.proposals) == (after.tables, after.proposals)


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_what_is_sure_is_what_the_release_does(n: int) -> None:
    """Of groups whose size the fives tell, as each has five times so many and two."""
    groups = {"n": 5 * n + 2, "s": 32, "w": 42}
    found = {one.group[0]: one for one in table(of(groups, own_link=True), "region").groups}
    made = release(firms([50.0] * sum(groups.values()), region=in_groups(groups), own_link=True)).table("region")
    named = set() if made is None else {cell.group[0] for cell in made.cells}
    assert {name for name, one in found.items() if one.fate == "published"} == named - {OTHER}


def test_an_empty_campaign_has_an_empty_preview() -> None:
    found = preview(pd.DataFrame({"region": pd.Series([], dtype="str")}))
    assert (found.n, found.enough, found.proposals) == (None, False, ())
    assert found.tables == (AwaitedTable(("region",), ()),)
    assert Awaited(("n",), None, "withheld", "few").sure
