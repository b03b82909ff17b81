"""One page of questions: drawn from storage, checked, saved, and on to the next."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey import visitor
from survey.firms.answering import saving
from survey.firms.answering.draft import Draft, after_questions, draft_of, to_results
from survey.firms.answering.hints import hints_of
from survey.firms.answering.path import Page
from survey.firms.answering.progress import stops, time_left
from survey.firms.answering.saving import Versions
from survey.forms import AssessmentForm, build_form

FIRST_RESULTS_FROM = 3
"""The page from which first results are offered: before it there is too little to say."""


def questions(public_id: str, page_id: str) -> ResponseReturnValue:
    """Load, draw on GET or where something is wrong, save, go on."""
    assessment = visitor.works_on(public_id)
    if assessment.status == "submitted":
        return to_results(public_id)
    draft = draft_of(assessment)
    page = draft.path.page(page_id) or abort(404)
    form_class = build_form(page.questions, notes=True)
    if request.method != "POST":
        return _draw(draft, page, saving.draw(draft, form_class))
    form = form_class()
    if not form.validate():
        return _draw(draft, page, form), 422
    conflicts = saving.save(draft, form)
    if conflicts:
        return _draw(draft_of(assessment), page, form, conflicts), 409
    return redirect(_next_place(draft_of(assessment), page))


def _draw(
    draft: Draft, page: Page, form: AssessmentForm, conflicts: Mapping[str, Versions] = MappingProxyType({})
) -> str:
    return render_template(
        "firms/questions.html",
        draft=draft,
        page=page,
        form=form,
        hints=hints_of(draft, page.questions),
        stops=stops(draft),
        time_left=time_left(draft),
        faults=[*form.faults(), *saving.conflict_faults(form, conflicts)],
        conflicts=conflicts,
        offers_first_results=page.number >= FIRST_RESULTS_FROM,
        back_to_review="review" in (request.args.get("back"), request.form.get("back")),
    )


def _next_place(draft: Draft, page: Page) -> str:
    """Where to go after saving: to questions that the answers just opened on this page, else on."""
    public_id = draft.assessment.public_id
    now = draft.path.page(page.id)
    if opened := saving.just_opened(page, now):
        return url_for("firms.questions", public_id=public_id, page_id=page.id, _anchor=f"question-{opened[0].id}")
    if request.form.get("then") == "stop":
        return url_for("firms.link", public_id=public_id)
    following = draft.path.after(now or page)
    if request.form.get("back") == "review":
        return url_for("firms.review", public_id=public_id)
    if following is None:
        return after_questions(draft.assessment)
    return url_for("firms.questions", public_id=public_id, page_id=following.id)
