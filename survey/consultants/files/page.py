"""Files to take along: the page that offers them, and the tables themselves."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from flask import Response, render_template
from flask_babel import gettext as _

from survey import visitor
from survey.consultants.files import everything, kinds, making, wishes
from survey.naming import file_name
from survey.sending import JSON, ZIP, attachment, written_attachment
from survey.storage import client_tags, exporting
from survey.storage.exporting import EVERYONE, Which
from survey.storage.values import Member


def files(organisation: str) -> str:
    member = visitor.consultant(organisation)
    everyone = exporting.client_ids(member.organisation_id, EVERYONE)
    return render_template(
        "consultants/files.html",
        member=member,
        clients=len(everyone),
        archived=len(exporting.client_ids(member.organisation_id, Which(archived=True))),
        tags=client_tags.tags(member.organisation_id),
        asked=making.asked(member.organisation_id),
        kinds=kinds.offered(),
        kind=kinds.remembered(),
    )


def clients_file(organisation: str) -> Response:
    """One row for each client."""
    member = visitor.consultant(organisation)
    ids = exporting.client_ids(member.organisation_id, wishes.which())
    return _table(member, _("clients"), making.client_tables(member.organisation_id, ids))


def answers_file(organisation: str) -> Response:
    """The answers to one instrument, in the columns of its template."""
    member = visitor.consultant(organisation)
    asked = wishes.chosen(making.asked(member.organisation_id))
    ids = exporting.client_ids(member.organisation_id, wishes.which())
    tables = making.answer_tables(asked, ids, newest=wishes.newest_only(), labels=wishes.labels())
    return _table(member, _("answers"), tables, asked.used.reference)


def scores_file(organisation: str) -> Response:
    """The scores by one instrument, of all stages."""
    member = visitor.consultant(organisation)
    asked = wishes.chosen(making.asked(member.organisation_id))
    ids = exporting.client_ids(member.organisation_id, wishes.which())
    return _table(member, _("scores"), making.score_tables(asked, ids), asked.used.reference)


def everything_zip(organisation: str) -> Response:
    """All that the organisation holds, for its owner."""
    member = visitor.consultant(organisation, "owner")
    name = file_name("zip", member.organisation_name, _("everything"))
    return written_attachment(everything.archive(member), ZIP, name)


def client_everything(organisation: str, client: str) -> Response:
    """All that the organisation holds of one client, for whoever works with it."""
    member, found = visitor.client(organisation, client, "adviser")
    content = everything.of_client(member, found)
    return attachment(content, JSON, file_name("json", found.name, _("everything")))


def _table(member: Member, what: str, tables: Iterable[pd.DataFrame], of: str = "") -> Response:
    kind = wishes.kind()
    name = file_name(kind.ending, member.organisation_name, what, of)
    return written_attachment(kinds.written(kind, tables), kind.mimetype, name)
