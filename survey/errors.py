"""Error pages: one place that turns what went wrong into words and the next step."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, Conflict, HTTPException, InternalServerError, NotFound

from survey.api import problems
from survey.storage.access import NoSuchAssessmentError
from survey.storage.assessments import AlreadySubmitted
from survey.storage.clients import NoSuchClientError
from survey.storage.houses import NoSuchOrganisationError

PAGES: dict[int, tuple[LazyString, LazyString]] = {
    400: (
        _l("This did not work"),
        _l("The page was open for a long time, or your browser kept no cookie. Go back, reload, and send it again."),
    ),
    403: (_l("Not allowed"), _l("You may not open this page.")),
    404: (
        _l("Nothing here"),
        _l(
            "This address leads nowhere: it may be mistyped, its link may have been ended, or what was here has been "
            "deleted. A private link works only complete and unchanged."
        ),
    ),
    405: (_l("Not from here"), _l("This address only takes what a form sends. Start again from the first page.")),
    409: (
        _l("Already handed in"),
        _l("These answers were handed in and can no longer be changed. You find them on the results page."),
    ),
    413: (
        _l("Too much at once"),
        _l("What was sent is larger than we accept. Go back, shorten long texts, and send the page again."),
    ),
    429: (
        _l("One moment, please"),
        _l("Too many requests came from your network in a short time. What you saved is safe. Try again shortly."),
    ),
    500: (
        _l("Our mistake"),
        _l("Something failed on our side. What you saved before is still there. Please try again in a few minutes."),
    ),
}
"""Title and text by status; any other is shown like the general one of its hundred."""


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(CSRFError, _page)
    app.register_error_handler(BadHost, _no_page)
    app.register_error_handler(AlreadySubmitted, lambda _error: _page(Conflict()))
    for gone in (NoSuchAssessmentError, NoSuchClientError, NoSuchOrganisationError):
        app.register_error_handler(gone, lambda _error: _page(NotFound()))


def _page(error: HTTPException) -> ResponseReturnValue:
    if problems.is_wanted():
        return problems.answer(error)
    status = error.code or InternalServerError.code
    title, text = PAGES.get(status) or PAGES[400 if status < 500 else 500]
    body = render_template("errors/error.html", title=title, text=text)
    kept = ("Allow", "Retry-After")
    headers = [pair for pair in error.get_headers(request.environ) if pair[0] in kept]
    return body, status, headers


def _no_page(error: BadHost) -> Response:
    """Without a host there are no addresses, and a page is full of them."""
    if problems.is_wanted():
        return problems.answer(error)
    return Response(str(PAGES[400][0]), error.code, mimetype="text/plain")
