"""What nobody can guess: public ids, which stand in addresses, and the tokens of links, of which a digest is stored."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def new_id() -> str:
    return secrets.token_urlsafe(12)


def id_of(*words: str) -> str:
    """A public id that is the same whenever it is made of the same words, for what is to be made once."""
    told = "\x00".join(words).encode("utf-8", "surrogatepass")
    return base64.urlsafe_b64encode(hashlib.sha256(told).digest()[:12]).decode()


def is_id(text: str) -> bool:
    """Whether this may be a public id; anything else is not worth a query, and some of it no database takes."""
    return _ID.fullmatch(text) is not None


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token (see ``LinkRow``)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
