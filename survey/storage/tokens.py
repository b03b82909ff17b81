"""What nobody can guess: public ids, which stand in addresses, and the tokens of links, of which a digest is stored."""

from __future__ import annotations

import hashlib
import secrets


def new_id() -> str:
    return secrets.token_urlsafe(12)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token (see ``LinkRow``)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
