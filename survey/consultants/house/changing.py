"""One action on a page of its own: of the instrument, to be hidden or given other figures, or an own one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.actions import Action
from scoring.adaptation import MOST_OWN, Demands, problems
from survey import instruments, visitor
from survey.consultants.house.actions import free_id, in_a_line, kept_of, said_of
from survey.consultants.house.forms import ChangeForm, DemandsForm, OwnForm, name_of
from survey.consultants.house.spans import PARTS, part_words, quantity_words
from survey.forms.faults import Fault
from survey.languages import in_words
from survey.storage import houses
from survey.storage.adapting import Entry, entry_of, with_entry
from survey.storage.models import now
from survey.storage.tracing import trace
from survey.storage.values import Member


@dataclass(frozen=True)
class Here:
    """The action that a page is about. ``action``: the instrument's, None for an own one; ``entry``: what is kept."""

    owner: Member
    id: str
    action: Action | None
    entry: Entry

    @property
    def is_new(self) -> bool:
        return self.action is None and self.entry.own is None


@dataclass(frozen=True)
class SpanRow:
    """The fields of a quantity. ``says``: what the instrument does, in a sentence; ``parts``: field → its size."""

    quantity: str
    label: str
    says: str
    parts: tuple[tuple[str, str], ...]
    is_by_size: bool


def house_action(organisation: str, action_id: str) -> ResponseReturnValue:
    """One action, of the instrument or the organisation's own, to be changed."""
    owner = visitor.consultant(organisation, "owner")
    entry = entry_of(kept_of(owner), action_id)
    here = Here(owner, action_id, instruments.current().actions_by_id.get(action_id), entry)
    if here.action is not None:
        return _change(here, here.action)
    return _own(here) if entry.own else abort(404)


def new_action(organisation: str) -> ResponseReturnValue:
    """One more action of the organisation's own."""
    owner = visitor.consultant(organisation, "owner")
    kept, instrument = kept_of(owner), instruments.current()
    if len(kept.own) >= MOST_OWN or not instrument.actions:
        flash(_("There can be at most %(most)s actions of your own. Remove one first.", most=MOST_OWN))
        return redirect(url_for("consultants.house_actions", organisation=organisation))
    return _own(Here(owner, free_id(kept, instrument), None, Entry()))


def _change(here: Here, action: Action) -> ResponseReturnValue:
    form = ChangeForm()
    if request.method != "POST":
        form.hidden.data, form.seen.data = here.entry.hidden, trace(here.entry)
        form.show(here.entry.demands)
        return _draw(here, form)
    if not form.validate():
        return _draw(here, form), 422
    given = {name: value for name, value in form.demands.given.items() if value != getattr(action, name)}
    return _keep(here, form, Entry(form.is_hidden, Demands(**given)))


def _own(here: Here) -> ResponseReturnValue:
    form = OwnForm(actions=instruments.current().actions)
    if request.method != "POST":
        form.seen.data, form.price_year.data = trace(here.entry), str(now().year)
        if here.entry.own:
            form.show_own(here.entry.own)
        return _draw(here, form)
    if not form.validate():
        return _draw(here, form), 422
    entry = Entry(own=form.own(here.id))
    if here.is_new and any(one.model_copy(update={"id": here.id}) == entry.own for one in kept_of(here.owner).own):
        return _back(here)  # the button was pressed twice
    return _keep(here, form, entry)


def _keep(here: Here, form: ChangeForm | OwnForm, entry: Entry) -> ResponseReturnValue:
    """Write it, unless something is wrong with it, or somebody else wrote meanwhile."""
    instrument, kept = instruments.current(), kept_of(here.owner)
    before = {str(problem) for problem in problems(instrument, kept)}
    found = [one for one in problems(instrument, with_entry(kept, here.id, entry)) if str(one) not in before]
    if found:
        return _draw(here, form, [Fault("", in_words(problem.message)) for problem in found]), 422
    # Of a new one its page saw nothing, whatever number it gets by now.
    seen = trace(Entry()) if here.is_new else form.seen.data or ""
    stored = houses.adapt(here.owner.organisation_id, instrument.id, here.id, entry, seen=seen)
    if stored is not None:
        form.seen.data = trace(stored)
        fault = Fault("both", _("A colleague changed this in the meantime: see both, and save again."))
        return _draw(here, form, [fault], stored), 409
    return _back(here)


def _back(here: Here) -> ResponseReturnValue:
    flash(_("Saved. Every plan that is made from now on has it."))
    return redirect(url_for("consultants.house_actions", organisation=here.owner.organisation, _anchor=here.id))


def _draw(
    here: Here, form: ChangeForm | OwnForm, faults: list[Fault] | None = None, stored: Entry | None = None
) -> str:
    """``stored``: what a colleague has written meanwhile."""
    action = here.action
    return render_template(
        f"consultants/house/{'action' if action else 'own'}.html",
        member=here.owner,
        form=form,
        action=action,
        is_new=here.is_new,
        rows=_span_rows(form, action),
        faults=[*form.faults(), *(faults or [])],
        stored=stored,
        stored_says=said_of(stored.own.demands if stored.own else stored.demands, action) if stored else (),
    )


def _span_rows(form: DemandsForm, action: Action | None) -> list[SpanRow]:
    """The fields by which an action's figures are changed, beside what the instrument says."""
    parts = part_words()
    rows = []
    for quantity, label in quantity_words().items():
        names = [(name_of(quantity, part), parts[part]) for part in PARTS]
        says = _("The instrument says: %(what)s", what=in_a_line(getattr(action, quantity))) if action else ""
        by_size = any(form[name].data or form[name].errors for name, _words in names)
        rows.append(SpanRow(quantity, label, says, tuple(names), by_size))
    return rows
