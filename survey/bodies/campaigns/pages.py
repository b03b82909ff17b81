"""A body's campaigns, and the first page of one."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from survey import visitor
from survey.storage.campaigns import finding


def campaigns(organisation: str) -> ResponseReturnValue:
    member = visitor.body(organisation)
    return render_template("bodies/campaigns.html", member=member, campaigns=finding.campaigns(member.organisation_id))


def campaign(organisation: str, campaign: str) -> ResponseReturnValue:
    member, found = visitor.campaign(organisation, campaign)
    return render_template("bodies/campaign.html", member=member, campaign=found)
