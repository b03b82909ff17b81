"""The actions of the instrument as the organisation plans with them: hidden, at its own figures, or added by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.actions import Action, Quantity
from scoring.adaptation import MOST_OWN, Adaptation, Demands, OwnAction, problems
from scoring.instrument import Instrument
from survey import instruments, visitor
from survey.consultants.house.spans import quantity_words, told
from survey.forms.faults import Fault
from survey.languages import in_words
from survey.storage import houses
from survey.storage.adapting import Entry, entry_of
from survey.storage.tracing import trace
from survey.storage.values import Member


@dataclass(frozen=True)
class Said:
    """A quantity in words: what the organisation says, and what the instrument does; "" for nothing."""

    label: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Line:
    """An action on the list. ``said``: what the organisation says it takes; ``like``: of an own one, the title."""

    id: str
    title: str
    hidden: bool
    said: tuple[Said, ...]
    like: str = ""

    @property
    def is_changed(self) -> bool:
        return self.hidden or bool(self.said)


def house_actions(organisation: str) -> ResponseReturnValue:
    member = visitor.consultant(organisation)
    return draw_list(member, kept_of(member))


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
    )


def said_of(demands: Demands, action: Action | None) -> tuple[Said, ...]:
    """Each quantity that the organisation gives, beside what the instrument says."""
    words = quantity_words()
    return tuple(
        Said(words[name], in_a_line(given), in_a_line(getattr(action, name)) if action else "")
        for name, given in demands.given.items()
    )


def in_a_line(quantity: Quantity) -> str:
    return "; ".join(told(quantity)) or _("nothing")


def _line(action: Action, entry: Entry) -> Line:
    return Line(action.id, action.title, entry.hidden, said_of(entry.demands, action))


def _own_line(own: OwnAction, titles: Mapping[str, str]) -> Line:
    return Line(own.id, own.title, False, said_of(own.demands, None), titles.get(own.like, own.like))
