"""A body's own questions: up to five, unscored, answered by a choice; one page lists them, one each changes them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.bodies.campaigns.conflicts import both, fixed
from survey.bodies.campaigns.forms import SeenForm, today
from survey.bodies.campaigns.question_form import QuestionForm
from survey.forms.faults import Fault
from survey.storage.campaigns import changing
from survey.storage.campaigns.parts import FixedError, trace_of
from survey.storage.campaigns.values import MOST_QUESTIONS, Campaign, OwnQuestion
from survey.storage.values import Member


def own_questions(organisation: str, campaign: str) -> ResponseReturnValue:
    """The questions in their order; a POST of an adviser moves one up, or removes it."""
    if request.method != "POST":
        return _draw_list(*visitor.campaign(organisation, campaign))
    member, found = visitor.campaign(organisation, campaign, "adviser")
    form = SeenForm()
    if not form.validate():
        return _draw_list(member, found, form.page_faults()), 422
    moved = _moved(found.questions, request.form)
    try:
        stored = changing.set_questions(found.id, moved, seen=form.seen.data or "")
    except FixedError:
        return _draw_list(member, found, [fixed()]), 409
    if stored is not None:
        text = _("A colleague changed the questions in the meantime. This is how they are now: decide again.")
        return _draw_list(member, stored, [Fault("", text)]), 409
    flash(_("Saved."))
    return redirect(_list_of(member, found))


def new_question(organisation: str, campaign: str) -> ResponseReturnValue:
    """One more question."""
    member, found = visitor.campaign(organisation, campaign, "adviser")
    if len(found.questions) >= MOST_QUESTIONS:
        flash(_("There can be at most %(most)s questions of your own.", most=MOST_QUESTIONS))
        return redirect(_list_of(member, found))
    return _ask(member, found, None)


def own_question(organisation: str, campaign: str, question: str) -> ResponseReturnValue:
    """One question, to be changed; once firms can begin, only its words."""
    member, found = visitor.campaign(organisation, campaign, "adviser")
    known = next((one for one in found.questions if one.id == question), None)
    return _ask(member, found, known or abort(404))


def _ask(member: Member, campaign: Campaign, before: OwnQuestion | None) -> ResponseReturnValue:
    """``before``: the question as it is kept; None for a new one."""
    words_only = before is not None and campaign.has_opened(today())
    form = QuestionForm(before, words_only=words_only)
    if request.method != "POST":
        form.seen.data = trace_of(campaign, "questions")
        return _draw_one(member, campaign, form)
    if not form.validate():
        return _draw_one(member, campaign, form), 422
    question = form.question(before.id if before else _free_id(campaign.questions))
    if before is None and any(_says_the_same(one, question) for one in campaign.questions):
        return redirect(_list_of(member, campaign))  # the button was pressed twice
    try:
        stored = changing.set_questions(campaign.id, _with(campaign.questions, question), seen=form.seen.data or "")
    except FixedError:
        return _draw_one(member, campaign, form, faults=[fixed()]), 409
    if stored is not None:
        form.seen.data = trace_of(stored, "questions")
        return _draw_one(member, stored, form, faults=[both()], is_conflict=True), 409
    flash(_("Saved."))
    return redirect(_list_of(member, campaign))


def _moved(questions: Sequence[OwnQuestion], posted: dict[str, str]) -> list[OwnQuestion]:
    """The questions with one taken away, or put before the one above it; as they are where none such is named."""
    order = list(questions)
    at = next((at for at, one in enumerate(order) if one.id == posted.get("question")), None)
    if at is not None and posted.get("do") == "remove":
        del order[at]
    elif at and posted.get("do") == "up":
        order[at - 1 : at + 1] = [order[at], order[at - 1]]
    return order


def _with(questions: Sequence[OwnQuestion], question: OwnQuestion) -> list[OwnQuestion]:
    changed = [question if one.id == question.id else one for one in questions]
    return changed if question in changed else [*changed, question]


def _free_id(questions: Sequence[OwnQuestion]) -> str:
    taken = {one.id for one in questions}
    return next(one for n in range(1, MOST_QUESTIONS + 2) if (one := f"q{n}") not in taken)


def _says_the_same(one: OwnQuestion, other: OwnQuestion) -> bool:
    return (one.text, one.kind, one.options) == (other.text, other.kind, other.options)


def _list_of(member: Member, campaign: Campaign) -> str:
    return url_for("bodies.own_questions", organisation=member.organisation, campaign=campaign.public_id)


def _draw_list(member: Member, campaign: Campaign, faults: Sequence[Fault] = ()) -> str:
    return render_template(
        "bodies/questions.html",
        member=member,
        campaign=campaign,
        faults=faults,
        seen=trace_of(campaign, "questions"),
        most=MOST_QUESTIONS,
        opened=campaign.has_opened(today()),
    )


def _draw_one(
    member: Member,
    campaign: Campaign,
    form: QuestionForm,
    faults: Sequence[Fault] = (),
    *,
    is_conflict: bool = False,
) -> str:
    return render_template(
        "bodies/question.html",
        member=member,
        campaign=campaign,
        form=form,
        faults=[*form.faults(), *faults],
        stored=campaign.questions if is_conflict else None,
    )
