"""What is said of campaigns in words: where they stand, and what may be chosen for them."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from scoring.official import countries
from survey.storage.campaigns.values import Campaign
from survey.storage.values import Rhythm


def state_of(campaign: Campaign, day: date) -> str:
    """Whether firms can begin, in a word or two."""
    if campaign.standing:
        return str(_("always open"))
    if not campaign.has_opened(day):
        return str(_("not begun"))
    return str(_("open") if campaign.is_open(day) else _("closed"))


def dates_of(campaign: Campaign) -> str:
    """From when to when, in a sentence; "" where there are no dates."""
    first = format_date(campaign.opens_on, "medium") if campaign.opens_on else ""
    last = format_date(campaign.closes_on, "medium") if campaign.closes_on else ""
    if first and last:
        return str(_("from %(first)s to %(last)s", first=first, last=last))
    if last:
        return str(_("until %(last)s", last=last))
    return _("from %(first)s, without an end", first=first) if first else ""


def official_countries() -> dict[str, str]:
    """The countries with official figures, code → name, in the order of their names."""
    names = get_locale().territories
    found = {code: str(names.get(code, code)) for code in countries()}
    return dict(sorted(found.items(), key=lambda one: one[1].casefold()))


def licences() -> dict[str, tuple[str, str]]:
    """What open data may be given under, and what that means."""
    return {
        "CC BY 4.0": (_("Creative Commons Attribution (CC BY 4.0)"), _("everybody may use them and says where from")),
        "CC0 1.0": (_("Creative Commons Zero (CC0 1.0)"), _("everybody may use them as they like")),
        "": (_("None: all rights reserved"), _("everybody may read them, and asks you for anything else")),
    }


def rhythms() -> dict[Rhythm, str]:
    return {
        "on demand": _("Only when we make one"),
        "monthly": _("Every month"),
        "quarterly": _("Every quarter"),
        "half-yearly": _("Every half-year"),
        "yearly": _("Every year"),
    }
