"""What a key may do, in words."""

from __future__ import annotations

from flask_babel import gettext as _

from survey.storage.keys import Scope


def scope_words() -> dict[Scope, tuple[str, str]]:
    """What each scope is called on pages, and what it lets a program do."""
    return {
        "clients:read": (_("See clients"), _("names, numbers, addresses, tags, and how far each is")),
        "clients:write": (_("Change clients"), _("add, correct, archive and bring back")),
        "assessments:read": (_("See results"), _("assessments with scores and levels")),
        "answers:read": (_("See answers"), _("what was answered to each question")),
        "assessments:write": (_("Hand in answers"), _("as an adviser does by a sheet")),
        "reports:read": (_("Get reports"), _("of one assessment, as PDF or to edit")),
        "batches:read": (_("See batches"), _("how far they are, and their files")),
        "batches:write": (_("Order batches"), _("reports of many clients; pause, cancel, try again")),
        "exports:read": (_("Get files"), _("tables of all clients, answers and scores")),
    }
