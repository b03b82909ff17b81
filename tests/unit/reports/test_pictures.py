"""A few pages look as they are meant to. Where one is to look different now, look at it and renew its picture:

python -m tests.unit.reports.pictures
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.unit.reports.conftest import PrintFirm
from tests.unit.reports.pictures.drawn import KEPT, RENEW, Apart, apart, difference, page

PAGES = [
    ("worst", 1), ("beside_peers", 2), ("beside_peers", 3), ("beside_peers", 5), ("third_stage", 3), ("worst", 9),
]  # fmt: skip
"""Cover, summary, bars beside others, timeline, progress, and the page to pin up."""

MEAN, SHARE = 1.0, 0.01
"""Shades and share of dots by which a page may be apart from its picture: another version of what draws it is closer, a
line of text moved by its own height is not."""


@pytest.mark.parametrize(("name", "number"), PAGES)
def test_a_page_looks_as_it_is_meant_to(name: str, number: int, print_firm: PrintFirm, tmp_path: Path) -> None:
    drawn, kept = page(print_firm(name, "A4").pdf, number), KEPT / f"{name}-{number}.png"
    if os.environ.get(RENEW):
        drawn.save(kept, optimize=True)
        return
    found = apart(drawn, opened(kept))
    if found.mean > MEAN or found.share > SHARE:
        drawn.save(tmp_path / f"{name}-{number}-now.png")
        if drawn.size == opened(kept).size:
            difference(drawn, opened(kept)).save(tmp_path / f"{name}-{number}-difference.png")
        pytest.fail(f"Page {number} of {name} is apart from {kept} by {found}: see {tmp_path}")


def test_kept_pictures_are_small_and_none_is_forgotten() -> None:
    kept = {path.name for path in KEPT.glob("*.png")}
    assert kept == {f"{name}-{number}.png" for name, number in PAGES}
    assert all(path.stat().st_size < 30_000 for path in KEPT.glob("*.png"))


def test_the_tolerance_is_small_enough_to_see_a_moved_paragraph() -> None:
    whole = opened(KEPT / "beside_peers-2.png")
    strip = whole.crop((0, 150, whole.width, 210))
    moved = whole.copy()
    moved.paste(strip, (0, 155))
    assert apart(whole, moved).share > SHARE
    assert apart(whole, whole) == Apart(0.0, 0.0)
    assert apart(whole, ImageChops.offset(whole, 0, 6)).share > SHARE
    assert apart(whole, whole.resize((10, 10))).share == 1


def opened(path: Path) -> Image.Image:
    """The picture, with its file closed again."""
    with Image.open(path) as picture:
        return picture.copy()
