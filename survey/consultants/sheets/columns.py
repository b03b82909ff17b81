"""Columns that are not understood: what each is, said once and remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from scoring.instrument import Instrument
from scoring.messages import Message, Problem
from scoring.reading import Sheet, free_columns, unclear
from scoring.reading.header import columns_of, header_problems
from scoring.reading.mapping import Choice, Unclear
from scoring.reading.sheet import column_letter
from scoring.sheetwords import normal
from survey import instruments, visitor
from survey.consultants.sheets import steps
from survey.consultants.sheets.checking import sheet_of, wordings
from survey.forms.faults import Fault
from survey.languages import in_words, translations
from survey.storage.imports import uploads, words
from survey.storage.imports.uploads import Import
from survey.storage.values import Member

LEAVE_OUT = "-"
"""The choice for a column that means nothing here; no column is called so."""

ASKED = 60
"""Columns that one page asks about; what is beyond is left out."""


@dataclass(frozen=True)
class Asked:
    """A column and what may be said about it. ``chosen``: what the page shows as chosen; ``why``: ``guess``,
    ``before`` (it was said before) or ``open``."""

    name: str
    letter: str
    samples: tuple[str, ...]
    chosen: str
    why: str
    choices: tuple[tuple[str, str], ...]


def sheet_columns(organisation: str, sheet: str) -> ResponseReturnValue:
    """Ask about columns; a POST says what they are, and has the sheet checked."""
    member = visitor.consultant(organisation, "adviser")
    found = uploads.find(member.organisation_id, sheet) or abort(404)
    if found.status not in ("columns", "preview"):
        return redirect(url_for("consultants.sheet", organisation=organisation, sheet=sheet))
    cells, instrument = sheet_of(found), instruments.by_reference(found.instrument)
    if request.method != "POST":
        return _draw(member, found, cells, found.names)
    asked = asked_of(found, cells, instrument, found.names)
    said = _said(asked)
    names = found.names | said
    faults = _faults(cells, instrument, names)
    if faults:
        return _draw(member, found, cells, names), 422
    _keep(found, said)
    if uploads.move(found, status="checking", names=names):
        steps.go_on(uploads.find(member.organisation_id, sheet) or abort(404), small=steps.is_small(found))
    return redirect(url_for("consultants.sheet", organisation=organisation, sheet=sheet))


def asked_of(found: Import, cells: Sheet, instrument: Instrument, names: Mapping[str, str]) -> list[Asked]:
    """The columns to ask about: those not understood, then those of which it was said before."""
    open_ones = unclear(cells, instrument, wordings(found.instrument), names)
    free = free_columns(cells, instrument, names)
    every = {choice.id: choice for choice in free_columns(cells, instrument, {})}
    known = [at for at, name in enumerate(cells.header) if normal(name) in names]
    asked = [_open(one, free) for one in open_ones]
    return (asked + [_before(cells, at, free, names, every) for at in known])[:ASKED]


def _open(one: Unclear, free: Sequence[Choice]) -> Asked:
    why = "guess" if one.guess else "open"
    return Asked(one.name, one.letter, one.samples, one.guess or LEAVE_OUT, why, _choices(free))


def _before(
    cells: Sheet, at: int, free: Sequence[Choice], names: Mapping[str, str], every: Mapping[str, Choice]
) -> Asked:
    name = cells.header[at]
    meaning = names[normal(name)]
    taken = meaning and not any(choice.id == meaning for choice in free)
    own = [every.get(meaning, Choice(meaning, meaning, ""))] if taken else []
    head = cells.cells[at].iloc[:1000].str.strip()
    samples = tuple(text[:60] for text in head[head != ""].unique()[:3])
    return Asked(name, column_letter(at), samples, meaning or LEAVE_OUT, "before", _choices([*own, *free]))


def _choices(free: Sequence[Choice]) -> tuple[tuple[str, str], ...]:
    return tuple((choice.id, _label(choice)) for choice in free)


def _label(choice: Choice) -> str:
    wording, part = (_words(one) for one in (choice.wording, choice.part))
    if part:
        return str(_("%(id)s: %(question)s – %(part)s", id=choice.id, question=wording, part=part))
    return str(_("%(id)s: %(question)s", id=choice.id, question=wording)) if wording != choice.id else wording


def _words(words: Message | str) -> str:
    return in_words(words) if isinstance(words, Message) else str(words)


def _said(asked: Sequence[Asked]) -> dict[str, str]:
    """What was posted about each column; what is not on offer leaves it out."""
    said = {}
    for at, one in enumerate(asked):
        value = request.form.get(f"c_{at}", LEAVE_OUT)
        said[normal(one.name)] = value if value in dict(one.choices) else ""
    return said


def _faults(cells: Sheet, instrument: Instrument, names: Mapping[str, str]) -> list[Problem]:
    return header_problems(cells.header, columns_of(cells.header, instrument, names), instrument, "-")


def _keep(found: Import, said: Mapping[str, str]) -> None:
    """Remember what was said, or with the box unticked forget it."""
    remembers = request.form.get("remember") == "yes"
    kept = {word: meaning if remembers else None for word, meaning in said.items()}
    words.remember(found.organisation_id, found.instrument, words.HEADER, kept)


def _draw(member: Member, found: Import, cells: Sheet, names: dict[str, str]) -> str:
    instrument = instruments.by_reference(found.instrument)
    tells = translations(get_locale())
    asked = asked_of(found, cells, instrument, names)
    # What our guesses would mend already is not worth a word.
    likely = names | {normal(one.name): one.chosen for one in asked if one.why == "guess"}
    faults = [Fault("columns", problem.message.render(tells)) for problem in _faults(cells, instrument, likely)]
    return render_template(
        "consultants/sheets/columns.html",
        member=member,
        found=found,
        asked=asked,
        more=max(len(cells.header) - len(asked), 0) if len(asked) == ASKED else 0,
        faults=faults if request.method == "POST" else [],
        told=faults if request.method != "POST" else [],
        leave_out=LEAVE_OUT,
    )
