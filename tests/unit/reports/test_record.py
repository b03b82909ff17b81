"""The record of a report: everything that it was made from, there and back, whatever it is called or holds."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from babel import Locale

from reports.firm import Branding, FirmReport, House, Previous, build, render
from reports.firm.rebuilding import rebuilt
from reports.firm.record import LARGEST, Record, RecordError, compared_with, read, record_of, written
from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.messages import ENGLISH
from scoring.progress import progress
from scoring.roadmap import RoadmapChoices, plan
from scoring.scores import SCORER_VERSION, score
from tests.unit.reports.conftest import answers_at

DATE, GB = datetime.date(2026, 11, 28), Locale.parse("en_GB")

NAMES = [
    "Bäckerei Sonnleitner & Töchter",
    "山田商店",
    '<img src="/etc/hostname"> & <b>',
    "Nul\x00 and \x07",
    "\u202egnp.exe",
    "x" * 20_000,
]


@pytest.fixture
def table(instrument: Instrument) -> AnswerTable:
    """A firm half way, with something not applicable and something not known."""
    answers = answers_at(instrument, 0.5) | {"ai": "na", "backup": "dk"}
    profile = {
        "firm": "Span",
        "ref": "0017",
        "email": "ann@example.org",
        "employees": 12,
        "sector": "16",
        "stage": "T1",
    }
    return table_of(instrument, [answers], [profile])


def named(table: AnswerTable, firm: str) -> AnswerTable:
    """The same firm under a name that no sheet would let pass."""
    return replace(table, profile=table.profile.assign(firm=pd.Series([firm], dtype="string")))


def both(table: AnswerTable, choices: RoadmapChoices = RoadmapChoices(), **more: Any) -> tuple[FirmReport, Record]:  # noqa: B008 - frozen
    """A report and its record; ``more`` goes to both."""
    scores = score(table)
    roadmap = plan(table, scores, choices=choices, exact=True)
    before = more.pop("before", None)
    record = record_of(table, scores, roadmap, exact=True, before=before, locale=GB, date=DATE, **more)
    return build(table, scores, roadmap, locale=GB, translations=ENGLISH, date=DATE, **more), record


def test_a_record_says_what_the_report_was_made_from(table: AnswerTable) -> None:
    _, record = both(table)
    told = json.loads(written(record))
    assert (told["format"], told["scorer"], told["language"], told["paper"]) == (1, SCORER_VERSION, "en_GB", "A4")
    instrument = table.instrument
    assert told["instrument"] == {
        "reference": instrument.reference, "hash": instrument.content_hash, "revision": instrument.revision,
    }  # fmt: skip
    assert told["answers"]["backup"] == "dk"
    assert told["profile"] == {
        "firm": "Span", "sector": "C", "division": "16", "size": "small", "employees": 12, "staff": True, "stage": "T1",
    }  # fmt: skip
    scores = score(table)
    assert told["scores"]["overall"] == round(float(scores.overall[0]), 4)
    assert told["scores"]["level"] == instrument.levels[scores.level[0]].id
    assert told["scores"]["dimensions"] == {k: round(float(v), 4) for k, v in scores.dimensions.iloc[0].items()}


def test_client_numbers_and_addresses_stay_at_home(table: AnswerTable) -> None:
    """Whoever is handed the PDF sees the answers, and not the adviser's own list of clients."""
    assert not {b"0017", b"ann@example.org"} & set(written(both(table)[1]).split(b'"'))


def test_what_has_no_score_is_null(instrument: Instrument) -> None:
    _, record = both(table_of(instrument, [{}], [{"firm": "Span"}]))
    assert (record.scores.overall, record.scores.level) == (None, None)
    assert set(record.scores.dimensions.values()) == {None}
    assert read(written(record)) == record


def test_the_same_report_is_built_of_it_again(table: AnswerTable) -> None:
    choices = RoadmapChoices(
        days_per_month=2.5, budget=3_000.0, marks={"backup_plan": "done"}, comments={"devices_list": "Ask <b>Anna</b>"}
    )
    branding = Branding("Chamber", "#0f5b5e", "Ms Öz", "#553311", _png())
    report, record = both(table, choices, house=House(branding), address="https://example.org/r/x")
    found = rebuilt(read(written(record)), table.instrument, translations=ENGLISH)
    assert found.report == report
    assert written(found.record) == written(record)


def _png() -> bytes:
    return base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
    )


def test_progress_is_told_again_from_the_answers_before(table: AnswerTable) -> None:
    before = table_of(table.instrument, [answers_at(table.instrument, 0.2)], [{"firm": "Span", "employees": 12}])
    previous = Previous(
        progress(score(before), score(table)),
        datetime.date(2025, 3, 9),
        "T0",
        ("figures_lesson",),
        {"figures_lesson": 1.25},
    )
    report, record = both(table, previous=previous, before=before)
    assert report.progress is not None
    assert rebuilt(read(written(record)), table.instrument, translations=ENGLISH).report == report


@pytest.mark.parametrize("firm", NAMES, ids=lambda name: ascii(name[:12]))
def test_a_name_goes_through_unharmed_and_the_pdf_is_made(table: AnswerTable, firm: str) -> None:
    report, record = both(named(table, firm))
    back = read(written(record))
    assert back.profile["firm"] == firm
    assert rebuilt(back, table.instrument, translations=ENGLISH).report == report
    assert render(report, record=written(record)).startswith(b"%PDF")


def test_the_kind_of_table_that_answers_came_in_makes_no_difference(table: AnswerTable) -> None:
    """A row of many, and codes in another order in memory."""
    many = AnswerTable(
        table.instrument,
        np.asfortranarray(np.vstack([table.codes] * 3)),
        pd.concat([table.profile] * 3, ignore_index=True),
        pd.concat([table.extra] * 3, ignore_index=True),
    )
    scores = score(many)
    record = record_of(many, scores, plan(many, scores, 2, exact=True), row=2, exact=True, locale=GB, date=DATE)
    assert written(record) == written(both(table)[1])


def test_what_it_was_compared_with_is_named_and_not_held(table: AnswerTable) -> None:
    assert compared_with([], None) == read(written(both(table)[1])).compared


Change = Callable[[dict[str, Any]], object]

WRONG: Mapping[str, tuple[Change, str]] = {
    "another format": (lambda told: told.update(format=2), "format"),
    "a name too many": (lambda told: told.update(colour="red"), "colour: There is nothing called so"),
    "a name too few": (lambda told: told.pop("answers"), "answers: This is missing"),
    "a text for a number": (lambda told: told["scores"].update(overall="95"), "scores.overall"),
    "a path for an instrument": (
        lambda told: told["instrument"].update(reference="/etc/x.yaml"), "instrument.reference"
    ),
    "a path for a language": (lambda told: told.update(language="../../tmp"), "language"),
    "no such paper": (lambda told: told.update(paper="A0"), "paper"),
    "no such mark": (lambda told: told["choices"].update(marks={"a": "eaten"}), "choices.marks.a"),
    "less than no money": (lambda told: told["choices"].update(budget=-1), "choices.budget"),
    "a logo that is none": (lambda told: told["branding"].update(logo="QUJD"), "branding.logo"),
    "no Base64": (lambda told: told["branding"].update(logo="%"), "branding.logo"),
    "a date that is none": (lambda told: told.update(date="2026-02-30"), "date"),
    "the end of all calendars": (lambda told: told.update(date="9999-12-31"), "date"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_what_cannot_be_is_told_with_its_place(table: AnswerTable, kind: str) -> None:
    change, said = WRONG[kind]
    told = json.loads(written(both(table)[1]))
    change(told)
    with pytest.raises(RecordError) as caught:
        read(json.dumps(told).encode())
    assert said in str(caught.value)


def test_every_fault_is_told_at_once(table: AnswerTable) -> None:
    told = json.loads(written(both(table)[1]))
    told["scores"]["overall"], told["exact"], told["date"] = [], 1, "soon"
    with pytest.raises(RecordError) as caught:
        read(json.dumps(told).encode())
    assert [one.place for one in caught.value.problems] == ["date", "scores.overall", "exact"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"format": 1, "format": 1}', b'{"format": NaN}',
        b'{"format": 1, "waymark": "\\ud83e"}',
        b'{"format": 1, "scorer": ' + b"9" * 10_000 + b"}", b" " * (LARGEST + 1),
    ],
    ids=lambda content: ascii(content[:24]),
)  # fmt: skip
def test_what_is_no_record_is_refused(content: bytes) -> None:
    with pytest.raises(RecordError, match="no record of a report"):
        read(content)


def test_half_of_a_sign_in_a_note_keeps_no_report_from_being_made(table: AnswerTable) -> None:
    """No database of ours holds one, but whoever builds a report without one may."""
    report, record = both(table, RoadmapChoices(comments={"figures_lesson": "\ud83e"}))
    assert render(report, record=written(record)).startswith(b"%PDF")
    with pytest.raises(RecordError, match="surrogates"):
        read(written(record))


@pytest.mark.parametrize(
    ("part", "value", "place"),
    [
        ("answers", {"backup": "nonsense"}, "backup"),
        ("answers", {"backup": {"deep": [{}]}, "skills": [1], "rules": [[]], "training": True}, "rules"),
        ("answers", {"no_question": "x"}, "no_question"),
        ("profile", {"firm": 7}, "profile.firm"),
        ("profile", {"size": "huge", "sector": ["C"]}, "size"),
        ("profile", {"email": "a@b.c"}, "profile.email"),
    ],
)
def test_what_the_instrument_does_not_offer_is_told(table: AnswerTable, part: str, value: Any, place: str) -> None:
    told = json.loads(written(both(table)[1])) | {part: value}
    with pytest.raises(RecordError) as caught:
        rebuilt(read(json.dumps(told).encode()), table.instrument)
    assert place in {one.place for one in caught.value.problems}


def test_another_instrument_of_the_same_name_is_refused(table: AnswerTable) -> None:
    record = both(table)[1]
    other = replace(record, instrument=replace(record.instrument, hash="0" * 64))
    with pytest.raises(RecordError, match="scores by other rules"):
        rebuilt(other, table.instrument)
