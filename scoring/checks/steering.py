"""Checks of what answers do to the roadmap: that all it names exists, and that a note will be read."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.checks.draft import Draft, Found, choice_ids, entries, identifier, words
from scoring.messages import N_, Message


def steering_problems(draft: Draft) -> Iterator[Found]:
    """Entries of ``steering`` that name what is not there, or whose note would never be read."""
    dimensions = {identifier(dimension) for _, dimension in draft.dimensions}
    actions = {identifier(action) for _, action in draft.actions}
    for at, steer in entries(draft.data, "steering"):
        name, option = steer.get("question"), steer.get("option")
        question = draft.questions_by_id.get(name) if isinstance(name, str) else None
        if question is None or question.get("type") not in ("single", "multiple"):
            yield (*at, "question"), Message(N_("This must be a question that offers options."))
        elif isinstance(option, str) and option not in choice_ids(question):
            yield (*at, "option"), Message(N_("There is no option “{id}”."), {"id": option})
        for place, wanted in words(steer, "dimensions", at):
            if wanted not in dimensions:
                yield place, Message(N_("There is no dimension “{id}”."), {"id": wanted})
        for place, wanted in (*words(steer, "actions", at), *words(steer, "note_on", at)):
            if wanted not in actions:
                yield place, Message(N_("There is no action “{id}”."), {"id": wanted})
        if bool(steer.get("note")) != bool(steer.get("note_on")):
            text = N_("“note” and “note_on” go together: what is noted, and the actions on whose cards.")
            yield (*at, "note" if steer.get("note") else "note_on"), Message(text)
