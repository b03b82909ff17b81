"""What the frame of every page needs: its title, the languages to choose from, and where one may go."""

from __future__ import annotations

from collections.abc import Sized

from babel import Locale
from flask import Flask, current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from survey.accounts.frame import organisation_places, signed_in
from survey.bodies.frame import campaign_places
from survey.campaign_names import campaign_name


def init_app(app: Flask) -> None:
    for told in (get_locale, page_title, languages, signed_in, organisation_places, campaign_places, campaign_name):
        app.add_template_global(told)


def page_title(heading: str, faults: Sized = (), where: str = "") -> str:
    """The title of a page: it begins with the page's heading, so that tabs and screen readers tell pages apart."""
    # A heading that a template put together is escaped by now, and would be once more where the title is written.
    heading = heading.unescape() if isinstance(heading, Markup) else heading
    title: str = _("%(heading)s – Waymark", heading=heading)
    if where:
        title = _("%(heading)s – %(where)s – Waymark", heading=heading, where=where)
    return str(_("Error: %(title)s", title=title)) if faults else title


def languages() -> list[tuple[str, str]]:
    """(code, its own name for itself) of every language on offer."""
    codes: list[str] = current_app.config["WAYMARK"].languages
    return [(code, _own_name(code)) for code in codes]


def _own_name(code: str) -> str:
    """The rest of the name keeps its capitals: of a country, they are the language's own."""
    name = Locale.parse(code).display_name or code
    return name[:1].upper() + name[1:]
