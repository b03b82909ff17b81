"""One page of questions: drawn from storage, checked, saved, and on to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scoring.answers import Answer
from survey.firms import browser
from survey.firms.answering.draft import Draft, draft_of
from survey.firms.answering.path import Page
from survey.forms import AssessmentForm, build_form
from survey.forms.faults import Fault
from survey.forms.wording import in_words
from survey.storage import assessments
from survey.storage.assessments import Conflict


def questions(public_id: str, page_id: str) -> ResponseReturnValue:
    """Load, draw on GET or where something is wrong, save, go on."""
    assessment = browser.own(public_id)
    if assessment.status == "submitted":
        return redirect(url_for("firms.results", public_id=public_id))
    draft = draft_of(assessment)
    page = draft.path.page(page_id) or abort(404)
    form_class = build_form(page.questions)
    if request.method != "POST":
        return _draw(draft, page, form_class.of(draft.answers, draft.revisions))
    form = form_class()
    if not form.validate():
        return _draw(draft, page, form), 422
    conflicts = assessments.save(public_id, _touched(form), form.seen())
    if conflicts:
        return _draw_conflicts(draft_of(assessment), page, form, conflicts), 409
    return redirect(_next_place(draft_of(assessment), page))


def _touched(form: AssessmentForm) -> dict[str, Answer | None]:
    """What to write: not the questions that were open when the page was drawn and still are, so that nobody is asked
    to decide about an answer given on another device to a question never touched on this one."""
    seen = form.seen()
    return {name: answer for name, answer in form.answers().items() if answer is not None or seen[name]}


def _draw(draft: Draft, page: Page, form: AssessmentForm, conflicts: Mapping[str, Any] = MappingProxyType({})) -> str:
    return render_template(
        "firms/questions.html",
        draft=draft,
        page=page,
        form=form,
        faults=[*form.faults(), *_conflict_faults(conflicts)],
        conflicts=conflicts,
        back_to_review="review" in (request.args.get("back"), request.form.get("back")),
    )


def _draw_conflicts(draft: Draft, page: Page, form: AssessmentForm, conflicts: Sequence[Conflict]) -> str:
    """The page again as typed, with the other version beside it; whoever saves it next has seen both."""
    form.show_revisions(draft.revisions | {conflict.question: conflict.stored.revision for conflict in conflicts})
    asked = draft.instrument.questions
    versions = {
        conflict.question: {
            "stored": in_words(asked[conflict.question], conflict.stored.value),
            "posted": in_words(asked[conflict.question], conflict.posted),
        }
        for conflict in conflicts
    }
    return _draw(draft, page, form, versions)


def _conflict_faults(conflicts: Collection[str]) -> list[Fault]:
    message = _("One answer was changed on another device in the meantime: see both, and save again.")
    return [Fault(f"question-{question}", message) for question in conflicts]


def _next_place(draft: Draft, page: Page) -> str:
    """Where to go after saving: to questions that the answers just opened on this page, else on."""
    public_id = draft.assessment.public_id
    now = draft.path.page(page.id)
    opened = [question for question in (now.questions if now else ()) if question not in page.questions]
    if now and opened:
        flash(
            ngettext(
                "Saved. Your answers opened %(num)s more question on this page.",
                "Saved. Your answers opened %(num)s more questions on this page.",
                len(opened),
            )
        )
        return url_for("firms.questions", public_id=public_id, page_id=page.id, _anchor=f"question-{opened[0].id}")
    if request.form.get("then") == "stop":
        return url_for("firms.link", public_id=public_id)
    following = draft.path.after(now or page)
    if request.form.get("back") == "review" or following is None:
        return url_for("firms.review", public_id=public_id)
    return url_for("firms.questions", public_id=public_id, page_id=following.id)
