"""Actions as an organisation plans with them: hidden, changed, added and taken back, by page and by workbook."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from flask import Flask

from scoring.actions import Quantity
from scoring.adaptation import Adaptation, Demands, OwnAction
from survey.consultants.house.sheet import workbook
from survey.instruments import current
from survey.storage import houses
from survey.storage.tracing import trace
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.pages import Page, Visitor, words

OWN = OwnAction(
    id="own_1",
    like="red_folder",
    title="Book our half day on emergencies",
    summary="We fill the folder with you.",
    steps=["Call us.", "Keep half a day free."],
    owner="The owner",
    measure="The folder is there.",
    demands=Demands(cost_once=Quantity(micro=[480, 480], large=[900, 1200])),
    weeks=3,
    price_year=2026,
)

TYPED = {
    "title": "Book our half day on emergencies",
    "like": "red_folder",
    "summary": "We fill the folder with you.",
    "steps": "Call us.\r\n\r\nKeep half a day free.\r\n",
    "owner": "The owner",
    "measure": "The folder is there.",
    "weeks": "3",
    "price_year": "2026",
    "cost_once-micro": "480",
    "cost_once-large": "900–1,200",
}


@pytest.fixture
def harbour(app: Flask) -> Consultancy:
    return consultancy(app)


def owner(of: Consultancy) -> Visitor:
    return of.visitors["owner"]


def kept(of: Consultancy) -> Adaptation:
    with of.app.app_context():
        return houses.house(of.id).adaptations.get("sme-readiness", Adaptation())


def keep(of: Consultancy, adaptation: Adaptation) -> None:
    with of.app.app_context():
        assert houses.set_adaptation(of.id, "sme-readiness", adaptation, seen=trace(kept(of)))


def changed(of: Consultancy, action: str, **given: Any) -> Page:
    page = of.get(f"/house/actions/of/{action}", "owner")
    return owner(of).send(page, given, action=f"/house/actions/of/{action}")


# By page


def test_an_action_is_hidden_changed_and_taken_back(harbour: Consultancy) -> None:
    page = changed(
        harbour, "red_folder", hidden="yes", own_days="2 - 4", **{"cost_once-each": "10", "outside_days": "0"}
    )
    assert (page.status, page.faults()) == (200, {})
    demands = Demands(
        own_days=Quantity(micro=[2, 4]), cost_once=Quantity(per_person=[10, 10]), outside_days=Quantity(micro=[0, 0])
    )
    assert kept(harbour) == Adaptation(hidden=["red_folder"], changed={"red_folder": demands})
    told = words(page.by_id("red_folder"))
    assert "hidden by you" in told
    assert "Own working days: 2–4 (the instrument says Up to 9 people: 0.5–1; 10 to 49 people: 1–2;" in told
    page = owner(harbour).send(page, action="/red_folder/restore")
    assert "as the instrument says again" in page.html
    assert kept(harbour) == Adaptation()


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"own_days": "4-2"}, "A range goes from the lower to the higher number, such as 2–4."),
        ({"own_days": "-3"}, "Enter a number from 0 to 1,000."),
        ({"cost_once": "10000001"}, "Enter a number from 0 to 10,000,000."),
        ({"cost_once": "cheap"}, "Enter a number in digits, for example 12."),
        ({"own_days": "nan"}, "Enter a number in digits, for example 12."),
        ({"own_days": "1-2-3"}, "Enter a number in digits, for example 12."),
        ({"own_days": "1", "own_days-large": "2"}, "Give either one range for all firms or ranges by size"),
    ],
)
def test_figures_that_cannot_be_are_refused(harbour: Consultancy, given: dict[str, str], fault: str) -> None:
    page = changed(harbour, "red_folder", **given)
    assert page.status == 422
    assert any(told.startswith(fault) and anchor == f"#{next(iter(given))}" for told, anchor in page.faults().items())
    assert kept(harbour) == Adaptation()


def test_an_own_action_is_added_changed_and_removed(harbour: Consultancy) -> None:
    page = harbour.get("/house/actions/add", "owner")
    page = owner(harbour).send(page, TYPED, action="/add")
    assert (page.status, page.faults()) == (200, {})
    assert kept(harbour).own == [OWN]
    assert "added by you" in words(page.by_id("own_1"))
    # Pressed twice, it is there once; another one stands beside it.
    again = harbour.get("/house/actions/add", "owner")
    owner(harbour).send(again, TYPED, action="/add")
    assert kept(harbour).own == [OWN]
    owner(harbour).send(again, TYPED | {"title": "Another"}, action="/add")
    assert [one.id for one in kept(harbour).own] == ["own_1", "own_2"]
    owner(harbour).send(harbour.get("/house/actions", "owner"), action="/own_2/restore")
    page = changed(harbour, "own_1", title="Another title")
    assert kept(harbour).own == [OWN.model_copy(update={"title": "Another title"})]
    page = owner(harbour).send(page, action="/own_1/restore")
    assert kept(harbour) == Adaptation()
    assert harbour.visitors["owner"].client.get(harbour.address("/house/actions/of/own_1")).status_code == 404


def test_a_number_may_stand_behind_any_number_of_blanks(harbour: Consultancy) -> None:
    page = harbour.get("/house/actions/add", "owner")
    given = TYPED | {"weeks": f"{' ' * 50}3", "price_year": f"{' ' * 45}2026"}
    page = owner(harbour).send(page, given, action="/add")
    assert (page.status, page.faults(), kept(harbour).own) == (200, {}, [OWN])


def test_an_own_action_needs_all_that_a_report_says_of_it(harbour: Consultancy) -> None:
    page = owner(harbour).send(harbour.get("/house/actions/add", "owner"), {"price_year": "1999"}, action="/add")
    assert page.status == 422
    needed = ("title", "like", "summary", "steps", "owner", "measure", "weeks", "price_year")
    assert list(page.faults().values()) == [f"#{name}" for name in needed]
    page = owner(harbour).send(page, TYPED | {"steps": "\n".join("x" * 13), "like": "rm -rf"}, action="/add")
    assert set(page.faults().values()) == {"#steps", "#like"}


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(harbour: Consultancy) -> None:
    old = harbour.get("/house/actions/of/red_folder", "owner")
    changed(harbour, "red_folder", own_days="5")
    changed(harbour, "wish_list", hidden="yes")
    page = owner(harbour).send(old, {"own_days": "7"}, action="/red_folder")
    assert page.status == 409
    assert "Own working days: 5" in words(page.by_id("both"))
    assert owner(harbour).send(page, action="/red_folder").status == 200
    own_days = Demands(own_days=Quantity(micro=[7, 7]))
    assert kept(harbour) == Adaptation(hidden=["wish_list"], changed={"red_folder": own_days})


def test_not_every_action_can_be_hidden(harbour: Consultancy) -> None:
    with harbour.app.test_request_context():
        others = [action.id for action in current().actions if action.id != "red_folder"]
    keep(harbour, Adaptation(hidden=others))
    page = changed(harbour, "red_folder", hidden="yes")
    assert page.status == 422
    assert "Every action is hidden. Leave one, or add one of your own." in page.faults()


def test_members_look_and_only_owners_change(harbour: Consultancy) -> None:
    keep(harbour, Adaptation(hidden=["red_folder"], own=[OWN]))
    page = harbour.get("/house/actions", "viewer")
    assert "hidden by you" in page.text
    assert not [address for address in page.links() if "/of/" in address]
    for path in ("/house/actions/of/red_folder", "/house/actions/add"):
        assert harbour.visitors["adviser"].client.get(harbour.address(path)).status_code == 404


# By workbook


def downloaded(of: Consultancy) -> openpyxl.Workbook:
    response = owner(of).client.get(of.address("/house/actions.xlsx"))
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.data))


def as_bytes(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def uploaded(of: Consultancy, data: bytes) -> Page:
    page = of.get("/house/actions", "owner")
    address, values = page.form("/house/sheet")
    given = {**values, "sheet": (io.BytesIO(data), "actions.xlsx")}
    response = owner(of).client.post(address, data=given, content_type="multipart/form-data")
    return owner(of)._arrive(address, response)


def column(sheet: Any, name: str) -> int:
    return next(cell.column for cell in sheet[2] if cell.value == name)


def put(sheet: Any, row: int, **values: Any) -> None:
    for name, value in values.items():
        sheet.cell(row, column(sheet, name)).value = value


def row_of(sheet: Any, action: str) -> int:
    return next(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 1).value == action)


def faults(page: Page) -> dict[str, str]:
    """Sheet and cell → what is wrong."""
    rows = [[words(cell) for cell in row] for row in page.root.iter("tr")]
    return {f"{row[0]}!{row[1]}": row[2] for row in rows[1:]}


def test_what_goes_out_comes_back_as_it_was(harbour: Consultancy) -> None:
    demands = Demands(own_days=Quantity(micro=[1, 2.5], medium=[3, 4]), cost_monthly=Quantity(micro=[0, 0]))
    adaptation = Adaptation(hidden=["wish_list"], changed={"red_folder": demands}, own=[OWN])
    keep(harbour, adaptation)
    page = uploaded(harbour, as_bytes(downloaded(harbour)))
    assert "there is nothing to change" in page.text


def test_a_workbook_is_shown_before_it_is_written(harbour: Consultancy) -> None:
    keep(harbour, Adaptation(own=[OWN]))
    book = downloaded(harbour)
    sheet, own = book.worksheets[0], book.worksheets[1]
    put(sheet, row_of(sheet, "red_folder"), hide="x", own_days_low=2, own_days_high=4.5)
    put(own, 3, title='=HYPERLINK("x")')
    own.delete_rows(5)
    given = {"like": "wish_list", "summary": "S.", "steps": "One\nTwo", "owner": "O", "measure": "M"}
    put(own, 5, title="New", weeks=1.5, price_year=2026, **given)
    own.cell(3, column(own, "title")).data_type = "s"
    page = uploaded(harbour, as_bytes(book))
    assert "What the workbook would change" in page.heading, faults(page)
    assert kept(harbour) == Adaptation(own=[OWN])
    assert "hidden Own working days: 2–4.5" in page.text
    assert "not there" in page.text
    page = owner(harbour).send(page, action="/sheet/apply")
    assert page.status == 200
    now = kept(harbour)
    assert now.hidden == ["red_folder"]
    assert now.changed == {"red_folder": Demands(own_days=Quantity(micro=[2, 4.5]))}
    assert [one.id for one in now.own] == ["own_1", "own_2"]
    assert now.own[0].demands == Demands(cost_once=Quantity(micro=[480, 480]))
    assert now.own[1].steps == ["One", "Two"]


def test_every_fault_of_a_workbook_is_told_at_its_cell(harbour: Consultancy) -> None:
    keep(harbour, Adaptation(own=[OWN]))
    book = downloaded(harbour)
    sheet, own = book.worksheets[0], book.worksheets[1]
    put(sheet, 3, own_days_low="many", own_days_high=2)
    put(sheet, 4, own_days_low=-1, own_days_high=2)
    put(sheet, 5, cost_once_low=9, cost_once_high=2)
    put(sheet, 6, action="no_such", hide="x")
    put(sheet, 7, hide="perhaps")
    put(sheet, 8, size="huge")
    put(sheet, 9, own_days_low=1)
    put(sheet, 10, own_days_low="=1+1", own_days_high=2)
    put(sheet, 12, action=sheet.cell(11, 1).value)
    own.delete_rows(4, 2)
    put(own, 3, own_action="own_7", like="no_such", weeks=500, title="x" * 121, steps=None)
    found = faults(uploaded(harbour, as_bytes(book)))
    assert found == {
        "Actions!E3": "“many” is no number.",
        "Actions!E4": "Enter a number from 0 to 1,000.",
        "Actions!I5": "A range goes from the lower to the higher number, such as 2–4.",
        "Actions!A6": "There is no action “no_such”.",
        "Actions!C7": "Write yes, or leave the cell empty.",
        "Actions!D8": "Leave the cell empty, or write one of micro, small, medium, large, person.",
        "Actions!F9": "A number is missing here.",
        "Actions!E10": "This is a formula that has no value. Write the number itself.",
        "Actions!D12": "There is another row of this action for the same size.",
        "Own actions!A3": "There is no action “own_7” of yours. Leave the cell empty for a new one.",
        "Own actions!B3": "Please shorten this by 1 character.",
        "Own actions!C3": "There is no action “no_such”.",
        "Own actions!E3": "Something is missing here.",
        "Own actions!H3": "Enter a number from 0.1 to 104.",
    }
    assert kept(harbour) == Adaptation(own=[OWN])


def test_a_column_that_is_missing_is_named(harbour: Consultancy) -> None:
    book = downloaded(harbour)
    book.worksheets[0].delete_cols(column(book.worksheets[0], "size"))
    assert faults(uploaded(harbour, as_bytes(book))) == {
        "Actions!2": "The column “size” is missing. Download the workbook anew."
    }


def test_more_own_actions_than_a_list_holds_are_refused(harbour: Consultancy) -> None:
    many = [OWN.model_copy(update={"id": f"own_{number}", "demands": Demands()}) for number in range(1, 31)]
    keep(harbour, Adaptation(own=many))
    assert harbour.get("/house/actions/add", "owner").heading == "Actions"
    book = downloaded(harbour)
    own = book.worksheets[1]
    for name in ("title", "like", "summary", "steps", "owner", "measure", "weeks", "price_year"):
        own.cell(33, column(own, name)).value = own.cell(32, column(own, name)).value
    assert faults(uploaded(harbour, as_bytes(book))) == {
        "Own actions!A33": "There are more than 30 actions of your own."
    }


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "This is not a workbook"),
        (b"action,title\nred_folder,x\n", "damaged"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "protected by a password"),
    ],
)
def test_what_is_no_such_workbook_is_refused(harbour: Consultancy, data: bytes, says: str) -> None:
    page = uploaded(harbour, data)
    assert page.status == 422
    assert [anchor for told, anchor in page.faults().items()] == ["#sheet"]


def test_a_workbook_of_something_else_is_refused(harbour: Consultancy) -> None:
    book = openpyxl.Workbook()
    book.active.append(["firm", "backup"])
    page = uploaded(harbour, as_bytes(book))
    assert page.status == 422
    assert any("no sheet has a column “action”" in told for told in page.faults())


def test_nothing_is_written_that_was_not_previewed_here(harbour: Consultancy) -> None:
    book = downloaded(harbour)
    put(book.worksheets[0], 3, hide="yes")
    page = uploaded(harbour, as_bytes(book))
    forged = owner(harbour).send(page, {"sealed": "gAAAAA"}, action="/sheet/apply")
    assert forged.status == 422
    changed(harbour, "red_folder", hidden="yes")
    late = owner(harbour).send(page, action="/sheet/apply")
    assert late.status == 409
    assert kept(harbour) == Adaptation(hidden=["red_folder"])


def test_of_another_organisation_nothing_is_written(harbour: Consultancy, app: Flask) -> None:
    other = consultancy(app, "Other")
    book = downloaded(harbour)
    put(book.worksheets[0], 3, hide="yes")
    sealed = uploaded(harbour, as_bytes(book)).form("/sheet/apply")[1]["sealed"]
    token = other.get("/house/actions", "owner").form("/house/sheet")[1]["csrf_token"]
    given = {"csrf_token": token, "sealed": sealed}
    response = owner(other).client.post(other.address("/house/sheet/apply"), data=given)
    assert response.status_code == 422
    assert kept(other) == Adaptation()


def test_the_workbook_is_text_and_numbers_and_the_same_each_time(harbour: Consultancy) -> None:
    hostile = OWN.model_copy(update={"title": "=1+1", "summary": "@SUM(A1)"})
    with harbour.app.test_request_context():
        first = workbook(current(), Adaptation(own=[hostile]))
        assert first == workbook(current(), Adaptation(own=[hostile]))
    own = openpyxl.load_workbook(io.BytesIO(first)).worksheets[1]
    assert (own["B3"].value, own["B3"].data_type) == ("=1+1", "s")
