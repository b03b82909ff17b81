"""Pages drawn small and in grey, and how far two pictures of a page are apart."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2
from PIL import Image

RENEW = "WAYMARK_RENEW_PICTURES"
"""Set in the environment, pictures are written and not compared."""

KEPT = Path(__file__).parent
DOTS = 40
"""Per inch: enough to see what stands where, and small enough to be kept."""

SEEN = 48
"""From this difference on, of 255 shades, a dot looks different; what smooths edges is below."""


class Apart(NamedTuple):
    """Mean difference in shades, and the share of dots that look different."""

    mean: float
    share: float


def page(pdf: bytes, number: int) -> Image.Image:
    """A page, counted from 1."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = document[number - 1].render(scale=DOTS / 72, grayscale=True)
        return drawn.to_pil().convert("L")
    finally:
        document.close()


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """Dots that are alike in white, others the darker the further apart."""
    shades = np.abs(np.asarray(one, dtype=np.int16) - np.asarray(other, dtype=np.int16))
    return Image.fromarray((255 - shades).astype(np.uint8))


def apart(one: Image.Image, other: Image.Image) -> Apart:
    """Pictures of different sizes are wholly apart."""
    if one.size != other.size:
        return Apart(255.0, 1.0)
    shades = 255 - np.asarray(difference(one, other), dtype=np.float64)
    return Apart(float(shades.mean()), float((shades >= SEEN).mean()))
