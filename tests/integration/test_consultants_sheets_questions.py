"""What a sheet leaves open is asked once and remembered; what it must not overwrite is refused with words."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.storage import access, assessments
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, ClientRow, ImportRow
from tests.integration.members import member, signed_in
from tests.integration.sheets import Office, Rows, as_csv, office, tally

HEADER = ["firm", "ref", "orders", "rework"]
BAKERY = ["Mill Lane Bakery", "7", "always", "1"]


@pytest.fixture
def harbour(corner_shop: Flask) -> Office:
    return office(corner_shop)


def bring(where: Office, *rows: list[str], header: list[str] = HEADER) -> None:
    """Import these rows, which have no faults."""
    page = where.imported(where.upload(("a.csv", as_csv([header, *rows]))))
    assert page.heading == "Imported", page.text


def sheet(*rows: list[str], header: list[str] = HEADER) -> tuple[str, bytes]:
    table: Rows = [header, *rows]
    return "a.csv", as_csv(table)


def change_stage(where: Office, **values: object) -> None:
    with where.app.app_context(), writing() as session:
        session.execute(sa.update(AssessmentRow).values(**values))


# Firms


def test_a_trade_that_the_sheet_names_is_kept_and_not_only_its_division(harbour: Office) -> None:
    header = ["firm", "ref", "sector", "orders"]
    rows = [
        ["A", "1", "Bakery", "always"],
        ["B", "2", "10", "always"],
        ["C", "3", "C", "always"],
        ["D", "4", "", "always"],
    ]
    bring(harbour, *rows, header=header)
    profiles = {name: stage.profile for name, stage in harbour.stored().items()}
    assert profiles["1"]["trade"] == "bakery"
    assert (profiles["2"]["trade"], profiles["2"]["division"]) == ("C", "10")
    assert [profiles[name]["trade"] for name in ("3", "4")] == ["C", ""]
    assert tally(harbour.upload(sheet(*rows, header=header))) == {"Rows": 4, "As it was": 4}


# Columns


def test_strange_columns_are_asked_about_with_a_guess_and_remembered(harbour: Office) -> None:
    strange = ["Kunde", "Kundennummer", "Is every order written down?", "Bemerkung"]
    row = ["Mill Lane Bakery", "7", "always", "a good one"]
    page = harbour.upload(sheet(row, header=strange))
    assert page.heading == "What are these columns?"
    assert "Mill Lane Bakery" in page.text
    assert page.text.count("our guess") == 3
    page = harbour.visitor.send(page, action="/columns")
    assert tally(page) == {"Rows": 1, "New clients": 1}
    harbour.imported(page)
    assert harbour.stored()["7"].answers == {"orders": "always"}
    assert tally(harbour.upload(sheet(row, header=strange))) == {"Rows": 1, "As it was": 1}


def test_what_was_said_of_columns_can_be_changed_and_forgotten(harbour: Office) -> None:
    strange = ["Kunde", "Nummer des Kunden", "orders"]
    page = harbour.visitor.send(harbour.upload(sheet(["A", "7", "always"], header=strange)), action="/columns")
    page = harbour.visitor.get(next(one for one in page.links() if one.endswith("/columns")))
    assert page.text.count("as you said before") == 2
    page = harbour.visitor.send(page, {"c_1": "ref", "remember": None}, action="/columns")
    harbour.imported(page)
    assert list(harbour.stored()) == ["7"]
    assert harbour.upload(sheet(["A", "7", "always"], header=strange)).heading == "What are these columns?"


def test_a_header_that_cannot_be_read_is_explained_before_anything_else(harbour: Office) -> None:
    page = harbour.upload(sheet(["A", "1", "1"], header=["firm", "lists.customers", "checks"]))
    assert page.heading == "What are these columns?"
    assert "“lists” lacks columns for some of its options: lists.stock." in page.text
    assert "“checks” has rows. Use one column for each" in page.text


def test_two_columns_for_one_question_are_not_accepted(harbour: Office) -> None:
    page = harbour.upload(sheet(["A", "always", "never"], header=["firm", "first", "second"]))
    page = harbour.visitor.send(page, {"c_0": "orders", "c_1": "orders"}, action="/columns")
    assert page.status == 422
    assert any("are all read as “orders”" in fault for fault in page.faults())
    assert page.text.count("orders: Is every order written down?") == 2


# Values


def test_values_in_other_words_are_asked_about_and_remembered(harbour: Office) -> None:
    rows = [["A", "1", "immer", "1"], ["B", "2", "immer", "1"], ["C", "3", "egal", "1"]]
    page = harbour.upload(sheet(*rows))
    assert tally(page) == {"Rows": 3, "Not yet": 3}
    assert "“immer” in column orders, 2 rows" in page.text
    page = harbour.visitor.send(page, {"v_0": "always", "v_1": "blank"}, action="/values")
    assert tally(page) == {"Rows": 3, "New clients": 3}
    harbour.imported(page)
    assert [one.answers.get("orders") for one in harbour.stored().values()] == ["always", "always", None]
    page = harbour.upload(sheet(*rows))
    assert tally(page) == {"Rows": 3, "As it was": 3}
    page = harbour.visitor.send(page, {"f_0": "yes"}, action="/values")
    assert tally(page) == {"Rows": 3, "As it was": 2, "Not yet": 1}


def test_a_value_is_asked_about_with_its_question_and_told_in_words(harbour: Office) -> None:
    """Ids are for the sheet; a person reads what is asked, and picks an answer instead of reading which there are."""
    page = harbour.upload(sheet(["A", "1", "immer", "1"], ["B", "2", "never", "many"]))
    assert "Is every order written down?" in page.text
    assert "Choose from" not in page.text
    assert "“many” is not a number." in page.text
    page = harbour.visitor.send(page, {"v_0": "always"}, action="/values")
    assert "Forget: “immer” in column orders is “Always”" in page.text


def test_a_value_is_only_read_as_what_is_offered(harbour: Office) -> None:
    page = harbour.upload(sheet(["A", "1", "immer", "1"]))
    assert tally(harbour.visitor.send(page, {"v_0": "gold"}, action="/values")) == {"Rows": 1, "Not yet": 1}


# Whose rows


def test_a_name_without_a_number_is_asked_about(harbour: Office) -> None:
    bring(harbour, BAKERY)
    page = harbour.upload(sheet(["mill  lane BAKERY", "never"], header=["firm", "orders"]))
    assert "the same as Mill Lane Bakery (7)" in page.text
    assert tally(page) == {"Rows": 1, "Not yet": 1}
    assert "There is nothing to import yet" in page.text
    harbour.imported(harbour.visitor.send(page, action="/clients"))
    assert harbour.stored()["7"].answers["orders"] == "never"


def test_a_name_can_be_another_client(harbour: Office) -> None:
    bring(harbour, BAKERY)
    page = harbour.upload(sheet(["Mill Lane Bakery", "never"], header=["firm", "orders"]))
    harbour.imported(harbour.visitor.send(page, {"r_2": "new"}, action="/clients"))
    assert sorted(harbour.stored()) == ["7", "Mill Lane Bakery"]


def test_with_several_clients_of_a_name_nothing_is_chosen(harbour: Office) -> None:
    bring(harbour, BAKERY, ["Mill Lane Bakery Two", "8", "always", "1"])
    with harbour.app.app_context(), writing() as session:
        session.execute(sa.update(ClientRow).values(sort_name="mill lane bakery"))
    page = harbour.upload(sheet(["Mill Lane Bakery", "never"], header=["firm", "orders"]))
    assert not [one for one in page.root.iter("input") if one.get("name") == "r_2" and one.get("checked") is not None]
    page = harbour.visitor.send(page, action="/clients")
    assert tally(page) == {"Rows": 1, "Not yet": 1}


def test_a_number_is_compared_without_case_and_spaces_and_keeps_the_clients_name(harbour: Office) -> None:
    bring(harbour, ["Mill Lane Bakery", "A7", "always", "1"])
    page = harbour.upload(sheet(["Mill Bakery", " a7 ", "never", "1"]))
    assert "“Mill Bakery” has the number of your client “Mill Lane Bakery”" in page.text
    harbour.imported(page)
    stored = harbour.stored()["A7"]
    assert (stored.client, stored.profile["firm"], stored.answers["orders"]) == ("Mill Lane Bakery",) * 2 + ("never",)


def test_a_client_found_by_name_gets_the_number(harbour: Office) -> None:
    bring(harbour, ["Mill Lane Bakery", "always"], header=["firm", "orders"])
    page = harbour.upload(sheet(BAKERY))
    harbour.imported(harbour.visitor.send(page, action="/clients"))
    assert list(harbour.stored()) == ["7"]


def test_one_number_said_to_be_two_clients_is_given_to_one(harbour: Office) -> None:
    header = ["firm", "ref", "stage", "orders"]
    bring(harbour, ["Mill Lane Bakery", "always"], header=["firm", "orders"])
    rows = [["Mill Lane Bakery", "9", "T0", "never"], ["Mill Bakery", "9", "T0", "always"]]
    rows[1][2] = "T1"
    page = harbour.upload(sheet(*rows, header=header))
    page = harbour.visitor.send(page, {"r_2": "new", "r_3": None}, action="/clients")
    page = harbour.visitor.send(page, action="/clients")
    assert harbour.imported(page).heading == "Imported"
    assert sorted(harbour.stored()) == ["9", "Mill Lane Bakery"]


# Stages


def test_a_new_stage_is_counted_beforehand(harbour: Office) -> None:
    bring(harbour, BAKERY, ["B", "8", "never", "1"])
    page = harbour.upload(sheet(BAKERY, ["B", "8", "always", "1"]))
    assert "1 correction, 1 as it was" in page.text
    assert "1 new stage, 1 as it was" in page.text
    harbour.imported(harbour.visitor.send(page, {"mode": "stage"}, action="/mode"))
    assert list(harbour.stored(1)) == ["8"]
    assert harbour.stored()["8"].answers["orders"] == "never"


def test_rows_may_name_their_stages(harbour: Office) -> None:
    header = ["firm", "ref", "stage", "date", "source", "orders"]
    rows = [["A", "1", "T1", "2025-03-31", "interview", "always"], ["A", "1", "T0", "2024-03-31", "self", "never"]]
    page = harbour.upload(sheet(*rows, header=header))
    assert "These answers are" not in page.text
    assert tally(page) == {"Rows": 2, "New clients": 1, "New stages": 1}
    harbour.imported(page)
    first, second = harbour.stored()["1"], harbour.stored(1)["1"]
    assert (first.day, first.source, first.answers) == ("2024-03-31", "import", {"orders": "never"})
    assert (second.day, second.source, second.answers) == ("2025-03-31", "interview", {"orders": "always"})


def test_a_stage_without_the_one_before_is_a_fault(harbour: Office) -> None:
    page = harbour.upload(sheet(["A", "1", "T1", "always"], header=["firm", "ref", "stage", "orders"]))
    assert "“A” has no stage T0 yet" in page.text
    assert tally(page) == {"Rows": 1, "Not yet": 1}


# Corrections


def test_blank_cells_remove_answers_and_missing_columns_keep_them(harbour: Office) -> None:
    bring(harbour, BAKERY)
    page = harbour.upload(sheet(["Mill Lane Bakery", "7", ""], header=HEADER[:3]))
    assert "1 answer would be removed" in page.text
    harbour.imported(page)
    assert harbour.stored()["7"].answers == {"rework": 1.0}


def test_what_a_sheet_says_of_a_firm_is_brought_up_to_date(harbour: Office) -> None:
    header = ["firm", "ref", "sector", "employees", "email", "orders"]
    bring(harbour, ["A", "1", "10", "12", "", "always"], header=header)
    assert harbour.stored()["1"].profile["people"] == "small"
    page = harbour.upload(sheet(["A", "1", "", "3", "a@example.org", "always"], header=header))
    assert "Of 1 client, details such as trade, size or e-mail address are brought up to date" in page.text
    harbour.imported(page)
    stored = harbour.stored()["1"]
    assert (stored.email, stored.client_profile["people"], stored.client_profile["division"]) == (
        "a@example.org",
        "micro",
        "10",
    )
    assert (stored.profile, stored.revision) == (stored.client_profile, 2)


def test_nobody_consents_for_a_firm(harbour: Office) -> None:
    page = harbour.upload(sheet(["A", "yes", "always"], header=["firm", "counted", "orders"]))
    assert "only a firm itself can agree to be counted" in page.text
    harbour.imported(page)
    assert harbour.stored()["A"].counted is None


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"source": "self"}, "answered this itself on"),
        ({"source": "self", "status": "open", "revision": 2}, "answered this itself on"),
        ({"source": "self", "status": "open", "submitted_at": None}, "is answering this itself"),
        ({"source": "interview", "status": "open", "revision": 2}, "Someone is answering stage T0"),
    ],
)
def test_what_the_firm_answers_itself_is_not_overwritten(harbour: Office, state: dict[str, object], words: str) -> None:
    bring(harbour, BAKERY)
    change_stage(harbour, **state)
    page = harbour.upload(sheet(["Mill Lane Bakery", "7", "never", "1"]))
    assert words in page.text
    assert tally(page) == {"Rows": 1, "Not yet": 1}


def test_a_new_stage_may_follow_the_firms_own(harbour: Office) -> None:
    bring(harbour, BAKERY)
    change_stage(harbour, source="self")
    page = harbour.upload(sheet(["Mill Lane Bakery", "7", "never", "1"]))
    page = harbour.visitor.send(page, {"mode": "stage"}, action="/mode")
    harbour.imported(page)
    assert harbour.stored(1)["7"].answers["orders"] == "never"


def test_a_draft_that_an_adviser_left_empty_is_filled(harbour: Office) -> None:
    bring(harbour, BAKERY)
    with harbour.app.app_context():
        begun = assessments.start(by_reference("corner-shop"), {"firm": "B"}, access.new_browser())
        with writing() as session:
            theirs = session.scalars(sa.select(ClientRow)).one()
            new = {
                "public_id": "b",
                "organisation_id": theirs.organisation_id,
                "ref": "8",
                "name": "B",
                "sort_name": "b",
            }
            client = ClientRow(**new)
            session.add(client)
            session.flush()
            row = session.scalars(sa.select(AssessmentRow).filter_by(public_id=begun.public_id)).one()
            row.client_id, row.source = client.id, "interview"
    bring(harbour, ["B", "8", "sometimes", "1"])
    stored = harbour.stored()["8"]
    assert (stored.revision, stored.answers["orders"]) == (1, "sometimes")


def test_an_imported_stage_can_be_updated_question_by_question(harbour: Office) -> None:
    bring(harbour, BAKERY)
    with harbour.app.app_context():
        with reading() as session:
            public_id = session.scalars(sa.select(AssessmentRow.public_id)).one()
        assessments.reopen(public_id)
        drawn = assessments.answers(public_id)
        assert {name: one.value for name, one in drawn.items()} == {"orders": "always", "rework": 1.0}
        assert not assessments.save(public_id, {"orders": "never"}, {"orders": drawn["orders"].revision})
        assessments.keep_as_it_was(public_id)
        kept = assessments.submission(public_id)
    assert kept is not None
    assert (kept.revision, kept.answers["orders"]) == (1, "always")


# Two at once, two organisations


def test_clients_that_changed_meanwhile_are_looked_at_again(harbour: Office) -> None:
    first = harbour.upload(sheet(BAKERY))
    second = harbour.upload(sheet(["Mill Lane Bakery", "7", "never", "1"]))
    harbour.imported(first)
    page = harbour.visitor.send(second, {"rows": "all"}, action="/import")
    assert page.status == 409
    assert "Clients changed since you looked" in page.text
    assert tally(page) == {"Rows": 1, "Corrected": 1}
    assert harbour.stored()["7"].answers["orders"] == "always"
    harbour.imported(page)
    assert harbour.stored()["7"].answers["orders"] == "never"


def test_a_page_from_before_does_nothing(harbour: Office) -> None:
    page = harbour.upload(sheet(BAKERY, ["B", "8", "immer", "1"]))
    harbour.visitor.send(page, {"v_0": "always"}, action="/values")
    late = harbour.visitor.send(page, {"rows": "good"}, action="/import")
    assert late.status == 409
    assert not harbour.stored()


def test_the_button_pressed_twice_imports_once(harbour: Office) -> None:
    page = harbour.upload(sheet(BAKERY))
    pages = [harbour.visitor.send(page, {"rows": "all"}, action="/import") for _ in range(2)]
    assert [one.heading for one in pages] == ["Imported", "Imported"]
    assert len(harbour.stored()) == 1


def test_all_rows_are_imported_only_where_all_are_good(harbour: Office) -> None:
    page = harbour.upload(sheet(BAKERY, ["B", "8", "immer", "1"]))
    assert harbour.visitor.send(page, {"rows": "all"}, action="/import").status == 409
    assert not harbour.stored()


def test_two_organisations_do_not_mix(corner_shop: Flask, harbour: Office) -> None:
    other = office(corner_shop, "Other")
    page = harbour.upload(sheet(BAKERY))
    for path in ("", "/columns", "/faults"):
        foreign = page.address.replace(harbour.organisation, other.organisation) + path
        assert other.visitor.client.get(foreign).status_code == 404
        assert other.visitor.client.get(page.address + path).status_code == 404
    harbour.imported(page)
    page = other.upload(sheet(["Mill Lane Bakery", "7", "never", "1"]))
    assert tally(page) == {"Rows": 1, "New clients": 1}
    other.imported(page)
    assert harbour.stored()["7"].answers["orders"] == "always"
    assert other.stored()["7"].answers["orders"] == "never"


def test_a_viewer_sees_the_list_and_uploads_nothing(harbour: Office) -> None:
    page = harbour.upload(sheet(BAKERY))
    viewer = signed_in(harbour.app, member(harbour.app, harbour.organisation, "viewer").user_id)
    listed = viewer.get(harbour.sheets)
    assert "a.csv" in listed.text
    assert "Upload and check" not in listed.text
    assert viewer.client.get(page.address).status_code == 404
    assert viewer.client.post(harbour.sheets, data={"files": (io.BytesIO(b"firm"), "a.csv")}).status_code == 404


def test_an_upload_can_be_removed(harbour: Office) -> None:
    page = harbour.upload(sheet(BAKERY))
    harbour.imported(page)
    listed = harbour.visitor.send(harbour.visitor.get(page.address), action="/remove")
    assert "The upload was removed" in listed.html
    with harbour.app.app_context(), reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ImportRow)) == 0
    assert len(harbour.stored()) == 1


# Numbers


def save_as_drawn(where: Office) -> None:
    """Open the answers of the only client again in the interview, save them untouched, and hand them in."""
    with where.app.app_context(), reading() as session:
        place = f"/a/{session.scalars(sa.select(AssessmentRow.public_id)).one()}"
    opened = where.visitor.send(where.visitor.get(f"{place}/results"), action="/update")
    where.visitor.send(opened)
    where.visitor.send(where.visitor.get(f"{place}/review"), action="/review")


@pytest.mark.parametrize(("written", "stored"), [("1", 1.0), ("1.0", 1.0), ("hardly", "hardly")])
def test_a_number_is_kept_as_it_was_written_also_when_the_page_is_saved(
    harbour: Office, written: str, stored: object
) -> None:
    bring(harbour, [*BAKERY[:3], written])
    before = harbour.stored()["7"]
    assert before.answers["rework"] == stored
    save_as_drawn(harbour)
    after = harbour.stored()["7"]
    assert (after.revision, after.answers, after.dimensions) == (2, before.answers, before.dimensions)


def test_another_number_of_the_same_band_is_a_correction_and_the_band_itself_is_none(harbour: Office) -> None:
    bring(harbour, [*BAKERY[:3], "0"])
    bring(harbour, BAKERY)
    assert (harbour.stored()["7"].revision, harbour.stored()["7"].answers["rework"]) == (2, 1.0)
    for again in ("1", "hardly"):
        assert tally(harbour.upload(sheet([*BAKERY[:3], again]))) == {"Rows": 1, "As it was": 1}
