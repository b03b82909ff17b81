"""From instrument files to an ``Instrument``: find, read, fill in, switch, check, translate."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from scoring.answers import AnswerError
from scoring.checks import problems_of
from scoring.instrument import Instrument, MultipleQuestion
from scoring.messages import N_, Message, Problem, WaymarkError
from scoring.sample import sample_table
from scoring.yamlfile import Document, FileError, read_yaml

BUILT_IN = Path(__file__).parent / "instruments"

_REFERENCE = re.compile(r"(?P<id>[a-z][a-z0-9-]*)(@(?P<version>[0-9]+))?")


class InstrumentError(WaymarkError):
    """An instrument that cannot be found or does not pass its checks."""


class UnknownInstrumentError(InstrumentError):
    """A name, version or switch that there is not: the asker's mistake, not the file's."""


@dataclass(frozen=True)
class Available:
    """An instrument that can be loaded by ``reference``."""

    reference: str
    path: Path


def available(folder: Path | None = None) -> list[Available]:
    """The instruments in the package and in a folder of one's own, by id and rising version."""
    found = {entry.reference: entry for root in (BUILT_IN, folder) if root for entry in _in_folder(root)}
    return sorted(found.values(), key=lambda entry: (entry.path.parent.name, int(entry.path.name[1:])))


def load(reference: str | Path, *, folder: Path | None = None, language: str | None = None) -> Instrument:
    """The instrument called ``id``, ``id@version``, either with ``?switch=value&…``, or held in a file or folder.

    Without a version the newest is taken. ``language`` puts the wording into that language where an overlay exists.
    Raises ``InstrumentError`` with every problem found.
    """
    name, _, query = str(reference).partition("?")
    path = _find(name, folder)
    return _loaded(path, query, language, _stamp(path))


def check(path: Path) -> list[Problem]:
    """Every problem of an instrument file or folder, each with its place; none means that it can be loaded."""
    try:
        documents = _read(path)
        problems = [problem for choices in _each_choice(documents[0]) for problem in _problems(documents, choices)]
        for overlay in sorted((path / "lang").glob("*.yaml")) if path.is_dir() else []:
            problems += _overlay_problems(_assembled(documents), read_yaml(overlay))
        return list(dict.fromkeys(problems))
    except FileError as error:
        return error.problems


def _each_choice(document: Document) -> list[dict[str, str]]:
    """The defaults, then every other value of every switch by itself."""
    switches = [] if any(_switch_problems(document)) else (document.data.get("switches") or {}).items()
    return [
        {},
        *({name: value} for name, switch in switches for value in switch["values"] if value != switch["default"]),
    ]


def _in_folder(root: Path) -> Iterator[Available]:
    for questions in root.glob("*/v*/questions.yaml"):
        version = questions.parent.name[1:]
        if version.isdigit():
            yield Available(f"{questions.parent.parent.name}@{version}", questions.parent)


def _find(name: str, folder: Path | None) -> Path:
    if name.endswith((".yaml", ".yml")) or "/" in name:
        if not Path(name).exists():
            raise UnknownInstrumentError([Problem(name, Message(N_("There is no such file.")))])
        return Path(name)
    match = _REFERENCE.fullmatch(name)
    wanted = match["id"] if match else name
    entries = [entry for entry in available(folder) if entry.path.parent.name == wanted]
    if match and match["version"]:
        entries = [entry for entry in entries if entry.reference == name]
    if not entries:
        known = ", ".join(entry.reference for entry in available(folder))
        text = N_("There is no instrument of this name. Known are: {known}. A file needs the ending .yaml.")
        raise UnknownInstrumentError([Problem(name, Message(text, {"known": known}))])
    return entries[-1].path


def _stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes when a file of the instrument does, so that an edited one is read anew."""
    files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists())


@lru_cache(maxsize=64)
def _loaded(path: Path, query: str, language: str | None, _stamp: object) -> Instrument:
    try:
        documents = _read(path)
        choices = _switch_choices(documents[0], query)
        problems = _problems(documents, choices)
        if problems:
            raise InstrumentError(problems)
        data = _assembled(documents, choices)
        overlay = path / "lang" / f"{language}.yaml"
        if language and language != data["language"] and path.is_dir() and overlay.exists():
            document = read_yaml(overlay)
            if problems := _overlay_problems(data, document):
                raise InstrumentError(problems)
            data = _merged(data, document.data)
    except FileError as error:
        raise InstrumentError(error.problems) from error
    return Instrument.model_validate(data)


def _read(path: Path) -> list[Document]:
    if not path.is_dir():
        return [read_yaml(path)]
    beside = (path / name for name in ("actions.yaml", "sample.yaml"))
    return [read_yaml(path / "questions.yaml"), *(read_yaml(file) for file in beside if file.exists())]


def _problems(documents: list[Document], choices: Mapping[str, str]) -> list[Problem]:
    """Faults of the files as they stand, then of what each choice of switches makes of them."""
    problems = list(_switch_problems(documents[0]))
    if not problems:
        data = _assembled(documents, choices)
        problems = problems_of(data, documents) or _sample_problems(data, documents)
    return problems


def _sample_problems(data: Mapping[str, Any], documents: list[Document]) -> list[Problem]:
    """Answers of the sample firm that the instrument, sound by itself, does not offer."""
    try:
        sample_table(Instrument.model_validate(data))
    except AnswerError as error:
        document = next(document for document in documents if "sample" in document.data)
        return [document.problem(("sample",), problem.message) for problem in error.problems]
    return []


def _assembled(documents: list[Document], choices: Mapping[str, str] | None = None) -> dict[str, Any]:
    """One mapping of all files, with switches applied, scales and defaults filled in."""
    data: dict[str, Any] = {}
    for document in documents:
        data |= copy.deepcopy(document.data)
    switches = data.pop("switches", None) or {}
    in_force = {name: switch["default"] for name, switch in switches.items()} | dict(choices or {})
    scales = data.pop("scales", None) or {}
    for question in _questions(data):
        _fill_in(question, scales)
    for name, value in in_force.items():
        data = _merged(data, _as_dimensions(data, switches[name]["values"][value] or {}))
    if in_force:
        data["switches"] = in_force
    price_year = data.pop("price_year", None)
    for action in _mappings(data.get("actions")):
        if price_year is not None:
            action.setdefault("price_year", price_year)
    return data


def _fill_in(question: dict[str, Any], scales: Mapping[str, Any]) -> None:
    scale = question.get("scale")
    if isinstance(scale, str) and scale in scales:
        question.pop("scale")
        question["options"] = copy.deepcopy(scales[scale])
    if question.get("type") == "multiple":
        question.setdefault("none", MultipleQuestion.model_fields["none"].default)
        for option in _mappings(question.get("options")):
            option.setdefault("points", 1)


def _questions(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for dimension in _mappings(data.get("dimensions")):
        yield from _mappings(dimension.get("questions"))
    yield from _mappings(data.get("closing"))


def _mappings(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _merged(data: Any, patch: Mapping[str, Any]) -> Any:
    """``data`` with ``patch`` laid over it; the items of a list are named by their ids."""
    if isinstance(data, list):
        return [
            _merged(item, patch[item["id"]]) if isinstance(item, dict) and item.get("id") in patch else item
            for item in data
        ]
    merged = dict(data)
    for key, value in patch.items():
        merged[key] = _merged(merged[key], value) if isinstance(value, Mapping) and key in merged else value
    return merged


def _as_dimensions(data: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """A patch that names questions directly, put under the dimensions that hold them."""
    laid = {key: value for key, value in patch.items() if key != "questions"}
    wanted = patch.get("questions") or {}
    for dimension in _mappings(data.get("dimensions")):
        inner = {q["id"]: wanted[q["id"]] for q in _mappings(dimension.get("questions")) if q.get("id") in wanted}
        if inner:
            laid = _merged_patches(laid, {"dimensions": {dimension["id"]: {"questions": inner}}})
    return laid


def _merged_patches(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(one)
    for key, value in other.items():
        merged[key] = _merged_patches(merged[key], value) if key in merged and isinstance(value, Mapping) else value
    return merged


def _switch_choices(document: Document, query: str) -> dict[str, str]:
    """``q1=areas&q7=tick`` as a mapping, checked against the switches that the instrument has."""
    switches = document.data.get("switches") or {}
    choices: dict[str, str] = {}
    for part in filter(None, query.split("&")):
        name, _, value = part.partition("=")
        if name not in switches or value not in switches[name].get("values", {}):
            known = ", ".join(f"{key}={choice}" for key, switch in switches.items() for choice in switch["values"])
            text = N_("“{part}” is not a switch of this instrument. Known are: {known}.")
            message = Message(text, {"part": part, "known": known or "–"})
            raise UnknownInstrumentError([Problem(document.name, message)])
        choices[name] = value
    return choices


def _switch_problems(document: Document) -> Iterator[Problem]:
    """Switches whose shape is wrong or that change something the instrument does not have."""
    switches = document.data.get("switches")
    if switches is not None and not isinstance(switches, dict):
        yield document.problem(("switches",), Message(N_("This must hold “name: value” lines.")))
        return
    known = {question["id"] for question in _questions(document.data) if isinstance(question.get("id"), str)}
    for name, switch in (switches or {}).items():
        values = switch.get("values") if isinstance(switch, dict) else None
        if not isinstance(values, dict) or switch.get("default") not in values:
            text = N_("A switch needs “values”, and a “default” that is one of them.")
            yield document.problem(("switches", name), Message(text))
            continue
        for value, patch in values.items():
            for question in (patch or {}).get("questions") or {}:
                if question not in known:
                    at = ("switches", name, "values", value, "questions", question)
                    yield document.problem(at, Message(N_("There is no question “{id}”."), {"id": question}))


def _overlay_problems(data: Mapping[str, Any], overlay: Document) -> list[Problem]:
    """Entries of an overlay that translate nothing: unknown ids, or fields that are not wording."""
    return list(_foreign(data, overlay.data, (), overlay))


_TRANSLATABLE = frozenset({
    "title", "description", "source", "text", "help", "example", "label", "none", "short", "meaning", "programme",
    "message", "unit", "summary", "steps", "owner", "measure", "because", "note", "firm",
})  # fmt: skip


def _foreign(data: Any, patch: Any, at: tuple[str, ...], overlay: Document) -> Iterator[Problem]:
    if isinstance(data, list) and all(isinstance(item, dict) for item in data):
        data = {item.get("id"): item for item in data}
    for key, value in (patch or {}).items():
        here = (*at, str(key))
        if not isinstance(data, Mapping) or key not in data:
            yield overlay.problem(here, Message(N_("The instrument has nothing of this name here.")))
        elif isinstance(value, Mapping):
            yield from _foreign(data[key], value, here, overlay)
        elif (key not in _TRANSLATABLE and at[-1:] != ("examples",)) or type(value) is not type(data[key]):
            yield overlay.problem(here, Message(N_("Only wording can be translated, text for text.")))
