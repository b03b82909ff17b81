"""The addresses of a campaign's firms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.bodies.inviting import adding, invitations, letters, names, overview

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/campaigns/<campaign>/firms", "firms", overview.firms, ["GET"]),
    ("/campaigns/<campaign>/firms/invited", "invited", invitations.invited, ["GET"]),
    ("/campaigns/<campaign>/firms/invited", "change_invited", invitations.change_invited, ["POST"]),
    ("/campaigns/<campaign>/firms/add", "add_firms", adding.add_firms, ["GET", "POST"]),
    ("/campaigns/<campaign>/firms/add/sheet", "upload_firms", adding.upload_firms, ["POST"]),
    ("/campaigns/<campaign>/firms/add/sheet.<form>", "firms_template", adding.firms_template, ["GET"]),
    ("/campaigns/<campaign>/firms/letters", "letters", letters.letters, ["GET"]),
    ("/campaigns/<campaign>/firms/letters", "send_letters", letters.send_letters, ["POST"]),
    ("/campaigns/<campaign>/firms/names", "names", names.names, ["GET"]),
    ("/campaigns/<campaign>/firms/names", "tick_names", names.tick_names, ["POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (adding.add_firms, adding.upload_firms)
"""These check the token in their own form, and draw the page again with everything that was typed."""
