"""The press: claims items, has them made by an executor chunk by chunk, and keeps what comes of each.

What it dies with is nobody's loss: an item is either in a part file that the tables tell of, or somebody makes it.
"""

from __future__ import annotations

import datetime
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from flask import Flask

from scoring.loading import load
from scoring.parallel import Executor, Failed, WorkerLostError, run
from scoring.sample import sample_table
from survey.jobs.batches.work import LEASE
from survey.jobs.holding import beating
from survey.storage import items
from survey.storage.batches import partfiles
from survey.storage.batches.partfiles import Place
from survey.storage.items import Chunk, Claimed, Done, Fault

if TYPE_CHECKING:
    from reports.archive import Entry

AHEAD = 2
"""Chunks handed out for each process: one that it works on, and the next."""


class Source(Protocol):
    """Where items come from and what they are made of; the rest is the same for all."""

    def material(self, chunk: Chunk) -> Mapping[int, Any]:
        """What goes to the other process, by id of the item; nothing for those that there is nothing of any more."""
        ...

    def make(self) -> Callable[[list[Any]], list[Entry]]:
        """Makes entries of that; it is sent along each time."""
        ...

    def folder(self, job: int) -> Path | None:
        """Where the parts of the job are put; None where it is gone."""
        ...

    def reason(self, failed: Failed[Any]) -> str:
        """Why an item could not be made, in the words of its reader."""
        ...


def nothing_else() -> None:
    """What a press without other duties does between chunks."""


@dataclass
class Press:
    """``between``: what comes first, looked after between chunks; ``stop``: is set where no more is to be begun;
    ``told``: how many reports were made, each time some were."""

    app: Flask
    source: Source
    executor: Callable[[], Executor]
    stop: threading.Event
    between: Callable[[], object] = nothing_else
    lease: timedelta = LEASE
    told: Callable[[int], object] = lambda _count: None

    def turn(self) -> bool:
        """Work until there is nothing to claim, somebody died, or it is time to stop; whether anything was done.

        Suspects come first, one in a turn, with nothing else in hand.
        """
        with self.app.app_context():
            items.sweep()
            return self._worked(self._one_suspect()) if items.has_suspects() else self._worked(self._company())

    def _one_suspect(self) -> Iterator[Chunk]:
        self.executor().submit(_warm, []).result()  # what dies while a process starts is not to be laid at its door
        if chunk := items.claim_suspect(self.lease):
            yield chunk

    def _company(self) -> Iterator[Chunk]:
        while not self.stop.is_set() and not items.has_suspects():
            if (chunk := items.claim(self.lease)) is None:
                return
            yield chunk

    def _worked(self, chunks: Iterator[Chunk]) -> bool:
        held: deque[_InHand] = deque()
        worked = False
        with beating(self.app, self.lease, partial(self._extend, held), "the leases of items"):
            results = run(self.source.make(), self._handed_out(chunks, held), self.executor(), ahead=AHEAD)
            try:
                for made in results:
                    worked = True
                    self._keep(held[0], made)
                    held.popleft()
                    if self.stop.is_set():
                        break
                    self.between()
            finally:
                results.close()  # type: ignore[attr-defined]
                items.give_back(one.chunk for one in held)
        return worked

    def _handed_out(self, chunks: Iterator[Chunk], held: deque[_InHand]) -> Iterator[list[Any]]:
        for chunk in chunks:
            held.append(in_hand := _InHand(chunk, []))
            found = self.source.material(chunk)
            in_hand.items.extend(item for item in chunk.items if item.id in found)
            yield [found[item.id] for item in in_hand.items]

    def _keep(self, in_hand: _InHand, made: Sequence[Any]) -> None:
        """Write the part, then tell of it; what is not wanted any more is not left in it."""
        chunk, folder = in_hand.chunk, self.source.folder(in_hand.chunk.job)
        by_id = dict(zip((item.id for item in in_hand.items), made, strict=True))
        whole = {id: entry for id, entry in by_id.items() if not isinstance(entry, Failed)}
        places: dict[int, Place] = {}
        if whole and folder is not None:
            pdfs = [entry.pdf for entry in whole.values()]
            places = dict(zip(whole, partfiles.put(folder, pdfs), strict=True))
        gone = {item.id: Fault(items.GONE, for_good=True) for item in chunk.items if item.id not in by_id}
        failed = {id: self._fault(one) for id, one in by_id.items() if isinstance(one, Failed)}
        done = {id: Done(_result(whole[id], place)) for id, place in places.items()}
        held = items.record(chunk, {**gone, **failed, **done})
        self.told(len(held & places.keys()))
        if folder is not None and places:
            _drop(folder, [place for id, place in places.items() if id not in held], all=not held & places.keys())

    def _fault(self, failed: Failed[Any]) -> Fault:
        """Once in company and twice alone it ended the process that worked on it: that is enough."""
        return Fault(self.source.reason(failed), for_good=isinstance(failed.error, WorkerLostError))

    def _extend(self, held: deque[_InHand]) -> bool:
        """Everything that is in hand; there may be more of it soon."""
        items.extend([one.chunk for one in tuple(held)], self.lease)
        return True


@dataclass(frozen=True)
class _InHand:
    """A chunk, and those of its items that were handed out."""

    chunk: Chunk
    items: list[Claimed]


def _warm(_items: list[Any]) -> list[Any]:
    """For another process that may just have begun: its first report takes ten times as long as any later one."""
    _first_report()
    return []


@cache
def _first_report() -> None:
    from reports.batch import Edition, drawn, made_of  # noqa: PLC0415 - in the other process

    table = sample_table(load("sme-readiness"))
    if table is not None:
        edition = Edition("en", datetime.date(2000, 1, 1))
        drawn(made_of(table, edition, exact=True)[0], edition)


def _result(entry: Entry, place: Place) -> dict[str, Any]:
    return {
        **vars(place),
        "firm": entry.firm,
        "level": entry.level,
        "actions": list(entry.actions),
        "warning": entry.warning,
    }


def _drop(folder: Path, places: Sequence[Place], *, all: bool) -> None:
    if all:
        partfiles.drop(folder, places[0].part)
    else:
        partfiles.blank(folder, places)
