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


def released() -> Fault:
    """The least number of firms, of a campaign with a release."""
    text = _("A release was made with the number that stood here, so it stays: by other numbers one could find out how "
             "many firms exactly are in a group. Nothing was saved.")  # fmt: skip
    return Fault("least", text)
