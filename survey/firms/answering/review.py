"""The last look before submitting: what is open, what is answered, and whether the firm may be counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.answers import Answer
from scoring.instrument import Question
from scoring.scores import score
from survey import visitor
from survey.firms.answering.draft import Draft, draft_of
from survey.firms.answering.forms import ConsentForm, profile_words
from survey.firms.answering.hints import hints_of
from survey.firms.answering.path import Page
from survey.firms.campaigns.counted import counting_of
from survey.firms.campaigns.own import said
from survey.firms.sharing.colleagues import two_answers
from survey.forms.choices import DONT_KNOW
from survey.forms.wording import in_words
from survey.instruments import by_reference
from survey.storage import assessments, colleagues
from survey.storage.assessments import Assessment
from survey.storage.campaigns.values import Lists, TakingPart


@dataclass(frozen=True)
class Line:
    """A question with its answer in words; ``is_open``: to come back to; ``said``: where the answer comes from."""

    question: Question
    words: list[str]
    is_open: bool
    said: str
    note: str


@dataclass(frozen=True)
class Reviewed:
    """A page of questions as answered; ``too_little``: not yet enough for a score of its own."""

    page: Page
    lines: tuple[Line, ...]
    answered: int
    too_little: bool


def review(public_id: str) -> ResponseReturnValue:
    assessment = visitor.works_on(public_id)
    if assessment.status == "submitted":
        return redirect(url_for("firms.results", public_id=public_id))
    known = TakingPart(**assessment.taking_part)
    form = ConsentForm(assessment.revision, known)
    if form.validate_on_submit():
        assessments.submit(public_id, form.consents(), role=assessment.role, **form.identity())
        flash(_thanks(assessment, has_plan=bool(by_reference(assessment.instrument).actions)))
        return redirect(url_for("firms.results", public_id=public_id))
    draft, counting = draft_of(assessment), counting_of(assessment)
    lists = counting.campaign.lists if assessment.calling and counting.campaign else Lists()
    sections = _sections(draft)
    shown = render_template(
        "firms/review.html",
        draft=draft,
        sections=sections,
        still_open=[(section.page, line) for section in sections for line in section.lines if line.is_open],
        undecided=two_answers(draft, colleagues.contributions(public_id)),
        form=form,
        firm_words=profile_words(assessment.profile, lists, known),
        counting=counting,
        own=said(counting.campaign, assessment.own_answers) if assessment.calling else (),
        asked=len(draft.path.questions),
        answered=sum(section.answered for section in sections),
        unknown=sum(_is_unknown(draft.answers.get(question.id)) for question in draft.path.questions),
        unconfirmed=sum(question.id in draft.unconfirmed for question in draft.path.questions),
    )
    return shown, (422 if request.method == "POST" else 200)


def _thanks(assessment: Assessment, *, has_plan: bool) -> str:
    if assessment.has_results:
        again = _("Thank you. The update is in; results and roadmap are made anew.")
        return str(again if has_plan else _("Thank you. The update is in; the results are made anew."))
    first = _("Thank you. Your answers are in, and here is your roadmap.")
    return str(first if has_plan else _("Thank you. Your answers are in, and here are your results."))


def _sections(draft: Draft) -> list[Reviewed]:
    unscored = _unscored(draft)
    return [
        Reviewed(page, _lines(draft, page), page.answered(draft.complete), page.id in unscored)
        for page in draft.path.pages
    ]


def _lines(draft: Draft, page: Page) -> tuple[Line, ...]:
    hints = hints_of(draft, page.questions)
    return tuple(
        Line(
            question,
            in_words(question, draft.answers.get(question.id)),
            question.id not in draft.complete,
            hints[question.id].said,
            draft.notes[question.id].text if question.id in draft.notes else "",
        )
        for question in page.questions
    )


def _is_unknown(answer: Answer | None) -> bool:
    return answer == DONT_KNOW or (isinstance(answer, dict) and set(answer.values()) == {DONT_KNOW})


def _unscored(draft: Draft) -> set[str]:
    """Dimensions that would have no score because too little of them is answered."""
    scores = score(draft.table)
    return {str(name) for name, value in scores.dimensions.iloc[0].items() if np.isnan(value)}
