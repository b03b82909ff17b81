"""Published figures as they are shown, in a table and in a sentence."""

from __future__ import annotations

from reports.firm.peers import shown_figure
from reports.firm.wording import Words, rounded_half_up
from reports.sector.values import Cell
from scoring.messages import N_
from scoring.release.model import Beyond, Figure

NONE = Cell("–")
"""A figure that is withheld, or that there is not: both look the same."""

ABOUT = {
    5: N_("About one in twenty"),
    10: N_("About one in ten"),
    20: N_("About one in five"),
    25: N_("About a quarter"),
    30: N_("About three in ten"),
    40: N_("About four in ten"),
    50: N_("About half"),
    60: N_("About six in ten"),
    70: N_("About seven in ten"),
    75: N_("About three quarters"),
    80: N_("About eight in ten"),
    90: N_("About nine in ten"),
    95: N_("About nineteen in twenty"),
}
"""Per cent → how a sentence begins that says it; what is not here is said in per cent."""


def share_shown(words: Words, figure: Figure) -> str:
    """“40 %”, “< 5 %”, “> 95 %” in the locale's way."""
    _ = words.translations.gettext
    template = {"": "{share}", "low": _("< {share}"), "high": _("> {share}")}[figure.beyond]
    return template.format(share=words.percent(figure.value / 100))


def share_told(words: Words, figure: Figure) -> str:
    """A share as the beginning of a sentence about firms."""
    _ = words.translations.gettext
    if figure.beyond:
        return {"low": _("Fewer than one in twenty"), "high": _("More than nineteen in twenty")}[figure.beyond]
    if figure.value in ABOUT:
        return _(ABOUT[figure.value])
    return _("About {share}").format(share=words.percent(figure.value / 100))


def without(figure: Figure) -> Figure:
    """The share of the others."""
    turned: dict[Beyond, Beyond] = {"": "", "low": "high", "high": "low"}
    return Figure(100 - figure.value, turned[figure.beyond])


def fraction(figure: Figure) -> float:
    """A share as a number to reckon with, 0 to 1: beyond its ends the middle of what is left."""
    return {"": figure.value / 100, "low": 0.025, "high": 0.975}[figure.beyond]


def points_cell(words: Words, figure: Figure | None) -> Cell:
    return NONE if figure is None else Cell(shown_figure(words, figure), float(figure.value), figure.beyond)


def signed_cell(words: Words, figure: Figure | None) -> Cell:
    """A change, with its sign."""
    return NONE if figure is None else Cell(words.signed(figure.value), float(figure.value))


def share_cell(words: Words, figure: Figure | None) -> Cell:
    return NONE if figure is None else Cell(share_shown(words, figure), float(figure.value), figure.beyond)


def count_cell(words: Words, n: int | None) -> Cell:
    return NONE if n is None else Cell(words.number(n), float(n))


def number_cell(words: Words, value: float | None, decimals: int = 0) -> Cell:
    """A number rounded half up, in the cell as it is shown."""
    if value is None:
        return NONE
    return Cell(words.number(value, decimals), rounded_half_up(value, decimals))


def gap_of(low: Figure | None, high: Figure | None) -> Figure | None:
    """Points between two quantiles; "high" where the true gap is at least that, since an end is not known."""
    if low is None or high is None:
        return None
    return Figure(high.value - low.value, "high" if low.beyond == "low" or high.beyond == "high" else "")


def gap_shown(words: Words, gap: Figure) -> str:
    _ = words.translations.gettext
    return (_("≥ {points}") if gap.beyond else "{points}").format(points=words.number(gap.value))


def gap_told(words: Words, gap: Figure) -> str:
    """The same inside a sentence."""
    _ = words.translations.gettext
    return (_("at least {points}") if gap.beyond else "{points}").format(points=words.number(gap.value))


def gap_cell(words: Words, gap: Figure | None) -> Cell:
    return NONE if gap is None else Cell(gap_shown(words, gap), float(gap.value), gap.beyond)
