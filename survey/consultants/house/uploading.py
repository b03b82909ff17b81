"""The sheet of actions: handed out, read again, shown what it would change, and only then written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.actions import Action
from scoring.adaptation import Adaptation, AdaptationError, problems, read
from scoring.reading import ReadingError
from survey import instruments, visitor
from survey.accounts import keys
from survey.consultants.house.actions import draw_list, kept_of, said_of
from survey.consultants.house.reading import read_workbook
from survey.consultants.house.sheet import ACTION, OWN, TITLES, workbook
from survey.forms.cells import LIMITS, CellFault
from survey.forms.faults import Fault
from survey.forms.uploads import accept, posted_file
from survey.languages import in_words
from survey.naming import file_name
from survey.sending import XLSX, attachment
from survey.storage import houses
from survey.storage.adapting import Entry, entry_of
from survey.storage.tracing import trace
from survey.storage.values import Member

SEALED, GOOD_FOR = "house sheet", timedelta(hours=12)
"""What the preview carries to be written is sealed: nobody else's, and nothing that was not checked."""

MOST_SHOWN = 200
"""Faults of one workbook that a page lists."""


@dataclass(frozen=True)
class Difference:
    """An action that the workbook changes: what holds now, and what would."""

    title: str
    now: tuple[str, ...]
    then: tuple[str, ...]


def house_sheet(organisation: str) -> Response:
    """The workbook with everything as it is kept."""
    member = visitor.consultant(organisation)
    content = workbook(instruments.current(), kept_of(member))
    name = file_name("xlsx", member.organisation_name, _("actions"))
    return attachment(content, XLSX, name)


def house_upload(organisation: str) -> ResponseReturnValue:
    """Read the workbook and show what it would change, or everything that is wrong with it."""
    owner = visitor.consultant(organisation, "owner")
    accept(LIMITS.bytes)
    kept, instrument = kept_of(owner), instruments.current()
    fault, data = posted_file("sheet")
    if fault is not None:
        return _refuse(owner, kept, fault)
    try:
        found, faults = read_workbook(data, instrument, kept)
    except ReadingError as error:
        text = " ".join(in_words(problem.message) for problem in error.problems)
        return _refuse(owner, kept, Fault("sheet", text))
    if faults:
        return _draw(owner, faults=faults), 422
    sealed = keys.seal(SEALED, _said(owner, found, kept))
    return _draw(owner, differences=list(_differences(instrument.actions_by_id, kept, found)), sealed=sealed)


def house_apply(organisation: str) -> ResponseReturnValue:
    """Write what the preview showed, if nobody changed anything since."""
    owner = visitor.consultant(organisation, "owner")
    said = keys.unseal(SEALED, request.form.get("sealed", ""), GOOD_FOR)
    kept, found = kept_of(owner), _unsealed(owner, said)
    if said is None or found is None:
        return _refuse(owner, kept, Fault("sheet", _("The preview is too old. Upload the workbook again.")))
    if not houses.set_adaptation(owner.organisation_id, instruments.current().id, found, seen=said["seen"]):
        text = _("A colleague changed actions in the meantime, so nothing was written. Upload the workbook again.")
        return draw_list(owner, kept, [Fault("sheet", text)], [text]), 409
    flash(_("The actions are as the workbook says. Every plan that is made from now on has them."))
    return redirect(url_for("consultants.house_actions", organisation=organisation))


def _refuse(owner: Member, kept: Adaptation, fault: Fault) -> ResponseReturnValue:
    return draw_list(owner, kept, [fault], [fault.message] if fault.anchor else []), 422


def _said(owner: Member, found: Adaptation, kept: Adaptation) -> dict[str, Any]:
    content = found.model_dump(mode="json", exclude_defaults=True)
    return {"of": owner.organisation_id, "seen": trace(kept), "content": json.dumps(content)}


def _unsealed(owner: Member, said: Mapping[str, Any] | None) -> Adaptation | None:
    """What was checked for this organisation; None for anything else, and where the instrument changed since."""
    if said is None or said.get("of") != owner.organisation_id:
        return None
    try:
        found = read(json.loads(said["content"]))
    except AdaptationError:
        return None
    known = {str(problem) for problem in problems(instruments.current(), kept_of(owner))}
    return found if {str(one) for one in problems(instruments.current(), found)} <= known else None


def _differences(actions: Mapping[str, Action], kept: Adaptation, found: Adaptation) -> Iterator[Difference]:
    named = (*actions, *(own.id for own in kept.own), *(own.id for own in found.own))
    for name in dict.fromkeys(named):
        before, after = entry_of(kept, name), entry_of(found, name)
        if before != after:
            own, action = after.own or before.own, actions.get(name)
            title = action.title if action else own.title if own else name
            yield Difference(title, tuple(_in_words(before, action)), tuple(_in_words(after, action)))


def _in_words(entry: Entry, action: Action | None) -> Iterator[str]:
    """What an entry says, a text for each thing."""
    own = entry.own
    if action is None and own is None:
        yield _("not there")
        return
    if own is not None:
        yield from (own.title, own.summary, *own.steps, own.owner, own.measure)
        yield _("Weeks until it runs: %(weeks)s", weeks=f"{own.weeks:g}")
        yield _("Like: %(id)s", id=own.like)
    if entry.hidden:
        yield _("hidden")
    figures = said_of(own.demands if own else entry.demands, action)
    yield from (_("%(what)s: %(ours)s", what=one.label, ours=one.ours) for one in figures)
    if not (own or entry.says_something):
        yield _("as the instrument says")


def _draw(
    owner: Member,
    *,
    faults: list[CellFault] | None = None,
    differences: list[Difference] | None = None,
    sealed: str = "",
) -> str:
    found = faults or []
    told = Fault("cells", _("Nothing was changed: mend these cells, and upload the workbook again."))
    return render_template(
        "consultants/house/preview.html",
        member=owner,
        faults=[told] if found else [],
        cells=found[:MOST_SHOWN],
        more=len(found) - MOST_SHOWN,
        sheets={ACTION: _(TITLES[0]), OWN: _(TITLES[1])},
        differences=differences or [],
        sealed=sealed,
    )
