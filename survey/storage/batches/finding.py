"""Batches found, listed and opened, as the members of their organisation see them."""

from __future__ import annotations

from survey.storage.batches.values import Batch, Only, Page

PAGE = 50
"""Items on a page."""

LISTED = 50
"""Batches in a listing, the newest."""


def find(organisation_id: int, public_id: str) -> Batch | None:
    """The batch, if it is this organisation's."""
    raise NotImplementedError


def listing(organisation_id: int) -> list[Batch]:
    """The newest batches, the last first."""
    raise NotImplementedError


def items(organisation_id: int, public_id: str, *, page: int = 1, only: Only = "") -> Page | None:
    """Items in the order in which they were ordered: the page that is asked for, of those past the end the last."""
    raise NotImplementedError
