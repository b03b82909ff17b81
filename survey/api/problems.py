"""What went wrong, always in one shape: RFC 9457, with a code for programs and each fault at its place."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Literal

from flask import Response, request
from flask_limiter import RateLimitExceeded
from pydantic import Field
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized

from survey.api.words import Told
from survey.extensions import limiter
from survey.visitor import ScopeError

PREFIX = "/api/v1"
MEDIA_TYPE = "application/problem+json"

Code = Literal[
    "malformed",
    "no_key",
    "scope",
    "not_found",
    "method",
    "ref_taken",
    "changed",
    "idempotency_key_used",
    "assessment_open",
    "stage",
    "not_submitted",
    "not_now",
    "too_large",
    "media_type",
    "invalid",
    "too_many",
    "other",
    "our_fault",
]


class Fault(Told):
    """One fault. ``loc``: where it is, from ``body``, ``query`` or ``header`` inwards."""

    loc: list[str | int] = Field(description="Where: `body`, `query` or `header`, and the way from there.")
    msg: str = Field(description="What is wrong there, in English.")


class Problem(Told):
    """Why a request was refused."""

    type: str = Field("about:blank", description="Always `about:blank`: `title` is that of the status.")
    title: str
    status: int
    detail: str = Field(description="What happened, and what to do.")
    code: Code = Field(description="What happened, for programs.")
    errors: list[Fault] = Field(description="Every fault of what was sent, or none.")


class RefusedError(HTTPException):
    """A request that is refused, with all that is to be said about it."""

    def __init__(
        self,
        status: int,
        code: Code,
        detail: str,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.code, self.word, self.errors, self.headers = status, code, errors, headers or {}


USUAL: Mapping[int, tuple[Code, str]] = {
    400: ("malformed", "This is no request that can be understood."),
    401: ("no_key", "Send a key that is in use, as “Authorization: Bearer wmk_…”."),
    403: ("scope", "This key may not do this."),
    404: ("not_found", "There is nothing here, or nothing that this key may see."),
    405: ("method", "This address does not take this method; the header Allow names those it takes."),
    413: ("too_large", "What was sent is larger than is accepted."),
    429: ("too_many", "Too many requests in a short time. The header Retry-After says in how many seconds to go on."),
    500: ("our_fault", "Something failed on our side. What was stored before is still there."),
    503: ("our_fault", "The database does not answer. Try again in a moment."),
}


def answer(error: HTTPException) -> Response:
    """The problem that a program is told; nothing of what it sent is repeated."""
    status = error.code or InternalServerError.code
    problem = _problem(error, status)
    response = Response(problem.model_dump_json(), status, mimetype=MEDIA_TYPE)
    response.headers.update(_headers(error))
    return response


def is_wanted() -> bool:
    """Whether a program asks, wherever it leads: what has no address under ours is told as a problem too."""
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/")


def _problem(error: HTTPException, status: int) -> Problem:
    title = HTTPStatus(status).phrase
    if isinstance(error, RefusedError):
        return Problem(
            title=title, status=status, detail=error.description or "", code=error.word, errors=list(error.errors)
        )
    code, detail = USUAL.get(status, ("other", "This could not be done."))
    if isinstance(error, ScopeError):
        detail = f"This key, or the member whose key it is, lacks “{error.scope}”."
    return Problem(title=title, status=status, detail=detail, code=code, errors=[])


def _headers(error: HTTPException) -> dict[str, str]:
    if isinstance(error, RefusedError):
        return dict(error.headers)
    if isinstance(error, ScopeError):
        return {"WWW-Authenticate": f'Bearer realm="Waymark", error="insufficient_scope", scope="{error.scope}"'}
    if isinstance(error, RateLimitExceeded):
        return {"Retry-After": str(_seconds())}
    kept = ("Allow", "Retry-After") + (("WWW-Authenticate",) if isinstance(error, Unauthorized) else ())
    return {name: value for name, value in error.get_headers(request.environ) if name in kept}


def _seconds() -> int:
    """Until the limit that was reached counts anew."""
    reached = limiter.current_limit
    return max(1, round(reached.reset_at - time.time())) if reached else 60
