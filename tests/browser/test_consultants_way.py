"""The whole way of a consultancy in a real browser: its people, its clients, their sheets, and what it takes along."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from pathlib import Path

import openpyxl
from passlib.totp import TOTP
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_page
from tests.browser.desk import bring_in, client_page, download, heading, listed
from tests.browser.looking import expect_accessible, expect_fit
from tests.browser.offices import Office, Person, add_client, administrator, found, join, office, press, shown_link
from tests.browser.offices import sign_in as say_password
from tests.browser.tour import ANSWER_EVERYTHING, save_interview
from tests.browser.walking import BAKERY, answer_all, follow, submit

ADVISER = Person("Ben Harbour", "ben@harbour.example")
STRANGER = Person("Cas Other", "cas@other.example")

FIRMS = tuple(f"Mill No. {number}" for number in range(1, 13))


def test_a_consultancy_is_founded_and_its_owner_joins_on_a_phone(
    browser: Browser, server: str, first_link: str
) -> None:
    """The link is shown once, opens nothing more once it was used, and the first page says what to do."""
    site = administrator(browser, server, first_link, expect_accessible)
    link = found(site, server, "Quay Advisers", Person("Dee Quay", "dee@quay.example"))
    site.reload()
    expect(site.get_by_label("Private link", exact=True)).to_have_count(0)
    phone = new_page(browser, 360, has_touch=True, is_mobile=True)
    phone.goto(link)
    expect_fit(phone)
    place = join(phone, link, Person("Dee Quay", "dee@quay.example"))
    expect_fit(phone)
    assert phone.url == f"{place}/clients"
    expect(phone.get_by_role("heading", name="There are no clients yet")).to_be_visible()
    answer = site.goto(link)
    assert answer is not None
    assert answer.status == 404
    for one in (site, phone):
        one.context.close()


def test_the_list_is_searched_and_sorted(harbour: Office, page: Page, tmp_path: Path) -> None:
    bring_in(page, harbour, tmp_path, "Zebra Sorting", "Ångström Sorting", "Bear Sorting")
    page.goto(f"{harbour.address}/clients")
    page.get_by_label("Name, number or e-mail").fill("sorting")
    press(page, "Show")
    there = listed(page)
    assert there == ["Ångström Sorting", "Bear Sorting", "Zebra Sorting"]
    follow(page, page.locator(".clients thead").get_by_role("link", name=re.compile("^Name")))
    assert listed(page) == there[::-1]
    page.get_by_label("Name, number or e-mail").fill("no such firm")
    press(page, "Show")
    expect(page.get_by_text("No client fits this.")).to_be_visible()


def test_a_firm_answers_by_its_link_and_the_adviser_sees_it_finished(
    browser: Browser, harbour: Office, page: Page
) -> None:
    """On its phone the firm is told who reads along before it opens anything; its consultancy then has the results."""
    place = add_client(page, harbour, "Bakery Invited", "I-1", **{"What does the firm do?": "Bakery"})
    page.goto(place)
    press(page, "Make a link to pass on yourself")
    phone = new_page(browser, 360, has_touch=True, is_mobile=True)
    phone.goto(shown_link(page))
    expect_fit(phone)
    expect(phone.get_by_text("Harbour Advisers sees your answers, notes, results and plan")).to_be_visible()
    press(phone, "Continue")
    if phone.get_by_role("button", name="Go to the questions").count():
        phone.get_by_label(BAKERY.people, exact=True).check()
        press(phone, "Go to the questions")
    page.goto(place)
    expect(page.locator(".stages .state")).to_contain_text("begun")
    answer_all(phone, BAKERY, expect_fit)
    submit(phone)
    phone.context.close()
    page.goto(place)
    expect(page.locator(".stages .state")).to_contain_text("finished")
    follow(page, page.get_by_role("link", name=re.compile("^Results")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bakery Invited")
    assert page.locator(".action").count() >= 5


def test_an_adviser_fills_in_with_a_client_in_the_interview_layout(harbour: Office, page: Page) -> None:
    place = add_client(page, harbour, "Asked in Person")
    press(page, "Fill in with the client")
    heading(page, "All questions on one page")
    while not page.url.endswith("/review"):
        page.evaluate(ANSWER_EVERYTHING)
        save_interview(page)
    expect(page.get_by_role("checkbox", name="may be counted")).to_have_count(0)
    submit(page)
    page.goto(place)
    expect(page.locator(".stages .state")).to_contain_text("finished")
    expect(page.get_by_role("button", name="Assess again with the client")).to_be_visible()


def test_two_clients_are_merged(harbour: Office, page: Page, tmp_path: Path) -> None:
    """What will be left is shown first; afterwards one is on the list, with the assessments and notes of both."""
    bring_in(page, harbour, tmp_path, "Twice Ltd", "Twice Limited")
    kept = client_page(page, harbour, "Twice Ltd")
    page.get_by_label("New note").fill("Speaks for both")
    press(page, "Add the note")
    follow(page, page.get_by_role("link", name="Merge with another client"))
    page.get_by_label("Name, number or e-mail").fill("Twice")
    press(page, "Find")
    follow(page, page.get_by_role("link", name="Twice Limited"))
    heading(page, "Merge these two clients?")
    press(page, "Merge them")
    assert page.url == kept
    expect(page.locator(".stages tbody tr")).to_have_count(2)
    expect(page.locator(".note-list li")).to_have_count(2)
    page.goto(f"{harbour.address}/clients?q=Twice")
    assert listed(page) == ["Twice Ltd"]


def test_a_client_is_archived_brought_back_and_deleted(harbour: Office, page: Page, tmp_path: Path) -> None:
    """An archived client is only among the archived ones; a deleted one is nowhere."""
    bring_in(page, harbour, tmp_path, "Leaving Ltd")
    place = client_page(page, harbour, "Leaving Ltd")
    press(page, "Archive")
    page.goto(f"{harbour.address}/clients?q=Leaving")
    assert listed(page) == []
    follow(page, page.get_by_role("link", name="Look among the archived ones"))
    assert listed(page) == ["Leaving Ltd"]
    page.goto(place)
    press(page, "Bring back")
    page.goto(place)
    follow(page, page.get_by_role("link", name="Delete for good"))
    press(page, "Delete for good")
    expect(page.get_by_role("link", name="Tick that you are sure")).to_be_visible()
    page.get_by_label("Yes, delete Leaving Ltd for good").check()
    press(page, "Delete for good")
    answer = page.goto(place)
    assert answer is not None
    assert answer.status == 404


def test_what_is_there_is_taken_along(harbour: Office, page: Page, tmp_path: Path) -> None:
    """As a workbook, as CSV for another country, and everything at once: the client is in each."""
    bring_in(page, harbour, tmp_path, "Taken = Along")
    page.goto(f"{harbour.address}/files")
    workbook = download(page, page.get_by_role("button", name="Download clients"), tmp_path)
    sheet = openpyxl.load_workbook(workbook).worksheets[0]
    assert "Taken = Along" in [line[0] for line in sheet.iter_rows(values_only=True)]
    page.goto(f"{harbour.address}/files")
    page.get_by_label("CSV for Excel where numbers are written 12,5").check()
    scores = download(page, page.get_by_role("button", name="Download scores"), tmp_path)
    rows = list(csv.DictReader(io.StringIO(scores.read_text("utf-8-sig")), delimiter=";"))
    assert "Taken = Along" in [row["firm"] for row in rows]
    everything = download(page, page.get_by_role("button", name="Download everything (ZIP)"), tmp_path)
    with zipfile.ZipFile(everything) as archive:
        assert archive.testzip() is None
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith((".json", ".jsonl"))]
    assert any(json.dumps("Taken = Along") in text for text in texts)


def test_a_colleague_joins_and_signs_in_with_the_second_step(browser: Browser, harbour: Office, page: Page) -> None:
    """The key that is shown makes codes in any app; a code is asked for after the password, and signs in."""
    page.goto(f"{harbour.address}/members")
    page.get_by_label("Their e-mail address").fill(ADVISER.email)
    press(page, "Invite")
    theirs = new_page(browser, 360, has_touch=True, is_mobile=True)
    join(theirs, shown_link(page), ADVISER)
    theirs.goto(f"{harbour.server}/account")
    follow(theirs, theirs.get_by_role("link", name="Turn it on"))
    app = TOTP(theirs.locator(".key__words").inner_text())
    theirs.get_by_label("The six digits").fill(app.generate().token)
    press(theirs, "Turn it on")
    heading(theirs, "Your recovery codes")
    assert theirs.locator(".codes li").count() == 10
    follow(theirs, theirs.get_by_role("button", name="Sign out"))
    say_password(theirs, harbour.server, ADVISER)
    heading(theirs, "The second step")
    # The code of this moment was used already: a phone whose clock is half a minute ahead shows the next one.
    theirs.get_by_label("Code").fill(app.generate(time.time() + 30).token)
    press(theirs, "Go on")
    assert theirs.url == f"{harbour.address}/clients"
    expect(theirs.get_by_role("link", name="Add a client")).to_be_visible()
    theirs.context.close()


def test_another_consultancy_finds_nothing_here(
    browser: Browser, server: str, first_link: str, harbour: Office, page: Page
) -> None:
    """A client of somebody else looks like one that never was."""
    place = add_client(page, harbour, "Ours Alone")
    other = office(browser, server, first_link, "Other Advisers", STRANGER)
    for address in (place, f"{place}x", harbour.address + "/clients", other.address + place[len(harbour.address) :]):
        answer = other.page.goto(address)
        assert answer is not None
        assert answer.status == 404
        heading(other.page, "Nothing here")
    other.page.context.close()
