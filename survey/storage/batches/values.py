"""What storage returns about batches: plain values, and why it refuses an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from survey.storage.values import MemberRole

MOST = 20_000
"""Reports in one batch."""

LONGEST_NAME = 100
"""Characters of what a batch is called."""

BatchStatus = Literal["waiting", "running", "paused", "packing", "done", "cancelled"]
"""``waiting``: nothing is taken up yet; ``packing``: all that could be made is, and the archive is being written."""

ItemStatus = Literal["waiting", "running", "done", "failed", "cancelled"]

Only = Literal["", "open", "done", "failed"]
"""Which items of a batch are asked for; "" for all."""


@dataclass(frozen=True)
class Wish:
    """An order as it was given. ``clients``: public ids. ``letter``: with the covering letter of the organisation."""

    name: str
    clients: tuple[str, ...]
    language: str
    paper: str = "A4"
    for_us: bool = False
    letter: bool = False


@dataclass(frozen=True)
class Eligible:
    """A client that a report can be made of, with its newest result. ``new``: that is in no batch yet."""

    public_id: str
    name: str
    ref: str
    stage: str
    submitted_at: datetime
    new: bool


@dataclass(frozen=True)
class Batch:
    """Reports ordered at once, and how far they are.

    ``by``: who ordered them. ``total`` less than were ordered: clients were deleted since. ``done``, ``failed`` and
    ``running`` count reports. ``seconds_left``: None while nobody can say. ``size``: bytes of the archive, None where
    there is none (yet, or any more).
    """

    public_id: str
    name: str
    by: str
    status: BatchStatus
    language: str
    paper: str
    for_us: bool
    letter: bool
    day: date
    total: int
    done: int
    failed: int
    running: int
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    seconds_left: float | None
    size: int | None
    has_expired: bool

    @property
    def open(self) -> int:
        """Reports that are still to be made, those in hand among them."""
        return self.total - self.done - self.failed

    @property
    def takers(self) -> MemberRole:
        """What a member must be to take its files: those for us hold the firm's own notes, which no viewer gets."""
        return "adviser" if self.for_us else "viewer"

    @property
    def is_live(self) -> bool:
        """Whether something is going to happen by itself."""
        return self.status in ("waiting", "running", "packing")


@dataclass(frozen=True)
class Item:
    """One report of a batch. ``level``: its level in words, ``warning``: what its PDF could not show, both "" for none;
    ``error``: why it was set aside. ``has_file``: it can be downloaded by itself."""

    position: int
    client: str
    name: str
    ref: str
    status: ItemStatus
    level: str
    warning: str
    error: str
    has_file: bool


@dataclass(frozen=True)
class Page:
    """Some items of a batch. ``number`` of ``pages``, both counted from 1; ``found``: on all pages together."""

    items: tuple[Item, ...]
    number: int
    pages: int
    found: int


class OrderError(ValueError):
    """An order that cannot be taken; nothing was ordered."""


class NobodyError(OrderError):
    """No client was chosen."""


class TooManyError(OrderError):
    """More clients than a batch holds, ``MOST``."""


class TwiceError(OrderError):
    """A client was named more than once."""


class UnknownClientsError(OrderError):
    """Some are no clients of the organisation, or not any more; ``clients``: their public ids as given."""

    def __init__(self, clients: tuple[str, ...]) -> None:
        super().__init__(*clients)
        self.clients = clients


class UnfinishedError(OrderError):
    """Of some clients no assessment was handed in yet; ``names``: of these."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(*names)
        self.names = names
