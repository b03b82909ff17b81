"""The columns that several exhibits share, and how a score fills them."""

from __future__ import annotations

from collections.abc import Iterable

from reports.sector.comparing import TOLD_FROM
from reports.sector.figures import NONE, count_cell, points_cell
from reports.sector.told import Group, Told
from reports.sector.values import Cell, Column, Role, Row
from scoring.release.model import OVERALL, Summary

QUANTILES: tuple[tuple[int, Role], ...] = ((10, "p10"), (25, "p25"), (50, "p50"), (75, "p75"), (90, "p90"))


def n_column(told: Told) -> Column:
    return Column("n", told.gettext("Firms"), "n", told.gettext("firms"))


def share_column(id_: str, title: str) -> Column:
    return Column(id_, title, "share", "%")


def points_column(told: Told, id_: str, title: str, role: Role = "") -> Column:
    return Column(id_, title, role, told.gettext("points"))


def spread_columns(told: Told) -> tuple[Column, ...]:
    """Mean, its interval, and the quantiles that are published, then how many firms."""
    _ = told.gettext
    titles = {
        "mean": _("Mean"),
        "low": _("Interval from"),
        "high": _("Interval to"),
        "p10": _("P10"),
        "p25": _("Lower quartile"),
        "p50": _("Median"),
        "p75": _("Upper quartile"),
        "p90": _("P90"),
    }
    roles: tuple[Role, ...] = ("mean", "low", "high", "p10", "p25", "p50", "p75", "p90")
    return (*(points_column(told, role, titles[role], role) for role in roles), n_column(told))


def spread_cells(told: Told, summary: Summary | None) -> tuple[Cell, ...]:
    """In the order of ``spread_columns``."""
    if summary is None:
        return (NONE,) * 9
    low, high = summary.interval or (None, None)
    figures = (summary.mean, low, high, *(summary.quantiles.get(percent) for percent, _ in QUANTILES))
    return (*(points_cell(told.words, figure) for figure in figures), count_cell(told.words, summary.n))


def row_about(told: Told, group: Group) -> str:
    """What stands below the name of a group: that it is withheld, or repeated."""
    return told.gettext("withheld") if group.cell is None else told.repeated(group.cell)


def everyone(told: Told) -> Group:
    """All firms as a group."""
    return Group((), told.title((), ()), told.everyone)


def spread_row(told: Told, group: Group, measure: str = OVERALL) -> Row:
    """A group as a row of such a table; all firms stand out."""
    return Row(
        row_id(group),
        group.title,
        spread_cells(told, group.summary(measure)),
        row_about(told, group),
        strong=not group.id,
    )


def row_id(group: Group) -> str:
    return " × ".join(group.id) or "all"


def withheld_note(told: Told, groups: tuple[Group, ...]) -> tuple[str, ...]:
    """That groups are withheld, if some are, and why."""
    if all(group.cell is not None for group in groups):
        return ()
    _ = told.gettext
    return (
        _(
            "Withheld are groups of too few firms, or of none, and where needed one more, so that nobody can be worked"
            " out from the others. They all look the same."
        ),
    )


def coarse_note(told: Told, counts: Iterable[int | None]) -> tuple[str, ...]:
    """That shares of few firms are coarse, if some of these numbers of firms are few."""
    if all(n is None or n >= TOLD_FROM for n in counts):
        return ()
    template = told.gettext(
        "Shares of fewer than {n} firms are coarse, since all numbers of firms are rounded to fives: of about 10 firms"
        " one may be off by 30 points, and the ends then say no more than “few” and “most”."
    )
    return (template.format(n=told.words.number(TOLD_FROM)),)


def repeated_note(told: Told, groups: tuple[Group, ...]) -> tuple[str, ...]:
    """That some rows repeat an earlier release, if some do."""
    if not any(told.repeated(group.cell) for group in groups):
        return ()
    _ = told.gettext
    return (_("Where a date is given, fewer than five firms of the group changed since then, and its figures stay."),)
