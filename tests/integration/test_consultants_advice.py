"""What an adviser says to the steps of a client's plan: kept, shown to whom it is for, and gone when sharing ends."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask

from reports.firm.house import Advice, House
from survey.storage import access, assessments, choices, clients, houses, plans
from survey.storage import advice as storage
from survey.storage.assessments import Assessment
from survey.storage.database import reading, writing
from survey.storage.finding import MEMBERS
from survey.storage.houses import Look
from survey.storage.models import AssessmentRow
from survey.storage.tracing import trace
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.pages import Page, words

SAID = Advice({"red_folder": "Begin on Monday."}, ("red_folder",), "Ann")


@pytest.fixture
def harbour(app: Flask) -> Consultancy:
    return consultancy(app)


@pytest.fixture
def place(harbour: Consultancy) -> str:
    """An assessment of a client, handed in."""
    return harbour.finish(harbour.add("Joinery"))


def page_of(of: Consultancy, place: str) -> str:
    client = of.visitors["adviser"].get(of.address("/clients"))
    address = next(link for link, name in client.links().items() if name == "Joinery")
    return f"{address}/advice/{place}"


def stored(of: Consultancy, place: str) -> tuple[Advice, int]:
    with of.app.app_context():
        found = seen(of, place)
        return found.advice, found.advice_revision


def seen(of: Consultancy, place: str) -> Assessment:
    found = assessments.find(place, "", MEMBERS, user=of.members["adviser"].user_id)
    assert found is not None
    return found


def steps(page: Page) -> list[str]:
    return [area.get("name", "")[2:] for area in page.root.iter("textarea")]


def test_an_adviser_writes_to_steps_and_puts_some_first(harbour: Consultancy, place: str) -> None:
    address = page_of(harbour, place)
    results = harbour.adviser.get(f"/a/{place}/results")
    assert address in results.links()
    page = harbour.adviser.get(address)
    first, second, third = steps(page)[:3]
    given = {f"c_{second}": "Begin on Monday.\r\nCall me.", f"p_{third}": "1", f"p_{second}": "2", "adviser": "Ann H."}
    page = harbour.adviser.send(page, given, action="")
    assert page.heading == results.heading
    said = Advice({second: "Begin on Monday.\nCall me."}, (third, second), "Ann H.")
    assert stored(harbour, place) == (said, 1)
    again = harbour.adviser.get(address)
    assert again.by_id("adviser").get("value") == "Ann H."
    # The same again is no change.
    harbour.adviser.send(again)
    assert stored(harbour, place) == (said, 1)
    emptied = {f"c_{second}": "", f"p_{third}": "", f"p_{second}": ""}
    harbour.adviser.send(harbour.adviser.get(address), emptied)
    assert stored(harbour, place) == (Advice(), 2)
    assert first


def test_what_cannot_be_is_refused_at_its_step(harbour: Consultancy, place: str) -> None:
    page = harbour.adviser.get(page_of(harbour, place))
    one, two = steps(page)[:2]
    page = harbour.adviser.send(page, {f"c_{one}": "x" * 1001, f"p_{two}": "soon", "adviser": "x" * 122})
    assert page.status == 422
    assert list(page.faults().values()) == ["#adviser", f"#c_{one}", f"#p_{two}"]
    assert stored(harbour, place) == (Advice(), 0)


def test_a_place_may_stand_behind_any_number_of_blanks(harbour: Consultancy, place: str) -> None:
    page = harbour.adviser.get(page_of(harbour, place))
    one = steps(page)[0]
    assert harbour.adviser.send(page, {f"p_{one}": f"{' ' * 19}+1"}).status == 200
    assert stored(harbour, place)[0].order == (one,)


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(harbour: Consultancy, place: str) -> None:
    old = harbour.adviser.get(page_of(harbour, place))
    one = steps(old)[0]
    harbour.adviser.send(harbour.adviser.get(page_of(harbour, place)), {f"c_{one}": "Theirs"})
    page = harbour.adviser.send(old, {f"c_{one}": "Mine"})
    assert page.status == 409
    assert "Theirs" in words(page.by_id("both"))
    assert harbour.adviser.send(page).status == 200
    assert stored(harbour, place)[0].comments == {one: "Mine"}


def test_only_advisers_of_this_client_write(harbour: Consultancy, place: str, app: Flask) -> None:
    address = page_of(harbour, place)
    assert harbour.visitors["viewer"].client.get(address).status_code == 404
    other = consultancy(app, "Other")
    assert other.adviser.client.get(address).status_code == 404
    bakery = harbour.add("Bakery")
    foreign = harbour.address(f"/clients/{bakery.public_id}/advice/{place}")
    assert harbour.adviser.client.get(foreign).status_code == 404
    theirs = other.add("Theirs")
    assert other.adviser.client.get(other.address(f"/clients/{theirs.public_id}/advice/{place}")).status_code == 404


def test_what_is_said_of_an_action_that_left_the_plan_stays(harbour: Consultancy, place: str) -> None:
    page = harbour.adviser.get(page_of(harbour, place))
    one = steps(page)[0]
    harbour.adviser.send(page, {f"c_{one}": "Well done", f"p_{one}": "1"})
    with harbour.app.app_context():
        plans.mark(place, one, "done", "", was=(None, ""))
        storage.advise(place, Advice({one: "Well done", "of_another_revision": "Kept"}, (one,), "Ann"), seen=1)
    page = harbour.adviser.get(page_of(harbour, place))
    assert steps(page)[-1] == one
    assert "not in the plan now" in page.text
    harbour.adviser.send(page, {f"p_{one}": ""})
    assert stored(harbour, place)[0].comments == {one: "Well done", "of_another_revision": "Kept"}


def test_the_next_stage_takes_along_what_is_not_done(harbour: Consultancy, place: str) -> None:
    with harbour.app.app_context():
        storage.advise(place, Advice({"wish_list": "A", "red_folder": "B"}, ("wish_list", "red_folder"), "Ann"), seen=0)
        plans.mark(place, "wish_list", "done", "", was=(None, ""))
        following = assessments.next_stage(place, "", user=harbour.members["adviser"].user_id)
        assert seen(harbour, following.public_id).advice == Advice({"red_folder": "B"}, ("red_folder",), "Ann")


def shared(of: Consultancy, place: str, *, source: str) -> str:
    """A browser that the firm came with by its own link."""
    browser = access.new_browser()
    access.exchange(access.make_link(place), browser)
    with writing() as session:
        session.execute(sa.update(AssessmentRow).filter_by(public_id=place).values(source=source))
    storage.advise(place, SAID, seen=0)
    houses.set_look(of.id, Look(offer="We help."), seen=trace(Look()))
    return browser


def test_when_the_firm_ends_sharing_its_report_has_neither_house_nor_advice(harbour: Consultancy, place: str) -> None:
    """What the firm answered is its own, without the organisation's words; what was told to advisers stays theirs."""
    with harbour.app.app_context():
        browser = shared(harbour, place, source="interview")
        firm = assessments.find(place, browser)
        assert firm is not None
        assert houses.advice_of(firm) == SAID
        assert (houses.house_of(firm).offer, houses.house_of(firm).branding.sender) == ("We help.", "Harbour Advisers")
        access.stop_sharing(place)
        firm, adviser = assessments.find(place, browser), seen(harbour, place)
        assert firm is not None
        assert (houses.advice_of(firm), houses.house_of(firm)) == (Advice(), House())
        assert (houses.advice_of(adviser), houses.house_of(adviser).offer) == (SAID, "We help.")


def test_what_the_firm_answered_itself_loses_the_advice_for_good(harbour: Consultancy, place: str) -> None:
    with harbour.app.app_context():
        browser = shared(harbour, place, source="self")
        access.stop_sharing(place)
        firm = assessments.find(place, browser)
        assert firm is not None
        assert (firm.organisation, firm.advice, firm.advice_revision) == (None, Advice(), 2)
        assert houses.house_of(firm) == House()


def test_with_its_client_the_advice_goes(harbour: Consultancy, place: str) -> None:
    with harbour.app.app_context():
        browser = shared(harbour, place, source="interview")
        clients.delete(harbour.id, str(seen(harbour, place).client))
        firm = assessments.find(place, browser)
        assert firm is not None
        assert (firm.organisation, firm.advice) == (None, Advice())
        with reading() as session:
            assert session.scalar(sa.select(AssessmentRow.advice).filter_by(public_id=place)) == {}


def test_the_firm_takes_the_advice_along_with_all_that_is_held(harbour: Consultancy, place: str) -> None:
    with harbour.app.app_context():
        storage.advise(place, SAID, seen=0)
    held = json.loads(harbour.adviser.client.get(f"/a/{place}/answers.json").data)
    assert held["advice"] == {"comments": {"red_folder": "Begin on Monday."}, "order": ["red_folder"], "adviser": "Ann"}


def test_stored_advice_that_cannot_be_read_is_none() -> None:
    assert storage.from_json({"comments": ["x"], "order": {"x": 1}, "adviser": 7}) == Advice()
    assert storage.from_json({"comments": {"a": "x", "b": 1}, "order": ["a", 2]}) == Advice({"a": "x"}, ("a",))
    assert choices.done({"marks": {"a": "done", "b": "planned"}}) == {"a"}
