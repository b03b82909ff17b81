"""What is done with a batch: halted, let go on, tried again, ended, removed."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey.consultants.batches import wording
from survey.consultants.batches.page import find
from survey.storage import batches

Act = Callable[[int, str], bool]
"""One of the acts of ``survey.storage.batches``; whether there was anything to be done."""


def pause_batch(organisation: str, batch: str) -> ResponseReturnValue:
    return _done(organisation, batch, batches.pause, _("Paused. What was in hand is finished first."))


def resume_batch(organisation: str, batch: str) -> ResponseReturnValue:
    return _done(organisation, batch, batches.resume, _("It goes on."))


def retry_batch(organisation: str, batch: str) -> ResponseReturnValue:
    return _done(organisation, batch, batches.retry, _("What was set aside is tried once more."))


def cancel_batch(organisation: str, batch: str) -> ResponseReturnValue:
    """Say what goes; a POST ends it."""
    if request.method == "POST":
        return _done(organisation, batch, batches.cancel, _("Nothing more is made."))
    return _ask(organisation, batch, "cancel")


def remove_batch(organisation: str, batch: str) -> ResponseReturnValue:
    """Say what goes; a POST removes it."""
    if request.method != "POST":
        return _ask(organisation, batch, "remove")
    member, found = find(organisation, batch, "adviser")
    batches.remove(member.organisation_id, found.public_id)
    flash(_("The batch is removed."))
    return redirect(url_for("consultants.batches", organisation=organisation))


def _ask(organisation: str, batch: str, doing: str) -> str:
    member, found = find(organisation, batch, "adviser")
    progress = wording.progress(found)
    return render_template("consultants/batches/sure.html", member=member, batch=found, doing=doing, progress=progress)


def _done(organisation: str, batch: str, act: Act, said: str) -> ResponseReturnValue:
    """Do it, and show the batch as it is then: it may have gone on since the page was drawn."""
    member, found = find(organisation, batch, "adviser")
    acted = act(member.organisation_id, found.public_id)
    flash(said if acted else _("The batch has gone on since you opened the page: there was nothing to do."))
    return redirect(url_for("consultants.batch", organisation=organisation, batch=found.public_id))
