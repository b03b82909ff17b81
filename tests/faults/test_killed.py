"""A batch of real reports whose workers are killed at random moments: each client has one, none is lost or made twice.

Twenty kills of a worker on small reports here; ``make faults`` kills more, on full ones, with processes beside it.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from survey.storage.values import Member
from tests.copied import words_of
from tests.integration.batches import archive, batch, copies, finished, item_rows, ordered
from tests.integration.consultancy import consultancy
from tests.integration.members import member, organisation

ROOT = Path(__file__).resolve().parents[2]
KILLS = [int(kills) for kills in os.environ.get("WAYMARK_TEST_KILLS", "").split(",") if kills]
CLIENTS = 300
CHANCE = random.Random(7)  # noqa: S311 - moments, not secrets
PATIENCE = 900.0


@dataclass(frozen=True)
class Site:
    """A database with clients of an organisation, and the program that works for it."""

    app: Flask
    us: Member
    url: str
    processes: int

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        folder = self.app.config["WAYMARK"].data_dir
        command = [sys.executable, "-m", "tests.faults.working", str(folder), self.url, str(self.processes)]
        with subprocess.Popen(command, cwd=ROOT) as started:
            try:
                yield started
            finally:
                started.kill()

    def killed(self, times: int, public_id: str, chance: random.Random, longest: float) -> None:
        """So many workers are killed: at any moment from their start on, or (every other) when they made something."""
        for number in range(times):
            before = batch(self.us, public_id).done
            with self.worker() as at_work:
                while number % 2 and batch(self.us, public_id).done == before:
                    assert at_work.poll() is None, "the worker ended by itself"
                    time.sleep(0.05)
                time.sleep(chance.uniform(0.0, longest))
                assert not self.is_over(public_id), "there was nothing left that could be lost: kill earlier"
                at_work.kill()

    def is_over(self, public_id: str) -> bool:
        return batch(self.us, public_id).status == "done"

    def finished(self, public_id: str) -> None:
        with self.worker():
            deadline = time.monotonic() + PATIENCE
            while not self.is_over(public_id) and time.monotonic() < deadline:
                time.sleep(0.1)


def assert_whole(us: Member, public_id: str, names: list[str]) -> None:
    """The page says that all is done, and the archive has one whole report for each client."""
    found = batch(us, public_id)
    assert (found.status, found.done, found.failed) == ("done", len(names), 0), [row.error for row in item_rows()]
    with archive(us, public_id) as kept:
        pdfs = [name for name in kept.namelist() if name.endswith(".pdf")]
        texts = [words_of(kept.read(name)) for name in pdfs]
    assert pdfs == [f"{name}.pdf" for name in names]
    said = Counter(name for text in texts for name in set(re.findall(r"Firm \d{3}", text)))
    assert said == Counter(dict.fromkeys(names, 1)), "each report is of one client, and each client has one"


@pytest.fixture
def small(app: Flask, sqlite_url: str) -> tuple[Site, str]:
    """A site with a client of a small questionnaire, to be copied."""
    us = member(app, organisation(app))
    with app.app_context():
        return Site(app, us, sqlite_url, processes=0), finished(us, "Bakery")[0]


@pytest.fixture
def full(app: Flask, sqlite_url: str) -> tuple[Site, str]:
    """The same with the whole questionnaire, whose reports two processes of a worker make."""
    house = consultancy(app)
    client = house.add("Bakery")
    house.finish(client)
    return Site(app, house.members["owner"], sqlite_url, processes=2), client.public_id


@pytest.mark.parametrize(("which", "kills"), [("full", kills) for kills in KILLS] or [("small", 20)])
def test_a_batch_survives_the_death_of_its_workers(request: pytest.FixtureRequest, which: str, kills: int) -> None:
    site, model = request.getfixturevalue(which)
    with site.app.app_context():
        public_id = ordered(site.us, copies(model, CLIENTS))
        site.killed(kills, public_id, CHANCE, longest=1.0 if which == "full" else 0.5)
        site.finished(public_id)
        assert_whole(site.us, public_id, [f"Firm {number:03}" for number in range(CLIENTS)])
