"""The consultants' front door: a blueprint of the addresses of its rooms."""

from __future__ import annotations

from flask import Blueprint

from survey.consultants.batches import addresses as batches
from survey.consultants.clients import addresses as clients
from survey.consultants.files import addresses as files
from survey.consultants.house import addresses as house
from survey.consultants.keys import addresses as keys
from survey.consultants.portfolio import addresses as portfolio
from survey.consultants.sheets import addresses as sheets
from survey.extensions import csrf

bp = Blueprint("consultants", __name__, url_prefix="/o/<organisation>")

for room in (clients, portfolio, sheets, batches, files, house, keys):
    for address, endpoint, view, methods in room.ADDRESSES:
        bp.add_url_rule(address, endpoint, view, methods=methods)
    for view in room.OWN_TOKEN_CHECK:
        csrf.exempt(view)
