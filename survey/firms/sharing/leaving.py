"""Going away: this device forgets, or everything is deleted."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.firms.sharing.making import forget_made
from survey.storage import access, assessments


def forget(public_id: str) -> ResponseReturnValue:
    """Ask first, and say whether there is a link to come back by; a POST forgets."""
    assessment = visitor.holds(public_id)
    if request.method != "POST":
        links = access.links(public_id) if assessment.role == "owner" else []
        has_link = any(link.kind == "owner" for link in links)
        return render_template("firms/forget.html", assessment=assessment, has_link=has_link)
    access.forget(public_id, visitor.secret())
    forget_made()
    flash(_("This device has forgotten the assessment. A private link opens it again."))
    return redirect(url_for("firms.landing"))


def delete(public_id: str) -> ResponseReturnValue:
    assessment = visitor.own(public_id)
    if request.method != "POST":
        return render_template("firms/delete.html", assessment=assessment)
    assessments.delete(public_id)
    forget_made()
    flash(_("Everything is deleted: answers, notes, results and private links."))
    return redirect(url_for("firms.landing"))
