"""What starts fast stays fast: what takes seconds to import is imported where it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = ("scipy", "sklearn", "xlsxwriter", "dask", "distributed")

STARTS = {
    "the command line": "from survey.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass",
    "the survey": "import survey.firms.views, survey.comparing, survey.config; from survey import create_app",
    "scores, releases, places and the words of segments": (
        "import scoring.scores, scoring.reliability, scoring.quality, scoring.crosswalk, scoring.peers,"
        " scoring.segments, scoring.release.build, scoring.release.files, scoring.roadmap.exact"
    ),
    "reading and making sheets": "import scoring.reading, scoring.template",
    "reports": "import reports.batch, reports.firm",
}


@pytest.mark.parametrize("start", STARTS)
def test_nothing_slow_is_imported_before_it_is_needed(start: str) -> None:
    told = f"import sys\n{STARTS[start]}\nprint('slow:', *sorted({set(SLOW)} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "slow:"
