"""A portfolio with what is needed to tell of it: names or none, an order, and scores in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from reports.firm.answers import maximum
from reports.firm.standing import full_score
from reports.firm.wording import Words
from reports.portfolio.values import Covered
from scoring.instrument import Instrument
from scoring.portfolio import Portfolio
from scoring.scores import level_of, published, rounded, shown_change

FIFTHS = 5
"""Into so many stretches a scale is cut where the levels are not those of every column."""


@dataclass(frozen=True)
class Told:
    """What a portfolio report is made from. ``with_names``: else clients are numbers."""

    portfolio: Portfolio
    covered: Covered
    words: Words
    with_names: bool = True

    @property
    def instrument(self) -> Instrument:
        return self.portfolio.instrument

    @cached_property
    def overall(self) -> np.ndarray:
        """float64 (n,), NaN where there is no overall score."""
        found: np.ndarray = self.portfolio.overall.to_numpy(dtype=np.float64)
        return found

    @cached_property
    def names(self) -> Sequence[str]:
        """What each client is called, by row; of the same names those that have a number are told apart by it."""
        if not self.with_names:
            template = self.words.translations.gettext("Client {number}")
            places = np.argsort(self.order) + 1
            return [template.format(number=self.words.number(int(place))) for place in places]
        refs, typed = (self.portfolio.profile[column].fillna("").astype(str) for column in ("ref", "firm"))
        unnamed = self.words.translations.gettext("Client without a name")
        called = typed.str.strip().mask(lambda names: names == "", refs).mask(lambda names: names == "", unnamed)
        doubled = called.duplicated(keep=False) & (refs != "") & (refs != called)
        return list(called.mask(doubled, called + " (" + refs + ")"))

    @cached_property
    def order(self) -> np.ndarray:
        """Rows by overall score, the highest first, those without one last; the same scores by name."""
        typed = self.portfolio.profile["firm"].fillna("").astype(str).str.casefold()
        by_name = pd.Series(typed.rank(method="first")).to_numpy()
        lowest_last = np.where(np.isnan(self.overall), np.inf, -self.overall)
        order: np.ndarray = np.lexsort((by_name, lowest_last))
        return order

    @cached_property
    def scored(self) -> np.ndarray:
        """bool (n,): which clients have an overall score."""
        found: np.ndarray = ~np.isnan(self.overall)
        return found

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(dimension.id for dimension in self.instrument.dimensions)

    def maximum(self, column: str) -> float:
        """The end of the scale of a dimension, or of ``overall``."""
        return _maxima(self.instrument)[column]

    def values(self, column: str) -> np.ndarray:
        """float64 (n,): the scores of a dimension, or of ``overall``."""
        if column == "overall":
            return self.overall
        found: np.ndarray = self.portfolio.dimensions[column].to_numpy(dtype=np.float64)
        return found

    def scores(self, values: np.ndarray) -> list[str]:
        """Scores of clients as shown everywhere: half up to whole points, to a tenth beside a cut; a mark for none."""
        none = self.words.translations.gettext("–")
        whole = np.floor(np.nan_to_num(published(values)) + 0.5)
        plain = level_of(self.instrument, whole) == level_of(self.instrument, values)
        return [
            none if np.isnan(value) else self.words.number(short) if is_plain else self._beside_a_cut(value)
            for value, short, is_plain in zip(values.tolist(), whole.tolist(), plain.tolist(), strict=True)
        ]

    def _beside_a_cut(self, score: float) -> str:
        digits = rounded(score, self.instrument)
        return self.words.number(float(digits), len(digits.partition(".")[2]))

    def change(self, row: int) -> str:
        """Of the overall score since the assessment before, as the two are shown; "" where there is none."""
        after, change = float(self.overall[row]), float(self.portfolio.change.iloc[row])
        if np.isnan(change):
            return ""
        shown = shown_change(self.instrument, after - change, after)
        return self.words.signed(shown, 0 if shown == round(shown) else 1)

    def mean(self, value: float, column: str = "overall") -> str:
        """A statistic of many scores: to a tenth on a scale that has few steps."""
        return self.words.number(value, 0 if self.maximum(column) >= 100 else 1)

    def of_n(self, n: int, total: int) -> str:
        template = self.words.translations.gettext("{n} of {total}")
        return template.format(n=self.words.number(n), total=self.words.number(total))

    @cached_property
    def on_one_scale(self) -> bool:
        """Whether the levels hold for every column: all are scores from 0 to 100."""
        return all(top == 100 for top in _maxima(self.instrument).values())

    def bands(self, column: str) -> np.ndarray:
        """int (n,): the stretch of the scale in which each score lies, from 0 at the lower end; -1 for none.

        The levels where these hold for every column, else fifths of its own scale.
        """
        values = self.values(column)
        if self.on_one_scale:
            return level_of(self.instrument, values).astype(int)
        share = np.nan_to_num(values) / (self.maximum(column) or 1.0)
        fifths = np.clip(np.floor(share * FIFTHS + 1e-9), 0, FIFTHS - 1).astype(int)
        return np.where(np.isnan(values), -1, fifths)


def _maxima(instrument: Instrument) -> dict[str, float]:
    return {"overall": full_score(instrument)} | {one.id: maximum(one) for one in instrument.dimensions}
