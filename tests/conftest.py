"""What every test may ask for: the folder of reference data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Real data with published answers; not part of the project, so tests that need it skip where it is absent."""
    folder = Path(os.environ.get("WAYMARK_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no reference data at {folder} (set WAYMARK_REFERENCE_DATA)")
    return folder
