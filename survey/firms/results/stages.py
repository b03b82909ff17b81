"""What a firm does with an assessment it handed in: update it, assess again, be counted or not."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.firms.answering.forms import IdentityForm
from survey.firms.results import page
from survey.storage import assessments
from survey.storage.assessments import Assessment


def update(public_id: str) -> ResponseReturnValue:
    """Open the answers of this stage again; the results stay as they are until they are handed in anew."""
    assessments.reopen(public_id, role=_handed_in(public_id).role)
    flash(_("Your answers are open again."))
    return redirect(url_for("firms.go_on", public_id=public_id))


def keep(public_id: str) -> ResponseReturnValue:
    """Drop the update: the answers are as they were handed in."""
    _handed_in(public_id)
    assessments.keep_as_it_was(public_id)
    flash(_("The update is dropped: everything is as you handed it in."))
    return redirect(url_for("firms.results", public_id=public_id))


def again(public_id: str) -> ResponseReturnValue:
    """Begin the next stage, or go on with it where it was begun."""
    assessment = _handed_in(public_id)
    if assessment.status == "open":
        flash(_("First hand in the update that is open, or drop it."))
        return redirect(url_for("firms.results", public_id=public_id))
    following = assessments.next_stage(public_id, visitor.secret(), user=visitor.user_id())
    if not assessment.following:
        flash(_("A new assessment is begun. Each page shows your last answers: change what is different, then save."))
    return redirect(url_for("firms.go_on", public_id=following.public_id))


def consent(public_id: str) -> ResponseReturnValue:
    """Whether the firm may be counted, decided anew. Anything but a clear yes is a no."""
    visitor.own(public_id)
    assessment = _handed_in(public_id)
    form, counted = IdentityForm(), request.form.getlist("counted") == ["yes"]
    if counted and not form.validate():
        return page.draw(assessment, form)
    assessments.set_counted(public_id, counted, **form.identity())
    flash(_("Thank you: your firm may be counted.") if counted else _("Your firm is no longer counted."))
    return redirect(url_for("firms.results", public_id=public_id, _anchor="counted"))


def _handed_in(public_id: str) -> Assessment:
    assessment = visitor.works_on(public_id)
    return assessment if assessment.has_results else abort(404)
