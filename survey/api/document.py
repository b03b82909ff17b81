"""The OpenAPI document: put together by spectree from what operations are, and finished here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, wraps
from http import HTTPStatus
from typing import Any

from flask import Response
from pydantic import BaseModel
from spectree import Response as Responses
from spectree import SecurityScheme, SpecTree, Tag
from spectree.models import SecureType, SecuritySchemeData

from survey.api.problems import MEDIA_TYPE, Problem
from survey.api.words import Nothing
from survey.sending import JSON
from survey.storage.keys import Scope

VERSION = "1.1.0"
"""Of what programs can rely on: what is new raises the second number, what breaks a program moves to ``/api/v2``."""

SCHEME = "key"

DESCRIPTION = """Work with the clients of your organisation from a program of your own, or read published figures.

A member of the organisation makes a key on the page “Keys” and says what it may do. It is sent with every request as
`Authorization: Bearer wmk_…`, and never may more than that member may at the moment. Cookies count for nothing here.

Requests are JSON in UTF-8, read strictly: no type is guessed, and names that no operation knows are refused. Whatever
is refused is answered as `application/problem+json` in one shape. What belongs to another organisation is answered as
what does not exist. Titles within answers come in the language of `Accept-Language`, ids in none."""

TAGS = {
    "clients": "Firms that the organisation works with.",
    "assessments": "What clients answered, and how they scored.",
    "reports": "The report of one assessment, as its page hands it out.",
    "batches": "Reports of many clients at once.",
    "exports": "Tables of all clients, as the page “Files” hands them out.",
    "releases": "Published figures of groups of firms, for everybody: no key is needed.",
    "key": "The key itself.",
}

BYTES: dict[str, Any] = {"type": "string", "format": "binary"}
TABLE: dict[str, Any] = {
    "type": "array",
    "items": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}},
}
"""A table as JSON: an object for each row."""

ALWAYS = (400, 401, 405, 422, 429, 500)


@dataclass(frozen=True)
class File:
    """An answer that is a file of one of these media types. ``json``: the schema of one that is JSON."""

    kinds: tuple[str, ...]
    json: dict[str, Any] = field(default_factory=lambda: TABLE)


@dataclass(frozen=True)
class Operation:
    """What the document says of an operation; see ``operations.operation``."""

    id: str
    scope: Scope | None
    tag: str
    returns: type[BaseModel] | File
    query: type[BaseModel]
    body: type[BaseModel] | None
    headers: type[BaseModel] | None
    makes: bool
    refuses: tuple[int, ...]
    public: bool


OPERATIONS: dict[str, Operation] = {}

_tree = SpecTree(
    "flask",
    title="Waymark",
    description=DESCRIPTION,
    version=VERSION,
    mode="strict",
    annotations=False,
    page_templates={},  # those that come with spectree load their scripts from other sites
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
    security_schemes=[
        SecurityScheme(
            name=SCHEME,
            data=SecuritySchemeData(
                type=SecureType.HTTP,
                scheme="bearer",
                bearer_format="wmk_…",
                description="A key of a member. What it must be for stands in the security of each operation.",
            ),
        )
    ],
)


def document(operation: Operation, view: Callable[..., Response]) -> Callable[..., Response]:
    """The view, known to the document."""
    OPERATIONS[operation.id] = operation
    registered = _tree.validate(
        query=operation.query if operation.query is not Nothing else None,
        json=operation.body,
        headers=operation.headers,
        resp=_responses(operation),
        tags=[Tag(name=operation.tag, description=TAGS[operation.tag])],
        security={SCHEME: [operation.scope] if operation.scope else []},
        operation_id=operation.id,
        validation_error_status=422,
    )(view)

    # What spectree registers would also read answers again, whole files among them; it is asked for its words alone.
    @wraps(registered)
    def unread(**place: Any) -> Response:
        return view(**place)

    return unread


def _responses(operation: Operation) -> Responses:
    success = f"HTTP_{201 if operation.makes else 200}"
    told = None if isinstance(operation.returns, File) else operation.returns
    refused = {f"HTTP_{status}": Problem for status in _refused(operation)}
    return Responses(**{success: told}, **refused)


def _refused(operation: Operation) -> list[int]:
    always = [status for status in ALWAYS if status != 401 or not operation.public]
    more = [403] if operation.scope else []
    more += operation.refuses
    more += [413, 415] if operation.body else []
    return sorted([*always, *more])


@cache
def finished(languages: tuple[str, ...]) -> dict[str, Any]:
    """The document of an app that offers these languages; asked for within one."""
    whole: dict[str, Any] = deepcopy(_tree.spec)
    whole["security"] = [{SCHEME: []}]
    for path, methods in whole["paths"].items():
        for described in methods.values():
            _finish(path, described, OPERATIONS[described["operationId"]])
            for one in described["parameters"]:
                if one["name"] == "language":
                    one["schema"] = {"type": "string", "enum": list(languages)}
    _keep_named(whole)
    ordered = whole["components"]["schemas"]["NewBatch"]["properties"]
    ordered["language"] |= {"anyOf": [{"type": "string", "enum": list(languages)}, {"type": "null"}]}
    return whole


def _finish(path: str, described: dict[str, Any], operation: Operation) -> None:
    responses = described["responses"]
    if operation.public:
        described["security"] = []
    if "{" in path:
        responses["404"] = deepcopy(responses["400"]) | {"description": HTTPStatus(404).phrase}
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: response["content"][JSON]}
        if status in HEADERS:
            response["headers"] = deepcopy(HEADERS[status])
    if isinstance(operation.returns, File):
        responses["200"]["content"] = {
            kind: {"schema": operation.returns.json if kind == JSON else BYTES} for kind in operation.returns.kinds
        }
    if operation.makes:
        responses["200"] = deepcopy(responses["201"]) | {"description": "It was there already: the same was sent twice"}
        responses["201"]["headers"] = {"Location": _header("The address of what was made.")}
    described["responses"] = dict(sorted(responses.items()))
    described["parameters"] = [_parameter(one) for one in described["parameters"]]


def _keep_named(whole: dict[str, Any]) -> None:
    """Drop the schemas that nothing refers to: those of queries and headers stand among parameters."""
    schemas, named, found = whole["components"]["schemas"], set[str](), set(_NAMED.findall(json.dumps(whole["paths"])))
    while found:
        named |= found
        found = {name for one in found for name in _NAMED.findall(json.dumps(schemas[one]))} - named
    whole["components"]["schemas"] = {name: schemas[name] for name in sorted(named)}


_NAMED = re.compile(r'"#/components/schemas/([^"]+)"')


def _header(description: str, kind: str = "string") -> dict[str, Any]:
    return {"description": description, "schema": {"type": kind}}


HEADERS: dict[str, dict[str, Any]] = {
    "401": {"WWW-Authenticate": _header("Asks for a key.")},
    "403": {"WWW-Authenticate": _header("Names what the key lacks.")},
    "405": {"Allow": _header("The methods of this address.")},
    "429": {"Retry-After": _header("Seconds to wait.", "integer")},
}


def _parameter(given: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is left out is left out, and never null."""
    schema = {name: value for name, value in given["schema"].items() if name not in ("title", "description")}
    kinds = [kind for kind in schema.pop("anyOf", ()) if kind != {"type": "null"}]
    schema |= kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {}
    if schema.get("default", ...) is None:
        del schema["default"]
    if given["in"] == "path":
        schema |= {"pattern": "^[A-Za-z0-9_-]{1,40}$"} if schema["type"] == "string" else {"minimum": 0}
        given = given | {"description": PLACES.get(given["name"], "")}
    told = {name: value for name, value in given.items() if value != ""}
    return told | {"schema": schema}


PLACES = {
    "client_id": "Id of a client.",
    "assessment_id": "Id of an assessment.",
    "batch_id": "Id of a batch.",
    "position": "Its place in the batch, counted from 0.",
    "campaign": "Id of a campaign.",
    "number": "Number of a release.",
}
