"""Reports for many firms: in order across chunks, each the firm's own, and one that fails costs one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

import pytest
from babel import Locale

from reports import batch
from reports.batch import Edition, entries, made_of
from reports.catalogues import catalogue
from reports.firm import FirmReport, build
from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.parallel import local
from scoring.roadmap import plan
from scoring.scores import score
from scoring.segments import Segments
from tests.unit.reports.conftest import answers_at
from tests.unit.reports.segment_cases import slices, two_groups
from tests.unit.scoring.random_instruments import chance_of, random_answers

EDITION = Edition("en_GB", datetime.date(2026, 11, 23))


@pytest.fixture
def seven_firms() -> AnswerTable:
    """Firms that differ in their answers, so that a report of the wrong row shows."""
    instrument = load("sme-readiness")
    steps = ["breakdown", "ideas", "ordered", "dated", "reviewed", "ideas", "dated"]
    answers = [{"decisions": step, "money": "yearly", "standin": "notes"} for step in steps]
    profiles = [{"firm": f"Firm {number}", "ref": f"R{number}"} for number in range(7)]
    return table_of(instrument, answers, profiles)


def firm_reports(table: AnswerTable, edition: Edition) -> list[FirmReport]:
    return [made.report for made in made_of(table, edition)]


def test_a_chunk_scored_in_one_pass_gives_each_firm_its_own_report(seven_firms: AnswerTable) -> None:
    together = firm_reports(seven_firms, EDITION)
    alone = [firm_reports(seven_firms[row : row + 1], EDITION)[0] for row in range(7)]
    assert together == alone
    assert len({report.dimensions[0].score for report in together}) == 5


@pytest.mark.parametrize("kind", ["none", "groups", "continuum"])
def test_what_is_found_out_for_all_at_once_is_what_each_is_told_alone(kind: str) -> None:
    """With contradictory answers, borders near and far, and firms that have no place."""
    instrument = load("sme-readiness")
    segments = {"groups": two_groups(instrument, 35, 55), "continuum": slices(instrument, 40, 50)}.get(kind)
    firms, edition = any_firms(instrument), replace(EDITION, segments=segments)
    together = same_score(firm_reports(firms, edition))
    assert together == same_score(firm_reports(firms[row : row + 1], edition)[0] for row in range(12))
    assert together == same_score(reported(firms, row, segments) for row in range(12))
    assert len({report.segment for report in together}) > 6
    assert {bool(report.contradictions) for report in together} == {True, False}
    assert {report.stability[:7] for report in together} == {"Your le", "You are", ""}


def same_score(reports: Iterable[FirmReport]) -> list[FirmReport]:
    """With scores to nine decimals: in a table of another length the same sums are added up in another order."""
    return [replace(one, overall=None if one.overall is None else round(one.overall, 9)) for one in reports]


def any_firms(instrument: Instrument) -> AnswerTable:
    """Firms from nothing in place to most of it, with answers drawn by chance in between; the last one gave none."""
    chance = chance_of(1)
    answers = [
        answers_at(instrument, share / 10) | dict(chance.sample(list(random_answers(chance, instrument).items()), 8))
        for share in range(11)
    ]
    answers[3] |= {"backup": "restored", "emergency": "no_idea"}
    names = [{"firm": f"Firm {number}", "employees": 12} for number in range(12)]
    return table_of(instrument, [*answers, {}], names)


def reported(firms: AnswerTable, row: int, segments: Segments | None) -> FirmReport:
    """The report of a row of a table without any verdict given: found out for this firm by itself."""
    scores = score(firms)
    return build(
        firms, scores, plan(firms, scores, row), row=row, segments=segments, locale=Locale.parse(EDITION.language),
        translations=catalogue(EDITION.language), date=EDITION.date,
    )  # fmt: skip


def test_a_firm_that_cannot_be_rendered_costs_one_entry(
    seven_firms: AnswerTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(report: FirmReport, *, paper: str, record: bytes) -> bytes:
        if report.firm == "Firm 4":
            raise ValueError("a poisonous name")
        return f"{report.firm} on {paper}".encode()

    monkeypatch.setattr(batch, "render", render)
    monkeypatch.setattr(batch, "CHUNK", 3)
    made = list(entries(seven_firms, EDITION, local(1)))
    assert [(one.firm, one.ref) for one in made] == [(f"Firm {number}", f"R{number}") for number in range(7)]
    assert [one.pdf for one in made if one.pdf] == [f"Firm {n} on A4".encode() for n in range(7) if n != 4]
    assert "a poisonous name" in made[4].fault
