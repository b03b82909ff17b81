"""The batches of an organisation, and one of them: how far it is, and its reports as they are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for

from survey import visitor
from survey.consultants.batches import wording
from survey.storage import batches as stored
from survey.storage.batches import Batch, Only
from survey.storage.values import Member, MemberRole

SHOWS: tuple[Only, ...] = ("", "failed", "done", "open")


@dataclass(frozen=True)
class Show:
    """A link that shows some of the reports; ``chosen``: it is shown so now."""

    words: str
    address: str
    chosen: bool


def batches(organisation: str) -> str:
    member = visitor.consultant(organisation)
    return render_template(
        "consultants/batches/batches.html",
        member=member,
        batches=stored.listing(member.organisation_id),
        status_words=wording.status_words,
        size_words=wording.size_words,
    )


def batch(organisation: str, batch: str) -> str:
    """Where it stands. While something is going on the page looks again by itself, unless it was told not to."""
    member, found = find(organisation, batch)
    show, page, look = _show(), _page(), None if request.args.get("look") != "no" else "no"
    return render_template(
        "consultants/batches/batch.html",
        member=member,
        batch=found,
        shown=stored.items(member.organisation_id, found.public_id, only=show, page=page) or abort(404),
        shows=list(_shows(member, found, show)),
        looks=found.is_live and look is None,
        here=partial(_here, member, found, show=show or None, page=page if page > 1 else None, look=look),
        progress=wording.progress(found),
        next_step=wording.next_step(found),
        item_words=wording.item_words,
        size_words=wording.size_words,
        language_name=wording.language_name,
    )


def find(organisation: str, batch: str, least: MemberRole = "viewer") -> tuple[Member, Batch]:
    """The member and the batch of their organisation; else the page that says that there is nothing here."""
    member = visitor.consultant(organisation, least)
    return member, stored.find(member.organisation_id, batch) or abort(404)


def _shows(member: Member, batch: Batch, shown: Only) -> Iterator[Show]:
    """Everything, and what there is of each kind: what was set aside comes first, for it waits for a person."""
    counts: dict[Only, int] = {"": batch.total, "failed": batch.failed, "done": batch.done, "open": batch.open}
    for one in SHOWS:
        if counts[one] or one in ("", shown):
            told = wording.count_words(counts[one], one, batch)
            yield Show(told, _here(member, batch, show=one or None), one == shown)


def _here(member: Member, batch: Batch, **said: Any) -> str:
    return url_for("consultants.batch", organisation=member.organisation, batch=batch.public_id, **said)


def _show() -> Only:
    return next((one for one in SHOWS if one == request.args.get("show")), "")


def _page() -> int:
    text = request.args.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 6 else 1
