"""The bodies' front door: a blueprint of the addresses of its rooms."""

from __future__ import annotations

from flask import Blueprint

from survey.bodies.campaigns import addresses as campaigns
from survey.bodies.help import addresses as help_offers
from survey.bodies.inviting import addresses as inviting
from survey.bodies.releases import addresses as releases
from survey.extensions import csrf

bp = Blueprint("bodies", __name__, url_prefix="/o/<organisation>")

for room in (campaigns, inviting, releases, help_offers):
    for address, endpoint, view, methods in room.ADDRESSES:
        bp.add_url_rule(address, endpoint, view, methods=methods)
    for view in room.OWN_TOKEN_CHECK:
        csrf.exempt(view)
