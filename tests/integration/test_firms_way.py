"""The whole way of a firm through the built-in questionnaire: from the first page to its roadmap and its files."""

from __future__ import annotations

import io
import json
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from scoring.loading import load
from scoring.reading import read
from scoring.scores import score
from survey.storage import assessments
from tests.integration.pages import Page, Visitor, words

FIRMS = {
    "bakery": {"trade": "Bakery", "people": "micro", "firm": "Bäckerei Mayer & Töchter", "country": "AT"},
    "plant": {"trade": "Plastics", "people": "medium", "firm": "=SUM(A1) Plastics"},
    "consultancy": {"trade": "Management consultancy", "people": "solo", "firm": "诚信顾问"},
}


def answered(page: Page, place: int) -> dict[str, list[str]]:
    """An answer to every question of a page: the option at this place, or the last one."""
    options: dict[str, list[str]] = {}
    for control in page.root.iter("input"):
        name, value = control.get("name", ""), control.get("value", "")
        if name.startswith("q_") and control.get("type") in ("radio", "checkbox") and control.get("id"):
            options.setdefault(name, []).append(value)
    numbers = {one.get("name", ""): ["3"] for one in page.root.iter("input") if one.get("inputmode")}
    return {name: [values[min(place, len(values) - 1)]] for name, values in options.items()} | numbers


def begin(visitor: Visitor, firm: dict[str, str]) -> Page:
    page = visitor.send(visitor.get("/start"), firm)
    while page.form()[1].get("trade"):
        page = visitor.send(page, {"trade_choice": first_offer(page)})
    return page


def first_offer(page: Page) -> str:
    offers: list[Element] = [one for one in page.root.iter("input") if one.get("name") == "trade_choice"]
    return offers[0].get("value", "")


def to_overview(visitor: Visitor, firm: dict[str, str], place: int = 1) -> Page:
    page = begin(visitor, firm)
    while not page.address.endswith("/review"):
        page = visitor.send(page, answered(page, place))
    return page


@pytest.mark.parametrize("name", FIRMS)
def test_from_the_first_page_to_results_and_files(app: Flask, visitor: Visitor, name: str) -> None:
    firm = FIRMS[name]
    overview = to_overview(visitor, firm)
    assert "Everything is answered" in overview.text
    home = overview.address.removesuffix("/review")

    results = visitor.send(overview)
    assert results.heading == firm["firm"]
    text = results.text
    for part in ("What works already", "The gaps that matter most", "Why this score", "Your roadmap"):
        assert part in text
    assert text.index("What works already") < text.index("The gaps that matter most")
    pictures = results.root.findall(".//{http://www.w3.org/2000/svg}svg[@role='img']")
    assert len(pictures) == 4, "parts and timeline, each wide and narrow"

    pdf = visitor.client.get(f"{home}/results.pdf")
    assert pdf.data.startswith(b"%PDF-")
    assert pdf.data == visitor.client.get(f"{home}/results.pdf").data, "the same answers give the same report"

    held = json.loads(visitor.client.get(f"{home}/answers.json").data)
    assert held["profile"]["firm"] == firm["firm"]
    assert held["counted"] is False

    reading = read(io.BytesIO(visitor.client.get(f"{home}/answers.csv").data), load("sme-readiness"), format="csv")
    assert not reading.problems
    assert not reading.unknown_columns
    assert round(score(reading.table).overall.iloc[0], 4) == held["submission"]["overall"]


def test_the_page_and_the_pdf_come_from_one_report(app: Flask, visitor: Visitor) -> None:
    results = visitor.send(to_overview(visitor, FIRMS["bakery"]))
    with app.app_context():
        submission = assessments.submission(results.address.split("/")[2])
    assert submission is not None
    shown = words(results.root.find(".//*[@class='score__value']"))
    assert abs(float(shown) - submission.scores.overall.iloc[0]) <= 0.5


def test_consent_is_never_ticked_beforehand_and_is_kept_when_given(app: Flask, visitor: Visitor) -> None:
    overview = to_overview(visitor, FIRMS["bakery"])
    assert "counted" not in overview.form()[1]
    assert "Your answers are then removed at once" in overview.text
    results = visitor.send(overview, {"counted": "yes"})
    secret = visitor.client.get_cookie("waymark_browser").value
    with app.app_context():
        assert assessments.find(results.address.split("/")[2], secret).counted is True


def test_an_expired_overview_submits_nothing_and_keeps_the_tick(visitor: Visitor) -> None:
    overview = to_overview(visitor, FIRMS["bakery"])
    page = visitor.send(overview, {"counted": "yes", "csrf_token": "old"})
    assert page.status == 422
    assert page.form()[1]["counted"] == "yes"
    assert "/results" in visitor.send(page).address


def test_after_submitting_every_page_of_questions_leads_to_the_results(visitor: Visitor) -> None:
    results = visitor.send(to_overview(visitor, FIRMS["bakery"]))
    home = results.address.removesuffix("/results")
    for part in ("", "/questions/strategy", "/questions/last-questions", "/review", "/profile"):
        assert visitor.get(f"{home}{part}").address == f"{home}/results"
    assert f"{home}/link" in results.links()


def test_before_submitting_the_results_lead_to_the_overview(visitor: Visitor) -> None:
    home = begin(visitor, FIRMS["bakery"]).address.rsplit("/questions/", 1)[0]
    assert visitor.get(f"{home}/results").heading == "Check your answers"
    assert visitor.get(f"{home}/results.pdf").heading == "Check your answers"
    assert visitor.client.get(f"{home}/answers.csv").status_code == 200


def test_too_little_answered_is_said_and_is_not_zero(visitor: Visitor) -> None:
    first = begin(visitor, FIRMS["bakery"] | {"firm": ""})
    visitor.send(first, answered(first, 1))
    overview = visitor.get(first.address.replace("questions/strategy", "review"))
    assert overview.text.count("That is no bad score: it is none.") == 7
    results = visitor.send(overview)
    assert words(results.root.find(".//*[@class='score__value']")) not in ("0", "")


def test_nothing_answered_still_makes_a_page_and_a_report(visitor: Visitor) -> None:
    first = begin(visitor, FIRMS["bakery"])
    results = visitor.send(visitor.get(first.address.replace("questions/strategy", "review")))
    assert results.status == 200
    assert visitor.client.get(results.address + ".pdf").status_code == 200


@pytest.mark.parametrize(
    ("firm", "shown"),
    [
        ("Bäckerei Mayer", "Waymark-B%C3%A4ckerei-Mayer-"),
        ("诚信顾问", "Waymark-%E8%AF%9A%E4%BF%A1%E9%A1%BE%E9%97%AE-"),
        ('../etc/"pass\u202ewd"', "Waymark-etc-pass-wd-"),
        ("", "Waymark-20"),
    ],
)
def test_files_are_named_after_the_firm_in_any_script(visitor: Visitor, firm: str, shown: str) -> None:
    home = begin(visitor, FIRMS["bakery"] | {"firm": firm}).address.rsplit("/questions/", 1)[0]
    disposition = visitor.client.get(f"{home}/answers.json").headers["Content-Disposition"]
    assert shown in disposition.replace("filename=Waymark", "filename*=UTF-8''Waymark")


@pytest.mark.parametrize("address", ["/", "/method", "/privacy", "/start"])
def test_open_pages(visitor: Visitor, address: str) -> None:
    page = visitor.get(address)
    assert page.status == 200
    assert 'content="noindex"' not in page.html or address == "/start"
