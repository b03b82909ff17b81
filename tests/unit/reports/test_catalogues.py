"""The catalogues of all floors read as one, and further folders come last."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from reports.catalogues import catalogue


def compiled(folder: Path, locale: str, texts: dict[str | tuple[str, str], str | tuple[str, ...]]) -> Path:
    """A folder with a compiled catalogue of these texts."""
    catalog = Catalog(locale=locale)
    for text, translation in texts.items():
        catalog.add(text, translation)
    target = folder / locale / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with io.BytesIO() as content:
        write_mo(content, catalog)
        target.write_bytes(content.getvalue())
    return folder


def test_several_folders_are_one_catalogue_and_the_last_wins(tmp_path: Path) -> None:
    first = compiled(tmp_path / "first", "de", {"Yes": "Ja", "No": "Nein"})
    second = compiled(tmp_path / "second", "de", {"No": "Nö"})
    merged = catalogue("de", (first, second))
    assert [merged.gettext(text) for text in ("Yes", "No", "Perhaps")] == ["Ja", "Nö", "Perhaps"]


def test_plural_forms_are_those_of_the_language(tmp_path: Path) -> None:
    folder = compiled(tmp_path, "pl", {("{n} day", "{n} days"): ("{n} dzień", "{n} dni", "{n} dnia")})
    merged = catalogue("pl", (folder, tmp_path / "nothing here"))
    assert [merged.ngettext("{n} day", "{n} days", n) for n in (1, 2, 5)] == ["{n} dzień", "{n} dni", "{n} dnia"]


def test_an_unknown_language_leaves_texts_as_they_are(tmp_path: Path) -> None:
    assert catalogue("fi", (tmp_path,)).gettext("Yes") == "Yes"
