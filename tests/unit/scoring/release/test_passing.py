"""What passes: what the audit names is held back, only that is audited again, and what took too long goes too."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import scoring.release.passing
from scoring.release.audit import Audit, Finding, audit
from scoring.release.audit import programs as linear_programs
from scoring.release.audit.disclosed import disclosed_by
from scoring.release.audit.viewers import viewers_of
from scoring.release.model import ALL, OVERALL, Published
from scoring.release.passing import passed
from tests.unit.scoring.release.build_cases import SMALL, firms, in_groups, published, random_firms

SECTOR = ("sector",)


def with_a_lonely_firm() -> Published:
    """A release in which one firm alone is missing from the published sectors, for a score and a mark that all have,
    and a second score that is fine."""
    chance = np.random.default_rng(3)
    scores = np.clip(chance.normal(50, 20, 61), 0, 100)
    second = np.where(np.arange(61) == 60, np.nan, np.clip(chance.normal(50, 20, 61), 0, 100))
    last = published(firms(scores, more={"first": second}, sector=in_groups({"F": 30, "G": 31})))
    fields = last.snapshot.fields.assign(sector=in_groups({"F": 30, "G": 30, "A": 1}))
    grouping = {**last.release.grouping, "sector": {"F": "F", "G": "G-I"}}
    return dataclasses.replace(
        last,
        release=dataclasses.replace(last.release, grouping=grouping),
        snapshot=dataclasses.replace(last.snapshot, fields=fields),
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Collection[str] | None]:
    """The measures of each audit that ``passed`` asks for."""
    found: list[Collection[str] | None] = []

    def listening(*args: Any, **named: Any) -> Audit:
        found.append(named.get("measures"))
        return audit(*args, **named)

    monkeypatch.setattr(scoring.release.passing, "audit", listening)
    return found


def test_what_gives_a_firm_away_goes_and_only_that_is_audited_again(asked) -> None:
    result = passed([], with_a_lonely_firm(), SMALL)
    assert {(one.fields, one.measure) for one in result.held_back} == {(SECTOR, OVERALL)}
    assert asked == [None, {OVERALL}]
    (everybody,) = result.published.release.table(*ALL).cells
    assert everybody.scores[OVERALL].quantiles
    assert (everybody.polarisation.gini is None, everybody.polarisation.between_share) == (False, None)
    table = result.published.release.table(*SECTOR)
    assert table is not None
    assert [set(cell.scores) for cell in table.cells] == [{"first"}, {"first"}]


def test_what_is_left_passes_a_whole_audit() -> None:
    result = passed([], with_a_lonely_firm(), SMALL)
    assert result.earlier == ()
    assert audit([result.published], SMALL).passed


def test_what_passes_is_audited_once(asked) -> None:
    last = published(random_firms(60, marks={}))
    result = passed([], last, SMALL)
    assert (result.published, result.held_back, result.out_of_time) == (last, (), 0)
    assert asked == [None]


def test_what_programs_did_not_show_in_time_is_held_back_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    last = published(random_firms(250, marks={}))
    monkeypatch.setattr(linear_programs, "TRIES", 1)
    assert audit([last], SMALL, accounts=0, measures=[OVERALL]).out_of_time == 0
    monkeypatch.setattr(linear_programs, "SECONDS", 1e-9)
    result = passed([], last, SMALL)
    assert result.out_of_time > 0
    assert {one.what for one in result.held_back} == {"narrow"}


def test_a_firm_more_leaves_the_random_accounts_what_they_know() -> None:
    def known(n: int) -> list[set[str]]:
        disclosed = disclosed_by([published(random_firms(n, marks={}))], SMALL)
        viewers = [viewer for viewer in viewers_of(disclosed, 0, 3) if viewer.kind == "random"]
        return [set(disclosed.keys[viewer.known]) for viewer in viewers]

    before, after = known(200), known(201)
    assert [len(one) for one in before] == [40, 40, 40]
    assert all(len(now ^ then) <= 1 for now, then in zip(after, before, strict=True))
    assert len(before[0] & before[1]) < 20  # each knows others


def test_weighted_means_go_before_what_they_were_put_beside() -> None:
    """A weight that sets one firm apart tells of it, raw beside weighted; without the weighted mean all is well."""
    weights = np.ones(30)
    weights[0] = 3.0
    last = published(firms(np.random.default_rng(0).uniform(5, 95, 30), weights=weights))
    result = passed([], last, SMALL)
    assert {(one.fields, one.measure) for one in result.held_back} == {(ALL, "overall.weighted")}
    (cell,) = last.release.table(*ALL).cells
    (kept,) = result.published.release.table(*ALL).cells
    assert cell.scores[OVERALL].weighted is not None
    scores = {**cell.scores, OVERALL: dataclasses.replace(cell.scores[OVERALL], weighted=None)}
    assert kept == dataclasses.replace(cell, scores=scores)


def weighted_means(one: Published) -> set[tuple[str, ...]]:
    """The fields of the tables that show a weighted overall score."""
    cells = [(table.fields, cell) for table in one.release.tables for cell in table.cells]
    return {fields for fields, cell in cells if OVERALL in cell.scores and cell.scores[OVERALL].weighted is not None}


@pytest.mark.parametrize("most", [-1, 0, 1, 2])
def test_weighted_means_go_from_the_finest_tables_on(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found only while a table by more than ``most`` fields shows them costs no table by fewer."""
    last = published(random_firms(260, marks={}, weights=np.random.default_rng(1).uniform(0.5, 2, 260)))
    shown = weighted_means(last)
    assert {len(fields) for fields in shown} == {0, 1, 2}

    def finding(releases: Sequence[Published], *_: Any, **__: Any) -> SimpleNamespace:
        found = any(len(fields) > most for fields in weighted_means(releases[-1]))
        return SimpleNamespace(findings=(Finding(ALL, OVERALL, "outsider", "determined"),) * found, out_of_time=0)

    monkeypatch.setattr(scoring.release.passing, "audit", finding)
    result = passed([], last, SMALL)
    assert weighted_means(result.published) == {fields for fields in shown if len(fields) <= most}
    assert {one.measure for one in result.held_back} <= {"overall.weighted"}
    assert [len(table.cells) for table in result.published.release.tables] == [
        len(t.cells) for t in last.release.tables
    ]


def test_findings_about_answers_speak_of_answers() -> None:
    told = [str(Finding(ALL, measure, "random", "narrow").message) for measure in ("first", "change.first", "rung.l0")]
    assert ["within 20 points of a firm’s score" in one for one in told] == [True, True, False]
    assert "could tell whether it holds for a firm" in told[2]
