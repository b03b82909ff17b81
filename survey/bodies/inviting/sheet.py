"""A sheet of firms to invite: handed out empty, and read again as CSV or as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import ValidationError

from scoring.messages import N_, Message, Problem
from scoring.reading import Limits, ReadingError, Sheet
from scoring.reading.kinds import format_of, other_kind
from scoring.reading.sheet import column_letter, sheet_of_table
from scoring.reading.text import read_text
from scoring.reading.workbook import FAULTS, workbooks
from scoring.template.book import sheet_titles
from scoring.workbooks import Filled, Head, write_sheets_to_fill
from scoring.writing import DIALECTS, write_table
from survey.bodies.inviting.forms import LONGEST_OF
from survey.bodies.sectors import offered_sectors
from survey.forms.cells import FORMULA, CellFault
from survey.forms.text import check_text
from survey.groups import sizes
from survey.languages import in_words, translations
from survey.mail.address import mailbox
from survey.storage.campaigns.inviting import MOST_AT_A_TIME, Guest, keys_of
from survey.storage.campaigns.values import Campaign

LIMITS = Limits(
    bytes=3_000_000,
    rows=MOST_AT_A_TIME + 20,
    columns=100,
    cells=600_000,
    unpacked=30_000_000,
    seconds=10,
    memory=1024**3,
    files=1,
)
COLUMNS = ("firm", "ref", "email", "sector", "size")
TITLES = (N_("Firms"), N_("Sectors and sizes"), N_("How to fill this in"))
SPARE = 200
"""Empty rows for firms to come."""

NOT_OURS = N_("No row of this sheet names the columns: at least one of “firm”, “ref” and “email” is needed.")


@dataclass
class Firms:
    """What a sheet says; nobody is to be invited where there are faults."""

    guests: list[Guest] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


def template(campaign: Campaign, form: str) -> bytes:
    """An empty sheet, as ``xlsx`` or ``csv``."""
    file = io.BytesIO()
    if form == "csv":
        write_table(pd.DataFrame(columns=list(COLUMNS)), file, format="csv", dialect=DIALECTS["excel"])
        return file.getvalue()
    titles = list(sheet_titles(TITLES, translations(get_locale())).values())
    heads = [
        Head("firm", _("Name of the firm"), 40, fill=True),
        Head("ref", _("Your number, or its number in a register"), 22, fill=True),
        Head("email", _("E-mail address"), 34, fill=True),
        Head("sector", _("Sector"), 22, fill=True),
        Head("size", _("Size"), 12, fill=True),
    ]
    names = [[*one] for one in (*offered_sectors(campaign).items(), *sizes().items())]
    words = [[line] for line in _instructions()]
    write_sheets_to_fill(
        file,
        [
            Filled(titles[0], heads, [], spare=SPARE),
            Filled(titles[1], [Head("id", _("Write this"), 22), Head("name", _("for"), 60)], names),
            Filled(titles[2], [Head("", _("How to fill this in"), 100)], words),
        ],
    )
    return file.getvalue()


def _instructions() -> list[str]:
    return [
        _("A row for each firm. Give at least one of its name, your number of it, and its e-mail address."),
        _("Sector and size may stay empty. They are for your own list: firms say themselves what they are."),
        _("Save the sheet as .xlsx or .csv, and upload it on the page that it came from."),
        _("Firms are added to those that are there. At most %(most)s at a time.", most=MOST_AT_A_TIME),
    ]


def read(data: bytes, campaign: Campaign, invited: Mapping[str, int]) -> Firms:
    """The firms of a sheet, and every fault. ``invited``: see ``inviting.invited_as``. Raises ``ReadingError``."""
    sheet = _opened(data)
    places = _places(sheet.header)
    if not {"firm", "ref", "email"} & places.keys():
        raise ReadingError([Problem("-", Message(NOT_OURS))])
    reader = _Reader(campaign, places, dict(invited))
    for misfit in sheet.misfits:
        reader.found.faults.append(CellFault("", str(misfit.row), in_words(misfit.message)))
    texts = sheet.cells.astype("str").fillna("")
    for row, cells in zip(sheet.rows, texts.itertuples(index=False, name=None), strict=True):
        reader.take(int(row), cells)
    if len(reader.found.guests) > MOST_AT_A_TIME:
        text = _("There are more than %(most)s firms. Divide the sheet.", most=MOST_AT_A_TIME)
        reader.found.faults.append(CellFault("", "", text))
    return reader.found


def _opened(data: bytes) -> Sheet:
    if len(data) > LIMITS.bytes:
        raise ReadingError([Problem("-", Message(FAULTS["too_large"]))])
    other, kind = other_kind(data), format_of(data)
    if other is not None:
        raise ReadingError([Problem("-", other)])
    if kind == "csv":
        return read_text(data, "-", known=_is_known, limits=LIMITS)
    with workbooks(LIMITS) as parser:
        return sheet_of_table(parser.table(data, "-"), "-", _is_known, LIMITS)


def _is_known(name: str) -> bool:
    return name.strip().casefold() in COLUMNS


def _places(header: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        if _is_known(name):
            found.setdefault(name.strip().casefold(), place)
    return found


class _Reader:
    """Takes in one row after the other. ``invited``: who is on the list, or was in a row before."""

    def __init__(self, campaign: Campaign, places: Mapping[str, int], invited: dict[str, int]) -> None:
        self.places, self.invited, self.found = places, invited, Firms()
        self.seen: dict[str, int] = {}
        self.offered = {"sector": _by_words(offered_sectors(campaign)), "size": _by_words(sizes())}

    def take(self, row: int, cells: tuple[str, ...]) -> None:
        said = {name: " ".join(cells[place].split()) for name, place in self.places.items()}
        if not any(said.values()):
            return
        before = len(self.found.faults)
        for name, message in self._wrong(row, said):
            self.found.faults.append(CellFault("", f"{column_letter(self.places[name])}{row}", message))
        if len(self.found.faults) == before:
            self.found.guests.append(Guest(**said))

    def _wrong(self, row: int, said: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Column and fault of each cell; puts ids in the place of words."""
        if not any(said.get(name) for name in ("firm", "ref", "email")):
            yield next(iter(self.places)), _("Give the name of the firm, its number or its e-mail address.")
        for name, longest in LONGEST_OF.items():
            if text := said.get(name):
                yield from ((name, message) for message in _wrong_text(text, longest))
        if email := said.get("email"):
            said["email"] = mailbox(email) or ""
            if not said["email"]:
                yield "email", _("“%(text)s” is no e-mail address.", text=email[:60])
        for name, offered in self.offered.items():
            if text := said.get(name):
                said[name] = offered.get(text.casefold(), "")
                if not said[name]:
                    yield name, _("“%(text)s” is not offered: see the second sheet of the template.", text=text[:60])
        yield from self._twice(row, said)

    def _twice(self, row: int, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for key in keys_of(said.get("ref", ""), said.get("email", "")):
            name = key.partition(" ")[0]
            if key in self.invited:
                yield name, _("This firm is invited already, as number %(number)s.", number=self.invited[key])
            elif key in self.seen:
                yield name, _("The same stands in row %(row)s.", row=self.seen[key])
            else:
                self.seen[key] = row


def _by_words(names: Mapping[str, str]) -> dict[str, str]:
    """Id by id and by name, in small letters."""
    return {name.casefold(): id for id, name in names.items()} | {id.casefold(): id for id in names}


def _wrong_text(text: str, longest: int) -> Iterator[str]:
    if text == FORMULA:
        yield _("This is a formula that has no value. Write the words themselves.")
    try:
        check_text(text, longest)
    except ValidationError as error:
        yield str(error)
