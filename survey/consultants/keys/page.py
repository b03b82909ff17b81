"""Keys of programs: made, shown this one time, listed with when they were last used, and ended."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.consultants.keys.forms import KeyForm
from survey.consultants.keys.wording import scope_words
from survey.storage import keys as stored
from survey.storage.models import now
from survey.storage.values import Member

logger = logging.getLogger(__name__)

MADE = "made_key"
PRESSED_TWICE = timedelta(seconds=10)
"""A key that was made this shortly before one just like it, and not used, comes from the same press of a button."""

MOST = 50
"""Keys of one member: more than that, and nobody knows what each is for."""


def keys(organisation: str) -> ResponseReturnValue:
    """The keys in use; a POST makes one, which the page then shows this once: only its hash is kept."""
    member = visitor.consultant(organisation, "adviser")
    form = KeyForm(member)
    if request.method != "POST":
        return _draw(member, form)
    if not form.validate():
        return _draw(member, form), 422
    if len(stored.keys(member.organisation_id, member.user_id)) >= MOST:
        form.name.errors = [_("You have %(count)s keys. End those that nobody needs first.", count=MOST)]
        return _draw(member, form), 409
    _make(member, form)
    return redirect(url_for("consultants.keys", organisation=organisation, _anchor="made"))


def end_key(organisation: str, key_id: int) -> ResponseReturnValue:
    """An owner ends any key, an adviser one of their own; all others look like those that are not there."""
    member = visitor.consultant(organisation, "adviser")
    if not stored.end(member.organisation_id, key_id, _whose(member)):
        abort(404)
    _note(member, f"key {key_id} was ended")
    flash(_("The key no longer works."))
    return redirect(url_for("consultants.keys", organisation=organisation))


def _make(member: Member, form: KeyForm) -> None:
    """Until the page shows it, the key waits in its maker's own session cookie."""
    for key in stored.keys(member.organisation_id, member.user_id):
        fresh = key.last_used_at is None and now() - key.created_at < PRESSED_TWICE
        if fresh and (key.name, list(key.scopes), key.expires_at) == (form.called, form.chosen, form.expires_at):
            stored.end(member.organisation_id, key.id)
    token = stored.make(member, form.called, form.chosen, form.expires_at)
    session[MADE] = {"of": member.organisation, "name": form.called, "token": token}
    _note(member, "a key was made")


def _draw(member: Member, form: KeyForm) -> str:
    return render_template(
        "consultants/keys.html",
        member=member,
        form=form,
        faults=form.faults() if form.is_submitted() else [],
        made=_just_made(member),
        keys=stored.keys(member.organisation_id, _whose(member)),
        words=scope_words(),
    )


def _just_made(member: Member) -> dict[str, str] | None:
    """The key that was made a moment ago, this one time."""
    made: dict[str, str] | None = session.get(MADE)
    if not made or made["of"] != member.organisation:
        return None
    del session[MADE]
    return made


def _whose(member: Member) -> int | None:
    """Whose keys this member sees and ends: an owner everyone's."""
    return None if member.may("owner") else member.user_id


def _note(member: Member, what: str) -> None:
    """A line for whoever looks into what happened; numbers only, no names."""
    logger.info("organisation %s, account %s: %s", member.organisation_id, member.user_id, what)
