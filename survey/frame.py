"""What the frame of every page needs: its title, the languages to choose from, and where one may go."""

from __future__ import annotations

from collections.abc import Sized

from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from survey.accounts.frame import organisation_places, signed_in
from survey.bodies.frame import campaign_places
from survey.campaigns import campaign_name
from survey.languages import named


def init_app(app: Flask) -> None:
    for told in (get_locale, page_title, signed_in, organisation_places, campaign_places, campaign_name):
        app.add_template_global(told)
    app.add_template_global(named, "languages")


def page_title(heading: str, faults: Sized = (), where: str = "") -> str:
    """The title of a page: it begins with the page's heading, so that tabs and screen readers tell pages apart."""
    # A heading that a template put together is escaped by now, and would be once more where the title is written.
    heading = heading.unescape() if isinstance(heading, Markup) else heading
    title: str = _("%(heading)s – Waymark", heading=heading)
    if where:
        title = _("%(heading)s – %(where)s – Waymark", heading=heading, where=where)
    return str(_("Error: %(title)s", title=title)) if faults else title
