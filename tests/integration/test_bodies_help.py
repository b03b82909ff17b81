"""A body's directory of help: by workbook in and out, and on the steps of the firms that answer its campaign."""

from __future__ import annotations

import datetime
import io
from typing import Any

import docx
import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from reports.firm.verifying import record_in, verify
from survey import instruments
from survey.bodies.help.sheet import workbook
from survey.storage import assessments, help_offers
from survey.storage.database import writing
from survey.storage.help_offers import Offer
from survey.storage.models import AssessmentRow, CampaignRow
from survey.storage.values import Member
from tests.copied import words_of
from tests.integration.handed_in import JOINERY, sample_answers
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Page, Visitor, words

LATER, OVER = datetime.date(2199, 12, 31), datetime.date(2020, 1, 1)

COURSE = Offer("red_folder", "Course <b>“Ready”</b>", "https://chamber.example/ready", until=LATER)
THEME = Offer("C1", "Hotline for small firms")
OFFERS = [
    COURSE,
    THEME,
    Offer("red_folder", "Of last year", until=OVER),
    Offer("red_folder", "For the large", sizes=("large",)),
    Offer("red_folder", "For elsewhere", region="FI"),
]


@pytest.fixture
def chamber(app: Flask) -> Member:
    return member(app, organisation(app, "Chamber", "body"), "adviser")


@pytest.fixture
def body(app: Flask, chamber: Member) -> Visitor:
    return signed_in(app, chamber.user_id)


def keep(app: Flask, of: Member, offers: list[Offer]) -> None:
    with app.app_context():
        help_offers.replace(of.organisation_id, "sme-readiness", offers)


def kept(app: Flask, of: Member) -> list[Offer]:
    with app.app_context():
        return help_offers.offers(of.organisation_id, "sme-readiness")


def taking_part(app: Flask, of: Member, profile: dict[str, Any] = JOINERY) -> tuple[Visitor, str]:
    """A firm that answered a campaign of this body."""
    visitor = Visitor(app)
    visitor.client.set_cookie("waymark_browser", "b" * 43)
    with app.app_context():
        public_id = assessments.start(instruments.current(), profile, "b" * 43).public_id
        assessments.save(public_id, sample_answers(), {})
        assessments.submit(public_id, counted=False)
        with writing() as session:
            reference = instruments.current().reference
            campaign = CampaignRow(
                public_id="spring", organisation_id=of.organisation_id, instrument=reference, name="Spring"
            )
            session.add(campaign)
            session.flush()
            mine = sa.update(AssessmentRow).filter_by(public_id=public_id)
            session.execute(mine.values(campaign_id=campaign.id))
    return visitor, public_id


def sheet(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["about", "name", "link", "region", "sizes", "valid_until"])
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def uploaded(app: Flask, body: Visitor, of: Member, data: bytes) -> Page:
    address = f"/o/{of.organisation}/help"
    _action, values = body.get(address).form(address)
    given = {**values, "sheet": (io.BytesIO(data), "help.xlsx")}
    response = body.client.post(address, data=given, content_type="multipart/form-data")
    return body._arrive(address, response)


def test_the_workbook_comes_back_as_it_went_out(app: Flask, chamber: Member, body: Visitor) -> None:
    keep(app, chamber, OFFERS)
    data = body.client.get(f"/o/{chamber.organisation}/help.xlsx").data
    keep(app, chamber, [])
    page = uploaded(app, body, chamber, data)
    assert "The directory has 5 entries now." in page.text
    assert kept(app, chamber) == OFFERS


@pytest.mark.parametrize(
    ("row", "cell", "fault"),
    [
        (["bake_bread", "A"], "A2", "There is no action or theme “bake_bread”"),
        (["", "A"], "A2", "Write the id of an action or a theme here."),
        (["C1", ""], "B2", "Write what is offered, and by whom."),
        (["C1", "A", "javascript:alert(1)"], "C2", "A web address begins with https://"),
        (["C1", "A", "", "Atlantis"], "D2", "There is no region “Atlantis”."),
        (["C1", "A", "", "", "tiny"], "E2", "“tiny” is no size."),
        (["C1", "A", "", "", "", "soon"], "F2", "Write a day like 2027-12-31."),
        (["C1", "A" * 201], "B2", "Please shorten this by 1 character."),
    ],
)
def test_what_cannot_be_used_is_told_by_its_cell_and_changes_nothing(  # noqa: PLR0917
    app: Flask, chamber: Member, body: Visitor, row: list[str], cell: str, fault: str
) -> None:
    keep(app, chamber, [THEME])
    page = uploaded(app, body, chamber, sheet([row, ["C2", "Good"]]))
    assert page.status == 422
    told = words(page.by_id("cells"))
    assert cell in told
    assert fault in told
    assert kept(app, chamber) == [THEME]


def test_what_is_no_directory_is_refused(app: Flask, chamber: Member, body: Visitor) -> None:
    for data in (b"", b"PK\x03\x04 nothing", sheet([])[:200]):
        page = uploaded(app, body, chamber, data)
        assert page.status == 422
        assert page.faults()


def test_a_firm_reads_what_is_for_its_steps_place_and_size_everywhere_alike(app: Flask, chamber: Member) -> None:
    keep(app, chamber, OFFERS)
    firm, public_id = taking_part(app, chamber)
    page = firm.get(f"/a/{public_id}/results")
    assert page.links()[COURSE.link] == COURSE.name
    assert "Of last year" not in page.text
    assert "For the large" not in page.text
    assert "For elsewhere" not in page.text
    line = f"{COURSE.name}, until 31 December 2199: {COURSE.link}"
    pdf = firm.client.get(f"/a/{public_id}/results.pdf").data
    squeezed = "".join(words_of(pdf).split())
    assert "".join(line.split()) in squeezed
    word = docx.Document(io.BytesIO(firm.client.get(f"/a/{public_id}/results.docx").data))
    assert line in [paragraph.text for paragraph in word.paragraphs]
    assert page.text.count(THEME.name) == 1 == squeezed.count("".join(THEME.name.split()))
    with app.app_context():
        assert verify(pdf, instruments.current()).to_the_byte
    assert {one.name for one in record_in(pdf).house.help} == {COURSE.name, THEME.name}


def test_a_firm_of_no_campaign_reads_nothing_of_it(app: Flask, chamber: Member) -> None:
    keep(app, chamber, OFFERS)
    firm, public_id = taking_part(app, chamber)
    with app.app_context(), writing() as session:
        session.execute(sa.update(AssessmentRow).values(campaign_id=None))
    assert COURSE.name not in firm.get(f"/a/{public_id}/results").text


def test_a_directory_of_another_body_stays_its_own(app: Flask, chamber: Member) -> None:
    other = member(app, organisation(app, "Guild", "body"))
    keep(app, other, [THEME])
    keep(app, chamber, [COURSE])
    assert kept(app, other) == [THEME]
    firm, public_id = taking_part(app, chamber)
    assert THEME.name not in firm.get(f"/a/{public_id}/results").text


def test_the_sheet_lists_what_an_entry_can_be_about(app: Flask) -> None:
    with app.test_request_context():
        instrument = instruments.current()
        book = openpyxl.load_workbook(io.BytesIO(workbook(instrument, [])))
    listed = {row[0].value for row in book.worksheets[1].iter_rows()}
    assert {theme.id for theme in instrument.themes} <= listed
    assert "red_folder" in listed
