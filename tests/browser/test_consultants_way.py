"""The whole way of a consultancy in a real browser: its people, its clients, their sheets, and what it takes along."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from passlib.totp import TOTP
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import new_page
from tests.browser.filling import correct, drop, fill, table
from tests.browser.looking import expect_accessible, expect_fit
from tests.browser.offices import Office, Person, add_client, administrator, found, join, office, press, shown_link
from tests.browser.offices import sign_in as say_password
from tests.browser.test_whole_way import press_enter, tab_to
from tests.browser.tour import ANSWER_EVERYTHING, save_interview
from tests.browser.walking import BAKERY, answer_all, follow, submit

OWNER = Person("Ann Harbour", "ann@harbour.example")
ADVISER = Person("Ben Harbour", "ben@harbour.example")
STRANGER = Person("Cas Other", "cas@other.example")

FIRMS = tuple(f"Mill No. {number}" for number in range(1, 13))


@pytest.fixture(scope="module")
def harbour(browser: Browser, server: str, first_link: str) -> Iterator[Office]:
    """A consultancy that its owner leads; the tests bring in the clients that each needs."""
    one = office(browser, server, first_link, "Harbour Advisers", OWNER)
    yield one
    one.page.context.close()


@pytest.fixture
def page(harbour: Office) -> Page:
    """The owner's browser at the desk."""
    return harbour.page


def heading(page: Page, text: str) -> None:
    """A worker may have been faster or slower: the page comes to this by itself."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text, timeout=60_000)


def upload(page: Page, at: Office, *files: Path) -> None:
    page.goto(f"{at.address}/sheets")
    page.get_by_label("One table, or any number of interviews").set_input_files(files)
    press(page, "Upload and check")


def download(page: Page, control: Locator, to: Path) -> Path:
    with page.expect_download() as coming:
        control.click()
    path = to / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def tally(page: Page) -> dict[str, int]:
    """What the preview says becomes of the rows; only what is not 0."""
    lines = page.locator(".tally > div").all()
    counts = {line.locator("dt").inner_text(): int(line.locator("dd").inner_text()) for line in lines}
    return {name: count for name, count in counts.items() if count}


def listed(page: Page) -> list[str]:
    return page.locator(".clients__name > a").all_inner_texts()


def bring_in(page: Page, at: Office, to: Path, *firms: str) -> None:
    """Clients by a small table of one's own, with one answer each."""
    rows = [(firm, "When something breaks or someone presses us") for firm in firms]
    upload(page, at, table(to / "clients.csv", ("firm", "decisions"), rows))
    heading(page, "Look before you import")
    press(page, "Import")
    heading(page, "Imported")


def client_page(page: Page, at: Office, name: str) -> str:
    """Find the client on the list, and open it; its address."""
    page.goto(f"{at.address}/clients")
    page.get_by_label("Name, number or e-mail").fill(name)
    press(page, "Show")
    follow(page, page.get_by_role("link", name=name, exact=True))
    heading(page, name)
    return page.url


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


def test_a_filled_in_template_comes_in_with_its_faults_mended(harbour: Office, page: Page, tmp_path: Path) -> None:
    """Another name of a column and another word for a value are asked about once; faulty rows come back and go in."""
    add_client(page, harbour, "By Hand", "H-1")
    page.goto(f"{harbour.address}/sheets")
    template = download(page, page.get_by_role("link", name="Table for many clients (XLSX)"), tmp_path)
    clients = [{"firm": firm, "ref": f"M-{at:02}"} for at, firm in enumerate(FIRMS, start=1)]
    clients[2] |= {"decisions": "we toss a coin"}
    clients[4] |= {"money": "out of the till"}
    filled = fill(template, tmp_path / "mills.xlsx", clients, called={"internet": "our line"})
    upload(page, harbour, filled)
    heading(page, "What are these columns?")
    page.get_by_label("our line").select_option("internet")
    press(page, "Check the answers")
    heading(page, "Look before you import")
    assert tally(page) == {"Rows": 12, "New clients": 10, "Not yet": 2}
    page.get_by_label("we toss a coin").select_option(label="Read as “When something breaks or someone presses us”")
    press(page, "Save and check again")
    heading(page, "Look before you import")
    assert tally(page) == {"Rows": 12, "New clients": 11, "Not yet": 1}
    press(page, "Import the 11 good rows first")
    heading(page, "Imported")
    marked = download(page, page.get_by_role("link", name="The row, with its faults marked"), tmp_path)
    mended = correct(marked, tmp_path / "mended.xlsx", {"out of the till": "A sum set aside each year"})
    upload(page, harbour, mended)
    heading(page, "Look before you import")
    assert tally(page) == {"Rows": 1, "New clients": 1}
    press(page, "Import the row")
    heading(page, "Imported")
    follow(page, page.get_by_role("link", name="See your clients"))
    assert set(FIRMS) | {"By Hand"} <= set(listed(page))


def test_the_same_sheet_once_more_changes_nothing(harbour: Office, page: Page, tmp_path: Path) -> None:
    sheet = table(tmp_path / "same.csv", ("firm", "ref", "decisions"), [("Same & Again", "S-1", "dk")])
    for expected in ({"Rows": 1, "New clients": 1}, {"Rows": 1, "As it was": 1}):
        upload(page, harbour, sheet)
        heading(page, "Look before you import")
        assert tally(page) == expected
        if "New clients" in expected:
            press(page, "Import the row")
            heading(page, "Imported")
    expect(page.get_by_text("There is nothing to import")).to_be_visible()


def test_a_sheet_is_dropped_onto_the_field(harbour: Office, page: Page, tmp_path: Path) -> None:
    page.goto(f"{harbour.address}/sheets")
    drop(page, table(tmp_path / "dropped.csv", ("firm", "decisions"), [("Dropped 🙂 Ünal", "dk")]))
    assert page.evaluate("() => document.activeElement.files[0].name") == "dropped.csv"
    press(page, "Upload and check")
    heading(page, "Look before you import")
    assert tally(page) == {"Rows": 1, "New clients": 1}


def test_many_interviews_come_in_on_a_phone(harbour: Office, tmp_path: Path) -> None:
    """Two workbooks at once, downloaded and filled in, on a screen of 360 px."""
    phone = harbour.as_owner(360, has_touch=True, is_mobile=True)
    phone.goto(f"{harbour.address}/sheets")
    template = download(phone, phone.get_by_role("link", name="Interview of one client (XLSX)"), tmp_path)
    upload(phone, harbour, *(interview(template, tmp_path, firm) for firm in ("Talked One", "Talked Two")))
    heading(phone, "Look before you import")
    expect_fit(phone)
    assert tally(phone) == {"Rows": 2, "New clients": 2}
    press(phone, "Import all 2 rows")
    heading(phone, "Imported")
    expect_fit(phone)
    phone.context.close()


def interview(template: Path, to: Path, firm: str) -> Path:
    book = openpyxl.load_workbook(template)
    sheet = book.worksheets[0]
    [row] = [line[0].row for line in sheet.iter_rows(max_col=1) if line[0].value == "firm"]
    sheet[f"D{row}"] = firm
    book.save(to / f"{firm}.xlsx")
    return to / f"{firm}.xlsx"


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


def test_the_essential_way_without_javascript(scriptless: Page, harbour: Office, tmp_path: Path) -> None:
    """Signing in, a sheet with faults, the good rows of it, and the client's page: all of it without a script."""
    say_password(scriptless, harbour.server, OWNER)
    rows = [("Plain Mill", "dk"), ("Plain Fault", "we toss a coin or two")]
    upload(scriptless, harbour, table(tmp_path / "plain.csv", ("firm", "decisions"), rows))
    while scriptless.get_by_role("link", name="Look now").count():
        scriptless.get_by_role("link", name="Look now").click()
    assert tally(scriptless) == {"Rows": 2, "New clients": 1, "Not yet": 1}
    expect_fit(scriptless)
    press(scriptless, "Import the good row first")
    while scriptless.get_by_role("link", name="Look now").count():
        scriptless.get_by_role("link", name="Look now").click()
    follow(scriptless, scriptless.get_by_role("link", name="See your clients"))
    client_page(scriptless, harbour, "Plain Mill")
    expect_fit(scriptless)
    expect(scriptless.locator(".stages .state")).to_contain_text("finished")


def test_a_sheet_is_uploaded_and_mapped_by_keyboard_only(harbour: Office, tmp_path: Path) -> None:
    """From the field of the upload to the import, column and value said on the way. Only the desktop's own window of
    files is not a page, and is answered for the keyboard."""
    page = harbour.as_owner(1440)
    # From the first page on no such window opens: between asking for that and pressing the key it might.
    page.on("filechooser", lambda _: None)
    rows = [("Keyed Mill", "dk", "dk"), ("Keyed Works", "dk", "by the keys")]
    sheet = table(tmp_path / "keyed.csv", ("firm", "decisions", "the purse"), rows)
    page.goto(f"{harbour.address}/sheets")
    tab_to(page, "#files")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(sheet)
    tab_to(page, "[data-upload] button")
    press_enter(page)
    heading(page, "What are these columns?")
    tab_to(page, "#c_0")
    page.keyboard.type("money:")
    tab_to(page, "#columns .actions button")
    press_enter(page)
    heading(page, "Look before you import")
    tab_to(page, "#v_0")
    page.keyboard.type("Read as “We avoid")
    tab_to(page, "[action$='/values'] .actions button")
    press_enter(page)
    heading(page, "Look before you import")
    tab_to(page, "[action$='/import'] button")
    press_enter(page)
    heading(page, "Imported")
    expect(page.locator(".lead")).to_have_text("2 new clients")
    page.context.close()
