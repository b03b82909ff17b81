"""YAML read with the line of everything in it, so that a fault can be pointed at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from scoring.messages import N_, Message, Problem, WaymarkError

MAX_BYTES = 5_000_000

Key = str | int
Location = tuple[Key, ...]


class FileError(WaymarkError):
    """A file that could not be read as YAML."""


@dataclass(frozen=True)
class Document:
    """What a YAML file says, and the line (from 1) on which each value stands, by its path of keys and positions."""

    name: str
    data: dict[str, Any]
    lines: dict[Location, int] = field(default_factory=dict)

    def place(self, location: Location) -> str:
        """File, line and path of a value; list items are called by their id where they have one."""
        outward = (location[:end] for end in range(len(location), -1, -1))
        line = next((self.lines[at] for at in outward if at in self.lines), 1)
        path = ".".join(_called(self.data, location))
        return f"{self.name}, line {line}" + (f", {path}" if path else "")

    def problem(self, location: Location, message: Message) -> Problem:
        return Problem(self.place(location), message)


class _Loader(yaml.CSafeLoader):
    """YAML 1.2's idea of plain values: ``yes``, ``no``, ``on`` and dates are words."""


_LEFT_OUT = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _LEFT_OUT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _word in ("true", "false"):
    _Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), [_word[0]])


def _fault(place: str, text: str, **params: object) -> FileError:
    return FileError([Problem(place, Message(text, params))])


def read_yaml(path: Path) -> Document:
    """The document in this file.

    Raises ``FileError`` for a file that is missing, too large, no YAML, not a mapping, or that repeats a key.
    """
    text = _text(path)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise _fault(path.name, N_("This is not a list of “name: value” lines."))
        document = Document(path.name, {})
        problems: list[Problem] = []
        _locate(node, (), document, problems, set())
        if problems:
            raise FileError(problems)
        return Document(path.name, loader.construct_document(node), document.lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path.name}, line {mark.line + 1}" if mark else path.name
        raise _fault(place, N_("This is not valid YAML: {detail}."), detail=error.problem) from error
    finally:
        loader.dispose()


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _fault(path.name, N_("The file is larger than {n} bytes."), n=MAX_BYTES)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _fault(str(path), N_("The file cannot be read: {detail}."), detail=error.strerror) from error
    except UnicodeDecodeError as error:
        raise _fault(path.name, N_("The file is not UTF-8 text.")) from error
    unprintable = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if unprintable:
        line = text.count("\n", 0, unprintable.start()) + 1
        raise _fault(f"{path.name}, line {line}", N_("There is a control character here; remove it."))
    return text


def _locate(node: yaml.Node, at: Location, document: Document, problems: list[Problem], seen: set[int]) -> None:
    """Note the line of every value; aliases are refused, because expanding them can exhaust the memory."""
    document.lines[at] = node.start_mark.line + 1
    if id(node) in seen:
        text = N_("YAML aliases (*name) are not supported; repeat the text or use “scales”.")
        problems.append(document.problem(at, Message(text)))
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _locate(item, (*at, position), document, problems, seen)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*at, str(key.value))
            if place in document.lines:
                first = document.lines[place]
                document.lines[place] = key.start_mark.line + 1
                repeated = Message(N_("This name was already given on line {line}."), {"line": first})
                problems.append(document.problem(place, repeated))
            _locate(value, place, document, problems, seen)


def _called(data: Any, location: Location) -> list[str]:
    names: list[str] = []
    for key in location:
        named = isinstance(data, dict) and key in data
        inside = named or (isinstance(data, list) and isinstance(key, int) and key < len(data))
        data = data[key] if inside else None
        identifier = data.get("id") if isinstance(data, dict) else None
        if isinstance(key, int) and not named:
            names.append(identifier if isinstance(identifier, str) else f"[{key + 1}]")
        else:
            names.append(str(key))
    return names
