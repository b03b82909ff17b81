"""What a programme can do about each remedy and challenge, with the figures that speak for it."""

from __future__ import annotations

from collections.abc import Sequence

from reports.sector.challenges import named, standing, themes_of
from reports.sector.offers import Offer
from reports.sector.told import Told
from reports.sector.values import Cell, Column, Exhibit, Row
from scoring.instrument import Theme


def recommendations(told: Told, found: Sequence[Offer]) -> list[Exhibit]:
    """The remedies first, then the challenges; none where no figure speaks for any."""
    themes = [
        theme for kind in ("remedy", "challenge") for theme in themes_of(told.instrument, kind) if theme.programme
    ]
    if not any(speaks_for(told, theme, found) for theme in themes):
        return []
    _ = told.gettext
    return [
        Exhibit(
            "recommendations",
            _("What a programme can do, and what speaks for it"),
            _("Remedy or challenge"),
            (Column("programme", _("What a programme can do")), Column("figures", _("What speaks for it"))),
            tuple(_row(told, theme, found) for theme in themes),
        )
    ]


def _row(told: Told, theme: Theme, found: Sequence[Offer]) -> Row:
    figures = " ".join(speaks_for(told, theme, found))
    return Row(
        theme.id, named(told, theme), (Cell(theme.programme), Cell(figures or told.gettext("No figure is published.")))
    )


def speaks_for(told: Told, theme: Theme, found: Sequence[Offer]) -> tuple[str, ...]:
    """How firms stand in it, and the action for it that would bring most: whole sentences."""
    return tuple(sentence for sentence in (_stands(told, theme), _best(told, theme, found)) if sentence)


def _stands(told: Told, theme: Theme) -> str:
    known = standing(told, theme, told.everyone) if told.everyone else None
    if known is None or known.mean is None:
        return ""
    template = told.ngettext(
        "On the {n} question that speaks to it responding firms stand at about {mean} of 100.",
        "On the {n} questions that speak to it responding firms stand at about {mean} of 100.",
        len(known.known),
    )
    return template.format(n=told.words.number(len(known.known)), mean=told.words.number(known.mean))


def _best(told: Told, theme: Theme, found: Sequence[Offer]) -> str:
    """The first of the offers that serve it: they stand in the order of what they bring."""
    own = next((offer for offer in found if theme.id in offer.action.themes), None)
    if own is None:
        return ""
    template = told.gettext("Of the actions for it “{action}” would bring most, and help about {firms} firms.")
    if own.points is None:
        template = told.gettext("Of the actions for it “{action}” would help most firms: about {firms}.")
    return template.format(action=own.action.title, firms=told.words.number(own.firms))


def of_programmes(told: Told) -> list[Exhibit]:
    """Actions of the instrument that are for programmes themselves, if it has any."""
    own = [action for action in told.instrument.actions if action.level == "programme"]
    if not own:
        return []
    _ = told.gettext
    return [
        Exhibit(
            "programme-actions",
            _("Actions for a programme itself"),
            _("Action"),
            (Column("summary", _("What it is")), Column("measure", _("How one sees that it works"))),
            tuple(Row(action.id, action.title, (Cell(action.summary), Cell(action.measure))) for action in own),
        )
    ]
