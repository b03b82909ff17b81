"""The page with one button: mail scanners open links, but press nothing."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from survey.extensions import limit_links
from survey.mail.silence import invitation_of
from survey.storage.campaigns import inviting


@limit_links
def no_reminders(sealed: str) -> ResponseReturnValue:
    invitation = invitation_of(sealed)
    if invitation is None:
        return render_template("firms/dead_link.html"), 404
    if request.method == "POST":
        inviting.silence(invitation)
    return render_template("firms/no_reminders.html", done=request.method == "POST")
