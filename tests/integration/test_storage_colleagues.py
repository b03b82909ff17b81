"""Several people: colleagues answer some pages, the firm keeps what it has, the owner decides between two answers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from survey.instruments import by_reference
from survey.storage import access, assessments, colleagues
from survey.storage.access import NoSuchAssessmentError
from survey.storage.assessments import AlreadySubmitted, Conflict, StoredAnswer
from survey.storage.colleagues import Colleague, Contribution


@dataclass(frozen=True)
class Invited:
    """A colleague with a browser of their own."""

    browser: str
    link: int


@pytest.fixture
def anna(started: str) -> Invited:
    return invite(started, "Anna")


@pytest.fixture
def ben(started: str) -> Invited:
    return invite(started, "Ben")


def invite(public_id: str, name: str) -> Invited:
    device = access.new_browser()
    access.exchange(access.make_link(public_id, "colleague", name, ["selling"]), device)
    invitation = colleagues.invited(public_id, device)
    assert invitation is not None
    return Invited(device, invitation.link_id)


def firms(public_id: str) -> dict[str, tuple[object, str]]:
    return {q: (answer.value, answer.by) for q, answer in assessments.answers(public_id).items()}


def only(public_id: str, question: str = "orders") -> Contribution:
    (contribution,) = colleagues.contributions(public_id)[question]
    return contribution


def test_an_invitation_names_the_colleague_and_the_pages(started: str, anna: Invited, browser: str) -> None:
    assert colleagues.invited(started, anna.browser) == Colleague(anna.link, "Anna", ("selling",))
    assert colleagues.invited(started, browser) is None


def test_the_last_of_several_invitations_counts(started: str, anna: Invited) -> None:
    access.exchange(access.make_link(started, "colleague", "Anna again", ["buying"]), anna.browser)
    invitation = colleagues.invited(started, anna.browser)
    assert invitation is not None
    assert (invitation.name, invitation.pages) == ("Anna again", ("buying",))


def test_an_owner_link_is_no_invitation(started: str) -> None:
    device = access.new_browser()
    access.exchange(access.make_link(started), device)
    assert colleagues.invited(started, device) is None


def test_an_answer_becomes_the_firms_where_it_has_none_and_says_by_whom(started: str, anna: Invited) -> None:
    assert colleagues.save_part(started, anna.link, {"orders": "always", "lists": None}, {}) == []
    assert assessments.answers(started) == {"orders": StoredAnswer("always", 1, "Anna")}
    assert colleagues.own_answers(started, anna.link) == {"orders": StoredAnswer("always", 1, "Anna")}
    assert not only(started).waiting


def test_a_colleague_changes_and_clears_what_is_theirs(started: str, anna: Invited) -> None:
    colleagues.save_part(started, anna.link, {"orders": "always"}, {})
    colleagues.save_part(started, anna.link, {"orders": "never"}, {"orders": 1})
    assert firms(started) == {"orders": ("never", "Anna")}
    colleagues.save_part(started, anna.link, {"orders": None}, {"orders": 2})
    assert firms(started)["orders"][0] is None
    assert colleagues.own_answers(started, anna.link) == {"orders": StoredAnswer(None, 3, "Anna")}
    assert colleagues.contributions(started) == {}


def test_a_second_answer_waits_and_overwrites_nothing(started: str, anna: Invited, ben: Invited) -> None:
    assessments.save(started, {"orders": "always"}, {})
    colleagues.save_part(started, anna.link, {"orders": "never"}, {})
    colleagues.save_part(started, ben.link, {"orders": "always"}, {})
    assert firms(started) == {"orders": ("always", "")}
    waiting = {one.name: one.waiting for one in colleagues.contributions(started)["orders"]}
    assert waiting == {"Anna": True, "Ben": False}


def test_what_the_owner_changed_is_the_owners(started: str, anna: Invited) -> None:
    colleagues.save_part(started, anna.link, {"orders": "always", "rework": 2.0}, {})
    assessments.save(started, {"orders": "sometimes", "rework": 2.0}, {"orders": 1, "rework": 1})
    assert firms(started) == {"orders": ("sometimes", ""), "rework": (2.0, "Anna")}
    colleagues.save_part(started, anna.link, {"orders": "never"}, {"orders": 1})
    assert firms(started)["orders"] == ("sometimes", "")
    assert only(started).waiting


def test_what_was_decided_against_does_not_ask_again(started: str, anna: Invited, ben: Invited) -> None:
    colleagues.save_part(started, anna.link, {"orders": "always"}, {})
    colleagues.save_part(started, ben.link, {"orders": "never"}, {})
    waiting = next(one for one in colleagues.contributions(started)["orders"] if one.waiting)
    colleagues.decide(started, "orders", ben.link, True, waiting.seen)
    assert firms(started)["orders"] == ("never", "Ben")
    assert not any(one.waiting for one in colleagues.contributions(started)["orders"])
    colleagues.save_part(started, anna.link, {"orders": "sometimes"}, {"orders": 1})
    assert any(one.waiting for one in colleagues.contributions(started)["orders"])


@pytest.mark.parametrize("take", [True, False])
def test_an_answer_is_not_lost_where_the_owner_clears_the_firms(started: str, anna: Invited, take: bool) -> None:
    """It waits, and does not come back by itself: the owner may have cleared it on purpose."""
    assessments.save(started, {"orders": "never"}, {})
    colleagues.save_part(started, anna.link, {"orders": "always"}, {})
    assessments.save(started, {"orders": None}, {"orders": 1})
    assert only(started).waiting
    assert firms(started)["orders"] == (None, "")
    assert colleagues.decide(started, "orders", anna.link, take, only(started).seen) is None
    assert firms(started)["orders"] == (("always", "Anna") if take else (None, ""))
    assert not only(started).waiting


def test_colleagues_see_their_own_answers_only(started: str, anna: Invited, ben: Invited) -> None:
    assessments.save(started, {"wish": "peace"}, {})
    colleagues.save_part(started, anna.link, {"orders": "always"}, {})
    assert colleagues.own_answers(started, ben.link) == {}


def test_two_devices_of_one_colleague_never_overwrite_each_other(started: str, anna: Invited) -> None:
    colleagues.save_part(started, anna.link, {"orders": "always"}, {})
    conflicts = colleagues.save_part(started, anna.link, {"orders": "never", "rework": 2.0}, {})
    assert conflicts == [Conflict("orders", StoredAnswer("always", 1, "Anna"), "never")]
    assert firms(started) == {"orders": ("always", "Anna"), "rework": (2.0, "Anna")}


def test_the_owner_takes_the_other_answer(started: str, anna: Invited) -> None:
    assessments.save(started, {"orders": "always"}, {})
    colleagues.save_part(started, anna.link, {"orders": "never"}, {})
    assert colleagues.decide(started, "orders", anna.link, take=True, seen=only(started).seen) is None
    assert assessments.answers(started)["orders"] == StoredAnswer("never", 2, "Anna")
    assert not only(started).waiting


def test_the_owner_keeps_the_firms_answer_until_the_colleague_says_something_new(started: str, anna: Invited) -> None:
    assessments.save(started, {"orders": "always"}, {})
    colleagues.save_part(started, anna.link, {"orders": "never"}, {})
    assert colleagues.decide(started, "orders", anna.link, take=False, seen=only(started).seen) is None
    assert firms(started)["orders"] == ("always", "")
    assert not only(started).waiting
    colleagues.save_part(started, anna.link, {"orders": "sometimes"}, {"orders": 1})
    assert only(started).waiting


@pytest.mark.parametrize("take", [True, False])
def test_nothing_is_decided_about_answers_that_were_not_shown(started: str, anna: Invited, take: bool) -> None:
    assessments.save(started, {"orders": "always"}, {})
    colleagues.save_part(started, anna.link, {"orders": "never"}, {})
    drawn = only(started).seen
    colleagues.save_part(started, anna.link, {"orders": "sometimes"}, {"orders": 1})
    conflict = colleagues.decide(started, "orders", anna.link, take=take, seen=drawn)
    assert conflict == Conflict("orders", StoredAnswer("always", 1), "sometimes")
    assert only(started).waiting
    drawn = only(started).seen
    assessments.save(started, {"orders": "dk"}, {"orders": 1})
    conflict = colleagues.decide(started, "orders", anna.link, take=take, seen=drawn)
    assert conflict == Conflict("orders", StoredAnswer("dk", 2), "sometimes")
    assert firms(started)["orders"] == ("dk", "")


def test_pressing_twice_decides_once(started: str, anna: Invited) -> None:
    assessments.save(started, {"orders": "always"}, {})
    colleagues.save_part(started, anna.link, {"orders": "never"}, {})
    drawn = only(started).seen
    for _ in range(2):
        assert colleagues.decide(started, "orders", anna.link, take=True, seen=drawn) is None
    assert assessments.answers(started)["orders"].revision == 2


def test_there_is_nothing_to_decide_about_an_answer_nobody_gave(started: str, anna: Invited) -> None:
    for question, link in (("orders", anna.link), ("no-such-question", anna.link), ("orders", 10**6)):
        with pytest.raises(NoSuchAssessmentError):
            colleagues.decide(started, question, link, take=True, seen=0)


def test_answers_stay_with_their_name_when_the_link_ends(started: str, anna: Invited) -> None:
    colleagues.save_part(started, anna.link, {"orders": "always"}, {})
    access.revoke(started, anna.link)
    assert firms(started) == {"orders": ("always", "Anna")}
    assert only(started).name == "Anna"
    assert colleagues.invited(started, anna.browser) is None
    with pytest.raises(NoSuchAssessmentError):
        colleagues.save_part(started, anna.link, {"orders": "never"}, {"orders": 1})


def test_a_link_of_another_kind_or_assessment_writes_nothing(started: str, browser: str, anna: Invited) -> None:
    other = assessments.start(by_reference("corner-shop"), {}, browser).public_id
    access.make_link(started, "reader")
    reader = access.links(started)[-1].id
    for public_id, link in ((other, anna.link), (started, reader), (started, 10**6)):
        with pytest.raises(NoSuchAssessmentError):
            colleagues.save_part(public_id, link, {"orders": "always"}, {})
    assert firms(started) == firms(other) == {}


def test_what_is_handed_in_can_only_be_changed_by_an_update(started: str, anna: Invited) -> None:
    colleagues.save_part(started, anna.link, {"orders": "always"}, {})
    assessments.submit(started, counted=False)
    with pytest.raises(AlreadySubmitted):
        colleagues.save_part(started, anna.link, {"orders": "never"}, {"orders": 1})
    with pytest.raises(AlreadySubmitted):
        colleagues.decide(started, "orders", anna.link, take=True, seen=only(started).seen)


def test_an_abandoned_update_gives_answers_back_to_who_gave_them(started: str, anna: Invited, ben: Invited) -> None:
    colleagues.save_part(started, anna.link, {"orders": "always"}, {})
    assessments.save(started, {"wish": "peace"}, {})
    assessments.submit(started, counted=False)
    assessments.reopen(started)
    assessments.save(started, {"orders": "never", "wish": None}, {"orders": 1, "wish": 1})
    colleagues.save_part(started, ben.link, {"wish": "more time", "rework": 2.0}, {})
    assessments.keep_as_it_was(started)
    assert firms(started) == {"orders": ("always", "Anna"), "wish": ("peace", ""), "rework": (None, "")}


def test_nothing_is_known_of_an_unknown_assessment(stored: Flask) -> None:
    assert colleagues.invited("nothing-here", access.new_browser()) is None
    assert colleagues.own_answers("nothing-here", 1) == colleagues.contributions("nothing-here") == {}
