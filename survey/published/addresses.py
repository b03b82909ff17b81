"""The addresses of published releases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.published import files, pages
from survey.published.making import FILES

ONE = "/releases/<campaign>/<int:number>"
FILE = "any({})".format(", ".join(map('"{}"'.format, FILES)))

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/releases", "releases", pages.releases, ["GET"]),
    ("/releases/<campaign>", "latest", pages.latest, ["GET"]),
    (ONE, "release", pages.release, ["GET"]),
    (f"{ONE}/<{FILE}:file>", "file", files.file, ["GET"]),
    (f"{ONE}/charts/<exhibit>.svg", "chart", files.chart, ["GET"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = ()
"""These check the token in their own form, and draw the page again with everything that was typed."""
