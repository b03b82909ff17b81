"""How many firms take part in a campaign, live and rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.instrument import Instrument
from survey import instruments, visitor
from survey.bodies.inviting.words import figure, percent
from survey.bodies.sectors import table_sectors
from survey.groups import sizes
from survey.storage.campaigns import verifying
from survey.storage.campaigns.participation import NO_PAGE, Filled, Participation, participation
from survey.storage.campaigns.values import Campaign


@dataclass(frozen=True)
class Bar:
    """A quota in words; ``firms``: what its bar shows of ``target``."""

    sector: str
    size: str
    told: str
    firms: int
    target: int


def firms(organisation: str, campaign: str) -> ResponseReturnValue:
    member, found = visitor.campaign(organisation, campaign)
    instrument = instruments.by_reference(found.instrument)
    now = participation(found, instrument)
    return render_template(
        "bodies/firms.html",
        member=member,
        campaign=found,
        now=now,
        steps=_steps(now),
        response=percent(now.response),
        quotas=_bars(found, now.quotas),
        left_at=_left_at(instrument, now),
        waiting=verifying.waiting(found),
    )


def _steps(now: Participation) -> list[tuple[str, str, str]]:
    """What firms have done, and how many of those that came by a code and of those that came by the open link."""
    labels = {
        "begun": _("have begun"),
        "handed_in": _("have handed in"),
        "agreed": _("agreed to be counted"),
        "counted": _("are counted"),
    }
    return [
        (label, figure(getattr(now.by_code, name)), figure(getattr(now.by_link, name)))
        for name, label in labels.items()
    ]


def _bars(campaign: Campaign, quotas: Sequence[Filled]) -> list[Bar]:
    sectors, classes = table_sectors(campaign), sizes()
    return [
        Bar(
            sectors.get(one.quota.sector, one.quota.sector) or _("all sectors"),
            classes.get(one.quota.size, one.quota.size) or _("all sizes"),
            figure(one.firms),
            min(one.firms or 0, one.quota.firms),
            one.quota.firms,
        )
        for one in quotas
    ]


def _left_at(instrument: Instrument, now: Participation) -> list[tuple[str, str]] | None:
    if now.left_at is None:
        return None
    titles = {dimension.id: dimension.title for dimension in instrument.dimensions}
    titles[NO_PAGE] = _("before the first answer")
    return [(titles.get(page, _("Last questions")), figure(n)) for page, n in now.left_at.items()]
