"""The addresses of batches: reports of many clients at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.consultants.batches import acting, downloads, ordering, page
from survey.storage.values import HIGHEST_ID

ONE = "/batches/<batch>"
NUMBER = f"int(max={HIGHEST_ID})"

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/batches", "batches", page.batches, ["GET"]),
    ("/batches/new", "new_batch", ordering.new_batch, ["GET", "POST"]),
    (ONE, "batch", page.batch, ["GET"]),
    (f"{ONE}/all.zip", "batch_archive", downloads.batch_archive, ["GET"]),
    (f"{ONE}/<{NUMBER}:position>.pdf", "batch_file", downloads.batch_file, ["GET"]),
    (f"{ONE}/pause", "pause_batch", acting.pause_batch, ["POST"]),
    (f"{ONE}/resume", "resume_batch", acting.resume_batch, ["POST"]),
    (f"{ONE}/retry", "retry_batch", acting.retry_batch, ["POST"]),
    (f"{ONE}/cancel", "cancel_batch", acting.cancel_batch, ["GET", "POST"]),
    (f"{ONE}/remove", "remove_batch", acting.remove_batch, ["GET", "POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (ordering.new_batch,)
"""These check the token in their own form, and draw the page again with everything that was typed."""
