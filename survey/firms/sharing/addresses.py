"""The addresses at which a firm comes back, lets others in, and leaves."""

from __future__ import annotations

from survey.firms.sharing import links

HIGHEST_ID = 2**31 - 1
"""What an integer column of PostgreSQL holds; asking for more than a database can hold is an error of its own."""

ADDRESSES = (
    ("/a/<public_id>", "go_on", links.go_on, ["GET"]),
    ("/a/<public_id>/link", "link", links.link, ["GET", "POST"]),
    (f"/a/<public_id>/link/<int(max={HIGHEST_ID}):link_id>/end", "revoke", links.revoke, ["POST"]),
    ("/a/<public_id>/forget", "forget", links.forget, ["POST"]),
    ("/a/<public_id>/delete", "delete", links.delete, ["GET", "POST"]),
    ("/r/<token>", "resume", links.resume, ["GET", "POST"]),
)
