"""Reading what a program sends: JSON strictly, before anything else looks at it, and then by its model."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Literal, NoReturn, TypeVar

from flask import current_app, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from survey.api.problems import Code, Fault, RefusedError

DEEPEST = 16
"""Lists and objects within each other; no model has more than five."""

LONGEST_NUMBER = 30
"""Digits of a number. Python refuses thousands of them itself, in words of its own."""

_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[{\]}]")

Model = TypeVar("Model", bound=BaseModel)


def body(model: type[Model]) -> Model:
    """The body as this model. Raises ``RefusedError`` for whatever else was sent."""
    return _checked(model, _object(_text()), "body")


def query(model: type[Model]) -> Model:
    """What the address asks for: each thing once, and nothing that nobody understands."""
    twice = [name for name in request.args if len(request.args.getlist(name)) > 1]
    if twice:
        faults = [Fault(loc=["query", name], msg="Given more than once") for name in sorted(twice)]
        raise RefusedError(422, "invalid", "The address asks for one thing twice.", faults)
    return _checked(model, request.args.to_dict(), "query")


def headers(model: type[Model]) -> Model:
    """The headers that the model names, which are all that it sees."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    given = {name: request.headers[name] for name in names if name in request.headers}
    return _checked(model, given, "header")


def _text() -> str:
    """The body as text. What is packed is never unpacked: a small body would become a large one."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise RefusedError(415, "media_type", "Send the body as it is: no Content-Encoding is accepted.")
    if request.mimetype != "application/json":
        raise RefusedError(415, "media_type", "Send the body as application/json.")
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise RefusedError(415, "media_type", "Send the body in UTF-8.")
    sent, most = request.get_data(cache=False), request.max_content_length
    if request.content_length is None and most is not None and len(sent) >= most:
        raise RequestEntityTooLarge  # of a body that does not say how long it is, no more than that is read
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError:
        _malformed("The body is not UTF-8.")


def _object(text: str) -> dict[str, Any]:
    """The JSON object that the text is."""
    _check_depth(text)
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_integer, parse_float=_number
        )
        # Half a character, which JSON can escape and no database keeps.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        _malformed(f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.")
    except UnicodeEncodeError:
        _malformed("The body holds half of a surrogate pair.")
    return value if isinstance(value, dict) else _malformed("The body is not a JSON object.")


def _check_depth(text: str) -> None:
    """Counted before it is read: what reads it calls itself for each level."""
    depth = 0
    for bracket in _BRACKET.findall(_TEXT.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > DEEPEST:
            _malformed(f"The body has lists and objects more than {DEEPEST} deep.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which each name stands once: of two, readers would take different ones."""
    found = dict(pairs)
    if len(found) < len(pairs):
        _malformed("An object has the same name twice.")
    return found


def _no_constant(_name: str) -> NoReturn:
    _malformed("NaN and Infinity are no JSON.")


def _integer(digits: str) -> int:
    return int(digits) if len(digits) <= LONGEST_NUMBER else _malformed("A number has too many digits.")


def _number(digits: str) -> float:
    number = float(digits) if len(digits) <= 2 * LONGEST_NUMBER else math.inf
    return number if math.isfinite(number) else _malformed("A number is too large or has too many digits.")


def _malformed(detail: str) -> NoReturn:
    raise RefusedError(400, "malformed", detail)


def _checked(model: type[Model], given: dict[str, Any], place: str) -> Model:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        faults = [Fault(loc=[place, *fault["loc"]], msg=fault["msg"]) for fault in error.errors(include_input=False)]
        raise RefusedError(422, "invalid", _told(place), faults[:MOST_FAULTS]) from None


MOST_FAULTS = 100
"""Of a list of a thousand wrong things, enough to see what is wrong."""


def _told(place: str) -> str:
    return f"The {place} is not as this operation wants it; see errors."


def conflict(code: Code, detail: str, *loc: str | int) -> RefusedError:
    """What was sent is right, and cannot be done as things are."""
    return RefusedError(409, code, detail, [Fault(loc=list(loc), msg=detail)] if loc else [])


def check_language(language: str | None, place: Literal["query", "body"]) -> None:
    """Refuse a language that is not offered here."""
    if language is not None and language not in current_app.config["WAYMARK"].languages:
        fault = Fault(loc=[place, "language"], msg="This language is not offered here")
        raise RefusedError(422, "invalid", "Reports are not offered in this language.", [fault])
