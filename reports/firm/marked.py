"""Actions that the firm marked as done, or as not for it: no steps of the plan, and no mere remainder either."""

from __future__ import annotations

from reports.firm.answered import NOTICEABLE, Answered
from reports.firm.values import MarkedAction
from scoring.roadmap import LeftOut, Roadmap

MARKED = frozenset({"done", "not_for_us"})
"""Kinds of ``LeftOut`` that the firm decided itself."""


def done(firm: Answered, roadmap: Roadmap) -> tuple[MarkedAction, ...]:
    """What is done, with the points that the next assessment may show for it."""
    return _marked(firm, roadmap, "done")


def refused(firm: Answered, roadmap: Roadmap) -> tuple[MarkedAction, ...]:
    """What is not for the firm, with the points that it would bring."""
    return _marked(firm, roadmap, "not_for_us")


def _marked(firm: Answered, roadmap: Roadmap, kind: str) -> tuple[MarkedAction, ...]:
    return tuple(_action(firm, out) for out in roadmap.left_out if out.kind == kind)


def _action(firm: Answered, out: LeftOut) -> MarkedAction:
    _ = firm.words.translations.gettext
    gain = _("{points} points").format(points=firm.words.points(out.gain)) if out.gain >= NOTICEABLE else ""
    return MarkedAction(out.action, firm.instrument.actions_by_id[out.action].title, out.comment, gain)
