"""A body's own lists: sectors, regions and member groups, one entry on a line."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import HiddenField

from scoring.trades import SECTIONS
from survey import visitor
from survey.bodies.campaigns.conflicts import both, fixed
from survey.bodies.campaigns.forms import today
from survey.bodies.campaigns.lines import ARROW, LONGEST_NAME, read_entries, shown_entries
from survey.forms.faults import Fault
from survey.forms.posted import PostedForm
from survey.forms.text import WordsField
from survey.storage.campaigns import changing, removing
from survey.storage.campaigns.parts import FixedError, trace_of
from survey.storage.campaigns.values import LISTS, MOST_ENTRIES, Campaign, Entry, Lists
from survey.storage.values import Member

LONGEST = 2 * MOST_ENTRIES * LONGEST_NAME


class ListsForm(PostedForm):
    """Each list as it is typed. ``read``: the entries of each; call after ``validate``."""

    sector = WordsField(max_length=LONGEST)
    region = WordsField(max_length=LONGEST)
    group = WordsField(max_length=LONGEST)
    seen = HiddenField()

    def __init__(self, campaign: Campaign, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.campaign = campaign
        self.read: dict[str, tuple[Entry, ...]] = {}

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        valid = super().validate(extra_validators)
        for name in LISTS:
            before: tuple[Entry, ...] = getattr(self.campaign.lists, name)
            self.read[name], faults = read_entries(self[name].data, name, before)
            self[name].errors = [*self[name].errors, *faults, *self._lost(name, before, bool(faults))]
        return valid and not any(self[name].errors for name in LISTS)

    def _lost(self, name: str, before: tuple[Entry, ...], unread: bool) -> list[str]:
        """What firms may have chosen is not dropped, and stands for what it stood for.

        What a colleague has added meanwhile nobody dropped who did not see it: that is a conflict.
        """
        is_old = self.seen.data != trace_of(self.campaign, "lists")
        if unread or is_old or not self.campaign.has_opened(today()):
            return []
        now = {entry.id: entry for entry in self.read[name]}
        gone = [one for one in before if one.id not in now]
        other = [one for one in before if one.id in now and now[one.id].means != one.means]
        return [
            *(_gone(one.name) for one in gone),
            *(_("“%(name)s” stays “%(code)s”: firms may have chosen it.", name=one.name, code=one.means or "–")
              for one in other),
        ]  # fmt: skip

    def faults(self) -> list[Fault]:
        return self.faults_at({name: name for name in LISTS})


def _gone(name: str) -> str:
    instead = _("new name")
    return str(
        _(
            "“%(name)s” cannot be dropped: firms may have chosen it. Write it again; or, if it is only to be called "
            "otherwise, write: %(line)s",
            name=name,
            line=f"{name} {ARROW} {instead}",
        )
    )


def lists(organisation: str, campaign: str) -> ResponseReturnValue:
    """The lists; a POST of an adviser changes them."""
    if request.method != "POST":
        return _draw(*visitor.campaign(organisation, campaign))
    member, found = visitor.campaign(organisation, campaign, "adviser")
    form = ListsForm(found)
    if not form.validate():
        return _draw(member, found, form), 422
    try:
        stored = changing.set_lists(found.id, Lists(**form.read), seen=form.seen.data or "")
    except FixedError:
        return _draw(member, found, form, faults=[fixed()]), 409
    if stored is not None:
        form.seen.data = trace_of(stored, "lists")
        return _draw(member, found, form, stored, faults=[both()]), 409
    flash(_("Saved. Firms that begin from now on choose from these lists."))
    return redirect(url_for("bodies.lists", organisation=organisation, campaign=campaign))


def _draw(
    member: Member,
    campaign: Campaign,
    form: ListsForm | None = None,
    stored: Campaign | None = None,
    faults: list[Fault] | None = None,
) -> str:
    """``stored``: what a colleague has written meanwhile."""
    return render_template(
        "bodies/lists.html",
        member=member,
        campaign=campaign,
        form=form or ListsForm(campaign, formdata=None, data=_typed(campaign.lists, trace_of(campaign, "lists"))),
        faults=[*(form.faults() if form else []), *(faults or [])],
        stored=_typed(stored.lists) if stored else {},
        sections={letter: _(words) for letter, words in SECTIONS.items()},
        most=MOST_ENTRIES,
        opened=campaign.has_opened(today()),
        released=removing.held(campaign.id).releases > 0,
        arrow=ARROW,
    )


def _typed(kept: Lists, seen: str = "") -> dict[str, str]:
    typed = {name: shown_entries(getattr(kept, name)) for name in LISTS}
    return typed | ({"seen": seen} if seen else {})
