"""Which actions fit one firm: its size and trade, what is already in place, and what it decided itself."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.instrument import PEOPLE_BY_SIZE
from scoring.roadmap.actions import NOT_LIFTED, ActionTable, FirmKind, Floats
from scoring.roadmap.choices import Mark
from scoring.roadmap.gains import Standing

SIZE_IF_UNKNOWN = "small"


@dataclass(frozen=True)
class Firm:
    """What of a firm's profile decides what an action asks of it."""

    kind: FirmKind
    people: int


@dataclass(frozen=True)
class Fit:
    """How the actions fit one firm.

    ``base``: cell points once everything marked as done is in place. ``kinds``: action → why it has nothing to bring
    the firm (no reason against one that it plans), or must not be in its plan: a key of ``roadmap.REASONS``.
    ``barred``: those that must not. ``refused``: action → the one marked as not for us that it needs. ``open_needs``:
    for each action the prerequisites that are neither in place nor waived; one that does not fit the firm, or is about
    what does not apply to it, is waived, unless the firm plans it all the same.
    """

    base: Floats
    kinds: Mapping[int, str]
    barred: frozenset[int]
    refused: Mapping[int, int]
    open_needs: tuple[tuple[int, ...], ...]


def firm_of(table: AnswerTable, row: int) -> Firm:
    """The firm as far as its profile says; of unknown size it counts as small."""

    def known(column: str) -> Any:
        value: Any = table.profile[column].iat[row]
        return None if pd.isna(value) else value

    size, staff, employees = known("size") or SIZE_IF_UNKNOWN, known("staff"), known("employees")
    kind = FirmKind(size, known("sector"), known("division"), None if staff is None else bool(staff))
    if employees is not None:
        return Firm(kind, max(int(employees), 1))
    return Firm(kind, 1 if kind.staff is False and size == "micro" else PEOPLE_BY_SIZE[size])


def fit_of(standing: Standing, firm: Firm, marks: Mapping[str, Mark]) -> Fit:
    """How the actions fit the firm, given what it marked."""
    table = standing.actions
    done, declined, planned = (_marked(table, marks, mark) for mark in ("done", "not_for_us", "planned"))
    base = np.maximum(standing.present, standing.targets[list(done)].max(axis=0, initial=NOT_LIFTED))
    misfits = table.misfits(firm.kind)
    states = {place: state for place, state in _states(standing, base).items() if place not in planned}
    settled = {place for place, state in states.items() if state != "find_out"}
    waived = settled | misfits.keys() | done.keys()
    open_needs = tuple(tuple(need for need in needs if need not in waived) for needs in table.needs)
    refused = _refused(table.in_order, open_needs, declined.keys())
    return Fit(
        base=base,
        kinds={**dict.fromkeys(refused, "needs_refused"), **states, **misfits, **declined, **done},
        barred=frozenset(refused.keys() | misfits.keys() | declined.keys() | done.keys()),
        refused=refused,
        open_needs=open_needs,
    )


def _marked(table: ActionTable, marks: Mapping[str, Mark], mark: Mark) -> dict[int, str]:
    return {table.index[action]: mark for action, given in marks.items() if given == mark and action in table.index}


def _states(standing: Standing, base: Floats) -> dict[int, str]:
    """Actions that can lift no answer: all in place, not applicable, or not yet known."""
    lifts = standing.actions.targets > NOT_LIFTED
    tests = {
        "": (standing.targets > base).any(axis=1),
        "covered": (standing.targets > standing.present).any(axis=1),
        "find_out": (lifts & standing.unknown).any(axis=1),
        "in_place": (lifts & (standing.codes >= 0) & standing.applies).any(axis=1),
    }
    states = np.select(list(tests.values()), list(tests), default="not_applicable")
    return {place: str(state) for place, state in enumerate(states) if state}


def _refused(in_order: tuple[int, ...], open_needs: tuple[tuple[int, ...], ...], declined: Set[int]) -> dict[int, int]:
    """Actions that need a declined one, directly or by way of others, each with the declined one."""
    found: dict[int, int] = {}
    for action in in_order:
        blockers = [
            need if need in declined else found[need]
            for need in open_needs[action]
            if need in declined or need in found
        ]
        if blockers:
            found[action] = blockers[0]
    return found
