"""The addresses of accounts, and of organisations and their people."""

from __future__ import annotations

from flask import Blueprint

from survey.accounts import administration, door, factor, joining, links, members, own
from survey.extensions import csrf
from survey.storage.values import HIGHEST_ID

_NUMBER = f"<int(max={HIGHEST_ID})"

ACCOUNT = (
    ("/sign-in", "sign_in", door.sign_in, ["GET", "POST"]),
    ("/code", "code", door.code, ["GET", "POST"]),
    ("/sign-out", "sign_out", door.sign_out, ["POST"]),
    ("/again", "again", door.again, ["GET", "POST"]),
    ("", "account", own.account, ["GET", "POST"]),
    ("/password", "password", own.password, ["GET", "POST"]),
    ("/address", "address", own.address, ["GET", "POST"]),
    ("/sessions/end", "end_sessions", own.end_sessions, ["POST"]),
    ("/delete", "delete", own.delete, ["GET", "POST"]),
    ("/second-step", "factor", factor.factor, ["GET", "POST"]),
    ("/second-step/off", "factor_off", factor.off, ["POST"]),
    ("/second-step/codes", "recovery", factor.recovery, ["POST"]),
    ("/organisations", "organisations", administration.organisations, ["GET", "POST"]),
    ("/organisations/standing", "keep_standing", administration.keep_standing, ["POST"]),
    ("/organisations/<organisation>/owner", "first_owner", administration.first_owner, ["GET", "POST"]),
    ("/forgotten", "forgotten", links.forgotten, ["GET", "POST"]),
    ("/set/<sealed>", "set_password", links.set_password, ["GET", "POST"]),
    ("/confirm/<sealed>", "confirm", links.confirm, ["GET", "POST"]),
    ("/address/<sealed>", "new_address", links.new_address, ["GET", "POST"]),
    ("/invitation/<token>", "invitation", joining.invitation, ["GET", "POST"]),
)

ORGANISATION = (
    ("", "home", members.home, ["GET"]),
    ("/members", "members", members.members, ["GET", "POST"]),
    (f"/members/{_NUMBER}:user_id>/role", "change_role", members.change_role, ["POST"]),
    (f"/members/{_NUMBER}:user_id>/remove", "remove", members.remove, ["POST"]),
    (f"/members/{_NUMBER}:user_id>/password", "password_link", members.password_link, ["POST"]),
    (f"/invitations/{_NUMBER}:invitation_id>/withdraw", "withdraw", members.withdraw, ["POST"]),
    (f"/invitations/{_NUMBER}:invitation_id>/renew", "renew", members.renew, ["POST"]),
    ("/leave", "leave", members.leave, ["GET", "POST"]),
    ("/name", "rename", members.rename, ["GET", "POST"]),
    ("/delete", "delete", members.delete, ["GET", "POST"]),
)

OWN_TOKEN_CHECK = (
    door.sign_in,
    door.code,
    door.again,
    own.account,
    own.password,
    own.address,
    factor.factor,
    administration.organisations,
    administration.first_owner,
    links.forgotten,
    links.set_password,
    members.members,
    members.rename,
    members.delete,
)
"""These check the token in their own form, and draw the page again with what was typed."""

accounts = Blueprint("accounts", __name__, url_prefix="/account")
organisations = Blueprint("organisations", __name__, url_prefix="/o/<organisation>")

for blueprint, addresses in ((accounts, ACCOUNT), (organisations, ORGANISATION)):
    for address, endpoint, view, methods in addresses:
        blueprint.add_url_rule(address, endpoint, view, methods=methods)

for view in OWN_TOKEN_CHECK:
    csrf.exempt(view)
