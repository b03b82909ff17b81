"""Means of every part in every group as a heat map, and of two fields at once where there are enough firms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.sector.basis import basis
from reports.sector.columns import (
    everyone,
    n_column,
    points_column,
    repeated_note,
    row_about,
    row_id,
    withheld_note,
)
from reports.sector.figures import NONE, count_cell, points_cell
from reports.sector.naming import corner
from reports.sector.told import Group, Told
from reports.sector.values import SHADES, Cell, Column, Exhibit, Row, Section
from scoring.messages import N_
from scoring.release.model import OVERALL, Figure, Summary

FIELDS = {"sector": N_("Means by sector and part"), "size": N_("Means by size and part")}

PAIR_TITLES = {
    ("sector", "size"): N_("Mean overall score by sector and size"),
    ("sector", "region"): N_("Mean overall score by sector and region"),
    ("size", "region"): N_("Mean overall score by size and region"),
    ("sector", "group"): N_("Mean overall score by sector and group"),
    ("size", "group"): N_("Mean overall score by size and group"),
}

COUNT_TITLES = {
    ("sector", "size"): N_("Firms by sector and size"),
    ("sector", "region"): N_("Firms by sector and region"),
    ("size", "region"): N_("Firms by size and region"),
    ("sector", "group"): N_("Firms by sector and group"),
    ("size", "group"): N_("Firms by size and group"),
}

STEP = 10
"""Points from one shade to the next, the middle one around the mean of all firms: means of groups lie close, and
shades over all the scale would hide what is there, while shades by rank would make much of nothing."""


def heat(told: Told) -> Section | None:
    """None where no group has scores."""
    exhibits = [_by_part(told, field) for field in FIELDS if any(group.summary() for group in told.groups(field))]
    exhibits += [_pair(told, pair) for pair in _pairs(told)]
    if not exhibits:
        return None
    return Section("heat", told.gettext("Groups and parts at a glance"), lead=(basis(told),), exhibits=tuple(exhibits))


def _pairs(told: Told) -> list[tuple[str, str]]:
    """The pairs of fields whose table publishes an overall score somewhere."""
    return [pair for pair in PAIR_TITLES if any(group.summary() for group in told.groups(*pair))]


def _by_part(told: Told, field: str) -> Exhibit:
    groups = (everyone(told), *told.groups(field))
    overall = points_column(told, OVERALL, told.gettext("Overall"), "mean")
    parts = (points_column(told, one.id, one.short, "mean") for one in told.measured)
    return Exhibit(
        f"heat-{field}",
        told.gettext(FIELDS[field]),
        corner(told.words, field),
        (overall, *parts, n_column(told)),
        tuple(_row(told, group) for group in groups),
        "heat",
        about=how_shaded(told),
        notes=(*withheld_note(told, groups), *repeated_note(told, groups)),
    )


def _row(told: Told, group: Group) -> Row:
    measures = (OVERALL, *(one.id for one in told.measured))
    cells = [shaded(told, _mean(group.summary(measure))) for measure in measures]
    summary = group.summary()
    cells.append(count_cell(told.words, summary.n) if summary else NONE)
    return Row(row_id(group), group.title, tuple(cells), row_about(told, group), strong=not group.id)


def _mean(summary: Summary | None) -> Figure | None:
    return summary.mean if summary else None


def shaded(told: Told, figure: Figure | None) -> Cell:
    """A mean with its shade."""
    cell = points_cell(told.words, figure)
    return cell if figure is None else replace(cell, shade=shade_of(told, figure.value))


def shade_of(told: Told, points: float) -> int:
    """From 0, the middle one within half a step of the mean of all firms; -1 where that is not published."""
    if told.overall is None:
        return -1
    steps = (points - told.overall.mean.value + STEP / 2) // STEP
    return int(min(max(SHADES // 2 + steps, 0), SHADES - 1))


def how_shaded(told: Told) -> str:
    """How the shades are to be read."""
    if told.overall is None:
        return ""
    template = told.gettext(
        "The darker, the higher. The middle shade is within {half} points of the mean overall score of all firms"
        " ({mean}), each further one {step} points away. Small differences may be chance."
    )
    mean, number = told.overall.mean, told.words.number
    return template.format(half=number(STEP // 2), step=number(STEP), mean=points_cell(told.words, mean).shown)


def _pair(told: Told, pair: tuple[str, str]) -> Exhibit:
    groups = told.groups(*pair)
    rows, columns = (_values(told, field, [group.id[at] for group in groups]) for at, field in enumerate(pair))
    known = {group.id: group for group in groups}
    return Exhibit(
        f"heat-{pair[0]}-{pair[1]}",
        told.gettext(PAIR_TITLES[pair]),
        corner(told.words, pair[0]),
        tuple(points_column(told, value, told.title((pair[1],), (value,)), "mean") for value in columns),
        tuple(
            Row(
                value,
                told.title((pair[0],), (value,)),
                tuple(shaded(told, _mean(_of(known, value, other))) for other in columns),
            )
            for value in rows
        ),
        "heat",
        about=how_shaded(told),
        notes=(
            *withheld_note(told, groups),
            *_older(told, groups),
            told.gettext("How many firms stand behind each mean is said in the annex."),
        ),
    )


def counts(told: Told) -> Section | None:
    """For the annex: how many firms stand behind each mean of the tables by two fields."""
    exhibits = [_counts(told, pair) for pair in _pairs(told)]
    if not exhibits:
        return None
    return Section("counts", told.gettext("Firms behind the means"), exhibits=tuple(exhibits), annex=True)


def _counts(told: Told, pair: tuple[str, str]) -> Exhibit:
    means = _pair(told, pair)
    known = {group.id: group.summary() for group in told.groups(*pair)}
    rows = tuple(
        replace(row, cells=tuple(_count(told, known.get((row.id, column.id))) for column in means.columns))
        for row in means.rows
    )
    return Exhibit(
        f"counts-{pair[0]}-{pair[1]}",
        told.gettext(COUNT_TITLES[pair]),
        means.corner,
        tuple(Column(column.id, column.title, "n", told.gettext("firms")) for column in means.columns),
        rows,
        notes=(*withheld_note(told, told.groups(*pair)),),
    )


def _count(told: Told, summary: Summary | None) -> Cell:
    return count_cell(told.words, summary.n) if summary else NONE


def _of(known: dict[tuple[str, ...], Group], row: str, column: str) -> Summary | None:
    group = known.get((row, column))
    return group.summary() if group else None


def _values(told: Told, field: str, found: Sequence[str]) -> list[str]:
    """The groups of one field, in the order of its own table."""
    order = [group.id[0] for group in told.groups(field)]
    return sorted(set(found), key=lambda value: (order.index(value) if value in order else len(order), value))


def _older(told: Told, groups: tuple[Group, ...]) -> tuple[str, ...]:
    """Which cells repeat an earlier release, named, since a cell of two fields has no room for it."""
    older = [group for group in groups if told.repeated(group.cell)]
    if not older:
        return ()
    template = told.gettext("Repeated from an earlier release, since fewer than five of their firms changed: {groups}.")
    return (template.format(groups=told.words.apart([group.title for group in older])),)
