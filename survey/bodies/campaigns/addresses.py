"""The addresses of a body's campaigns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.bodies.campaigns import pages

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/campaigns", "campaigns", pages.campaigns, ["GET"]),
    ("/campaigns/<campaign>", "campaign", pages.campaign, ["GET"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = ()
"""These check the token in their own form, and draw the page again with everything that was typed."""
