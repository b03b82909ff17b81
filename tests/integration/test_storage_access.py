"""Who may see an assessment, and how much: the browser that started it, and those that hold a live private link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.extensions import db
from survey.instruments import by_reference
from survey.storage import access, assessments, notes
from survey.storage.access import Opened
from survey.storage.assessments import Role
from survey.storage.database import reading
from survey.storage.finding import ROLES
from survey.storage.models import LinkRow, RightRow


@pytest.fixture
def started(stored: Flask, browser: str) -> str:
    return assessments.start(by_reference("corner-shop"), {"people": "solo"}, browser).public_id


def test_tokens_have_256_bits_and_differ() -> None:
    tokens = {access.new_browser() for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {43}


def test_a_link_opens_the_assessment_on_several_devices(started: str, browser: str) -> None:
    token = access.make_link(started)
    assert access.open_link(token)
    devices = [access.new_browser() for _ in range(2)]
    for device in devices:
        assert access.exchange(token, device) == Opened(started, "owner")
        assert access.exchange(token, device) == Opened(started, "owner")
    assert all(assessments.find(started, device) for device in (browser, *devices))


def test_looking_at_a_link_gives_no_right(started: str) -> None:
    access.open_link(access.make_link(started))
    assert access.links(started)[0].last_used_at is None


@pytest.mark.parametrize("token", ["", "wrong", "\0", "\ud800", "é" * 1000])
def test_an_unknown_link_leads_nowhere(stored: Flask, token: str) -> None:
    assert not access.open_link(token)
    assert access.exchange(token, access.new_browser()) is None


def test_revoking_a_link_ends_what_was_obtained_through_it_and_nothing_else(started: str, browser: str) -> None:
    lost, kept = access.make_link(started), access.make_link(started)
    first, second = access.new_browser(), access.new_browser()
    access.exchange(lost, first)
    access.exchange(kept, second)
    access.revoke(started, access.links(started)[0].id)
    assert not access.open_link(lost)
    assert access.exchange(lost, first) is None
    assert assessments.find(started, first) is None
    assert assessments.find(started, second)
    assert assessments.find(started, browser)
    assert len(access.links(started)) == 1


def test_a_browser_with_two_links_keeps_its_right_by_the_other(started: str) -> None:
    device = access.new_browser()
    for _ in range(2):
        access.exchange(access.make_link(started), device)
    access.revoke(started, access.links(started)[0].id)
    assert assessments.find(started, device)


def test_a_link_can_only_be_revoked_for_its_own_assessment(started: str, browser: str) -> None:
    other = assessments.start(by_reference("corner-shop"), {}, browser).public_id
    token = access.make_link(started)
    access.revoke(other, access.links(started)[0].id)
    assert access.open_link(token)


def test_forgetting_ends_this_browser_only_and_the_link_brings_it_back(started: str, browser: str) -> None:
    token = access.make_link(started)
    device = access.new_browser()
    access.exchange(token, device)
    access.forget(started, device)
    assert assessments.find(started, device) is None
    assert assessments.find(started, browser)
    access.exchange(token, device)
    assert assessments.find(started, device)


def test_links_are_listed_with_their_times(started: str) -> None:
    tokens = [access.make_link(started) for _ in range(2)]
    access.exchange(tokens[1], access.new_browser())
    first, second = access.links(started)
    assert first.created_at <= second.created_at
    assert (first.last_used_at is None, second.last_used_at is None) == (True, False)


def test_secrets_are_stored_only_as_hashes(started: str, browser: str) -> None:
    token = access.make_link(started)
    access.exchange(token, browser)
    with reading() as session:
        kept = [*session.scalars(sa.select(LinkRow.token_hash)), *session.scalars(sa.select(RightRow.browser_hash))]
    assert len(kept) == 3
    assert all(len(value) == 64 and value not in (token, browser) for value in kept)


@pytest.mark.parametrize("kind", ["reader", "colleague"])
def test_a_link_gives_the_role_of_its_kind_and_no_other(started: str, kind: Role) -> None:
    device, token = access.new_browser(), access.make_link(started, kind, "the bank", ["selling"])
    assert access.open_link(token) == access.exchange(token, device) == Opened(started, kind)
    assert assessments.find(started, device) is None
    found = assessments.find(started, device, [kind])
    assert found is not None
    assert found.role == kind
    assert [one.role for one in assessments.of_browser(device)] == [kind]


def test_a_browser_with_several_roles_is_listed_once_with_the_widest(started: str, browser: str) -> None:
    device = access.new_browser()
    for kind in ("colleague", "reader"):
        for one in (browser, device):
            access.exchange(access.make_link(started, kind), one)
    assert [one.role for one in assessments.of_browser(device)] == ["reader"]
    assert [one.role for one in assessments.of_browser(browser)] == ["owner"]
    as_colleague = assessments.find(started, browser, ["colleague"])
    assert as_colleague is not None
    assert as_colleague.role == "colleague"


@pytest.mark.parametrize("kind", ["reader", "colleague"])
def test_a_lesser_right_holds_for_one_stage(started: str, browser: str, kind: Role) -> None:
    assessments.submit(started, counted=False)
    following = assessments.next_stage(started, browser).public_id
    for stage, other in ((started, following), (following, started)):
        device = access.new_browser()
        access.exchange(access.make_link(stage, kind), device)
        assert [one.public_id for one in assessments.of_browser(device)] == [stage]
        assert assessments.find(other, device, ROLES) is None


def test_links_are_listed_with_what_they_are_for(started: str) -> None:
    access.make_link(started)
    access.make_link(started, "reader", "Bank “<b>” 🥐")
    access.make_link(started, "colleague", "Anna", ("selling", "buying"))
    assert [(link.kind, link.name, link.pages) for link in access.links(started)] == [
        ("owner", "", ()),
        ("reader", "Bank “<b>” 🥐", ()),
        ("colleague", "Anna", ("selling", "buying")),
    ]


def test_owner_links_are_listed_and_ended_at_every_stage(started: str, browser: str) -> None:
    device, token = access.new_browser(), access.make_link(started)
    access.make_link(started, "reader")
    access.exchange(token, device)
    assessments.submit(started, counted=False)
    following = assessments.next_stage(started, browser).public_id
    (link,) = access.links(following)
    assert link.kind == "owner"
    reader = next(link for link in access.links(started) if link.kind == "reader")
    access.revoke(following, reader.id)
    access.revoke(following, link.id)
    assert access.open_link(token) is None
    assert assessments.of_browser(device) == []
    assert access.links(started) == [reader]


def test_revoking_the_same_link_twice_changes_nothing(started: str) -> None:
    access.make_link(started)
    link = access.links(started)[0].id
    for _ in range(2):
        access.revoke(started, link)
    access.revoke("nothing-here", link)
    assert access.links(started) == []


def test_a_list_of_many_assessments_is_one_query(stored: Flask, browser: str) -> None:
    for _ in range(5):
        started = assessments.start(by_reference("corner-shop"), {}, browser).public_id
        access.exchange(access.make_link(started, "reader"), browser)
        assessments.submit(started, counted=False)
        assessments.next_stage(started, browser)
    with counted_queries() as asked:
        assert len(assessments.of_browser(browser)) == 10
    assert len(asked) == 1


def test_what_a_page_of_questions_reads_is_one_query_each(started: str, browser: str) -> None:
    with counted_queries() as asked:
        assessments.find(started, browser)
        assessments.answers(started)
        notes.notes(started)
        assessments.answers_before(started)
    assert len(asked) == 4


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(db.engine, "before_cursor_execute", note)
