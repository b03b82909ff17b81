"""Actions that the firm marked and that are no steps of the plan: no mere remainder either."""

from __future__ import annotations

from dataclasses import replace

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


def unplaced(firm: Answered, roadmap: Roadmap) -> tuple[MarkedAction, ...]:
    """What the firm planned and there is no place for, with why."""
    planned = [out for out in roadmap.left_out if roadmap.choices.marks.get(out.action) == "planned"]
    reasons = [out.reason.render(firm.words.translations) for out in planned]
    return tuple(replace(_action(firm, out), reason=reason) for out, reason in zip(planned, reasons, strict=True))


def _marked(firm: Answered, roadmap: Roadmap, kind: str) -> tuple[MarkedAction, ...]:
    return tuple(_action(firm, out) for out in roadmap.left_out if out.kind == kind)


def _action(firm: Answered, out: LeftOut) -> MarkedAction:
    _ = firm.words.translations.gettext
    gain = _("{points} points").format(points=firm.words.points(out.gain)) if out.gain >= NOTICEABLE else ""
    return MarkedAction(out.action, firm.instrument.actions_by_id[out.action].title, out.comment, gain)
