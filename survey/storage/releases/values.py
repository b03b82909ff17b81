"""What is told of a release to the body that made it: what was held back, and why none could be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from scoring.messages import Message
from survey.storage.messages import from_json, to_json

Form = Literal["", "waiting", "running"]
"""How far a release that is being made is; "" where none is."""


@dataclass(frozen=True)
class HeldBack:
    """A measure that one table does not show, since somebody could work out something about a single firm.

    ``what`` and ``viewer``: as ``scoring.release.audit.Finding`` has them. How many firms it is about is nobody's
    business: it would be the exact size of a cell that is withheld for being small.
    """

    table: tuple[str, ...]
    measure: str
    what: str
    viewer: str


@dataclass(frozen=True)
class Told:
    """``held_back``: what the audit took out; ``earlier``: what older releases, or those of other campaigns, give away
    already; ``whole_tables``: those of which nothing was left; ``out_of_time``: how often the audit came to no result;
    ``notes``: what became of weights and segments."""

    held_back: tuple[HeldBack, ...] = ()
    earlier: tuple[HeldBack, ...] = ()
    whole_tables: tuple[tuple[str, ...], ...] = ()
    out_of_time: int = 0
    notes: tuple[Message, ...] = ()

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {**asdict(self), "notes": [to_json(note) for note in self.notes]}


def told_of(stored: Mapping[str, Any]) -> Told:
    """What ``Told.stored`` gave."""
    return Told(
        held_back=_held_back(stored.get("held_back", ())),
        earlier=_held_back(stored.get("earlier", ())),
        whole_tables=tuple(tuple(fields) for fields in stored.get("whole_tables", ())),
        out_of_time=stored.get("out_of_time", 0),
        notes=tuple(from_json(note) for note in stored.get("notes", ())),
    )


def _held_back(stored: Any) -> tuple[HeldBack, ...]:
    return tuple(HeldBack(tuple(one["table"]), one["measure"], one["what"], one["viewer"]) for one in stored)


@dataclass(frozen=True)
class Making:
    """How far the making of a campaign's next release is. ``faults``: why the last one that was tried was not made."""

    form: Form = ""
    since: datetime | None = None
    faults: tuple[Message, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.form != ""
