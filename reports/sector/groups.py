"""Sectors, sizes, regions and whatever else firms are grouped by, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from reports.firm.peers import shown_figure
from reports.sector.basis import basis
from reports.sector.columns import (
    coarse_note,
    everyone,
    n_column,
    repeated_note,
    row_about,
    row_id,
    share_column,
    spread_columns,
    spread_row,
    withheld_note,
)
from reports.sector.comparing import furthest_apart
from reports.sector.dimensions import how_to_read
from reports.sector.figures import NONE, count_cell, share_cell
from reports.sector.naming import corner
from reports.sector.told import Group, Told, firms_in
from reports.sector.values import Exhibit, Row, Section
from scoring.messages import N_
from scoring.release.model import OVERALL, Summary

TITLES = {
    "sector": ("sectors", N_("Sectors compared")),
    "size": ("sizes", N_("Sizes compared")),
    "region": ("regions", N_("Regions compared")),
    "group": ("groups", N_("Groups compared")),
    "country": ("countries", N_("Countries compared")),
    "source": ("sources", N_("By way of answering")),
}
"""Field → id and title of its section, in the order read."""


def compared(told: Told) -> tuple[Section, ...]:
    """A section for each field that has a table."""
    return tuple(section for field in TITLES if (section := _section(told, field)))


def _section(told: Told, field: str) -> Section | None:
    groups = told.groups(field)
    if not groups:
        return None
    id_, title = TITLES[field]
    found = (between(told, field), _within(told, groups))
    return Section(
        id_,
        told.gettext(title),
        lead=(basis(told), *_of_sources(told, field)),
        findings=tuple(sentence for sentence in found if sentence),
        exhibits=(_exhibit(told, field, (everyone(told), *groups)),),
    )


def _of_sources(told: Told, field: str) -> tuple[str, ...]:
    if field != "source":
        return ()
    return (
        told.gettext(
            "Firms were not drawn by lot for one way of answering: a difference may come of which firms answered so, as"
            " well as of how they were asked."
        ),
    )


def between(told: Told, field: str) -> str:
    """Which two groups differ most, if that is clear; else that none do clearly."""
    several = sum(group.summary() is not None for group in told.groups(field)) > 1
    return clear(told, field) or (_no_difference(told) if several else "")


def clear(told: Told, field: str) -> str:
    """Which two groups differ most, if that is clear."""
    named = [group for group in told.groups(field) if group.is_named]
    found = furthest_apart([(group, summary) for group in named if (summary := group.summary())])
    if found is None:
        return ""
    (first, high), (last, low) = found
    template = told.gettext(
        "The mean overall score of “{first}” ({high} of 100, n about {n}) is higher than that of “{last}” ({low}, n"
        " about {m}); the 95 % intervals of the two do not overlap."
    )
    return template.format(
        first=first.title, last=last.title, n=told.words.number(high.n), m=told.words.number(low.n),
        high=shown_figure(told.words, high.mean), low=shown_figure(told.words, low.mean),
    )  # fmt: skip


def _no_difference(told: Told) -> str:
    return told.gettext(
        "No difference between the means of these groups is clear: the intervals overlap, or the groups are too small"
        " to have any."
    )


def _within(told: Told, groups: Sequence[Group]) -> str:
    """Where firms of one group differ more than the groups do among each other."""
    known = [(group, summary) for group in groups if group.is_named and (summary := group.summary())]
    means = [summary.mean.value for _group, summary in known]
    halves = [(width, group, summary) for group, summary in known if (width := _half(summary)) is not None]
    if not halves or len(means) < 2:
        return ""
    width, widest, summary = max(halves, key=lambda one: one[0])
    if width <= max(means) - min(means):
        return ""
    template = told.gettext(
        "Firms differ more within a group than the groups do from each other: the middle half of “{group}” alone lies"
        " between {low} and {high} (n about {n}), while the means of all groups lie between {least} and {most}."
    )
    low, high = (shown_figure(told.words, summary.quantiles[percent]) for percent in (25, 75))
    least, most = (told.words.number(end(means)) for end in (min, max))
    n = told.words.number(summary.n)
    return template.format(group=widest.title, low=low, high=high, n=n, least=least, most=most)


def _half(summary: Summary) -> int | None:
    if not {25, 75} <= summary.quantiles.keys():
        return None
    return summary.quantiles[75].value - summary.quantiles[25].value


def _exhibit(told: Told, field: str, groups: tuple[Group, ...]) -> Exhibit:
    notes = (*withheld_note(told, groups), *repeated_note(told, groups))
    if not any(group.summary() for group in groups):
        counts = [told.release.n or 0, *(firms_in(group.cell) or 0 for group in groups if group.cell)]
        return _levels_only(told, field, groups, (*notes, *coarse_note(told, counts)))
    return Exhibit(
        field,
        # Each of its own name: three of one are no way to find one's way, neither on paper nor read aloud.
        told.gettext("{rows}: overall scores, from 0 to 100").format(rows=corner(told.words, field)),
        corner(told.words, field),
        spread_columns(told),
        tuple(spread_row(told, group, OVERALL) for group in groups),
        "spread",
        about=how_to_read(told),
        notes=notes,
    )


def _levels_only(told: Told, field: str, groups: tuple[Group, ...], notes: tuple[str, ...]) -> Exhibit:
    """Where scores are sums or counts, no score is published, and the share below the baseline is compared."""
    rows, level = corner(told.words, field), told.baseline.title
    below = told.gettext("Below “{level}”").format(level=level)
    return Exhibit(
        field,
        told.gettext("{rows}: below “{level}”").format(rows=rows, level=level),
        rows,
        (share_column("below", below), n_column(told)),
        tuple(_below_row(told, group) for group in groups),
        "bars",
        notes=notes,
    )


def _below_row(told: Told, group: Group) -> Row:
    share = share_cell(told.words, group.cell.below) if group.cell else NONE
    cells = (share, count_cell(told.words, firms_in(group.cell)))
    return Row(row_id(group), group.title, cells, row_about(told, group), strong=not group.id)
