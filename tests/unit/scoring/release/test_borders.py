"""The borders of what is published, one firm on either side: ten unknown firms, and five that changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scoring.release.disclosure import Rules
from scoring.release.model import ALL, OVERALL, Cell, Choice, Release, Snapshot
from tests.unit.scoring.release.build_cases import firms, in_groups, published, release

QUESTION = Choice("own-q1", "Which?", {"a": "A"})


def cells(made: Release) -> dict[str, Cell]:
    return {" ".join((*table.fields, *cell.group)): cell for table in made.tables for cell in table.cells}


def by_region(n: int, **more: Any) -> Snapshot:
    """``n`` firms of the north, and forty of the south, so that only the north is at the border."""
    return firms([50.0] * (n + 40), region=in_groups({"north": n, "south": 40}), **more)


@pytest.mark.parametrize(
    ("own_link", "seen", "first"),
    [(False, 0, 11), (True, 0, 11), (False, 1, 11), (True, 1, 11), (False, 2, 12), (True, 2, 12)],
)
def test_of_all_firms_the_first_published_number(own_link: bool, seen: int, first: int) -> None:
    """An account that sees one is as much as each firm seeing itself. Ten firms are too few whoever sees them."""
    for n in (10, 11, 12, 13):
        made = release(firms([50.0] * n, own_link=own_link, viewers=[range(seen)] * bool(seen)))
        assert bool(made.tables) is (n >= first), n
        assert made.n == (None if n == 10 else nearest(n))


@pytest.mark.parametrize(("own_link", "seen", "first"), [(False, 0, 10), (True, 0, 11), (False, 1, 11), (True, 2, 12)])
def test_of_a_group_the_first_published_number(own_link: bool, seen: int, first: int) -> None:
    for n in (9, 10, 11, 12):
        found = cells(release(by_region(n, own_link=own_link, viewers=[range(seen)] * bool(seen))))
        assert ("region north" in found) is (n >= first), n


def test_what_one_account_sees_counts_and_not_what_several_see_together() -> None:
    apart = by_region(12, viewers=[[0, 1], [2, 3], [4, 5]])
    assert "region north" in cells(release(apart))
    assert "region north" not in cells(release(by_region(12, viewers=[[0, 1, 2]])))


@pytest.mark.parametrize(("own_link", "first"), [(False, 10), (True, 11)])
def test_each_measure_has_its_own_border(own_link: bool, first: int) -> None:
    """Twelve firms are enough; those that answered a question, or have a score, may be one too few."""
    for n in (9, 10, 11, 12):
        marks = np.array([1] * n + [-1] * (12 - n) + [1, 0] * 20, dtype=np.int8)
        more = {"second": [50.0] * n + [np.nan] * (12 - n) + [50.0] * 40}
        snapshot = firms(
            [50.0] * 52, size=in_groups({"micro": 12, "small": 40}), own_link=own_link, more=more,
            marks={"own-q1.a": marks},
        )  # fmt: skip
        found = cells(release(snapshot, choices=[QUESTION]))["size micro"]
        assert ("second" in found.scores) is (n >= first), n
        assert ("own-q1.a" in found.marks) is (n >= first), n
        assert OVERALL in found.scores


@pytest.mark.parametrize("least", [5, 15])
def test_the_border_moves_with_what_a_body_set(least: int) -> None:
    for n in (least, least + 1):
        assert bool(release(firms([50.0] * n), rules=Rules(least)).tables) is (n > least)


@pytest.mark.parametrize(
    ("n", "quantiles", "detail"), [(19, 0, False), (20, 1, False), (39, 1, False), (40, 3, True), (99, 3, True),
                                   (100, 11, True)],
)  # fmt: skip
def test_detail_of_a_group_comes_with_its_own_firms(n: int, quantiles: int, detail: bool) -> None:
    """As of all firms: the firms of the other group count for nothing."""
    scores = [float(place * 100 / n) for place in range(n)] + [50.0] * 200
    cell = cells(release(firms(scores, region=in_groups({"north": n, "south": 200}))))["region north"]
    assert len(cell.scores[OVERALL].quantiles) == quantiles
    assert (cell.scores[OVERALL].interval is not None) is detail
    assert bool(cell.levels) is detail


@pytest.mark.parametrize(("n", "told"), [(11, 10), (12, 10), (13, 15), (17, 15), (18, 20)])
def test_firms_are_told_to_the_nearest_five(n: int, told: int) -> None:
    made = release(firms([50.0] * n))
    assert made.n == made.tables[0].cells[0].scores[OVERALL].n == told


class TestOneFirmApart:
    BEFORE = firms([40.0] * 12, keys=[f"firm {place:02}" for place in range(12)])

    def after(self, new: int, score: float = 100.0) -> Snapshot:
        return firms([40.0] * 12 + [score] * new, keys=[f"firm {place:02}" for place in range(12 + new)])

    @pytest.mark.parametrize("new", [1, 2, 3, 4])
    def test_the_same_cell_whatever_the_firm_answered(self, new: int):
        first = published(self.BEFORE)
        for score in (0.0, 100.0):
            later = release(self.after(new, score), first)
            assert later.tables == first.release.tables
            assert later.n == first.release.n

    def test_with_the_fifth_it_is_another(self):
        first = published(self.BEFORE)
        (cell,) = release(self.after(5), first).tables[0].cells
        assert (cell.number, cell.scores[OVERALL].n, cell.scores[OVERALL].mean.value) == (2, 15, 58)

    def test_one_at_a_time_the_fifth_release_is_another(self):
        history = [published(self.BEFORE)]
        for new in range(1, 6):
            history.append(published(self.after(new), *history))
        assert [one.release.table(*ALL).cells[0].number for one in history] == [1, 1, 1, 1, 1, 6]


def nearest(n: int) -> int:
    return 5 * round(n / 5)
