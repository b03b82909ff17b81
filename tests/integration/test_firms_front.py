"""Before an assessment: the first page, the sample, what this device has begun, and what can be taken along later."""

from __future__ import annotations

import io
import json
import re

import docx
import pikepdf
import pytest
from flask import Flask
from icalendar import Calendar
from openpyxl import load_workbook

from scoring.loading import load
from survey import instruments
from survey.storage import access, assessments, colleagues, notes
from tests.integration.handed_in import JOINERY, handed_in, reader_of
from tests.integration.pages import Page, Visitor, words

PDF, JSON = "application/pdf", "application/json"
FOR_READERS = ("results.pdf", "results.docx", "summary.pdf", "plan.xlsx", "plan.ics")
FOR_OWNERS = ("answers.json", "answers.csv")


def lines(page: Page) -> list[str]:
    """What the first page lists as begun on this device."""
    section = next((one for one in page.root.iter("section") if one.get("aria-labelledby") == "begun"), None)
    return [words(item) for item in section.iter("li")] if section is not None else []


def begin(app: Flask, visitor: Visitor) -> str:
    """An assessment of this browser with three answers."""
    with app.app_context():
        browser, sample = access.new_browser(), instruments.current().sample
        assert sample is not None
        public_id = assessments.start(instruments.current(), JOINERY, browser).public_id
        assessments.save(public_id, dict(list(sample.answers.items())[:3]), {})
    visitor.client.set_cookie("waymark_browser", browser)
    return public_id


def test_the_first_page_says_how_long_and_who_sees_what(visitor: Visitor) -> None:
    page = visitor.get("/")
    assert "No account. Nobody calls you. Skip what you like." in page.text
    low, high = load("sme-readiness").minutes or (0, 0)
    assert f"{low} to {high} minutes" in page.text
    assert "Who sees what" in page.text
    assert {"/start", "/sample"} <= page.links().keys()
    assert lines(page) == []


def test_the_sample_is_marked_as_invented_on_both_sheets(visitor: Visitor) -> None:
    page, sample = visitor.get("/sample"), load("sme-readiness").sample
    assert sample is not None
    assert page.heading == "This is what you get"
    sheets = [words(one) for one in page.root.iter("section") if one.get("class") == "sheet"]
    assert len(sheets) == 2
    for sheet in sheets:
        assert sheet.startswith("Sample This firm and its answers are invented.")
    assert sample.firm in sheets[0]
    assert any(one.tag.endswith("svg") and one.get("role") == "img" for one in page.root.iter())
    assert {"/start", "/sample.pdf"} <= page.links().keys()


def test_the_sample_says_the_same_on_paper(visitor: Visitor) -> None:
    page = visitor.get("/sample")
    response = visitor.client.get("/sample.pdf")
    assert response.mimetype == PDF
    with pikepdf.open(io.BytesIO(response.data)) as document:
        assert len(document.pages) == 2
        assert words(page.by_id("standing")) in str(document.docinfo["/Title"])
    assert visitor.client.get("/sample.pdf").data == response.data


def test_an_instrument_without_a_sample_has_no_such_page(every_type: Flask) -> None:
    visitor = Visitor(every_type)
    assert "/sample" not in visitor.get("/").links()
    assert visitor.get("/sample").status == 404
    assert visitor.get("/sample.pdf").status == 404


def test_an_assessment_in_progress_says_how_far_it_is(app: Flask, visitor: Visitor) -> None:
    public_id = begin(app, visitor)
    page = visitor.get("/")
    (line,) = lines(page)
    assert line.startswith(f"{JOINERY['firm']} in progress: 3 of ")
    assert page.links()[f"/a/{public_id}"].startswith("Continue")
    assert "Forget on this device" in page.links()[f"/a/{public_id}/forget"]


def test_a_finished_one_leads_to_its_results(app: Flask, visitor: Visitor) -> None:
    public_id = handed_in(app, visitor).public_id
    page = visitor.get("/")
    (line,) = lines(page)
    assert "finished on" in line
    assert page.links()[f"/a/{public_id}/results"].startswith("See the results")


def test_an_open_update_keeps_its_results_in_reach(app: Flask, visitor: Visitor) -> None:
    public_id = handed_in(app, visitor).public_id
    with app.app_context():
        assessments.reopen(public_id)
    page = visitor.get("/")
    (line,) = lines(page)
    assert "An update is open" in line
    assert {f"/a/{public_id}", f"/a/{public_id}/results"} <= page.links().keys()


def test_of_several_stages_the_newest_is_listed(app: Flask, visitor: Visitor) -> None:
    first = handed_in(app, visitor).public_id
    cookie = visitor.client.get_cookie("waymark_browser")
    assert cookie is not None
    with app.app_context():
        second = assessments.next_stage(first, cookie.value).public_id
    page = visitor.get("/")
    (line,) = lines(page)
    assert "assessment 2, in progress: 0 of " in line
    assert page.links()[f"/a/{second}"].startswith("Continue")
    assert page.links()[f"/a/{first}/results"].startswith("See the earlier results")
    with app.app_context():
        assessments.save(second, {"retyping": 3}, {})
        assessments.submit(second, counted=False)
    (line,) = lines(visitor.get("/"))
    assert "assessment 2, finished on" in line


def test_what_others_sent_is_told_apart_from_what_is_ones_own(app: Flask, visitor: Visitor) -> None:
    results, pages = handed_in(app, visitor).public_id, begin(app, visitor)
    guest = Visitor(app)
    with app.app_context():
        browser = access.new_browser()
        access.exchange(access.make_link(results, "reader", "Bank"), browser)
        access.exchange(access.make_link(pages, "colleague", "Mia", ["people"]), browser)
    guest.client.set_cookie("waymark_browser", browser)
    page = guest.get("/")
    told = lines(page)
    assert len(told) == 2
    assert sum("to read. You cannot change them." in line for line in told) == 1
    assert sum("sent to you to answer. You see nothing else" in line for line in told) == 1
    assert {f"/a/{results}/results", f"/a/{pages}/part"} <= page.links().keys()
    assert f"/a/{pages}" not in page.links()


def test_nobody_sees_what_another_browser_began(app: Flask, visitor: Visitor) -> None:
    begin(app, visitor)
    assert lines(Visitor(app).get("/")) == []


@pytest.mark.parametrize("name", FOR_READERS)
def test_what_is_made_from_the_report_is_for_owners_and_readers(app: Flask, visitor: Visitor, name: str) -> None:
    public_id = handed_in(app, visitor).public_id
    own = visitor.client.get(f"/a/{public_id}/{name}")
    read = reader_of(app, public_id).client.get(f"/a/{public_id}/{name}")
    assert own.status_code == read.status_code == 200
    passed_on = visitor.client.get(f"/a/{public_id}/{name}?for=others")
    assert passed_on.data == read.data
    assert Visitor(app).get(f"/a/{public_id}/{name}").status == 404


@pytest.mark.parametrize("name", FOR_OWNERS)
def test_what_is_held_is_for_owners_only(app: Flask, visitor: Visitor, name: str) -> None:
    public_id = handed_in(app, visitor).public_id
    assert visitor.client.get(f"/a/{public_id}/{name}").status_code == 200
    assert reader_of(app, public_id).get(f"/a/{public_id}/{name}").status == 404
    assert Visitor(app).get(f"/a/{public_id}/{name}").status == 404


@pytest.mark.parametrize("name", FOR_READERS)
def test_before_there_are_results_a_file_leads_on(app: Flask, visitor: Visitor, name: str) -> None:
    public_id = begin(app, visitor)
    assert visitor.get(f"/a/{public_id}/{name}").address.endswith("/review")


def test_files_are_what_they_say_and_have_names_of_their_own(app: Flask, visitor: Visitor) -> None:
    public_id = handed_in(app, visitor, firm="Tischlerei/../Span & Töchter").public_id
    answers = {name: visitor.client.get(f"/a/{public_id}/{name}") for name in (*FOR_READERS, *FOR_OWNERS)}
    names = [str(answer.headers["Content-Disposition"]) for answer in answers.values()]
    assert len(set(names)) == len(names)
    assert not any("/.." in name for name in names)
    with pikepdf.open(io.BytesIO(answers["summary.pdf"].data)) as document:
        assert len(document.pages) == 2
    assert docx.Document(io.BytesIO(answers["results.docx"].data)).tables
    assert load_workbook(io.BytesIO(answers["plan.xlsx"].data)).active is not None
    assert answers["plan.ics"].content_type == "text/calendar; charset=utf-8"
    assert answers["answers.csv"].content_type == "text/csv; charset=utf-8"
    calendar = Calendar.from_ical(answers["plan.ics"].data)
    assert len(calendar.events) == 4
    assert public_id.encode() not in answers["plan.ics"].data


def test_entries_of_the_next_stage_take_the_place_of_these(app: Flask, visitor: Visitor) -> None:
    first = handed_in(app, visitor)
    reviews = {_review(visitor, first.public_id)}
    cookie = visitor.client.get_cookie("waymark_browser")
    assert cookie is not None
    with app.app_context():
        second = assessments.next_stage(first.public_id, cookie.value)
        assessments.save(second.public_id, {"retyping": 3}, {})
        assessments.submit(second.public_id, counted=False)
    assert reviews == {_review(visitor, second.public_id)}
    assert reviews != {_review(visitor, handed_in(app, visitor).public_id)}, "another firm has entries of its own"


def _review(visitor: Visitor, public_id: str) -> str:
    events = Calendar.from_ical(visitor.client.get(f"/a/{public_id}/plan.ics").data).events
    return str(events[-1]["UID"])


def test_everything_held_is_in_the_export(app: Flask, visitor: Visitor) -> None:
    public_id = begin(app, visitor)
    cookie = visitor.client.get_cookie("waymark_browser")
    assert cookie is not None
    with app.app_context():
        notes.save_notes(public_id, {"retyping": "seen in May"}, {})
        mia = access.new_browser()
        access.exchange(access.make_link(public_id, "colleague", "Mia", ["people"]), mia)
        colleague = colleagues.invited(public_id, mia)
        assert colleague is not None
        assert not colleagues.save_part(public_id, colleague.link_id, {"new_tool": "colleagues"}, {})
        assessments.submit(public_id, counted=False)
        assessments.reopen(public_id)
        assessments.submit(public_id, counted=False)
        second = assessments.next_stage(public_id, cookie.value).public_id
    response = visitor.client.get(f"/a/{public_id}/answers.json")
    assert response.mimetype == JSON
    held = json.loads(response.data)
    assert held["notes"]["retyping"]["text"] == "seen in May"
    assert [one["name"] for one in held["colleagues"]["new_tool"]] == ["Mia"]
    assert held["answers"]["new_tool"]["by"] == "Mia"
    assert held["links"][0]["kind"] == "colleague"
    assert held["submission"]["revision"] == 2
    assert [one["revision"] for one in held["earlier_submissions"]] == [1]
    assert [one["public_id"] for one in held["other_stages"]] == [second]
    assert cookie.value not in response.text


def test_privacy_and_method_speak_of_what_there_is(app: Flask, visitor: Visitor) -> None:
    privacy, method = visitor.get("/privacy"), visitor.get("/method")
    for word in ("colleague", "Notes", "link for reading", "change your mind"):
        assert word in privacy.text
    assert "E-mail" not in privacy.text, "no mail is set up here"
    assert re.search("close to the border", method.text)
    assert "How progress is shown" in method.text
