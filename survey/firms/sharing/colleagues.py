"""Several people: the owner sends pages to colleagues, sees how far they are, and decides between two answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.instrument import Question
from survey import visitor
from survey.firms.answering.draft import Draft, draft_of
from survey.firms.answering.path import CLOSING, Page
from survey.firms.sharing.forms import LinkForm
from survey.firms.sharing.making import just_made, pass_on
from survey.forms.page import as_revision
from survey.forms.wording import in_words
from survey.mail import mails
from survey.storage import access
from survey.storage import colleagues as storage
from survey.storage.access import Link
from survey.storage.colleagues import Contribution


@dataclass(frozen=True)
class Invited:
    """A colleague whose link is in use: which pages were sent, and how much of them is answered."""

    link: Link
    titles: tuple[str, ...]
    answered: int
    asked: int


@dataclass(frozen=True)
class TwoAnswers:
    """A question to which a colleague gave another answer than the firm's; both in words."""

    question: Question
    stored: list[str]
    stored_by: str
    theirs: Contribution
    words: list[str]


def colleagues(public_id: str) -> ResponseReturnValue:
    """Who was asked what, how far they are, and where two answers differ; a POST asks one more."""
    draft = draft_of(visitor.own(public_id))
    if request.method != "POST":
        return _draw(draft)
    if draft.assessment.status == "submitted":
        flash(_("The answers are in, so nobody can be asked to add any. Open an update first."))
        return redirect(url_for("firms.colleagues", public_id=public_id))
    form = LinkForm("colleague", can_mail=mails(), pages=[page.id for page in sendable(draft)])
    if not form.validate():
        return _draw(draft, form), 422
    pass_on(public_id, form)
    return redirect(url_for("firms.colleagues", public_id=public_id, _anchor="made"))


def decide(public_id: str, question_id: str) -> ResponseReturnValue:
    """Take a colleague's answer, or stay with the firm's; not if either was changed since both were shown."""
    assessment = visitor.own(public_id)
    if assessment.status == "submitted":
        return redirect(url_for("firms.results", public_id=public_id))
    link_id, take = as_revision(request.form.get("link_id")), request.form.get("take") == "yes"
    offered = storage.contributions(public_id).get(question_id, ())
    if link_id not in {one.link_id for one in offered} or request.form.get("take") not in ("yes", "no"):
        abort(404)
    conflict = storage.decide(public_id, question_id, link_id, take, as_revision(request.form.get("seen")))
    if conflict:
        flash(_("One of the two answers was changed in the meantime. Here are both as they are now: decide again."))
        return _draw(draft_of(assessment)), 409
    flash(_("The colleague’s answer counts now.") if take else _("The answer that counted so far stays."))
    back = "firms.colleagues" if request.form.get("back") == "colleagues" else "firms.review"
    return redirect(url_for(back, public_id=public_id))


def sendable(draft: Draft) -> list[Page]:
    """The pages that can be sent: one for each dimension that has questions for this firm."""
    return [page for page in draft.path.pages if page.id != CLOSING]


def two_answers(draft: Draft, given: Mapping[str, Sequence[Contribution]]) -> list[TwoAnswers]:
    """Every question on which the owner has to decide, in the order of the pages."""
    found = []
    for question in draft.path.questions:
        stored = draft.stored.get(question.id)
        for one in given.get(question.id, ()):
            if one.waiting and stored:
                ours, theirs = in_words(question, stored.value), in_words(question, one.value)
                found.append(TwoAnswers(question, ours, stored.by, one, theirs))
    return found


def _draw(draft: Draft, form: LinkForm | None = None) -> str:
    public_id = draft.assessment.public_id
    given = storage.contributions(public_id)
    links = [link for link in access.links(public_id) if link.kind == "colleague"]
    return render_template(
        "firms/colleagues.html",
        assessment=draft.assessment,
        pages=sendable(draft),
        form=form,
        faults=form.faults() if form else [],
        made=just_made(public_id),
        invited=[_invited(draft, link, given) for link in links],
        waiting=two_answers(draft, given),
        mails=mails(),
    )


def _invited(draft: Draft, link: Link, given: Mapping[str, Sequence[Contribution]]) -> Invited:
    pages = [page for page in draft.path.pages if page.id in link.pages]
    asked = [question.id for page in pages for question in page.questions]
    answered = sum(any(one.link_id == link.id for one in given.get(question, ())) for question in asked)
    return Invited(link, tuple(page.title for page in pages), answered, len(asked))
