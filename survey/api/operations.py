"""What an operation is: who may ask, by which words, and what the answer is; told once, done and documented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response
from pydantic import BaseModel

from survey import visitor
from survey.api import reading
from survey.api.document import File, Operation, document
from survey.api.words import Nothing
from survey.sending import JSON
from survey.storage.keys import Scope

View = Callable[..., Any]


@dataclass(frozen=True)
class Made:
    """An answer about something new. ``address``: where it is; ``status``: 200 where it was there before."""

    told: BaseModel
    address: str = ""
    status: int = 201


def operation(  # noqa: PLR0913 - everything that is said of an operation, by name
    scope: Scope | None,
    *,
    tag: str,
    returns: type[BaseModel] | File,
    query: type[BaseModel] = Nothing,
    body: type[BaseModel] | None = None,
    headers: type[BaseModel] | None = None,
    makes: bool = False,
    refuses: tuple[int, ...] = (),
    public: bool = False,
) -> Callable[[View], View]:
    """Decorates a view of ``program`` and what fills its address, with ``asked``, ``given`` and ``beside`` where there
    is a ``query``, a ``body`` and ``headers``; its docstring is what the document says.

    It returns a model, ``Made``, or a response with a file. ``makes``: the answer is of something new. ``refuses``:
    statuses that not every operation has. ``public``: everybody may ask, without a key, and the view gets no program.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(**place: Any) -> Response:
            asking = () if public else (visitor.program(scope),)
            given: dict[str, Any] = {}
            asked = reading.query(query)
            if query is not Nothing:
                given["asked"] = asked
            if headers:
                given["beside"] = reading.headers(headers)
            if body:
                given["given"] = reading.body(body)
            return _response(view(*asking, **place, **given))

        described = Operation(view.__name__, scope, tag, returns, query, body, headers, makes, refuses, public)
        return document(described, answer)

    return decorate


def _response(result: Any) -> Response:
    if isinstance(result, Response):
        return result
    if isinstance(result, Made):
        where: Mapping[str, str] = {"Location": result.address} if result.address else {}
        return _json(result.told, result.status, where)
    return _json(result, 200, {})


def _json(told: BaseModel, status: int, headers: Mapping[str, str]) -> Response:
    return Response(told.model_dump_json(by_alias=True), status, dict(headers), mimetype=JSON)
