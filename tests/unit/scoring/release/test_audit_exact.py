"""What the audit says of releases by classes of firms, held against exact programs over each of their firms."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.release.audit import audit
from scoring.release.audit.attack import attacked
from scoring.release.audit.disclosed import Told, disclosed_by, told
from scoring.release.audit.target import Target
from scoring.release.audit.witnesses import WIDE
from scoring.release.disclosure import Rules
from scoring.release.model import OVERALL, Published
from tests.unit.scoring.release.audit_cases import nobody
from tests.unit.scoring.release.build_cases import SMALL, firms, published, random_firms
from tests.unit.scoring.release.exact_cases import Program, ends_of_exact_sums, linear, with_values


def about(measure: str, *releases: Published) -> Told:
    return told(disclosed_by(releases, SMALL), measure)


def assert_wide(last: Published, measure: str, known: np.ndarray) -> None:
    """Each unknown firm can have two values far enough apart, and with either the same release would have come out.

    What programs find for one firm are values of all, and may show others to be far enough apart as well.
    """
    said = about(measure, last)
    program, needed = Program(said.knowledge, known), 100.0 if said.knowledge.whole else WIDE
    found = said.knowledge.values[None, :]
    for firm in np.flatnonzero(~known):
        if np.ptp(found[:, firm]) < needed - 1e-6:
            ends = program.ends(firm)
            assert np.ptp(ends[:, firm]) >= needed - 1e-6
            assert all(linear(with_values(last, measure, said.firms, values)) == linear(last) for values in ends)
            found = np.concatenate([found, ends])


@pytest.fixture(scope="module")
def small() -> Published:
    """Its 45 firms have quartiles, level stretches and marks in all, and means and medians by three fields."""
    last = published(random_firms(45))
    (cell,) = last.release.table().cells
    assert (set(cell.scores[OVERALL].quantiles), len(cell.levels)) == ({25, 50, 75}, 2)
    assert cell.below is not None
    assert [table.name for table in last.release.tables] == ["all", "size", "sector", "region"]
    return last


def test_no_score_of_a_release_that_passes_follows_from_its_means_by_two_fields() -> None:
    last = published(random_firms(250, marks={}))
    assert sum(len(table.fields) == 2 for table in last.release.tables) == 3
    assert audit([last], SMALL, accounts=0, measures=[OVERALL]).passed
    ends = ends_of_exact_sums(about(OVERALL, last).knowledge)
    assert len(ends) == 241
    assert (ends[:, 1] - ends[:, 0]).min() >= WIDE


def test_every_score_of_a_release_that_passes_may_be_another_by_20_points(small: Published) -> None:
    assert audit([small], SMALL, accounts=0, measures=[OVERALL]).passed
    assert_wide(small, OVERALL, nobody(about(OVERALL, small).knowledge))


def test_so_may_those_that_an_account_does_not_know_which_knows_a_fifth(small: Published) -> None:
    said = about(OVERALL, small)
    known = np.arange(len(said.firms)) % 5 == 0
    assert len(attacked(Target(said.knowledge), known).narrow) == 0
    assert_wide(small, OVERALL, known)


@pytest.mark.parametrize("mark", ["rung.l0", "action.do"])
def test_every_mark_of_a_release_that_passes_may_be_set_or_not(small: Published, mark: str) -> None:
    assert audit([small], SMALL, accounts=0, measures=[mark]).passed
    assert_wide(small, mark, nobody(about(mark, small).knowledge))


def test_of_two_campaigns_one_firm_apart_programs_find_the_firm_that_the_audit_finds() -> None:
    """Six and seven firms, where a body has set its least at five: rounding leaves 13 points to the seventh."""
    values = np.random.default_rng(2).uniform(20, 80, 7)
    keys = [f"firm {place}" for place in range(7)]
    both = [
        published(firms(values[:n], keys=keys[:n]), campaign=campaign, rules=Rules(5))
        for n, campaign in {6: "Guild", 7: "Chamber"}.items()
    ]
    knowledge = about(OVERALL, *both).knowledge
    assert attacked(Target(knowledge)).determined.tolist() == [6]
    exact = ends_of_exact_sums(knowledge)
    assert np.flatnonzero(exact[:, 1] - exact[:, 0] < 1e-6).tolist() == [6]
    program = Program(knowledge, nobody(knowledge))
    widths = [np.ptp(program.ends(firm)[:, firm]) for firm in range(7)]
    assert [firm for firm, width in enumerate(widths) if width < WIDE] == [6]
    assert widths[6] == pytest.approx(13, abs=0.01)
