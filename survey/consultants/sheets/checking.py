"""Checking a sheet: what its rows say, whose they are, and what would become of each."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from flask import current_app

from scoring.instrument import Instrument, MultipleQuestion, cells_of
from scoring.loading import load
from scoring.messages import N_, Message
from scoring.reading import Reading, RowProblem, Sheet, exact_numbers, interpret
from scoring.reading.header import columns_of
from scoring.trades import SECTIONS, find_trades, plain
from survey.instruments import by_reference
from survey.storage.imports import known, uploads
from survey.storage.imports.known import ClientDetails
from survey.storage.imports.matching import Row, match
from survey.storage.imports.merging import Incoming
from survey.storage.imports.planning import KnownStage, Mode, Rules, Step, plan
from survey.storage.imports.uploads import Import

RECORD = "record"
"""The decision to record a new stage also where all answers are those of the last."""

SECTION_NAMES = frozenset(map(plain, SECTIONS.values()))

NOT_DECIDED = N_("“{firm}” is the name of a client that you have. Say whether it is the same.")


def wordings(reference: str) -> list[Instrument]:
    """The instrument in every language on offer, whose labels a sheet may use."""
    settings = current_app.config["WAYMARK"]
    return [load(reference, folder=settings.instrument_dir, language=code) for code in (None, *settings.languages)]


def sheet_of(found: Import) -> Sheet:
    return Sheet.from_bytes(uploads.cells(found.id))


def reading_of(found: Import, sheet: Sheet) -> Reading:
    """The answers in it, with what was said about columns and values. Raises ``scoring.reading.ReadingError``."""
    instrument = by_reference(found.instrument)
    place = found.files[0] if len(found.files) == 1 else "-"
    others = wordings(found.instrument)
    return interpret(sheet, instrument, place=place, wordings=others, names=found.names, words=found.words)


@dataclass(frozen=True)
class Checked:
    """A sheet beside what the organisation has. ``fingerprint``: of the latter, see ``known.fingerprint_of``."""

    found: Import
    sheet: Sheet
    reading: Reading
    incoming: Incoming
    rows: list[Row]
    steps: list[Step]
    known: Mapping[int, ClientDetails]
    stages: Mapping[int, Sequence[KnownStage]]
    fingerprint: str

    def planned(self, mode: Mode) -> list[Step]:
        """The steps as they would be in this mode."""
        rules = self._rules(mode)
        return plan(self.rows, [step.match for step in self.steps], self.stages, rules)

    def _rules(self, mode: Mode) -> Rules:
        return rules_of(self.found, self.incoming, mode)

    @cached_property
    def problems(self) -> list[RowProblem]:
        """The faults of the reading, then why rows without fault do not go in, by row."""
        return sorted([*self.reading.problems, *self.refusals], key=lambda problem: problem.row)

    @cached_property
    def refusals(self) -> list[RowProblem]:
        """Why rows without fault do not go in."""
        return [self._refusal(step) for step in self.steps if step.action in ("refused", "ask")]

    def _refusal(self, step: Step) -> RowProblem:
        firm = self.incoming.firms[step.at]
        file = self.sheet.sources[step.number - 1] if self.sheet.sources else ""
        return RowProblem(step.number, "", "", step.reason or Message(NOT_DECIDED, {"firm": firm}), file)

    @cached_property
    def digest(self) -> str:
        """A word that changes when any row would go another way."""
        told = [
            (step.at, step.action, step.stage, step.match.client.id if step.match.client else step.match.key)
            for step in self.steps
        ]
        return hashlib.sha256(json.dumps(told).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(step.action for step in self.steps))


def check(found: Import) -> Checked:
    """Read, match and plan. Raises ``scoring.reading.ReadingError`` for what concerns the header."""
    sheet = sheet_of(found)
    reading = reading_of(found, sheet)
    instrument = reading.table.instrument
    incoming = Incoming(
        reading.table,
        columns_in(sheet, instrument, found.names),
        exact_numbers(sheet, instrument, reading.rows, names=found.names, words=found.words),
        trades_in(sheet, reading, found.names),
    )
    fingerprint = known.fingerprint(found.organisation_id)
    rows = _rows(reading, incoming)
    matches = match(rows, known.clients(found.organisation_id), found.decisions)
    ids = {one.client.id for one in matches if one.client}
    stages = known.stages(ids, instrument)
    steps = plan(rows, matches, stages, rules_of(found, incoming, found.mode))
    return Checked(found, sheet, reading, incoming, rows, steps, known.details(ids), stages, fingerprint)


def rules_of(found: Import, incoming: Incoming, mode: Mode) -> Rules:
    return Rules(mode, incoming.same, incoming.same_answers, RECORD in found.decisions)


def columns_in(sheet: Sheet, instrument: Instrument, names: Mapping[str, str]) -> frozenset[str]:
    """The cells of answers that the sheet has columns for, and its questions with texts."""
    columns = columns_of(sheet.header, instrument, names)
    whole = {cell for name in columns.whole for cell in cells_of(instrument.questions[name])}
    parts = {cell for found in columns.parts.values() for cell in found}
    ticked = {
        cell
        for name in columns.parts
        if isinstance(question := instrument.questions[name], MultipleQuestion)
        for cell in cells_of(question)
    }
    return frozenset({*columns.whole, *whole, *parts, *ticked})


def trades_in(sheet: Sheet, reading: Reading, names: Mapping[str, str]) -> list[str]:
    """The id of the trade that each row of the reading names, "" where it names none or says a sector or division."""
    position = columns_of(sheet.header, reading.table.instrument, names).profile.get("sector")
    if position is None:
        return [""] * len(reading.table)
    written = sheet.cells[position][np.isin(sheet.rows, reading.rows)].astype("str")
    named = {text: _trade_of(text) for text in written.unique()}
    return [named[text] for text in written]


def _trade_of(text: str) -> str:
    found = find_trades(text.strip())
    return found[0].id if len(found) == 1 and plain(text) not in SECTION_NAMES else ""


def with_refusals(checked: Checked) -> Reading:
    """The reading with the rows that do not go in among its faults."""
    return replace(checked.reading, problems=checked.problems)


def _rows(reading: Reading, incoming: Incoming) -> list[Row]:
    stages = reading.table.profile["stage"].tolist()
    return [
        Row(at, int(number), incoming.firms[at], incoming.refs[at], int(stages[at][1:]) if reading.staged[at] else None)
        for at, number in enumerate(reading.rows)
    ]
