"""Ranges from low to high: as people type them, and as they read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask_babel import format_decimal
from flask_babel import gettext as _
from wtforms import ValidationError

from scoring.actions import QUANTITIES, Quantity
from scoring.adaptation import MOST
from scoring.fields import SIZES
from survey.forms.number import parse_number, shown_number

EACH = "per_person"
PARTS = (*SIZES, EACH)
"""What a quantity may differ by."""

Span = list[float]

_TWO_ENDS = re.compile(r"(?P<low>[^–—-]+)[–—-](?P<high>[^–—-]+)")


def quantity_words() -> dict[str, str]:
    """What the quantities are called."""
    return {
        "own_days": _("Own working days"),
        "outside_days": _("Days of outside help"),
        "cost_once": _("EUR once"),
        "cost_monthly": _("EUR a month"),
    }


def part_words() -> dict[str, str]:
    return {
        "micro": _("Up to 9 people"),
        "small": _("10 to 49 people"),
        "medium": _("50 to 249 people"),
        "large": _("250 people and more"),
        EACH: _("More for each person"),
    }


def typed_span(text: str, quantity: str) -> Span | None:
    """The range that was typed, such as “2–4” or “3”; None where nothing was. Raises ``ValidationError``."""
    if not text.strip():
        return None
    ends = _TWO_ENDS.fullmatch(text.strip())
    low, high = (_number(part, quantity) for part in ((ends["low"], ends["high"]) if ends else (text, text)))
    return checked_span(low, high, quantity)


def checked_span(low: float, high: float, quantity: str) -> Span:
    """The range, if an action can take it. Raises ``ValidationError``."""
    most = MOST[quantity]
    if not (0 <= low <= most and 0 <= high <= most):
        raise ValidationError(_("Enter a number from %(low)s to %(high)s.", low=0, high=format_decimal(most)))
    if low > high:
        raise ValidationError(_("A range goes from the lower to the higher number, such as 2–4."))
    return [low, high]


def shown_span(span: Span | None) -> str:
    """A range as it can be typed again."""
    if span is None:
        return ""
    low, high = map(shown_number, span)
    return low if low == high else f"{low}–{high}"


def holds_for_all(quantity: Quantity) -> bool:
    """Whether it is one range for firms of every size."""
    return [name for name in PARTS if getattr(quantity, name) is not None] == ["micro"]


def for_all(span: Span) -> Quantity:
    """One range for every size: what is not given for a size is that of the next smaller one."""
    return Quantity(micro=span)


def told(quantity: Quantity) -> list[str]:
    """A quantity in words, a text for each size that it is given for; nothing where nothing is taken."""
    if holds_for_all(quantity):
        return [shown_span(quantity.micro)] if quantity.micro != [0, 0] else []
    return list(_by_part(quantity))


def _by_part(quantity: Quantity) -> Iterator[str]:
    for part, words in part_words().items():
        span = getattr(quantity, part)
        if span is not None:
            yield _("%(size)s: %(range)s", size=words, range=shown_span(span))


def same(one: Quantity, other: Quantity) -> bool:
    return all(getattr(one, part) == getattr(other, part) for part in PARTS)


def _number(text: str, quantity: str) -> float:
    return float(parse_number(text, 2 if quantity in QUANTITIES[:2] else 0))
