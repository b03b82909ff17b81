"""The audit of whole releases: real ones pass, planted ones are found, and what is held back passes without it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoring.reading import read
from scoring.release.audit import Audit, audit, held
from scoring.release.model import ALL, OVERALL, Polarisation, Published
from scoring.release.snapshot import snapshot_of
from scoring.scores import score
from tests.unit.scoring.release.build_cases import (
    DATE,
    SMALL,
    build,
    firms,
    in_groups,
    published,
    random_firms,
    reordered,
    together,
)


def found(audited: Audit) -> set[tuple[tuple[str, ...], str, str, str]]:
    return {(one.fields, one.measure, one.viewer, one.what) for one in audited.findings}


def spread(n: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(5, 95, n)


def numbered(release: Published, number: int) -> Published:
    """A release as if it were a later one, every cell of it computed anew: what the rule of five would not allow."""
    tables = tuple(
        dataclasses.replace(table, cells=tuple(dataclasses.replace(cell, number=number) for cell in table.cells))
        for table in release.release.tables
    )
    return dataclasses.replace(release, release=dataclasses.replace(release.release, number=number, tables=tables))


@pytest.mark.parametrize("n", [11, 12, 40, 100])
def test_a_release_passes(n) -> None:
    audited = audit([published(random_firms(n, marks={}))], SMALL, accounts=2)
    assert audited.findings == ()
    assert audited.passed


def test_a_release_with_tables_by_two_fields_passes() -> None:
    last = published(random_firms(250, marks={}))
    audited = audit([last], SMALL, accounts=1)
    assert any(len(table.fields) == 2 for table in last.release.tables)
    assert audited.findings == ()
    assert (audited.releases, audited.n, audited.measures) == (1, 250, 2)
    assert audited.viewers == {"outsider": 1, "random": 1}
    assert audited.statements > 100
    assert audited.intervals > 400
    assert audited.programs > 0
    assert "exchange" in " ".join(map(str, audited.limits))


def test_the_release_of_a_hundred_real_firms_passes(tiny, reference_data: Path) -> None:
    table = read(reference_data / "firms" / "it_flexibility.csv", tiny("it_flexibility")).table
    table = dataclasses.replace(table, profile=table.profile.assign(counted=True))
    instrument = table.instrument
    last = build(snapshot_of(table, score(table, detail=True)), instrument, campaign="IT", date=DATE)
    scores = [name for name in last.snapshot.scores if name in last.release.tables[0].cells[0].scores]
    assert len(scores) == 5
    of_scores = [one for one in audit([last], instrument, accounts=2).findings if one.measure in scores]
    assert of_scores == []


def test_two_releases_in_a_row_pass_under_the_rule_of_five() -> None:
    before = random_firms(60, marks={})
    first = published(before)
    one_more = together(
        before, firms([97.0], sector="F", size="micro", region="north", keys=["new"], more={"first": [1]})
    )
    assert audit([first, published(one_more, first)], SMALL, accounts=1).findings == ()
    more = together(before, random_firms(20, 1, marks={}, keys=[f"new {place}" for place in range(20)]))
    assert audit([first, published(more, first)], SMALL, accounts=1).findings == ()


def test_two_releases_one_firm_apart_are_found_without_the_rule_of_five() -> None:
    values = spread(31)
    first = published(firms(values[:30]))
    second = numbered(published(firms(values)), 2)
    audited = audit([first, second], SMALL)
    assert (ALL, OVERALL, "outsider", "determined") in found(audited)
    assert audited.n == 31


def test_a_firm_that_answered_anew_is_another_unknown() -> None:
    """Its first answers and its second may be any: all that is known is the difference of two sums."""
    values = spread(30)
    moved = values.copy()
    moved[:8] = 100 - moved[:8]
    history = [published(firms(values)), numbered(published(firms(moved)), 2)]
    audited = audit(history, SMALL)
    assert audited.n == 38
    assert audited.findings == ()


def test_earlier_releases_count_though_the_last_says_nothing() -> None:
    before = firms(spread(30), sector=in_groups({"F": 15, "G": 15}))
    first = published(before)
    last = published(firms(spread(30)[:10], sector="F"), first)
    assert last.release.tables == ()
    audited = audit([first, last], SMALL, accounts=0)
    assert (audited.findings, audited.n, audited.measures) == ((), 30, 1)
    assert audited.statements == audit([first], SMALL, accounts=0).statements


def small_sector(n: int) -> Published:
    """A release with a sector of so few firms among its published cells, which no rule would let through."""
    last = published(firms(spread(22 + n), sector=in_groups({"F": 11, "G": 11 + n})))
    fields = last.snapshot.fields.assign(sector=in_groups({"F": 11, "G": 11, "A": n}))
    return dataclasses.replace(
        last,
        release=dataclasses.replace(last.release, grouping={**last.release.grouping, "sector": {"F": "F", "G": "G-I"}}),
        snapshot=dataclasses.replace(last.snapshot, fields=fields),
    )


def test_a_withheld_cell_that_follows_from_the_others_is_found() -> None:
    audited = audit([small_sector(3)], SMALL, accounts=0)
    assert (("sector",), OVERALL, "outsider", "computable") in found(audited)
    assert {one.firms for one in audited.findings if one.what == "computable"} == {3}


def test_a_single_firm_in_a_withheld_cell_is_determined() -> None:
    assert {"determined", "computable"} <= {what for *_, what in found(audit([small_sector(1)], SMALL, accounts=0))}


def test_what_is_held_back_passes_without_it() -> None:
    last = small_sector(1)
    first = audit([last], SMALL)
    rest = held(last, first.findings)
    again = audit([rest], SMALL)
    assert rest.release != last.release
    assert again.findings == ()
    assert rest.snapshot is last.snapshot


def test_holding_the_overall_score_holds_all_that_tells_of_it() -> None:
    last = published(random_firms(120))
    finding = dataclasses.replace(audit([small_sector(1)], SMALL).findings[0], fields=ALL, measure=OVERALL)
    (cell,) = held(last, [finding]).release.table(*ALL).cells
    assert OVERALL not in cell.scores
    assert (cell.levels, cell.below, cell.polarisation) == ((), None, None)
    assert set(cell.scores) == {"first"}
    assert cell.marks
    others = [dataclasses.replace(finding, measure=name) for name in (*cell.scores, *cell.marks)]
    assert held(last, [finding, *others]).release.table(*ALL) is None


def test_an_account_that_sees_all_but_one_firm_is_found() -> None:
    """A hand-made snapshot: ``build`` would have withheld the cell from everybody."""
    last = published(firms(spread(20)))
    seen = dataclasses.replace(last, snapshot=dataclasses.replace(last.snapshot, viewers=(np.arange(19),)))
    audited = audit([seen], SMALL, accounts=0)
    assert found(audited) == {(ALL, OVERALL, "account", "determined")}
    assert audited.viewers == {"account": 1, "outsider": 1}


def test_a_firm_that_sees_itself_works_out_its_only_neighbour() -> None:
    last = small_sector(2)
    seen = dataclasses.replace(last, snapshot=dataclasses.replace(last.snapshot, own_link=True))
    audited = audit([seen], SMALL, accounts=0)
    assert (("sector",), OVERALL, "firm", "determined") in found(audited)
    assert audited.viewers["firm"] == 24
    assert not any(viewer == "firm" for _, _, viewer, _ in found(audit([last], SMALL, accounts=0)))


@pytest.mark.parametrize("n", [11, 13, 14, 48, 52])
@pytest.mark.parametrize("mark", [0, 1])
def test_a_mark_that_all_firms_of_a_cell_have_or_none_tells_of_nobody(n: int, mark: int) -> None:
    """The share at either end leaves two firms open. 13 and 48 count as 15 and 50."""
    marks = {"rung.l0": np.full(n, mark)}
    assert audit([published(firms(spread(n), marks=marks))], SMALL, accounts=0, measures=["rung.l0"]).passed


def test_a_share_of_inequality_between_groups_that_are_not_published_is_found() -> None:
    last = published(firms(spread(60), sector=in_groups({"F": 30, "G": 30})))
    (cell,) = last.release.table(*ALL).cells
    told = dataclasses.replace(cell, polarisation=Polarisation(0.2, 0.1, "region", 0.3))
    tables = tuple(
        dataclasses.replace(table, cells=(told,)) if table.fields == ALL else table for table in last.release.tables
    )
    leaking = dataclasses.replace(last, release=dataclasses.replace(last.release, tables=tables))
    assert (ALL, OVERALL, "outsider", "structure") in found(audit([leaking], SMALL, accounts=0))
    assert audit([last], SMALL, accounts=0).passed


def test_weighted_means_beside_raw_ones_are_part_of_it() -> None:
    """Weights that set one firm apart: raw and weighted means of the same cell together tell of it."""
    weights = np.ones(30)
    weights[0] = 3.0
    last = published(firms(spread(30), weights=weights))
    (cell,) = last.release.table(*ALL).cells
    assert cell.scores[OVERALL].weighted is not None
    assert found(audit([last], SMALL, accounts=0)) == {(ALL, OVERALL, "outsider", "determined")}


def test_the_order_of_the_firms_changes_nothing() -> None:
    snapshot = random_firms(60)
    order = np.random.default_rng(5).permutation(60)
    first, second = (audit([published(one)], SMALL, accounts=2) for one in (snapshot, reordered(snapshot, order)))
    assert first.findings == second.findings
    assert first.statements == second.statements


def test_each_measure_is_audited_by_itself() -> None:
    last = published(random_firms(60))
    whole = audit([last], SMALL, accounts=1)
    for measure in (OVERALL, "first", "rung.l0"):
        alone = audit([last], SMALL, accounts=1, measures=[measure])
        assert alone.measures == 1
        assert alone.findings == tuple(one for one in whole.findings if one.measure == measure)


def test_fewer_than_eleven_firms_say_nothing_to_work_out() -> None:
    audited = audit([published(firms(spread(10)))], SMALL)
    assert (audited.findings, audited.measures, audited.intervals) == ((), 0, 0)


def test_without_a_release_there_is_nothing_to_audit() -> None:
    with pytest.raises(ValueError, match="no release"):
        audit([], SMALL)


def test_a_finding_says_where_who_and_what() -> None:
    finding = next(one for one in audit([small_sector(1)], SMALL, accounts=0).findings if one.what == "determined")
    assert str(finding.message) == (
        "sector, overall: an outsider could work out the exact score of a firm (firms concerned: 1)."
    )
    assert pd.Series([finding]).nunique() == 1  # hashable
