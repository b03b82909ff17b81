"""What values in requests and answers look like; what a schema says of them is all that is asked of them."""

from __future__ import annotations

from typing import Annotated, Any

import pycountry
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from scoring.instrument import Instrument
from scoring.profile import PEOPLE
from scoring.scores import published
from scoring.trades import SECTIONS, TRADES
from survey.forms.text import printable
from survey.mail.address import LONGEST, mailbox

SIGN = r"[^\x00-\x1f\x7f-\x9f]"
"""Anything but what no page may carry and no database takes."""

ONE_LINE = rf"^{SIGN}*$"
SAYS_SOMETHING = rf"^{SIGN}*[^\s\x00-\x1f\x7f-\x9f]{SIGN}*$"


class Given(BaseModel):
    """What a program sends: no type is guessed, and nothing that is not asked for is let pass."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class Told(BaseModel):
    """What a program is told; more may be told later."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class Nothing(Given):
    """Where there is nothing to ask."""


def _one_line(text: str) -> str:
    if any(sign in "\n\t" for sign in text) or text != printable(text):
        raise PydanticCustomError("text", "Text of one line without control characters is wanted here")
    return text


def _says_something(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("text", "Say something here: white space is not enough")
    return text


def _of(offered: frozenset[str], what: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in offered:
            raise PydanticCustomError("choice", "There is no such {what}", {"what": what})
        return value

    return AfterValidator(check)


def _mailbox(text: str) -> str:
    address = mailbox(text)
    if address is None:
        raise PydanticCustomError("email", "One plain e-mail address is wanted here, such as ann@example.org")
    return address


def _whole(value: Any) -> Any:
    """A number as an address writes it: digits alone."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else value


def _yes_no(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def listed(offered: Any) -> dict[str, Any]:
    """In the schema: one of these."""
    return {"enum": sorted(offered)}


TRADE_IDS = frozenset({trade.id for trade in TRADES} | set(SECTIONS))
PEOPLE_IDS = frozenset(band.id for band in PEOPLE)
COUNTRIES = frozenset(country.alpha_2 for country in pycountry.countries)

Line = Annotated[str, AfterValidator(_one_line), Field(json_schema_extra={"pattern": ONE_LINE})]
Words = Annotated[
    str,
    AfterValidator(_one_line),
    AfterValidator(_says_something),
    Field(min_length=1, json_schema_extra={"pattern": SAYS_SOMETHING}),
]
Email = Annotated[str, AfterValidator(_mailbox), Field(max_length=LONGEST, json_schema_extra={"format": "email"})]
Trade = Annotated[str, _of(TRADE_IDS, "trade"), Field(json_schema_extra=listed(TRADE_IDS))]
People = Annotated[str, _of(PEOPLE_IDS, "band of people"), Field(json_schema_extra=listed(PEOPLE_IDS))]
Country = Annotated[str, _of(COUNTRIES, "country"), Field(json_schema_extra=listed(COUNTRIES))]
Language = Annotated[str, Field(max_length=20, pattern=r"^[A-Za-z_]+$")]
Region = Annotated[str, Field(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")]
PageNumber = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(_whole)]
PageSize = Annotated[int, Field(ge=1, le=100), BeforeValidator(_whole)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]


def level_id(instrument: Instrument | None, position: int | None) -> str | None:
    """The id of the level at this position; None where there is none, or the instrument was taken away."""
    if instrument is None or position is None or not 0 <= position < len(instrument.levels):
        return None
    return instrument.levels[position].id


def four_decimals(score: float | None) -> float | None:
    """A score as every file tells it."""
    return None if score is None else float(published(score))
