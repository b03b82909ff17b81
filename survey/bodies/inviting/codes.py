"""Codes as they are told this once: on a page, or in a file for one's own mail tool."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pandas as pd
from flask import Response, render_template
from flask_babel import gettext as _

from scoring.workbooks import write_workbook
from scoring.writing import DIALECTS, write_table
from survey.bodies.inviting.letter import address_of
from survey.naming import file_name
from survey.sending import CSV, XLSX, attachment
from survey.storage.campaigns.inviting import Coded
from survey.storage.campaigns.values import Campaign
from survey.storage.values import Member

FORMS = {"xlsx": XLSX, "csv": CSV, "csv-semicolon": CSV}
DIALECT_OF = {"csv": DIALECTS["excel"], "csv-semicolon": DIALECTS["excel-semicolon"]}

MOST_SHOWN = 200
"""Codes that a page shows; of more there is only a file."""


def attached(campaign: Campaign, form: str, made: Sequence[Coded]) -> Response:
    """A file with a row for each firm; text stays text, whatever it begins with."""
    file = io.BytesIO()
    if form == "xlsx":
        write_workbook(file, [_table(made)])
    else:
        write_table(_table(made), file, format="csv", dialect=DIALECT_OF[form])
    name = file_name(form.partition("-")[0], campaign.name, _("codes"))
    return attachment(file.getvalue(), FORMS[form], name)


def page(member: Member, campaign: Campaign, made: Sequence[Coded]) -> Response | str:
    """The codes on a page, or a workbook where they are too many."""
    if len(made) > MOST_SHOWN:
        return attached(campaign, "xlsx", made)
    shown = [(one, address_of(one.code)) for one in made]
    return render_template("bodies/codes.html", member=member, campaign=campaign, made=shown)


def _table(made: Sequence[Coded]) -> pd.DataFrame:
    """The columns have names that mail tools take for places in a letter, the same in every language."""
    rows = [
        (one.line.number, one.line.guest.firm, one.line.guest.ref, one.line.guest.email, one.code, address_of(one.code))
        for one in made
    ]
    return pd.DataFrame(rows, columns=["number", "firm", "ref", "email", "code", "address"])
