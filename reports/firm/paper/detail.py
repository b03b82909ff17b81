"""How much a report tells where all of it would not fit on its pages: from everything down to what cannot be spared.

What goes first is what is said elsewhere too, then answers that need nothing, then reasons. ``loss`` weighs one way of
telling less against another, when pages are shared out between the score and the plan: our judgement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class ScoreDetail:
    """Of each part: ``described`` or not, ``rows`` of a grid on lines of their own, ``earned``: whether questions that
    earn all their points are told with their answers, ``lines`` of one answer (0: none), and how many
    ``questions`` at most, those with most to gain; None for all."""

    loss: float = 0.0
    described: bool = True
    rows: bool = True
    earned: bool = True
    lines: int = 8
    questions: int | None = None


@dataclass(frozen=True)
class PlanDetail:
    """Of each card: ``summary`` of what the step is about, whether it is kept ``whole``, and how many ``reasons``; for
    how many cards it is told ``how`` the step is done, the first ones; None for all."""

    loss: float = 0.0
    summary: bool = True
    whole: bool = True
    reasons: int = 2
    how: int | None = None


_BRIEF = ScoreDetail(1.5, described=False, rows=False)
_SPARE = replace(_BRIEF, earned=False)

SCORE_DETAILS = (
    ScoreDetail(),
    ScoreDetail(1, described=False),
    _BRIEF,
    replace(_SPARE, loss=2),
    replace(_SPARE, loss=3, lines=4),
    replace(_SPARE, loss=4, lines=3),
    *(replace(_SPARE, loss=14 - 2 * most, lines=3, questions=most) for most in (5, 4, 3, 2)),
    replace(_SPARE, loss=12, lines=2, questions=1),
    *(replace(_SPARE, loss=loss, lines=0, questions=most) for most, loss in ((1, 16), (0, 22))),
)

_TIGHT = PlanDetail(2, summary=False, whole=False, reasons=1)

PLAN_DETAILS = (
    PlanDetail(),
    PlanDetail(1, summary=False),
    PlanDetail(1.5, summary=False, whole=False),
    _TIGHT,
    *(replace(_TIGHT, loss=loss, how=told) for told, loss in ((12, 4), (10, 5), (8, 6), (6, 8), (4, 10), (0, 14))),
    replace(_TIGHT, loss=16, how=0, reasons=0),
)
