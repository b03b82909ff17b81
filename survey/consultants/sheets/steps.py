"""The way of a sheet, step by step, from what was uploaded to clients with answers; in a request or in a worker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import current_app

from scoring.messages import N_, Message, Problem
from scoring.reading import Limits, ReadingError, Sheet, open_files, unclear
from scoring.reading.header import columns_of, header_problems
from survey.consultants.sheets.checking import Checked, check, wordings
from survey.consultants.sheets.kept import kept_problems
from survey.consultants.sheets.summary import summary_of
from survey.instruments import by_reference
from survey.storage import jobs
from survey.storage.imports import uploads, words
from survey.storage.imports.uploads import Import
from survey.storage.imports.writing import apply, prepared
from survey.storage.models import now

logger = logging.getLogger(__name__)

ROWS = 30_000
"""Most rows of one sheet: they are written in one transaction, for which others wait a few seconds at most."""

SMALL_BYTES = 300_000
SMALL_FILES = 5
SMALL_ROWS = 500
"""Up to here an upload is dealt with while the browser waits."""

SECONDS = 60
SMALL_SECONDS = 5
"""Longest that one workbook may take, in a worker and while the browser waits."""

IN_CASE = timedelta(minutes=3)
"""When a worker looks whether a small one is done: no request takes so long."""

PHASES = 4
"""Of writing, as a progress bar counts them: read, put together, scored, written."""

ATTEMPTS = 3
"""How often an import is planned anew because somebody changed what it builds on, before a person looks again."""

NO_ROWS = N_("There is a header, but no row of answers below it.")
FAILED = N_("Something failed on our side while this was read. Nothing was imported. Please upload it again.")

CHANGED = {"changed": True}
"""Noted in the summary where the clients changed between the preview and the import."""


def go_on(found: Import, *, small: bool) -> None:
    """Take the import on, at once where it is small, else by a worker; who also tries where this went wrong, or ended
    with the process."""
    order = {uploads.KIND: found.public_id}
    key = f"{uploads.KIND} {found.public_id} {found.revision}"
    if small:
        jobs.order(uploads.KIND, order, key=f"{key} in case", run_after=now() + IN_CASE)
        try:
            return advance(found.public_id, seconds=SMALL_SECONDS)
        except Exception as error:
            # Only its kind: what went wrong may quote an answer, which has no place in a log.
            logger.error("an import is left to the worker: %s", type(error).__name__)
    return jobs.order(uploads.KIND, order, key=key)


def is_small(found: Import) -> bool:
    """Whether it is dealt with while the browser waits, once it has been read."""
    rows: int = found.summary.get("rows", 0)
    return rows <= SMALL_ROWS


def advance(public_id: str, *, seconds: float = SECONDS) -> None:
    """Take the import on until it is done or waits for a person. Safe to repeat: each step happens once."""
    while (found := uploads.at_work(public_id)) is not None and found.waits:
        if found.status == "reading":
            _read(found, seconds)
        else:
            STEPS[found.status](found)


def give_up(public_id: str) -> None:
    """End an import that failed for a reason that nobody foresaw."""
    found = uploads.at_work(public_id)
    if found is not None and found.waits:
        _fail(found, [Problem("-", Message(FAILED))])


def _read(found: Import, seconds: float) -> None:
    """From files to cells; then on to the columns, if any of them is not understood."""
    instrument = by_reference(found.instrument)
    sheet, layout, problems = open_files(uploads.files(found.id), instrument, limits_of_server(seconds))
    if sheet is not None and not len(sheet.rows) and not sheet.misfits:
        sheet, problems = None, [Problem(found.files[0], Message(NO_ROWS))]
    if sheet is None:
        _fail(found, problems)
        return
    known_words = words.remembered(found.organisation_id, found.instrument)
    values: dict[str, Any] = {
        "layout": layout,
        "names": known_words.names,
        "words": known_words.values,
        "summary": {"unread": kept_problems(problems), "rows": len(sheet.rows)},
        "status": "columns" if needs_columns(found, sheet, known_words.names) else "checking",
    }
    uploads.move(found, cells=sheet.to_bytes(), **values)


def limits_of_server(seconds: float = SECONDS) -> Limits:
    """How much is read here: closer bounds than on one's own machine, since others wait."""
    most = current_app.config["WAYMARK"].max_upload_bytes
    return Limits(bytes=most, rows=ROWS, cells=20_000_000, unpacked=20 * most, seconds=seconds, memory=2 * 1024**3)


def needs_columns(found: Import, sheet: Sheet, names: dict[str, str]) -> bool:
    """Whether a person has to look at the columns: some are not understood, or the header has a fault."""
    instrument = by_reference(found.instrument)
    columns = columns_of(sheet.header, instrument, names)
    if header_problems(sheet.header, columns, instrument, "-"):
        return True
    return bool(unclear(sheet, instrument, wordings(found.instrument), names))


def _check(found: Import) -> None:
    """From cells to the preview."""
    try:
        checked = check(found)
    except ReadingError:
        uploads.move(found, status="columns")
        return
    uploads.move(found, status="preview", summary=_summary(found, checked))


def _write(found: Import) -> None:
    """From the preview to clients with answers: all of them or none."""
    for _ in range(ATTEMPTS):
        checked = check(found)
        uploads.tell(found, 2, PHASES)
        if checked.digest != found.summary.get("digest"):
            break
        batch = prepared(checked.incoming, checked.steps, checked.known, found.organisation_id, now())
        uploads.tell(found, 3, PHASES)
        if apply(found, checked.incoming, batch, fingerprint=checked.fingerprint, summary=_summary(found, checked)):
            return
    uploads.move(found, status="preview", summary=_summary(found, checked) | CHANGED)


def _summary(found: Import, checked: Checked) -> dict[str, Any]:
    return summary_of(checked) | {"unread": found.summary.get("unread", [])}


def _fail(found: Import, problems: list[Problem]) -> None:
    uploads.move(found, status="failed", fault={"problems": kept_problems(problems)}, finished_at=now())


STEPS: dict[str, Callable[[Import], None]] = {"checking": _check, "writing": _write}
