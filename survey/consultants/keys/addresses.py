"""The addresses of keys: programs that ask in the organisation's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.consultants.keys import page
from survey.storage.values import HIGHEST_ID

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/keys", "keys", page.keys, ["GET", "POST"]),
    (f"/keys/<int(max={HIGHEST_ID}):key_id>/end", "end_key", page.end_key, ["POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (page.keys,)
"""These check the token in their own form, and draw the page again with everything that was typed."""
