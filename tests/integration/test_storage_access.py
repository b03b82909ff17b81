"""Who may see an assessment: the browser that started it, and those that hold a live private link."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.storage import access, assessments
from survey.storage.access import Opened
from survey.storage.database import reading
from survey.storage.models import LinkRow, RightRow


@pytest.fixture
def browser() -> str:
    return access.new_browser()


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
