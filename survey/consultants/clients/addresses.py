"""The addresses of clients: the list, one of them, and what is done with several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.consultants.clients import answering, editing, inviting, leaving, listing, many, merging, page, tags
from survey.storage.values import HIGHEST_ID

ONE = "/clients/<client>"
NUMBER = f"int(max={HIGHEST_ID})"

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/clients", "clients", listing.clients, ["GET"]),
    ("/clients/act", "act", many.act, ["POST"]),
    ("/clients/new", "new_client", editing.new_client, ["GET", "POST"]),
    ("/tags", "tags", tags.tags, ["GET", "POST"]),
    (ONE, "client", page.client, ["GET"]),
    (f"{ONE}/edit", "edit_client", editing.edit_client, ["GET", "POST"]),
    (f"{ONE}/start", "start_client", answering.start_client, ["POST"]),
    (f"{ONE}/invite", "invite", inviting.invite, ["POST"]),
    (f"{ONE}/invite/<{NUMBER}:link_id>/end", "end_invitation", inviting.end_invitation, ["POST"]),
    (f"{ONE}/notes", "add_note", page.add_note, ["POST"]),
    (f"{ONE}/notes/<{NUMBER}:note_id>/delete", "delete_note", page.delete_note, ["POST"]),
    (f"{ONE}/merge", "merge_search", merging.merge_search, ["GET"]),
    (f"{ONE}/merge/<other>", "merge", merging.merge, ["GET", "POST"]),
    (f"{ONE}/archive", "archive_client", leaving.archive_client, ["POST"]),
    (f"{ONE}/delete", "delete_client", leaving.delete_client, ["GET", "POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = (
    editing.new_client,
    editing.edit_client,
    page.add_note,
    inviting.invite,
    leaving.delete_client,
)
"""These check the token in their own form, and draw the page again with everything that was typed."""
