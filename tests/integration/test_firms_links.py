"""Private links, several devices, forgetting, deleting; and the one page for all that leads nowhere."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests.integration.pages import Page, Visitor, checked, words


@pytest.fixture
def app(every_type: Flask) -> Flask:
    return every_type


@pytest.fixture
def owner(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def first(owner: Visitor) -> Page:
    """The first page of questions of an assessment that the owner has begun."""
    return owner.send(owner.get("/start"), {"trade": "Bakery", "people": "solo", "firm": "Ann's"})


@pytest.fixture
def home(first: Page) -> str:
    return first.address.rsplit("/questions/", 1)[0]


def make_link(visitor: Visitor, home: str) -> str:
    made = visitor.send(visitor.get(f"{home}/link"), action="/link")
    address = made.by_id("address")
    assert address is not None
    return address.get("value", "").removeprefix("http://localhost")


def test_a_link_is_shown_once_and_opens_on_another_device_by_a_button(app: Flask, owner: Visitor, home: str) -> None:
    link = make_link(owner, home)
    assert link not in owner.get(f"{home}/link").html
    phone = Visitor(app)
    page = phone.get(link)
    assert page.heading == "Continue where you left off"
    assert phone.get(home).status == 404, "opening the page alone gives no right: mail scanners do that"
    assert phone.send(page).heading == "Choosing"
    assert owner.get(f"{home}/questions/choosing").status == 200, "the first device keeps its right"


def test_a_link_leads_to_where_the_firm_was(app: Flask, owner: Visitor, first: Page, home: str) -> None:
    owner.send(first, {"q_till": "anyone", "q_doors": ["none"]})
    phone = Visitor(app)
    assert phone.send(phone.get(make_link(owner, home))).heading == "Typing"


def test_ending_a_link_ends_the_devices_that_used_it(app: Flask, owner: Visitor, home: str) -> None:
    link = make_link(owner, home)
    phone = Visitor(app)
    phone.send(phone.get(link))
    assert phone.get(f"{home}/questions/choosing").status == 200
    page = owner.send(owner.get(f"{home}/link"), action="/end")
    assert "no longer works" in page.text
    assert phone.get(f"{home}/questions/choosing").status == 404
    assert owner.get(f"{home}/questions/choosing").status == 200


def test_whoever_ends_the_link_it_came_by_is_led_out(app: Flask, owner: Visitor, home: str) -> None:
    phone = Visitor(app)
    phone.send(phone.get(make_link(owner, home)))
    page = phone.send(phone.get(f"{home}/link"), action="/end")
    assert page.address == "/"


def test_forgetting_is_for_this_device_only(app: Flask, owner: Visitor, home: str) -> None:
    phone = Visitor(app)
    phone.send(phone.get(make_link(owner, home)))
    page = phone.send(phone.get(f"{home}/link"), action="/forget")
    assert "has forgotten the assessment" in page.text
    assert phone.get(home).status == 404
    assert owner.get(home).status == 200


def test_deleting_asks_first_and_leaves_nothing(app: Flask, owner: Visitor, home: str) -> None:
    link = make_link(owner, home)
    page = owner.get(f"{home}/delete")
    assert page.heading == "Delete everything?"
    page = owner.send(page)
    assert "Everything is deleted" in page.text
    assert "Ann's" not in page.text
    for address in (home, f"{home}/questions/choosing", f"{home}/results", f"{home}/answers.json", link):
        assert owner.get(address).status == 404


def test_nothing_tells_unknown_foreign_ended_and_deleted_apart(app: Flask, owner: Visitor, home: str) -> None:
    ended, stranger = make_link(owner, home), Visitor(app)
    owner.send(owner.get(f"{home}/link"), action="/end")
    links = [stranger.get(address) for address in ("/r/unknown", ended)]
    assert {page.status for page in links} == {404}
    assert len({page.html for page in links}) == 1
    assert "How to get another one" in links[0].text
    addresses = [
        home,
        f"{home}/questions/choosing",
        f"{home}/review",
        f"{home}/results.pdf",
        "/a/unknown/link",
    ]
    pages = [stranger.get(address) for address in addresses]
    assert {page.status for page in pages} == {404}
    assert len({page.html for page in pages}) == 1


@pytest.mark.parametrize("part", ["forget", "delete", "link", "review", "questions/choosing", "profile", "link/1/end"])
def test_a_stranger_can_change_nothing(app: Flask, owner: Visitor, home: str, part: str) -> None:
    stranger = Visitor(app)
    _, values = stranger.get("/start").form()
    response = stranger.client.post(f"{home}/{part}", data={"csrf_token": values["csrf_token"]})
    assert response.status_code == 404
    assert owner.get(home).status == 200


@pytest.mark.parametrize(("part", "status"), [("forget", 400), ("delete", 400), ("link", 422), ("colleagues", 422)])
def test_a_post_from_elsewhere_changes_nothing(owner: Visitor, home: str, part: str, status: int) -> None:
    posted = {"name": "Ben", "pages": "choosing"}
    assert owner.client.post(f"{home}/{part}", data=posted).status_code == status
    assert owner.get(home).status == 200
    assert "Links in use" not in owner.get(f"{home}/link").text


def test_the_first_page_lists_what_this_device_has_begun(app: Flask, owner: Visitor, home: str) -> None:
    assert owner.get("/").links()[home] == "Continue: Ann's"
    assert home not in Visitor(app).get("/").links()


def test_the_browser_is_known_by_a_cookie_that_scripts_cannot_read(app: Flask, owner: Visitor) -> None:
    page = owner.get("/start")
    response = owner.client.post("/start", data=page.form()[1].to_dict() | {"trade": "Bakery", "people": "solo"})
    [cookie] = [text for text in response.headers.getlist("Set-Cookie") if text.startswith("waymark_browser=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert f"Max-Age={400 * 86_400}" in cookie
    assert not [text for text in Visitor(app).get("/").response.headers.getlist("Set-Cookie") if "browser" in text]


def test_each_button_that_ends_a_link_says_which(owner: Visitor, home: str) -> None:
    make_link(owner, home)
    page = owner.get(f"{home}/link")
    [button] = [button for button in page.root.iter("button") if "End this link" in words(button)]
    assert "End this link: Everything, to read and change, made on" in words(button)


def submitted(owner: Visitor, home: str) -> None:
    owner.send(owner.get(f"{home}/review"), action="/review")


def make_reader(owner: Visitor, home: str, name: str = "Savings bank") -> Page:
    page = owner.get(f"{home}/link")
    values = page.form("/link")[1].to_dict() | {"kind": "reader", "name": name}
    response = owner.client.post(f"{home}/link", data=values)
    return checked(f"{home}/link", response) if response.status_code != 302 else owner.get(f"{home}/link")


def test_a_reader_sees_the_results_and_nothing_else(app: Flask, owner: Visitor, home: str) -> None:
    submitted(owner, home)
    made = make_reader(owner, home)
    assert "The link for Savings bank" in made.text
    assert "Results, to read only: Savings bank" in made.text
    field = made.by_id("address")
    assert field is not None
    bank = Visitor(app)
    page = bank.get(field.get("value", "").removeprefix("http://localhost"))
    assert page.heading == "Results for you to read"
    assert bank.send(page).address == f"{home}/results"
    assert bank.get(home).address == f"{home}/results"
    for part in ("link", "delete", "review", "questions/choosing", "profile", "colleagues", "part", "answers.json"):
        assert bank.get(f"{home}/{part}").status == 404, part
    assert bank.get(f"{home}/forget").heading == "Forget on this device?"


def test_a_link_for_readers_waits_for_results(owner: Visitor, home: str) -> None:
    assert "As soon as you have results" in owner.get(f"{home}/link").text


@pytest.mark.parametrize("name", ["", "  ", "x" * 10_000, "B\x00ank"])
def test_a_link_for_nobody_is_not_made(owner: Visitor, home: str, name: str) -> None:
    submitted(owner, home)
    page = make_reader(owner, home, name)
    assert (page.status, list(page.faults().values())) == (422, ["#reader-name"])
    assert "Links in use" not in page.text


def test_a_second_phone_keeps_both_assessments(app: Flask, owner: Visitor, home: str) -> None:
    phone = Visitor(app)
    own = phone.send(phone.get("/start"), {"trade": "Hotel", "people": "solo"}).address.rsplit("/questions/", 1)[0]
    phone.send(phone.get(make_link(owner, home)))
    assert [phone.get(address).status for address in (own, home)] == [200, 200]


def test_a_link_pressed_twice_is_one_link(owner: Visitor, home: str) -> None:
    _, values = owner.get(f"{home}/link").form("/link")
    for _ in range(2):
        owner.client.post(f"{home}/link", data=values)
    page = owner.get(f"{home}/link")
    assert page.text.count("not used yet") == 1
    assert page.by_id("address") is not None
    assert owner.get(f"{home}/link").by_id("address") is None, "a reload shows it no more, and makes no other"


@pytest.mark.parametrize("kind", ["reader", "colleague", "Reader", ""])
def test_a_link_is_never_wider_than_asked_for(owner: Visitor, home: str, kind: str) -> None:
    """There are no results to read yet, and a form that asks for something else is none of ours."""
    page = owner.get(f"{home}/link")
    values = page.form("/link")[1].to_dict() | {"kind": kind, "name": "Savings bank"}
    assert owner.client.post(f"{home}/link", data=values).status_code == 404
    assert "Links in use" not in owner.get(f"{home}/link").text


@pytest.mark.parametrize("leave", ["forget", "delete"])
def test_a_device_that_leaves_keeps_no_link_that_it_made(owner: Visitor, home: str, leave: str) -> None:
    page = owner.get(f"{home}/{leave}")
    owner.client.post(f"{home}/link", data=owner.get(f"{home}/link").form("/link")[1])
    with owner.client.session_transaction() as session:
        assert session["made_link"]
    owner.send(page)
    with owner.client.session_transaction() as session:
        assert "made_link" not in session


def test_a_new_link_can_be_sent_by_any_means(owner: Visitor, home: str) -> None:
    page = owner.send(owner.get(f"{home}/link"), action="/link")
    field = page.by_id("address")
    assert field is not None
    address = field.get("value", "")
    [mail] = [href for href in page.links() if href.startswith("mailto:")]
    written = parse_qs(urlsplit(mail).query)
    assert written["subject"] == ["My private link to Waymark"]
    assert written["body"][0].endswith(f"\r\n\r\n{address}\r\n")
    [picture] = [one for one in page.root.iter() if one.get("role") == "img"]
    assert picture.get("aria-label")
    hidden = [one for one in page.root.iter("button") if one.get("hidden") is not None]
    assert [words(one) for one in hidden] == ["Copy the link", "Share …"], "a browser without scripts offers neither"


def test_the_picture_of_a_link_is_dark_on_light_with_a_quiet_zone(owner: Visitor, home: str) -> None:
    page = owner.send(owner.get(f"{home}/link"), action="/link")
    drawn = next(one for one in page.root.iter() if one.get("class") == "qr__code")
    ground, modules = list(drawn)
    size = int(drawn.get("viewBox", "").split()[2])
    assert (ground.get("fill"), modules.get("stroke")) == ("#fff", "#000")
    assert ground.get("d") == f"M0 0h{size}v{size}h-{size}z"
    assert modules.get("d", "").startswith("M4 4.5h7"), "four modules of white, then the first corner mark"


def test_forgetting_says_first_whether_there_is_a_way_back(owner: Visitor, home: str) -> None:
    assert "There is no private link yet" in owner.get(f"{home}/forget").text
    make_link(owner, home)
    page = owner.get(f"{home}/forget")
    assert "use one of your private links" in page.text
    assert owner.get(home).status == 200, "looking at the page forgets nothing"
    assert owner.send(page).address == "/"
    assert owner.get(home).status == 404


def test_the_head_of_the_pages_says_whose_they_are(owner: Visitor, home: str) -> None:
    page = owner.get(f"{home}/link")
    assert page.links()[f"{home}/forget"] == "Not you? Forget on this device"
    assert "Ann's" in page.text
