"""The words of a PDF, as somebody finds them who selects all and copies it."""

from __future__ import annotations

from contextlib import closing

import pypdfium2


def pages_of(pdf: bytes) -> list[str]:
    """The words of every page, a single space between two."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [_copied(page) for page in document]


def _copied(page: pypdfium2.PdfPage) -> str:
    with closing(page), closing(page.get_textpage()) as text:
        return " ".join(text.get_text_range().split())


def words_of(pdf: bytes) -> str:
    """All its words."""
    return " ".join(pages_of(pdf))
