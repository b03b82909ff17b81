"""The pages before an assessment: welcome, sample, method, privacy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from survey import instruments, visitor
from survey.firms import sample
from survey.firms.begun import begun
from survey.storage import assessments, releases


def landing() -> ResponseReturnValue:
    """What this is; and what this browser has begun."""
    found = assessments.of_browser(visitor.secret()) if visitor.secret() else []
    return render_template(
        "firms/landing.html",
        instrument=instruments.current(),
        begun=begun(found),
        published=releases.any_published(),
    )


def method() -> ResponseReturnValue:
    instrument = instruments.current()
    total = sum(dimension.weight for dimension in instrument.dimensions)
    return render_template("firms/method.html", instrument=instrument, total_weight=total)


def privacy() -> ResponseReturnValue:
    return render_template("firms/privacy.html", settings=current_app.config["WAYMARK"])


ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/", "landing", landing, ["GET"]),
    ("/method", "method", method, ["GET"]),
    ("/privacy", "privacy", privacy, ["GET"]),
    *sample.ADDRESSES,
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = ()
"""None of them has a form."""
