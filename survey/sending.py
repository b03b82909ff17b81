"""Large files on their way to somebody with a slow line: what sends them says all the while that it is alive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Response, current_app

SIGN_OF_LIFE = "SIGN_OF_LIFE"
"""In the configuration of an application: what a web process calls lest it be taken for one that hangs, and ended."""


def patiently(response: Response) -> Response:
    """The same response; as long as parts of it are taken, its process is not ended."""
    sign: Callable[[], object] | None = current_app.config.get(SIGN_OF_LIFE)
    if sign is not None:
        response.response = _with_signs(response.response, sign)
    return response


def _with_signs(parts: Iterable[Any], sign: Callable[[], object]) -> Iterator[Any]:
    try:
        for part in parts:
            sign()
            yield part
    finally:
        if close := getattr(parts, "close", None):
            close()
