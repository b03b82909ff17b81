"""The firms' front door: a blueprint of the addresses of its rooms."""

from __future__ import annotations

from flask import Blueprint

from survey.extensions import csrf
from survey.firms import pages
from survey.firms.answering import addresses as answering
from survey.firms.campaigns import addresses as campaigns
from survey.firms.reminding import addresses as reminding
from survey.firms.results import addresses as results
from survey.firms.sharing import addresses as sharing

bp = Blueprint("firms", __name__)

for room in (pages, answering, results, sharing, campaigns, reminding):
    for address, endpoint, view, methods in room.ADDRESSES:
        bp.add_url_rule(address, endpoint, view, methods=methods)
    for view in room.OWN_TOKEN_CHECK:
        csrf.exempt(view)
