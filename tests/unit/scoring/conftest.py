"""What tests of measurement share: the tiny instruments, and firms scored from answers as a person would give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.scores import Scores, score

settings.register_profile("scoring", deadline=None, max_examples=30)
settings.load_profile("scoring")  # no test depends on how busy the machine is

INSTRUMENTS = Path(__file__).resolve().parents[2] / "instruments"


@pytest.fixture(scope="session")
def tiny() -> Callable[[str], Instrument]:
    """A test instrument by the name of its file, with any switches: ``tiny("switched?q1=areas")``."""

    def by_name(name: str) -> Instrument:
        file, mark, switches = name.partition("?")
        return load(f"{INSTRUMENTS / file}.yaml{mark}{switches}")

    return by_name


@pytest.fixture(scope="session")
def firms(tiny: Callable[[str], Instrument]) -> Callable[..., AnswerTable]:
    """A table of firms, one for each mapping of answers, all with the same profile."""

    def table(name: str, *answers: Mapping[str, Any], **profile: Any) -> AnswerTable:
        return table_of(tiny(name), answers, [profile] * len(answers))

    return table


@pytest.fixture(scope="session")
def scored(firms: Callable[..., AnswerTable]) -> Callable[..., Scores]:
    """The scores of such firms."""

    def scores(name: str, *answers: Mapping[str, Any], **profile: Any) -> Scores:
        return score(firms(name, *answers, **profile))

    return scores
