"""A colleague's part: the pages that the owner sent, with the colleague's own answers and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.answers import Answer
from survey import visitor
from survey.firms.answering import saving
from survey.firms.answering.draft import Draft, draft_of
from survey.firms.answering.hints import Hint
from survey.firms.answering.path import Page
from survey.firms.answering.saving import Versions
from survey.forms import AssessmentForm, build_form
from survey.forms.faults import Fault
from survey.storage import colleagues
from survey.storage.assessments import AlreadySubmitted, Assessment, Conflict, StoredAnswer
from survey.storage.colleagues import Colleague

THANKS = "thank-you"
"""The address of the last page; the hyphen keeps it apart from every dimension, whose ids have none."""


@dataclass(frozen=True)
class Part:
    """What one colleague was asked, and answered."""

    colleague: Colleague
    draft: Draft
    pages: tuple[Page, ...]
    own: dict[str, StoredAnswer]

    @property
    def answers(self) -> dict[str, Answer]:
        return {question: stored.value for question, stored in self.own.items() if stored.value is not None}

    @property
    def revisions(self) -> dict[str, int]:
        return {question: stored.revision for question, stored in self.own.items()}

    @property
    def asked(self) -> int:
        return sum(len(page.questions) for page in self.pages)

    @property
    def answered(self) -> int:
        return sum(page.answered(self.answers) for page in self.pages)

    @property
    def minutes(self) -> int:
        """How long it takes, by the share of all questions; 0 where the instrument does not say."""
        all_questions = len(self.draft.path.questions)
        most = self.draft.instrument.minutes[1] if self.draft.instrument.minutes else 0
        return ceil(most * self.asked / all_questions) if all_questions else 0

    @property
    def next(self) -> str:
        """The address of the first page with an open question; of the first one where none is open."""
        begun = [page for page in self.pages if page.answered(self.answers) < len(page.questions)]
        return self.address((begun or self.pages)[0].id)

    def number(self, page: Page) -> int:
        """Which of the pages it is, from 1."""
        return [one.id for one in self.pages].index(page.id) + 1

    def after(self, page: Page) -> str:
        """The address that follows a page."""
        ids = [one.id for one in self.pages]
        following = ids[ids.index(page.id) + 1 :] if page.id in ids else []
        return self.address(following[0] if following else THANKS)

    def address(self, page_id: str = "") -> str:
        return url_for("firms.part", public_id=self.draft.assessment.public_id, page_id=page_id or None)


def part(public_id: str, page_id: str = "") -> ResponseReturnValue:
    """The way of a colleague: what is asked and who sees it, page by page, thank you."""
    assessment, colleague = visitor.contributes(public_id)
    if assessment.status == "submitted":
        return render_template("firms/part_closed.html", assessment=assessment)
    here = _part(assessment, colleague)
    if page_id in ("", THANKS):
        name = "firms/part_thanks.html" if page_id else "firms/part.html"
        return render_template(name, assessment=assessment, part=here) if request.method != "POST" else abort(405)
    page = next((page for page in here.pages if page.id == page_id), None) or abort(404)
    form_class = build_form(page.questions)
    if request.method != "POST":
        return _draw(here, page, form_class.of(here.answers, here.revisions))
    form = form_class()
    return _save(here, page, form) if form.validate() else (_draw(here, page, form), 422)


def _part(assessment: Assessment, colleague: Colleague) -> Part:
    draft = draft_of(assessment)
    pages = tuple(page for page in draft.path.pages if page.id in colleague.pages)
    return Part(colleague, draft, pages, colleagues.own_answers(assessment.public_id, colleague.link_id))


def _save(here: Part, page: Page, form: AssessmentForm) -> ResponseReturnValue:
    seen, assessment = form.seen(), here.draft.assessment
    # What was open when the page was drawn and still is was not touched: it is no answer to be compared.
    touched = {name: answer for name, answer in form.answers().items() if answer is not None or seen[name]}
    try:
        conflicts = colleagues.save_part(assessment.public_id, here.colleague.link_id, touched, seen)
    except AlreadySubmitted:
        return render_template("firms/part_closed.html", assessment=assessment), 409
    now = _part(assessment, here.colleague)
    if conflicts:
        return _draw_conflicts(now, page, form, conflicts), 409
    return redirect(_next_place(now, page))


def _next_place(now: Part, page: Page) -> str:
    """Where to go after saving: to questions that the answers just opened on this page, else on."""
    again = next((one for one in now.pages if one.id == page.id), None)
    opened = saving.just_opened(page, again)
    return f"{now.address(page.id)}#question-{opened[0].id}" if opened else now.after(page)


def _draw(
    here: Part, page: Page, form: AssessmentForm, conflicts: Mapping[str, Versions] = MappingProxyType({})
) -> str:
    message = _("You answered this on another device in the meantime: see both, and save again.")
    twice = [Fault(f"question-{one.id}", message, one.text) for one in page.questions if one.id in conflicts]
    profile = here.draft.profile
    examples = {q.id: Hint(q.example_in(profile.get("sector"), profile.get("division"))) for q in page.questions}
    return render_template(
        "firms/part_page.html",
        assessment=here.draft.assessment,
        part=here,
        page=page,
        form=form,
        conflicts=conflicts,
        hints=examples,
        faults=[*form.faults(), *twice],
    )


def _draw_conflicts(here: Part, page: Page, form: AssessmentForm, conflicts: Sequence[Conflict]) -> str:
    """The page again as typed, with the other version beside it; whoever saves it next has seen both."""
    form.show_revisions(here.revisions | {conflict.question: conflict.stored.revision for conflict in conflicts})
    return _draw(here, page, form, saving.versions(here.draft, conflicts))
