"""Whom to ask what one did not know: a page of letters to send on, from the "don't know" answers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reports.firm import AskGroup
from survey import visitor
from survey.firms.results.report import report_of
from survey.storage import assessments

LONGEST_BODY = 1_800
"""Characters of an encoded letter in an address: mail programs cut or refuse addresses of more than about 2,000."""


@dataclass(frozen=True)
class Letter:
    """What one person is asked: ``text`` to be copied, ``mailto`` to open it in one's own mail program."""

    group: AskGroup
    text: str
    mailto: str


def ask(public_id: str) -> ResponseReturnValue:
    assessment = visitor.works_on(public_id)
    submission = assessments.submission(public_id)
    if submission is None:
        return redirect(url_for("firms.review", public_id=public_id))
    report = report_of(assessment, submission)
    return render_template(
        "firms/ask.html", assessment=assessment, report=report, letters=[letter(group) for group in report.ask]
    )


def letter(group: AskGroup) -> Letter:
    """The letter to one person; a long one goes into the mail program as its first lines only."""
    paragraphs = [group.lead, *(item.text for item in group.items)]
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    body = _encoded(text)
    if len(body) > LONGEST_BODY:
        body = _encoded("\n\n".join([group.lead, _("(Paste the questions here: copy them from the page.)")]))
    subject = quote(_("Some questions about our computers, data and business"), safe="")
    return Letter(group, text, f"mailto:?subject={subject}&body={body}")


def _encoded(text: str) -> str:
    """As mail addresses carry it, line ends as RFC 6068 has them."""
    return quote(text.replace("\n", "\r\n"), safe="")
