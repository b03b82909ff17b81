"""The addresses at which sheets come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.consultants.sheets import columns, pages, uploading

ONE = "/sheets/<sheet>"

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/sheets", "sheets", uploading.sheets, ["GET", "POST"]),
    ("/sheets/template/<layout>.<form>", "sheet_template", uploading.sheet_template, ["GET"]),
    (ONE, "sheet", pages.sheet, ["GET"]),
    (f"{ONE}/columns", "sheet_columns", columns.sheet_columns, ["GET", "POST"]),
    (f"{ONE}/values", "sheet_values", pages.sheet_values, ["POST"]),
    (f"{ONE}/clients", "sheet_clients", pages.sheet_clients, ["POST"]),
    (f"{ONE}/mode", "sheet_mode", pages.sheet_mode, ["POST"]),
    (f"{ONE}/import", "sheet_import", pages.sheet_import, ["POST"]),
    (f"{ONE}/faults", "sheet_back", pages.sheet_back, ["GET"]),
    (f"{ONE}/remove", "sheet_remove", pages.sheet_remove, ["POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (uploading.sheets,)
"""These check the token in their own form, and draw the page again with everything that was typed."""
