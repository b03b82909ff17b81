"""The addresses of a campaign as firms meet it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.firms.campaigns import invited, own, start, welcome

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/c/<campaign>", "welcome", welcome.welcome, ["GET", "POST"]),
    ("/c/<campaign>/logo.png", "campaign_logo", welcome.campaign_logo, ["GET"]),
    ("/c/<campaign>/start", "campaign_start", start.campaign_start, ["GET", "POST"]),
    ("/i/<code>", "invited", invited.invited, ["GET", "POST"]),
    ("/a/<public_id>/own-questions", "own_questions", own.own_questions, ["GET", "POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (
    welcome.welcome,
    start.campaign_start,
    invited.invited,
    own.own_questions,
)
"""These check the token in their own form, and draw the page again with everything that was typed."""
