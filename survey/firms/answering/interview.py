"""Every question of a firm on one long page, for an adviser who reads them aloud, and for paper."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from survey import visitor
from survey.firms.answering import saving
from survey.firms.answering.draft import Draft, after_questions, draft_of, to_results
from survey.firms.answering.hints import hints_of
from survey.firms.answering.progress import stops, time_left
from survey.firms.answering.saving import Versions
from survey.forms import AssessmentForm, build_form


def interview(public_id: str) -> ResponseReturnValue:
    """Load, draw on GET or where something is wrong, save everything that was posted, go on with the next part."""
    assessment = visitor.works_on(public_id)
    if assessment.status == "submitted":
        return to_results(public_id)
    draft = draft_of(assessment)
    form_class = build_form(draft.path.questions, notes=True)
    if request.method != "POST":
        return _draw(draft, saving.draw(draft, form_class))
    form = form_class()
    if not form.validate():
        return _draw(draft, form), 422
    conflicts = saving.save(draft, form)
    if conflicts:
        return _draw(draft_of(assessment), form, conflicts), 409
    return redirect(_next_place(draft, draft_of(assessment)))


def _draw(draft: Draft, form: AssessmentForm, conflicts: Mapping[str, Versions] = MappingProxyType({})) -> str:
    return render_template(
        "firms/interview.html",
        draft=draft,
        form=form,
        hints=hints_of(draft, form.questions),
        stops=stops(draft),
        time_left=time_left(draft),
        faults=[*form.faults(), *saving.conflict_faults(form, conflicts)],
        conflicts=conflicts,
    )


def _next_place(before: Draft, now: Draft) -> str:
    """Where to go on after the button of a part: to the first question that the answers opened, else the next part."""
    public_id = now.assessment.public_id
    opened = [question for question in now.path.questions if question.id not in before.path.asked]
    if opened:
        flash(
            ngettext(
                "Saved. Your answers opened %(num)s more question.",
                "Saved. Your answers opened %(num)s more questions.",
                len(opened),
            )
        )
        return url_for("firms.interview", public_id=public_id, _anchor=f"question-{opened[0].id}")
    page = now.path.page(request.form.get("then", ""))
    following = now.path.after(page) if page else None
    if page and following is None:
        return after_questions(now.assessment)
    flash(_("Saved."))
    return url_for("firms.interview", public_id=public_id, _anchor=f"part-{following.id}" if following else None)
