"""The quality of answers and their codebook as a document for JSON: complete, with keys that stay as they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from gettext import NullTranslations
from typing import Any

import numpy as np
import pandas as pd

from scoring.codebook import Codebook
from scoring.messages import ENGLISH, Message
from scoring.quality.body import Quality
from scoring.quality.dimensions import DimensionQuality
from scoring.quality.questions import QuestionQuality
from scoring.reliability import Reliability

FORMAT = 1
"""Raised when a key changes its meaning or goes; new ones may come."""

DECIMALS = 6

FAULT = ("row", "column", "value", "message")
"""What is told of a cell that could not be used."""


def document(quality: Quality, codebook: Codebook, translations: NullTranslations = ENGLISH) -> dict[str, Any]:
    """What the manual describes ("quality"): plain values only, numbers to six decimals, None where there is none.

    Sentences are in the language of ``translations``; keys and ids are the same in every language.
    """
    found = {
        "format": FORMAT,
        "instrument": _instrument(codebook),
        "n": quality.n,
        "firms": quality.firms,
        "limits": quality.limits,
        "questions": [_question(question) for question in quality.questions],
        "dimensions": [_dimension(dimension) for dimension in quality.dimensions],
        "checks": quality.checks,
        "to_look_at": quality.to_look_at.to_dict("records"),
        "faults": [{name: getattr(fault, name) for name in FAULT} for fault in quality.faults],
        "codebook": codebook.cells,
    }
    plain: dict[str, Any] = _plain(found, translations)
    return plain


def _instrument(codebook: Codebook) -> dict[str, Any]:
    instrument = codebook.instrument
    return {
        "reference": instrument.reference,
        "title": instrument.title,
        "hash": instrument.content_hash,
        "revision": instrument.revision,
    }


def _question(question: QuestionQuality) -> dict[str, Any]:
    counts = ("answered", "blank", "dont_know", "not_applicable")
    shares = {f"{name}_share": question.share(getattr(question, name)) for name in counts}
    return _fields(question) | {"asked": question.asked} | shares


def _dimension(dimension: DimensionQuality) -> dict[str, Any]:
    """Alpha under each policy has either figures or a ``reason``; all keys are always there."""
    nothing = dict.fromkeys(field.name for field in dataclasses.fields(Reliability))
    alpha = {
        missing: nothing | {"reason": found} if isinstance(found, Message) else _fields(found) | {"reason": None}
        for missing, found in dimension.alpha.items()
    }
    return _fields(dimension) | {"alpha": alpha}


def _fields(value: Any) -> dict[str, Any]:
    """The fields of a dataclass, one level deep."""
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def _plain(value: Any, translations: NullTranslations) -> Any:
    """Values that JSON knows, all the way down."""
    if isinstance(value, Message):
        return value.render(translations)
    if dataclasses.is_dataclass(value):
        return _plain(_fields(value), translations)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, translations) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, translations) for inner in value]
    if isinstance(value, str | bool) or value is None or pd.isna(value):
        return value if isinstance(value, str | bool) else None
    return round(float(value), DECIMALS) if isinstance(value, float | np.floating) else int(value)
