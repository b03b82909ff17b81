"""Means weighted to a population beside the plain ones, where both may be published."""

from __future__ import annotations

from collections.abc import Iterator

from reports.firm.peers import shown_figure
from reports.sector.columns import everyone, n_column, points_column, row_id
from reports.sector.figures import count_cell, points_cell
from reports.sector.told import Told
from reports.sector.values import Exhibit, Row, Section
from scoring.release.model import OVERALL, Summary

BY = ("size", "sector")


def weighted(told: Told) -> Section | None:
    """None where no weighted mean is published."""
    rows = tuple(_rows(told))
    if not rows:
        return None
    _ = told.gettext
    return Section(
        "weighted",
        _("Weighted to all firms"),
        lead=(
            _(
                "Weighted means say what responding firms would have said together, were sizes and sectors as frequent"
                " among them as in the population that the body supplied. That does not help where those who answered"
                " differ otherwise from those who did not. Everywhere else in this report figures are not weighted."
            ),
        ),
        findings=tuple(filter(None, (_sentence(told),))),
        exhibits=(
            Exhibit(
                "weighted",
                _("Means, plain and weighted"),
                _("Measure"),
                (
                    points_column(told, "mean", _("Plain"), "mean"),
                    points_column(told, "weighted", _("Weighted"), "weighted"),
                    n_column(told),
                ),
                rows,
            ),
        ),
    )


def _sentence(told: Told) -> str:
    summary = told.overall
    if summary is None or summary.weighted is None:
        return ""
    template = told.gettext(
        "Weighted to the population the mean overall score is {weighted}; not weighted it is {mean}."
    )
    return template.format(
        weighted=shown_figure(told.words, summary.weighted), mean=shown_figure(told.words, summary.mean)
    )


def _rows(told: Told) -> Iterator[Row]:
    """All firms in the whole and in each part, then groups in the whole."""
    whole = everyone(told)
    titles = {OVERALL: told.gettext("Overall score")} | {one.id: one.title for one in told.instrument.dimensions}
    for measure, title in titles.items():
        yield from _row(told, measure, title, whole.summary(measure), measure == OVERALL)
    for field in BY:
        for group in told.groups(field):
            yield from _row(told, f"{field}-{row_id(group)}", group.title, group.summary(), False)


def _row(told: Told, id_: str, title: str, summary: Summary | None, strong: bool) -> Iterator[Row]:
    if summary is not None and summary.weighted is not None:
        figures = (points_cell(told.words, figure) for figure in (summary.mean, summary.weighted))
        yield Row(id_, title, (*figures, count_cell(told.words, summary.n)), strong=strong)
