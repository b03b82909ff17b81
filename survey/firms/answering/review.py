"""The last look before submitting: what is answered, what is open, and whether the firm may be counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.instrument import Question
from scoring.scores import score
from survey.firms import browser
from survey.firms.answering.draft import Draft, draft_of
from survey.firms.answering.forms import ConsentForm, profile_words
from survey.firms.answering.path import Page
from survey.forms.wording import in_words
from survey.storage import assessments


@dataclass(frozen=True)
class Reviewed:
    """A page of questions with each answer in words; ``too_little``: not yet enough for a score of its own."""

    page: Page
    lines: tuple[tuple[Question, list[str]], ...]
    answered: int
    too_little: bool


def review(public_id: str) -> ResponseReturnValue:
    assessment = browser.own(public_id)
    if assessment.status == "submitted":
        return redirect(url_for("firms.results", public_id=public_id))
    form = ConsentForm()
    if form.validate_on_submit():
        assessments.submit(public_id, form.consents())
        flash(_("Thank you. Your answers are in, and here is your roadmap."))
        return redirect(url_for("firms.results", public_id=public_id))
    draft = draft_of(assessment)
    shown = render_template(
        "firms/review.html",
        draft=draft,
        sections=_sections(draft),
        form=form,
        firm_words=profile_words(assessment.profile),
        asked=len(draft.path.questions),
        answered=sum(page.answered(draft.answers) for page in draft.path.pages),
    )
    return shown, (422 if request.method == "POST" else 200)


def _sections(draft: Draft) -> list[Reviewed]:
    unscored = _unscored(draft)
    return [
        Reviewed(
            page,
            tuple((question, in_words(question, draft.answers.get(question.id))) for question in page.questions),
            page.answered(draft.answers),
            page.id in unscored,
        )
        for page in draft.path.pages
    ]


def _unscored(draft: Draft) -> set[str]:
    """Dimensions that would have no score because too little of them is answered."""
    scores = score(draft.table)
    return {str(name) for name, value in scores.dimensions.iloc[0].items() if np.isnan(value)}
