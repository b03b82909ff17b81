"""The directory of help as a workbook to fill in, and read again."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import ValidationError

from reports.firm.helping import LONGEST_LINK, LONGEST_NAME, MOST_KEPT, is_link
from scoring.fields import SIZES
from scoring.instrument import Instrument
from scoring.messages import N_
from scoring.template.book import sheet_titles
from scoring.workbooks import Filled, Head, write_sheets_to_fill
from survey import places
from survey.forms.cells import FORMULA, CellFault, Row, Table, tables_of
from survey.forms.text import check_text
from survey.languages import translations
from survey.storage.help_offers import Offer

ABOUT, OTHERS = "about", ("name", "link", "region", "sizes", "valid_until")
TITLES = (N_("Help for firms"), N_("What it can be about"), N_("How to fill this in"))
SPARE = 200
"""Empty rows for entries to come."""

NOT_OURS = N_("This is no directory of help: no sheet has a column “about”. Download one here and fill that in.")


def workbook(instrument: Instrument, offers: Sequence[Offer]) -> bytes:
    """The directory as it is kept, with what an entry can be about and how to fill it in."""
    titles = list(sheet_titles(TITLES, translations(get_locale())).values())
    file = io.BytesIO()
    heads = [
        Head(ABOUT, _("About which action or theme"), 22, fill=True),
        Head("name", _("What is offered, and by whom"), 52, fill=True),
        Head("link", _("Web address"), 40, fill=True),
        Head("region", _("Region or country"), 16, fill=True),
        Head("sizes", _("Sizes of firms"), 20, fill=True),
        Head("valid_until", _("Until, such as 2027-12-31"), 20, fill=True),
    ]
    subjects = [Head("id", _("About"), 22), Head("title", _("Title"), 70)]
    write_sheets_to_fill(
        file,
        [
            Filled(titles[0], heads, [_cells(offer) for offer in offers], spare=SPARE),
            Filled(titles[1], subjects, [list(pair) for pair in abouts(instrument).items()]),
            Filled(titles[2], [Head("", _("How to fill this in"), 100)], [[line] for line in _instructions()]),
        ],
    )
    return file.getvalue()


def abouts(instrument: Instrument) -> Mapping[str, str]:
    """What an entry can be about: id of a theme or an action → its title."""
    actions = {action.id: action.title for action in instrument.actions if action.level != "programme"}
    return {theme.id: theme.title for theme in instrument.themes} | actions


def _cells(offer: Offer) -> list[Any]:
    until = offer.until.isoformat() if offer.until else None
    return [offer.about, offer.name, offer.link or None, offer.region or None, ", ".join(offer.sizes) or None, until]


def _instructions() -> list[str]:
    return [
        _("A row for each offer. Save the workbook as .xlsx, and upload it on the page that it came from."),
        _("The workbook takes the place of the whole directory: what you delete here is gone there."),
        "",
        _("About: the id of an action or a theme from the second sheet."),
        _("An offer for an action stands on its card in every plan that has it; one for a theme once in a plan."),
        _("Web address: begins with https://. Leave it empty where there is none."),
        _("Region: empty for everywhere; a region of your own list, or a code such as AT-9 or AT."),
        _("Sizes: empty for all; else some of %(sizes)s, with commas between them.", sizes=", ".join(SIZES)),
        _("Until: the last day on which firms are told. Leave it empty where there is none."),
    ]


@dataclass(frozen=True)
class Directory:
    """What a workbook says, and everything wrong in it."""

    offers: tuple[Offer, ...]
    faults: tuple[CellFault, ...]


def read(data: bytes, instrument: Instrument, regions: Mapping[str, str]) -> Directory:
    """The entries of a workbook, none of them to be used where there are faults.

    ``regions``: of the body's own lists, id → name. Raises ``ReadingError`` for what is no such workbook.
    """
    table = tables_of(data, {ABOUT: OTHERS}, NOT_OURS)[ABOUT]
    reader = _Reader(table, instrument, {name.casefold(): id for id, name in regions.items()} | _folded(regions))
    offers = tuple(offer for row in table.rows if (offer := reader.offer(row)) is not None)
    if len(table.rows) > MOST_KEPT:
        table.refuse(table.rows[MOST_KEPT], ABOUT, _("There are at most %(most)s entries.", most=MOST_KEPT))
    return Directory(offers, tuple(table.faults))


def _folded(names: Mapping[str, str]) -> dict[str, str]:
    return {id.casefold(): id for id in names}


@dataclass(frozen=True)
class _Reader:
    """``regions``: of the body's own, by name and id in whatever case → id."""

    table: Table
    instrument: Instrument
    regions: Mapping[str, str]

    def offer(self, row: Row) -> Offer | None:
        before = len(self.table.faults)
        about, name, link = self._about(row), self._name(row), self._link(row)
        region, sizes, until = self._region(row), self._sizes(row), self._until(row)
        if len(self.table.faults) > before:
            return None
        return Offer(about, name, link, region, sizes, until)

    def _refuse(self, row: Row, column: str, message: str) -> str:
        self.table.refuse(row, column, message)
        return ""

    def _about(self, row: Row) -> str:
        known, said = {id.casefold(): id for id in abouts(self.instrument)}, row.of(ABOUT)
        if said.casefold() in known:
            return known[said.casefold()]
        told = _("There is no action or theme “%(id)s”: see the second sheet.", id=said[:40])
        return self._refuse(row, ABOUT, told if said else _("Write the id of an action or a theme here."))

    def _name(self, row: Row) -> str:
        said = " ".join(row.of("name").split())
        if not said:
            return self._refuse(row, "name", _("Write what is offered, and by whom."))
        return self._checked(row, "name", said, LONGEST_NAME)

    def _link(self, row: Row) -> str:
        said = row.of("link")
        if said and not is_link(said):
            return self._refuse(row, "link", _("A web address begins with https:// and has no spaces."))
        return self._checked(row, "link", said, LONGEST_LINK)

    def _checked(self, row: Row, column: str, text: str, most: int) -> str:
        if text == FORMULA:
            return self._refuse(row, column, _("This is a formula that has no value. Write the words themselves."))
        try:
            check_text(text, most)
        except ValidationError as error:
            return self._refuse(row, column, str(error))
        return text

    def _region(self, row: Row) -> str:
        said = row.of("region")
        if not said:
            return ""
        if (own := self.regions.get(said.casefold())) is not None:
            return own
        code = said.upper()
        country = code.partition("-")[0]
        known = {country for country, _name in places.countries(get_locale())}
        if code in known or code in {region for region, _name in places.regions(country)}:
            return code
        return self._refuse(
            row, "region", _("There is no region “%(name)s”. Write one of your own list, or a code.", name=said[:40])
        )

    def _sizes(self, row: Row) -> tuple[str, ...]:
        said = [size.strip().casefold() for size in row.of("sizes").replace(";", ",").split(",") if size.strip()]
        if wrong := [size for size in said if size not in SIZES]:
            text = _("“%(size)s” is no size. Write some of %(sizes)s.", size=wrong[0][:40], sizes=", ".join(SIZES))
            self.table.refuse(row, "sizes", text)
        return tuple(size for size in SIZES if size in said)

    def _until(self, row: Row) -> date | None:
        said = row.of("valid_until")
        try:
            return date.fromisoformat(said[:10]) if said else None
        except ValueError:
            self.table.refuse(row, "valid_until", _("Write a day like 2027-12-31."))
            return None
