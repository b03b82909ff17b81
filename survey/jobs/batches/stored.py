"""Reports from what was handed in and stored: those that the results pages of the same clients offer.

Scored and dated as on the day of handing in, planned as was decided since, compared with the releases of the firm's
campaign and of the site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from scoring.answers import AnswerTable, from_blobs
from scoring.instrument import Instrument, TextQuestion
from scoring.loading import load
from scoring.messages import WaymarkError
from scoring.parallel import Failed
from scoring.profile import profile_table
from scoring.roadmap import RoadmapChoices
from survey import comparing
from survey.config import Settings
from survey.languages import translations
from survey.profiles import profile_row
from survey.storage import advice, choices, frozen
from survey.storage.batches import loading
from survey.storage.batches.held import folder_of
from survey.storage.batches.loading import Order, Stored
from survey.storage.items import Chunk

if TYPE_CHECKING:
    from reports.archive import Entry
    from reports.batch import Earlier, Edition, Kept
    from survey.comparing import Compared


@dataclass(frozen=True)
class Ordered:
    """What one report is made from. ``instrument``: none where ``fault`` says why; items of a chunk share the large.

    ``among``: what the firm is in the first release of its edition; see ``comparing.Compared``.
    """

    stored: Stored
    edition: Edition
    instrument: Instrument | None
    fault: str = ""
    among: Mapping[str, str] = field(default_factory=dict)


class StoredReports:
    """Where the items of batches come from."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def material(self, chunk: Chunk) -> Mapping[int, Ordered]:
        order = loading.order_of(chunk.job)
        if order is None:
            return {}
        found = loading.stored(order, chunk.items)
        alike = {_alike(one): one for one in found.values()}
        asked = {of: self._asked(order, one) for of, one in alike.items()}
        return {id: _ordered(one, *asked[_alike(one)]) for id, one in found.items()}

    def make(self) -> Callable[[list[Any]], list[Entry]]:
        return printed

    def folder(self, job: int) -> Path | None:
        order = loading.order_of(job)
        return folder_of(order.public_id) if order else None

    def reason(self, failed: Failed[Any]) -> str:
        return failed.message.render(translations(failed.item.edition.language))

    def _asked(self, order: Order, stored: Stored) -> tuple[Edition, Instrument | str, Compared | None]:
        edition = _edition(order, self.settings)
        try:
            instrument = load(stored.reference, folder=self.settings.instrument_dir, language=order.language)
        except WaymarkError as error:
            return edition, str(error), None
        if compared := comparing.compared_with(instrument, stored.campaign_id):
            edition = replace(edition, releases=compared.releases, segments=compared.segments)
        return edition, instrument, compared


def _alike(stored: Stored) -> tuple[str, int | None]:
    """Those that answered the same for the same campaign share what is large."""
    return stored.reference, stored.campaign_id


def _ordered(stored: Stored, edition: Edition, instrument: Instrument | str, compared: Compared | None) -> Ordered:
    """``instrument``: why there is none, in its place."""
    if isinstance(instrument, str):
        return Ordered(stored, edition, None, instrument)
    return Ordered(stored, edition, instrument, among=compared.among(stored.taking_part) if compared else {})


def _edition(order: Order, settings: Settings) -> Edition:
    from reports.batch import Edition  # noqa: PLC0415 - read where there is a batch

    house = order.house if order.letter else replace(order.house, letter="")
    return Edition(
        language=order.language,
        date=order.day,
        paper=order.paper,
        font_dir=settings.font_dir.absolute() if settings.font_dir else None,
        house=house,
        record=order.for_us,
        catalogues=tuple(path.absolute() for path in settings.translation_dirs),
    )


def printed(items: list[Ordered]) -> list[Entry]:
    """The entries of items, each with its PDF; in another process. Raises what one of them cannot be made for."""
    alike: dict[Any, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        before, campaign = item.stored.before, item.stored.campaign_id
        reference = item.instrument and item.instrument.reference
        alike[(reference, campaign, item.stored.scorer, before and before.scorer)].append(at)
    made: dict[int, Entry] = {}
    for places in alike.values():
        made |= zip(places, _printed([items[at] for at in places]), strict=True)
    return [made[at] for at in range(len(items))]


def _printed(items: Sequence[Ordered]) -> list[Entry]:
    """Those of one instrument that the same version scored, then and before."""
    from reports.batch import drawn, made_of  # noqa: PLC0415 - read where there is a batch

    instrument, edition = items[0].instrument, items[0].edition
    if instrument is None:
        raise ValueError(items[0].fault)
    stored = [item.stored for item in items]
    made = made_of(
        _table(instrument, stored),
        edition,
        exact=True,
        earlier=_earlier(instrument, stored, for_us=edition.record),
        choices=[_told(_choices(one), for_us=edition.record) for one in stored],
        advice=[advice.from_json(one.advice) for one in stored],
        offered=[one.help for one in stored],
        kept=_kept(instrument, stored),
        among=[item.among for item in items],
    )
    return [drawn(one, edition) for one in made]


def _choices(stored: Stored) -> RoadmapChoices:
    return choices.from_json(*stored.choices)


def _told(decided: RoadmapChoices, *, for_us: bool) -> RoadmapChoices:
    """What is passed on is without the firm's own notes."""
    return decided if for_us else replace(decided, comments={})


def _earlier(instrument: Instrument, stored: Sequence[Stored], *, for_us: bool) -> Earlier | None:
    """The stages before: all of these have one, or none; what was marked at them is told to us alone."""
    from reports.batch import Earlier  # noqa: PLC0415 - read where there is a batch

    before = [one.before for one in stored if one.before]
    if not before:
        return None
    decided = tuple(_choices(one) for one in before) if for_us else ()
    return Earlier(_table(instrument, before), tuple(range(len(before))), _kept(instrument, before), decided)


def _kept(instrument: Instrument, stored: Sequence[Stored]) -> Kept:
    from reports.batch import Kept  # noqa: PLC0415 - read where there is a batch

    scores = frozen.from_json_rows(instrument, [one.scores for one in stored])
    return Kept(scores, stored[0].scorer, tuple(one.submitted_at.date() for one in stored))


def _table(instrument: Instrument, stored: Sequence[Stored]) -> AnswerTable:
    profile, _ = profile_table(pd.DataFrame([profile_row(one.profile) | dict(one.beside) for one in stored]))
    asked = [question.id for question in instrument.questions.values() if isinstance(question, TextQuestion)]
    texts = {name: pd.Series([one.answers.get(name) for one in stored], dtype="str") for name in asked}
    given = {name: column for name, column in texts.items() if column.notna().any()}
    extra = pd.DataFrame(given, index=range(len(stored)))
    return from_blobs(instrument, [one.codes for one in stored], profile, extra)
