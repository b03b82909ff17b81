"""What a later release may not tell by its difference from the one before, and what is told of its own cells only."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

from scoring.release.model import Published, Snapshot
from tests.unit.scoring.release.build_cases import firms, in_groups, published, together

LATER = datetime.date(2026, 6, 30)


def of_sizes(sizes: dict[str, int], name: str = "firm", **given: object) -> Snapshot:
    n = sum(sizes.values())
    return firms([50.0] * n, size=in_groups(sizes), keys=[f"{name} {place}" for place in range(n)], **given)


def numbers(made: Published, *fields: str) -> dict[str, int]:
    table = made.release.table(*fields)
    return {} if table is None else {" ".join(cell.group): cell.number for cell in table.cells}


def test_firms_that_moved_between_cells_do_not_hide_the_one_that_entered() -> None:
    """Three moved from small to medium and one small one is new: the two together changed by that one firm. Were all
    firms and the five new micro ones computed anew, the difference would speak of it."""
    first = published(of_sizes({"micro": 20, "small": 20, "medium": 20}))
    moved = replace(first.snapshot, fields=of_sizes({"micro": 20, "small": 17, "medium": 23}).fields)
    now = published(together(moved, of_sizes({"micro": 5, "small": 1}, name="new")), first, date=LATER)
    assert numbers(now) == {"": 2}
    assert numbers(now, "size") == {"micro": 1, "small": 1, "medium": 1}


@pytest.mark.parametrize(("scored", "number"), [(4, 1), (5, 2)])
def test_five_firms_must_have_changed_of_the_score_that_the_fewest_have(scored: int, number: int) -> None:
    """Of five that entered four have the second score: its new mean would speak of four."""
    first = published(of_sizes({"micro": 30}, more={"first": [50.0] * 30}))
    second = [60.0] * scored + [np.nan] * (5 - scored)
    now = published(together(first.snapshot, of_sizes({"micro": 5}, "new", more={"first": second})), first, date=LATER)
    assert numbers(now) == {"": number}


def test_the_share_between_sectors_is_of_those_computed_with_it() -> None:
    """Only one sector is computed anew: with the other's old cell a share would be of firms of two times."""
    scores = [20.0, 80.0] * 25 + [40.0, 60.0] * 25
    first = published(firms(scores, sector=in_groups({"C": 50, "F": 50})))
    assert first.release.tables[0].cells[0].polarisation.between_share is not None  # type: ignore[union-attr]
    new = firms([90.0] * 5, sector="C", keys=[f"new {place}" for place in range(5)])
    now = published(together(first.snapshot, new), first, date=LATER)
    assert (numbers(now), numbers(now, "sector")) == ({"": 2}, {"B-E": 2, "F": 1})
    polarisation = now.release.tables[0].cells[0].polarisation
    assert polarisation is not None
    assert (polarisation.by, polarisation.between_share) == (None, None)
    assert polarisation.gini is not None
