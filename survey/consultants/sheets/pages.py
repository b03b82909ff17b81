"""One sheet on its way in: where it stands, what it would do, and the answers it waits for."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from scoring.reading import ReadingError, marked, marked_suffix
from scoring.sheetwords import normal
from survey import instruments, visitor
from survey.consultants.sheets import steps, wording
from survey.consultants.sheets.checking import RECORD, check, with_refusals
from survey.consultants.sheets.kept import in_words
from survey.forms.faults import Fault
from survey.languages import translations
from survey.sending import XLSX, ZIP
from survey.storage.imports import uploads, words
from survey.storage.imports.matching import ALL, NEW, SAME
from survey.storage.imports.uploads import Import
from survey.storage.models import now
from survey.storage.values import Member

KINDS = {".xlsx": XLSX, ".zip": ZIP}

ASK = "ask"
"""To be asked again about every row."""

STAY, BLANK = "stay", "blank"
"""What can be said of a value besides what it means: it stays a fault, or it is no answer."""

LATE = timedelta(hours=1)
"""Longer than any sheet takes: something is wrong."""

TEMPLATES = {"columns": "", "preview": "preview", "done": "done", "failed": "failed"}


def sheet(organisation: str, sheet: str) -> ResponseReturnValue:
    """Where it stands."""
    member, found = _found(organisation, sheet)
    if found.status == "columns":
        return redirect(url_for("consultants.sheet_columns", organisation=organisation, sheet=sheet))
    return _draw(member, found)


def sheet_values(organisation: str, sheet: str) -> ResponseReturnValue:
    """Say what values mean that are no answers; what was said before can be forgotten."""
    member, found = _found(organisation, sheet)
    if not _is_of_now(found):
        return _changed(member, found)
    said: dict[str, dict[str, str]] = {}
    for at, group in enumerate(found.summary["groups"]):
        value = request.form.get(f"v_{at}", STAY)
        if value == BLANK or value in [one for one, _ in group["offered"]]:
            said.setdefault(group["column"], {})[normal(group["value"])] = "" if value == BLANK else value
    kept = _without_forgotten(found)
    merged = {column: kept.get(column, {}) | said.get(column, {}) for column in {*kept, *said}}
    for column, meanings in said.items():
        words.remember(found.organisation_id, found.instrument, column, meanings)
    return _checked_again(member, found, words=merged)


def sheet_clients(organisation: str, sheet: str) -> ResponseReturnValue:
    """Say which rows are clients that are there already."""
    member, found = _found(organisation, sheet)
    if not _is_of_now(found):
        return _changed(member, found)
    everyone = request.form.get("everyone", "")
    if everyone == ASK:
        kept = {name: said for name, said in found.decisions.items() if name == RECORD}
        return _checked_again(member, found, decisions=kept)
    said = {ALL: everyone} if everyone in (NEW, SAME) else _said_of_rows(found)
    return _checked_again(member, found, decisions=found.decisions | said)


def _said_of_rows(found: Import) -> dict[str, str]:
    """What was said of each row that the page asked about."""
    said = {}
    for ask in found.summary["asks"]:
        value = request.form.get(f"r_{ask['number']}", "")
        if value == NEW or value in [one["id"] for one in ask["candidates"]]:
            said[str(ask["number"])] = value
    return said


def sheet_mode(organisation: str, sheet: str) -> ResponseReturnValue:
    """Say whether answers are a correction or a new stage."""
    member, found = _found(organisation, sheet)
    if not _is_of_now(found):
        return _changed(member, found)
    mode = "stage" if request.form.get("mode") == "stage" else "correction"
    decisions = {name: said for name, said in found.decisions.items() if name != RECORD}
    if mode == "stage" and request.form.get("record") == "yes":
        decisions[RECORD] = "yes"
    return _checked_again(member, found, mode=mode, decisions=decisions)


def sheet_import(organisation: str, sheet: str) -> ResponseReturnValue:
    """Import what the preview showed."""
    member, found = _found(organisation, sheet)
    if found.status == "done":
        return _to(found, member)
    if not _is_of_now(found) or (request.form.get("rows") != "good" and left_out(found)):
        return _changed(member, found)
    if not uploads.move(found, status="writing", done=0, total=steps.PHASES):
        return _changed(member, found)
    steps.go_on(_again(member, found), small=steps.is_small(found))
    after = _again(member, found)
    return (_draw(member, after), 409) if after.status == "preview" else _to(found, member)


def sheet_back(organisation: str, sheet: str) -> ResponseReturnValue:
    """The sheet with its faults marked, all of it or only the rows that have any."""
    _member, found = _found(organisation, sheet)
    if found.status not in ("preview", "done"):
        abort(404)
    try:
        checked = check(found)
    except ReadingError:
        abort(404)
    only = request.args.get("rows") == "faulty"
    instrument = instruments.by_reference(found.instrument)
    reading, tells = with_refusals(checked), translations(get_locale())
    data = marked(checked.sheet, reading, instrument, tells, only_faulty=only)
    suffix = marked_suffix(checked.sheet, reading, only_faulty=only)
    headers = {"Content-Disposition": f'attachment; filename="{instrument.id}-faults{suffix}"'}
    return Response(data, mimetype=KINDS[suffix], headers=headers)


def sheet_remove(organisation: str, sheet: str) -> ResponseReturnValue:
    """Remove the upload; what was imported stays."""
    member, found = _found(organisation, sheet)
    uploads.remove(found)
    flash(_("The upload was removed."))
    return redirect(url_for("consultants.sheets", organisation=member.organisation))


def left_out(found: Import) -> int:
    """How many rows an import would leave out."""
    counts: dict[str, int] = found.summary["counts"]
    faulty: int = found.summary["faulty"]
    return faulty + counts.get("ask", 0) + counts.get("refused", 0)


def _found(organisation: str, sheet: str) -> tuple[Member, Import]:
    member = visitor.consultant(organisation, "adviser")
    return member, uploads.find(member.organisation_id, sheet) or abort(404)


def _again(member: Member, found: Import) -> Import:
    return uploads.find(member.organisation_id, found.public_id) or abort(404)


def _is_of_now(found: Import) -> bool:
    """Whether the page that was sent is the preview as it is now."""
    return found.status == "preview" and request.form.get("revision") == str(found.revision)


def _changed(member: Member, found: Import) -> ResponseReturnValue:
    """The page as it is now, where something changed since it was drawn."""
    if found.status == "columns":
        return redirect(url_for("consultants.sheet_columns", organisation=member.organisation, sheet=found.public_id))
    message = _("This changed since you opened the page, so nothing was done. This is how it stands now.")
    return _draw(member, found, [Fault("", message)]), 409


def _checked_again(member: Member, found: Import, **said: Any) -> ResponseReturnValue:
    if uploads.move(found, status="checking", **said):
        steps.go_on(_again(member, found), small=steps.is_small(found))
    return _to(found, member)


def _without_forgotten(found: Import) -> dict[str, dict[str, str]]:
    """What was said about values, without what is to be forgotten, which is forgotten for the next sheet as well."""
    said = {column: dict(meanings) for column, meanings in found.words.items()}
    for at, (column, word, _meaning) in enumerate(found.summary["said"]):
        if request.form.get(f"f_{at}") == "yes":
            said[column].pop(word, None)
            words.remember(found.organisation_id, found.instrument, column, {word: None})
    return said


def _to(found: Import, member: Member) -> ResponseReturnValue:
    return redirect(url_for("consultants.sheet", organisation=member.organisation, sheet=found.public_id))


def _draw(member: Member, found: Import, faults: list[Fault] | None = None) -> str:
    page = TEMPLATES.get(found.status, "waiting")
    return render_template(
        f"consultants/sheets/{page}.html",
        member=member,
        found=found,
        told=found.summary,
        left_out=left_out(found) if page in ("preview", "done") else 0,
        decided=bool(found.decisions.keys() - {RECORD}),
        late=found.waits and now() - found.updated_at > LATE,
        in_words=in_words,
        faults=faults or [],
        **(_in_words(found) if page == "preview" else {}),
    )


def _in_words(found: Import) -> dict[str, Any]:
    """What columns and values mean, for the page that asks about them."""
    instrument = instruments.by_reference(found.instrument)
    return {
        "questions": wording.questions(instrument),
        "meaning": partial(wording.meaning, instrument),
        "says_more": wording.says_more,
    }
