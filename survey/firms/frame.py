"""What the frame of every page needs: its title, and the languages to choose from."""

from __future__ import annotations

from collections.abc import Sized

from babel import Locale
from flask import current_app
from flask_babel import gettext as _


def page_title(heading: str, faults: Sized = (), where: str = "") -> str:
    """The title of a page: it begins with the page's heading, so that tabs and screen readers tell pages apart."""
    title: str = _("%(heading)s – Waymark", heading=heading)
    if where:
        title = _("%(heading)s – %(where)s – Waymark", heading=heading, where=where)
    return str(_("Error: %(title)s", title=title)) if faults else title


def languages() -> list[tuple[str, str]]:
    """(code, its own name for itself) of every language on offer."""
    codes: list[str] = current_app.config["WAYMARK"].languages
    return [(code, (Locale.parse(code).display_name or code).capitalize()) for code in codes]
