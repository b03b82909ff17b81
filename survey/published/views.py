"""The door for everybody: a blueprint of the addresses of published releases."""

from __future__ import annotations

from flask import Blueprint

from survey.published import addresses

bp = Blueprint("published", __name__)

for address, endpoint, view, methods in addresses.ADDRESSES:
    bp.add_url_rule(address, endpoint, view, methods=methods)
