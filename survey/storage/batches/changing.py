"""What a member does with a batch: halt it, let it go on, end it, try again what failed, remove it."""

from __future__ import annotations


def pause(organisation_id: int, public_id: str) -> bool:
    """Let nobody take up another report; what is in hand is finished. Whether it was running."""
    raise NotImplementedError


def resume(organisation_id: int, public_id: str) -> bool:
    """Go on. Whether it was paused."""
    raise NotImplementedError


def cancel(organisation_id: int, public_id: str) -> bool:
    """End it and remove its files. Whether there was anything to be ended: what is done can only be removed."""
    raise NotImplementedError


def retry(organisation_id: int, public_id: str) -> bool:
    """Try again what was set aside; the archive is then written anew. Whether anything was."""
    raise NotImplementedError


def remove(organisation_id: int, public_id: str) -> bool:
    """Remove the batch with its files; what is in hand is dropped. Whether there was one."""
    raise NotImplementedError
