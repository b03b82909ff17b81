"""What the models of an instrument file share: ids, texts, sizes, and that they are frozen."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SIZES = ("micro", "small", "medium", "large")
PEOPLE_BY_SIZE = {"micro": 5, "small": 25, "medium": 120, "large": 400}
"""People assumed where a firm gave only its size class: the authors' judgement, about the geometric middle."""

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Size = Literal["micro", "small", "medium", "large"]


class Model(BaseModel):
    """Frozen, and without room for a name that is not known: what is misspelt is reported, not passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
