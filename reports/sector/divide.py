"""How wide the gap between firms is: the share below the baseline level, and the points from P10 to P90."""

from __future__ import annotations

from collections.abc import Sequence

from reports.firm.peers import shown_figure
from reports.sector.basis import basis
from reports.sector.columns import (
    everyone,
    n_column,
    points_column,
    repeated_note,
    row_about,
    row_id,
    share_column,
    withheld_note,
)
from reports.sector.comparing import most_often_apart
from reports.sector.figures import (
    NONE,
    count_cell,
    gap_cell,
    gap_of,
    gap_told,
    points_cell,
    share_cell,
    share_shown,
    share_told,
)
from reports.sector.told import Group, Told, firms_in
from reports.sector.values import Cell, Column, Exhibit, Row, Section
from scoring.release.model import Figure, Summary

BY = ("size", "sector")


def divide(told: Told) -> Section | None:
    """None where neither a share below the baseline nor a median is published."""
    if told.everyone is None or not (told.everyone.below or told.overall):
        return None
    found = (below(told), gap(told), middle(told), *_between_groups(told), _since(told))
    return Section(
        "divide",
        told.gettext("How wide the divide is"),
        lead=(basis(told),),
        findings=tuple(sentence for sentence in found if sentence),
        exhibits=(_exhibit(told),),
    )


def below(told: Told) -> str:
    """How many are below the level that the instrument names as the one to reach."""
    if told.everyone is None or told.everyone.below is None:
        return ""
    n = firms_in(told.everyone)
    share = share_told(told.words, told.everyone.below)
    if n is None:
        template = told.gettext("{share} of the responding firms, self-reported, are below the level “{level}”.")
        return template.format(share=share, level=told.baseline.title)
    template = told.ngettext(
        "{share} of the responding firms, self-reported, are below the level “{level}” (about {n} firm).",
        "{share} of the responding firms, self-reported, are below the level “{level}” (about {n} firms).",
        n,
    )
    return template.format(share=share, level=told.baseline.title, n=told.words.number(n))


def quantile_gap(summary: Summary | None) -> Figure | None:
    """P90 − P10 of a score, where both are published."""
    return gap_of(summary.quantiles.get(10), summary.quantiles.get(90)) if summary else None


def gap(told: Told) -> str:
    """How far the ends lie apart."""
    summary, wide = told.overall, quantile_gap(told.overall)
    if summary is None or wide is None:
        return ""
    template = told.ngettext(
        "A tenth of the firms score lower than {low}, a tenth higher than {high}: the gap between the two is {gap}"
        " point of 100 (n about {n}).",
        "A tenth of the firms score lower than {low}, a tenth higher than {high}: the gap between the two is {gap}"
        " points of 100 (n about {n}).",
        wide.value,
    )
    low, high = (_end(told, summary.quantiles[percent]) for percent in (10, 90))
    return template.format(low=low, high=high, gap=gap_told(told.words, wide), n=told.words.number(summary.n))


def _end(told: Told, figure: Figure) -> str:
    """A figure beyond its end as the number at that end: “lower than ≤ 5” cannot be read."""
    return told.words.number(figure.value)


def middle(told: Told) -> str:
    """Where the middle firm and the middle half are."""
    summary = told.overall
    if summary is None or 50 not in summary.quantiles:
        return ""
    shown = {name: shown_figure(told.words, figure) for name, figure in _quartiles(summary)}
    n = told.words.number(summary.n)
    if len(shown) < 3:
        template = told.gettext("The middle firm scores {median} of 100 points (n about {n}).")
    else:
        template = told.gettext(
            "The middle firm scores {median} of 100 points; the middle half lies between {low} and {high} (n about"
            " {n})."
        )
    return template.format(**shown, n=n)


def _quartiles(summary: Summary) -> Sequence[tuple[str, Figure]]:
    names = {"low": 25, "median": 50, "high": 75}
    return [(name, summary.quantiles[percent]) for name, percent in names.items() if percent in summary.quantiles]


def _between_groups(told: Told) -> Sequence[str]:
    return [sentence for field in BY if (sentence := _between(told, told.groups(field)))]


def _between(told: Told, groups: Sequence[Group]) -> str:
    """Between which two groups the share below differs most, if that is clear."""
    found = most_often_apart([(group, share) for group in groups if (share := _share_and_n(group))])
    if found is None:
        return ""
    (first, (high, n)), (last, (low, m)) = found
    template = told.gettext(
        "Below “{level}” are {high} of the responding firms in “{first}” (n about {n}) and {low} in “{last}” (n about"
        " {m})."
    )
    number, words = told.words.number, told.words
    return template.format(
        level=told.baseline.title, first=first.title, last=last.title,
        high=share_shown(words, high), low=share_shown(words, low), n=number(n), m=number(m),
    )  # fmt: skip


def _share_and_n(group: Group) -> tuple[Figure, int] | None:
    n = firms_in(group.cell)
    return (group.cell.below, n) if group.cell and group.cell.below and n else None


def _since(told: Told) -> str:
    """The share below now and in the release before."""
    before = told.before.table() if told.before else None
    cell = before.cell() if before else None
    if (
        told.before is None
        or cell is None
        or cell.below is None
        or told.everyone is None
        or told.everyone.below is None
    ):
        return ""
    if cell.number == told.everyone.number:
        return ""
    template = told.gettext(
        "In the release of {date} the share below “{level}” was {then}, now it is {now}. The firms are not all the same"
        " ones, and both shares are rounded to steps of 5 %."
    )
    then, now = (share_shown(told.words, one) for one in (cell.below, told.everyone.below))
    return template.format(date=told.words.date(told.before.date), level=told.baseline.title, then=then, now=now)


def _exhibit(told: Told) -> Exhibit:
    groups = (everyone(told), *(group for field in BY for group in told.groups(field)))
    title = told.gettext("Firms below “{level}”, and how far the scores lie apart")
    return Exhibit(
        "divide",
        title.format(level=told.baseline.title),
        told.gettext("Firms"),
        _columns(told),
        tuple(_row(told, group) for group in groups),
        "bars",
        about=told.gettext(
            "The bar is the share of firms below that level. The gap is the distance from P10, below which a tenth of"
            " the firms score, to P90, above which a tenth do. The middle half lies between the two quartiles."
        ),
        notes=(*withheld_note(told, groups), *repeated_note(told, groups)),
    )


def _columns(told: Told) -> tuple[Column, ...]:
    _ = told.gettext
    return (
        share_column("below", _("Below “{level}”").format(level=told.baseline.title)),
        points_column(told, "gap", _("Gap P90 − P10")),
        points_column(told, "p50", _("Median"), "p50"),
        points_column(told, "p25", _("Lower quartile"), "p25"),
        points_column(told, "p75", _("Upper quartile"), "p75"),
        n_column(told),
    )


def _row(told: Told, group: Group) -> Row:
    return Row(row_id(group), group.title, _cells(told, group), row_about(told, group), strong=not group.id)


def _cells(told: Told, group: Group) -> tuple[Cell, ...]:
    if group.cell is None:
        return (NONE,) * 6
    summary = group.summary()
    quantiles = summary.quantiles if summary else {}
    return (
        share_cell(told.words, group.cell.below),
        gap_cell(told.words, quantile_gap(summary)),
        *(points_cell(told.words, quantiles.get(percent)) for percent in (50, 25, 75)),
        count_cell(told.words, firms_in(group.cell)),
    )
