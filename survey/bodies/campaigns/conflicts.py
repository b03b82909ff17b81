"""What is said where a change cannot be written as it was sent."""

from __future__ import annotations

from flask_babel import gettext as _

from survey.forms.faults import Fault


def both() -> Fault:
    """A colleague has written something else: both are on the page."""
    return Fault("both", _("A colleague changed this in the meantime: see both, and save again."))


def fixed() -> Fault:
    """Firms can begin by now."""
    text = _("Firms can begin by now, and were asked by what stands here, so this can no longer be another. "
             "Nothing was saved: look at the page as it is now.")  # fmt: skip
    return Fault("", text)
