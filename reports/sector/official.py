"""Eurostat's Digital Intensity Index for the countries of a release, beside the same index of its own firms."""

from __future__ import annotations

from collections.abc import Sequence

from reports.firm.place import FLAGS
from reports.firm.standing import size_title
from reports.sector.basis import basis
from reports.sector.columns import coarse_note
from reports.sector.figures import NONE, count_cell, share_cell, without
from reports.sector.told import Group, Told, firms_in
from reports.sector.values import Cell, Column, Exhibit, Row, Section
from scoring.official import CLASSES, INDEX, VERSIONS, OfficialFigure, official_figure
from scoring.release.model import NOT_STATED, OTHER, Figure


def official(told: Told) -> Section | None:
    """None where the release does not say from which countries its firms are, or Eurostat published nothing of them."""
    figures = _figures(told)
    if not figures:
        return None
    return Section(
        "official",
        told.gettext("Official figures"),
        lead=_lead(told, figures),
        exhibits=tuple(_exhibit(told, version, figures) for version in _versions(figures)),
    )


def _figures(told: Told) -> list[OfficialFigure]:
    return [
        figure
        for country in _countries(told)
        for size in CLASSES
        if (figure := official_figure(country, size)) is not None
    ]


def _countries(told: Told) -> list[str]:
    """Those with a published group, else the one that the campaign is in."""
    groups = [group.id[0] for group in told.groups("country") if group.cell]
    known = [country for country in groups if country not in (OTHER, NOT_STATED)]
    return known or ([told.called.country] if told.called.country else [])


def _versions(figures: Sequence[OfficialFigure]) -> list[int]:
    return sorted({figure.version for figure in figures})


def _lead(told: Told, figures: Sequence[OfficialFigure]) -> tuple[str, ...]:
    _ = told.gettext
    first = figures[0]
    return (
        _(
            "Share of enterprises with at least basic digital intensity, which is 4 or more of the 12 items of the"
            " Digital Intensity Index. Source: {source}, copied on {date}."
        ).format(source=first.source, date=told.words.date(first.copied)),
        _(
            "The index is defined for 10 people or more: there is no figure for smaller firms. Its versions ask about"
            " other things and are never compared with each other."
        ),
        _(
            "Official figures are of all enterprises of a country, drawn by lot; those of this release are of firms"
            " that chose to answer, reckoned from their answers as far as these cover the index. The two show where one"
            " may look, not who is better."
        ),
        *((basis(told),) if any(_own_rows(told, version) for version in _versions(figures)) else ()),
    )


def _exhibit(told: Told, version: int, figures: Sequence[OfficialFigure]) -> Exhibit:
    _ = told.gettext
    own = [figure for figure in figures if figure.version == version]
    flags = sorted({letter for figure in own for letter in figure.flag if letter in FLAGS})
    rows = [*_own_rows(told, version), *(_row(told, figure) for figure in own)]
    return Exhibit(
        f"official-{version}",
        _("At least basic digital intensity, version {version} of the index").format(
            version=told.words.number(version)
        ),
        _("Enterprises"),
        (
            Column("share", _("At least basic"), "share", "%"),
            Column("n", _("Firms"), "n", _("firms")),
            Column("year", _("Year")),
            Column("flag", _("Flag")),
        ),
        tuple(rows),
        "bars",
        notes=(
            *(_("{letter}: {meaning}").format(letter=letter, meaning=_(FLAGS[letter])) for letter in flags),
            *coarse_note(told, [int(n) for row in rows if (n := row.cells[1].value) is not None]),
        ),
    )


def _row(told: Told, figure: OfficialFigure) -> Row:
    country = str(told.words.locale.territories.get(figure.country, figure.country))
    size = next(ours for ours, theirs in CLASSES.items() if theirs == figure.size)
    share = Cell(told.words.published_percent(figure.share), figure.share)
    cells = (share, NONE, Cell(str(figure.year), float(figure.year)), Cell(figure.flag) if figure.flag else NONE)
    title = told.gettext("{country}, {size}").format(country=country, size=size_title(told.words, size))
    return Row(f"{figure.country}-{figure.size}", title, cells, figure.source)


def _own_rows(told: Told, version: int) -> list[Row]:
    """The same version of the index of the release's own firms, where it is published: all, and by size."""
    everyone = Group((), told.gettext("All responding firms of 10 people or more"), told.everyone)
    sizes = [group for group in told.groups("size") if group.id[0] in CLASSES]
    found = []
    for group in (everyone, *sizes):
        own = _own(told, version, group)
        if own is not None:
            share, n = own
            cells = (share_cell(told.words, share), count_cell(told.words, n), _year(told), NONE)
            about = told.gettext("This release, self-reported")
            found.append(Row(f"own-{'-'.join(group.id) or 'all'}", group.title, cells, about, strong=not group.id))
    return found


def _year(told: Told) -> Cell:
    year = told.release.date.year
    return Cell(str(year), float(year))


def _own(told: Told, version: int, group: Group) -> tuple[Figure, int | None] | None:
    """By the mark that a crosswalk sets; where firms answered the index itself, by its levels."""
    mark = group.cell.marks.get(f"dii-{version}.basic") if group.cell else None
    if mark is not None:
        return mark.share, mark.n
    is_index = told.instrument.id == INDEX and told.instrument.version == version and version in VERSIONS.values()
    if is_index and group.cell and group.cell.below:
        return without(group.cell.below), firms_in(group.cell)
    return None
