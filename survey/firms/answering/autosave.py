"""Saving one question as soon as it is answered: what the script of a page posts, and what it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, abort, get_template_attribute, jsonify, request
from flask.typing import ResponseReturnValue

from scoring.instrument import Question
from survey import visitor
from survey.firms.answering import saving
from survey.firms.answering.draft import Draft, draft_of
from survey.firms.answering.hints import hints_of
from survey.firms.answering.progress import stops, time_left
from survey.firms.answering.saving import Versions
from survey.forms import AssessmentForm, build_form
from survey.forms.faults import Fault, changed
from survey.storage.assessments import AlreadySubmitted

MACROS = "macros/questions.html"


def save_answer(public_id: str, question_id: str) -> ResponseReturnValue:
    """Save what was posted of one question; JSON for the script.

    The script posts the part that changed: ``q_…`` with ``r_<id>``, or ``n_<id>`` with ``rn_<id>``. What it does not
    post stays as it is: a note to last time's answer does not confirm that answer.
    """
    assessment = visitor.works_on(public_id)
    if assessment.status == "submitted":
        raise AlreadySubmitted
    draft = draft_of(assessment)
    question = draft.instrument.questions.get(question_id) or abort(404)
    form = build_form([question], notes=True)()
    if question_id not in draft.path.asked:
        return _refused(form, [changed()])
    if not form.validate():
        return _refused(form, form.faults())
    conflicts = saving.save(draft, form, with_answers=f"r_{question_id}" in request.form)
    now = draft_of(assessment)
    return _told(draft, now, form, question, conflicts), (409 if conflicts else 200)


def _refused(form: AssessmentForm, faults: Sequence[Fault]) -> ResponseReturnValue:
    """What is wrong, as the page would word it; with a fresh token, for a page that was open for too long."""
    stale = "csrf_token" in form and bool(form.csrf_token.errors)
    told = [{"at": fault.anchor, "message": fault.message} for fault in faults]
    return jsonify(faults=told, token=form.csrf_token.current_token if stale else None), 422


def _told(
    before: Draft, now: Draft, form: AssessmentForm, question: Question, conflicts: Mapping[str, Versions]
) -> Response:
    """What became of it: revisions for the page, both versions of a conflict, questions opened and closed, progress."""
    return jsonify(
        revisions=_revisions(now, form, question.id, conflicts),
        conflicts=[{"at": _place(name), "html": _both(name, versions)} for name, versions in conflicts.items()],
        opened=[_opened(now, one) for one in now.path.questions if one.id not in before.path.asked],
        closed=sorted(before.path.asked - now.path.asked),
        stops={stop.page.id: {"state": stop.state, "shown": stop.shown} for stop in stops(now)},
        time_left=time_left(now),
    )


def _revisions(now: Draft, form: AssessmentForm, name: str, conflicts: Mapping[str, Versions]) -> dict[str, int]:
    """Revisions that this page has seen by now, of the parts it posted.

    What another device wrote in between it has not seen, unless it is shown as a conflict.
    """
    seen = {f"r_{name}": form.seen()[name], f"rn_{name}": form.notes_seen()[name]}
    answer, note = now.stored.get(name), now.notes.get(name)
    if name not in conflicts and answer and answer.value == form.answers()[name]:
        seen[f"r_{name}"] = answer.revision
    if f"n_{name}" not in conflicts and note and note.text == form.notes().get(name):
        seen[f"rn_{name}"] = note.revision
    return {field: revision for field, revision in seen.items() if field in request.form}


def _place(name: str) -> str:
    """The id of the control group that a conflict belongs to."""
    return name if name.startswith("n_") else f"q_{name}"


def _both(name: str, versions: Versions) -> str:
    return str(get_template_attribute(MACROS, "both_versions")(_place(name), versions))


def _opened(draft: Draft, question: Question) -> dict[str, Any]:
    """A question that the answer opened, drawn, and the one on its page that it follows ("" for none)."""
    page = next(page for page in draft.path.pages if any(one.id == question.id for one in page.questions))
    place = [one.id for one in page.questions].index(question.id)
    form = saving.draw(draft, build_form([question], notes=True))
    hint = hints_of(draft, [question])[question.id]
    html = get_template_attribute(MACROS, "one_question")(form, question, place + 1, {}, hint)
    return {"page": page.id, "after": page.questions[place - 1].id if place else "", "html": str(html)}
