"""Access: private links to an assessment, and the browsers that may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Link:
    """An active private link; its token is shown once and kept only as a hash."""

    id: int
    created_at: datetime
    last_used_at: datetime | None


def new_browser() -> str:
    """A secret for a browser's cookie."""
    raise NotImplementedError


def make_link(public_id: str) -> str:
    """The token of a new private link."""
    raise NotImplementedError


def links(public_id: str) -> list[Link]:
    """The active links, oldest first."""
    raise NotImplementedError


def revoke(public_id: str, link_id: int) -> None:
    """End a link and every right obtained through it."""
    raise NotImplementedError


def open_link(token: str) -> bool:
    """Whether the link leads anywhere."""
    raise NotImplementedError


def exchange(token: str, browser: str) -> str | None:
    """Give the browser the right to the link's assessment; its public id, or None for a dead link."""
    raise NotImplementedError


def forget(public_id: str, browser: str) -> None:
    """This browser gives up its right; other devices keep theirs."""
    raise NotImplementedError
