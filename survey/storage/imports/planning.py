"""What becomes of each row of a sheet: a new client, a new stage, a correction, nothing, or a reasoned refusal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from scoring.messages import N_, Message
from survey.storage.imports.matching import Match, Row
from survey.storage.values import Source

Mode = Literal["correction", "stage"]
"""What answers are that do not say their stage: a correction of the latest one, or the next."""

Action = Literal["client", "stage", "correction", "unchanged", "ask", "refused"]

TWICE = N_("“{firm}” has two rows at stage {stage}. Remove one.")
NO_STAGE_BEFORE = N_("“{firm}” has no stage {missing} yet. Bring that in first, or correct the stage.")
FIRM_ANSWERED = N_(
    "“{firm}” answered this itself on {date}. A sheet does not overwrite that; invite the firm to update it."
)
FIRM_ANSWERS = N_("“{firm}” is answering this itself. A sheet does not overwrite that.")
BEING_ANSWERED = N_("Someone is answering stage {stage} of “{firm}” at the moment. Hand that in or remove it first.")


@dataclass(frozen=True)
class KnownStage:
    """A stage that a client has. ``begun``: it is open and holds answers.

    ``answers``, ``codes``, ``handed_in``: of the last submission; empty where there is none.
    """

    id: int
    number: int
    series: str
    revision: int
    source: Source
    is_open: bool
    begun: bool
    submitted_at: datetime | None
    profile: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    codes: bytes = b""

    @property
    def is_empty_draft(self) -> bool:
        """Whether it was begun for the firm and nothing was answered yet: a sheet may fill it."""
        return self.is_open and self.submitted_at is None and not self.begun and self.source != "self"


@dataclass(frozen=True)
class Step:
    """What becomes of a row. ``stage``: which one it is; ``on``: the known stage that is corrected, filled or found the
    same; ``after``: the known stage, or ``after_at`` the place of the row, that a new stage follows."""

    at: int
    number: int
    action: Action
    match: Match
    stage: int = 0
    on: KnownStage | None = None
    after: KnownStage | None = None
    after_at: int | None = None
    reason: Message | None = None
    is_latest: bool = True
    """Whether the client has no later stage."""

    @property
    def writes(self) -> bool:
        """Whether answers are written."""
        return self.action in ("client", "stage", "correction")


Same = Callable[[int, KnownStage], bool]
"""Whether the row at this place says what the stage says already."""


@dataclass(frozen=True)
class Rules:
    """How rows are read: what they are without a stage, when a row says nothing new as a correction (``same``) and as a
    stage (``same_answers``), and whether a stage with the same answers as the last is recorded all the same."""

    mode: Mode
    same: Same
    same_answers: Same
    record_same: bool = False


def plan(
    rows: Sequence[Row], matches: Sequence[Match], stages: Mapping[int, Sequence[KnownStage]], rules: Rules
) -> list[Step]:
    """A step for each row, in their order. ``stages``: of each client that a row matches, from T0 on."""
    steps: dict[int, Step] = {}
    groups: dict[Any, list[tuple[Row, Match]]] = defaultdict(list)
    for row, found in zip(rows, matches, strict=True):
        if found.candidates:
            steps[row.at] = Step(row.at, row.number, "ask", found)
        else:
            groups[found.client.id if found.client else found.key].append((row, found))
    for group in groups.values():
        known = stages.get(group[0][1].client.id, ()) if group[0][1].client else ()
        chain = _Chain([*known], rules)
        for row, found in sorted(group, key=_order):
            steps[row.at] = chain.step(row, found)
    return [steps[row.at] for row in rows]


def _order(pair: tuple[Row, Match]) -> tuple[bool, int, int]:
    """Stages in their order; what says none comes after those that do."""
    row, _ = pair
    return row.stage is None, row.stage or 0, row.at


@dataclass
class _Chain:
    """The stages of one client while its rows are gone through: those that are there, then those that rows add."""

    stages: list[KnownStage | Step]
    rules: Rules
    taken: set[int] = field(default_factory=set)

    def step(self, row: Row, found: Match) -> Step:
        number = self._number(row)
        made = self._made(row, found, number)
        if made.action != "refused":
            self.taken.add(number)
        if made.writes and number == len(self.stages):
            self.stages.append(made)
        return made

    def _number(self, row: Row) -> int:
        """The stage that a row is."""
        if row.stage is not None:
            return row.stage
        last = self.stages[-1] if self.stages else None
        goes_on = self.rules.mode == "stage" and not (isinstance(last, KnownStage) and last.is_empty_draft)
        return len(self.stages) if goes_on else max(len(self.stages) - 1, 0)

    def _made(self, row: Row, found: Match, number: int) -> Step:
        told = {"firm": row.firm, "stage": f"T{number}"}
        if number in self.taken:
            return _refused(row, found, number, Message(TWICE, told))
        if number > len(self.stages):
            missing = Message(NO_STAGE_BEFORE, told | {"missing": f"T{len(self.stages)}"})
            return _refused(row, found, number, missing)
        if number == len(self.stages):
            return self._added(row, found, number)
        on = self.stages[number]
        if isinstance(on, Step):
            return _refused(row, found, number, Message(TWICE, told))
        return self._corrected(row, found, on)

    def _added(self, row: Row, found: Match, number: int) -> Step:
        last = self.stages[-1] if self.stages else None
        if isinstance(last, Step):
            return Step(row.at, row.number, "stage", found, number, after_at=last.at)
        if last is None:
            return Step(row.at, row.number, "stage" if found.client else "client", found, number)
        if last.is_open:
            return _refused(row, found, number, _in_the_way(row, last))
        if row.stage is None and not self.rules.record_same and self.rules.same_answers(row.at, last):
            return Step(row.at, row.number, "unchanged", found, last.number, on=last)
        return Step(row.at, row.number, "stage", found, number, after=last)

    def _corrected(self, row: Row, found: Match, on: KnownStage) -> Step:
        is_latest = on.number == len(self.stages) - 1
        if on.is_empty_draft:
            return Step(row.at, row.number, "stage", found, on.number, on=on)
        if on.submitted_at is not None and self.rules.same(row.at, on):
            return Step(row.at, row.number, "unchanged", found, on.number, on=on, is_latest=is_latest)
        if on.is_open or on.source == "self":
            return _refused(row, found, on.number, _in_the_way(row, on))
        return Step(row.at, row.number, "correction", found, on.number, on=on, is_latest=is_latest)


def _in_the_way(row: Row, on: KnownStage) -> Message:
    """Why a stage is left to those who answer it."""
    if on.source != "self":
        return Message(BEING_ANSWERED, {"firm": row.firm, "stage": f"T{on.number}"})
    if on.submitted_at is None:
        return Message(FIRM_ANSWERS, {"firm": row.firm})
    return Message(FIRM_ANSWERED, {"firm": row.firm, "date": on.submitted_at.date().isoformat()})


def _refused(row: Row, found: Match, number: int, reason: Message) -> Step:
    return Step(row.at, row.number, "refused", found, number, reason=reason)
