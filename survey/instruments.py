"""The instruments in use, in the visitor's language."""

from __future__ import annotations

from scoring.instrument import Instrument


def current() -> Instrument:
    """The instrument that new assessments answer."""
    raise NotImplementedError


def by_reference(reference: str) -> Instrument:
    """The instrument that an assessment was started with, for example ``sme-readiness@1``."""
    raise NotImplementedError
