"""A question answered by typing a number, or by saying that one does not know it or that it does not apply."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from typing import Any

from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _
from wtforms import StringField, ValidationError
from wtforms.utils import unset_value

from scoring.answers import Answer
from scoring.instrument import NumberQuestion
from survey.forms.choices import DONT_KNOW, NOT_APPLICABLE, apart_choices, not_offered
from survey.forms.faults import Fault
from survey.forms.text import printable

LONGEST_NUMBER = 40
_SPACES = re.compile(r"[\s\u00a0\u202f’'_]")
_PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:(?P<mark>[.,])[0-9]{3})(?:(?P=mark)[0-9]{3})*(?:(?!(?P=mark))[.,][0-9]+)?")


class NumberField(StringField):
    """The number is posted as ``q_<id>``, what is said instead of one as ``q_<id>-or``."""

    data: str

    def __init__(self, *, question: NumberQuestion, **kwargs: Any) -> None:
        self.question = question
        self.apart = apart_choices(question)
        self.instead: list[str] = []
        super().__init__(question.text, **kwargs)

    @property
    def names(self) -> set[str]:
        return {self.name, f"{self.name}-or"}

    @property
    def answer(self) -> Answer | None:
        if self.instead:
            return self.instead[0]
        return float(parse_number(self.data, self.question.decimals)) if self.data.strip() else None

    def faults(self) -> list[Fault]:
        return [Fault(self.id, message) for message in self.errors]

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            self.data = self.data or ""
            self.instead = list(dict.fromkeys(formdata.getlist(f"{self.name}-or")))

    def process_data(self, value: Answer | None) -> None:
        self.instead = [str(value)] if value in (DONT_KNOW, NOT_APPLICABLE) else []
        self.data = shown_number(value) if isinstance(value, int | float) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = printable(valuelist[0]) if valuelist else ""

    def pre_validate(self, _form: Any) -> None:
        if not set(self.instead) <= {choice.value for choice in self.apart}:
            raise ValidationError(not_offered())
        if len(self.instead) + bool(self.data.strip()) > 1 or len(set(self.raw_data or ())) > 1:
            raise ValidationError(_("Give one answer only: either the number or one of the boxes below it."))
        if self.data.strip():
            self._check_range(parse_number(self.data, self.question.decimals))

    def _check_range(self, value: Decimal) -> None:
        lowest, highest = Decimal(str(self.question.minimum)), Decimal(str(self.question.maximum))
        if not lowest <= value <= highest:
            bounds = {"low": format_decimal(lowest), "high": format_decimal(highest)}
            raise ValidationError(_("Enter a number from %(low)s to %(high)s.", **bounds))


def parse_number(text: str, decimals: int) -> Decimal:
    """The number that was typed, with a decimal point or comma, and thousands marked or not.

    "1,000" is a thousand where whole numbers are asked. Where one or two decimals are, it may be either: refused.
    Raises ``ValidationError`` with what to do.
    """
    plain = _SPACES.sub("", text) if len(text) <= LONGEST_NUMBER else ""
    grouped = _GROUPED.fullmatch(plain)
    is_ambiguous = grouped is not None and len(re.findall("[.,]", plain)) == 1
    if grouped and (decimals == 0 or not is_ambiguous):
        plain = plain.replace(grouped["mark"], "")
    if not _PLAIN.fullmatch(plain):
        raise ValidationError(_("Enter a number in digits, for example 12."))
    value = Decimal(plain.replace(",", "."))
    with localcontext(prec=2 * LONGEST_NUMBER):  # by itself, what has 30 digits cannot be rounded
        is_too_precise = value != round(value, decimals)
    if is_too_precise or (is_ambiguous and 0 < decimals < 3):
        raise ValidationError(_precision(decimals))
    return value


def shown_number(value: float) -> str:
    """A stored number as the visitor would type it: the language's decimal mark, no thousands marks."""
    return str(format_decimal(Decimal(str(value)).normalize(), format="0.####")) if get_locale() else f"{value:g}"


def _precision(decimals: int) -> str:
    if decimals == 0:
        return str(_("Enter a whole number, without a decimal part."))
    return str(_("Enter a number with at most %(n)s digits after the decimal mark.", n=decimals))
