"""Help that is available: what a body's directory names for the steps of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.firm.answered import Answered
from reports.firm.house import Help, House
from reports.firm.values import ActionCard, HelpOffer
from scoring.messages import N_, Message, Problem

LONGEST_NAME, LONGEST_LINK = 200, 500
MOST_KEPT = 500
"""Entries that the record of a report holds."""

MOST_SHOWN = 3
"""Offers on one card: more are no help."""

LONG = N_("A name has at most {name} characters, and a link at most {link}.")
NO_LINK = N_("A link begins with https:// or http:// and has no spaces.")
MANY = N_("There are at most {most} offers of help.")


def problems(offers: Sequence[Help]) -> Iterator[Problem]:
    """What no directory can have said, each with its place."""
    if len(offers) > MOST_KEPT:
        yield Problem("help", Message(MANY, {"most": MOST_KEPT}))
    for place, offer in enumerate(offers):
        if not 0 < len(offer.name) <= LONGEST_NAME or len(offer.link) > LONGEST_LINK:
            yield Problem(f"help[{place}]", Message(LONG, {"name": LONGEST_NAME, "link": LONGEST_LINK}))
        elif offer.link and not is_link(offer.link):
            yield Problem(f"help[{place}].link", Message(NO_LINK))


def is_link(text: str) -> bool:
    """Whether it is the address of a page: nothing else is put behind a name, since a browser would run some of it."""
    return text.lower().startswith(("https://", "http://")) and text.isprintable() and " " not in text


def with_offers(firm: Answered, cards: tuple[ActionCard, ...], house: House) -> tuple[ActionCard, ...]:
    """The cards with the help that is for them.

    An offer for an action stands on its card; one for a theme is named once, on the first card of that theme.
    """
    if not house.help:
        return cards
    told: set[str] = set()
    found = []
    for card in cards:
        themes = [theme for theme in firm.instrument.actions_by_id[card.id].themes if theme not in told]
        offers = [offer for about in (card.id, *themes) for offer in house.help if offer.about == about]
        told |= {*themes}
        found.append(replace(card, offers=tuple(_told(firm, offer) for offer in offers[:MOST_SHOWN])))
    return tuple(found)


def _told(firm: Answered, offer: Help) -> HelpOffer:
    _ = firm.words.translations.gettext
    until = _("until {date}").format(date=firm.words.date(offer.until)) if offer.until else ""
    template = {
        (False, False): "{name}.",
        (True, False): _("{name}: {link}"),
        (False, True): _("{name}, {until}."),
        (True, True): _("{name}, {until}: {link}"),
    }[bool(offer.link), bool(offer.until)]
    shown = template.format(name=offer.name, until=until, link=offer.link)
    return HelpOffer(offer.name, until, offer.link, shown)
