"""What an address may ask for: a language, once, and nothing else, since no figure depends on who asks or how."""

from __future__ import annotations

from flask import abort, make_response, render_template, request

from survey.languages import offered


def check(known: str) -> None:
    """Refuse an address that asks for anything but the language, by the parameter ``known``."""
    for name in request.args:
        given = request.args.getlist(name)
        if name != known or len(given) > 1 or given[0] not in offered():
            abort(make_response(render_template("published/unknown.html"), 400))


def language() -> str:
    """That of a file: the one asked for, else the first of this site, whatever the browser prefers."""
    return request.args.get("language") or offered()[0]
