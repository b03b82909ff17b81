"""What changed since the release before; and, apart, by how much firms changed that answered twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.firm.peers import shown_figure
from reports.sector.basis import basis
from reports.sector.columns import n_column, points_column
from reports.sector.comparing import TOLD_FROM, is_higher, is_more_often
from reports.sector.divide import quantile_gap
from reports.sector.figures import (
    NONE,
    count_cell,
    gap_cell,
    points_cell,
    share_cell,
    signed_cell,
)
from reports.sector.told import Told, everyone_of, firms_in
from reports.sector.values import Cell, Column, Exhibit, Row, Section
from scoring.progress import LIMITS
from scoring.release import model
from scoring.release.model import OVERALL, Figure, Summary
from scoring.release.shown import CHANGE


def change(told: Told) -> Section | None:
    """None without a release before, and where no firm answered twice."""
    since, paired = _since(told), _paired(told)
    if since is None and paired is None:
        return None
    found = (*(since_sentences(told) if since else ()), paired_sentence(told))
    limits = tuple(limit.render(told.words.translations) for limit in LIMITS) if paired else ()
    return Section(
        "change",
        told.gettext("What has changed"),
        lead=(basis(told), *((_not_the_same(told),) if since else ()), *limits),
        findings=tuple(sentence for sentence in found if sentence),
        exhibits=tuple(exhibit for exhibit in (since, paired) if exhibit),
    )


def _not_the_same(told: Told) -> str:
    return told.gettext(
        "Two releases are of firms that are not all the same ones: who answers may have changed as well as how ready"
        " firms are. Firms that answered twice are told apart."
    )


@dataclass(frozen=True)
class _Both:
    """One quantity in the release before and in this one."""

    id: str
    title: str
    before: Cell
    now: Cell
    n_before: int | None
    n_now: int | None


def _since(told: Told) -> Exhibit | None:
    both = list(_both(told))
    if told.before is None or not both:
        return None
    _, words = told.gettext, told.words
    template = _("All responding firms: release {before} of {then} and release {number} of {now}")
    title = template.format(
        before=words.number(told.before.number), then=words.date(told.before.date),
        number=words.number(told.release.number), now=words.date(told.release.date),
    )  # fmt: skip
    return Exhibit(
        "change",
        title,
        _("Measure"),
        (
            Column("before", _("Before")),
            Column("now", _("Now")),
            Column("difference", _("Difference")),
            Column("n_before", _("Firms before"), "count", _("firms")),
            n_column(told),
        ),
        tuple(_row(told, one) for one in both),
        notes=(told.gettext("Both are rounded, and so a difference of a point, or of 5 %, may be none."),),
    )


def _row(told: Told, one: _Both) -> Row:
    counts = (count_cell(told.words, one.n_before), count_cell(told.words, one.n_now))
    return Row(one.id, one.title, (one.before, one.now, _difference(told, one), *counts))


def _difference(told: Told, one: _Both) -> Cell:
    """Nothing where one of the two lies beyond an end."""
    before, now = one.before, one.now
    if before.value is None or now.value is None or before.beyond or now.beyond:
        return NONE
    return Cell(told.words.signed(now.value - before.value), now.value - before.value)


def _both(told: Told) -> Iterator[_Both]:
    """The share below, the gap, and every mean that both releases have."""
    before, now = everyone_of(told.before) if told.before else None, told.everyone
    if before is None or now is None:
        return
    _, words = told.gettext, told.words
    n_before, n_now = firms_in(before), firms_in(now)
    if before.below and now.below:
        title = _("Below “{level}”").format(level=told.baseline.title)
        yield _Both("below", title, share_cell(words, before.below), share_cell(words, now.below), n_before, n_now)
    gaps = [quantile_gap(cell.scores.get(OVERALL)) for cell in (before, now)]
    if all(gaps):
        then, here = (gap_cell(words, gap) for gap in gaps)
        yield _Both("gap", _("Gap P90 − P10"), then, here, n_before, n_now)
    titles = {OVERALL: _("Mean overall score")} | {one.id: one.title for one in told.instrument.dimensions}
    for measure, title in titles.items():
        if measure in before.scores and measure in now.scores:
            yield _mean(told, measure, title, before.scores[measure], now.scores[measure])


def _mean(told: Told, measure: str, title: str, before: Summary, now: Summary) -> _Both:
    then, here = (points_cell(told.words, summary.mean) for summary in (before, now))
    return _Both(measure, title, then, here, before.n, now.n)


def since_sentences(told: Told) -> tuple[str, ...]:
    """Whether mean and share below changed, by more than rounding and chance."""
    before, now = everyone_of(told.before) if told.before else None, told.everyone
    if told.before is None or before is None or now is None:
        return ()
    if before.number == now.number:
        template = told.gettext(
            "Since the release of {date} fewer than five firms came, left or changed: the figures of all firms stay as"
            " they were."
        )
        return (template.format(date=told.words.date(told.before.date)),)
    found = (
        _mean_changed(told, before.scores.get(OVERALL), now.scores.get(OVERALL)),
        _below_changed(told, before, now),
    )
    return tuple(sentence for sentence in found if sentence)


def _mean_changed(told: Told, before: Summary | None, now: Summary | None) -> str:
    if before is None or now is None or told.before is None:
        return ""
    _ = told.gettext
    template = _(
        "The mean overall score was {then} in the release of {date} (n about {m}) and is {now} in this one (n about"
        " {n}): no clear change, since the intervals overlap or are not published."
    )
    if is_higher(now, before):
        template = _(
            "The mean overall score rose from {then} in the release of {date} (n about {m}) to {now} in this one (n"
            " about {n})."
        )
    elif is_higher(before, now):
        template = _(
            "The mean overall score fell from {then} in the release of {date} (n about {m}) to {now} in this one (n"
            " about {n})."
        )
    then, here = (shown_figure(told.words, summary.mean) for summary in (before, now))
    n, m = told.words.number(now.n), told.words.number(before.n)
    return template.format(then=then, now=here, date=told.words.date(told.before.date), n=n, m=m)


def _below_changed(told: Told, before: model.Cell, now: model.Cell) -> str:
    """Only a clear change is told: the table has both figures."""
    pair = [(cell.below, n) for cell in (before, now) if cell.below and (n := firms_in(cell) or 0) >= TOLD_FROM]
    if len(pair) < 2 or told.before is None:
        return ""
    then, here = pair
    _ = told.gettext
    if is_more_often(then, here):
        template = _("The share below “{level}” fell from {then} to {now}: the divide narrows at its lower end.")
    elif is_more_often(here, then):
        template = _("The share below “{level}” rose from {then} to {now}: the divide widens at its lower end.")
    else:
        return ""
    shown = [share_cell(told.words, figure).shown for figure, _n in pair]
    return template.format(level=told.baseline.title, then=shown[0], now=shown[1])


def _measures(told: Told) -> Sequence[tuple[str, str, Summary]]:
    """The changes of firms that answered twice: what of, its title, and its figures."""
    titles = {CHANGE: told.gettext("Overall score")}
    titles |= {f"{CHANGE}.{one.id}": one.title for one in told.instrument.dimensions}
    scores = told.everyone.scores if told.everyone else {}
    return [(name, title, scores[name]) for name, title in titles.items() if name in scores]


def _paired(told: Told) -> Exhibit | None:
    measures = _measures(told)
    if not measures:
        return None
    _ = told.gettext
    return Exhibit(
        "answered-twice",
        _("Firms that answered twice: from their first answers to their latest"),
        _("Part"),
        (
            points_column(told, "mean", _("Mean change")),
            points_column(told, "low", _("Interval from")),
            points_column(told, "high", _("Interval to")),
            n_column(told),
        ),
        tuple(_paired_row(told, *one) for one in measures),
    )


def _paired_row(told: Told, id_: str, title: str, summary: Summary) -> Row:
    ends: tuple[Figure | None, Figure | None] = summary.interval or (None, None)
    cells = (signed_cell(told.words, figure) for figure in (summary.mean, *ends))
    return Row(id_, title, (*cells, count_cell(told.words, summary.n)), strong=id_ == CHANGE)


def paired_sentence(told: Told) -> str:
    """By how much they changed on average, and whether that is more than chance."""
    summary = told.everyone.scores.get(CHANGE) if told.everyone else None
    if summary is None:
        return ""
    _, signed = told.gettext, told.words.signed
    n, mean = told.words.number(summary.n), signed(summary.mean.value)
    if summary.interval is None:
        template = _("Firms that answered twice changed by {mean} points on average (n about {n}).")
        return template.format(mean=mean, n=n)
    low, high = (figure.value for figure in summary.interval)
    template = _(
        "Firms that answered twice changed by {mean} points on average (95 % interval {low} to {high}, n about {n})."
    )
    if low <= 0 <= high:
        template = _(
            "Firms that answered twice changed by {mean} points on average (n about {n}); the 95 % interval, {low} to"
            " {high}, holds no change too."
        )
    return template.format(mean=mean, n=n, low=signed(low), high=signed(high))
