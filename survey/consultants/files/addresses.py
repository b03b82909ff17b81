"""The addresses at which files go out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.consultants.files import page

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/files", "files", page.files, ["GET"]),
    ("/files/clients", "files_clients", page.clients_file, ["GET"]),
    ("/files/answers", "files_answers", page.answers_file, ["GET"]),
    ("/files/scores", "files_scores", page.scores_file, ["GET"]),
    ("/files/everything.zip", "files_everything", page.everything_zip, ["POST"]),
    ("/clients/<client>/everything.json", "client_everything", page.client_everything, ["GET"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = ()
"""These check the token in their own form, and draw the page again with everything that was typed."""
