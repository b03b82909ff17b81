"""The translation templates: one per floor, extracted from the code; `--check` says whether they are in step."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("scoring", "reports", "survey")

METHODS = [("**/*.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "counted": (1, 2),
}


def catalogue(floor: str) -> Catalog:
    """Every message of a floor's code, without places, so that it changes only when a message does."""
    found = Catalog(project="waymark", charset="utf-8", fuzzy=False)
    options = {pattern: {"silent": "false", "trimmed": "true"} for pattern, method in METHODS if method == "jinja2"}
    for _, _, message, _, context in extract_from_dir(
        str(ROOT / floor),
        METHODS,
        options_map=options,
        keywords=KEYWORDS,  # type: ignore[arg-type]
    ):
        found.add(message, context=context)
    return found


def template(floor: str) -> bytes:
    """The floor's template as it stands in a .pot file."""
    stream = io.BytesIO()
    write_po(stream, catalogue(floor), omit_header=True, sort_output=True, width=100)
    return stream.getvalue()


def path_of(floor: str) -> Path:
    return ROOT / floor / "translations" / "messages.pot"


def main() -> int:
    stale = [floor for floor in FLOORS if not path_of(floor).exists() or path_of(floor).read_bytes() != template(floor)]
    if "--check" in sys.argv:
        for floor in stale:
            sys.stderr.write(f"{path_of(floor).relative_to(ROOT)} is behind the code: run `make catalogues`.\n")
        return 1 if stale else 0
    for floor in stale:
        path_of(floor).parent.mkdir(exist_ok=True)
        path_of(floor).write_bytes(template(floor))
    return 0


if __name__ == "__main__":
    sys.exit(main())
