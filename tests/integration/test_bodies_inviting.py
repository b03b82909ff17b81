"""The pages on which a body invites firms, as a browser without scripts meets them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

import openpyxl
import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from survey.mail import silence
from survey.storage.campaigns import inviting, verifying
from survey.storage.campaigns.inviting import Guest
from survey.storage.campaigns.values import Campaign
from survey.storage.database import reading, writing
from survey.storage.models import CampaignInvitationRow, CampaignRow
from tests.integration.invited import Firm, campaign, invite, take_part
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Page, Visitor, checked

FORMULA = '=HYPERLINK("https://x.example")'


@dataclass(frozen=True)
class Chamber:
    app: Flask
    campaign: Campaign
    adviser: Visitor
    place: str

    def get(self, path: str = "") -> Page:
        return self.adviser.get(f"{self.place}/firms{path}")

    def send(self, path: str, said: dict[str, str | list[str]], action: str = "") -> Page:
        return self.adviser.send(self.get(path), said, action=action)

    def upload(self, content: bytes, name: str = "firms.csv") -> Page:
        token = self.get("/add").form("/sheet")[1]["csrf_token"]
        data = {"csrf_token": token, "sheet": (io.BytesIO(content), name)}
        address = f"{self.place}/firms/add/sheet"
        response = self.adviser.client.post(address, data=data, content_type="multipart/form-data")
        if response.status_code == 302:
            return self.adviser.get(response.location)
        return checked(address, response)

    def file(self, said: dict[str, str], path: str = "/invited") -> bytes:
        address, values = self.get(path).form("/invited" + path.partition("?")[1])
        return self.adviser.client.post(address, data=values.to_dict() | said).data

    def guests(self) -> list[Guest]:
        with self.app.app_context():
            return [line.guest for line in inviting.listing(self.campaign.id).lines]


@pytest.fixture
def chamber(app: Flask) -> Chamber:
    body = organisation(app, "Chamber", "body")
    with app.app_context():
        spring = campaign(app, body, instrument="sme-readiness@1")
    who = member(app, body, "adviser")
    return Chamber(app, spring, signed_in(app, who.user_id), f"/o/{body}/campaigns/{spring.public_id}")


def test_a_firm_is_invited_by_hand_and_its_code_shown_once(chamber: Chamber) -> None:
    said = {"firm": "Ann’s Bakery", "ref": "FN 1", "email": "ann@bakery.example", "sector": "shops", "size": "micro"}
    page = chamber.send("/add", said, "/add")
    assert "1 firm is on the list" in page.text
    assert chamber.guests() == [Guest(**said)]
    shown = chamber.send("/invited", {"form": "page", "do": "first_codes"})
    code = re.search(r"(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}", shown.text)
    assert code is not None
    assert f"http://localhost/i/{code[0]}" in shown.text
    with chamber.app.app_context():
        assert inviting.opened(code[0]) is not None
    assert code[0] not in chamber.get("/invited").html


FAULTY = {
    "nothing": ({"firm": " "}, "#firm"),
    "no address": ({"email": "ann"}, "#email"),
    "too long": ({"ref": "7" * 101}, "#ref"),
    "a sector that is not offered": ({"firm": "Ann", "sector": "mines"}, "#sector"),
    "known": ({"ref": "fn 1"}, "#ref"),
}


@pytest.mark.parametrize(("said", "anchor"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_form_is_drawn_again(chamber: Chamber, said: dict[str, str | list[str]], anchor: str) -> None:
    with chamber.app.app_context():
        inviting.add(chamber.campaign.id, [Guest(ref="FN 1")])
    page = chamber.send("/add", said, "/add")
    assert page.status == 422
    assert anchor in page.faults().values()
    assert len(chamber.guests()) == 1


def test_so_many_codes_are_made_without_names(chamber: Chamber) -> None:
    page = chamber.get("/add")
    address, values = [*forms(page)][-1]
    for many, status in (("0", 422), ("5001", 422), ("x", 422), ("12", 302)):
        posted = chamber.adviser.client.post(address, data=values | {"many": many})
        assert posted.status_code == status
    rows = list(csv.reader(io.StringIO(chamber.file({"form": "csv", "do": "first_codes"}).decode("utf-8-sig"))))
    assert rows[0] == ["number", "firm", "ref", "email", "code", "address"]
    assert len({row[4] for row in rows[1:]}) == 12
    assert all(row[5] == f"http://localhost/i/{row[4]}" for row in rows[1:])


def forms(page: Page) -> list[tuple[str, dict[str, str]]]:
    found = []
    for form in page.root.iter("form"):
        if (form.get("action") or "").endswith("/add"):
            fields = {one.get("name") or "": one.get("value") or "" for one in form.iter("input")}
            found.append((form.get("action") or "", fields))
    return found


def test_a_sheet_adds_all_its_firms(chamber: Chamber) -> None:
    sheet = (
        "firm;ref;email;sector;size;colour\nAnn;FN 1;ann@a.example;Shops;micro: up to 9 people;red\n;;;;;\n;FN 2;;;;\n"
    )
    assert "2 firms are on the list" in chamber.upload(sheet.encode()).text
    assert chamber.guests() == [Guest("Ann", "FN 1", "ann@a.example", "shops", "micro"), Guest(ref="FN 2")]


def test_the_template_is_read_again(chamber: Chamber) -> None:
    book = openpyxl.load_workbook(io.BytesIO(chamber.adviser.client.get(f"{chamber.place}/firms/add/sheet.xlsx").data))
    assert book.sheetnames[0] == "Firms"
    book.worksheets[0].append(["Ann", "FN 1", "ann@a.example", "crafts", "small"])
    book.worksheets[0]["A3"], book.worksheets[0]["E3"] = "Ben", "small"
    file = io.BytesIO()
    book.save(file)
    chamber.upload(file.getvalue(), "firms.xlsx")
    assert {guest.firm for guest in chamber.guests()} == {"Ann", "Ben"}
    empty = chamber.adviser.client.get(f"{chamber.place}/firms/add/sheet.csv").data.decode("utf-8-sig")
    assert empty.split() == ["firm,ref,email,sector,size"]
    assert chamber.adviser.client.get(f"{chamber.place}/firms/add/sheet.exe").status_code == 404


def test_every_fault_of_a_sheet_is_told_and_nothing_is_written(chamber: Chamber) -> None:
    with chamber.app.app_context():
        inviting.add(chamber.campaign.id, [Guest(email="known@a.example")])
    lines = ("firm,ref,email,sector,size", "Ann,FN 1,ann,mines,huge", "Ben,FN 1,Known@a.example,,", ",,,crafts,", "Cid")
    sheet = "\n".join(lines)
    page = chamber.upload(sheet.encode())
    assert page.status == 422
    cells = {row.findtext("th"): row.findtext("td") or "" for row in page.by_id("cells").iter("tr")}  # type: ignore[union-attr]
    assert {"C2", "D2", "E2", "B3", "C3", "A4", "5"} <= cells.keys()
    assert "number 1" in cells["C3"]
    assert "row 2" in cells["B3"]
    assert len(chamber.guests()) == 1


NO_SHEETS = {
    "a picture": b"\x89PNG\r\n\x1a\n" + b"x" * 40,
    "no such columns": b"a,b\n1,2\n",
    "nothing": b"",
    "a broken workbook": b"PK\x03\x04" + b"x" * 100,
    "hardly text": b"\x00\x01\x02",
}


@pytest.mark.parametrize("content", NO_SHEETS.values(), ids=NO_SHEETS)
def test_what_is_no_sheet_is_refused(chamber: Chamber, content: bytes) -> None:
    page = chamber.upload(content)
    assert (page.status, list(page.faults().values())) == (422, ["#sheet"])


def test_a_name_is_no_formula_in_a_file(chamber: Chamber) -> None:
    with chamber.app.app_context():
        inviting.add(chamber.campaign.id, [Guest(FORMULA, "+43 1", "a@b.example")])
    text = chamber.file({"form": "csv", "do": "first_codes"}).decode("utf-8-sig")
    [_head, row] = csv.reader(io.StringIO(text))
    assert row[1] == f"'{FORMULA}"
    ids = [str(line.id) for line in listed(chamber)]
    book = openpyxl.load_workbook(
        io.BytesIO(chamber.file({"form": "xlsx", "do": "codes", "firm": ids[0], "which": "ticked"}))
    )
    cell = book.worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == (FORMULA, "s")


def listed(chamber: Chamber) -> tuple[inviting.Line, ...]:
    with chamber.app.app_context():
        return inviting.listing(chamber.campaign.id).lines


def test_ticked_firms_and_all_on_the_list_are_withdrawn(chamber: Chamber) -> None:
    with chamber.app.app_context():
        inviting.add(chamber.campaign.id, [Guest("Ann"), Guest("Ben"), Guest("Benno")])
    first = str(listed(chamber)[0].id)
    assert "Tick the firms first." in chamber.send("/invited", {"do": "withdraw"}).text
    assert "1 invitation is withdrawn." in chamber.send("/invited", {"do": "withdraw", "firm": [first, "x"]}).text
    page = chamber.adviser.send(chamber.get("/invited?q=ben"), {"do": "withdraw", "which": "all"}, action="?q=ben")
    assert "2 invitations are withdrawn." in page.text
    assert chamber.guests() == []


def test_no_page_changes_with_one_firm_more_that_answered_by_its_code(chamber: Chamber) -> None:
    """From 5 firms to 9: whoever looks, searches, renews or withdraws sees the same each time."""
    with chamber.app.app_context():
        codes = invite(chamber.campaign, 30, firm="Joinery", email="a@b.example")
        inviting.make_codes(chamber.campaign.id)
    pages = ("", "/invited", "/invited?q=joinery&state=coded", "/names", "/letters", "/add")
    seen = []
    for at, invitation in enumerate(codes[:9]):
        with chamber.app.app_context():
            take_part(chamber.campaign, Firm(invitation))
        if at >= 4:
            seen.append([chamber.get(page).text for page in pages])
    assert all(one == seen[0] for one in seen)


def test_names_are_ticked_and_taken_back(chamber: Chamber) -> None:
    with chamber.app.app_context():
        take_part(chamber.campaign, Firm(name="Ann <b>", register="FN 1", email="ann@bakery.example"))
    page = chamber.get("/names")
    assert "Ann <b>" in page.text
    assert "ann@" not in page.html
    [key] = [box.get("value") or "" for box in page.root.iter("input") if box.get("name") == "name"]
    assert "1 firm is counted from now on." in chamber.send("/names", {"name": key, "do": "ours"}).text
    with chamber.app.app_context():
        assert verifying.names(chamber.campaign).counts["ours"] == 1
    page = chamber.adviser.send(chamber.get("/names?state=ours"), {"name": key, "do": "open"})
    assert "to be looked at again" in page.text


def test_without_a_mail_server_there_is_a_text_to_copy(chamber: Chamber) -> None:
    page = chamber.get("/letters")
    assert "{{address}}" in page.html
    assert "thank you" in page.html
    response = chamber.adviser.client.post(f"{chamber.place}/firms/letters", data=MultiDict(page_token(chamber)))
    assert response.status_code == 404


def page_token(chamber: Chamber) -> dict[str, str]:
    return {"csrf_token": chamber.get("/add").form("/sheet")[1]["csrf_token"], "do": "remind"}


def test_a_firm_asks_for_no_more_reminders_by_a_button(chamber: Chamber) -> None:
    with chamber.app.test_request_context():
        [invitation] = invite(chamber.campaign, 1)
        end = silence.sealed(invitation)
    firm = Visitor(chamber.app)
    page = firm.get(f"/no-reminders/{end}")
    assert silent_at(chamber.app, invitation) is None  # whoever opens a link, such as a scanner, asks for nothing
    assert "no more reminders" in firm.send(page).text
    assert silent_at(chamber.app, invitation) is not None
    assert firm.get(f"/no-reminders/{end[:-2]}").status == 404


def silent_at(app: Flask, invitation: int) -> object:
    with app.app_context(), reading() as session:
        row = session.get(CampaignInvitationRow, invitation)
        return row.silent_at if row else None


def test_the_standing_campaign_has_names_and_invites_nobody(chamber: Chamber) -> None:
    with chamber.app.app_context(), writing() as session:
        session.query(CampaignRow).update({"standing": True})
    assert "nobody invited" in chamber.get().text
    assert chamber.get("/names").status == 200
    for path in ("/invited", "/letters", "/add"):
        assert chamber.adviser.client.get(f"{chamber.place}/firms{path}").status_code == 404
