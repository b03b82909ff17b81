"""The profile of a firm: who it is, as far as scoring and comparing need to know, checked and in one form."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoring.coding import TOO_LONG, shortened
from scoring.columns import Fault, understood
from scoring.fields import PEOPLE_BY_SIZE, SIZES
from scoring.messages import N_, Message
from scoring.trades import SECTIONS, find_trades, plain, section_of, trade

PROFILE = ("firm", "ref", "email", "sector", "division", "size", "employees", "staff",
           "country", "region", "stage", "date", "source", "counted")  # fmt: skip
"""Columns of a profile table: see ``AnswerTable.profile``."""


@dataclass(frozen=True)
class People:
    """A band of people who usually work in a firm, as a person is asked for it."""

    id: str
    name: str
    size: str
    staff: bool
    headcount: int
    """People assumed where only the band is known."""


PEOPLE = (
    People("solo", N_("Just me"), "micro", False, 1),
    People("micro", N_("2 to 9"), "micro", True, PEOPLE_BY_SIZE["micro"]),
    People("small", N_("10 to 49"), "small", True, PEOPLE_BY_SIZE["small"]),
    People("medium", N_("50 to 249"), "medium", True, PEOPLE_BY_SIZE["medium"]),
    People("large", N_("250 or more"), "large", True, PEOPLE_BY_SIZE["large"]),
)

SIZE_BEGINS = (10, 50, 250)
"""Employees from which a firm is small, medium, large; below the first, 0 too, it is micro."""


def profile_table(given: pd.DataFrame, listed: int | None = None) -> tuple[pd.DataFrame, list[Fault]]:
    """A table with the columns ``PROFILE``, typed, from any of them in the forms that a sheet may use, and its faults.

    ``sector`` may be a NACE section letter, a division or a trade's name and fills ``division`` where it says so;
    ``employees`` fills ``size`` and ``staff``. ``stage`` is T0 unless given, ``counted`` no. A value with a fault is
    missing in the result. ``listed``: see ``columns.understood``. Raises nothing: see ``Fault``.
    """
    texts = {name: _as_texts(given[name]) for name in PROFILE if name in given}
    columns = {name: np.full(len(given), DEFAULTS.get(name), dtype=object) for name in PROFILE}
    faults: list[Fault] = []
    for name, column in texts.items():
        columns[name], found = understood(column, name, READERS[name], DEFAULTS.get(name), listed)
        faults += found
    if "sector" in texts or "division" in texts:
        faults += _complete_sector(columns, texts)
    if "employees" in texts:
        faults += _complete_size(columns, texts)
    return pd.DataFrame({name: pd.Series(columns[name], dtype=DTYPES[name]) for name in PROFILE}), faults


def _as_texts(column: pd.Series) -> pd.Series:
    """A column as text, empty where there is nothing."""
    is_text = isinstance(column.dtype, pd.StringDtype | pd.CategoricalDtype) and not column.hasnans
    return column if is_text else column.map(_as_text).astype("str")


def _as_text(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


NOT_A_SECTOR = N_("“{value}” is not a NACE section (A to U), a NACE division (01 to 99) or a trade we know.")
SEVERAL_TRADES = N_("“{value}” could be several trades: {offered}. Write one of them in full.")
NOT_A_SIZE = N_("“{value}” is not a size class. Write micro, small, medium or large.")
NOT_A_COUNT = N_("“{value}” is not a number of people. Write a whole number, for example 12.")
NOT_A_COUNTRY = N_("“{value}” is not a country code. Write two letters of ISO 3166, for example DE.")
NOT_A_STAGE = N_("“{value}” is not a stage. Write T0, T1, T2 and so on.")
NOT_A_DATE = N_("“{value}” is not a date. Write year, month, day, for example 2026-03-31.")
NOT_A_SOURCE = N_("“{value}” is not a source. Write self, interview or import.")
NOT_YES_NO = N_("“{value}” is neither yes nor no.")
NOT_AN_ADDRESS = N_("“{value}” is not an e-mail address.")
SIZE_CONTRADICTS = N_("{employees} employees make a firm {expected}, not {value}. Correct one of the two.")
SECTION_CONTRADICTS = N_("Division {division} belongs to section {expected}, not {value}. Correct one of the two.")
SIZE_NAMES = {"micro": N_("micro"), "small": N_("small"), "medium": N_("medium"), "large": N_("large")}


def _value(message: str, value: str) -> Message:
    return Message(message, {"value": shortened(value)})


def _read_text(limit: int) -> Callable[[str], Any]:
    def read(text: str) -> str | Message:
        clean = unicodedata.normalize("NFC", text)
        return clean if len(clean) <= limit else Message(TOO_LONG, {"length": len(clean), "limit": limit})

    return read


def _read_sector(text: str) -> str | Message:
    """A section letter or a two-digit division."""
    code = text.upper().removeprefix("NACE").strip()
    if code in SECTIONS:
        return code
    number = re.fullmatch(r"([A-U]?)(\d{1,2})(\.\d{1,2}){0,2}", code)
    if number:
        division = number[2].zfill(2)
        section = section_of(division)
        return division if section and number[1] in ("", section) else _value(NOT_A_SECTOR, text)
    return _read_trade(text)


def _read_trade(text: str) -> str | Message:
    sections = [letter for letter, name in SECTIONS.items() if plain(name) == plain(text)]
    known = trade(text)
    found = [known] if known else find_trades(text) if len(text) >= 4 else []
    if sections or not found:
        return sections[0] if sections else _value(NOT_A_SECTOR, text)
    if len({one.division for one in found}) == 1:
        return found[0].division
    return Message(SEVERAL_TRADES, {"value": shortened(text), "offered": "; ".join(one.name for one in found[:8])})


def _read_division(text: str) -> str | Message:
    division = text.zfill(2)
    return division if section_of(division) else _value(NOT_A_SECTOR, text)


def _read_count(text: str) -> int | Message:
    number = re.fullmatch(r"(\d{1,7})(\.0)?", text)
    return int(number[1]) if number and text.isascii() else _value(NOT_A_COUNT, text)


COUNTRY_ALIASES = {"EL": "GR", "UK": "GB"}
"""Codes that Eurostat uses beside ISO 3166-1."""


def _read_country(text: str) -> str | Message:
    import pycountry  # noqa: PLC0415 - slow to import, and only files with countries need it

    code = COUNTRY_ALIASES.get(text.upper(), text.upper())
    known = len(code) == 2 and pycountry.countries.get(alpha_2=code) is not None
    return code if known else _value(NOT_A_COUNTRY, text)


def read_stage(text: str) -> str | Message:
    """The stage in its one form: t01 is T1, so that a firm is not taken for answering a first time twice."""
    stage = re.fullmatch(r"[Tt]([0-9]{1,2})", text)
    return f"T{int(stage[1])}" if stage else _value(NOT_A_STAGE, text)


def _read_date(text: str) -> str | Message:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        return _value(NOT_A_DATE, text)


def _read_word(words: dict[str, Any], message: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        word = text.casefold()
        return words[word] if word in words else _value(message, text)

    return read


def _read_email(text: str) -> str | Message:
    sound = len(text) <= 254 and re.fullmatch(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+", text)
    return text if sound else _value(NOT_AN_ADDRESS, text)


_YES_NO = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}

READERS: dict[str, Callable[[str], Any]] = {
    "firm": _read_text(300),
    "ref": _read_text(100),
    "email": _read_email,
    "sector": _read_sector,
    "division": _read_division,
    "size": _read_word({size: size for size in SIZES}, NOT_A_SIZE),
    "employees": _read_count,
    "staff": _read_word(_YES_NO, NOT_YES_NO),
    "country": _read_country,
    "region": _read_text(100),
    "stage": read_stage,
    "date": _read_date,
    "source": _read_word({word: word for word in ("self", "interview", "import")}, NOT_A_SOURCE),
    "counted": _read_word(_YES_NO, NOT_YES_NO),
}
DEFAULTS: dict[str, Any] = {"stage": "T0", "counted": False}
DTYPES = dict.fromkeys(PROFILE, "string") | {"employees": "Int64", "staff": "boolean", "counted": "boolean"}


def _complete_sector(columns: dict[str, np.ndarray], texts: dict[str, pd.Series]) -> list[Fault]:
    """Divisions written in ``sector`` move to ``division``; sections follow from divisions."""
    sector, division = pd.Series(columns["sector"]), pd.Series(columns["division"])
    is_division = sector.str.len().eq(2).to_numpy(dtype=bool)
    division = division.where(division.notna() | ~is_division, sector)
    expected = division.map({one: section_of(one) for one in division.dropna().unique()})
    own = expected.where(~is_division, division)  # what ``sector`` must say beside the division
    clash = (sector.notna() & own.notna() & (sector != own)).to_numpy(dtype=bool)
    columns["division"] = division.to_numpy(dtype=object)
    columns["sector"] = expected.where(expected.notna(), sector).to_numpy(dtype=object)
    return [_contradicting_section(int(row), texts, columns) for row in np.flatnonzero(clash)]


def _contradicting_section(row: int, texts: dict[str, pd.Series], columns: dict[str, np.ndarray]) -> Fault:
    written = texts["sector"].iloc[row]
    params = {"division": columns["division"][row], "expected": columns["sector"][row], "value": written}
    return Fault(row, "sector", written, Message(SECTION_CONTRADICTS, params))


def _complete_size(columns: dict[str, np.ndarray], texts: dict[str, pd.Series]) -> list[Fault]:
    """Size and staff follow from the employees; one employee may be the owner alone, so staff stays unknown."""
    counts = pd.array(columns["employees"], dtype="Int64")
    known = ~counts.isna()
    numbers = counts.to_numpy(dtype=np.int64, na_value=0)
    expected = np.array(SIZES, dtype=object)[np.searchsorted(SIZE_BEGINS, numbers, side="right")]
    size = columns["size"]
    given = ~pd.isna(size)
    clash = known & given & (size != expected)
    columns["size"] = np.where(known & ~given, expected, size)
    no_staff = pd.isna(columns["staff"])
    columns["staff"] = np.where(no_staff & known & (numbers == 0), False, columns["staff"])
    columns["staff"] = np.where(no_staff & known & (numbers > 1), True, columns["staff"])
    return [_contradicting_size(int(row), texts, numbers[row], expected[row]) for row in np.flatnonzero(clash)]


def _contradicting_size(row: int, texts: dict[str, pd.Series], employees: int, expected: str) -> Fault:
    written = texts["size"].iloc[row].strip()
    names = {"expected": Message(SIZE_NAMES[expected]), "value": Message(SIZE_NAMES[written.casefold()])}
    return Fault(row, "size", written, Message(SIZE_CONTRADICTS, {"employees": int(employees), **names}))
