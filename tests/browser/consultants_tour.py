"""A tour of every page that people with an account can meet, from the first administrator to a viewer."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from passlib.totp import TOTP
from playwright.sync_api import Browser

from tests.browser import seeding
from tests.browser.conftest import Greeting, new_page
from tests.browser.filling import table
from tests.browser.offices import Person, administrator, found, join, press, shown_link, sign_in
from tests.browser.tour import ANSWER_EVERYTHING, LONG, Look, Visit, save_interview
from tests.browser.walking import follow

OWNER = Person("Ann 🙂 Lighthouse", "ann@lighthouse.example")
VIEWER = Person("", "vic@lighthouse.example")
NOBODY = Person("Nobody", "nobody@lighthouse.example")

NAME = "Lighthouse Beratung für kleine Betriebe & Handwerk"

FIRST = "When something breaks or someone presses us"


def tour(browser: Browser, greeting: Greeting, folder: Path, look: Look, **options: object) -> None:
    """Every page at least once, empty, filled and faulty. ``folder``: where sheets to upload may be written."""
    server = greeting.address
    owner, guest = Visit(browser, server, look, options), Visit(browser, server, look, options)
    door(guest)
    place = founded(owner, guest, greeting.first_link)
    empty(owner, place)
    clients(owner, guest, place)
    sheets(owner, place, folder)
    house(owner, place, folder)
    full(owner, place)
    batches(owner, place, greeting.folder)
    keys(owner, place)
    people(owner, guest, place)
    own(owner)
    organisation(owner, place)
    for visit in (owner, guest):
        visit.page.context.close()


def door(guest: Visit) -> None:
    """Before one is signed in."""
    guest.see("sign in", guest.server + "/account/sign-in")
    sign_in(guest.page, guest.server, NOBODY)
    guest.see("sign in, with faults")
    guest.see("forgotten", guest.server + "/account/forgotten")
    guest.see("account link, dead", guest.server + "/account/set/unknown")


def founded(owner: Visit, guest: Visit, first_link: str) -> str:
    """The administrator's pages, and the invitation; where the organisation is."""
    site = administrator(owner.browser, owner.server, first_link, lambda page: owner.look("first link", page))
    visit = Visit(
        owner.browser, owner.server, owner.look, owner.options | {"storage_state": site.context.storage_state()}
    )
    site.context.close()
    visit.page.goto(visit.server + "/account/organisations")
    press(visit.page, "Found and invite")
    visit.see("organisations, with faults")
    link = found(visit.page, visit.server, NAME, OWNER)
    visit.see("organisations, just founded")
    follow(visit.page, visit.page.get_by_role("row").filter(has_text=NAME).get_by_role("link"))
    visit.see("first owner")
    visit.see("invitation, of somebody else", link)
    visit.page.context.close()
    guest.see("invitation", link)
    press(guest.page, "Join")
    guest.see("invitation, with faults")
    return join(owner.page, link, OWNER)


def keys(owner: Visit, place: str) -> None:
    """Keys of programs, and what these are told."""
    owner.page.goto(f"{place}/keys")
    press(owner.page, "Make the key")
    owner.see("keys, with faults")
    owner.page.get_by_label("What is it for?").fill(LONG[:80])
    owner.page.get_by_label("See clients").check()
    press(owner.page, "Make the key")
    owner.see("keys, one just made")
    owner.see("for programs", f"{owner.server}/api/v1")


def empty(owner: Visit, place: str) -> None:
    """Where there are no clients yet."""
    owner.see("organisation, not mine", owner.server + "/o/unknown/clients")
    for name in ("clients", "portfolio", "batches", "sheets", "files", "keys", "members", "tags"):
        owner.see(f"{name}, none yet", f"{place}/{name}")


def clients(owner: Visit, guest: Visit, place: str) -> None:
    """A client by hand: its form, its page, invited, asked in person, and what else is done with it."""
    page = owner.page
    owner.see("client, new", f"{place}/clients/new")
    page.get_by_label("E-mail address").fill("not one")
    page.get_by_label("What does the firm do?").fill("Something that no list has")
    press(page, "Save")
    owner.see("client, with faults")
    client = _add(owner, place, "Bäckerei Sonnenschein & Töchter", "K-0017")
    owner.see("client, just added")
    page.get_by_label("New note").fill(LONG)
    press(page, "Add the note")
    owner.see("client, note with faults")
    page.goto(client)
    page.get_by_label("New note").fill("Rang them up 🥐\nAsk for the daughter")
    press(page, "Add the note")
    press(page, "Make a link to pass on yourself")
    owner.see("client, just invited")
    guest.see("invitation of a firm", shown_link(page))
    page.goto(client)
    press(page, "Fill in with the client")
    owner.see("interview, by an adviser")
    while not page.url.endswith("/review"):
        page.evaluate(ANSWER_EVERYTHING)
        save_interview(page)
    owner.see("review, by an adviser")
    owner.press("Get my roadmap")
    owner.see("results, for an adviser")
    follow(page, page.get_by_role("link", name="Write your advice to the steps"))
    page.get_by_label("Comes at place").first.fill("soon")
    press(page, "Save")
    owner.see("advice, with faults")
    owner.see("client, finished", client)
    owner.see("client, to change", f"{client}/edit")
    other = _add(owner, place, "Bäckerei Sonnenschein", "")
    owner.see("merging, to find", f"{client}/merge?q=Sonnenschein")
    owner.see("merging", f"{client}/merge/{other.rsplit('/', 1)[1]}")
    press(page, "Merge them")
    owner.page.goto(f"{client}/delete")
    press(page, "Delete for good")
    owner.see("client, to delete, with faults")


def sheets(owner: Visit, place: str, folder: Path) -> None:
    """A sheet that cannot be read, and one with all that there is to ask about."""
    owner.page.goto(f"{place}/sheets")
    press(owner.page, "Upload and check")
    owner.see("sheets, with faults")
    broken = folder / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and then nothing")
    _upload(owner, place, broken)
    owner.see("sheet, not read")
    large = [(f"Large {row}", LONG[:500]) for row in range(900)]
    _upload(owner, place, table(folder / "large.csv", ("firm", "first_wish"), large))
    _hold(owner)
    owner.see("sheet, being read")
    owner.page.unroute_all()
    header = ("firm", "ref", "email", "decisions", "money", "Unser Netz", "odd")
    rows = [[f"Werk {row}", f"W-{row}", "", FIRST, "dk", "Good everywhere", ""] for row in range(1, 33)]
    rows[3][3], rows[4][4], rows[5][2] = "wir würfeln 🎲", LONG[:300], "no address"
    _add(owner, place, "Café Frühauf", "")
    rows += [["Café Frühauf", "", "", FIRST, "dk", "", ""]]
    rows += [["Bäckerei Sonnenschein", "K-0017", "", FIRST, "dk", "", ""]]
    rows += [["Werk 1", "W-1", "", FIRST, "dk", "", ""]]
    _upload(owner, place, table(folder / "Aufträge und Kunden (neu) 2.csv", header, rows))
    owner.see("columns")
    for column in owner.page.locator(".asked select").all():
        column.select_option("internet")
    press(owner.page, "Check the answers")
    owner.see("columns, with faults")
    owner.page.locator(".asked select").last.select_option(label="Leave out")
    press(owner.page, "Check the answers")
    owner.see("preview")
    owner.page.locator("[id^=v_]").first.select_option("blank")
    press(owner.page, "Save and check again")
    owner.see("preview, with a value said")
    old = owner.page.context.new_page()
    old.goto(owner.page.url)
    press(owner.page, "Show what this does")
    press(old, "Show what this does")
    owner.look("preview, changed meanwhile", old)
    old.close()
    press(owner.page, "good rows first")
    owner.see("imported")
    _upload(owner, place, folder / "Aufträge und Kunden (neu) 2.csv")
    owner.see("columns, said before")
    owner.see("sheets", f"{place}/sheets")


def house(owner: Visit, place: str, folder: Path) -> None:
    """How reports go out: the look, the letter, the actions by page and by workbook."""
    page = owner.page
    page.goto(f"{place}/house")
    page.get_by_label("Second colour").fill("#fefefe")
    page.get_by_label("Covering letter").fill("Dear {nobody}, " + LONG[:300])
    press(page, "Show how the letter reads")
    owner.see("house, with faults")
    page.goto(f"{place}/house")
    page.get_by_label("Colour", exact=True).fill("#7a1f3d")
    page.get_by_label("Covering letter").fill("Dear {firm},\nyou are at {score}.\n{organisation}")
    press(page, "Save")
    owner.see("house")
    page.goto(f"{place}/house/actions/of/red_folder")
    page.get_by_label("For firms of every size").first.fill("4-2")
    press(page, "Save")
    owner.see("action, with faults")
    page.get_by_label("For firms of every size").first.fill("2-4")
    press(page, "Save")
    page.goto(f"{place}/house/actions/add")
    press(page, "Save")
    owner.see("own action, with faults")
    owner.see("actions", f"{place}/house/actions")
    _workbooks(owner, place, folder)


def _workbooks(owner: Visit, place: str, folder: Path) -> None:
    """The workbook of actions with a fault, then without."""
    with owner.page.expect_download() as download:
        owner.page.get_by_role("link", name="Download the actions").click()
    path = folder / "actions.xlsx"
    download.value.save_as(path)
    for cell, name in (("many", "workbook of actions, with faults"), ("5", "workbook of actions")):
        book = load_workbook(path)
        book.worksheets[0]["E4"], book.worksheets[0]["F4"] = float(cell) if cell.isdigit() else cell, 5
        book.save(path)
        owner.page.goto(f"{place}/house/actions")
        owner.page.get_by_label("The workbook, filled in").set_input_files(path)
        press(owner.page, "Upload and check")
        owner.see(name)


def full(owner: Visit, place: str) -> None:
    """The list when there is something on it."""
    page = owner.page
    owner.see("clients", f"{place}/clients")
    for box in page.get_by_role("checkbox").all()[:3]:
        box.check()
    page.get_by_label("Tag", exact=True).last.fill("Förderung 2026, " + "lang" * 12)
    press(page, "Give the tag")
    owner.see("clients, with tags")
    owner.see("clients, none found", f"{place}/clients?q=nothing+like+it")
    page.goto(f"{place}/clients?sort=score&order=down")
    page.get_by_role("checkbox").nth(4).check()
    press(page, "Archive")
    owner.see("clients, one archived")
    owner.see("clients, the archived", f"{place}/clients?archived=yes")
    follow(page, page.locator(".clients__name > a").first)
    owner.see("client, archived")
    owner.see("tags", f"{place}/tags")
    owner.see("files", f"{place}/files")
    owner.see("portfolio", f"{place}/portfolio")
    owner.see("portfolio, who needs a step", page.locator(".needed a").first.evaluate("link => link.href"))
    owner.see("portfolio, whom to call", f"{place}/portfolio/call/close")


def batches(owner: Visit, place: str, data: Path) -> None:
    """Ordered wrongly, being made, and ready but for what was set aside."""
    page = owner.page
    page.goto(f"{place}/clients")
    page.get_by_role("checkbox").first.check()
    press(page, "Make roadmaps")
    page.get_by_label("Name of this batch").fill("")
    press(page, "Make the roadmaps")
    owner.see("batch, new, with faults")
    for status in ("running", "done"):
        batch = seeding.batch(data, place.rsplit("/", 1)[1], status, f"Förderung 2026 {status}, {'lang' * 15}")
        owner.see(f"batch, {status}", f"{place}/batches/{batch}")
    owner.see("batches", f"{place}/batches")


def people(owner: Visit, guest: Visit, place: str) -> None:
    """Members, and what one sees who may change nothing."""
    page = owner.page
    page.goto(f"{place}/members")
    press(page, "Invite")
    owner.see("members, with faults")
    page.goto(f"{place}/members")
    page.get_by_label("Their e-mail address").fill(VIEWER.email)
    page.get_by_label("Viewer").last.check()
    press(page, "Invite")
    owner.see("members, just invited")
    join(guest.page, shown_link(page), Person("Vic " + "Longname" * 8, VIEWER.email))
    guest.see("clients, for a viewer")
    follow(guest.page, guest.page.locator(".clients__name > a").first)
    guest.see("client, for a viewer")
    for name in ("sheets", "files", "members", "house"):
        guest.see(f"{name}, for a viewer", f"{place}/{name}")
    page.goto(f"{place}/members")
    press(page, "Link for a new password")
    owner.see("members, link for a new password")
    guest.see("new password", shown_link(page))
    press(guest.page, "Set the password")
    guest.see("new password, with faults")


def own(owner: Visit) -> None:
    """One's own account, and the second step up to the door that asks for it."""
    page, account = owner.page, owner.server + "/account"
    owner.see("account", account)
    page.get_by_label("Your name").fill("")
    press(page, "Save the name")
    owner.see("account, with faults")
    page.goto(f"{account}/password")
    press(page, "Change it")
    owner.see("password, with faults")
    owner.see("account, to delete", f"{account}/delete")
    page.goto(f"{account}/again")
    press(page, "Go on")
    owner.see("password once more, with faults")
    owner.see("second step, to turn on", f"{account}/second-step")
    page.get_by_label("The six digits").fill("000")
    press(page, "Turn it on")
    owner.see("second step, with faults")
    key = page.locator(".key__words").inner_text()
    page.get_by_label("The six digits").fill(TOTP(key).generate().token)
    press(page, "Turn it on")
    owner.see("recovery codes")
    owner.see("account, with a second step", account)
    door = new_page(owner.browser, 320, **owner.options)
    sign_in(door, owner.server, OWNER)
    press(door, "Go on")
    owner.look("second step, asked for, with faults", door)
    door.context.close()


def organisation(owner: Visit, place: str) -> None:
    """Renaming, leaving and deleting it."""
    page = owner.page
    page.goto(f"{place}/name")
    page.get_by_role("textbox").fill("")
    press(page, "Save")
    owner.see("organisation, to rename, with faults")
    owner.see("organisation, to leave", f"{place}/leave")
    page.goto(f"{place}/delete")
    press(page, "Delete")
    owner.see("organisation, to delete, with faults")


def _add(owner: Visit, place: str, name: str, ref: str) -> str:
    owner.page.goto(f"{place}/clients/new")
    owner.page.get_by_label("Name of the firm").fill(name)
    owner.page.get_by_label("Your number for it").fill(ref)
    owner.page.get_by_label("Tags").fill("Handwerk, Wien")
    press(owner.page, "Save")
    return owner.page.url


def _upload(owner: Visit, place: str, path: Path) -> None:
    owner.page.goto(f"{place}/sheets")
    owner.page.get_by_label("One table, or any number of interviews").set_input_files(path)
    press(owner.page, "Upload and check")


def _hold(owner: Visit) -> None:
    """Whatever the worker does meanwhile, the page is told what it shows already."""
    shown = owner.page.content()
    owner.page.route(owner.page.url, lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8"))
