"""Which measures are shown in which cells, beyond the number of firms in the cell itself."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.release.model import OVERALL
from tests.unit.scoring.release.build_cases import firms, in_groups, release


def test_a_cell_of_a_withheld_row_or_column_is_withheld_however_many_firms_it_has() -> None:
    """Eight large firms have the score, so that the medium ones are withheld by size beside them; and with them those
    of each sector, although the smallest cell beside the large ones is another one there."""
    groups = {"C large": 6, "C medium": 30, "C small": 12, "C micro": 40, "F large": 6, "F medium": 10, "F small": 40,
              "F micro": 40, "G medium": 11, "G small": 40, "G micro": 40}  # fmt: skip
    sector, size = zip(*(name.split() for name in in_groups(groups)), strict=True)
    second = np.full(len(size), 50.0)
    second[[place for place in range(len(size)) if size[place] == "large"][:4]] = np.nan
    made = release(firms([50.0] * len(size), sector=list(sector), size=list(size), more={"first": second}))
    by_size, by_both = made.table("size"), made.table("sector", "size")
    assert by_size is not None
    assert by_both is not None
    assert {cell.group[0] for cell in by_size.cells if "first" in cell.scores} == {"micro", "small"}
    assert {cell.group[1] for cell in by_both.cells if "first" in cell.scores} == {"micro", "small"}
    assert {cell.group[1] for cell in by_both.cells if OVERALL in cell.scores} > {"micro", "small"}


@pytest.mark.parametrize("others", [1, 4, 9])
def test_a_change_is_not_told_where_a_few_firms_have_none(others: int) -> None:
    """The mean of all firms, less that of those that returned, would speak of the few."""
    change = [-2.5] * 20 + [np.nan] * others
    (cell,) = release(firms([50.0] * len(change), more={"change": change})).tables[0].cells
    assert set(cell.scores) == {OVERALL}


def test_a_weighted_mean_needs_that_no_firm_has_more_than_a_fifth_of_the_weight() -> None:
    """30 of 129 is more, although 129² / 999 = 16.7 firms are as many as ten; 20 of 119 is less."""
    for heavy, there in ((30.0, False), (20.0, True)):
        (cell,) = release(firms([50.0] * 100, weights=np.array([heavy] + [1.0] * 99))).tables[0].cells
        assert (cell.scores[OVERALL].weighted is not None) is there
