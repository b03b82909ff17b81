"""Coming back and going away: private links, other devices, forgetting and deleting."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey.extensions import limit_links
from survey.firms import browser
from survey.firms.answering.draft import left_off_at
from survey.storage import access, assessments


def go_on(public_id: str) -> ResponseReturnValue:
    """Back to where the firm left off."""
    return redirect(left_off_at(browser.own(public_id)))


def link(public_id: str) -> ResponseReturnValue:
    """The links that are in use; a POST makes one and shows it this once, since only its hash is kept."""
    assessment = browser.own(public_id)
    made = ""
    if request.method == "POST":
        made = url_for("firms.resume", token=access.make_link(public_id), _external=True)
    return render_template(
        "firms/link.html",
        assessment=assessment,
        made=made,
        links=access.links(public_id),
        onwards=left_off_at(assessment),
    )


def revoke(public_id: str, link_id: int) -> ResponseReturnValue:
    browser.own(public_id)
    access.revoke(public_id, link_id)
    flash(_("The link no longer works, and devices that used it have lost access."))
    # Whoever came by that very link has just lost access too.
    still_in = assessments.find(public_id, browser.secret())
    return redirect(url_for("firms.link", public_id=public_id) if still_in else url_for("firms.landing"))


@limit_links
def resume(token: str) -> ResponseReturnValue:
    """A private link: the page has only a button, since mail scanners open links but press nothing."""
    if not access.open_link(token):
        abort(404)
    if request.method != "POST":
        return render_template("firms/resume.html")
    secret = browser.remember()
    opened = access.exchange(token, secret)
    assessment = assessments.find(opened.public_id, secret) if opened else None
    return redirect(left_off_at(assessment)) if assessment else abort(404)


def forget(public_id: str) -> ResponseReturnValue:
    browser.own(public_id)
    access.forget(public_id, browser.secret())
    flash(_("This device has forgotten the assessment. A private link opens it again."))
    return redirect(url_for("firms.landing"))


def delete(public_id: str) -> ResponseReturnValue:
    assessment = browser.own(public_id)
    if request.method != "POST":
        return render_template("firms/delete.html", assessment=assessment)
    assessments.delete(public_id)
    flash(_("Everything is deleted: answers, results and private links."))
    return redirect(url_for("firms.landing"))
