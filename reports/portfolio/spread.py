"""How clients spread: over the levels, and over the scale of each dimension."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reports.firm.standing import level_lines
from reports.portfolio.told import Told
from reports.portfolio.values import LevelCount, Spread

FEWEST = 5
"""From so many scores on quartiles are told; of fewer, each score is shown."""


def level_counts(told: Told) -> tuple[LevelCount, ...]:
    """How many clients stand at each level, the lowest first."""
    found = told.portfolio.level.to_numpy()
    placed = int((found >= 0).sum())
    counts = [int((found == place).sum()) for place in range(len(told.instrument.levels))]
    return tuple(
        LevelCount(level.title, level.meaning, level.start, level.end, n, told.of_n(n, placed))
        for level, n in zip(level_lines(told.words, told.instrument), counts, strict=True)
    )


def levels_text(told: Told, levels: Sequence[LevelCount]) -> str:
    """The same in words, for whoever does not see the bars."""
    template = told.words.translations.gettext("{title}: {n}")
    return told.words.apart([template.format(title=level.title, n=level.shown) for level in levels])


def spreads(told: Told) -> tuple[Spread, ...]:
    """One for each dimension, in the order of the instrument."""
    return tuple(_spread(told, one.id, one.title, one.short) for one in told.instrument.dimensions)


def overall_spread(told: Told) -> Spread:
    title = told.words.translations.gettext("Overall score")
    return _spread(told, "overall", title, told.words.translations.gettext("Overall"))


def _spread(told: Told, column: str, title: str, short: str) -> Spread:
    values = told.values(column)
    values = values[~np.isnan(values)]
    none = told.words.translations.gettext("–")
    n, maximum = len(values), told.maximum(column)
    n_shown = told.words.number(n)
    if not n:
        return Spread(
            column, title, short, 0, maximum, None,
            n_shown=n_shown, mean_shown=none, median_shown=none, middle_shown=none, ends_shown=none,
        )  # fmt: skip
    least, low, median, high, most = (float(value) for value in np.quantile(values, (0, 0.25, 0.5, 0.75, 1)))
    quartiles = n >= FEWEST
    mean = float(values.mean())
    return Spread(
        id=column,
        title=title,
        short=short,
        n=n,
        maximum=maximum,
        mean=mean,
        low=low if quartiles else None,
        median=median if quartiles else None,
        high=high if quartiles else None,
        least=least,
        most=most,
        points=() if quartiles else tuple(np.sort(values).tolist()),
        n_shown=n_shown,
        mean_shown=told.mean(mean, column),
        median_shown=told.mean(median, column) if quartiles else none,
        middle_shown=between(told, low, high, column) if quartiles else none,
        ends_shown=between(told, least, most, column),
    )


def between(told: Told, low: float, high: float, column: str) -> str:
    """“38 to 58”; one figure where both are shown alike."""
    first, last = told.mean(low, column), told.mean(high, column)
    template = told.words.translations.gettext("{low} to {high}")
    return first if first == last else template.format(low=first, high=last)
