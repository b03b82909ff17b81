"""QR codes, drawn into the page."""

from __future__ import annotations

import segno
from markupsafe import Markup


def drawn(text: str) -> Markup:
    """The text as a QR code: dark on light in every colour scheme, with the quiet zone that cameras need."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr__code", lineclass=None)
    return Markup(svg)  # noqa: S704 - segno draws modules; no text goes in
