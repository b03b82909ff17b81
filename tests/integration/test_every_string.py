"""Every string comes from a catalogue or an instrument: in a pseudo-language, no English word is left over."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from flask import Flask

from survey import create_app
from tests import pseudo
from tests.integration.databases import close, settings_for
from tests.integration.pages import Page, Visitor
from tests.integration.test_firms_way import answered

FIRM = "ΑΒΓ 7"
"""A name that is no English word either."""

NAMES = re.compile(
    r"Waymark|PDF|JSON|CSV|EUR|T0|sme-readiness@\d+|\b[0-9a-f]{12}\b|\bhttps?://\S+|NACE|https?|QR|ISO|ReportLab"
)
"""What is called the same in every language."""

LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(
        settings_for(
            tmp_path,
            sqlite_url,
            languages=[pseudo.LOCALE],
            translation_dirs=[pseudo.write_catalogues(tmp_path / "catalogues")],
            instrument_dir=pseudo.write_instrument(tmp_path / "instruments"),
        )
    )
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
    for address in ("/", "/method", "/privacy", "/a/unknown/results", "/r/unknown"):
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
    check(visitor.send(check(visitor.get(f"{place}/link")), action="/link"))
    results = check(visitor.send(visitor.get(f"{place}/review")))
    assert results.address.endswith("/results")
    check(visitor.get(f"{place}/delete"))

    with pdfplumber.open(io.BytesIO(visitor.client.get(f"{place}/results.pdf").data)) as pdf:
        for sheet in pdf.pages:
            assert left_over(sheet.extract_text()) == [], f"page {sheet.page_number} of the PDF"


def _first_trade(page: Page) -> str:
    return next(one.get("value", "") for one in page.root.iter("input") if one.get("name") == "trade_choice")


def test_the_pseudo_language_would_notice() -> None:
    """A text that did not pass the catalogue is Latin, and is found; a translated one is not."""
    assert left_over(pseudo.pseudo("Save {name} now").format(name=FIRM)) == []
    assert left_over("Save now") == ["Save", "now"]
