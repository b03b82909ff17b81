"""The two versions of a report on the web: with its answers for the firm, without and with an address to pass on."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from flask import Flask

from reports.firm import FirmReport
from reports.firm.verifying import record_in, verify
from survey import instruments
from survey.firms.results import files, report
from survey.languages import translations
from survey.storage import access, assessments, plans
from survey.storage.assessments import Assessment
from tests.integration.handed_in import reader_of
from tests.integration.pages import Visitor
from tests.integration.test_firms_results import text_of

NOTE = "askAnna"


@pytest.fixture
def noted(app: Flask, firm: Assessment) -> str:
    """The address of the report of a firm with a note of its own on a step."""
    with app.app_context():
        submission = assessments.submission(firm.public_id)
        assert submission is not None
        step = report.roadmap_of(firm, submission).steps[0].action
        plans.mark(firm.public_id, step, "planned", NOTE, was=(None, ""))
    return f"/a/{firm.public_id}/results.pdf"


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[FirmReport]:
    """What is rendered, as it is rendered."""
    kept: list[FirmReport] = []
    render = files.firm.render

    def watched(report: FirmReport, **more: Any) -> bytes:
        kept.append(report)
        return render(report, **more)

    monkeypatch.setattr(files.firm, "render", watched)
    return kept


def attachments(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(opened.attachments)


def test_an_owner_gets_what_can_be_verified(app: Flask, visitor: Visitor, noted: str) -> None:
    pdf = visitor.client.get(noted).data
    record = record_in(pdf)
    assert list(record.choices.comments.values()) == [NOTE]
    with app.test_request_context():
        instrument = instruments.by_reference(record.instrument.reference)
        verdict = verify(pdf, instrument, translations=translations(record.language))
    assert verdict.to_the_byte, [str(one) for one in verdict.differences]


@pytest.mark.parametrize("who", ["owner", "reader", "reader who asks for more"])
def test_what_is_passed_on_has_neither_answers_nor_notes(
    app: Flask, visitor: Visitor, firm: Assessment, noted: str, who: str
) -> None:
    client = visitor.client if who == "owner" else reader_of(app, firm.public_id).client
    asked = {"owner": "?for=others", "reader": "", "reader who asks for more": "?for=us"}[who]
    pdf = client.get(noted + asked).data
    assert attachments(pdf) == []
    assert NOTE not in text_of("results.pdf", pdf)


def test_progress_is_in_the_record_too(app: Flask, visitor: Visitor, firm: Assessment) -> None:
    cookie = visitor.client.get_cookie("waymark_browser")
    assert cookie is not None
    with app.app_context():
        following = assessments.next_stage(firm.public_id, cookie.value)
        assessments.submit(following.public_id, counted=False)
    pdf = visitor.client.get(f"/a/{following.public_id}/results.pdf").data
    record = record_in(pdf)
    assert record.previous is not None
    with app.test_request_context():
        instrument = instruments.by_reference(record.instrument.reference)
        assert verify(pdf, instrument, translations=translations(record.language)).to_the_byte


def test_what_is_passed_on_at_a_later_stage_is_what_a_reader_of_it_sees(
    app: Flask, visitor: Visitor, firm: Assessment
) -> None:
    """What was marked as done belongs to the stage before, to which a reader has no right."""
    cookie = visitor.client.get_cookie("waymark_browser")
    assert cookie is not None
    with app.app_context():
        submission = assessments.submission(firm.public_id)
        assert submission is not None
        step = report.roadmap_of(firm, submission).steps[0].action
        plans.mark(firm.public_id, step, "done", "", was=(None, ""))
        following = assessments.next_stage(firm.public_id, cookie.value)
        assessments.submit(following.public_id, counted=False)
    address = f"/a/{following.public_id}/results.pdf"
    assert "Marked as done in between" in text_of("results.pdf", visitor.client.get(address).data)
    passed_on = visitor.client.get(f"{address}?for=others").data
    assert "Marked as done in between" not in text_of("results.pdf", passed_on)
    assert passed_on == reader_of(app, following.public_id).client.get(address).data


def test_the_page_offers_both(visitor: Visitor, firm: Assessment) -> None:
    home = f"/a/{firm.public_id}"
    page = visitor.get(f"{home}/results")
    assert page.links()[f"{home}/results.pdf?for=others"].startswith("The same to pass on")
    assert f"{home}/results.pdf" in [form.get("action") for form in page.root.iter("form")]


def post(visitor: Visitor, firm: Assessment) -> Any:
    home = f"/a/{firm.public_id}"
    token = visitor.get(f"{home}/results").form("/results.pdf")[1]
    return visitor.client.post(f"{home}/results.pdf", data=token)


def test_a_printed_address_reads_and_is_ended_like_any_other(
    app: Flask, visitor: Visitor, firm: Assessment, printed: list[FirmReport]
) -> None:
    response = post(visitor, firm)
    assert (response.status_code, response.mimetype, attachments(response.data)) == (200, "application/pdf", [])
    address = printed[-1].address
    assert address.startswith("http://localhost/r/")
    with app.app_context():
        [link] = access.links(firm.public_id)
        assert (link.kind, link.name.split(" of ")[0]) == ("reader", "Paper")
    bank, path = Visitor(app), address.removeprefix("http://localhost")
    assert bank.send(bank.get(path)).address == f"/a/{firm.public_id}/results"
    assert bank.get(f"/a/{firm.public_id}/link").status == 404, "it reads, and no more"
    page = visitor.get(f"/a/{firm.public_id}/link")
    assert "Results, to read only: Paper of " in page.text
    visitor.send(page, action=f"/link/{link.id}/end")
    assert Visitor(app).get(path).status == 404
    assert bank.get(f"/a/{firm.public_id}/results").status == 404


def test_each_paper_has_an_address_that_works(
    app: Flask, visitor: Visitor, firm: Assessment, printed: list[FirmReport]
) -> None:
    """Pressed twice, either of the two may be the one that is printed."""
    for _ in range(2):
        post(visitor, firm)
    first, second = (one.address.removeprefix("http://localhost") for one in printed)
    assert first != second
    assert [Visitor(app).get(path).status for path in (first, second)] == [200, 200]


def test_no_address_is_printed_unless_asked_for(visitor: Visitor, noted: str, printed: list[FirmReport]) -> None:
    for asked in ("", "?for=others"):
        visitor.client.get(noted + asked)
    assert [one.address for one in printed] == ["", ""]


def test_before_there_are_results_no_link_is_made(app: Flask, visitor: Visitor) -> None:
    begun = visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro"})
    public_id = begun.address.split("/")[2]
    token = visitor.get(f"/a/{public_id}/link").form("/link")[1]["csrf_token"]
    assert visitor.client.post(f"/a/{public_id}/results.pdf", data={"csrf_token": token}).status_code == 302
    with app.app_context():
        assert access.links(public_id) == []
