"""Where firms stand in each part of the score, and in the whole."""

from __future__ import annotations

from reports.firm.peers import shown_figure
from reports.sector.basis import basis
from reports.sector.columns import everyone, spread_cells, spread_columns, spread_row
from reports.sector.comparing import furthest_apart
from reports.sector.divide import quantile_gap
from reports.sector.figures import NONE, gap_told
from reports.sector.told import Told
from reports.sector.values import Exhibit, Row, Section
from scoring.instrument import Dimension
from scoring.release.model import Summary


def dimensions(told: Told) -> Section | None:
    """None where no score of a dimension is published."""
    if not told.measured:
        return None
    found = (ends(told), _widest(told))
    return Section(
        "dimensions",
        told.gettext("Where firms stand in each part"),
        lead=(basis(told),),
        findings=tuple(sentence for sentence in found if sentence),
        exhibits=(_exhibit(told),),
    )


def ends(told: Told) -> str:
    """In which parts firms are furthest and least far on average, if that is clear."""
    known = [(one, summary) for one in told.measured if (summary := _summary(told, one))]
    found = furthest_apart(known)
    if found is None:
        return ""
    (first, high), (last, low) = found
    template = told.gettext(
        "On average the responding firms are further in “{first}” (mean {high} of 100, n about {n}) than in “{last}”"
        " (mean {low}, n about {m})."
    )
    return template.format(
        first=first.title,
        last=last.title,
        high=shown_figure(told.words, high.mean),
        low=shown_figure(told.words, low.mean),
        n=told.words.number(high.n),
        m=told.words.number(low.n),
    )


def _summary(told: Told, dimension: Dimension) -> Summary | None:
    return told.everyone.scores.get(dimension.id) if told.everyone else None


def _widest(told: Told) -> str:
    """In which part firms lie furthest apart; nothing where another is as wide but for rounding."""
    gaps = [(one, gap) for one in told.measured if (gap := quantile_gap(_summary(told, one)))]
    ranked = sorted(gaps, key=lambda pair: -pair[1].value)
    if len(ranked) < 2 or ranked[0][1].value - ranked[1][1].value <= 2:
        return ""
    template = told.gettext("They lie furthest apart in “{part}”: the gap from P10 to P90 is {gap} points.")
    return template.format(part=ranked[0][0].title, gap=gap_told(told.words, ranked[0][1]))


def _exhibit(told: Told) -> Exhibit:
    whole = spread_row(told, everyone(told))
    parts = [Row(one.id, one.title, spread_cells(told, _summary(told, one))) for one in told.measured]
    overall = Row("overall", told.gettext("Overall score"), whole.cells, whole.about, strong=True)
    rows = (overall, *parts) if whole.cells[0] != NONE else tuple(parts)
    return Exhibit(
        "dimensions",
        told.gettext("Scores of all responding firms, from 0 to 100"),
        told.gettext("Part"),
        spread_columns(told),
        rows,
        "spread",
        about=how_to_read(told),
    )


def how_to_read(told: Told) -> str:
    return told.gettext(
        "The line reaches from P10, below which a tenth of the firms score, to P90, above which a tenth do. The box is"
        " the middle half, from the lower to the upper quartile; the stroke is the median, the dot the mean. Less is"
        " drawn where fewer firms answered."
    )
