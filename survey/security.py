"""Security: response headers, the nonce of the page, and cookies that only travel where they may."""

from __future__ import annotations

from typing import Any


def csp_nonce() -> str:
    """The nonce that scripts and inline styles of this response carry; available in templates."""
    raise NotImplementedError


def cookie_options() -> dict[str, Any]:
    """Keyword arguments for ``response.set_cookie``: ``secure``, ``httponly``, ``samesite``."""
    raise NotImplementedError
