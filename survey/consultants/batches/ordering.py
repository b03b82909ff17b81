"""A new batch: which clients, and what each report is like."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from survey import visitor
from survey.consultants.batches import choosing
from survey.consultants.batches.choosing import Choice
from survey.consultants.batches.forms import BatchForm
from survey.forms.faults import Fault
from survey.storage import batches, houses
from survey.storage.batches import LONGEST_NAME, MOST, OrderError, Wish
from survey.storage.values import Member


def new_batch(organisation: str) -> ResponseReturnValue:
    """The form; its address says which clients are meant, as the list of clients was filtered or ticked."""
    member = visitor.consultant(organisation, "adviser")
    offered = choosing.offered(member)
    form = BatchForm({name: choice.words for name, choice in offered.items()})
    if form.is_submitted() and (there := batches.ordered(member.organisation_id, form.key.data or "")):
        # Pressed twice: what was new when the page was drawn is not new any more.
        return redirect(url_for("consultants.batch", organisation=organisation, batch=there))
    if not form.validate_on_submit():
        return _draw(member, offered, form)
    try:
        public_id = batches.begin(member, _wish(form, offered[form.which.data], member), form.key.data)
    except OrderError:
        return _draw(member, offered, form, [_refusal(offered, form.which.data)])
    return redirect(url_for("consultants.batch", organisation=organisation, batch=public_id))


def _wish(form: BatchForm, chosen: Choice, member: Member) -> Wish:
    return Wish(
        name=form.name.data,
        clients=chosen.ready,
        language=form.language.data,
        paper=form.paper.data,
        for_us=form.for_us,
        letter=form.with_letter and _has_letter(member),
    )


def _refusal(offered: Mapping[str, Choice], which: str) -> Fault:
    """Why no batch was ordered."""
    ready = offered[which].ready
    if not any(choice.ready for choice in offered.values()):
        return Fault("", _("There is nothing to order yet."))
    if not ready:
        return Fault("which-1", _("None of these clients has finished an assessment. Choose others."))
    if len(ready) > MOST:
        most = format_decimal(MOST)
        return Fault(
            "which-1", _("A batch has at most %(most)s clients. Filter the list, and order several.", most=most)
        )
    return Fault("which-1", _("These clients have changed a moment ago. Look through this page, and order once more."))


def _has_letter(member: Member) -> bool:
    return bool(houses.house(member.organisation_id).letter)


def _draw(
    member: Member, offered: Mapping[str, Choice], form: BatchForm, refused: list[Fault] | None = None
) -> tuple[str, int]:
    faults = refused or (form.faults() if form.is_submitted() else [])
    page = render_template(
        "consultants/batches/new.html",
        member=member,
        offered=offered,
        form=form,
        faults=faults,
        has_letter=_has_letter(member),
        most=LONGEST_NAME,
        here=f"{request.path}?{request.query_string.decode('ascii', 'replace')}",
    )
    return page, 422 if faults else 200
