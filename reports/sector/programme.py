"""The programme view: which actions would help most firms, and what they would bring and cost them together."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reports.firm.wording import rounded_half_up
from reports.sector.basis import basis
from reports.sector.columns import coarse_note, points_column, share_column
from reports.sector.figures import NONE, count_cell, number_cell, share_cell
from reports.sector.offers import Offer
from reports.sector.recommending import of_programmes, recommendations
from reports.sector.told import Told
from reports.sector.values import Cell, Column, Exhibit, Picture, Row, Section
from scoring.roadmap.choices import DAY_RATE

SHOWN = 12
"""So many actions stand in the first table; the annex has all."""


def programme(told: Told, found: Sequence[Offer]) -> tuple[Section, ...]:
    """The view itself and, in the annex, every action; nothing where no actions are published."""
    exhibits = [*_tables(told, found), *recommendations(told, found), *of_programmes(told)]
    if not exhibits:
        return ()
    view = Section(
        "programme",
        told.gettext("What a programme could do"),
        lead=(basis(told), *(how_made(told, found) if found else ())),
        findings=tuple(sentence for sentence in sentences(told, found) if sentence),
        exhibits=tuple(exhibits),
    )
    return (view, _annex(told, found)) if len(found) > SHOWN else (view,)


def sentences(told: Told, found: Sequence[Offer]) -> tuple[str, ...]:
    """What helps most firms, what brings most, and what brings most for its cost."""
    if not found:
        return ()
    return _most_points(told, found), _most_firms(told, found), _most_for_money(told, found)


def _most_firms(told: Told, found: Sequence[Offer]) -> str:
    widest = max(found, key=lambda offer: (offer.firms, -found.index(offer)))
    as_wide = sum(offer.firms == widest.firms for offer in found) - 1
    if as_wide:
        template = told.ngettext(
            "“{action}” would help about {firms} firms, as would {n} other action; none would help more.",
            "“{action}” would help about {firms} firms, as would {n} other actions; none would help more.",
            as_wide,
        )
    else:
        template = told.gettext("“{action}” would help most firms: about {firms}.")
    number = told.words.number
    return template.format(action=widest.action.title, firms=number(widest.firms), n=number(as_wide))


def _most_points(told: Told, found: Sequence[Offer]) -> str:
    best = found[0]
    if not best.points:
        return ""
    template = told.gettext(
        "“{action}” would bring most to all firms together: the mean overall score would rise by about {points}, if"
        " each of the about {firms} firms did it that it would help."
    )
    return template.format(
        action=best.action.title,
        points=told.words.points(best.points),
        firms=told.words.number(best.firms),
    )


def _most_for_money(told: Told, found: Sequence[Offer]) -> str:
    known = [offer for offer in found if offer.per_thousand]
    if not known:
        return ""
    best = max(known, key=lambda offer: offer.per_thousand or 0.0)
    template = told.gettext(
        "For its cost “{action}” would bring most: about {points} points of a firm’s score per {thousand}, its own days"
        " counted at {rate} each."
    )
    return template.format(
        action=best.action.title,
        points=told.words.points(best.per_thousand or 0.0),
        thousand=told.words.exact_money(1000),
        rate=told.words.exact_money(DAY_RATE),
    )


def how_made(told: Told, found: Sequence[Offer]) -> tuple[str, ...]:
    """What the figures count, and that they are a judgement."""
    _ = told.gettext
    counted = _(
        "Days and costs are the authors’ judgement until a pilot, at the middle of each range; costs are those of the"
        " first year, without VAT, and leave out the firms’ own days. What follows is reckoned from published, rounded"
        " figures: about right, and no offer."
    )
    points = _(
        "Points are what the mean overall score of all firms would gain by this one action alone, from what they"
        " answered. Several actions together bring less than the sum, and some need others first."
    )
    sizes = (
        _("Days and costs follow the sizes of the firms that would be helped, as far as these are published.")
        if all(offer.by_size for offer in found)
        else _("Where the sizes of the firms are not published, days and costs are those of a firm of 10 to 49 people.")
    )
    return (counted, points, sizes) if found[0].points is not None else (counted, sizes)


def _tables(told: Told, found: Sequence[Offer]) -> list[Exhibit]:
    if not found:
        return []
    shown = found[:SHOWN]
    title = told.gettext("The actions that would bring most")
    if found[0].points is None:
        title = told.gettext("The actions that would help most firms")
    return [_exhibit(told, "actions", title, shown, _more(told, len(found) - len(shown))), *_for_money(told, found)]


def _more(told: Told, more: int) -> tuple[str, ...]:
    if not more:
        return ()
    template = told.ngettext("{n} more action stands in the annex.", "{n} more actions stand in the annex.", more)
    return (template.format(n=told.words.number(more)),)


def _exhibit(told: Told, id_: str, title: str, found: Sequence[Offer], notes: tuple[str, ...] = ()) -> Exhibit:
    columns = _columns(told, found)
    rows = tuple(_row(told, offer, columns) for offer in found)
    longest = max(row.cells[0].value or 0.0 for row in rows)
    end = 100.0 if columns[0].role == "share" else float(max(1, math.ceil(longest)))
    picture: Picture = "bars" if len(rows) <= SHOWN else ""
    notes = (*notes, *coarse_note(told, [offer.mark.n for offer in found]))
    return Exhibit(id_, title, told.gettext("Action"), columns, rows, picture, end=end, notes=notes)


def _columns(told: Told, found: Sequence[Offer]) -> tuple[Column, ...]:
    _ = told.gettext
    points = (points_column(told, "points", _("Mean score rises by")),) if found[0].points is not None else ()
    rate = (Column("per_thousand", _("Points per EUR 1,000"), ""),) if points else ()
    return (
        *points,
        share_column("share", _("Share helped")),
        Column("firms", _("Firms helped"), "count", _("firms")),
        Column("own_days", _("Own days"), "count", _("days")),
        Column("outside_days", _("Outside days"), "count", _("days")),
        Column("money", _("Cost, first year"), "money", "EUR"),
        *rate,
        Column("themes", _("Serves")),
    )


def _row(told: Told, offer: Offer, columns: Sequence[Column]) -> Row:
    words = told.words
    cells = {
        "points": number_cell(words, offer.points, 1),
        "share": share_cell(words, offer.mark.share),
        "firms": count_cell(words, offer.firms),
        "own_days": estimate_cell(told, offer.own_days),
        "outside_days": estimate_cell(told, offer.outside_days),
        "money": estimate_cell(told, offer.money),
        "per_thousand": number_cell(words, offer.per_thousand, 1),
        "themes": Cell(words.list(sorted(offer.action.themes))) if offer.action.themes else NONE,
    }
    return Row(offer.action.id, offer.action.title, tuple(cells[column.id] for column in columns))


def estimate_cell(told: Told, value: float) -> Cell:
    """Two figures that count: more would promise what the estimates do not have."""
    rounded = two_figures(value)
    return Cell(told.words.number(rounded), rounded)


def two_figures(value: float) -> float:
    if value < 100:
        return rounded_half_up(value)
    step: int = 10 ** (math.floor(math.log10(value)) - 1)
    return rounded_half_up(value / step) * step


def _for_money(told: Told, found: Sequence[Offer]) -> list[Exhibit]:
    """The actions that bring most for their cost."""
    known = sorted(
        (offer for offer in found if offer.per_thousand), key=lambda one: (-(one.per_thousand or 0.0), one.action.id)
    )[:SHOWN]
    if not known:
        return []
    _ = told.gettext
    rate = told.words.exact_money(DAY_RATE)
    columns = (
        points_column(told, "per_thousand", _("Points per EUR 1,000")),
        Column("firms", _("Firms helped"), "count", _("firms")),
        Column("themes", _("Serves")),
    )
    top = max(offer.per_thousand or 0.0 for offer in known)
    return [
        Exhibit(
            "points-per-euro",
            _("The actions that would bring most for their cost"),
            _("Action"),
            columns,
            tuple(_row(told, offer, columns) for offer in known),
            "bars",
            about=_(
                "Points of one firm’s overall score per EUR 1,000 of the first year; own days count {rate}."
            ).format(rate=rate),
            end=float(max(1, math.ceil(top))),
        )
    ]


def _annex(told: Told, found: Sequence[Offer]) -> Section:
    return Section(
        "all-actions",
        told.gettext("Every action"),
        lead=how_made(told, found),
        exhibits=(_exhibit(told, "all-actions", told.gettext("Every action, by what it would bring"), found),),
        annex=True,
    )
