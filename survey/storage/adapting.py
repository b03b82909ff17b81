"""What an organisation says of single actions of an instrument: taken out of an adaptation, and put into it."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.adaptation import Adaptation, Demands, OwnAction


@dataclass(frozen=True)
class Entry:
    """Of one of the instrument's actions whether it is hidden and what it takes; of an own one all of it."""

    hidden: bool = False
    demands: Demands = Demands()  # noqa: RUF009 - frozen
    own: OwnAction | None = None

    @property
    def says_something(self) -> bool:
        return self != Entry()


def entry_of(adaptation: Adaptation, action: str) -> Entry:
    """What the organisation says of this action; the entry that says nothing where it left it as it is."""
    own = next((one for one in adaptation.own if one.id == action), None)
    return Entry(action in adaptation.hidden, adaptation.changed.get(action, Demands()), own)


def with_entry(adaptation: Adaptation, action: str, entry: Entry) -> Adaptation:
    """The adaptation with this in place of what was said; an own action keeps its place among the others."""
    hidden = [one for one in adaptation.hidden if one != action] + ([action] if entry.hidden else [])
    changed = {name: demands for name, demands in adaptation.changed.items() if name != action}
    if entry.demands != Demands():
        changed[action] = entry.demands
    return Adaptation(hidden=sorted(hidden), changed=changed, own=_own(adaptation.own, action, entry.own))


def _own(actions: list[OwnAction], action: str, entry: OwnAction | None) -> list[OwnAction]:
    replaced = [entry if one.id == action else one for one in actions]
    if entry is not None and action not in [one.id for one in actions]:
        replaced.append(entry)
    return [one for one in replaced if one is not None]
