"""Organisations and their people: invited by a link that is shown, led by owners, and never without one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.storage import invitations, organisations
from survey.storage.database import writing
from survey.storage.models import InvitationRow, now
from tests.integration.members import organisation
from tests.integration.pages import Page, Visitor
from tests.integration.people import OTHER, PASSWORD, account_of, person, shown_link, sign_in

ANN, BEN, CAT = "ann@example.org", "ben@example.org", "cat@example.org"


@pytest.fixture
def harbour(app: Flask) -> str:
    return organisation(app)


@pytest.fixture
def owner(app: Flask, harbour: str) -> Visitor:
    person(app, ANN, of=harbour)
    return sign_in(app, ANN)[0]


def invited(owner: Visitor, harbour: str, email: str = BEN, role: str = "adviser") -> Page:
    return owner.send(owner.get(f"/o/{harbour}/members"), {"email": email, "role": role}, action="/members")


def joined(app: Flask, link: str, name: str = "Ben", password: str = OTHER) -> tuple[Visitor, Page]:
    visitor = Visitor(app)
    page = visitor.get(link)
    return visitor, visitor.send(page, {"name": name, "password": password}, action=link)


def role_of(app: Flask, harbour: str, email: str) -> str | None:
    with app.app_context():
        found = organisations.member(account_of(email).id, harbour)
    return found.role if found else None


def number_of(app: Flask, email: str) -> int:
    with app.app_context():
        return account_of(email).id


def test_someone_new_joins_by_a_link_that_is_shown_once(app: Flask, owner: Visitor, harbour: str) -> None:
    page = invited(owner, harbour, " Ben@Example.org ")
    link = shown_link(page)
    assert "Invited, and not here yet" in page.text
    assert link not in owner.get(f"/o/{harbour}/members").html
    page = joined(app, link)[1]
    assert page.address.startswith(f"/o/{harbour}/")
    assert "You belong to Harbour Advisers now" in page.text
    assert role_of(app, harbour, BEN) == "adviser"
    assert sign_in(app, BEN, OTHER)[1].address.startswith(f"/o/{harbour}/")


def test_opening_an_invitation_changes_nothing(app: Flask, owner: Visitor, harbour: str) -> None:
    """Mail scanners open links."""
    link = shown_link(invited(owner, harbour))
    for _ in range(3):
        page = Visitor(app).get(link)
        assert page.heading == "You are invited"
        assert "Harbour Advisers asks you to join and to work with its clients" in page.text
    assert joined(app, link)[1].status == 200


def test_an_invitation_is_used_once(app: Flask, owner: Visitor, harbour: str) -> None:
    link = shown_link(invited(owner, harbour))
    late = Visitor(app)
    page = late.get(link)
    joined(app, link)
    for dead in (late.send(page, {"name": "Eve", "password": OTHER}, action=link), Visitor(app).get(link)):
        assert (dead.status, dead.heading) == (404, "This link opens nothing any more")
        assert "Ask whoever invited you to make the invitation anew" in dead.text


def test_faults_of_someone_who_joins_are_told_at_the_fields(app: Flask, owner: Visitor, harbour: str) -> None:
    link = shown_link(invited(owner, harbour))
    page = joined(app, link, "", "short")[1]
    assert (page.status, list(page.faults().values())) == (422, ["#name", "#password"])


def test_someone_with_an_account_signs_in_and_joins(app: Flask, owner: Visitor, harbour: str) -> None:
    quay = organisation(app, "Quay")
    person(app, BEN, of=quay)
    link = shown_link(invited(owner, harbour, role="viewer"))
    visitor = Visitor(app)
    page = visitor.get(link)
    assert "there is an account with this address" in page.text
    sign_in_page = visitor.get(next(address for address in page.links() if "next=" in address))
    page = visitor.send(sign_in_page, {"email": BEN, "password": PASSWORD}, action="/sign-in")
    assert (page.address, role_of(app, harbour, BEN)) == (link, None)
    assert "You have joined Harbour Advisers" in visitor.send(page).text
    assert (role_of(app, harbour, BEN), role_of(app, quay, BEN)) == ("viewer", "owner")
    assert {"Harbour Advisers", "Quay"} <= set(visitor.get("/account").links().values())


def test_someone_elses_invitation_is_explained_and_not_taken(app: Flask, owner: Visitor, harbour: str) -> None:
    link = shown_link(invited(owner, harbour))
    person(app, CAT)
    cat, _ = sign_in(app, CAT)
    page = cat.get(link)
    assert "you are signed in as somebody else: cat@example.org" in page.text
    token = page.form("/sign-out")[1]["csrf_token"]
    assert cat.client.post(link, data={"csrf_token": token}).status_code == 409
    assert role_of(app, harbour, CAT) is None
    page = cat.send(page, {"next": link}, action="/sign-out")
    assert page.address == link
    assert page.by_id("password") is not None


def test_an_expired_invitation_says_how_to_get_another_one(app: Flask, owner: Visitor, harbour: str) -> None:
    link = shown_link(invited(owner, harbour))
    with app.app_context(), writing() as session:
        session.execute(sa.update(InvitationRow).values(expires_at=now()))
    assert Visitor(app).get(link).status == 404
    page = owner.get(f"/o/{harbour}/members")
    assert "no longer good" in page.text
    fresh = shown_link(owner.send(page, action="/renew"))
    assert fresh != link
    assert Visitor(app).get(link).status == 404
    assert joined(app, fresh)[1].status == 200


def test_a_withdrawn_invitation_opens_nothing(app: Flask, owner: Visitor, harbour: str) -> None:
    page = invited(owner, harbour)
    link = shown_link(page)
    owner.send(page, action="/withdraw")
    assert Visitor(app).get(link).status == 404
    assert "not here yet" not in owner.get(f"/o/{harbour}/members").text


def test_inviting_twice_leaves_one_invitation(app: Flask, owner: Visitor, harbour: str) -> None:
    first = shown_link(invited(owner, harbour))
    second = shown_link(invited(owner, harbour, role="viewer"))
    assert Visitor(app).get(first).status == 404
    joined(app, second)
    assert role_of(app, harbour, BEN) == "viewer"


def test_a_member_is_not_invited_again(app: Flask, owner: Visitor, harbour: str) -> None:
    person(app, BEN, of=harbour, role="viewer")
    page = invited(owner, harbour)
    assert page.status == 422
    assert page.faults() == {"This person is a member already. Change the role in the list.": "#email"}


@pytest.mark.parametrize(
    "given", [{"email": "ben"}, {"role": "administrator"}, {"role": None}, {"email": "a@b.org,c@d.org"}]
)
def test_what_is_no_invitation_is_refused(owner: Visitor, harbour: str, given: dict[str, str]) -> None:
    page = owner.send(owner.get(f"/o/{harbour}/members"), {"email": BEN} | given, action="/members")
    assert page.status == 422 or given == {"role": None}


def test_roles_are_changed_and_people_removed(app: Flask, owner: Visitor, harbour: str) -> None:
    person(app, BEN, of=harbour, role="viewer")
    ben, number = sign_in(app, BEN)[0], number_of(app, BEN)
    assert ben.get(f"/o/{harbour}/members").by_id("invite") is None
    owner.send(owner.get(f"/o/{harbour}/members"), {"role": "owner"}, action=f"/{number}/role")
    assert ben.get(f"/o/{harbour}/members").by_id("invite") is not None, "at once, without signing in again"
    page = owner.send(owner.get(f"/o/{harbour}/members"), action=f"/{number}/remove")
    assert "Ben is no member any more" in page.text
    assert ben.get(f"/o/{harbour}/members").status == 404


def test_the_last_owner_stays(app: Flask, owner: Visitor, harbour: str) -> None:
    person(app, BEN, of=harbour, role="adviser")
    own = number_of(app, ANN)
    page = owner.send(owner.get(f"/o/{harbour}/members"), {"role": "viewer"}, action=f"/{own}/role")
    assert (page.status, "An organisation needs an owner" in page.text) == (409, True)
    assert "You are the only owner" in owner.get(f"/o/{harbour}/leave").text
    token = page.form("/role")[1]["csrf_token"]
    for address in (f"/o/{harbour}/leave", f"/o/{harbour}/members/{own}/remove"):
        assert owner.client.post(address, data={"csrf_token": token}).status_code == 409
    assert role_of(app, harbour, ANN) == "owner"


def test_who_is_not_the_last_owner_can_leave(app: Flask, owner: Visitor, harbour: str) -> None:
    person(app, BEN, of=harbour)
    page = owner.send(owner.get(f"/o/{harbour}/leave"), action="/leave")
    assert "You have left Harbour Advisers" in page.text
    assert owner.get(f"/o/{harbour}/members").status == 404


def test_an_organisation_gets_another_name(owner: Visitor, harbour: str) -> None:
    page = owner.send(owner.get(f"/o/{harbour}/name"), {"name": " "}, action="/name")
    assert (page.status, list(page.faults().values())) == (422, ["#name"])
    page = owner.send(page, {"name": "Quay & <i>Sons</i>"}, action="/name")
    assert page.title == "Members – Quay & <i>Sons</i> – Waymark"


@pytest.mark.parametrize("role", ["adviser", "viewer"])
def test_only_owners_lead(app: Flask, owner: Visitor, harbour: str, role: str) -> None:
    person(app, BEN, of=harbour, role=role)  # type: ignore[arg-type]
    invited(owner, harbour, CAT)
    ben = sign_in(app, BEN)[0]
    assert_does_nothing(app, ben, harbour, number_of(app, ANN), f"/o/{harbour}/leave")
    assert CAT not in ben.get(f"/o/{harbour}/members").text


def test_a_member_of_another_organisation_can_do_nothing_here(app: Flask, owner: Visitor, harbour: str) -> None:
    """By any address, and with numbers of their own organisation or of this one."""
    quay = organisation(app, "Quay")
    person(app, BEN, of=quay)
    invited(owner, harbour, CAT)
    ben = sign_in(app, BEN)[0]
    assert_does_nothing(app, ben, harbour, number_of(app, ANN), f"/o/{quay}/leave")
    foreign, unknown = ben.get(f"/o/{harbour}/members"), ben.get(f"/o/{'A' * 16}/members")
    assert (foreign.status, foreign.text) == (404, unknown.text)
    # Their own organisation does not lend its address to people and invitations of ours.
    assert_does_nothing(app, ben, quay, number_of(app, ANN), f"/o/{quay}/leave", roles=False)


def assert_does_nothing(app: Flask, who: Visitor, place: str, number: int, at: str, *, roles: bool = True) -> None:
    with app.app_context(), writing() as session:
        invitation = session.scalars(sa.select(InvitationRow.id)).one()
    token = who.get(at).form("/sign-out")[1]["csrf_token"]
    posts = [f"members/{number}/role", f"members/{number}/remove", f"members/{number}/password"]
    posts += [f"invitations/{invitation}/renew"]
    posts += ["members", "name", "delete"] if roles else []
    for path in posts:
        data = {"csrf_token": token, "email": "eve@example.org", "role": "viewer", "name": "Harbour Advisers"}
        assert who.client.post(f"/o/{place}/{path}", data=data).status_code == 404, path
    who.client.post(f"/o/{place}/invitations/{invitation}/withdraw", data={"csrf_token": token})
    with app.app_context(), writing() as session:
        assert session.scalars(sa.select(InvitationRow.id)).all() == [invitation]


def test_who_is_not_signed_in_is_asked_to(app: Flask, harbour: str) -> None:
    for path in ("", "/members", "/leave", "/name", "/delete"):
        assert Visitor(app).get(f"/o/{harbour}{path}").heading == "Sign in"
        assert Visitor(app).get(f"/o/unknown{path}").heading == "Sign in"


def test_an_owner_makes_a_link_for_a_colleagues_new_password(app: Flask, owner: Visitor, harbour: str) -> None:
    person(app, BEN, of=harbour, role="adviser")
    signed_in_before = sign_in(app, BEN)[0]
    page = owner.send(owner.get(f"/o/{harbour}/members"), action=f"/{number_of(app, BEN)}/password")
    assert "The link works once, for 24 hours" in page.text
    link = shown_link(page)
    ben = Visitor(app)
    assert ben.get(link).heading == "Choose a new password"
    assert signed_in_before.get("/account").heading == "Your account", "opening changes nothing"
    assert "Your password is set" in ben.send(ben.get(link), {"password": OTHER}, action=link).text
    assert signed_in_before.get("/account").heading == "Sign in"
    assert Visitor(app).get(link).status == 404
    assert sign_in(app, BEN, OTHER)[1].status == 200


def test_no_link_is_made_for_who_has_other_doors_to_open(app: Flask, owner: Visitor, harbour: str) -> None:
    """An owner here could otherwise take over what others entrusted to the same person."""
    person(app, BEN, of=harbour, role="adviser")
    page = owner.send(owner.get(f"/o/{harbour}/members"), action=f"/{number_of(app, BEN)}/password")
    link = shown_link(page)
    person(app, BEN, of=organisation(app, "Quay"))
    assert Visitor(app).get(link).status == 404, "nor does one work that was made before"
    person(app, CAT, of=harbour, role="adviser", administrator=True)
    for email in (BEN, CAT):
        page = owner.send(owner.get(f"/o/{harbour}/members"), action=f"/{number_of(app, email)}/password")
        assert (page.status, page.by_id("made")) == (409, None)
        assert "ask whoever runs this site" in page.text
    token = page.form("/role")[1]["csrf_token"]
    own = f"/o/{harbour}/members/{number_of(app, ANN)}/password"
    assert owner.client.post(own, data={"csrf_token": token}).status_code == 404


def test_no_table_holds_the_token_of_an_invitation(app: Flask, owner: Visitor, harbour: str) -> None:
    token = shown_link(invited(owner, harbour)).rsplit("/", 1)[1]
    with app.app_context(), writing() as session:
        for table in InvitationRow.metadata.sorted_tables:
            assert token not in str(session.execute(sa.select(table)).all()), table.name
        assert invitations.find(token) is not None
