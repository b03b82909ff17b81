"""What is wrong on a page, tied to the control where it can be mended."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _


@dataclass(frozen=True)
class Fault:
    """``anchor``: the id of the control to go to ("" for the page as a whole); ``message``: what to do.

    ``about``: the question, where the message is read far from it and several may say the same.
    """

    anchor: str
    message: str
    about: str = ""


def stale() -> Fault:
    """The fault of a form whose token has expired or is missing."""
    message = _("This page had been open for too long, so it was not saved. "
                "Everything you entered is still here: please save again.")  # fmt: skip
    return Fault("", message)


def changed() -> Fault:
    """The fault of a page that asks something else by now, because of an answer or a profile changed elsewhere."""
    message = _("What this page asks has changed since you opened it, so it was not saved. "
                "This is the page as it is now: please look through it and save again.")  # fmt: skip
    return Fault("", message)
