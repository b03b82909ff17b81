"""The record of a report: all that it was made from, and the scores that it states, to be attached to the PDF."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
from babel import Locale, UnknownLocaleError

from reports import logo
from reports.firm.change import Previous
from reports.firm.handed import Handed, handed_of
from reports.firm.handed import problems as handed_problems
from reports.firm.house import Advice, House
from reports.firm.values import Branding
from reports.theme import PAPERS, colour_fault
from scoring import jsonfile
from scoring.answers import AnswerTable, answers_of
from scoring.messages import N_, Message, Problem, WaymarkError
from scoring.profile import PROFILE
from scoring.release import files as release_files
from scoring.release.model import Release
from scoring.release.records import plain, rebuilt
from scoring.roadmap import Roadmap, RoadmapChoices
from scoring.scores import SCORER_VERSION, Scores, published
from scoring.segments import files as segment_files
from scoring.segments.model import Segments

FORMAT, FORMAT_HANDED = 1, 2
"""Versions of the record's form, raised when an older reader would misread a newer record: the second one is of reports
that an organisation handed out with more than its name. All others stay in the first, so that they stay the same."""

FILE = "waymark.json"
"""What the record is called where it is attached."""

LARGEST = 1_500_000
"""Bytes of a record: a prepared logo, notes and advice to every action, own actions and long texts take less than that,
in any script."""

KEPT = tuple(name for name in PROFILE if name not in ("ref", "email", "counted"))
"""What of a profile a report can depend on; the rest is nobody's business who is handed the PDF."""

NOT_JSON = N_("This is no record of a report: it is not JSON. {reason}")
NOT_A_RECORD = N_("This is no record of a report: “format”: {format} is missing, or is of a later version.")
TOO_LARGE = N_("This is no record of a report: it has {size} bytes, and records have at most {limit}.")
NO_REFERENCE = N_("An instrument is called like sme-readiness@1.")
NO_LANGUAGE = N_("This is no code of a language, such as en or pt_BR.")
NO_DAY = N_("Reports are of the years {first} to {last}.")
NO_PAPER = N_("Reports are on one of: {papers}.")

YEARS = (1990, 2199)
"""Plans count two years onwards from their date, and calendars end somewhere."""

_BESIDE = ("format", "checksum")
"""What a file has beside the record."""

_REFERENCE = re.compile(r"[a-z][a-z0-9-]*@[0-9]+(\?[A-Za-z0-9_=&-]+)?")
"""Never a path: a record comes from anywhere, and must not choose which file of this machine is read."""


class RecordError(WaymarkError):
    """What is attached to a PDF is no record that can be used; ``problems`` says why."""


@dataclass(frozen=True)
class Named:
    """The instrument: ``id@version`` with its switches, SHA-256 of its scoring content, revision of its wording."""

    reference: str
    hash: str
    revision: int


@dataclass(frozen=True)
class Stated:
    """The scores as the report tells them, to 4 decimals; None where there is none. ``level``: its id."""

    dimensions: Mapping[str, float | None]
    overall: float | None
    level: str | None
    answered: float | None


@dataclass(frozen=True)
class Before:
    """The assessment before, where the report tells progress; see ``Previous``. Its stage is in its profile."""

    profile: Mapping[str, object]
    answers: Mapping[str, object]
    date: datetime.date | None
    done: tuple[str, ...]
    expected: Mapping[str, float]


@dataclass(frozen=True)
class Compared:
    """SHA-256 of the releases and of the segments that the firm was compared with, as their files say them.

    ``among``: what the firm is in the first of them, where that is not said by its profile; see ``build``.
    """

    releases: tuple[str, ...] = ()
    segments: str | None = None
    among: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """All that a report was made from.

    ``waymark``, ``scorer``: versions. ``profile``: columns ``KEPT`` that are known, in the forms of
    ``AnswerTable.profile``. ``answers``: by question id, as ``scoring.answers.answers_of`` gives them. ``exact``:
    whether the way to the next level was looked for by the solver. ``compared``: what was published of other firms is
    named by its checksum and not held. ``handed``: None where nothing but a branding was given.
    """

    waymark: str
    scorer: int
    instrument: Named
    date: datetime.date
    language: str
    paper: str
    scores: Stated
    profile: Mapping[str, object]
    answers: Mapping[str, object]
    choices: RoadmapChoices
    exact: bool
    previous: Before | None
    branding: Branding
    address: str
    compared: Compared
    handed: Handed | None = None

    @property
    def house(self) -> House:
        """Whose report it is, as far as this report shows."""
        handed, name = self.handed or Handed(), self.instrument.reference.partition("@")[0]
        adaptations = {name: handed.adaptation}
        return House(self.branding, handed.letter, handed.offer, handed.day_rate, adaptations, handed.help)

    @property
    def advice(self) -> Advice:
        return self.handed.advice if self.handed else Advice()


def record_of(  # noqa: PLR0913 - everything a report depends on, by name
    table: AnswerTable,
    scores: Scores,
    roadmap: Roadmap,
    *,
    row: int = 0,
    exact: bool,
    previous: Previous | None = None,
    before: AnswerTable | None = None,
    compared: Compared = Compared(),
    house: House = House(),  # noqa: B008 - frozen
    advice: Advice = Advice(),  # noqa: B008 - frozen
    address: str = "",
    locale: Locale,
    date: datetime.date,
    paper: str = "A4",
    scorer: int = SCORER_VERSION,
) -> Record:
    """The record of the report that ``build`` makes of the same.

    ``before``: the answers of the assessment before, a table of one row, where there is a ``previous``. ``scorer``:
    version that gave the scores, where they were kept from an earlier day. Raises ``ValueError`` where only one of
    ``previous`` and ``before`` is given.
    """
    instrument = table.instrument
    return Record(
        waymark=waymark_version(),
        scorer=scorer,
        instrument=Named(instrument.reference, instrument.content_hash, instrument.revision),
        date=date,
        language=str(locale),
        paper=paper,
        scores=stated(scores, row),
        profile=_profile_of(table, row),
        answers=answers_of(table, row),
        choices=roadmap.choices,
        exact=exact,
        previous=_before(previous, before),
        branding=house.branding,
        address=address,
        compared=compared,
        handed=handed_of(instrument, house, advice),
    )


@cache
def waymark_version() -> str:
    return version("waymark-readiness")


def stated(scores: Scores, row: int = 0) -> Stated:
    """The scores of one firm, as every file tells them."""
    level = int(scores.level.iloc[row])
    return Stated(
        dimensions={str(name): _known(value) for name, value in scores.dimensions.iloc[row].items()},
        overall=_known(scores.overall.iloc[row]),
        level=scores.instrument.levels[level].id if level >= 0 else None,
        answered=_known(scores.answered.iloc[row]),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(published(value))


def _profile_of(table: AnswerTable, row: int) -> dict[str, object]:
    values = {name: table.profile[name].array[row] for name in KEPT}
    return {name: _as_python(value) for name, value in values.items() if not pd.isna(value)}


def _as_python(value: Any) -> object:
    """Numpy's numbers as JSON knows them."""
    return value.item() if isinstance(value, np.generic) else value


def _before(previous: Previous | None, table: AnswerTable | None) -> Before | None:
    if (previous is None) != (table is None):
        raise ValueError("progress needs the answers before, and they need progress")
    if previous is None or table is None:
        return None
    return Before(_profile_of(table, 0), answers_of(table, 0), previous.date, previous.done, previous.expected)


def compared_with(releases: Sequence[Release], segments: Segments | None) -> Compared:
    """The checksums of what firms are compared with: reckoned once for all firms, as it takes long."""
    return Compared(
        tuple(release_files.to_json(release)["checksum"] for release in releases),
        segment_files.to_json(segments)["checksum"] if segments else None,
    )


def written(record: Record) -> bytes:
    """The record as JSON: the same bytes for the same record.

    ``checksum`` is the SHA-256 of all the rest, as JSON with sorted names and no spaces.
    """
    content = {"format": _format(record.handed is not None), **plain(record)}
    if record.handed is None:
        del content["handed"]
    elif not record.handed.help:  # as it was before there was a directory of it
        del content["handed"]["help"]
    if record.choices.day_rate is None:  # as it was before there was one for an organisation to set
        del content["choices"]["day_rate"]
    if not record.compared.among:  # as it was before bodies had lists of their own
        del content["compared"]["among"]
    return jsonfile.written(content | {"checksum": jsonfile.checksum_of(content)})


def read(content: bytes) -> Record:
    """The record that ``written`` made these bytes of.

    Raises ``RecordError`` for what is larger than ``LARGEST``, broken, of another format or holds a name twice; else
    with every name that is not known or missing and every value that cannot be, and each of their places. Whether the
    instrument offers the answers is for whoever has it. A checksum that does not agree is not refused, for what was
    changed is still to be told: what was not changed is what ``written`` makes of it again.
    """
    data = _parsed(content)
    if not isinstance(data, dict) or data.get("format") != _format("handed" in data):
        raise _refused("format", NOT_A_RECORD, format=FORMAT)
    try:
        record, problems = rebuilt(Record, {name: value for name, value in data.items() if name not in _BESIDE})
    except WaymarkError as error:  # of the choices, which check themselves
        raise RecordError([Problem(f"choices.{one.place}", one.message) for one in error.problems]) from error
    if problems := problems or [*_problems(record)]:
        raise RecordError(problems)
    found: Record = record
    return found


def _format(handed: bool) -> int:
    return FORMAT_HANDED if handed else FORMAT


def _parsed(content: bytes) -> Any:
    if len(content) > LARGEST:
        raise _refused(FILE, TOO_LARGE, size=len(content), limit=LARGEST)
    try:
        data = jsonfile.understood(content)
        jsonfile.check_texts(data)
        return data
    except ValueError as error:
        raise _refused(FILE, NOT_JSON, reason=str(error)) from error


def _refused(place: str, text: str, **told: object) -> RecordError:
    return RecordError([Problem(place, Message(text, told))])


def _problems(record: Record) -> Iterator[Problem]:
    if not _REFERENCE.fullmatch(record.instrument.reference):
        yield Problem("instrument.reference", Message(NO_REFERENCE))
    if not _is_language(record.language):
        yield Problem("language", Message(NO_LANGUAGE))
    if not YEARS[0] <= record.date.year <= YEARS[1]:
        yield Problem("date", Message(NO_DAY, {"first": YEARS[0], "last": YEARS[1]}))
    if record.paper not in PAPERS:
        yield Problem("paper", Message(NO_PAPER, {"papers": ", ".join(PAPERS)}))
    for name in ("accent", "second"):
        colour = getattr(record.branding, name)
        if colour and (fault := colour_fault(colour[:50])):
            yield Problem(f"branding.{name}", fault)
    if record.branding.logo and not logo.is_prepared(record.branding.logo):
        yield Problem("branding.logo", Message(logo.NOT_PREPARED))
    if record.handed:
        for one in handed_problems(record.handed):
            yield Problem(f"handed.{one.place}", one.message)


def _is_language(code: str) -> bool:
    """Whether Babel writes it so too: it then names catalogues, and cannot name anything else."""
    try:
        return str(Locale.parse(code)) == code
    except (UnknownLocaleError, ValueError):
        return False
