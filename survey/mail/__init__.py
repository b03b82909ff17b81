"""Mail: the address, the letter and the server that takes it, if there is one."""

from __future__ import annotations

from flask import current_app


def mails() -> bool:
    """Whether there is a mail server."""
    return current_app.config["WAYMARK"].smtp_url is not None
