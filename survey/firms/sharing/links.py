"""Coming back and letting others read: private links to make, to send, to open and to end."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.extensions import limit_links
from survey.firms.answering.draft import left_off_at
from survey.firms.sharing.forms import LinkForm
from survey.firms.sharing.making import just_made, pass_on
from survey.mail import mails
from survey.storage import access, assessments
from survey.storage.access import Opened
from survey.storage.assessments import Assessment
from survey.storage.finding import MEMBERS
from survey.storage.values import LinkKind


def go_on(public_id: str) -> ResponseReturnValue:
    """Back to where this browser left off, as what it is here."""
    return redirect(place_of(visitor.known(public_id)))


def link(public_id: str) -> ResponseReturnValue:
    """The links that are in use; a POST makes one, which the page then shows this once: only its hash is kept."""
    assessment = visitor.own(public_id)
    if request.method != "POST":
        return _draw(assessment)
    return _pass_on(assessment, LinkForm(_kind(assessment), can_mail=mails()))


def mail_link(public_id: str) -> ResponseReturnValue:
    """Let our mail server send the owner a link; where there is no mail server, there is no such address."""
    assessment = visitor.own(public_id)
    return _pass_on(assessment, LinkForm("owner", must_mail=True)) if mails() else abort(404)


def revoke(public_id: str, link_id: int) -> ResponseReturnValue:
    visitor.own(public_id)
    ended = next((link for link in access.links(public_id) if link.id == link_id), None)
    access.revoke(public_id, link_id)
    flash(_("The link no longer works, and devices that used it have lost access."))
    # Whoever came by that very link has just lost access too.
    if assessments.find(public_id, visitor.secret()) is None:
        return redirect(url_for("firms.landing"))
    back = "firms.colleagues" if ended and ended.kind == "colleague" else "firms.link"
    return redirect(url_for(back, public_id=public_id))


def stop_sharing(public_id: str) -> ResponseReturnValue:
    """The firm lets the organisation whose client it is see no more of what it answered itself."""
    assessment = visitor.own(public_id)
    if assessment.organisation_name:
        access.stop_sharing(public_id)
        flash(_("%(organisation)s no longer sees what you answered.", organisation=assessment.organisation_name))
    return redirect(url_for("firms.link", public_id=public_id))


@limit_links
def resume(token: str) -> ResponseReturnValue:
    """A private link: the page has only a button, since mail scanners open links but press nothing."""
    opened = access.open_link(token)
    if opened is None:
        return render_template("firms/dead_link.html"), 404
    if inside := _seen_from_inside(opened):
        return render_template("firms/resume.html", kind=opened.kind, organisation=opened.organisation, inside=inside)
    if request.method != "POST":
        return render_template("firms/resume.html", kind=opened.kind, organisation=opened.organisation)
    secret = visitor.remember()
    opened = access.exchange(token, secret)
    assessment = assessments.find(opened.public_id, secret, [opened.kind]) if opened else None
    if assessment is None:
        return render_template("firms/dead_link.html"), 404
    return redirect(place_of(assessment))


def _seen_from_inside(opened: Opened) -> Assessment | None:
    """The assessment, where whoever opens the firm's own link works for the organisation whose client the firm is.

    By the link they would become the firm, and could consent in its name; they have the client's page.
    """
    if opened.kind != "owner":
        return None
    return assessments.find(opened.public_id, "", MEMBERS, user=visitor.user_id())


def place_of(assessment: Assessment) -> str:
    """Where to go on, as what this browser is here."""
    if assessment.role == "owner":
        return left_off_at(assessment)
    if assessment.role == "adviser" and assessment.status == "open":
        return url_for("firms.interview", public_id=assessment.public_id)
    endpoint = "firms.part" if assessment.role == "colleague" else "firms.results"
    return url_for(endpoint, public_id=assessment.public_id)


def _kind(assessment: Assessment) -> LinkKind:
    """The kind of link that the form asks for; where there is nothing to read yet, never a wider one instead."""
    if "kind" not in request.form:
        return "owner"
    return "reader" if request.form["kind"] == "reader" and assessment.has_results else abort(404)


def _pass_on(assessment: Assessment, form: LinkForm) -> ResponseReturnValue:
    if not form.validate():
        return _draw(assessment, form), 422
    pass_on(assessment.public_id, form)
    return redirect(url_for("firms.link", public_id=assessment.public_id, _anchor="made"))


def _draw(assessment: Assessment, form: LinkForm | None = None) -> str:
    """The page of links; a form with faults is drawn as it was typed."""
    public_id = assessment.public_id
    return render_template(
        "firms/link.html",
        assessment=assessment,
        form=form,
        faults=form.faults() if form else [],
        made=just_made(public_id),
        links=access.links(public_id),
        mails=mails(),
        onwards=left_off_at(assessment),
    )
