"""The addresses of a campaign's releases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = ()

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = ()
"""These check the token in their own form, and draw the page again with everything that was typed."""
