"""The heat map: clients × dimensions in order, or the two ends of a long list with a count of everybody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reports.portfolio.told import FIFTHS, Told
from reports.portfolio.values import Band, Cell, HeatMap, HeatRow

MOST = 200
"""So many clients stand there one by one."""
ENDS = 50
"""Of more, so many from each end."""


def heat_map(told: Told) -> HeatMap:
    """Everybody, the highest overall score first; of more than ``MOST`` clients both ends, and a count of all."""
    every = told.order
    parted = ENDS if len(every) > MOST else 0
    rows = np.concatenate([every[:ENDS], _lowest(told)]) if parted else every
    columns = ("overall", *told.columns)
    return HeatMap(
        lead=_lead(told, parted),
        columns=tuple(one.short for one in told.instrument.dimensions),
        titles=tuple(one.title for one in told.instrument.dimensions),
        bands=_bands(told, columns),
        rows=tuple(_rows(told, rows, columns)),
        unscored=_unscored(told, columns),
        has_changes=bool(told.portfolio.change.notna().any()),
        parted=parted,
        rest=_rest(told, parted) if parted else "",
    )


def _lowest(told: Told) -> np.ndarray:
    """The last of those that have a score, in the same order; clients without one stand in the count only."""
    scored = told.order[told.scored[told.order]]
    lowest: np.ndarray = scored[ENDS:][-ENDS:]
    return lowest


def _lead(told: Told, parted: int) -> str:
    _, n = told.words.translations.gettext, told.words.number
    total = n(len(told.portfolio))
    told_all = _("Every client with a result, the highest overall score first (n = {n}). The darker, the higher.")
    told_ends = _(
        "Of {n} clients with a result, the {k} with the highest and the {k} with the lowest overall score. The darker,"
        " the higher. How all of them stand is counted above."
    )
    return (told_ends if parted else told_all).format(n=total, k=n(ENDS))


def _rest(told: Told, parted: int) -> str:
    left = int(told.scored.sum()) - 2 * parted
    template = told.words.translations.ngettext(
        "{n} client in between is not shown.", "{n} clients in between are not shown.", max(left, 0)
    )
    return template.format(n=told.words.number(max(left, 0)))


def _rows(told: Told, rows: np.ndarray, columns: Sequence[str]) -> list[HeatRow]:
    cells = [_cells(told, column, rows) for column in columns]
    changes = [told.change(row) for row in rows.tolist()]
    return [
        HeatRow(told.names[row], overall, change, tuple(others))
        for row, change, overall, *others in zip(rows.tolist(), changes, *cells, strict=True)
    ]


def _cells(told: Told, column: str, rows: np.ndarray) -> list[Cell]:
    shown = told.scores(told.values(column)[rows])
    return [Cell(text, int(band)) for text, band in zip(shown, told.bands(column)[rows], strict=True)]


def _bands(told: Told, columns: Sequence[str]) -> tuple[Band, ...]:
    """The stretches of the scale, the lowest first, with how many clients stand in each."""
    places = [told.bands(column) for column in columns]
    return tuple(_band(told, title, band, places) for band, title in enumerate(_titles(told)))


def _unscored(told: Told, columns: Sequence[str]) -> Band | None:
    places = [told.bands(column) for column in columns]
    if not any((one < 0).any() for one in places):
        return None
    return _band(told, told.words.translations.gettext("No score"), -1, places)


def _titles(told: Told) -> list[str]:
    if told.on_one_scale:
        return [level.title for level in told.instrument.levels]
    template = told.words.translations.gettext("{low} to {high} of the scale")
    percent = told.words.percent
    return [template.format(low=percent(n / FIFTHS), high=percent((n + 1) / FIFTHS)) for n in range(FIFTHS)]


def _band(told: Told, title: str, band: int, places: Sequence[np.ndarray]) -> Band:
    counts = [int((one == band).sum()) for one in places]
    shades = [-(-10 * n // max(len(told.portfolio), 1)) for n in counts]
    return Band(title, tuple(told.words.number(n) for n in counts), tuple(shades))
