"""The portfolio: clients side by side, whom to call, what most need, progress, its workbook and its PDF.

The clients are made once and only looked at.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pikepdf
import pytest
import sqlalchemy as sa
from flask import Flask

from scoring.adaptation import Adaptation, OwnAction
from scoring.answers import Answer, table_of
from scoring.roadmap import plan
from scoring.scores import score
from survey import create_app, instruments
from survey.profiles import profile_row
from survey.storage import assessments, client_assessments, clients, houses, plans
from survey.storage.clients import Client
from survey.storage.database import writing
from survey.storage.houses import Look
from survey.storage.models import AssessmentRow, now
from survey.storage.values import MemberRole
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.databases import close, settings_for
from tests.integration.handed_in import sample_answers
from tests.integration.pages import Page, words
from tests.integration.portfolios import finished
from tests.unit.reports.printed import squeezed

HOSTILE = "=cmd|' /C calc'!A0 <b>&"
WEAK: dict[str, Answer] = {"backup": "no_backup", "decisions": "breakdown"}
ACTION = "figures_lesson"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("portfolio")
    shutil.copy(migrated_sqlite, folder / "waymark.sqlite3")
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'waymark.sqlite3'}", rate_limit="100000 per minute"))
    app.testing = True
    yield app
    close(app)


@pytest.fixture(scope="module")
def harbour(app: Flask) -> Consultancy:
    """Bakery improved and did a thing; Joinery once, Café once, both with a result; Dyer stalled, Elder archived,
    Fisher opened, Grocer by another questionnaire; nothing of Harvester."""
    us = consultancy(app)
    bakery = us.add("Bakery", tags=["vip"], profile={"trade": "bakery", "people": "small"})
    with app.app_context():
        first = hand_in(bakery, WEAK)
        plans.mark(first, ACTION, "done", "", was=(None, ""))
        hand_in(bakery, {})
        hand_in(us.add(HOSTILE, ref="K-7", profile={"trade": "C", "people": "solo"}), WEAK)
        hand_in(us.add("Café", tags=["VIP"], profile={"trade": "bakery", "people": "small"}), {})
        stall(client_assessments.start_for_client(us.add("Dyer").id, instruments.current(), "interview"))
        client_assessments.start_for_client(us.add("Fisher").id, instruments.current(), "interview")
        elder = us.add("Elder")
        hand_in(elder, {})
        clients.put_away(us.id, [elder.public_id], True)
        finished(us.add("Grocer"), {"till": "owner"})  # type: ignore[arg-type]
        us.add("Harvester")
    return us


def hand_in(client: Client, answers: dict[str, Answer]) -> str:
    """The next stage of the client: as the invented firm answered, but for these answers."""
    public_id = client_assessments.start_for_client(client.id, instruments.current(), "interview")
    seen = {question: one.revision for question, one in assessments.answers(public_id).items()}
    assert not assessments.save(public_id, sample_answers() | answers, seen)
    assessments.submit(public_id, counted=False)
    return public_id


def stall(public_id: str) -> None:
    assessments.save(public_id, WEAK, {})
    with writing() as session:
        mine = sa.update(AssessmentRow).filter_by(public_id=public_id)
        session.execute(mine.values(updated_at=now().replace(year=2020), created_at=now().replace(year=2019)))


def firms(page: Page) -> list[str]:
    """The clients of the table, from above."""
    heat = page.root.find(".//*[@class='table heat']")
    return [words(row.find("th")) for row in heat.iter("tr") if row.find("td") is not None] if heat is not None else []


def part(page: Page, heading: str) -> str:
    """What stands in the section of this heading."""
    return words(next(one for one in page.root.iter("section") if one.get("aria-labelledby") == heading))


def test_it_says_first_how_many_clients_and_how_many_results(harbour: Consultancy) -> None:
    page = harbour.get("/portfolio", "viewer")
    assert page.heading == "Portfolio"
    assert "7 clients; 3 have a result" in page.text
    assert "1 has one by another questionnaire only, which cannot be put beside these." in page.text
    assert firms(page) == [HOSTILE, "Bakery", "Café"]
    assert "Elder" not in page.text
    levels = page.root.find(".//*[@class='table levels']")
    assert sum(int(words(row.findall("td")[0])) for row in levels.iter("tr") if row.find("td[2]") is not None) == 3


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sort=overall", [HOSTILE, "Bakery", "Café"]),
        ("?sort=overall&order=down", ["Bakery", "Café", HOSTILE]),
        ("?sort=change", ["Bakery", HOSTILE, "Café"]),
        ("?sort=security&order=down", ["Bakery", "Café", HOSTILE]),
        ("?sort=name&order=down", ["Café", "Bakery", HOSTILE]),
        ("?tag=Vip", ["Bakery", "Café"]),
        ("?sector=C&size=micro", [HOSTILE]),
        ("?size=small", ["Bakery", "Café"]),
        ("?sort=nothing&tag=no+such&sector=Q&size=huge&action=none&page=99&instrument=x", [HOSTILE, "Bakery", "Café"]),
    ],
)
def test_the_table_is_sorted_and_filtered_and_what_there_is_not_counts_as_not_asked(
    harbour: Consultancy, query: str, expected: list[str]
) -> None:
    assert firms(harbour.get(f"/portfolio{query}")) == expected


def test_the_sorted_column_says_so_and_turns_round(harbour: Consultancy) -> None:
    page = harbour.get("/portfolio?sort=change&order=down&tag=vip")
    heat = page.root.find(".//*[@class='table heat']")
    heads = {words(head): head for head in heat.iter("th") if head.get("scope") == "col"}
    assert heads["Change"].get("aria-sort") == "descending"
    assert heads["Overall"].get("aria-sort") is None
    assert heads["Change"].find("a").get("href").endswith("?tag=vip&sort=change#heat")


def test_a_client_without_a_score_has_none_and_never_zero(harbour: Consultancy) -> None:
    page = harbour.get("/portfolio")
    cells = [cell for cell in page.root.iter("td") if (cell.get("class") or "").startswith("heat__")]
    assert {cell.get("class") for cell in cells} & {f"heat__{step}" for step in range(5)}
    assert all(words(cell) for cell in cells if cell.get("class") != "heat__change")


def test_another_questionnaire_is_another_portfolio(harbour: Consultancy) -> None:
    page = harbour.get("/portfolio?instrument=every-type@1")
    assert firms(page) == ["Grocer"]
    assert "3 have one by another questionnaire only" in page.text
    assert "No step would bring one of these clients a point." in page.text


def test_whom_to_call_and_why(harbour: Consultancy) -> None:
    page = harbour.get("/portfolio")
    assert "Dyer begun, last touched on" in part(page, "call-stuck")
    assert "Bakery" in part(page, "call-improved")
    assert "since the assessment before, now at" in part(page, "call-improved")
    assert "Fisher opened, nothing answered yet" in part(page, "call-unfinished")
    assert "Elder" not in part(page, "call")


def test_a_filter_holds_for_whom_to_call_too(harbour: Consultancy) -> None:
    page = harbour.get("/portfolio?tag=vip")
    assert "Dyer" not in page.text
    assert "Bakery" in part(page, "call-improved")


@pytest.mark.parametrize("which", ["stuck", "improved", "close", "unfinished"])
def test_each_list_has_a_page_of_its_own(harbour: Consultancy, which: str) -> None:
    page = harbour.get(f"/portfolio/call/{which}?tag=vip")
    assert page.heading.startswith("Whom to call")
    assert ("Bakery" in page.text) == (which == "improved")
    assert harbour.adviser.client.get(harbour.address("/portfolio/call/nobody")).status_code == 404


def test_who_needs_an_action_is_who_would_have_it_in_a_plan(harbour: Consultancy) -> None:
    """Of the clients that stand beside an action exactly those have a reason for it in their own roadmap, and a point
    or more to gain by it."""
    instrument = instruments_current(harbour)
    kinds = {HOSTILE: ({"trade": "C", "people": "solo"}, WEAK), "Café": ({"trade": "bakery", "people": "small"}, {})}
    for name, (profile, answers) in kinds.items():
        table = table_of(instrument, [sample_answers_of(harbour) | answers], [profile_row(profile)])
        made = plan(table, score(table))
        for step in [step for step in made.steps if step.because and step.gain >= 1][:3]:
            assert name in firms(harbour.get(f"/portfolio?action={step.action}")), step.action
        for left in [left for left in made.left_out if left.kind in ("in_place", "size", "sector", "staff")][:3]:
            assert name not in firms(harbour.get(f"/portfolio?action={left.action}")), left.action


def instruments_current(harbour: Consultancy) -> Any:
    with harbour.app.test_request_context():
        return instruments.current()


def sample_answers_of(harbour: Consultancy) -> dict[str, Answer]:
    with harbour.app.test_request_context():
        return sample_answers()


def test_what_most_need_is_told_with_n_of_n(harbour: Consultancy) -> None:
    needed = part(harbour.get("/portfolio"), "needed")
    assert "of 3 clients (100" in needed
    page = harbour.get("/portfolio?action=monthly_page")
    assert f"Only clients that need “{instruments_current(harbour).actions_by_id['monthly_page'].title}”" in page.text


def test_page_pdf_and_workbook_say_the_same_of_a_client_and_of_an_action(harbour: Consultancy) -> None:
    page, (text, _), book = harbour.get("/portfolio"), pdf(harbour), workbook(harbour)
    [bakery] = [row for row in book["Call"].iter_rows(values_only=True) if row[1] == "Bakery" and row[0] == "Improved"]
    change = f"+{bakery[3]:g}"
    assert f"Bakery {change} since the assessment before, now at" in part(page, "call-improved")
    assert f"{change}sincetheassessmentbefore" in text
    first = list(book["Actions"].iter_rows(values_only=True))[1]
    told = f"{first[1]} of {first[2]} clients"
    assert f"{first[0]} {told}" in part(page, "needed")
    assert f"{first[4]:.1f} points each" in part(page, "needed")
    assert squeezed(f"{first[1]} of {first[2]}, {first[4]:.1f} points each") in text
    assert "Assessment 1 to 2" in part(page, "progress")
    assert "Assessment1to2(n=1)" in text


def test_needs_are_of_the_actions_that_the_organisation_plans_with(app: Flask) -> None:
    """And as soon as it decides so: on the page, in the workbook and on paper, which goes out under its name."""
    us = consultancy(app, "House Advisers")
    with app.app_context():
        for name in ("Ash", "Birch"):
            hand_in(us.add(name, profile={"trade": "bakery", "people": "small"}), WEAK)
    before = [row[0] for row in workbook(us)["Actions"].iter_rows(values_only=True, min_row=2)]
    hidden = next(one.id for one in instruments_current(us).actions if one.title == before[0])
    told = {"title": "Our own evening", "summary": "We meet.", "steps": ["Come."], "owner": "Owner", "measure": "Came."}
    own = OwnAction(id="evening", like=hidden, weeks=2, price_year=2026, **told)
    with app.app_context():
        made, none = Adaptation(hidden=[hidden], own=[own]), houses.trace(Adaptation())
        assert houses.set_adaptation(us.id, instruments_current(us).id, made, seen=none)
        seen = houses.trace(houses.look_of(houses.house(us.id)))
        assert houses.set_look(us.id, Look(contact="office@house.example"), seen=seen) is None
    after = [row[0] for row in workbook(us)["Actions"].iter_rows(values_only=True, min_row=2)]
    assert after == ["Our own evening", *before[1:]]
    needed, (text, _) = part(us.get("/portfolio"), "needed"), pdf(us)
    assert "Our own evening 2 of 2 clients (100" in needed
    assert before[0] not in needed
    assert "Ourownevening" in text
    assert squeezed(before[0]) not in text
    assert "office@house.example" in text
    assert firms(us.get("/portfolio?action=evening")) == ["Ash", "Birch"]


def test_progress_is_of_those_with_both(harbour: Consultancy) -> None:
    progress = part(harbour.get("/portfolio"), "progress")
    assert "Assessment 1 to 2 1 client has a result at both" in progress
    assert "1 improved, 0 stayed the same, 0 fell." in progress
    assert "1 action was marked as done in between." in progress
    assert "interval" not in progress, "of one client nothing is known about the spread"


def test_a_clients_page_has_each_dimension_over_time_and_what_was_done(harbour: Consultancy) -> None:
    [bakery] = [link for link in harbour.get("/portfolio").root.iter("a") if words(link) == "Bakery"][:1]
    page = harbour.adviser.get(bakery.get("href"))
    over_time = part(page, "over-time")
    table = next(one for one in page.root.iter("table") if "Fair" in words(one))
    assert [words(head) for head in table.find("thead").iter("th")] == [
        *("Dimension", "Assessment 1", "Assessment 2", "Change"),
    ]
    assert [words(row.find("th")) for row in table.find("tbody")][:2] == ["Overall", "Strategy and leadership"]
    assert "Marked as done after “Assessment 1”" in over_time
    assert instruments_current(harbour).actions_by_id[ACTION].title in over_time


def workbook(harbour: Consultancy, query: str = "") -> openpyxl.Workbook:
    response = harbour.adviser.client.get(harbour.address(f"/portfolio.xlsx{query}"))
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.data))


def test_the_workbook_has_numbers_and_charts_on_every_sheet_and_no_formula(harbour: Consultancy) -> None:
    book = workbook(harbour)
    assert book.sheetnames == ["Overview", "Heat map", "Actions", "Call", "Progress"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert all(sheet._charts for sheet in book)
    head, *rows = book["Heat map"].iter_rows(values_only=True)
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["Client"] for row in table] == [HOSTILE, "Bakery", "Café"]
    assert [row["Your number"] for row in table] == ["K-7", None, None]
    assert all(isinstance(row["Overall"], float) for row in table)
    assert [row["Change"] is None for row in table] == [True, False, True]
    assert len(book["Heat map"].conditional_formatting) == len(instruments_current(harbour).dimensions)


def test_the_workbook_is_of_the_same_clients_as_the_page(harbour: Consultancy) -> None:
    rows = list(workbook(harbour, "?tag=vip")["Heat map"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["Bakery", "Café"]
    empty = workbook(harbour, "?size=small&sector=C&tag=vip&instrument=every-type@1")
    assert empty["Progress"]["A4"].value is None


def test_where_nobody_has_a_result_the_page_says_what_will_be_there(app: Flask) -> None:
    empty = consultancy(app, "New Advisers")
    assert "No client has a result yet" in empty.get("/portfolio").text
    for path in ("/portfolio.xlsx", "/portfolio/call/stuck"):
        assert empty.adviser.client.get(empty.address(path)).status_code == 404


# On paper ---------------------------------------------------------------------------------------------------------


def pdf(harbour: Consultancy, query: str = "", role: MemberRole = "viewer") -> tuple[str, bytes]:
    """Its text without white space, and the file."""
    response = harbour.visitors[role].client.get(harbour.address(f"/portfolio.pdf{query}"))
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    with pdfplumber.open(io.BytesIO(response.data)) as document:
        return squeezed("".join(page.extract_text() for page in document.pages)), response.data


def test_the_pdf_says_of_the_same_clients_what_the_page_says(harbour: Consultancy) -> None:
    text, _ = pdf(harbour)
    assert "7clients,ofwhom3witharesult" in text
    assert squeezed(HOSTILE) in text
    assert "Stuck:1client" in text
    assert "Notfinished:1client" in text
    assert "4clientshavenoresultbythisquestionnaireyet;1ofthembegananddidnotfinish." in text
    assert "Elder" not in text


def test_the_pdf_takes_the_filters_of_the_page_and_names_them(harbour: Consultancy) -> None:
    text, _ = pdf(harbour, f"?tag=vip&action={ACTION}")
    assert "Tagvip" in text
    assert "Needs" in text
    assert squeezed(HOSTILE) not in text


def test_the_pdf_without_names_has_none(harbour: Consultancy) -> None:
    text, file = pdf(harbour, "?names=no&paper=Letter")
    assert "Client3" in text
    assert not any(name in text for name in ("Bakery", "Café", "Dyer", "K-7", squeezed(HOSTILE)))
    with pikepdf.open(io.BytesIO(file)) as document:
        assert [float(size) for size in document.pages[0].MediaBox[2:]] == [612, 792]


def test_an_unknown_paper_is_a4(harbour: Consultancy) -> None:
    _, file = pdf(harbour, "?paper=../etc")
    with pikepdf.open(io.BytesIO(file)) as document:
        assert float(document.pages[0].MediaBox[3]) == pytest.approx(841.89)


def test_where_nobody_has_a_result_there_is_no_pdf(app: Flask) -> None:
    empty = consultancy(app, "Still Newer Advisers")
    assert empty.adviser.client.get(empty.address("/portfolio.pdf")).status_code == 404


def test_the_page_leads_to_the_pdf_of_what_it_shows(harbour: Consultancy) -> None:
    links = [link for link in harbour.get("/portfolio?tag=vip").links() if ".pdf" in link]
    assert links == [harbour.address(f"/portfolio.pdf?{query}") for query in ("tag=vip", "names=no&tag=vip")]
