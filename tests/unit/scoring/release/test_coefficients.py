"""Alpha and omega in a release: of all firms, of a hundred or more with all answers, computed when their cell is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scoring.release.audit import Finding, held
from scoring.release.model import ALL, Coefficients, Coherence, Snapshot
from scoring.release.snapshot import snapshot_of
from scoring.release.tables import figures
from scoring.reliability import reliability
from scoring.scores import score
from tests.unit.scoring.release.build_cases import firms, published, release, reordered
from tests.unit.scoring.release.snapshot_cases import AGREED, Row, table


def with_coherence(n: int = 120, alpha: float | None = 0.8049, **given: Any) -> Snapshot:
    """Firms with an overall score and one of ``first``, of whose questions ``n`` answered all."""
    scores = given.pop("scores", 120)
    given = {"more": {"first": np.full(scores, 50.0)}, **given}
    found = Coherence(n, max(map(len, given.get("viewers", [])), default=0), alpha, 0.815)
    return replace(firms(np.linspace(0, 100, scores).tolist(), **given), coherence={"first": found})


def changed(snapshot: Snapshot, n: int, first: int = 0) -> Snapshot:
    digests = snapshot.digests.copy()
    digests[first : first + n] += np.uint64(1)
    return replace(snapshot, digests=digests)


def firms_left(snapshot: Snapshot, n: int) -> Snapshot:
    less = reordered(snapshot, np.arange(n, len(snapshot)))
    return replace(less, coherence=snapshot.coherence)


def told(snapshot: Snapshot, *history: Any, **more: Any) -> dict[str, Coefficients]:
    return dict(release(snapshot, *history, **more).tables[0].cells[0].reliability)


class TestOfASnapshot:
    def test_they_are_listwise_as_the_house_computes_them(self):
        """Five of 112 firms left a question open, and count for the other dimension only."""
        chance = np.random.default_rng(1)
        answers = table(*[_firm(place, chance, rung=None if place < 5 else "l2") for place in range(112)])
        scores = score(answers)
        found = snapshot_of(answers, scores, accounts=[np.arange(9)]).coherence
        expected = reliability(scores, "first", missing="listwise")
        assert (found["first"].n, found["first"].seen, found["second"].n) == (107, 4, 112)
        assert found["first"].alpha == pytest.approx(expected.raw)
        assert found["second"].omega is None, "two questions have no factor"

    def test_below_a_hundred_there_is_nothing_to_publish(self):
        chance = np.random.default_rng(1)
        answers = table(*[_firm(place, chance, rung=None if place < 2 else "l2") for place in range(101)])
        assert set(snapshot_of(answers, score(answers, detail=False)).coherence) == {"second"}

    def test_alike_answers_have_none(self):
        answers = table(*[({"firm": f"Firm {place}", **AGREED}, {}) for place in range(100)])
        found = snapshot_of(answers, score(answers)).coherence["first"]
        assert (found.alpha, found.omega) == (None, None)


class TestOfARelease:
    def test_two_decimals_half_up_and_firms_to_the_nearest_five(self):
        assert told(with_coherence()) == {"first": Coefficients(120, 0.8, 0.82)}
        assert told(with_coherence(alpha=None)) == {"first": Coefficients(120, None, 0.82)}

    @pytest.mark.parametrize(("n", "there"), [(99, False), (100, True)])
    def test_from_a_hundred_firms(self, n: int, there: bool):
        assert bool(told(with_coherence(n))) is there

    @pytest.mark.parametrize(("known", "there"), [(111, False), (110, True)])
    def test_ten_of_whom_nobody_knows(self, known: int, there: bool):
        """All 121 firms and the 120 that answered everything, but for those known."""
        found = with_coherence(n=120, scores=121, viewers=[range(known)])
        assert bool(told(found)) is there

    def test_only_all_firms_have_them_and_tables_show_them(self):
        made = release(with_coherence(size=["micro", "small"] * 60))
        assert [bool(cell.reliability) for table in made.tables for cell in table.cells] == [True, False, False]
        rows = figures(made).query("measure == 'first' and figure in ('alpha', 'omega')")
        assert rows[["figure", "value", "n"]].to_numpy().tolist() == [["alpha", 0.8, 120], ["omega", 0.82, 120]]

    def test_they_are_repeated_with_their_cell(self):
        first = published(with_coherence())
        later = with_coherence(alpha=0.5)
        assert told(later, first) == {"first": Coefficients(120, 0.8, 0.82)}
        assert told(changed(later, 5), first)["first"].alpha == 0.5

    def test_and_left_out_where_few_of_those_that_answered_everything_changed(self):
        """Of five firms that changed one left ``rung`` open: alpha then and now would speak of the other four."""
        complete = [1] * 119 + [-1]
        first = published(with_coherence(marks={"rung.l0": complete}))
        later = with_coherence(alpha=0.5, marks={"rung.l0": complete})
        assert told(changed(later, 5), first)["first"].alpha == 0.5
        assert told(changed(later, 5, first=115), first) == {}
        gone = firms_left(later, 5)
        assert told(gone, first)["first"].alpha == 0.5

    def test_and_no_more_where_too_few_answered_everything(self):
        assert told(with_coherence(n=99), published(with_coherence())) == {}

    def test_what_is_held_back_takes_them_along(self):
        less = held(published(with_coherence()), [Finding(ALL, "first", "outsider", "narrow")])
        assert less.release.tables[0].cells[0].reliability == {}


def _firm(place: int, chance: np.random.Generator, **answers: Any) -> Row:
    given = {
        "rung": f"l{chance.integers(5)}", "ticks": ["one", "two"][: chance.integers(3)],
        "grid": {"mail": f"s{chance.integers(3)}", "files": "s1"}, "hours": float(chance.integers(20)),
    }  # fmt: skip
    return {"firm": f"Firm {place:03}", **AGREED}, given | answers
