"""From what a firm says about itself to the profile columns that scoring reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def profile_row(profile: Mapping[str, Any]) -> dict[str, Any]:
    """A profile row for ``scoring.answers.table_of``: trade → sector and division, people → size and staff."""
    raise NotImplementedError
