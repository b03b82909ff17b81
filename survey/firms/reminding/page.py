"""The page with one button: mail scanners open links, but press nothing."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from survey.accounts import keys
from survey.bodies.inviting.letter import GOOD_FOR, SEALED
from survey.extensions import limit_links
from survey.storage.campaigns import inviting


@limit_links
def no_reminders(sealed: str) -> ResponseReturnValue:
    said = keys.unseal(SEALED, sealed, GOOD_FOR)
    if said is None:
        return render_template("firms/dead_link.html"), 404
    if request.method == "POST":
        inviting.silence(said["invitation"])
    return render_template("firms/no_reminders.html", done=request.method == "POST")
