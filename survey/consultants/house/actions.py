"""The actions of the instrument as the organisation plans with them: hidden, at its own figures, or added by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.actions import Action, Quantity
from scoring.adaptation import MOST_OWN, Adaptation, Demands, OwnAction, problems
from scoring.instrument import Instrument
from survey import instruments, visitor
from survey.consultants.house.forms import ChangeForm, DemandsForm, OwnForm, in_words, name_of
from survey.consultants.house.spans import PARTS, part_words, quantity_words, told
from survey.forms.faults import Fault
from survey.storage import houses
from survey.storage.adapting import Entry, entry_of, with_entry
from survey.storage.houses import trace
from survey.storage.models import now
from survey.storage.values import Member


@dataclass(frozen=True)
class Said:
    """A quantity in words: what the organisation says, and what the instrument does; "" for nothing."""

    label: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Line:
    """An action on the list. ``said``: each quantity that the organisation gives; ``like``: of an own one, the title."""

    id: str
    title: str
    hidden: bool
    said: tuple[Said, ...]
    like: str = ""

    @property
    def is_changed(self) -> bool:
        return self.hidden or bool(self.said)


@dataclass(frozen=True)
class SpanRow:
    """The fields of a quantity. ``says``: what the instrument does, in a sentence; ``parts``: field → its size."""

    quantity: str
    label: str
    says: str
    parts: tuple[tuple[str, str], ...]
    is_by_size: bool


def house_actions(organisation: str) -> ResponseReturnValue:
    member = visitor.consultant(organisation)
    return draw_list(member, kept_of(member))


def house_action(organisation: str, action_id: str) -> ResponseReturnValue:
    """One action, of the instrument or the organisation's own, to be changed."""
    owner = visitor.consultant(organisation, "owner")
    kept, instrument = kept_of(owner), instruments.current()
    entry, theirs = entry_of(kept, action_id), instrument.actions_by_id.get(action_id)
    if theirs is None:
        return _own(owner, action_id, entry) if entry.own else abort(404)
    return _change(owner, theirs, entry)


def new_action(organisation: str) -> ResponseReturnValue:
    """One more action of the organisation's own."""
    owner = visitor.consultant(organisation, "owner")
    kept, instrument = kept_of(owner), instruments.current()
    if len(kept.own) >= MOST_OWN or not instrument.actions:
        flash(_("There are %(most)s actions of your own, which is all that there can be. Remove one first.", most=MOST_OWN))
        return redirect(url_for("consultants.house_actions", organisation=organisation))
    return _own(owner, free_id(kept, instrument), Entry())


def restore_action(organisation: str, action_id: str) -> ResponseReturnValue:
    """Back to what the instrument says; an own action goes."""
    owner = visitor.consultant(organisation, "owner")
    entry = entry_of(kept_of(owner), action_id)
    seen = request.form.get("seen", "")
    stored = houses.adapt(owner.organisation_id, instruments.current().id, action_id, Entry(), seen=seen)
    if stored is not None:
        fault = Fault("", _("A colleague changed this action in the meantime. Look at it again first."))
        return draw_list(owner, kept_of(owner), [fault]), 409
    flash(_("The action is removed.") if entry.own else _("The action is as the instrument says again."))
    return redirect(url_for("consultants.house_actions", organisation=organisation))


def kept_of(member: Member) -> Adaptation:
    """What the organisation says of the actions of the instrument in use."""
    return houses.house(member.organisation_id).adaptations.get(instruments.current().id, Adaptation())


def free_id(adaptation: Adaptation, instrument: Instrument, taken: frozenset[str] = frozenset()) -> str:
    """An id for one more own action, which none has."""
    used = {one.id for one in adaptation.own} | instrument.actions_by_id.keys() | taken
    return next(name for number in range(1, len(used) + 2) if (name := f"own_{number}") not in used)


def draw_list(
    member: Member, kept: Adaptation, faults: list[Fault] | None = None, upload_faults: list[str] | None = None
) -> str:
    instrument = instruments.current()
    titles = {action.id: action.title for action in instrument.actions}
    return render_template(
        "consultants/house/actions.html",
        member=member,
        instrument=instrument,
        faults=faults or [],
        upload_faults=upload_faults or [],
        lines=[_line(action, entry_of(kept, action.id)) for action in instrument.actions],
        own=[_own_line(one, titles) for one in kept.own],
        most_own=MOST_OWN,
        # An action that a later revision of the instrument took away is passed over, and said to be.
        passed_over=[in_words(problem.message) for problem in problems(instrument, kept)],
        seen={one: trace(entry_of(kept, one)) for one in (*kept.hidden, *kept.changed, *(own.id for own in kept.own))},
        whole=trace(kept),
    )


def said_of(demands: Demands, action: Action | None) -> tuple[Said, ...]:
    """Each quantity that the organisation gives, beside what the instrument says."""
    words = quantity_words()
    return tuple(
        Said(words[name], _in_a_line(given), _in_a_line(getattr(action, name)) if action else "")
        for name, given in demands.given.items()
    )


def _in_a_line(quantity: Quantity) -> str:
    return "; ".join(told(quantity)) or _("nothing")


def _line(action: Action, entry: Entry) -> Line:
    return Line(action.id, action.title, entry.hidden, said_of(entry.demands, action))


def _own_line(own: OwnAction, titles: Mapping[str, str]) -> Line:
    return Line(own.id, own.title, False, said_of(own.demands, None), titles.get(own.like, own.like))


def _change(owner: Member, action: Action, entry: Entry) -> ResponseReturnValue:
    form = ChangeForm()
    if request.method != "POST":
        form.hidden.data, form.seen.data = entry.hidden, trace(entry)
        form.show(entry.demands)
        return _draw(owner, form, action, entry)
    if not form.validate():
        return _draw(owner, form, action, entry), 422
    given = {name: value for name, value in form.demands.given.items() if value != getattr(action, name)}
    return _keep(owner, form, action, Entry(form.is_hidden, Demands(**given)), action.id)


def _own(owner: Member, action_id: str, entry: Entry) -> ResponseReturnValue:
    form = OwnForm(actions=instruments.current().actions)
    if request.method != "POST":
        form.seen.data, form.price_year.data = trace(entry), str(now().year)
        if entry.own:
            form.show_own(entry.own)
        return _draw(owner, form, None, entry)
    if not form.validate():
        return _draw(owner, form, None, entry), 422
    return _keep(owner, form, None, Entry(own=form.own(action_id)), action_id)


def _keep(
    owner: Member, form: ChangeForm | OwnForm, action: Action | None, entry: Entry, action_id: str
) -> ResponseReturnValue:
    """Write it, unless something is wrong with it, or somebody else wrote meanwhile."""
    instrument, kept = instruments.current(), kept_of(owner)
    before = {str(problem) for problem in problems(instrument, kept)}
    found = [one for one in problems(instrument, with_entry(kept, action_id, entry)) if str(one) not in before]
    if found:
        faults = [Fault("", in_words(problem.message)) for problem in found]
        return _draw(owner, form, action, entry, faults), 422
    stored = houses.adapt(owner.organisation_id, instrument.id, action_id, entry, seen=form.seen.data or "")
    if stored is not None:
        form.seen.data = trace(stored)
        fault = Fault("both", _("A colleague changed this in the meantime: see both, and save again."))
        return _draw(owner, form, action, entry, [fault], stored), 409
    flash(_("Saved. Every plan that is made from now on has it."))
    return redirect(url_for("consultants.house_actions", organisation=owner.organisation, _anchor=action_id))


def _draw(
    owner: Member,
    form: ChangeForm | OwnForm,
    action: Action | None,
    entry: Entry,
    faults: list[Fault] | None = None,
    stored: Entry | None = None,
) -> str:
    return render_template(
        f"consultants/house/{'action' if action else 'own'}.html",
        member=owner,
        form=form,
        action=action,
        is_new=entry.own is None,
        rows=span_rows(form, action),
        faults=[*form.faults(), *(faults or [])],
        stored=stored,
        stored_says=said_of(stored.own.demands if stored.own else stored.demands, action) if stored else (),
    )


def span_rows(form: DemandsForm, action: Action | None) -> list[SpanRow]:
    """The fields by which an action's figures are changed, beside what the instrument says."""
    parts = part_words()
    rows = []
    for quantity, label in quantity_words().items():
        names = [(name_of(quantity, part), parts[part]) for part in PARTS]
        says = _("The instrument says: %(what)s", what=_in_a_line(getattr(action, quantity))) if action else ""
        by_size = any(form[name].data or form[name].errors for name, _words in names)
        rows.append(SpanRow(quantity, label, says, tuple(names), by_size))
    return rows
