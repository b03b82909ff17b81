"""Values as plain JSON and back, each by its type: what is misspelt, missing or of another kind is named.

The types of a release, of segments, of a report's record are the only description of their files there is: a field
added there is written and read here.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime
from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from scoring.fields import Model
from scoring.messages import N_, Message, Problem
from scoring.release.model import Figure
from scoring.shapes import shape_faults

ENDS: dict[str, tuple[str, int]] = {"low": ("below", 5), "high": ("above", 95)}
"""How a figure is written that is known only to lie beyond 5 or 95, so that nobody takes it for a number."""


def plain(value: Any) -> Any:
    """The value as JSON can hold it: a record as an object, a date as text, a figure as a number or as an end, bytes
    as Base64, a model without what it leaves as it is."""
    if isinstance(value, Figure):
        return value.value if not value.beyond else {ENDS[value.beyond][0]: value.value}
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return _plain_one(value)


def _plain_one(value: Any) -> Any:
    if isinstance(value, Model):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime.date) else value


def rebuilt(kind: Any, data: Any) -> tuple[Any, list[Problem]]:
    """The value of type ``kind`` that ``plain`` made ``data`` of, and everything wrong; None where anything is."""
    problems: list[Problem] = []
    value = _read(kind, data, "", problems)
    return (None if problems else value), problems


Problems = list[Problem]


def _read(kind: Any, data: Any, place: str, problems: Problems) -> Any:
    if kind in READERS:
        return READERS[kind](data, place, problems)
    if isinstance(kind, type) and issubclass(kind, Model):
        return _read_model(kind, data, place, problems)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _read_record(kind, data, place, problems)
    return SHAPES[get_origin(kind)](kind, data, place, problems)


NO_FIELD = N_("There is nothing called so here. It may be misspelt, or from a later version.")
LACKING = N_("This is missing.")
NOT_SO = N_("{expected} is expected here, not “{found}”.")
TEXT, RECORD, LIST = N_("A text"), N_("An object with names and values"), N_("A list")
WHOLE, NUMBER, DATE = N_("A whole number"), N_("A number"), N_("A date such as 2026-03-31")
FIGURE = N_("A whole number, {{“below”: 5}} or {{“above”: 95}}")
LISTED = N_("A list of {n}")
ONE_OF, YES_NO, BASE64 = N_("One of {words}"), N_("true or false"), N_("Bytes as Base64")

DIGITS = 18
"""Digits before the point that a number can have: Python makes no float of 400, and no whole number of 5,000."""


def _refuse(expected: Message, data: Any, place: str, problems: Problems) -> None:
    found = str(data)
    told = {"expected": expected, "found": found if len(found) <= 40 else f"{found[:39]}…"}
    problems.append(Problem(place or "-", Message(NOT_SO, told)))


@cache
def _fields(kind: type) -> dict[str, tuple[Any, bool]]:
    """The type of each field, and whether it must be there."""
    hints = get_type_hints(kind)
    absent = dataclasses.MISSING
    return {
        field.name: (hints[field.name], field.default is absent and field.default_factory is absent)
        for field in dataclasses.fields(kind)
    }


def _read_record(kind: type, data: Any, place: str, problems: Problems) -> Any:
    if not isinstance(data, dict):
        return _refuse(Message(RECORD), data, place, problems)
    fields, before = _fields(kind), len(problems)
    problems += [Problem(_in(place, name), Message(NO_FIELD)) for name in data if name not in fields]
    lacking = [name for name, (_, needed) in fields.items() if needed and name not in data]
    problems += [Problem(_in(place, name), Message(LACKING)) for name in lacking]
    values = {
        name: _read(inner, data[name], _in(place, name), problems)
        for name, (inner, _) in fields.items()
        if name in data
    }
    return kind(**values) if len(problems) == before else None


def _read_model(kind: type[Model], data: Any, place: str, problems: Problems) -> Any:
    found = [Problem(_in(place, ".".join(map(str, at))), message) for at, message in shape_faults(kind, data)]
    problems += found
    return None if found else kind.model_validate(data)


def _in(place: str, name: str) -> str:
    return f"{place}.{name}" if place else str(name)


def _read_optional(kind: Any, data: Any, place: str, problems: Problems) -> Any:
    (inner,) = (one for one in get_args(kind) if one is not NoneType)
    return None if data is None else _read(inner, data, place, problems)


def _read_tuple(kind: Any, data: Any, place: str, problems: Problems) -> Any:
    inner = get_args(kind)
    if not isinstance(data, list):
        return _refuse(Message(LIST), data, place, problems)
    if inner[-1] is Ellipsis:
        inner = inner[:1] * len(data)
    if len(inner) != len(data):
        return _refuse(Message(LISTED, {"n": len(inner)}), data, place, problems)
    both = enumerate(zip(inner, data, strict=True))
    return tuple(_read(one, value, f"{place}[{number}]", problems) for number, (one, value) in both)


def _read_mapping(kind: Any, data: Any, place: str, problems: Problems) -> Any:
    names, inner = get_args(kind)
    if not isinstance(data, dict):
        return _refuse(Message(RECORD), data, place, problems)
    if inner is object:
        return data
    return {
        _read_name(names, name, _in(place, name), problems): _read(inner, value, _in(place, name), problems)
        for name, value in data.items()
    }


def _read_name(kind: type, name: str, place: str, problems: Problems) -> Any:
    """A name in an object; in JSON a number too is written as text there."""
    if kind is str:
        return name
    whole = name.isdecimal() and name.isascii() and len(name) <= DIGITS
    return int(name) if whole else _refuse(Message(WHOLE), name, place, problems)


def _read_text(data: Any, place: str, problems: Problems) -> Any:
    return data if isinstance(data, str) else _refuse(Message(TEXT), data, place, problems)


def _read_word(kind: Any, data: Any, place: str, problems: Problems) -> Any:
    words = get_args(kind)
    told = {"words": ", ".join(words)}
    return data if data in words else _refuse(Message(ONE_OF, told), data, place, problems)


def _read_yes_no(data: Any, place: str, problems: Problems) -> Any:
    return data if type(data) is bool else _refuse(Message(YES_NO), data, place, problems)


def _read_bytes(data: Any, place: str, problems: Problems) -> Any:
    try:
        return base64.b64decode(data, validate=True)
    except (TypeError, ValueError):
        return _refuse(Message(BASE64), data, place, problems)


def _read_whole(data: Any, place: str, problems: Problems) -> Any:
    return data if type(data) is int else _refuse(Message(WHOLE), data, place, problems)


def _read_number(data: Any, place: str, problems: Problems) -> Any:
    sound = type(data) in (int, float) and abs(data) < 10**DIGITS
    return float(data) if sound else _refuse(Message(NUMBER), data, place, problems)


def _read_date(data: Any, place: str, problems: Problems) -> Any:
    try:
        return datetime.date.fromisoformat(data)
    except (TypeError, ValueError):
        return _refuse(Message(DATE), data, place, problems)


def _read_figure(data: Any, place: str, problems: Problems) -> Any:
    if type(data) is int:
        return Figure(data)
    ends = {beyond: {word: value} for beyond, (word, value) in ENDS.items()}
    beyond = next((name for name, written in ends.items() if data == written), None)
    if beyond is None:
        return _refuse(Message(FIGURE), data, place, problems)
    return Figure(ENDS[beyond][1], beyond)  # type: ignore[arg-type]  # the keys of ENDS are those of Beyond


READERS: dict[Any, Callable[[Any, str, Problems], Any]] = {
    str: _read_text,
    int: _read_whole,
    float: _read_number,
    bool: _read_yes_no,
    bytes: _read_bytes,
    datetime.date: _read_date,
    Figure: _read_figure,
}
SHAPES: dict[Any, Callable[[Any, Any, str, Problems], Any]] = {
    tuple: _read_tuple,
    Mapping: _read_mapping,
    Literal: _read_word,
    UnionType: _read_optional,
    Union: _read_optional,
}
