"""Renew the kept pictures: ``python -m tests.unit.reports.pictures``. Look at each before it is committed."""

from __future__ import annotations

import sys

import pytest

from tests.unit.reports.pictures.drawn import RENEW

with pytest.MonkeyPatch.context() as patch:
    patch.setenv(RENEW, "1")
    sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "tests/unit/reports/test_pictures.py"]))
