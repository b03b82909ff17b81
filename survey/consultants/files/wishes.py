"""What a visitor wishes in a table: which clients, which questionnaire, and as which kind of file."""

from __future__ import annotations

from collections.abc import Container, Sequence

from flask import abort, request

from survey.consultants.files.kinds import KINDS, Kind, remember, remembered
from survey.consultants.files.making import Asked
from survey.forms.text import printable
from survey.storage.exporting import Which

CLIENTS = {"current": False, "archived": True, "all": None}
STAGES = ("newest", "all")
CELLS = ("ids", "labels")


def kind() -> Kind:
    """The kind of file that the form asks for, which is remembered."""
    chosen = KINDS[_one_of("kind", KINDS, remembered())]
    remember(chosen)
    return chosen


def which() -> Which:
    return Which(CLIENTS[_one_of("clients", CLIENTS, "current")], printable(request.args.get("tag", "")))


def newest_only() -> bool:
    return _one_of("stages", STAGES, "newest") == "newest"


def labels() -> bool:
    return _one_of("cells", CELLS, "ids") == "labels"


def chosen(offered: Sequence[Asked]) -> Asked:
    """The instrument that the form names, else the one last handed in; 404 where there is none."""
    by_reference = {one.used.reference: one for one in offered}
    newest = next(iter(by_reference), "")
    return by_reference[_one_of("instrument", by_reference, newest)]


def _one_of(name: str, offered: Container[str], default: str) -> str:
    """What was asked for; 404 for what no form of ours asks, rather than a file of something else."""
    value = request.args.get(name, default)
    return value if value in offered else abort(404)
