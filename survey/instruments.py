"""The instruments in use, in the visitor's language."""

from __future__ import annotations

from flask import current_app
from flask_babel import get_locale

from scoring.instrument import Instrument
from scoring.loading import load


def current() -> Instrument:
    """The instrument that new assessments answer."""
    return by_reference(current_app.config["WAYMARK"].instrument)


def by_reference(reference: str) -> Instrument:
    """The instrument that an assessment was started with, for example ``sme-readiness@1``; read once and kept."""
    return load(reference, folder=current_app.config["WAYMARK"].instrument_dir, language=str(get_locale()))
