"""The folder beside an archive in the making: reports made so far, and a database of jobs that tells of them."""

from __future__ import annotations

import datetime
import fcntl
import hashlib
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flask import Flask

    from reports.archive import Entry
    from reports.batch import Edition, Firm
    from scoring.answers import AnswerTable
    from scoring.parallel import Executor, Failed
    from survey.storage.items import Chunk

LEFT = (
    "“{folder}” holds what was made of this archive before it was interrupted. Go on with --resume, or remove the"
    " folder to begin anew."
)
BUSY = "Another waymark is at work in “{folder}”. Wait for it to end, or end it."
CHANGED = "“{folder}” was begun with another {what}. Give the same again to go on, or remove the folder to begin anew."
WORDS = {
    "answers": "ANSWERS",
    "instrument": "--instrument",
    "options": "set of options",
    "version": "version of Waymark",
}


@dataclass(frozen=True)
class Parts:
    """``folder``, in which the reports of this job are made as ``edition`` says: dated as on the day it was begun."""

    app: Flask
    folder: Path
    job: int
    table: AnswerTable
    edition: Edition

    def make(self, executor: Executor, told: Callable[[int], object]) -> None:
        """Make what is not made yet; ``told``: of how many reports, each time some are."""
        from survey.jobs.batches.press import Press
        from survey.storage import items
        from survey.storage.batches import packing

        source = SheetReports(self.table, self.edition, self.folder)
        press = Press(self.app, source, lambda: executor, threading.Event(), told=told)
        with self.app.app_context():
            items.release(self.job)
            while not packing.is_wanted(self.job):
                press.turn()

    def made(self) -> int:
        """How many reports there are already."""
        from survey.storage import items

        with self.app.app_context():
            return items.number(self.job, "done")

    def entries(self) -> Iterator[Entry]:
        """The entries of the archive, when all is made."""
        from survey.storage.batches import packing

        with self.app.app_context():
            for _, entry in packing.entries(self.job, self.folder, self.edition.language):
                yield entry


class SheetReports:
    """Where the items of a sheet come from: an item is a row, by its position."""

    def __init__(self, table: AnswerTable, edition: Edition, folder: Path) -> None:
        from reports.batch import Firms

        self.firms, self.edition, self.parts = Firms(table), edition, folder

    def material(self, chunk: Chunk) -> Mapping[int, Firm]:
        firms = self.firms[[item.position for item in chunk.items]]
        return dict(zip((item.id for item in chunk.items), firms, strict=True))

    def make(self) -> Callable[[list[Any]], list[Entry]]:
        from reports.batch import rendered

        return partial(rendered, edition=self.edition)

    def folder(self, _job: int) -> Path:
        return self.parts

    def reason(self, failed: Failed[Any]) -> str:
        return failed.message.render(self.edition.translations)


def folder_of(output: Path) -> Path:
    return output.with_name(f"{output.name}.part")


@contextmanager
def parts_of(output: Path, table: AnswerTable, edition: Edition, *, resume: bool) -> Iterator[Parts]:
    """The folder of this archive, begun or gone on with; it is removed when all went well.

    Raises a usage error where there is one that is not to be gone on with, or was begun with something else.
    """
    folder = folder_of(output)
    if folder.exists() and not resume:
        raise click.UsageError(LEFT.format(folder=folder))
    folder.mkdir(mode=0o700, exist_ok=True)
    with _alone(folder), _database(folder) as app:
        with app.app_context():
            job, date = _begun(folder, table, edition)
        yield Parts(app, folder, job, table, replace(edition, date=date))
        shutil.rmtree(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else works in the folder: what it holds as in hand is in nobody's hands."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise click.UsageError(BUSY.format(folder=folder)) from None
        yield


@contextmanager
def _database(folder: Path) -> Iterator[Flask]:
    from survey.config import Settings
    from survey.extensions import db
    from survey.storage import migrations
    from survey.storage.app import storage_app

    # In the folder, whatever signs its name has; an address of it would take some of them for its own.
    app = storage_app(Settings(data_dir=folder, database_url=None, secret_key=secrets.token_urlsafe(48)))
    migrations.upgrade(app)
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


def _begun(folder: Path, table: AnswerTable, edition: Edition) -> tuple[int, datetime.date]:
    """The number of the job, and its day."""
    from survey.storage import items

    what = _digests(table, edition)
    job = items.begin(items.SHEET, {"of": what, "date": edition.date.isoformat()}, _payloads(table))
    begun = items.payload_of(job)
    for name, digest in what.items():
        if begun["of"][name] != digest:
            raise click.UsageError(CHANGED.format(folder=folder, what=WORDS[name]))
    return job, datetime.date.fromisoformat(begun["date"])


def _payloads(table: AnswerTable) -> list[dict[str, str]]:
    """Who each firm is, for the index."""
    columns = {"name": "firm", "ref": "ref", "email": "email"}
    texts = {name: table.profile[column].fillna("").astype("str").tolist() for name, column in columns.items()}
    return [dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)]


def _digests(table: AnswerTable, edition: Edition) -> dict[str, str]:
    """What an archive depends on: gone on with are only those that come out the same."""
    from reports.firm.record import compared_with, waymark_version
    from scoring.scores import SCORER_VERSION

    common = replace(edition, date=datetime.date.min, releases=(), segments=None)
    return {
        "answers": _digest(table.codes.tobytes(), *_columns(table)),
        "instrument": _digest(table.instrument.reference, table.instrument.model_dump_json()),
        "options": _digest(repr(common), repr(compared_with(edition.releases, edition.segments))),
        "version": f"{waymark_version()} {SCORER_VERSION}",
    }


def _columns(table: AnswerTable) -> Sequence[str | bytes]:
    import pandas as pd

    frames = (table.profile, table.extra)
    hashed = [pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes() for frame in frames if frame.size]
    return [repr([list(frame.columns) for frame in frames]), *hashed]


def _digest(*parts: str | bytes) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part if isinstance(part, bytes) else part.encode()).digest())
    return found.hexdigest()
