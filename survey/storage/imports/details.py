"""What a sheet says of clients that are there already, besides their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.profiles import BLANK as NO_PROFILE
from survey.profiles import merged
from survey.storage.imports.known import ClientDetails
from survey.storage.imports.merging import Incoming
from survey.storage.imports.planning import Step


def latest(steps: Sequence[Step]) -> dict[int, Step]:
    """By known client the step of its latest stage, unless the client has a later one than the sheet."""
    found: dict[int, Step] = {}
    for step in sorted(steps, key=lambda step: step.stage):
        if step.match.client and (step.writes or step.action == "unchanged") and step.is_latest:
            found[step.match.client.id] = step
    return found


def changes_of(incoming: Incoming, step: Step, client: ClientDetails) -> dict[str, Any]:
    """What a row says of its client that is not known yet; a number that the client has is not replaced."""
    ref, email = incoming.refs[step.at], incoming.emails[step.at]
    said = {name: value for name, value in incoming.said[step.at].items() if name != "firm"}
    profile = NO_PROFILE | merged(client.profile, said)
    changes: dict[str, Any] = {}
    if ref and not client.ref:
        changes["ref"] = ref
    if email and email != client.email:
        changes["email"] = email
    if profile != NO_PROFILE | dict(client.profile):
        changes["profile"] = profile
    return changes
