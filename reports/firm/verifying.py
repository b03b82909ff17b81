"""Is a report what its answers give? It is made again from what is attached to it, and compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from reports.firm import render
from reports.firm.rebuilding import rebuilt
from reports.firm.record import FILE, Record, read, written
from reports.opening import Differences, attached, differences, opened
from scoring.instrument import Instrument
from scoring.messages import N_, Message
from scoring.release.model import Release
from scoring.segments import Segments

MOST_SHOWN = 12
"""Numbers of pages that a message names."""

VERSION = N_("{what}: the report was made with {stated}, and {here} is here.")
WAYMARK, SCORER = N_("Waymark"), N_("Version of the scorer")
REVISION = N_("Revision of the instrument’s wording and actions")
SCORE = N_("{what}: the report states {stated}, its answers give {here}.")
OVERALL, LEVEL, ANSWERED = N_("Overall score"), N_("Level"), N_("Answered share")
NOTHING = N_("none")
COUNTS = N_("The report has {stated} pages, and made again {here}.")
SHOWN = N_("What these pages show differs from what the answers give: {pages}.")
AROUND = N_("Links, notes, pictures or fonts of these pages were changed: {pages}.")
BESIDE = N_(
    "The pages are as they should be, but something beside them was changed: title, outline, tags or attachment."
)
RECORD = N_("The attached record was changed after it was made: it is not what its checksum says.")


@dataclass(frozen=True)
class Verdict:
    """``to_the_byte``: the file is what was made again; else it may still hold the same, only packed in another way.

    ``differences``: everything that differs; none where the report is the same. The last word is theirs: a report is
    what its answers give, which does not say who gave them.
    """

    record: Record
    to_the_byte: bool
    differences: tuple[Message, ...]

    @property
    def same(self) -> bool:
        return not self.differences


def record_in(pdf: bytes) -> Record:
    """The record that is attached to a report: it says which instrument and releases ``verify`` needs.

    Raises ``OpeningError`` for a PDF that cannot be looked into or has none, ``RecordError`` for one that cannot be
    used.
    """
    return read(_attached(pdf))


def _attached(pdf: bytes) -> bytes:
    with opened(pdf) as stated:
        return attached(stated, FILE)


def verify(
    pdf: bytes,
    instrument: Instrument,
    *,
    releases: Sequence[Release] = (),
    segments: Segments | None = None,
    translations: NullTranslations | None = None,
) -> Verdict:
    """Make the report again from the record that is attached to it, and say whether and where the two differ.

    The other parameters are those of ``rebuilt``. Raises ``OpeningError`` and ``RecordError``, as ``record_in`` and
    ``rebuilt`` do, with every reason for which the report cannot be made again.
    """
    content = _attached(pdf)
    record = read(content)
    again = rebuilt(record, instrument, releases, segments, translations)
    own = written(again.record)
    made = render(again.report, paper=record.paper, record=own)
    if made == pdf:
        return Verdict(record, True, ())
    told = [*_versions(record, again.record), *_scores(record, again.record)]
    if content != written(record) or (own != content and not told):
        told.append(Message(RECORD))
    with opened(pdf) as first, opened(made) as second:
        found = differences(first, second)
    told += _pages(found)
    if found.beside and not told:
        told.append(Message(BESIDE))
    return Verdict(record, False, tuple(told))


def _versions(stated: Record, here: Record) -> Iterator[Message]:
    pairs = (
        (WAYMARK, stated.waymark, here.waymark),
        (SCORER, stated.scorer, here.scorer),
        (REVISION, stated.instrument.revision, here.instrument.revision),
    )
    for what, then, now in pairs:
        if then != now:
            yield Message(VERSION, {"what": Message(what), "stated": str(then)[:40], "here": now})


def _scores(stated: Record, here: Record) -> Iterator[Message]:
    """Each score that differs, the overall ones first."""
    overall = {"overall": OVERALL, "level": LEVEL, "answered": ANSWERED}
    for name, what in overall.items():
        yield from _score(Message(what), getattr(stated.scores, name), getattr(here.scores, name))
    first, second = stated.scores.dimensions, here.scores.dimensions
    for name in dict.fromkeys([*second, *first]):
        yield from _score(name[:60], first.get(name), second.get(name))


def _score(what: Message | str, stated: float | str | None, here: float | str | None) -> Iterator[Message]:
    if stated != here:
        yield Message(SCORE, {"what": what, "stated": _shown(stated), "here": _shown(here)})


def _shown(value: float | str | None) -> Message | str:
    return Message(NOTHING) if value is None else str(value)[:60]


def _pages(found: Differences) -> Iterator[Message]:
    if found.counts[0] != found.counts[1]:
        yield Message(COUNTS, {"stated": found.counts[0], "here": found.counts[1]})
    for text, numbers in ((SHOWN, found.pages), (AROUND, found.around)):
        if numbers:
            more = ["…"] if len(numbers) > MOST_SHOWN else []
            yield Message(text, {"pages": ", ".join([*map(str, numbers[:MOST_SHOWN]), *more])})
