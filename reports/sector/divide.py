"""How wide the gap between firms is: the share below the baseline level, and the points from P10 to P90."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.firm.peers import shown_figure
from reports.sector.basis import basis
from reports.sector.columns import (
    coarse_note,
    everyone,
    n_column,
    points_column,
    repeated_note,
    row_about,
    row_id,
    share_column,
    withheld_note,
)
from reports.sector.comparing import TOLD_FROM, most_often_apart
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
from reports.sector.told import Group, Told, everyone_of, firms_in, told_below
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
    figure = told_below(told)
    if figure is None:
        return ""
    n = firms_in(told.everyone)
    share = share_told(told.words, figure)
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
    """How far the ends lie apart. Nothing where both lie beyond the same end: how far is not known then, and a tenth do
    not score lower than 95 where the lowest tenth reach beyond it."""
    summary, wide = told.overall, quantile_gap(told.overall)
    if summary is None or wide is None or _are_beyond(summary.quantiles[10], summary.quantiles[90]):
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


def _are_beyond(low: Figure, high: Figure) -> bool:
    return low.beyond == "high" or high.beyond == "low"


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
    found = most_often_apart([(group, share) for group in groups if group.is_named and (share := _share_and_n(group))])
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
    return (group.cell.below, n) if group.cell and group.cell.below and n and n >= TOLD_FROM else None


def _since(told: Told) -> str:
    """The share below now and in the release before."""
    cell, now = everyone_of(told.before) if told.before else None, told_below(told)
    if told.before is None or cell is None or cell.below is None or told.everyone is None or now is None:
        return ""
    if cell.number == told.everyone.number or (firms_in(cell) or told.before.n or 0) < TOLD_FROM:
        return ""
    template = told.gettext(
        "In the release of {date} the share below “{level}” was {then}, now it is {now}. The firms are not all the same"
        " ones, and both shares are rounded to steps of 5 %."
    )
    shown = [share_shown(told.words, one) for one in (cell.below, now)]
    return template.format(
        date=told.words.date(told.before.date), level=told.baseline.title, then=shown[0], now=shown[1]
    )


def _exhibit(told: Told) -> Exhibit:
    groups = (everyone(told), *(group for field in BY for group in told.groups(field)))
    columns, _ = _columns(told, groups), told.gettext
    title = _("Firms below “{level}”, and how far the scores lie apart")
    about = _(
        "The bar is the share of firms below that level. The gap is the distance from P10, below which a tenth of"
        " the firms score, to P90, above which a tenth do. The middle half lies between the two quartiles."
    )
    if not _has_scores(groups):
        title, about = _("Firms below “{level}”"), ""
    return Exhibit(
        "divide",
        title.format(level=told.baseline.title),
        _("Firms"),
        columns,
        tuple(_row(told, group, columns) for group in groups),
        "bars",
        about=about,
        notes=(
            *withheld_note(told, groups),
            *repeated_note(told, groups),
            *coarse_note(told, [_behind(told, group) for group in groups if group.cell]),
        ),
    )


def _has_scores(groups: Sequence[Group]) -> bool:
    return any(group.summary() for group in groups)


def _behind(told: Told, group: Group) -> int | None:
    """Firms behind a share; where no score is published, of all firms those of the release."""
    return firms_in(group.cell) or (None if group.id else told.release.n)


def _columns(told: Told, groups: Sequence[Group]) -> tuple[Column, ...]:
    """Where scores are counts or sums, only the share and how many firms."""
    _ = told.gettext
    below = share_column("below", _("Below “{level}”").format(level=told.baseline.title))
    scores = (
        points_column(told, "gap", _("Gap P90 − P10")),
        points_column(told, "p50", _("Median"), "p50"),
        points_column(told, "p25", _("Lower quartile"), "p25"),
        points_column(told, "p75", _("Upper quartile"), "p75"),
    )
    return (below, *(scores if _has_scores(groups) else ()), n_column(told))


def _row(told: Told, group: Group, columns: Sequence[Column]) -> Row:
    known = _cells(told, group)
    cells = tuple(known.get(column.id, NONE) for column in columns)
    return Row(row_id(group), group.title, cells, row_about(told, group), strong=not group.id)


def _cells(told: Told, group: Group) -> Mapping[str, Cell]:
    if group.cell is None:
        return {}
    summary = group.summary()
    quantiles = summary.quantiles if summary else {}
    return {
        "below": share_cell(told.words, group.cell.below),
        "gap": gap_cell(told.words, quantile_gap(summary)),
        **{f"p{percent}": points_cell(told.words, quantiles.get(percent)) for percent in (25, 50, 75)},
        "n": count_cell(told.words, firms_in(group.cell)),
    }
