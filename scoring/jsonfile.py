"""JSON files that can be checked: read strictly, and marked with a checksum when written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def checksum_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content as JSON with sorted names and no spaces. Raises ``ValueError`` for NaN and infinity."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def written(data: Mapping[str, Any]) -> bytes:
    """The bytes of a file: the same for the same data. Raises ``ValueError`` for NaN and infinity.

    Half of a surrogate pair, which UTF-8 cannot hold, is written as JSON writes it for ASCII: ``\\ud800``.
    """
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    return text.encode(errors="backslashreplace")


def parsed(path: Path) -> Any:
    """What is in a file. Raises ``ValueError`` for broken JSON or UTF-8, a name that stands twice in one object, NaN,
    infinity and nesting without end; ``OSError`` where it cannot be read."""
    return understood(path.read_bytes())


def understood(content: bytes) -> Any:
    """What these bytes of a file say. Raises ``ValueError`` as ``parsed`` does."""
    try:
        return json.loads(content, object_pairs_hook=_once_each, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def check_texts(data: Any) -> None:
    """Raises ``ValueError`` where a text has half of a surrogate pair, which tables of text and UTF-8 cannot hold."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        twice = sorted(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise ValueError(f"name twice: {', '.join(twice)}")
    return held


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"no number: {word}")
