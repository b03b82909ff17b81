"""Sheets come in by a real browser: chosen, dropped, by keyboard only, and without JavaScript."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.desk import client_page, download, heading, listed, tally, upload
from tests.browser.filling import correct, drop, fill, table
from tests.browser.looking import expect_fit
from tests.browser.offices import Office, Person, add_client, press
from tests.browser.offices import sign_in as say_password
from tests.browser.test_whole_way import press_enter, tab_to
from tests.browser.walking import follow

ADVISER = Person("Ben Harbour", "ben@harbour.example")
STRANGER = Person("Cas Other", "cas@other.example")

FIRMS = tuple(f"Mill No. {number}" for number in range(1, 13))


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


def test_the_essential_way_without_javascript(scriptless: Page, harbour: Office, tmp_path: Path) -> None:
    """Signing in, a sheet with faults, the good rows of it, and the client's page: all of it without a script."""
    say_password(scriptless, harbour.server, harbour.owner)
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
