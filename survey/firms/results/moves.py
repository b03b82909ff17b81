"""What a change to the plan did to its steps, in words."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from scoring.roadmap import Roadmap


def moves(before: Roadmap, after: Roadmap, action: str = "") -> Iterator[str]:
    """A sentence for each thing that changed; ``action`` is the step that the firm spoke about, told by itself."""
    then = {step.action: step.start for step in before.steps}
    now = {step.action: step.start for step in after.steps}
    if action:
        yield from _of_the_step(list(then), list(now), action)
    others = [name for name in now if name in then and name != action]
    yield from _counted(
        up=sum(now[name] < then[name] for name in others),
        back=sum(now[name] > then[name] for name in others),
        new=len(now.keys() - then.keys() - {action}),
        gone=len(then.keys() - now.keys() - {action}),
    )


def _of_the_step(then: list[str], now: list[str], action: str) -> Iterator[str]:
    if action in then and action not in now:
        yield _("It left the plan.")
    elif action in now and (action not in then or then.index(action) != now.index(action)):
        yield _("It is now step %(number)s of the plan.", number=now.index(action) + 1)


def _counted(*, up: int, back: int, new: int, gone: int) -> Iterator[str]:
    if up:
        yield ngettext("%(num)s step moved up.", "%(num)s steps moved up.", up)
    if back:
        yield ngettext("%(num)s step moved back.", "%(num)s steps moved back.", back)
    if new:
        yield ngettext("%(num)s step came in.", "%(num)s steps came in.", new)
    if gone:
        yield ngettext("%(num)s step dropped out.", "%(num)s steps dropped out.", gone)
