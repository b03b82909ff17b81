"""The body's own questions: on a page of their own after the last questions, unscored, each may be left open."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey import visitor
from survey.firms.answering.draft import to_results
from survey.firms.campaigns.forms import OwnQuestionsForm, own_form
from survey.storage.assessments import Assessment
from survey.storage.campaigns import beginning
from survey.storage.campaigns import finding as campaigns
from survey.storage.campaigns.beginning import OwnAnswers
from survey.storage.campaigns.values import Campaign, OwnQuestion
from survey.storage.tracing import trace


@dataclass(frozen=True)
class Said:
    """A question of the body's with the options that were chosen, in words."""

    id: str
    text: str
    words: tuple[str, ...]


def own_questions(public_id: str) -> ResponseReturnValue:
    """Load, draw on GET or where something is wrong, save, go on; who is asked no such questions goes on at once."""
    assessment = visitor.works_on(public_id)
    if assessment.status == "submitted":
        return to_results(public_id)
    campaign = campaigns.of_assessment(public_id) if assessment.calling else None
    if campaign is None or not campaign.questions:
        return redirect(url_for("firms.review", public_id=public_id))
    form = own_form(campaign.questions, assessment.own_answers)
    if request.method != "POST":
        return _draw(assessment, campaign, form)
    if not form.validate():
        return _draw(assessment, campaign, form), 422
    stored = beginning.answer_own(public_id, form.answers(), seen=form.drawn.data or "", role=assessment.role)
    if stored is not None:
        form.drawn.data = trace(dict(stored))
        return _draw(assessment, campaign, form, said(campaign, stored)), 409
    stops = request.form.get("then") == "stop" and assessment.role == "owner"
    return redirect(url_for("firms.link" if stops else "firms.review", public_id=public_id))


def said(campaign: Campaign | None, answers: OwnAnswers) -> tuple[Said, ...]:
    """What was answered to each of the body's questions, in words."""
    return tuple(_said(question, answers) for question in (campaign.questions if campaign else ()))


def _said(question: OwnQuestion, answers: OwnAnswers) -> Said:
    given = answers.get(question.id, ())
    chosen = {given} if isinstance(given, str) else set(given)
    return Said(question.id, question.text, tuple(one.text for one in question.options if one.id in chosen))


def _draw(assessment: Assessment, campaign: Campaign, form: OwnQuestionsForm, stored: tuple[Said, ...] = ()) -> str:
    """``stored``: what another device wrote meanwhile."""
    return render_template(
        "firms/own_questions.html",
        assessment=assessment,
        campaign=campaign,
        form=form,
        faults=form.faults(),
        stored=stored,
    )
