"""Batches for tests: ordered, and taken as far as a test needs by what a worker would write, without one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from survey.storage import batches, items
from survey.storage.batches import Wish, partfiles
from survey.storage.batches.held import folder_of
from survey.storage.items import Chunk, Claimed, Done, Fault
from survey.storage.tokens import new_id
from tests.integration.batching import work
from tests.integration.consultancy import Consultancy

LEASE = timedelta(minutes=1)
PDF = b"%PDF-1.7 of "


def order(of: Consultancy, *clients: str, name: str = "Spring", language: str = "en_GB", **more: object) -> str:
    """A batch of these clients, by public id; its own."""
    with of.app.app_context():
        wish = Wish(name, clients, language, **more)  # type: ignore[arg-type]
        return batches.begin(of.members["adviser"], wish, new_id())


def claim(of: Consultancy, number: int) -> Chunk:
    """So many reports in hand."""
    with of.app.app_context():
        chunk = items.claim(LEASE, number)
    assert chunk is not None
    assert len(chunk.items) == number
    return chunk


def make(of: Consultancy, batch: str, number: int, *, faulty: Collection[int] = (), error: str = "no paper") -> None:
    """The next so many reports: made, or, at these positions, set aside."""
    chunk = claim(of, number)
    with of.app.app_context():
        outcomes = {item.id: _outcome(batch, item, item.position in faulty, error) for item in chunk.items}
        assert len(items.record(chunk, outcomes)) == number


def pack(of: Consultancy) -> None:
    """The archive of what there is, and whatever else a worker finds to do."""
    with of.app.app_context():
        work(of.app)


def _outcome(batch: str, item: Claimed, faulty: bool, error: str) -> Done | Fault:
    if faulty:
        return Fault(error, for_good=True)
    [place] = partfiles.put(folder_of(batch), [PDF + str(item.position).encode()])
    told = {"level": "Building", "actions": [], "warning": ""}
    return Done(told | vars(place))
