"""Items: parts of a job that any number of workers share, each made by one of them, whoever dies meanwhile.

The job of the items is never claimed itself; its status says whether they may be taken up. An item goes from
``waiting`` to ``running`` in the company of others, or alone. Where a worker dies, one of what it held in company may
have killed it, but most did not: all become ``suspect``, and are tried again one at a time with nothing else in hand.
Only what is tried alone can be blamed: ``attempt`` counts such tries, and those that were seen to fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

BATCH = "batch"
"""Kind of the jobs whose reports are packed by a job of their own, of kind ``PACK``."""

PACK = "pack"

SHEET = "sheet"
"""Kind of the job of a sheet of answers, whose command packs its reports itself."""

CHUNK = 25
TRIES = 3

OPEN = ("waiting", "suspect", "running")

KILLED = "The worker that made it was ended {tries} times, perhaps for lack of memory."


@dataclass(frozen=True)
class Claimed:
    """One item in hand."""

    id: int
    position: int
    payload: Mapping[str, Any]
    attempt: int


@dataclass(frozen=True)
class Chunk:
    """Items of one job in hand, held by the same ``lease``; ``alone``: one that may be what killed its workers."""

    job: int
    lease: str
    items: tuple[Claimed, ...]
    alone: bool = False
    lost: set[int] = field(default_factory=set, compare=False)


def claim(lease: timedelta, most: int = CHUNK) -> Chunk | None:
    """Waiting items of one running job, held for the time of the lease; None where there are none.

    Which job is left to chance, so that a short one need not wait for a long one.
    """
    raise NotImplementedError


def claim_suspect(lease: timedelta) -> Chunk | None:
    """One item that was in the hands of a worker that died; of several the one that was tried least often.

    What was tried alone ``TRIES`` times, and took its worker along each time, is set aside.
    """
    raise NotImplementedError
