"""JSON files that can be checked: read strictly, and marked with a checksum when written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def checksum_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content as JSON with sorted names and no spaces. Raises ``ValueError`` for NaN and infinity."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def written(data: Mapping[str, Any]) -> bytes:
    """The bytes of a file: the same for the same data. Raises ``ValueError`` for NaN and infinity."""
    return (json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def parsed(path: Path) -> Any:
    """What is in a file. Raises ``ValueError`` for broken JSON or UTF-8, a name that stands twice in one object, NaN,
    infinity and nesting without end; ``OSError`` where it cannot be read."""
    try:
        return json.loads(path.read_bytes(), object_pairs_hook=_once_each, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"name twice: {', '.join(twice)}")
    return dict(pairs)


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"no number: {word}")
