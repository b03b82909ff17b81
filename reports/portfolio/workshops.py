"""Which actions would bring most to all clients together, told as meetings for many at once."""

from __future__ import annotations

import numpy as np

from reports.portfolio.told import Told
from reports.portfolio.values import Workshop
from scoring.instrument import Action
from scoring.portfolio import most_needed

TOLD = 6
"""So many actions are told, those that would bring most."""
NAMED = 12
"""So many clients of each are named."""
FIRST = 3
"""So many workshops are counted together, to say whom these reach."""
FEWEST = 2
"""A workshop is for more than one."""


def workshops(told: Told) -> tuple[Workshop, ...]:
    """The actions that would bring clients most points together, these first; none that only one needs."""
    found = most_needed(told.portfolio)
    many = found[found["n"] >= FEWEST].head(TOLD)
    columns = (many["action"], many["n"], many["each"])
    return tuple(_workshop(told, str(action), int(n), float(each)) for action, n, each in zip(*columns, strict=True))


def _workshop(told: Told, name: str, n: int, each: float) -> Workshop:
    action = told.instrument.actions_by_id[name]
    return Workshop(
        action=name,
        title=action.title,
        summary=action.summary,
        n=n,
        shown=told.of_n(n, len(told.portfolio)),
        each=told.words.points(each),
        owner=action.owner,
        lifts=told.words.list(_lifts(told, action)),
        who=_who(told, name) if told.with_names else "",
    )


def _lifts(told: Told, action: Action) -> list[str]:
    """Titles of the dimensions whose questions it lifts, each once."""
    return list(dict.fromkeys(told.instrument.dimension_of[question].title for question in action.lifts))


def _who(told: Told, name: str) -> str:
    """Who needs it, the lowest scores first, and how many more."""
    needed = told.portfolio.needing(name)
    rows = [int(row) for row in _lowest_first(told) if needed[row]]
    shown, more = [told.names[row] for row in rows[:NAMED]], len(rows[NAMED:])
    if not more:
        return told.words.apart(shown)
    template = told.words.translations.ngettext("{items}; and {n} more", "{items}; and {n} more", more)
    return template.format(items=told.words.apart(shown), n=told.words.number(more))


def _lowest_first(told: Told) -> np.ndarray:
    """Rows by overall score, the lowest first; those without one last."""
    order = told.order[::-1]
    return np.concatenate([order[told.scored[order]], order[~told.scored[order]]])


def workshops_lead(told: Told, found: tuple[Workshop, ...]) -> str:
    """What the list rests on, and whom its first entries reach together; "" where the questionnaire has no actions."""
    _, n = told.words.translations.gettext, told.words.number
    total = len(told.portfolio)
    if not told.instrument.actions:
        return ""
    if not found:
        return _("No action would bring two clients or more a point (n = {n}).").format(n=n(total))
    counted = _(
        "Counted are clients whom an action fits and to whom it would by itself bring a point of the overall score or"
        " more, by the answers that they gave (n = {n}). First comes what would bring most to all of them together."
    ).format(n=n(total))
    return " ".join([counted, *([_together(told, found)] if len(found) > 1 else [])])


def _together(told: Told, found: tuple[Workshop, ...]) -> str:
    """How many clients the first workshops reach."""
    first = [workshop.action for workshop in found[:FIRST]]
    reached = int((told.portfolio.points[first].to_numpy() > 0).any(axis=1).sum())
    template = told.words.translations.ngettext(
        "The first {k} together would bring something to {reached} client of {n}.",
        "The first {k} together would bring something to {reached} clients of {n}.",
        reached,
    )
    number = told.words.number
    return template.format(k=number(len(first)), reached=number(reached), n=number(len(told.portfolio)))
