"""What becomes of a row: the rule of stages, and what a sheet leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.storage.imports.matching import KnownClient, Match, Row
from survey.storage.imports.planning import KnownStage, Mode, Rules, Step, plan

CLIENT = KnownClient(1, "c", "7", "Mill Lane Bakery", "mill lane bakery")
MOMENT = datetime(2026, 3, 31, 12, tzinfo=UTC)
T0 = KnownStage(10, 0, "s", 1, "import", is_open=False, begun=False, submitted_at=MOMENT, codes=b"0")
T1 = replace(T0, id=11, number=1)
EMPTY = replace(T0, id=12, is_open=True, submitted_at=None, source="interview", codes=b"")


def rules(mode: Mode = "correction", *, same: bool = False, record: bool = False) -> Rules:
    return Rules(mode, lambda _at, _stage: same, lambda _at, _stage: same, record)


def steps(*stages: int | None, known: tuple[KnownStage, ...] = (), by: Rules | None = None) -> list[Step]:
    """The steps of rows of one client, known if it has stages."""
    rows = [Row(at, at + 2, "Mill Lane Bakery", "7", stage) for at, stage in enumerate(stages)]
    found = Match(CLIENT) if known else Match(key="ref 7")
    return plan(rows, [found] * len(rows), {CLIENT.id: known}, by or rules())


def told(found: list[Step]) -> list[tuple[str, int]]:
    return [(step.action, step.stage) for step in found]


def reason(step: Step) -> str:
    return str(step.reason)


def test_a_new_client_begins_with_the_first_stage() -> None:
    assert told(steps(None)) == [("client", 0)]
    assert told(steps(None, by=rules("stage"))) == [("client", 0)]
    assert told(steps(0)) == [("client", 0)]


def test_a_new_clients_stages_go_on_without_a_gap_in_any_order() -> None:
    found = steps(2, 0, 1)
    assert told(found) == [("stage", 2), ("client", 0), ("stage", 1)]
    assert [step.after_at for step in found] == [2, None, 1]
    assert told(steps(0, 2)) == [("client", 0), ("refused", 2)]
    assert "has no stage T1 yet" in reason(steps(0, 2)[1])


def test_a_known_client_without_stages_gets_its_first() -> None:
    row = Row(0, 2, "A", "7")
    assert told(plan([row], [Match(CLIENT)], {}, rules())) == [("stage", 0)]


def test_without_a_stage_the_mode_decides() -> None:
    assert [(s.action, s.on) for s in steps(None, known=(T0, T1))] == [("correction", T1)]
    assert [(s.action, s.stage, s.after) for s in steps(None, known=(T0, T1), by=rules("stage"))] == [("stage", 2, T1)]


def test_a_named_stage_is_corrected_or_the_next_one() -> None:
    assert [(s.action, s.on, s.is_latest) for s in steps(0, known=(T0, T1))] == [("correction", T0, False)]
    assert [(s.action, s.after) for s in steps(2, known=(T0, T1))] == [("stage", T1)]
    assert told(steps(3, known=(T0, T1))) == [("refused", 3)]


@pytest.mark.parametrize("mode", ["correction", "stage"])
def test_the_same_again_changes_nothing(mode: Mode) -> None:
    assert told(steps(None, known=(T0,), by=rules(mode, same=True))) == [("unchanged", 0)]
    assert told(steps(0, known=(T0,), by=rules(mode, same=True))) == [("unchanged", 0)]


def test_the_same_again_can_be_recorded_as_a_stage() -> None:
    assert told(steps(None, known=(T0,), by=rules("stage", same=True, record=True))) == [("stage", 1)]
    assert told(steps(1, known=(T0,), by=rules(same=True))) == [("stage", 1)]


def test_one_stage_takes_one_row() -> None:
    found = steps(0, None, known=(T0,))
    assert told(found) == [("correction", 0), ("refused", 0)]
    assert "has two rows at stage T0" in reason(found[1])


def test_what_the_firm_answered_is_left_alone() -> None:
    own = replace(T0, source="self")
    assert "answered this itself on 2026-03-31" in reason(steps(None, known=(own,))[0])
    assert told(steps(None, known=(own,), by=rules(same=True))) == [("unchanged", 0)]
    assert told(steps(None, known=(own,), by=rules("stage"))) == [("stage", 1)]


@pytest.mark.parametrize("mode", ["correction", "stage"])
@pytest.mark.parametrize("begun", [True, False])
def test_what_the_firm_is_answering_is_left_alone(mode: Mode, begun: bool) -> None:
    draft = replace(EMPTY, source="self", begun=begun)
    assert "is answering this itself" in reason(steps(None, known=(draft,), by=rules(mode))[0])


@pytest.mark.parametrize("mode", ["correction", "stage"])
def test_what_somebody_is_answering_is_left_alone(mode: Mode) -> None:
    for draft in (replace(EMPTY, begun=True), replace(T0, is_open=True, revision=2)):
        assert "Someone is answering stage T0" in reason(steps(None, known=(draft,), by=rules(mode))[0])


@pytest.mark.parametrize("mode", ["correction", "stage"])
def test_an_empty_draft_is_filled(mode: Mode) -> None:
    assert [(s.action, s.on) for s in steps(None, known=(EMPTY,), by=rules(mode))] == [("stage", EMPTY)]
    after = replace(EMPTY, number=1)
    assert [(s.action, s.on) for s in steps(None, known=(T0, after), by=rules(mode))] == [("stage", after)]


def test_a_row_that_is_asked_about_waits() -> None:
    row = Row(0, 2, "Mill Lane Bakery")
    assert told(plan([row], [Match(candidates=(CLIENT,))], {}, rules())) == [("ask", 0)]


@given(st.lists(st.none() | st.integers(0, 4), max_size=6), st.integers(0, 3), st.sampled_from(["correction", "stage"]))
def test_stages_always_follow_each_other(given_stages: list[int | None], known: int, mode: Mode) -> None:
    there = tuple(replace(T0, id=at, number=at) for at in range(known))
    found = steps(*given_stages, known=there, by=rules(mode))
    assert len(found) == len(given_stages)
    added = sorted(step.stage for step in found if step.writes and step.on is None)
    assert added == list(range(known, known + len(added)))
    assert all(step.reason for step in found if step.action == "refused")
