"""A pseudo-language: every translatable text with its letters turned Greek, so that what is left Latin was missed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from scoring.loading import BUILT_IN, load
from tests.catalogues import FLOORS, catalogue

LOCALE = "el"
"""A real language, because Babel must know its numbers and dates; its alphabet shares no letter with ours."""

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "αβψδεφγηιξκλμνοπθρστυωςχυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΩΣΧΥΖ"
)
_KEPT = re.compile(r"(%\([a-z_]+\)s|\{[a-z_]+[^}]*\}|<[^>]+>|&[a-z]+;|WAYMARK_[A-Z_]+)")
"""Placeholders and markup, which a translator leaves alone."""


def pseudo(text: str) -> str:
    """The text as our translator would have it."""
    return "".join(part if _KEPT.fullmatch(part) else part.translate(_LETTERS) for part in _KEPT.split(text))


def write_catalogues(folder: Path) -> Path:
    """A folder of compiled catalogues with every message of every floor."""
    merged = Catalog(locale=LOCALE, fuzzy=False)
    for floor in FLOORS:
        for message in catalogue(floor):
            if not message.id:
                continue
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            merged.add(message.id, tuple(map(pseudo, ids)) if len(ids) > 1 else pseudo(ids[0]), context=message.context)
    target = folder / LOCALE / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, merged)
    return folder


def write_instrument(folder: Path, identifier: str = "sme-readiness") -> Path:
    """A folder of instruments with the built-in one and an overlay that translates its every text."""
    version = folder / identifier / "v1"
    shutil.copytree(BUILT_IN / identifier / "v1", version)
    overlay = version / "lang" / f"{LOCALE}.yaml"
    overlay.parent.mkdir(exist_ok=True)
    overlay.write_text(yaml.safe_dump(_wording(load(identifier).model_dump()), allow_unicode=True), encoding="utf-8")
    return folder


_TEXTS = frozenset(
    {"title", "description", "source", "text", "help", "example", "label", "none", "short", "meaning", "programme",
     "message", "unit", "summary", "owner", "measure", "because", "note", "firm"}
)  # fmt: skip


def _wording(value: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of an instrument in the shape of an overlay: lists by the ids of what is in them."""
    overlay: dict[str, Any] = {}
    for key, inner in value.items():
        if key in _TEXTS and isinstance(inner, str) and inner:
            overlay[key] = pseudo(inner)
        elif key == "steps":
            overlay[key] = [pseudo(text) for text in inner]
        elif key == "examples":
            overlay[key] = {trades: pseudo(text) for trades, text in inner.items()}
        elif key in ("ask", "sample") and inner:
            overlay[key] = _wording(inner)
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict) and "id" in inner[0]:
            overlay[key] = {item["id"]: words for item in inner if (words := _wording(item))}
    return {key: inner for key, inner in overlay.items() if inner}
