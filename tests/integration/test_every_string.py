"""Every string comes from a catalogue or an instrument: in a pseudo-language, no English word is left over."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import docx
import icalendar
import openpyxl
import pytest
from docx.oxml.ns import qn
from flask import Flask

from survey import create_app
from survey.storage.models import now
from tests import pseudo
from tests.copied import pages_of
from tests.integration.campaigns import campaign, invited
from tests.integration.databases import close, settings_for
from tests.integration.handed_in import handed_in, reader_of
from tests.integration.pages import Page, Visitor
from tests.integration.test_firms_way import answered

FIRM = "ΑΒΓ 7"
"""A name that is no English word either."""

NAMES = re.compile(
    r"Waymark|PDF|JSON|CSV|XLSX|DOCX|ICS|EUR|T[01]|sme-readiness@\d+|\b[0-9a-f]{12}\b|\b(?:https?|mailto):\S+|NACE|https?|QR|ISO"
    r"|ReportLab|Eurostat|isoc_e_dii"
)
"""What is called the same in every language."""

LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, pseudo_spoken: dict[str, Any]) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path, sqlite_url, **pseudo_spoken))
    app.testing = True
    yield app
    close(app)


def left_over(text: str) -> list[str]:
    return LATIN.findall(NAMES.sub(" ", text))


def read_aloud(page: Page) -> str:
    """Every text that a visitor sees or hears, attributes included."""
    spoken = [page.title]
    for element in page.root.iter():
        if element.tag in ("script", "style"):
            continue
        spoken += [element.text or "", element.tail or ""]
        spoken += [element.get(name, "") for name in ("aria-label", "alt", "placeholder", "title")]
    return " ".join(spoken)


def check(page: Page) -> Page:
    assert left_over(read_aloud(page)) == [], page.address
    return page


def test_no_english_word_is_left_on_any_page_or_in_the_pdf(app: Flask) -> None:
    visitor = Visitor(app)
    for address in ("/", "/method", "/privacy", "/sample", "/a/unknown/results", "/r/unknown"):
        check(visitor.get(address))
    faulty = check(visitor.send(check(visitor.get("/start")), {"trade": "7", "firm": FIRM}))
    assert faulty.status == 422
    page = visitor.send(faulty, {"trade": pseudo.pseudo("Bakery"), "people": "small", "firm": FIRM})
    while "/start" in page.address:
        page = visitor.send(page, {"trade_choice": _first_trade(page)})
    place = page.address.split("/questions/")[0].removesuffix("/review")
    for turn in range(40):
        check(page)
        if page.address.endswith("/review"):
            break
        choice = answered(page, turn % 4)
        if turn == 2:  # one page with faults in everything that can be typed
            numbers = [name for name, _ in page.form()[1].items() if name == "q_retyping"]
            assert check(visitor.send(page, dict.fromkeys(numbers, "sNaN"))).status == 422
        page = visitor.send(page, choice)
    else:
        pytest.fail("the questions never end")
    check(visitor.get(f"{place}/so-far"))
    check(visitor.get(f"{place}/interview"))
    check(visitor.send(check(visitor.get(f"{place}/link")), action="/link"))
    results = check(visitor.send(visitor.get(f"{place}/review")))
    assert results.address.endswith("/results")
    for address in ("delete", "forget", "ask"):
        check(visitor.get(f"{place}/{address}"))
    for name in ("results.pdf", "summary.pdf"):
        check_pdf(visitor, f"{place}/{name}")
    document = docx.Document(io.BytesIO(visitor.client.get(f"{place}/results.docx").data))
    assert left_over(" ".join(part.text or "" for part in document.element.iter(qn("w:t")))) == []
    check_pdf(visitor, "/sample.pdf")


def check_pdf(visitor: Visitor, address: str) -> None:
    for number, words in enumerate(pages_of(visitor.client.get(address).data), 1):
        assert left_over(words) == [], f"page {number} of {address}"


def test_no_english_word_is_left_in_the_plan_and_its_files(app: Flask) -> None:
    visitor = Visitor(app)
    place = f"/a/{handed_in(app, visitor, firm=FIRM).public_id}"
    results = visitor.get(f"{place}/results")
    step = results.root.find(".//article[@class='action']").get("id", "").removeprefix("step-")
    faulty = visitor.send(results, {"mark": "often", "comment": "x" * 20_000}, action=f"/plan/{step}")
    assert faulty.status == 422
    assert left_over(read_aloud(faulty).replace("x" * 20_000, "")) == []
    check(visitor.send(visitor.get(f"{place}/results"), {"mark": "done", "comment": FIRM}, action=f"/plan/{step}"))
    assert check(visitor.send(results, {"mark": "planned"}, action=f"/plan/{step}")).status == 409
    assert check(visitor.send(results, {"days_per_month": "-1", "budget": "7,,"}, action="/plan")).status == 422
    check(visitor.send(visitor.get(f"{place}/results"), {"days_per_month": "0.5", "budget": "900"}, action="/plan"))
    check(visitor.send(visitor.get(f"{place}/results"), action="/consent"))

    book = openpyxl.load_workbook(io.BytesIO(visitor.client.get(f"{place}/plan.xlsx").data))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    assert left_over(" ".join([*book.sheetnames, *cells])) == []
    entries = icalendar.Calendar.from_ical(visitor.client.get(f"{place}/plan.ics").data).walk("VEVENT")
    assert (
        left_over(" ".join(str(entry.get(name, "")) for entry in entries for name in ("SUMMARY", "DESCRIPTION"))) == []
    )


def test_no_english_word_is_left_in_updates_and_further_stages(app: Flask) -> None:
    visitor = Visitor(app)
    place = f"/a/{handed_in(app, visitor, firm=FIRM).public_id}"
    check(visitor.send(visitor.get(f"{place}/results"), action="/update"))
    check(visitor.get(f"{place}/results"))
    check(visitor.send(check(visitor.get(f"{place}/review")), action="/update/end"))
    page = visitor.send(visitor.get(f"{place}/results"), action="/again")
    while not page.address.endswith("/review"):
        page = check(visitor.send(page))
    later = check(visitor.send(page, {"counted": "yes"}))
    assert later.address != f"{place}/results"
    check(visitor.get(f"{place}/results"))
    check_pdf(visitor, f"{later.address}.pdf")


def test_no_english_word_is_left_where_others_help(app: Flask) -> None:
    visitor, colleague = Visitor(app), Visitor(app)
    place = begun(visitor)
    page = check(visitor.get(f"{place}/colleagues"))
    check(visitor.send(page, {"name": "", "pages": []}, action="/colleagues"))
    made = check(visitor.send(page, {"name": FIRM, "pages": ["strategy"]}, action="/colleagues"))
    link = next(one.get("value", "") for one in made.root.iter("input") if "/r/" in one.get("value", ""))
    check(visitor.get(f"{place}/questions/strategy"))
    visitor.send(visitor.get(f"{place}/questions/strategy"), answered(visitor.get(f"{place}/questions/strategy"), 0))
    page = check(colleague.send(check(colleague.get(urlsplit(link).path))))
    page = check(colleague.get(f"{place}/part/strategy"))
    check(colleague.send(page, answered(page, 2)))
    check(visitor.get(f"{place}/colleagues"))
    check(visitor.get(f"{place}/review"))
    reader = reader_of(app, place.removeprefix("/a/"))
    check(reader.get(f"{place}/results"))


def test_no_english_word_is_left_where_a_firm_meets_a_campaign(app: Flask) -> None:
    visitor, other, words = Visitor(app), Visitor(app), {"of": FIRM, "name": FIRM, "welcome": FIRM, "contact": FIRM}
    one = [{"id": "one", "name": FIRM, "means": "C"}]
    asked = [{"id": "q1", "text": FIRM, "kind": "multiple", "options": [{"id": "one", "text": FIRM}]}]
    lists = {"sector": one, "region": [{**one[0], "means": "AT-4"}], "group": one}
    campaign(app, **words, closes_on=now().date(), lists=lists, questions=asked)
    campaign(app, "early", **words, opens_on=now().date() + timedelta(days=9), least=15)
    campaign(app, "closed", **words, closes_on=now().date() - timedelta(days=9))
    campaign(app, "code", **words, open_link=False, least=15)
    code = f"/i/{invited(app, 'spring', firm=FIRM)}"
    for address in ("/c/spring", "/c/early", "/c/closed", "/c/code", "/i/unknown"):
        check(visitor.get(address))
    check(visitor.send(visitor.get("/c/code"), {"code": ""}))
    check(visitor.send(check(visitor.get("/c/spring/start")), {"own_sector": ""}))
    forms = [check(who.send(check(who.get(code)))) for who in (visitor, other)]
    firm = {"own_sector": "one", "people": "small"}
    place = check(visitor.send(forms[0], firm)).address.split("/questions/")[0]
    assert check(other.send(forms[1], firm)).status == 409
    check(visitor.get(code))
    own = check(visitor.get(f"{place}/own-questions"))
    check(visitor.send(own, {"q1": ["one"]}))
    assert check(visitor.send(own, {"q1": []})).status == 409
    assert check(visitor.send(own, {"q1": ["two"]})).status == 422
    check(visitor.send(visitor.get(f"{place}/review"), {"counted": "yes"}))
    without_code = other.send(other.get("/c/spring/start"), firm).address.split("/questions/")[0]
    page = check(other.get(f"{without_code}/review"))
    assert check(other.send(page, {"counted": "yes", "email": "7"})).status == 422
    for identity in ("", "7"):
        page = check(
            other.send(page, {"counted": "yes", "register": identity}, action="" if not identity else "/consent")
        )


def test_no_english_word_is_left_in_what_the_script_says(app: Flask) -> None:
    visitor = Visitor(app)
    place = begun(visitor)
    page = visitor.get(f"{place}/questions/strategy")
    lines = [one for one in page.root.iter("p") if one.get("id") == "saved"]
    assert left_over(" ".join(value for one in lines for key, value in one.items() if key.startswith("data-"))) == [
        "time"
    ]
    token = page.form("/strategy")[1]["csrf_token"]
    address = f"{place}/answers/decisions"
    for value in ("nonsense", "list"):
        said = visitor.client.post(address, data={"q_decisions": value, "csrf_token": token}).json
        sentences = [text for text in strings(said) if " " in text and not text.startswith("<")]
        assert left_over(" ".join(sentences)) == [], said


def strings(value: object) -> Iterator[str]:
    """Every text in an answer in JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def begun(visitor: Visitor) -> str:
    """The address of a new assessment of this visitor."""
    given = {"trade": pseudo.pseudo("Bakery"), "people": "small", "firm": FIRM}
    page = visitor.send(visitor.get("/start"), given)
    while "/start" in page.address:
        page = visitor.send(page, {"trade_choice": _first_trade(page)})
    return page.address.split("/questions/")[0]


def _first_trade(page: Page) -> str:
    return next(one.get("value", "") for one in page.root.iter("input") if one.get("name") == "trade_choice")


def test_the_pseudo_language_would_notice() -> None:
    """A text that did not pass the catalogue is Latin, and is found; a translated one is not."""
    assert left_over(pseudo.pseudo("Save {name} now").format(name=FIRM)) == []
    assert left_over("Save now") == ["Save", "now"]
