"""Everything that was ever released leaves the score of every firm twenty points: also of those that changed between
two releases, for which a quick look finds no example.

The search takes minutes, so it is no part of ``make test``: ``make faults`` runs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from survey import create_app
from tests.attack import determined
from tests.integration.attacked import Attacked, attacked
from tests.integration.databases import close, settings_for
from tests.integration.test_attack import everything, told_by
from tests.searching import Search

FIRMS = (12, 21, 25, 31, 32, 9, 43, 98, 133)
"""Places of firms that left or changed between two releases, and of some whose sets are small."""

SECONDS = 40.0
"""For one example: most take a few."""


@pytest.fixture(scope="module")
def of(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    folder = tmp_path_factory.mktemp("intervals")
    (folder / "waymark.sqlite3").write_bytes(migrated_sqlite.read_bytes())
    app = create_app(settings_for(folder, instrument="corner-shop"))
    yield attacked(app)
    close(app)


def test_all_releases_together_leave_a_firm_twenty_points(of: Attacked) -> None:
    truth = of.scene.truth
    told = told_by(of, everything(of))
    counted = np.unique([place for places in truth.counted.values() for place in places])
    assert determined(told, len(truth.entries), np.zeros(len(truth.entries), dtype=bool)).tolist() == []
    search = Search(told, truth.scores, counted[~np.isnan(truth.scores[counted])], SECONDS)
    assert [firm for firm in FIRMS if not search.far(firm)] == []
