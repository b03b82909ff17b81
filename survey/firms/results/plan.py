"""What a firm decides about its plan: how far it is with each step, and the time and money it sets."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.actions import Action
from scoring.roadmap import Mark, Roadmap
from survey import visitor
from survey.firms.results.forms import MarkForm, MeansForm, mark_words
from survey.firms.results.moves import moves
from survey.firms.results.page import step_address
from survey.firms.results.report import instrument_of, means_of, roadmap_of
from survey.forms.faults import Fault
from survey.storage import assessments, plans
from survey.storage.assessments import Assessment, Submission


def mark(public_id: str, action_id: str) -> ResponseReturnValue:
    """Keep what the firm says about a step, and say what that did to the plan."""
    assessment, submission = _handed_in(public_id)
    action = instrument_of(assessment, submission).actions_by_id.get(action_id) or abort(404)
    form = MarkForm()
    if not form.validate():
        return _draw_mark(assessment, action, form), 422
    stored = plans.mark(public_id, action_id, *form.posted, was=form.was)
    if stored is not None:
        form.saw(stored)
        return _draw_mark(assessment, action, form, stored), 409
    before, after = roadmap_of(assessment, submission), _planned_anew(public_id, submission)
    had = assessment.choices.marks.get(action_id)
    flash(" ".join([_said(had, form.posted[0]), *moves(before, after, action_id)]))
    return redirect(_card(public_id, after, action_id, form.posted[0]))


def means(public_id: str) -> ResponseReturnValue:
    """Keep the time and money that the firm sets, and plan anew."""
    assessment, submission = _handed_in(public_id)
    form = MeansForm(instrument=submission.table.instrument)
    if not form.validate():
        return _draw_means(assessment, form), 422
    stored = plans.set_means(public_id, form.posted, was=form.was)
    if stored is not None:
        form.saw(stored)
        return _draw_means(assessment, form, MeansForm.of(stored, submission.table.instrument)), 409
    before, after = roadmap_of(assessment, submission), _planned_anew(public_id, submission)
    said = _("Saved.") if form.posted == means_of(assessment) else _("Saved, and the plan is made anew.")
    flash(" ".join([said, *moves(before, after)]))
    return redirect(_head_of_the_plan(public_id))


def _handed_in(public_id: str) -> tuple[Assessment, Submission]:
    assessment = visitor.works_on(public_id)
    return assessment, assessments.submission(public_id) or abort(404)


def _planned_anew(public_id: str, submission: Submission) -> Roadmap:
    return roadmap_of(visitor.works_on(public_id), submission)


def _said(had: Mark | None, given: Mark | None) -> str:
    """What was kept: the mark where it is another one, otherwise the note."""
    if had == given:
        return str(_("Saved."))
    marked = {
        "done": _("Marked as done."),
        "planned": _("Marked as planned."),
        "not_for_us": _("Marked as not for you."),
    }
    return str(marked[given] if given else _("No longer marked."))


def _card(public_id: str, roadmap: Roadmap, action: str, given: Mark | None) -> str:
    """Where the step is found now."""
    if action in {step.action for step in roadmap.steps}:
        return step_address(public_id, action)
    if given:
        return url_for("firms.results", public_id=public_id, step=action, _anchor=f"marked-{action}")
    return _head_of_the_plan(public_id)


def _head_of_the_plan(public_id: str) -> str:
    return url_for("firms.results", public_id=public_id, step="plan", _anchor="roadmap")


def _draw_mark(
    assessment: Assessment, action: Action, form: MarkForm, stored: tuple[Mark | None, str] | None = None
) -> str:
    """The step by itself with everything as typed; ``stored``: what another device wrote meanwhile."""
    return render_template(
        "firms/plan_step.html",
        assessment=assessment,
        action=action,
        form=form,
        words=mark_words(),
        stored=stored,
        faults=[*form.faults(), *_conflict(stored)],
    )


def _draw_means(assessment: Assessment, form: MeansForm, stored: MeansForm | None = None) -> str:
    return render_template(
        "firms/plan_means.html",
        assessment=assessment,
        form=form,
        stored=stored,
        faults=[*form.faults(), *_conflict(stored)],
    )


def _conflict(stored: object | None) -> list[Fault]:
    message = _("This was changed on another device in the meantime: see both, and save again.")
    return [Fault("both", message)] if stored is not None else []
