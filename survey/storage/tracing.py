"""By what a page that was open for a while is told from one of now: a trace of what it was drawn with."""

from __future__ import annotations

import hashlib
import json
from dataclasses import is_dataclass
from typing import Any

from pydantic import BaseModel


def trace(value: Any) -> str:
    """The same for the same values, however they are put together of models, dataclasses and what JSON holds."""
    told = value if isinstance(value, bytes) else json.dumps(value, default=_plain, sort_keys=True).encode()
    return hashlib.sha256(told).hexdigest()[:32]


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return vars(value) if is_dataclass(value) else str(value)
