"""The addresses of the house: how the organisation hands out reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.consultants.house import actions, advising, changing, logo, page, preview, uploading

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/house", "house", page.house, ["GET", "POST"]),
    ("/house/preview.pdf", "house_preview", preview.house_preview, ["GET"]),
    ("/house/logo.png", "house_logo", logo.house_logo, ["GET"]),
    ("/house/logo", "change_logo", logo.change_logo, ["POST"]),
    ("/house/actions", "house_actions", actions.house_actions, ["GET"]),
    ("/house/actions.xlsx", "house_sheet", uploading.house_sheet, ["GET"]),
    ("/house/sheet", "house_upload", uploading.house_upload, ["POST"]),
    ("/house/sheet/apply", "house_apply", uploading.house_apply, ["POST"]),
    ("/house/actions/add", "new_action", changing.new_action, ["GET", "POST"]),
    ("/house/actions/of/<action_id>", "house_action", changing.house_action, ["GET", "POST"]),
    ("/house/actions/of/<action_id>/restore", "restore_action", actions.restore_action, ["POST"]),
    ("/clients/<client>/advice/<public_id>", "advice", advising.advice, ["GET", "POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (
    page.house,
    logo.change_logo,
    changing.house_action,
    changing.new_action,
    uploading.house_upload,
    advising.advice,
)
"""These check the token in their own form, and draw the page again with everything that was typed."""
