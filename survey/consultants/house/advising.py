"""What an adviser says about the plan of one client: words to single steps, and which of them come first.

On a page of its own, where all steps stand below each other: advice is written in one go after a talk, while the mark
and the note on the results page are the firm's, and change step by step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import HiddenField, StringField, ValidationError

from reports.firm.house import LONGEST_COMMENT, Advice
from survey import instruments, visitor
from survey.consultants.house.forms import ShortField
from survey.firms.results.report import report_of
from survey.forms.faults import Fault
from survey.forms.number import parse_number
from survey.forms.page import as_revision
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import WordsField, printable
from survey.storage import advice as storage
from survey.storage import assessments, houses
from survey.storage.advice import NOTHING
from survey.storage.assessments import Assessment
from survey.storage.clients import Client
from survey.storage.finding import MEMBERS
from survey.storage.values import Member

LONGEST_NAME = 120
LAST_PLACE = 99


@dataclass(frozen=True)
class Step:
    """An action to advise on. ``number``: in the plan, 0 where it is not in it; ``note``: the firm's own."""

    id: str
    title: str
    number: int
    note: str

    @property
    def fields(self) -> tuple[str, str]:
        return f"c_{self.id}", f"p_{self.id}"


@dataclass(frozen=True)
class Here:
    """Whose plan a page is about, and for whom it is drawn."""

    member: Member
    client: Client
    assessment: Assessment
    steps: Sequence[Step]


class AdviceForm(PostedForm):
    """The advice; to it come for each step its words and its place. ``seen``: the revision that was drawn."""

    adviser = ShortField(max_length=LONGEST_NAME)
    seen = HiddenField()


class PlaceField(StringField):
    """The place at which a step comes, from 1; empty where the plan decides."""

    data: str | None

    def pre_validate(self, _form: Any) -> None:
        typed = (self.data or "").strip()[:20]
        self.data = printable(typed)
        if typed and not 1 <= parse_number(typed, 0) <= LAST_PLACE:
            raise ValidationError(_("Enter a number from %(low)s to %(high)s.", low=1, high=LAST_PLACE))

    @property
    def place(self) -> int | None:
        return int(parse_number(self.data, 0)) if self.data and self.data.strip() else None


def advice(organisation: str, client: str, public_id: str) -> ResponseReturnValue:
    """All steps of the client's plan with what the adviser says to each; a POST keeps it."""
    member, known = visitor.client(organisation, client, "adviser")
    assessment = assessments.find(public_id, "", MEMBERS, user=member.user_id) or abort(404)
    if (assessment.organisation, assessment.client) != (organisation, client):
        abort(404)
    steps = _steps(assessment)
    if steps is None:
        return redirect(url_for("consultants.client", organisation=organisation, client=client))
    here, form = Here(member, known, assessment, steps), _form(steps)
    if request.method != "POST":
        _show(form, steps, assessment.advice, assessment.advice_revision)
        form.adviser.data = assessment.advice.adviser or member.name
        return _draw(here, form)
    if not form.validate():
        return _draw(here, form), 422
    stored = storage.advise(public_id, _posted(form, steps, assessment.advice), seen=as_revision(form.seen.data))
    if stored is not None:
        form.seen.data = str(stored[1])
        return _draw(here, form, stored[0]), 409
    flash(_("Your advice is kept, and stands in the report."))
    return redirect(url_for("firms.results", public_id=public_id, _anchor="roadmap"))


def _steps(assessment: Assessment) -> list[Step] | None:
    """The steps of the plan, then what was said of others; None before there are results."""
    submission = assessments.submission(assessment.public_id)
    if submission is None:
        return None
    cards = report_of(assessment, submission).actions
    planned = [Step(card.id, card.title, card.number, card.comment) for card in cards]
    said = (*assessment.advice.comments, *assessment.advice.order)
    others = dict.fromkeys(action for action in said if action not in {step.id for step in planned})
    titles = _titles(assessment) if others else {}
    return planned + [Step(action, titles[action], 0, "") for action in others if action in titles]


def _titles(assessment: Assessment) -> Mapping[str, str]:
    instrument = instruments.by_reference(assessment.instrument)
    adaptation = houses.house_of(assessment).adaptations.get(instrument.id)
    own = {one.id: one.title for one in adaptation.own} if adaptation else {}
    return {action.id: action.title for action in instrument.actions} | own


def _form(steps: Iterable[Step]) -> AdviceForm:
    fields: dict[str, Any] = {}
    for step in steps:
        words, place = step.fields
        fields[words] = WordsField(max_length=LONGEST_COMMENT)
        fields[place] = PlaceField(validators=[only_one])
    made: type[AdviceForm] = type("AdviceForm", (AdviceForm,), fields)
    return made()


def _show(form: AdviceForm, steps: Iterable[Step], said: Advice, revision: int) -> None:
    form.seen.data = str(revision)
    for step in steps:
        words, place = step.fields
        form[words].data = said.comments.get(step.id, "")
        form[place].data = str(said.order.index(step.id) + 1) if step.id in said.order else ""


def _posted(form: AdviceForm, steps: Sequence[Step], said: Advice) -> Advice:
    """What the form says; what it has no room for, of actions that are no more, stays."""
    shown = {step.id for step in steps}
    comments = {action: text for action, text in said.comments.items() if action not in shown}
    comments |= {step.id: text for step in steps if (text := form[step.fields[0]].data.strip())}
    placed = [(form[step.fields[1]].place, at, step.id) for at, step in enumerate(steps)]
    order = [action for place, _at, action in sorted((one for one in placed if one[0] is not None), key=_by_place)]
    order += [action for action in said.order if action not in shown]
    found = Advice(comments, tuple(order), form.adviser.data or "")
    return found if comments or order else NOTHING


def _by_place(placed: tuple[int | None, int, str]) -> tuple[int, int]:
    return placed[0] or 0, placed[1]


def _draw(here: Here, form: AdviceForm, stored: Advice | None = None) -> str:
    """``stored``: what a colleague has written meanwhile."""
    about = {name: step.title for step in here.steps for name in step.fields}
    found = form.faults_at({name: name for name in ("adviser", *about)})
    faults = [Fault(one.anchor, one.message, about.get(one.anchor, "")) for one in found]
    if stored is not None:
        faults.append(Fault("both", _("A colleague changed this in the meantime: see both, and save again.")))
    return render_template(
        "consultants/house/advice.html",
        member=here.member,
        client=here.client,
        assessment=here.assessment,
        steps=here.steps,
        form=form,
        faults=faults,
        stored=stored,
        titles={step.id: step.title for step in here.steps},
    )
