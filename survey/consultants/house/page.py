"""How the organisation hands out reports: its name, logo and colours, how it is reached, its letter and its offer.

Every member sees it, for it is what their clients get. Only an owner changes it: it goes out with the reports of all
clients and all advisers, and each adviser has words of their own for every client.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from reports.firm.house import House
from reports.theme import READABLE, on_white
from scoring.roadmap.choices import DAY_RATE
from survey import instruments, visitor
from survey.consultants.house.forms import HouseForm
from survey.consultants.house.letter import placeholders, previewed
from survey.forms.faults import Fault
from survey.storage import houses
from survey.storage.houses import Look, look_of
from survey.storage.tracing import trace
from survey.storage.values import Member


@dataclass(frozen=True)
class Colour:
    """A colour that can be shown, with how well it is read on white."""

    value: str
    contrast: str


def house(organisation: str) -> ResponseReturnValue:
    """The house; a POST of an owner changes it, or only shows how a letter would read."""
    if request.method != "POST":
        member = visitor.consultant(organisation)
        return draw(member)
    owner, form = visitor.consultant(organisation, "owner"), HouseForm()
    if not form.validate():
        return draw(owner, form), 422
    if request.form.get("do") == "preview":
        return draw(owner, form)
    stored = houses.set_look(owner.organisation_id, form.look, seen=form.seen.data or "")
    if stored is not None:
        form.seen.data = trace(stored)
        return draw(owner, form, stored=stored), 409
    flash(_("Saved. Every report that is made from now on has it."))
    return redirect(url_for("consultants.house", organisation=organisation))


def draw(
    member: Member, form: HouseForm | None = None, *, stored: Look | None = None, faults: list[Fault] | None = None
) -> str:
    """``stored``: what a colleague has written meanwhile. ``faults``: those of the logo, which has its own form."""
    kept = houses.house(member.organisation_id)
    look = look_of(kept)
    shown = form or HouseForm.of_look(look, trace(look))
    found = [*(form.faults() if form else []), *(faults or [])]
    if stored is not None:
        found.append(Fault("both", _("A colleague changed this in the meantime: see both, and save again.")))
    return render_template(
        "consultants/house/house.html",
        member=member,
        form=shown,
        faults=found,
        logo_faults=[fault.message for fault in faults or []],
        stored=stored,
        logo_seen=trace(kept.branding.logo),
        has_logo=bool(kept.branding.logo),
        colours={name: _colour(shown[name].data) for name in ("accent", "second")},
        readable=format_decimal(READABLE),
        usual_rate=format_decimal(DAY_RATE),
        placeholders=placeholders(),
        letter=previewed(shown.letter.data, kept) if shown.letter.data and not shown.letter.errors else "",
        changed=_changed(kept),
        has_sample=instruments.current().sample is not None,
    )


def _colour(value: str | None) -> Colour | None:
    contrast = on_white(value or "")
    return Colour(str(value), format_decimal(contrast, format="0.0")) if contrast >= READABLE else None


def _changed(kept: House) -> int:
    """How many actions the organisation hides, changes or has added."""
    adaptation = kept.adaptations.get(instruments.current().id)
    if adaptation is None:
        return 0
    return len({*adaptation.hidden, *adaptation.changed}) + len(adaptation.own)
