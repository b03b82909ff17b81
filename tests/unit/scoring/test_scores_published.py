"""Scores of real answers, against means that were worked out elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scoring.bfi_cases import REVERSED, TRAITS, personality


@pytest.mark.parametrize(
    ("required_share", "means"),
    [
        (0.6, (73.059, 65.315, 62.894, 43.218, 71.750)),
        (0, (73.042, 65.315, 62.902, 43.245, 71.733)),
    ],
)
def test_means_of_bfi(reference_data: Path, required_share: float, means: tuple[float, ...]) -> None:
    """Reversed statements are turned round, and who answered too few of a trait has no score in it."""
    scores = personality(reference_data, REVERSED, required_share=required_share)
    found = scores.dimensions[[trait.lower() for trait in TRAITS]].mean()
    assert found.tolist() == pytest.approx(means, abs=5.1e-4)
