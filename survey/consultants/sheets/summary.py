"""What the preview of a sheet tells, worked out once and kept: counts, faults put together, questions to answer."""

from __future__ import annotations

from typing import Any

from scoring.reading import FaultGroup, grouped
from scoring.reading.header import columns_of
from scoring.sheetwords import normal
from survey.consultants.sheets.checking import Checked, wordings
from survey.consultants.sheets.kept import kept
from survey.storage.imports import known
from survey.storage.imports.details import changes_of, latest
from survey.storage.imports.known import ClientDetails
from survey.storage.imports.planning import Mode, Step
from survey.storage.imports.writing import written_rows

SHOWN = 100
"""Questions, and values to be read as something, that one page asks."""

TOLD = 20
"""Refused rows, and unknown columns, that are told one by one."""


def summary_of(checked: Checked) -> dict[str, Any]:
    """As JSON; its sentences as ``kept`` keeps them."""
    reading = checked.reading
    rows = len(checked.sheet.rows) + len(checked.sheet.misfits)
    pairs = zip(checked.rows, checked.steps, strict=True)
    unstaged = [step for row, step in pairs if row.stage is None and step.match.client]
    return {
        "rows": rows,
        "good": len(reading.table),
        "faulty": rows - len(reading.table),
        "counts": checked.counts,
        "modes": {mode: _counts(checked, mode) for mode in ("correction", "stage")} if unstaged else {},
        "unstaged": len(unstaged),
        "removed": _removed(checked),
        "details": _details(checked),
        "renamed": _renamed(checked),
        "consents": int(reading.table.profile["counted"].sum()),
        "groups": [_group(group) for group in _groups(checked)],
        "refused": [{"row": _row(checked, step), "text": kept(step.reason)} for step in _refused(checked)[:TOLD]],
        "asks": _asks(checked),
        "same": sum(len(step.match.candidates) == 1 for step in _asked(checked)),
        "unknown": reading.unknown_columns[:TOLD],
        "mapped": sum(normal(name) in checked.found.names for name in checked.sheet.header),
        "said": _said(checked),
        "digest": checked.digest,
    }


def _counts(checked: Checked, mode: Mode) -> dict[str, int]:
    found: dict[str, int] = {}
    for step in checked.planned(mode):
        found[step.action] = found.get(step.action, 0) + 1
    return found


def _removed(checked: Checked) -> int:
    """How many answers that are there would be blank."""
    corrections = [step for step in checked.steps if step.action == "correction"]
    return sum(row.removed for row in written_rows(checked.incoming, corrections, checked.known))


def _details(checked: Checked) -> int:
    """Clients that are there already of which the sheet says something new."""
    return sum(
        bool(changes_of(checked.incoming, step, checked.known[one])) for one, step in latest(checked.steps).items()
    )


def _renamed(checked: Checked) -> list[dict[str, Any]]:
    """Rows whose number is that of a client with another name: perhaps the numbers are mixed up."""
    found = []
    for step in checked.steps:
        firm = checked.incoming.firms[step.at]
        client = step.match.client
        if client and checked.incoming.refs[step.at] and " ".join(firm.split()) != client.name and not firm.isdigit():
            found.append({"row": _row(checked, step), "firm": firm, "client": client.name})
    return found[:TOLD]


def _groups(checked: Checked) -> list[FaultGroup]:
    instrument = checked.reading.table.instrument
    others = wordings(checked.found.instrument)
    return grouped(checked.reading.problems, instrument, wordings=others, names=checked.found.names, most=SHOWN)


def _group(group: FaultGroup) -> dict[str, Any]:
    return {
        "column": group.column,
        "written": group.written,
        "value": group.value,
        "text": kept(group.message),
        "rows": group.rows,
        "places": list(group.places),
        "offered": [[one, kept(label)] for one, label in group.offered],
        "guess": group.guess,
    }


def _said(checked: Checked) -> list[list[str]]:
    """Column, value and meaning of everything in the sheet that is read as it was said to be."""
    found, sheet = checked.found, checked.sheet
    called = columns_of(sheet.header, checked.reading.table.instrument, found.names).names
    said = []
    for at, name in enumerate(called):
        meanings = found.words.get(name.casefold(), {})
        there = set(map(normal, sheet.cells[at].unique())) if meanings else set()
        said += [[name.casefold(), word, meaning] for word, meaning in sorted(meanings.items()) if word in there]
    return said


def _refused(checked: Checked) -> list[Step]:
    return [step for step in checked.steps if step.action == "refused"]


def _asked(checked: Checked) -> list[Step]:
    return [step for step in checked.steps if step.action == "ask"]


def _asks(checked: Checked) -> list[dict[str, Any]]:
    """The rows to be asked about, each with the clients that it may be: by name, number and where they are."""
    asked = _asked(checked)[:SHOWN]
    told = known.details({one.id for step in asked for one in step.match.candidates})
    return [
        {
            "number": step.number,
            "row": _row(checked, step),
            "firm": checked.incoming.firms[step.at],
            "candidates": [
                {"id": one.public_id, "name": one.name, "known_by": _known_by(told[one.id])}
                for one in step.match.candidates
                if one.id in told
            ],
        }
        for step in asked
    ]


def _known_by(client: ClientDetails) -> list[str]:
    """What tells clients of one name apart."""
    place = client.profile.get("region") or client.profile.get("country")
    return [one for one in (client.ref, place, client.email) if one]


def _row(checked: Checked, step: Step) -> int | str:
    """The number of the row, or the file of the interview."""
    return checked.sheet.sources[step.number - 1] if checked.sheet.sources else step.number
