"""How far a firm has come: part by part, and the minutes that are left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.firms.answering.draft import Draft
from survey.firms.answering.path import Page


@dataclass(frozen=True)
class Stop:
    """One page on the way, with how much of it is answered, as a state and in words."""

    page: Page
    state: Literal["done", "begun", "ahead"]
    shown: str


def stops(draft: Draft) -> tuple[Stop, ...]:
    """Every page of the firm's path."""
    return tuple(_stop(page, page.answered(draft.complete), page.answered(draft.answers)) for page in draft.path.pages)


def time_left(draft: Draft) -> str:
    """The minutes that the instrument takes, shared over the questions this firm is asked; "" where none is open."""
    asked = draft.path.questions
    still_open = sum(question.id not in draft.complete for question in asked)
    if not draft.instrument.minutes or not still_open:
        return ""
    usual = sum(draft.instrument.minutes) / len(draft.instrument.minutes)
    minutes = math.ceil(usual * still_open / len(asked))
    return str(ngettext("about %(num)s minute left", "about %(num)s minutes left", minutes))


def _stop(page: Page, answered: int, begun: int) -> Stop:
    if answered == len(page.questions):
        return Stop(page, "done", _("done"))
    if begun:
        return Stop(page, "begun", _("%(answered)s of %(asked)s", answered=answered, asked=len(page.questions)))
    return Stop(page, "ahead", _("not begun"))
