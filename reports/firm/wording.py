"""Numbers and answers in words: money, days, months and what a firm answered, for one locale."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, get_minus_sign_symbol, get_plus_sign_symbol

from scoring.answers import Answer
from scoring.instrument import GridQuestion, MultipleQuestion, NumberQuestion, Question, SingleQuestion
from scoring.scores import State

Span = tuple[float, float]


@dataclass(frozen=True)
class Words:
    """Puts values into words of one language."""

    locale: Locale
    translations: NullTranslations

    @property
    def language(self) -> str:
        """The language of the texts, as BCP 47 has it: English ones where there is no catalogue for the locale."""
        is_translated = self.locale.language == "en" or bool(self.translations.info())
        return str(self.locale).replace("_", "-") if is_translated else "en"

    def number(self, value: float, decimals: int = 0) -> str:
        """Half up to so many decimals, in the locale's digits and separators."""
        return _decimal(value, decimals, self.locale)

    def points(self, value: float) -> str:
        """Points of the overall scale, to one decimal."""
        return self.number(value, 1)

    def signed(self, value: float, decimals: int = 0) -> str:
        """A change with its sign, its size half up; nothing is a plain 0."""
        size = self.number(abs(value), decimals)
        if not rounded_half_up(abs(value), decimals):
            return size
        return (get_plus_sign_symbol if value > 0 else get_minus_sign_symbol)(self.locale) + size

    def percent(self, share: float) -> str:
        """A share rounded down, so that only everything is 100 %."""
        return str(format_percent(math.floor(share * 100 + 1e-9) / 100, locale=self.locale))

    def published_percent(self, percent: float) -> str:
        """A percentage that others published, half up to tenths: of 99.6 whole ones would make all."""
        share = Decimal(str(rounded_half_up(percent, 1))) / 100
        return str(format_percent(share, locale=self.locale, decimal_quantization=False))

    def date(self, value: datetime.date) -> str:
        return str(format_date(value, format="long", locale=self.locale))

    def list(self, items: Sequence[str]) -> str:
        """“A, B and C” in the locale's way."""
        return str(format_list(list(items), locale=self.locale)) if items else ""

    def numbers(self, rising: Sequence[int]) -> str:
        """Whole numbers, three or more that follow each other as a stretch: “1, 3 and 5 to 9”."""
        return self.list([told for run in _runs(rising) for told in self._run(run)])

    def _run(self, run: Sequence[int]) -> Sequence[str]:
        shown = [self.number(number) for number in run]
        if len(run) < 3:
            return shown
        return [self.translations.gettext("{low} to {high}").format(low=shown[0], high=shown[-1])]

    def apart(self, items: Sequence[str]) -> str:
        """Items that may hold commas themselves."""
        return self.translations.gettext("; ").join(items)

    def some(self, items: Sequence[str], longest: int = 140) -> str:
        """The first of the items, at least one, as far as they fit, and how many more there are."""
        shown = list(items[:1])
        for item in items[1:]:
            if len(self.apart([*shown, item])) > longest:
                break
            shown.append(item)
        more = len(items) - len(shown)
        if not more:
            return self.apart(shown)
        template = self.translations.ngettext("{items}; and {n} more", "{items}; and {n} more", more)
        return template.format(items=self.apart(shown), n=self.number(more))

    def pair(self, row: str, answer: str) -> str:
        """A row of a grid with what was answered for it."""
        return self.translations.gettext("{row} – {answer}").format(row=row, answer=answer)

    def quoted(self, texts: Sequence[str]) -> str:
        _ = self.translations.gettext
        return self.list([_("“{text}”").format(text=text) for text in texts])

    def days(self, span: Span) -> str:
        """Working days, to the half day under ten: “1 to 2 days”."""
        low, high = (_half_days(value) for value in span)
        ngettext, _ = self.translations.ngettext, self.translations.gettext
        if high == 0:
            return _("none")
        shown_low, shown_high = (self.number(value, 1 if value % 1 else 0) for value in (low, high))
        n = math.ceil(high)
        if low == high:
            return _("half a day") if high == 0.5 else ngettext("{days} day", "{days} days", n).format(days=shown_high)
        if low == 0:
            return (
                _("up to half a day")
                if high == 0.5
                else ngettext("up to {days} day", "up to {days} days", n).format(days=shown_high)
            )
        return ngettext("{low} to {high} day", "{low} to {high} days", n).format(low=shown_low, high=shown_high)

    def money(self, span: Span, *, monthly: bool = False) -> str:
        """EUR rounded to what an estimate can bear: “EUR 300 to 1,500”."""
        low, high = (self.number(_two_figures(value)) for value in span)
        return self._money(span, monthly).format(low=low, high=high)

    def _money(self, span: Span, monthly: bool) -> str:
        _ = self.translations.gettext
        low, high = (_two_figures(value) for value in span)
        if high == 0:
            return _("none")
        if low == high:
            return _("EUR {high} a month") if monthly else _("EUR {high}")
        if low == 0:
            return _("up to EUR {high} a month") if monthly else _("up to EUR {high}")
        return _("EUR {low} to {high} a month") if monthly else _("EUR {low} to {high}")

    def exact_days(self, value: float) -> str:
        """Working days that someone set: as they are, to two decimals."""
        if value == 0.5:
            return self.days((value, value))
        shown = str(format_decimal(value, format="#,##0.##", locale=self.locale))
        return self.translations.ngettext(
            "{days} day", "{days} days", 1 if value == 1 else max(2, math.ceil(value))
        ).format(days=shown)

    def exact_money(self, value: float) -> str:
        """EUR that someone set: as they are, with cents where there are any."""
        shown = self.number(value, 0 if value == int(value) else 2)
        return self.translations.gettext("EUR {high}").format(high=shown)

    def months(self, start: float, end: float) -> str:
        """Calendar months of the plan that a stretch of it touches, counted from 1."""
        first, last = math.floor(start + 1e-9) + 1, max(math.ceil(end - 1e-9), 1)
        return self._months(first, max(first, last))

    def _months(self, first: int, last: int) -> str:
        _ = self.translations.gettext
        if first == last:
            return _("Month {month}").format(month=self.number(first))
        return _("Months {first} to {last}").format(first=self.number(first), last=self.number(last))

    def answer(self, question: Question, answer: Answer | None) -> str:
        """What the firm answered, in the words of the question's options."""
        _ = self.translations.gettext
        if answer is None:
            return _("No answer")
        if answer in ("na", "dk") and not isinstance(answer, Mapping):
            return self.state(State.NOT_APPLICABLE if answer == "na" else State.DONT_KNOW)
        return _ANSWERS[type(question)](self, question, answer)

    def rows(self, question: Question, answer: Answer | None) -> tuple[tuple[str, str], ...]:
        """Of a grid every row with what was answered for it; of anything else nothing."""
        if not isinstance(question, GridQuestion) or not isinstance(answer, Mapping):
            return ()
        labels = {option.id: option.label for option in question.options}
        labels |= {"na": self.state(State.NOT_APPLICABLE), "dk": self.state(State.DONT_KNOW)}
        blank = self.state(State.BLANK)
        return tuple((row.label, labels.get(str(answer.get(row.id)), blank)) for row in question.rows)

    def state(self, state: State) -> str:
        """Why there is no answer that counts."""
        _ = self.translations.gettext
        return {
            State.ANSWERED: "",
            State.BLANK: _("No answer"),
            State.NOT_APPLICABLE: _("Not for us"),
            State.DONT_KNOW: _("Don’t know"),
            State.HIDDEN: _("Not asked"),
        }[state]


def rounded_half_up(value: float, decimals: int = 0) -> float:
    """The number that is shown for another; as decimals see it: 2.675 is no less than it looks."""
    factor = 10.0**decimals
    return math.floor(round(value * factor, 6) + 0.5) / factor


@lru_cache(maxsize=4096)
def _decimal(value: float, decimals: int, locale: Locale) -> str:
    whole = rounded_half_up(value, decimals)
    return str(format_decimal(whole, format="#,##0" + ("." + "0" * decimals if decimals else ""), locale=locale))


def _runs(rising: Sequence[int]) -> list[list[int]]:
    """Numbers in rising order, those that follow each other together."""
    runs: list[list[int]] = []
    for number in rising:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _half_days(value: float) -> float:
    return math.floor(value * 2 + 0.5) / 2 if value < 10 else float(math.floor(value + 0.5))


def _two_figures(value: float) -> int:
    """Two figures that count from 100 up: more would promise a precision that the estimates do not have."""
    step = 1 if value < 100 else 10 ** (math.floor(math.log10(value)) - 1)
    return math.floor(value / step + 0.5) * step


def _single(_words: Words, question: SingleQuestion, answer: Any) -> str:
    return next((option.label for option in question.options if option.id == answer), str(answer))


def _multiple(words: Words, question: MultipleQuestion, answer: Any) -> str:
    chosen = [option.label for option in question.options if option.id in answer]
    return words.apart(chosen) if chosen else question.none or words.translations.gettext("None of these")


def _grid(words: Words, question: GridQuestion, answer: Any) -> str:
    return words.apart([words.pair(row, told) for row, told in words.rows(question, answer)])


def _number(words: Words, question: NumberQuestion, answer: Any) -> str:
    """A band's id comes back from stored codes; a number as typed is shown with its unit."""
    for band in question.bands:
        if band.id == answer:
            return band.label
    if isinstance(answer, (int, float)):
        return (
            words.translations.gettext("{number} {unit}")
            .format(number=words.number(answer, question.decimals), unit=question.unit)
            .strip()
        )
    return str(answer)


_ANSWERS: dict[type, Callable[[Words, Any, Any], str]] = {
    SingleQuestion: _single,
    MultipleQuestion: _multiple,
    GridQuestion: _grid,
    NumberQuestion: _number,
}
