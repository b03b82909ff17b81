"""What a firm says about itself becomes the columns that scoring reads; what it leaves out stays unknown."""

from __future__ import annotations

from typing import Any

import pytest

from survey.profiles import profile_row


@pytest.mark.parametrize(
    ("profile", "row"),
    [
        ({"trade": "bakery", "people": "solo"}, {"sector": "C", "division": "10", "size": "micro", "staff": False}),
        ({"trade": "bakery", "people": "large"}, {"sector": "C", "division": "10", "size": "large", "staff": True}),
        ({"firm": "", "trade": "", "people": "", "country": "", "region": ""}, {}),
        ({"trade": "alchemy", "people": "some", "unheard": "of"}, {}),
        ({"firm": "=1+1", "country": "DE", "region": "DE-BY"}, {"firm": "=1+1", "country": "DE", "region": "DE-BY"}),
    ],
)
def test_profile_rows(profile: dict[str, Any], row: dict[str, Any]) -> None:
    assert profile_row(profile) == row
