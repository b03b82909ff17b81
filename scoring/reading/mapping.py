"""Columns of one's own, and what they may be: by the wording of a question, its label, or another word for it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scoring.instrument import GridQuestion, Instrument, MultipleQuestion
from scoring.reading.header import NOTHING, columns_of
from scoring.reading.sheet import Sheet, column_letter
from scoring.sheetwords import normal
from scoring.template.columns import Words
from scoring.template.columns import columns_of as template_columns

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "firm": (
        "name", "company", "company name", "firm name", "name of the company", "business", "business name", "client",
        "client name", "customer", "organisation", "organization", "firma", "firmenname", "name der firma",
        "unternehmen", "unternehmensname", "betrieb", "kunde", "kundenname", "entreprise", "société",
        "nom de l'entreprise", "raison sociale", "empresa", "nombre", "azienda", "ditta", "bedrijf",
    ),
    "ref": (
        "reference", "client no", "client no.", "client number", "client id", "customer no", "customer no.",
        "customer number", "customer id", "id", "no", "no.", "number", "kundennummer", "kunden-nr", "kunden-nr.",
        "kundennr", "kundennr.", "kd-nr", "kd-nr.", "mandantennummer", "nummer", "nr", "nr.", "numéro client",
        "n° client", "numero cliente",
    ),
    "email": ("e-mail", "mail", "e-mail address", "email address", "e-mail-adresse", "emailadresse", "courriel",
              "adresse e-mail", "correo electrónico"),
    "sector": ("trade", "industry", "branche", "gewerbe", "wirtschaftszweig", "nace", "nace code", "secteur",
               "secteur d'activité", "activity", "activité", "settore", "actividad"),
    "employees": (
        "number of employees", "no. of employees", "headcount", "staff number", "people", "fte", "mitarbeiter",
        "mitarbeiterzahl", "anzahl mitarbeiter", "anzahl der mitarbeiter", "beschäftigte", "mitarbeitende",
        "effectif", "salariés", "nombre de salariés", "empleados", "dipendenti",
    ),
    "size": ("size class", "company size", "größe", "größenklasse", "betriebsgröße", "taille"),
    "country": ("country code", "land", "staat", "pays", "país", "paese"),
    "region": ("bundesland", "kanton", "county", "state", "province", "région", "région administrative", "provinz"),
    "stage": ("round", "wave", "assessment", "runde", "stufe", "messung"),
    "date": ("day", "datum", "tag", "date of interview", "interview date", "fecha", "data"),
    "source": ("answered by", "who answered", "quelle"),
    "counted": ("consent", "einwilligung", "zustimmung"),
}  # fmt: skip
"""Other words for the fields of the profile, in small letters, as people head their own lists."""

CLOSE = 0.87
"""How alike two names must be, of 1, to be taken for misspelt; below that it is left to the person."""

MANY = 100
"""Columns from which on no misspelt names are looked for: each is compared with all the wording there is."""


@dataclass(frozen=True)
class Unclear:
    """A column that is not understood: where it stands, three of its values, and what it may be (None: no guess)."""

    position: int
    name: str
    letter: str
    samples: tuple[str, ...]
    guess: str | None


@dataclass(frozen=True)
class Choice:
    """A column that is still free: its id, and what it asks."""

    id: str
    wording: Words
    part: str


def unclear(
    sheet: Sheet,
    instrument: Instrument,
    wordings: Sequence[Instrument] = (),
    names: Mapping[str, str] = NOTHING,
) -> list[Unclear]:
    """The columns of a sheet that mean nothing to the instrument, each with a guess; no two guess the same.

    ``wordings``: the instrument in other languages. ``names``: what was said of columns already, as in ``interpret``;
    one that was left out is not unclear.
    """
    columns = columns_of(sheet.header, instrument, names)
    free = [choice.id for choice in free_columns(sheet, instrument, names)]
    positions = sorted([*_wrong_parts(columns.parts, instrument), *columns.unknown])
    guess = _Guesses(instrument, wordings, free, likely=len(positions) <= MANY)
    return [
        Unclear(at, sheet.header[at], column_letter(at), _samples(sheet.cells[at]), guess.of(sheet.header[at]))
        for at in positions
    ]


def _wrong_parts(parts: Mapping[str, Mapping[str, int]], instrument: Instrument) -> Iterator[int]:
    """Columns that name a question, and a row or option that it does not have."""
    cells = {*instrument.cells, *(f"{name}.none" for name in instrument.questions)}
    for found in parts.values():
        yield from (at for cell, at in found.items() if cell not in cells)


def free_columns(sheet: Sheet, instrument: Instrument, names: Mapping[str, str] = NOTHING) -> list[Choice]:
    """The columns that nothing in the sheet is read as yet, in the order of the template, for a list to choose from.

    A question with several ticks is offered as one column and as one for each option.
    """
    columns = columns_of(sheet.header, instrument, names)
    taken = {*columns.profile, *columns.whole, *(cell for found in columns.parts.values() for cell in found)}
    free: list[Choice] = []
    for column in template_columns(instrument):
        name = column.id.partition(".")[0]
        question = instrument.questions.get(name)
        if name in columns.whole or column.id in taken:
            continue
        started = name in columns.parts
        if isinstance(question, MultipleQuestion) and not started and all(one.id != name for one in free):
            free.append(Choice(name, column.wording, ""))
        free.append(Choice(column.id, column.wording, column.part))
    return free


def _samples(column: pd.Series) -> tuple[str, ...]:
    """The first three different values, shortened."""
    head = column.iloc[:1000].str.strip()
    return tuple(text if len(text) <= 60 else text[:59] + "…" for text in head[head != ""].unique()[:3])


class _Guesses:
    """What a name may stand for; what was guessed once is not guessed again."""

    def __init__(
        self, instrument: Instrument, wordings: Sequence[Instrument], free: Sequence[str], *, likely: bool
    ) -> None:
        self.free, self.likely = set(free), likely
        self.meant: dict[str, set[str]] = {}
        for worded in (instrument, *wordings):
            for name, words in _wordings(worded):
                self.meant.setdefault(_plain(words), set()).add(name)
        for name, others in SYNONYMS.items():
            for word in (name, *others):
                self.meant.setdefault(_plain(word), set()).add(name)

    def of(self, written: str) -> str | None:
        word = _plain(written)
        found = self._only(word) or self._only(next(iter(self._close(word)), ""))
        self.free -= {found} if found else set()
        return found

    def _only(self, word: str) -> str | None:
        """The one free column that the word stands for."""
        found = self.meant.get(word, set()) & self.free
        return next(iter(found)) if len(found) == 1 else None

    def _close(self, word: str) -> list[str]:
        if not self.likely or not 4 <= len(word) <= 300:
            return []
        likely = [known for known in self.meant if abs(len(known) - len(word)) <= 0.3 * max(len(known), 1)]
        return difflib.get_close_matches(word, likely, n=1, cutoff=CLOSE)


def _wordings(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Each column by its id, and by what it asks; a part of a question by both of its texts together."""
    for name, question in instrument.questions.items():
        if not isinstance(question, GridQuestion):
            yield name, name
            yield name, question.text
        parts = getattr(question, "rows", None) or (question.options if isinstance(question, MultipleQuestion) else ())
        for part in parts:
            cell = f"{name}.{part.id}"
            yield from ((cell, text) for text in (cell, part.label, f"{question.text} {part.label}"))


def _plain(text: str) -> str:
    """A name for comparing: also without the signs at its ends and between its words."""
    return " ".join(re.sub(r"[\W_]+", " ", normal(text)).split())
