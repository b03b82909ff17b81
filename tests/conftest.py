"""What every test may ask for: the folder of reference data. And how often Python looks for what can be thrown away."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

gc.disable()  # while modules and tests are gathered, nothing of which is ever thrown away


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Thousands of tests and the libraries they use are a million objects; to look at them took a quarter of a run."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Real data with published answers; not part of the project, so tests that need it skip where it is absent."""
    folder = Path(os.environ.get("WAYMARK_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no reference data at {folder} (set WAYMARK_REFERENCE_DATA)")
    return folder
