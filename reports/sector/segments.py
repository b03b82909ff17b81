"""The segments of a release: groups that the answers fall into, or a continuum that was cut, and is called so."""

from __future__ import annotations

from reports.sector.basis import basis
from reports.sector.columns import points_column, share_column
from reports.sector.figures import count_cell, number_cell
from reports.sector.heat import how_shaded, shaded
from reports.sector.told import Told
from reports.sector.values import Cell, Column, Exhibit, Row, Section
from scoring.inequality import SELF_REPORTED
from scoring.release.disclosure import points
from scoring.segments import Segments
from scoring.segments.model import Segment
from scoring.segments.publishing import published_in


def segments(told: Told) -> Section | None:
    """None where no segments are published."""
    found = published_in(told.release, told.instrument)
    if found is None:
        return None
    translations = told.words.translations
    return Section(
        "segments",
        told.gettext("Groups of firms") if found.kind == "groups" else told.gettext("A continuum of firms"),
        lead=(
            basis(told),
            found.method.render(translations),
            *(limit.render(translations) for limit in found.limits if limit != SELF_REPORTED),
        ),
        findings=(verdict(told, found), *_described(told, found)),
        exhibits=(_exhibit(told, found),),
    )


def verdict(told: Told, found: Segments) -> str:
    """Whether there are groups, in one sentence."""
    n = told.words.number(found.n_fitted)
    if found.kind == "groups":
        template = told.ngettext(
            "The firms fall into {k} distinct group (about {n} firms with all scores).",
            "The firms fall into {k} distinct groups (about {n} firms with all scores).",
            found.k,
        )
    else:
        template = told.ngettext(
            "The firms do not fall into groups: they form a continuum, which was cut into {k} slice by score (about"
            " {n} firms with all scores).",
            "The firms do not fall into groups: they form a continuum, which was cut into {k} slices by score (about"
            " {n} firms with all scores).",
            found.k,
        )
    return template.format(k=told.words.number(found.k), n=n)


def _described(told: Told, found: Segments) -> tuple[str, ...]:
    template = told.gettext("“{name}”: {description}")
    return tuple(
        template.format(
            name=one.name.render(told.words.translations),
            description=" ".join(part.render(told.words.translations) for part in one.description),
        )
        for one in found.segments
    )


def _exhibit(told: Told, found: Segments) -> Exhibit:
    _ = told.gettext
    shorts = {one.id: one.short for one in told.instrument.dimensions}
    bounds = (points_column(told, "from", _("Above")), points_column(told, "to", _("Up to")))
    return Exhibit(
        "segments",
        _("The groups, with the mean score of each part")
        if found.kind == "groups"
        else _("The slices, with the mean score of each part"),
        _("Group") if found.kind == "groups" else _("Slice"),
        (
            *(points_column(told, name, shorts[name], "mean") for name in found.dimensions),
            share_column("of_firms", _("Share of firms")),
            Column("n", _("Firms"), "n", _("firms")),
            *(bounds if found.kind == "continuum" else ()),
        ),
        tuple(_row(told, found, one) for one in found.segments),
        "heat",
        about=how_shaded(told),
    )


def _row(told: Told, found: Segments, one: Segment) -> Row:
    cells = [shaded(told, points(one.centroid[name])) for name in found.dimensions]
    cells += [_share(told, one), count_cell(told.words, one.n)]
    if found.kind == "continuum":
        cells += [number_cell(told.words, one.low), number_cell(told.words, one.high)]
    return Row(one.id, one.name.render(told.words.translations), tuple(cells))


def _share(told: Told, one: Segment) -> Cell:
    """As it is kept: in steps of 5 %, without a mark for what lies beyond an end."""
    percent = round(100 * one.share)
    return Cell(told.words.percent(percent / 100), float(percent))
