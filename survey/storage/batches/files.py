"""The files of batches: parts with the reports of a chunk each, and the archive once it is packed."""

from __future__ import annotations

from pathlib import Path


def report_file(organisation_id: int, public_id: str, position: int) -> tuple[str, bytes] | None:
    """The name and bytes of one PDF, as soon as it is made and for as long as it is kept."""
    raise NotImplementedError


def archive_file(organisation_id: int, public_id: str) -> Path | None:
    """The ZIP, once it is there and for as long as it is kept."""
    raise NotImplementedError
