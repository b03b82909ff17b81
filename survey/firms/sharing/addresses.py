"""The addresses at which a firm comes back, lets others in, and leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.firms.sharing import colleagues, leaving, links, part
from survey.storage.values import HIGHEST_ID

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/a/<public_id>", "go_on", links.go_on, ["GET"]),
    ("/a/<public_id>/link", "link", links.link, ["GET", "POST"]),
    ("/a/<public_id>/link/mail", "mail_link", links.mail_link, ["POST"]),
    (f"/a/<public_id>/link/<int(max={HIGHEST_ID}):link_id>/end", "revoke", links.revoke, ["POST"]),
    ("/a/<public_id>/link/share/end", "stop_sharing", links.stop_sharing, ["POST"]),
    ("/a/<public_id>/colleagues", "colleagues", colleagues.colleagues, ["GET", "POST"]),
    ("/a/<public_id>/colleagues/<question_id>", "decide", colleagues.decide, ["POST"]),
    ("/a/<public_id>/part", "part", part.part, ["GET"]),
    ("/a/<public_id>/part/<page_id>", "part", part.part, ["GET", "POST"]),
    ("/a/<public_id>/forget", "forget", leaving.forget, ["GET", "POST"]),
    ("/a/<public_id>/delete", "delete", leaving.delete, ["GET", "POST"]),
    ("/r/<token>", "resume", links.resume, ["GET", "POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (links.link, links.mail_link, colleagues.colleagues, part.part)
"""These check the token in their own form, and draw the page again with everything that was typed."""
