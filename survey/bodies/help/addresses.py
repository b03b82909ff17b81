"""The addresses of the directory of help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.bodies.help import pages

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/help", "help_offers", pages.help_offers_page, ["GET"]),
    ("/help.xlsx", "help_sheet", pages.help_sheet, ["GET"]),
    ("/help", "help_upload", pages.help_upload, ["POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (pages.help_upload,)
"""These check the token in their own form, and draw the page again with everything that was typed."""
