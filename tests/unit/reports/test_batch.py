"""Reports for many firms: in order across chunks, each the firm's own, and one that fails costs one."""

from __future__ import annotations

import datetime

import pytest

from reports import batch
from reports.batch import Edition, entries, firm_reports
from reports.firm import FirmReport
from scoring.answers import AnswerTable, table_of
from scoring.loading import load
from scoring.parallel import local

EDITION = Edition("en_GB", datetime.date(2026, 11, 23))


@pytest.fixture
def seven_firms() -> AnswerTable:
    """Firms that differ in their answers, so that a report of the wrong row shows."""
    instrument = load("sme-readiness")
    steps = ["breakdown", "ideas", "ordered", "dated", "reviewed", "ideas", "dated"]
    answers = [{"decisions": step, "money": "yearly", "standin": "notes"} for step in steps]
    profiles = [{"firm": f"Firm {number}", "ref": f"R{number}"} for number in range(7)]
    return table_of(instrument, answers, profiles)


def test_a_chunk_scored_in_one_pass_gives_each_firm_its_own_report(seven_firms: AnswerTable) -> None:
    together = firm_reports(seven_firms, EDITION)
    alone = [firm_reports(seven_firms[row : row + 1], EDITION)[0] for row in range(7)]
    assert together == alone
    assert len({report.dimensions[0].score for report in together}) == 5


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
